"""RTF and OpenDocument text, by way of a DOCX package that LibreOffice makes of them.

What their fields show is kept: LibreOffice would put today's date in place of the one that was printed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile
import zlib

from extractor.model.errors import ReadError
from extractor.model.limits import bound
from extractor.model.page import Reading
from extractor.readers import office
from extractor.readers.docx import reader as docx

ODT_FIELD = re.compile(
    rb"</?text:(?:date|time|(?:print|creation|modification)-(?:date|time)|author-(?:name|initials)|(?:initial-)?creator|sender-[a-z-]+|user-defined"
    rb"|editing-(?:cycles|duration)|file-name|template-name|title|subject|keywords|description|word-count|character-count|expression)\b[^>]*>"
)
"""The tags of fields that LibreOffice works out anew; what stands between them is what was printed."""
RTF_FIELD = re.compile(rb"(\\fldinst\b(?:[{}\s]|\\\*|\\[a-z]++-?+\d*+)*+)([A-Za-z]+)")
RTF_LEFT = frozenset(
    b"EQ HYPERLINK TOC TC XE INDEX PAGE NUMPAGES SECTIONPAGES INCLUDEPICTURE EMBED LINK SHAPE SYMBOL FORMTEXT FORMCHECKBOX FORMDROPDOWN".split()
)
"""Fields whose results are pictures, pages or paragraphs of their own, or that stand for a character; of a QUOTE field the result is kept."""


def read(name: str, data: bytes) -> Reading:
    """Reads RTF and OpenDocument text by way of a DOCX package; places are paragraphs, as in `docx.read`.

    `ReadError`: ``doc-encrypted``, ``doc-damaged``, ``doc-bomb``, ``doc-blank``, and those of `office.converted`.
    """
    form = "rtf" if data.startswith(b"{\\rtf") else "odt"
    settled = RTF_FIELD.sub(_quoted, data) if form == "rtf" else _settled(name, data)
    package = office.converted(name, settled, form)
    reading = reading_of(name, package)
    return as_original(reading, data, form, "libreoffice", {"libreoffice": office.version(package)})


def reading_of(name: str, package: bytes) -> Reading:
    """What `docx.read` reads of a package that a converter wrote, its errors in the words of the original."""
    try:
        return docx.read(name, package)
    except ReadError as error:
        if error.code == "docx-blank":
            raise ReadError("doc-blank", name) from None
        if error.code == "docx-bomb":
            raise ReadError("doc-bomb", name, **error.params) from None
        raise ReadError("conversion-failed", name, program="DOCX") from None


def as_original(reading: Reading, data: bytes, form: str, reader: str, versions: dict[str, str]) -> Reading:
    """A reading of what a converter wrote, with the name, sum and format of the file that was converted."""
    return dataclasses.replace(
        reading,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        format=form,
        reader=reader,
        versions={**reading.versions, **versions},
    )


def _settled(name: str, data: bytes) -> bytes:
    """An OpenDocument text whose dates and names are the words that they show. `ReadError` where it is not one that can be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            markup = sum(size for one, size in sizes.items() if one.endswith(".xml"))
            bound("doc-bomb", name, "docx-bytes", sum(sizes.values()), what="bytes")
            bound("doc-bomb", name, "docx-xml-bytes", markup, what="xml-bytes")
            if "META-INF/manifest.xml" in sizes and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise ReadError("doc-encrypted", name)
            settled = io.BytesIO()
            with zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
                for one in dict.fromkeys(archive.namelist()):
                    content = archive.read(one)
                    target.writestr(one, ODT_FIELD.sub(b"", content) if one in ("content.xml", "styles.xml") else content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise ReadError("doc-damaged", name) from None
    return settled.getvalue()


def _quoted(field: re.Match[bytes]) -> bytes:
    before, kind = field.groups()
    return field[0] if kind.upper() in RTF_LEFT else before + b"QUOTE"
