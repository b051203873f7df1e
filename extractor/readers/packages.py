"""What unpacking a zipped document may cost, judged by the zip's directory before a byte is unpacked: `zipfile` unpacks no more than that says."""

from __future__ import annotations

import zipfile
from typing import Any

from extractor.model.errors import ReadError
from extractor.model.limits import bound, limit

MARKUP = (".xml", ".rels")
ENCRYPTED = 0x1
"""The flag of a part that needs a password."""


def check_package(form: str, name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a package that would cost too much. form: ``docx``, ``xlsx``, ``ofd``; the limits and the codes begin with it.

    `ReadError`: ``<form>-bomb`` (with what was too much), ``<form>-encrypted``.
    """
    entries, code = archive.infolist(), f"{form}-bomb"
    ratio, ratio_from = limit(f"{form}-ratio"), limit(f"{form}-ratio-from")
    bound(code, name, f"{form}-parts", len(entries), what="entries")
    whole = markup = 0
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise ReadError(f"{form}-encrypted", name)
        size, packed = entry.file_size, max(1, entry.compress_size)
        whole += size
        if size > ratio_from and size > ratio * packed:
            bound(code, name, f"{form}-ratio", size // packed, what="ratio")
        if entry.filename.lower().endswith(MARKUP):
            markup += size
            bound(code, name, f"{form}-part-bytes", size, what="part-bytes")
    bound(code, name, f"{form}-bytes", whole, what="bytes")
    bound(code, name, f"{form}-xml-bytes", markup, what="xml-bytes")


def refuse_entities(form: str, name: str, element: Any) -> None:
    """Refuse XML that declares a document type: its entities would be words from nowhere, or words that get lost (ECMA-376, part 2, forbids them).

    element: any of the part's, once its root is read. `ReadError` ``<form>-entities``.
    """
    if element.getroottree().docinfo.internalDTD is not None:
        raise ReadError(f"{form}-entities", name)
