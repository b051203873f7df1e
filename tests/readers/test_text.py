"""Plain text: encodings, refusals, lines and pages."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.errors import ReadError
from extractor.model.page import Reading
from extractor.readers import read_bytes

REPORT = "云南省民政厅关于2016年度工作的自评报告\n\n一、工作保障（25分，自评得分23.68分）\n（一）政策保障。此项分值 9 分，自评得分 9 分。——“以奖代补”\n"
ENCODINGS = {
    "utf-8": (),
    "utf-8-sig": (),
    "gb18030": ("encoding-gb18030",),
    "gbk": ("encoding-gb18030",),
    "utf-16": ("encoding-utf-16-le",),
    "utf-16-le": ("encoding-utf-16-le",),
    "utf-16-be": ("encoding-utf-16-be",),
    "utf-32": ("encoding-utf-32-le",),
    "utf-32-be": ("encoding-utf-32-be",),
}


def texts(reading: Reading) -> list[str]:
    return [line.text for _, line in reading.lines()]


def refusal(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.txt", data)
    return caught.value


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    data = REPORT.encode(encoding)
    reading = read_bytes("a.txt", data)
    assert texts(reading) == REPORT.splitlines()
    assert [line.number for _, line in reading.lines()] == [1, 2, 3, 4]
    assert reading.flags == ENCODINGS[encoding]
    assert (reading.bytes, reading.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_seeds_in_every_encoding(seeds: Path, encoding: str) -> None:
    for path in sorted(seeds.glob("*.txt")):
        content = path.read_text(encoding="utf-8")
        assert texts(read_bytes(path.name, content.encode(encoding))) == content.removesuffix("\n").split("\n")


def test_pieces_of_text_of_any_length(seeds: Path) -> None:
    content = "".join(path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt")))
    generator = random.Random(7)
    for length in (12, 30, 100, 600):
        for _ in range(60):
            start = generator.randrange(len(content) - length)
            piece = content[start : start + length].strip()
            if sum(char > "\u4e00" for char in piece) < 8:
                continue
            for encoding in ("utf-8", "gb18030"):
                assert texts(read_bytes("a", piece.encode(encoding))) == piece.split("\n"), (encoding, piece)


def test_utf_16_without_a_nul_byte() -> None:
    content = "困难群众基本生活救助工作绩效评价自评报告，现将自评情况报告如下。"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert b"\x00" not in content[:15].encode(encoding)
        assert texts(read_bytes("a", content[:15].encode(encoding))) == [content[:15]]


def test_binary_is_refused() -> None:
    generator = random.Random(3)
    for data in (
        bytes(generator.randrange(256) for _ in range(3000)),
        bytes(generator.randrange(1, 256) for _ in range(3000)),
        REPORT.encode() + b"\x00" * 40,
    ):
        assert refusal(data).code == "text-binary"


@pytest.mark.parametrize(
    ("garbled", "kind"),
    [
        (REPORT.encode().decode("gb18030", "replace"), "utf8-as-gbk"),
        (REPORT.encode().decode("gbk", "ignore"), "utf8-as-gbk"),
        (REPORT.encode("gbk").decode("utf-8", "replace").encode().decode("gbk", "replace"), "utf8-as-gbk"),
        (REPORT.encode().decode("latin-1"), "bytes-as-latin"),
        (REPORT.encode().decode("cp1252", "replace"), "bytes-as-latin"),
        (REPORT.encode("gbk").decode("latin-1"), "bytes-as-latin"),
        (REPORT.encode("gbk").decode("cp1252", "replace"), "bytes-as-latin"),
        (REPORT.encode("gbk").decode("utf-8", "replace"), "replaced"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_mojibake_is_refused_with_line_and_reason(garbled: str, kind: str, encoding: str) -> None:
    error = refusal(("2016\n" + garbled).encode(encoding))
    assert error.code == f"text-mojibake-{kind}"
    assert error.params["line"] == 2
    assert str(error.params["sample"]) in garbled


@pytest.mark.parametrize(
    "sound",
    [
        "××市××县得分××××分，第××号\n××\n",
        "20℃±5°，长×宽，§3，·要点·，……——“引”",
        "①②③④ ⑴⑵ ☑ □ ■ √ ≥≤ ·•—…“”",
        "根據有關評價工作的通知要求，對照評價標準，現將自查情況報告如下。",
        "café déjà vu, naïve Übung, señor\n" * 4,
        "abc 123",
        "ＡＢＣ１２３",
        "𠮷野家得9分",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_unusual_but_sound_text_is_read(sound: str, encoding: str) -> None:
    assert texts(read_bytes("a", sound.encode(encoding))) == sound.removesuffix("\n").split("\n")


def test_a_few_lost_characters_are_flagged_not_refused() -> None:
    assert read_bytes("a", (REPORT * 3 + "得\ufffd分").encode()).flags == ("replacement-characters",)
    assert read_bytes("a", (REPORT * 3 + "得\x07分").encode()).flags == ("control-characters",)


def test_broken_bytes_are_named() -> None:
    whole = (REPORT * 3).encode()
    error = refusal(whole[:100] + b"\xff" + whole[100:])
    assert (error.code, error.params["encoding"]) == ("text-encoding", "utf-8")
    assert abs(int(str(error.params["offset"])) - 100) < 3
    assert refusal(whole[:-2]).params == {"encoding": "utf-8", "offset": len(whole) - 4}
    assert refusal(REPORT.encode("gbk") + b"\xff\xff").params["encoding"] == "gb18030"
    assert refusal(b"\xff\xfe" + REPORT.encode("utf-16-le")[:-1]).params["encoding"] == "utf-16-le"


@pytest.mark.parametrize("blank", [b" \r\n\t\n", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\f\f"])
def test_blank_text_is_refused(blank: bytes) -> None:
    assert refusal(blank).code == "text-blank"


def test_line_ends_and_form_feeds() -> None:
    reading = read_bytes("a", "一\r\n二\r三\n\n五\v五乙\u2028五丙\n\f六\n\f\n八\f八乙\n\f".encode())
    assert [[(line.number, line.text) for line in page.lines] for page in reading.pages] == [
        [(1, "一"), (2, "二"), (3, "三"), (4, ""), (5, "五"), (5, "五乙"), (5, "五丙")],
        [(6, "六")],
        [(8, "八")],
        [(8, "八乙")],
    ]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4]


BREAKS = "\r\n\f\v\x85\u2028\u2029"


@given(st.text(alphabet=st.sampled_from("一二三自评得分0.5（）《 \t\u3000\u00a0\u200b⼀㎡" + BREAKS), max_size=60))
def test_every_other_character_is_kept(content: str) -> None:
    expected = "".join(char for char in content if char not in BREAKS)
    if content.strip():
        assert "".join(texts(read_bytes("a", content.encode()))) == expected
