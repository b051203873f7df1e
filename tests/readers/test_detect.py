"""The format is decided by content; what is not read yet is named."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from extractor.language.patterns import load
from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.readers import MODULES, read, read_bytes
from extractor.readers.detect import detect
from tests.sheetfiles import old_score_sheet, score_sheet


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HTML = "<!DOCTYPE html>\n<html><body>一、工作保障</body></html>"
SAMPLES = {
    "xlsx": [zipped("xl/workbook.xml")],
    "ofd": [zipped("OFD.xml", "Doc_0/Document.xml")],
    "odt": [zipped("mimetype", "content.xml")],
    "ppt": [zipped("ppt/presentation.xml"), OLE + "PowerPoint Document".encode("utf-16-le")],
    "archive": [zipped("a.txt"), zipped(), b"7z\xbc\xaf\x27\x1c\x00", b"Rar!\x1a\x07\x00", b"\x1f\x8b\x08\x00"],
    "doc": [OLE + "WordDocument".encode("utf-16-le")],
    "xls": [OLE + "Workbook".encode("utf-16-le")],
    "ole": [OLE],
    "encrypted": [OLE + "EncryptedPackage".encode("utf-16-le")],
    "rtf": [rb"{\rtf1\ansi }"],
    "image": [
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00",
        b"II*\x00\x08\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"BM\x0a\x00\x00\x00\x00\x00\x00\x00",
    ],
    "html": [
        HTML.encode(),
        b"\xef\xbb\xbf" + HTML.encode(),
        HTML.encode("utf-16"),
        HTML.encode("utf-16-le"),
        HTML.encode("gb18030"),
        b'<?xml version="1.0"?>\n<!-- saved -->\n<html xmlns="x">',
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
    "xml": [b'<?xml version="1.0"?><w:wordDocument/>'],
    "json": [b'{"schema": 1}\n', b'\xef\xbb\xbf[\n  {"a": "\xe5\x88\x86"}\n]', b'{"a": 1}\n{"a": 2}\n'],
}


CASES = [pytest.param(form, data, id=f"{form}-{order}") for form, samples in SAMPLES.items() for order, data in enumerate(samples)]


@pytest.mark.parametrize(("form", "data"), CASES)
def test_formats_are_told_by_content(form: str, data: bytes) -> None:
    assert detect(data) == form


@pytest.mark.parametrize(("form", "data"), [case for case in CASES if case.values[0] not in MODULES])
def test_formats_not_read_are_refused_by_name(form: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("自评报告.txt", data)
    assert (caught.value.code, caught.value.place) == (f"format-{form}-unsupported", "自评报告.txt")


@pytest.mark.parametrize("names", [("[Content_Types].xml", "word/document.xml"), ("word/document2.xml",)])
def test_word_packages(names: tuple[str, ...]) -> None:
    assert detect(zipped(*names)) == "docx"
    assert detect(zipped("word/document.xml")[:60]) == "docx"


@pytest.mark.parametrize(
    "text",
    [
        "BM公司自评得分97分",
        "<一>工作保障（8分）",
        "< 5% 的部分",
        "p>5",
        "PK赛得分9分",
        "%PDF 不是文件",
        "II. 工作",
        "[2021]15号",
        '{"一": 1} 得分9分',
        "[" * 5000,
    ],
)
def test_text_that_only_looks_like_another_format(text: str) -> None:
    assert read_bytes("a", text.encode()).pages[0].lines[0].text == text


def test_the_name_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "自评报告.pdf"
    path.write_text("一、工作保障\n自评得分9分\n", encoding="utf-8")
    reading = read(path)
    assert (reading.format, reading.name, reading.paged) == ("text", "自评报告.pdf", False)


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leer.txt").write_bytes(b"")
    expected = {
        "nothing.txt": "file-missing",
        ".": "file-directory",
        "leer.txt": "file-empty",
        "leer.txt/below": "file-missing",
        "a\0b": "file-unreadable",
    }
    for name, code in expected.items():
        with pytest.raises(ReadError) as caught:
            read(tmp_path / name)
        assert caught.value.code == code, name

    def refuse(error: OSError) -> None:
        def fail(_: Path, mode: str) -> bytes:
            raise error

        monkeypatch.setattr(Path, "open", fail)

    for error, code in ((PermissionError(13, "denied"), "file-permission"), (OSError(5, "Input/output error"), "file-unreadable")):
        refuse(error)
        with pytest.raises(ReadError) as caught:
            read(tmp_path / "leer.txt")
        assert caught.value.code == code


def test_every_refusal_has_its_words(root: Path) -> None:
    codes = {f"format-{form}-unsupported" for form in set(SAMPLES) - set(MODULES)} | {
        "file-missing",
        "file-directory",
        "file-permission",
        "file-unreadable",
        "file-empty",
        "file-too-large",
        "file-changed",  # by a batch, between two looks
        "file-special",
    }
    codes |= {"text-blank", "text-binary", "text-encoding"} | {
        f"text-mojibake-{kind}" for kind in ("utf8-as-gbk", "bytes-as-latin", "replaced")
    }
    codes |= {f"pdf-{what}" for what in ("encrypted", "encryption-unknown", "damaged", "no-pages", "too-many-pages", "endless")}
    codes |= {f"xlsx-{what}" for what in ("bomb", "encrypted", "damaged", "blank", "binary", "entities", "too-large")}
    codes |= {f"docx-{what}" for what in ("bomb", "encrypted", "damaged", "blank", "entities")}
    words = {entry.id: entry.data for entry in load([]).entries("message")}
    for code in sorted(codes):
        for lang in ("zh", "en"):
            assert "{place}" in str(words[f"error.{code}"][lang]), code
    ours = {
        id for id in words if id.startswith(("error.file-", "error.text-", "error.pdf-", "error.docx-", "error.xlsx-", "error.format-"))
    }
    assert ours == {f"error.{code}" for code in codes}


def test_a_file_that_does_not_fit_into_memory_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    monkeypatch.setitem(limits.IN_FORCE, "file-bytes", 9)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert (caught.value.code, caught.value.params) == ("file-too-large", {"count": 10, "limit": 9, "limit_name": "file-bytes"})


def test_a_library_that_is_not_there_stops_its_own_format_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("xlrd", "xlrd.biffh", "xlrd.compdoc"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "extractor.readers.xlsx.biff", raising=False)
    with pytest.raises(ReadError) as caught:
        read_bytes("a.et", old_score_sheet())
    assert (caught.value.code, caught.value.params) == ("reader-library-missing", {"library": "xlrd"})
    assert read_bytes("a.xlsx", score_sheet()).pages[0].lines


def test_a_fault_of_our_own_is_no_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODULES, "text", "extractor.readers.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        read_bytes("a.txt", b"x")
