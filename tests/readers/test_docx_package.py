"""Hostile and broken packages end in one clear error, soon."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.readers import read_bytes
from tests.wordfiles import docx, p, table, zipped

SECONDS = 5.0
"""More than any refusal takes on a slow machine, and far less than reading would."""


def refusal(data: bytes) -> ReadError:
    begin = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read_bytes("a.docx", data)
    assert time.monotonic() - begin < SECONDS
    return caught.value


def with_document(content: bytes) -> bytes:
    """A sound package with another main document."""
    archive = zipfile.ZipFile(io.BytesIO(docx(p("甲"))))
    return zipped({name: content if name == "word/document.xml" else archive.read(name) for name in archive.namelist()})


def test_a_bomb_of_paragraphs() -> None:
    body = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * (160 * 2**20 // 34)
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    error = refusal(with_document(head + body + b"</w:body></w:document>"))
    assert (error.code, error.params["what"]) == ("docx-bomb", "ratio")


@pytest.mark.parametrize(
    ("name", "limit", "what"),
    [("parts", 3, "entries"), ("bytes", 1000, "bytes"), ("xml-bytes", 1000, "xml-bytes"), ("part-bytes", 500, "part-bytes")],
)
def test_each_limit_refuses(monkeypatch: pytest.MonkeyPatch, name: str, limit: int, what: str) -> None:
    data = docx(*[p(f"第{number}段") for number in range(50)])
    assert read_bytes("a.docx", data).pages[0].lines
    monkeypatch.setitem(limits.IN_FORCE, f"docx-{name}", limit)
    error = refusal(data)
    assert (error.code, error.params["what"], error.params["limit"]) == ("docx-bomb", what, limit)
    assert error.params["limit_name"] == f"docx-{name}"


def test_a_directory_that_lies_about_a_size() -> None:
    data = bytearray(docx(*[p("甲" * 1000) for _ in range(200)]))
    at = data.rindex(b"word/document.xml") - 46  # the entry of the central directory
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    assert refusal(bytes(data)).code == "docx-damaged"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.95])
def test_a_package_that_is_cut_off(cut: float) -> None:
    data = docx(*[p(f"第{number}段") for number in range(500)])
    assert refusal(data[: int(len(data) * cut)]).code in ("docx-damaged", "format-archive-unsupported")


def test_an_encrypted_entry() -> None:
    data = bytearray(docx(p("甲")))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert refusal(bytes(data)).code == "docx-encrypted"


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "haha">' + b"".join(
    f'<!ENTITY {chr(98 + depth)} "{f"&{chr(97 + depth)};" * 10}">'.encode() for depth in range(9)
) + b'] >'  # fmt: skip
DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "docx-damaged"),
        (b"not xml at all", "docx-damaged"),
        (DOCUMENT[:-12], "docx-damaged"),
        (b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>', "docx-damaged"),
        (DOCUMENT % b"", "docx-blank"),
        (DOCUMENT % b"<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>", "docx-blank"),
        (DOCUMENT % (b"<w:p><w:ins>" * 5000), "docx-damaged"),
        (LAUGHS + DOCUMENT % b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", "docx-damaged"),
        (LAUGHS + DOCUMENT % "<w:p><w:r><w:t>自评得分&a;分</w:t></w:r></w:p>".encode(), "docx-entities"),
    ],
)
def test_broken_documents(content: bytes, code: str) -> None:
    assert refusal(with_document(content)).code == code


def test_deep_nesting_that_the_parser_accepts_is_read() -> None:
    nested = "".join(["<w:ins>"] * 200) + "<w:r><w:t>甲</w:t></w:r>" + "".join(["</w:ins>"] * 200)
    assert read_bytes("a.docx", docx(p(nested))).pages[0].lines[0].text == "甲"
    tables = p("乙")
    for _ in range(60):
        tables = table(f"<w:tr><w:tc>{tables}<w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>")
    assert read_bytes("a.docx", docx(tables)).pages[0].lines[0].text == "| 乙 |  |"


def test_a_missing_part_and_a_missing_directory() -> None:
    archive = zipfile.ZipFile(io.BytesIO(docx(p("甲"))))
    for lost in ("_rels/.rels", "[Content_Types].xml"):
        assert refusal(zipped({name: archive.read(name) for name in archive.namelist() if name != lost})).code == "docx-damaged"


def test_a_document_of_pictures_is_a_page_without_text() -> None:
    relations = (
        '<Relationship Id="i" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/i.png"/>'
    )
    reading = read_bytes("a.docx", docx(p(), relations=relations, extra={"word/media/i.png": b"\x89PNG"}))
    assert reading.pages[0].unusable == "no-text"


def test_a_large_report_is_read_in_time() -> None:
    data = docx(*[p(f"第{number}段，全市共新增城乡低保对象11077户24700人。") for number in range(20_000)])
    begin = time.monotonic()
    assert len(read_bytes("a.docx", data).pages[0].lines) == 20_000
    assert time.monotonic() - begin < SECONDS
