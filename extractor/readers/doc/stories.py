"""The text of a Word 97–2003 document by its piece table: a witness of what a converter must give, and nothing more.

The stream ``WordDocument`` begins with the FIB, which counts the characters of each story (the body, notes, headers, text boxes) and says
where the piece table stands; the piece table says where the characters stand ([MS-DOC] 2.5, 2.8.35, 2.9.73). Formats, numbers and the places of
text boxes are not looked at here.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from typing import Any

import olefile

from extractor.model.errors import ReadError
from extractor.model.limits import bound

WORD_97 = 0x00C1
"""nFib of the first version whose streams are read here; Word 6 and 95 wrote others."""
ENCRYPTED, TABLE_1 = 0x0100, 0x0200
"""fEncrypted, fWhichTblStm among the flags at byte 10."""
COUNTS_AT, CLX_AT = 76, 0x01A2
"""Where ccpText and the seven counts behind it, and fcClx with lcbClx, stand in the FIB."""
FIB_BYTES = CLX_AT + 8
STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "textboxes", "header_textboxes")
COMPRESSED = 0x40000000
PROGRAM, NARROW, WIDE = 0x12, 0x1E, 0x1F
"""The property with the name of the program, and the kinds of texts that properties are: in a code page, in UTF-16."""
BROKEN = (OSError, struct.error, LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What olefile and `struct` raise over bytes that are not what they say."""

EQUATION = re.compile(r"\s*eq\b(.*)", re.IGNORECASE | re.DOTALL)
SWITCH = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\w+)|\\[a-z]+\s*\d*|[(),，]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stories:
    """The characters of each story as the file holds them: text, ``\\r`` behind paragraphs, ``\\x07`` behind cells, ``\\x13`` instruction ``\\x14``
    result ``\\x15`` for fields, ``\\x01`` and ``\\x08`` for what is drawn; deleted and hidden text too.

    table: the name of the stream that holds the tables of this document. wps: whether WPS Writer saved it.
    """

    main: str
    footnotes: str
    headers: str
    endnotes: str
    textboxes: str
    header_textboxes: str
    table: str
    wps: bool

    @property
    def draws(self) -> bool:
        """Whether the body holds a picture or another object."""
        return "\x01" in self.main or "\x08" in self.main


def opened(name: str, data: bytes) -> olefile.OleFileIO[Any]:
    """The compound file, its bounds checked. `ReadError`: ``doc-bomb``, ``doc-damaged``."""
    bound("doc-bomb", name, "doc-bytes", len(data), what="bytes")
    try:
        sectors = len(data) >> min(max(struct.unpack_from("<H", data, 30)[0], 7), 20)
        # The header's counts of its own sectors: olefile would look for each of them.
        if any(struct.unpack_from("<I", data, at)[0] > sectors for at in (44, 64, 72)):
            raise ReadError("doc-damaged", name)
        return olefile.OleFileIO(io.BytesIO(data))
    except BROKEN:
        raise ReadError("doc-damaged", name) from None


def read_stories(name: str, data: bytes) -> Stories | None:
    """The stories of a document; None for Word 6 and 95, whose tables are others.

    `ReadError`: ``doc-encrypted``, ``doc-bomb``, ``doc-damaged`` (also where the file ends before its text does).
    """
    with opened(name, data) as file:
        try:
            word = _stream(file, "WordDocument", len(data))
            version, flags = struct.unpack_from("<2xH6xH", word)
            if flags & ENCRYPTED:
                raise ReadError("doc-encrypted", name)
            if version < WORD_97:
                return None
            table = "1Table" if flags & TABLE_1 else "0Table"
            counts = struct.unpack_from("<8i", word, COUNTS_AT)
            start, size = struct.unpack_from("<II", word, CLX_AT)
            if len(word) < FIB_BYTES or min(counts) < 0:
                raise ReadError("doc-damaged", name)
            bound("doc-bomb", name, "doc-characters", sum(counts), what="characters")
            text = text_of(word, _stream(file, table, len(data))[start : start + size], sum(counts))
        except BROKEN:
            raise ReadError("doc-damaged", name) from None
        told: dict[str, str] = {}
        for story, count in zip(STORIES, counts, strict=True):
            told[story], text = text[:count], text[count:]
        del told["macros"], told["comments"]
        return Stories(**told, table=table, wps=_writer(file).startswith(b"WPS"))


