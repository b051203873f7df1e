"""The encoding of a web page, which its own words do not decide, and pages in MHTML."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest

from extractor.model.errors import ReadError
from extractor.model.page import Reading
from extractor.readers import read_bytes
from extractor.readers.detect import detect

TITLE = "临江县民政局关于2021年度养老服务资金绩效自评的报告"
BODY = f"<h1>{TITLE}</h1><p>一、工作保障（10分，自评得分9.5分）</p><p>我局高度重视，全年共检查养老机构12次，问题均已整改。</p>"
EXPECTED = [TITLE, "一、工作保障（10分，自评得分9.5分）", "我局高度重视，全年共检查养老机构12次，问题均已整改。"]


def page(declared: str | None, body: str = BODY) -> str:
    meta = "" if declared is None else f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    return f"<html><head>{meta}<title>{TITLE}</title></head><body>{body}</body></html>"


def texts(reading: Reading) -> list[str]:
    return [line.text for _, line in reading.lines() if line.mark is None]


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "gbk", "GB18030", "iso-8859-1", "unicode", "x-nonsense", "utf-16"])
@pytest.mark.parametrize(
    ("encoding", "flags"),
    [
        ("utf-8", ()), ("utf-8-sig", ()), ("gbk", ("encoding-gb18030",)), ("gb18030", ("encoding-gb18030",)),
        ("utf-16", ("encoding-utf-16-le",)), ("utf-16-le", ("encoding-utf-16-le",)), ("utf-16-be", ("encoding-utf-16-be",)),
    ],
)  # fmt: skip
def test_the_bytes_decide(declared: str | None, encoding: str, flags: tuple[str, ...]) -> None:
    reading = read_bytes("a.html", page(declared).encode(encoding))
    assert (texts(reading), reading.flags) == (EXPECTED, flags)


def test_ties_are_decided_by_the_declaration() -> None:
    big5 = "臨江縣民政局關於養老服務資金績效自評的報告，全年共檢查養老機構十二次，問題均已整改。"
    reading = read_bytes("a.html", page("big5", f"<p>{big5}</p>").replace(TITLE, "").encode("big5"))
    assert (texts(reading), reading.flags) == ([big5], ("encoding-big5",))
    # 联通 in GBK is sound UTF-8 of two letters that no report is written with
    data = b"<html><meta charset=gb2312><p>" + "联通".encode("gbk") + b"</p>"
    assert texts(read_bytes("a.html", data)) == ["联通"]
    assert texts(read_bytes("a.html", "<html><meta charset=utf-8><p>±5° é</p>".encode())) == ["±5° é"]


def test_characters_outside_gb2312_and_entities() -> None:
    body = "<p>㎡&#13217;、镕、&#38229;、〔2021〕、&#x2460;①、€</p>"
    reading = read_bytes("a.html", page("gb2312", body).encode("gb18030"))
    assert texts(reading) == ["㎡㎡、镕、镕、〔2021〕、①①、€"]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_description_that_was_cut_inside_a_character(encoding: str) -> None:
    cut = "关于养老服务".encode(encoding)[:-1]
    head, tail = page(encoding).encode(encoding).split(b"<title>")
    reading = read_bytes("a.html", head + b'<meta name="description" content="' + cut + b'"><title>' + tail)
    assert (texts(reading), "replacement-characters" in reading.flags) == (EXPECTED, True)


def test_damage_is_refused() -> None:
    broken = page("utf-8", BODY.replace("全年共检查", "\ufffd" * 9))
    mojibake = page("utf-8", "".join(f"<p>{text}</p>" for text in EXPECTED).encode().decode("gb18030", errors="replace"))
    for data, code in (
        (page("utf-8").encode()[:-40], None),
        (broken.encode(), "text-mojibake-replaced"),
        (mojibake.encode(), "text-mojibake-utf8-as-gbk"),
        (page("utf-8").encode("utf-8").replace("，".encode(), b"\xef\xbc"), "text-encoding"),
        (b"<html>" + bytes(range(256)) * 40, "text-binary"),
    ):
        if code is None:
            assert texts(read_bytes("a.html", data))[:2] == EXPECTED[:2]
            continue
        with pytest.raises(ReadError) as caught:
            read_bytes("a.html", data)
        assert (caught.value.code, caught.value.place) == (code, "a.html")


def test_garbled_scripts_do_no_harm() -> None:
    script = "".join(f"// {text}\n" for text in EXPECTED * 3).encode().decode("gb18030", errors="replace")
    assert texts(read_bytes("a.html", page("utf-8", f"<script>{script}</script>{BODY}").encode())) == EXPECTED


# ── MHTML ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def mhtml(*parts: tuple[str, bytes, str, str], head: str = 'type="text/html"') -> bytes:
    """Parts: content type, bytes, transfer encoding, address (``cid:…`` or a location)."""
    made = [
        f'From: <Saved by a browser>\r\nSubject: =?utf-8?B?{"5oql5ZGK" * 60}?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t{head};\r\n\tboundary="--B"\r\n\r\n'.encode()
    ]
    for kind, data, transfer, address in parts:
        named = f"Content-ID: <{address[4:]}>" if address.startswith("cid:") else f"Content-Location: {address}"
        body = base64.encodebytes(data) if transfer == "base64" else quopri.encodestring(data) if transfer == "quoted-printable" else data
        made.append(f"----B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {transfer}\r\n{named}\r\n\r\n".encode() + body + b"\r\n")
    return b"".join(made) + b"----B--\r\n"


@pytest.mark.parametrize(
    ("encoding", "charset", "transfer"),
    [
        ("utf-8", '; charset="utf-8"', "quoted-printable"), ("gbk", '; charset="gb2312"', "quoted-printable"), ("gbk", "", "base64"),
        ("utf-16", '; charset="unicode"', "base64"), ("utf-8", "", "8bit"), ("gbk", '; charset="utf-8"', "base64"),
    ],
)  # fmt: skip
def test_a_page_in_mhtml(encoding: str, charset: str, transfer: str) -> None:
    data = mhtml(
        ("image/png", b"\x89PNG" + bytes(90), "base64", "http://a.example/1.png"),
        (f"text/html{charset}", page(None).encode(encoding), transfer, "http://a.example/"),
    )
    assert detect(data) == "html"
    assert texts(read_bytes("a.mht", data)) == EXPECTED


def test_the_frames_of_an_mhtml_are_read_where_they_stand() -> None:
    main = page("utf-8", BODY + "<iframe src='cid:f1'></iframe><p>完。</p>").encode()
    inner = page("utf-8", "<p>附表说明。</p><iframe src='cid:f1'></iframe><iframe src='http://b.example/x%20y'></iframe>").encode()
    data = mhtml(
        ("text/html", inner, "base64", "cid:f1"),
        ("text/html", main, "base64", "cid:root"),
        ("text/html", page("utf-8", "<p>里层。</p>").encode(), "base64", "http://b.example/x%20y"),
        head='type="text/html"; start="<root>"',
    )
    reading = read_bytes("a.mht", data)
    assert texts(reading) == [*EXPECTED, "附表说明。", "里层。", "完。"]
    assert reading.flags == ("frames-unread",)  # the page that holds itself


def test_a_page_as_the_standard_library_writes_it() -> None:
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content("见网页。")
    message.add_alternative(page("utf-8"), subtype="html")
    assert texts(read_bytes("a.eml", b"From: a\n" + message.as_bytes())) == EXPECTED


@pytest.mark.parametrize("data", [b"MIME-Version: 1.0\r\n\r\nx", mhtml(("image/png", b"x", "base64", "a.png"))])
def test_an_mhtml_without_a_page(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.mht", data)
    assert caught.value.code == "html-no-page"


@pytest.mark.parametrize(
    "head", ["<p class=MsoNormal>", "<center>", "<font size=2>", "<!-- saved -->\n<link rel=x>", "<br/>", "<style>p{}</style>", "<h2>"]
)
def test_fragments_are_pages(head: str) -> None:
    assert texts(read_bytes("a", f"{head}一、工作保障".encode())) == ["一、工作保障"]
