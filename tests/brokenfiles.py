"""Makes broken and hostile files of every form by script: locked, cut off, empty, lying about their size, nested without end, far too large.

`CASES` gives each with the ways that it may end: the code of its error, or ``read`` where it is harmless.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import pikepdf

from tests import ofdfiles
from tests.sheetfiles import old_score_sheet, parts, score_sheet
from tests.wordfiles import docx, p, zipped

REPORT = """某县民政局关于2021年度工作的自评报告

一、组织领导（分值10分，自评得分9分）

因制度不全，扣减1分。

二、资金管理（分值10分，自评得分9分）

因拨付不及时，扣减1分。
"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GIGAPIXEL = 32_768
"""Pixels along each side."""
DEEP = 100_000
READ = "read"


class Broken(NamedTuple):
    """A file: its name, its content when asked for, and the ways that reading it may end."""

    name: str
    make: Callable[[], bytes]
    ends: tuple[str, ...]


def pdf(*objects: bytes) -> bytes:
    """A PDF of objects from number 1, the catalogue first; nothing in them is checked."""
    written, places = b"%PDF-1.7\n", []
    pieces = [written]
    at = len(written)
    for number, one in enumerate(objects, start=1):
        places.append(at)
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, one)
        pieces.append(piece)
        at += len(piece)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join(pieces) + end % (len(objects) + 1, table, len(objects) + 1, at)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 1)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), entries, packed)


def pages(count: int = 1, content: bytes = b"BT /F 12 Tf 40 40 Td (self score 9) Tj ET", side: int = 595, resources: bytes = b"") -> bytes:
    """A PDF of pages that share one content."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(count))
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>%b>>" % resources
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 3 0 R/Resources%b>>" % (side, side, font)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), stream(content), *[page] * count)


def locked_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages())) as opened:
        opened.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def gigapixel_pdf() -> bytes:
    """A page whose picture says, and holds, a thousand million pixels in 130 KB."""
    sides = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (GIGAPIXEL, GIGAPIXEL)
    picture = stream(bytes(GIGAPIXEL * GIGAPIXEL // 8), sides)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>", stream(b"595 0 0 842 0 0 cm /I Do"), page, picture)


def endless_pdf() -> bytes:
    """A form that draws itself twice: PDFium would go on until nothing is left of the memory."""
    form = stream(b"/A Do /A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A 5 0 R>>>>")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</A 5 0 R>>>>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>", stream(b"/A Do"), page, form)


def png(side: int, rows: int | None = None) -> bytes:
    """A white picture of one bit a pixel; ``rows``: how many of its rows are there."""
    content = zlib.compress((b"\0" + b"\xff" * (side // 8)) * (side if rows is None else rows), 1)

    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", content)
        + chunk(b"IEND", b"")
    )


def locked(package: bytes) -> bytes:
    """A ZIP whose members say that they need a password."""
    data = bytearray(package)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(mark)
        while found >= 0:
            data[found + at] |= 1
            found = data.find(mark, found + 4)
    return bytes(data)


def locked_xls() -> bytes:
    data = bytearray(old_score_sheet())
    at = data.index(struct.pack("<HHHH", 0x809, 16, 0x600, 5)) + 20
    data[at : at + 6] = struct.pack("<HHH", 0x2F, 2, 1)  # FILEPASS in place of the record behind BOF
    return bytes(data)


def archive(*members: tuple[str, bytes]) -> bytes:
    return zipped(dict(members))


def tgz(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as made:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def replaced(package: bytes, part: str, content: bytes) -> bytes:
    """A ZIP with another content of one part."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return zipped({name: content if name == part else opened.read(name) for name in opened.namelist()})


def ofd(*texts: str, area: str = ofdfiles.A4) -> bytes:
    return ofdfiles.ofd(*(ofdfiles.page(ofdfiles.layer(ofdfiles.text(one, 20, 30))) for one in texts), area=area)


