"""Keeps the results of fields in a binary Word document as they were saved, before LibreOffice converts it.

A field's kind stands in a table apart from its text ([MS-DOC] 2.8.25, Plcfld; 2.9.89, flt). LibreOffice works out dates, properties, references and
formulas anew; of a QUOTE field it keeps the result. So all kinds become QUOTE but those whose results are not words of the document.
"""

from __future__ import annotations

import io
import struct

import olefile

from extractor.readers.doc.stories import BROKEN, FIB_BYTES, TABLE_1

TABLES = (0x011A, 0x0122, 0x012A, 0x0132, 0x021A, 0x0262, 0x0272)
"""Where the FIB tells the place and size of the table of fields: body, headers, footnotes, comments, endnotes, text boxes, their headers."""
BEGIN, QUOTE = 0x13, 35
LEFT = frozenset(
    [
        *(13, 14),  # TOC and its entries: other fields and paragraphs stand in their results
        *(26, 33, 65),  # NUMPAGES, PAGE, SECTIONPAGES: furniture
        *(49, 67, 68),  # EQ, picture, included picture
        *(58, 70, 71, 83, 87, 88),  # embedded objects, form fields, controls, HYPERLINK
    ]
)


def with_fields_kept(data: bytes) -> bytes:
    """The bytes of a document with its fields made QUOTE; as they are where a table can't be found."""
    fixed = io.BytesIO(data)
    try:
        with olefile.OleFileIO(fixed, write_mode=True) as file:
            word = file.openstream("WordDocument").read()
            name = "1Table" if struct.unpack_from("<10xH", word)[0] & TABLE_1 else "0Table"
            table = bytearray(file.openstream(name).read())
            before = bytes(table)
            for at in TABLES:
                _quote(word, table, at)
            if bytes(table) != before:
                file.write_stream(name, bytes(table))
            return fixed.getvalue()
    except BROKEN:
        return data


def _quote(word: bytes, table: bytearray, at: int) -> None:
    """Makes the fields of one table QUOTE. ``at``: where the FIB tells of it."""
    if len(word) < max(at + 8, FIB_BYTES):
        return
    start, size = struct.unpack_from("<II", word, at)
    count = (size - 4) // 6 if size > 4 else 0
    kinds = start + 4 * (count + 1)
    if start + size > len(table):
        return
    for index in range(kinds, kinds + 2 * count, 2):
        if table[index] & 0x1F == BEGIN and table[index + 1] not in LEFT:
            table[index + 1] = QUOTE
