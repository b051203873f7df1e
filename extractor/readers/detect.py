"""What a file is, by its bytes. Names lie: text comes as ``.doc``, web pages as ``.xls``."""

from __future__ import annotations

import io
import json
import re
import zipfile

from extractor.model.errors import ReadError

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x00\x0cjP  ", "image"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
)
TAR, TAR_AT = b"ustar", 257
"""What tells a tar file, and where."""
BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
ZIP_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("OFD.xml", "ofd"),
    ("ppt/presentation.xml", "ppt"),
)
MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|style|script|base|div|table|center|article"
    r"|section|form|font|span|p|br|h[1-6]|ul|ol|frameset)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)


def detect(data: bytes) -> str:
    """The format of a file: ``pdf``, ``docx``, ``doc``, ``xlsx``, ``xls``, ``ppt``, ``ofd``, ``odt``, ``ole``, ``encrypted`` (an Office file with
    a password), ``archive``, ``image``, ``rtf``, ``html``, ``xml``, ``json``, or ``text`` for all that carries no mark of another (binary rubbish too: the
    text reader refuses it with the reason).
    """
    for mark, form in MAGIC:
        if data.startswith(mark):
            return form
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "image"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(TAR, TAR_AT) or BZIP2.match(data):
        return "archive"
    if data.startswith(OLE):
        return _ole(data)
    if re.search(rb"%PDF-\d", data[:1024]):
        return "pdf"
    return _markup(data)


def _zip(data: bytes) -> str:
    """Which of the zipped formats; only the directory is read, nothing is unpacked but a type name of a few bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(re.fullmatch(r"word/document\d*\.xml", one) for one in names):
                return "docx"
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # The directory stands at the end and is lost first; the parts' names also stand before each part.
        return next((form for part, form in ZIP_PARTS if part.encode() in data), "archive")
    for part, form in ZIP_PARTS:
        if part in names:
            return form
    if any(one.lstrip("/").casefold() == "ofd.xml" for one in names):
        return "ofd"
    return "odt" if {"mimetype", "content.xml"} <= names else "archive"


def _ole(data: bytes) -> str:
    """Which of the formats in a compound file, by the streams at its root: embedded documents bring streams of their own further down."""
    from extractor.readers.doc.stories import BROKEN, opened  # noqa: PLC0415 - a library that only these files need

    try:
        with opened("", data) as file:
            root = {path[0] for path in file.listdir() if len(path) == 1}
    except (ReadError, *BROKEN):
        # The directory is damaged: what it held still shows in its bytes.
        root = {stream for stream, _ in OLE_STREAMS if stream.encode("utf-16-le") in data}
    return next((form for stream, form in OLE_STREAMS if stream in root), "ole")


def _markup(data: bytes) -> str:
    """Web pages and XML, in whatever encoding: their marks are ASCII."""
    head = data[:4096]
    text = head.replace(b"\x00", b"").decode("latin-1").removeprefix("\xef\xbb\xbf").removeprefix("\xff\xfe").removeprefix("\xfe\xff")
    if MARKUP.match(text):
        return "html"
    if re.match(r"(?:From:.{0,3000}\n)?(?:MIME-Version:|Content-Type: *multipart/)", text.lstrip(), re.IGNORECASE | re.DOTALL):
        return "html"
    if text.lstrip().startswith("<?xml"):
        return "xml"
    return "json" if re.match(r"\s*[{\[]", text.removeprefix("\xef\xbb\xbf")) and _is_json(data) else "text"


def _is_json(data: bytes) -> bool:
    """Whether all of it is objects or lists of JSON, one or several: results of a program (of this one, too), not a report."""
    try:
        rest = data.decode("utf-8-sig").strip()
        while rest:
            value, end = json.JSONDecoder().raw_decode(rest)
            if not isinstance(value, dict | list):
                return False
            rest = rest[end:].lstrip()
    except (ValueError, RecursionError):
        return False
    return True