def _stream(file: olefile.OleFileIO[Any], name: str, limit: int) -> bytes:
    if file.get_size(name) > limit:
        raise ValueError(name)
    return bytes(file.openstream(name).read())


def text_of(word: bytes, clx: bytes, count: int) -> str:
    """The first ``count`` characters (UTF-16 units, as the file counts) by the piece table of a Clx. `ValueError` where one of them is not there."""
    at = 0
    while clx[at] == 1:  # Prc: properties that pieces share
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("Clx")
    pieces = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    if not 0 <= pieces <= len(clx) // 12:
        raise ValueError("PlcPcd")
    ends = struct.unpack_from(f"<{pieces + 1}I", clx, at + 5)
    written: list[bytes] = []
    for index in range(pieces):
        first, end = ends[index], min(ends[index + 1], count)
        if first >= end:
            continue
        position = struct.unpack_from("<2xI", clx, at + 5 + 4 * (pieces + 1) + 8 * index)[0]
        if position & COMPRESSED:
            begin, width = (position & ~COMPRESSED) // 2, 1
        else:
            begin, width = position, 2
        raw = word[begin : begin + width * (end - first)]
        if len(raw) < width * (end - first):
            raise ValueError("piece")
        # A character split between pieces is two surrogates: they are joined only below.
        written.append(raw.decode("cp1252", "replace").encode("utf-16-le") if width == 1 else raw)
    whole = b"".join(written)
    if len(whole) < 2 * count:
        raise ValueError("text")
    # Counts are UTF-16 units: characters beyond them stay two, so that stories are cut where the file cuts them.
    return "".join(map(chr, struct.unpack(f"<{count}H", whole)))


def _writer(file: olefile.OleFileIO[Any]) -> bytes:
    """The name of the program that saved the document, as its summary tells; empty where it does not.

    The properties stand in one section ([MS-OLEPS] 2.21, 2.25.1). olefile reads them too, and goes on for ever over a list that says it is endless.
    """
    try:
        data = file.openstream("\x05SummaryInformation").read()
        (section,) = struct.unpack_from("<I", data, 44)
        (count,) = struct.unpack_from("<I", data, section + 4)
        for index in range(min(count, len(data) // 8)):
            property, offset = struct.unpack_from("<2I", data, section + 8 + 8 * index)
            if property == PROGRAM:
                kind, length = struct.unpack_from("<2I", data, section + offset)
                at = section + offset + 8
                if kind == WIDE:
                    return bytes(data[at : at + 2 * length].decode("utf-16-le", "replace").replace("\0", "").encode())
                return bytes(data[at : at + length].replace(b"\0", b"")) if kind == NARROW else b""
    except BROKEN:
        pass
    return b""


def shown(story: str) -> str:
    """The text of a story without the instructions of its fields; those of equations stay, without switches: they hold what is printed."""
    pieces: list[str] = []
    fields: list[tuple[list[str], list[str]]] = []  # open fields: what stood before, the instruction
    for part in re.split("([\x13\x14\x15])", story):
        if part == "\x13":
            fields.append((pieces, []))
            pieces = fields[-1][1]
        elif part == "\x14" and fields:
            pieces = fields[-1][0]
        elif part == "\x15" and fields:
            outer, instruction = fields.pop()
            if pieces is instruction:
                outer.append(equation("".join(instruction)))
            pieces = outer
        else:
            pieces.append(part)
    for outer, _ in reversed(fields):
        pieces = outer
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def equation(instruction: str) -> str:
    """What an EQ field prints, out of order; empty for other fields."""
    found = EQUATION.match(instruction)
    return SWITCH.sub(" ", found[1]) if found else ""