def html(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


@cache
def sound() -> dict[str, bytes]:
    """A sound file of each form."""
    return {
        "txt": REPORT.encode(),
        "pdf": pages(),
        "docx": docx(*map(p, REPORT.split("\n"))),
        "xlsx": score_sheet(),
        "xls": old_score_sheet(),
        "ofd": ofd("自评得分9分"),
        "html": html("".join(f"<p>{one}</p>" for one in REPORT.split("\n"))),
        "zip": archive(("a.txt", REPORT.encode())),
        "tgz": tgz(("a.txt", REPORT.encode())),
    }


def half(form: str) -> Callable[[], bytes]:
    return lambda: sound()[form][: len(sound()[form]) // 2]


def _wide(count: int) -> Sequence[tuple[str, bytes]]:
    return [(f"{number}.txt", b"") for number in range(count)]


WORD = "word/document.xml"
WORD_XML = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%b</w:body></w:document>'

CASES = (
    Broken("leer.txt", lambda: b"", ("file-empty",)),
    Broken("leer.pdf", lambda: b"", ("file-empty",)),
    Broken("rubbish.pdf", lambda: bytes(range(256)) * 64, ("text-binary",)),
    Broken("brackets.txt", ("一、甲" + "（" * DEEP).encode, (READ,)),
    Broken("labels.txt", lambda: "".join(f"{number}." for number in range(20_000)).encode(), (READ,)),
    # locked
    Broken("locked.pdf", locked_pdf, ("pdf-encrypted",)),
    Broken("locked.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), ("format-encrypted-unsupported",)),
    Broken("locked-parts.docx", lambda: locked(sound()["docx"]), ("docx-encrypted",)),
    Broken("locked-parts.xlsx", lambda: locked(sound()["xlsx"]), ("xlsx-encrypted",)),
    Broken("locked-parts.ofd", lambda: locked(sound()["ofd"]), ("ofd-encrypted",)),
    Broken("locked.xls", locked_xls, ("xlsx-encrypted",)),
    Broken("locked.zip", lambda: locked(sound()["zip"]), ("archive-member-encrypted",)),
    # cut off
    Broken("half.txt", half("txt"), (READ, "text-encoding")),
    Broken("half.pdf", half("pdf"), (READ, "pdf-damaged", "pdf-no-pages")),
    Broken("half.docx", half("docx"), ("docx-damaged",)),
    Broken("half.xlsx", half("xlsx"), ("xlsx-damaged",)),
    Broken("half.xls", half("xls"), ("format-ole-unsupported", "xlsx-damaged")),
    Broken("half.ofd", half("ofd"), ("ofd-damaged",)),
    Broken("half.html", half("html"), (READ,)),
    Broken("half.zip", half("zip"), ("archive-damaged",)),
    Broken("half.tgz", half("tgz"), ("archive-damaged",)),
    Broken("half.png", lambda: png(2400)[:200], ("image-damaged", "image-no-text", READ)),
    Broken("header.doc", lambda: OLE + "WordDocument".encode("utf-16-le"), ("doc-damaged",)),
    # bombs
    Broken("bomb.docx", lambda: replaced(sound()["docx"], WORD, WORD_XML % (b"<w:p/>" * 6_000_000)), ("docx-bomb",)),
    Broken("bomb.xlsx", lambda: parts("<sheetData>" + "<row/>" * 6_000_000 + "</sheetData>"), ("xlsx-bomb",)),
    Broken("bomb.ofd", lambda: replaced(sound()["ofd"], "OFD.xml", b" " * 40_000_000), ("ofd-bomb",)),
    Broken("bomb.zip", lambda: archive(("a.txt", bytes(100_000_000))), ("archive-member-bomb",)),
    Broken("bomb.tgz", lambda: tgz(("a.txt", bytes(100_000_000))), ("archive-bomb",)),
    Broken("bomb.pdf", lambda: pages(content=b"BT ET " * 8_000_000), (READ,)),
    Broken("members.zip", lambda: archive(*_wide(10_001)), ("file-empty", "archive-bomb")),
    # nested
    Broken("nested.zip", lambda: archive(("b.zip", archive(("c.zip", sound()["zip"])))), ("archive-nested",)),
    Broken("nested.docx", lambda: replaced(sound()["docx"], WORD, WORD_XML % (b"<w:ins>" * DEEP)), ("docx-damaged",)),
    Broken("nested.xlsx", lambda: parts("<x>" * DEEP), ("xlsx-damaged",)),
    Broken("nested.ofd", lambda: replaced(sound()["ofd"], "OFD.xml", b"<x>" * DEEP), ("ofd-damaged", "ofd-bomb")),
    Broken("nested.html", lambda: html("<div>" * DEEP + "自评得分9分"), (READ, "html-blank", "html-too-deep")),
    Broken("nested.pdf", lambda: pages(resources=b"/X " + b"[" * DEEP), (READ, "pdf-damaged", "pdf-no-pages")),
    Broken(
        "circle.pdf",
        lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        ("pdf-damaged", "pdf-no-pages", "pdf-too-many-pages", READ),
    ),
    Broken("endless.pdf", endless_pdf, ("pdf-endless",)),
    Broken("spans.html", lambda: html("<table><tr><td colspan=999999999 rowspan=999999999>甲<td>乙</table>"), (READ,)),
    # large
    Broken("wide.pdf", lambda: pages(side=14_400), (READ,)),
    Broken("wide.ofd", lambda: ofd("自评得分9分", area="0 0 5080 5080"), (READ,)),
    Broken("pages.pdf", lambda: pages(10_000, b"BT /F 12 Tf 40 40 Td (9) Tj ET"), (READ,)),
    Broken("pages.ofd", lambda: ofd(*["自评得分9分"] * 10_000), (READ,)),
    Broken("claimed.pdf", lambda: pages().replace(b"/Count 1", b"/Count 9"), (READ,)),
    Broken("gigapixel.pdf", gigapixel_pdf, (READ,)),
    Broken("gigapixel.png", lambda: png(GIGAPIXEL), ("image-too-large", "image-bomb")),
    Broken("gigapixel-claimed.png", lambda: png(GIGAPIXEL, 1), ("image-too-large", "image-bomb")),
)
