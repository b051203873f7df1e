r"""Plain text: which encoding, is it text at all, and its lines and pages.

The ladder is deterministic: byte order mark; UTF-16 or UTF-32 without one where NUL bytes or the characters tell; UTF-8; GB18030 (GBK and
GB2312 are parts of it). What no rung takes, binary data and mojibake are refused with the reason.

Lines are numbered as an editor does: ``\r\n``, ``\n`` and ``\r`` end a line of the file. U+2028, U+2029, U+0085 and the vertical tab end a
printed line inside one, so two `Line`s may share a number. A form feed ends the page and never counts as a line; what stands before it on
its line belongs to the page it ends, the rest to the next one. Every other character stays in the lines. Rows of tables (in bars, or with
tabs) have the mark ``table`` and know their cells.
"""

from __future__ import annotations

import codecs
import hashlib
import re

from extractor.model.errors import ReadError
from extractor.model.page import Line, Page, Reading
from extractor.readers.text.broken_rows import whole_rows
from extractor.readers.text.mojibake import mojibake
from extractor.readers.text.tables import with_rows

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the one's mark begins with the other's."""
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
PLAUSIBLE = re.compile(r"[\t\n\r\f -~\u00a0-\u00ff\u2010-\u203f\u2160-\u24ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")
LINE_END = re.compile(r"\r\n|\r|\n")
PRINTED_LINE_END = re.compile("[\v\x85\u2028\u2029]")


def read(name: str, data: bytes) -> Reading:
    """Reads plain text; ``paged`` is False, places are lines of the file. Flags: the encoding where it is not UTF-8 (``encoding-gb18030``),
    ``control-characters``, ``replacement-characters`` (a few of either).

    `ReadError`: ``text-binary``, ``text-encoding``, ``text-mojibake``, ``text-blank``.
    """
    content, encoding = decoded(name, data)
    if not content.strip():
        raise ReadError("text-blank", name)
    # Mojibake first: bytes read as Latin-1 are full of control characters too, and this is the better reason.
    reason = mojibake(content)
    if reason is not None:
        raise ReadError(f"text-mojibake-{reason.kind}", name, line=reason.line, sample=reason.sample)
    controls = len(CONTROLS.findall(content.removesuffix("\x1a")))
    if "\x00" in content or controls * 100 > len(content):
        raise ReadError("text-binary", name, share=f"{controls}/{len(content)}")
    flags = [] if encoding == "utf-8" else [f"encoding-{encoding}"]
    if controls:
        flags.append("control-characters")
    if "\ufffd" in content:
        flags.append("replacement-characters")
    pages = _pages(content)
    return Reading(name, hashlib.sha256(data).hexdigest(), len(data), "text", "text", pages, paged=False, flags=tuple(flags))


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """The text and its encoding, the mark taken away. `ReadError` as `read` says (web pages climb the same ladder)."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(name, data[len(mark) :], encoding, len(mark)), encoding
    wide = _wide(data)
    if wide is not None:
        return wide
    if b"\x00" in data or len(CONTROL_BYTES.findall(data)) * 100 > len(data):
        raise ReadError("text-binary", name, share=f"{len(CONTROL_BYTES.findall(data))}/{len(data)}")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as broken:
        # A UTF-8 file with a few broken bytes often decodes as GB18030 too, into rubbish.
        partly = data.decode("utf-8", errors="replace")
        wrong, right = partly.count("\ufffd"), len(re.findall(r"[\u0800-\ufffc]", partly))
        if wrong * 20 <= right:
            raise _undecodable(name, "utf-8", broken.start) from None
    return _strict(name, data, "gb18030", 0), "gb18030"


def _strict(name: str, data: bytes, encoding: str, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        raise _undecodable(name, encoding, skipped + broken.start) from None


def _undecodable(name: str, encoding: str, offset: int) -> ReadError:
    return ReadError("text-encoding", name, encoding=encoding, offset=offset)


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 or UTF-32 without a mark: nine characters in ten must be ones that reports are written with. GBK Chinese read as UTF-16 gives
    none such; what is valid UTF-8 without a NUL is not asked.
    """
    if b"\x00" not in data:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return None
    best: tuple[int, str, str] | None = None
    for encoding in WIDE:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        fitting = len(PLAUSIBLE.findall(content))
        if fitting * 10 >= len(content) * 9 and (best is None or fitting > best[0]):
            best = (fitting, content, encoding)
    return None if best is None else best[1:]


def _pages(content: str) -> tuple[Page, ...]:
    """Lines and pages, as the module's docstring says."""
    pages: list[Page] = []
    lines: list[Line] = []
    tables = 0
    rows = LINE_END.split(content)
    if not rows[-1]:
        rows.pop()
    for number, row in enumerate(rows, start=1):
        sheets = row.split("\f")
        for order, sheet in enumerate(sheets):
            if order:
                tables = _turn(pages, lines, tables)
                lines = []
            if sheet or len(sheets) == 1:
                lines.extend(Line(piece, number) for piece in PRINTED_LINE_END.split(sheet))
    if lines or not pages:
        _turn(pages, lines, tables)
    return tuple(pages)


def _turn(pages: list[Page], lines: list[Line], tables: int) -> int:
    """Adds a page; returns how many tables there are up to its end."""
    marked, tables = with_rows(whole_rows(lines), tables)
    pages.append(Page(len(pages) + 1, tuple(marked)))
    return tables
