"""Old Word documents (.doc, .wps): a converter makes a DOCX package of them, and `docx` reads that.

msdoc2docx converts, in this process; its work is held against the characters that the document's piece table holds. Where it fails, or
characters are lost, LibreOffice converts too and the better one is read. Text boxes and notes that neither places are read behind the body. What
is still not there is said by a flag; a body that is not whole, without a LibreOffice that could do better, is refused.
"""

from __future__ import annotations

import dataclasses
import io
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from extractor.model.errors import ReadError
from extractor.model.page import Line, Page, Reading, Unit
from extractor.readers import office
from extractor.readers.doc.converted import as_original, reading_of
from extractor.readers.doc.fields import with_fields_kept
from extractor.readers.doc.stories import Stories, read_stories
from extractor.readers.doc.witness import lost, unread
from extractor.readers.libraries import version

FLAGS = {
    "main": "text-unread",
    "textboxes": "textbox-unread",
    "footnotes": "note-unread",
    "endnotes": "note-unread",
    "headers": "header-unread",
    "header_textboxes": "header-unread",
}
"""What is said where a story of the document is not wholly in what was read."""
SALVAGED = {"footnotes": "note-misplaced", "endnotes": "note-misplaced", "textboxes": "textbox-misplaced"}
"""Stories whose paragraphs are read behind the body where a converter does not place them, and what is said then."""
DOUBTED = frozenset({"NUMBERING_TABLE_MALFORMED", "STYLE_TABLE_MALFORMED"})
"""What msdoc2docx reports where automatic numbers may be wrong."""
ANCHOR = "\ufffc".encode()
"""What msdoc2docx writes where a drawing stood that it leaves out; no text."""


class _Package(NamedTuple):
    """A DOCX package that a converter wrote. lost: characters by story. doubted: whether its automatic numbers may be wrong."""

    data: bytes
    program: str
    version: str
    lost: dict[str, int]
    doubted: bool

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Less is better: characters of the body lost, numbers doubted, all characters lost."""
        return self.lost.get("main", 0), self.doubted, sum(self.lost.values())


def read(name: str, data: bytes) -> Reading:
    """Reads a binary Word document; places are paragraphs, as in `docx.read`. Format ``wps`` where WPS Writer saved it, else ``doc``.

    Flags, beside those of `docx.read`: ``textbox-misplaced``, ``note-misplaced`` (read, but behind the body); ``text-unread``, ``textbox-unread``,
    ``note-unread``, ``header-unread`` (characters of it are not in what was read); ``numbers-doubtful`` (automatic numbers may be wrong);
    ``text-unverified`` (Word 6 or 95: nothing to hold the text against).
    `ReadError`: ``doc-encrypted``, ``doc-damaged``, ``doc-bomb``, ``doc-blank``, ``doc-incomplete``, and those of `office.converted`.
    """
    stories = read_stories(name, data)
    package = _converted(name, data, stories)
    form = "wps" if stories is not None and stories.wps else "doc"
    try:
        reading = reading_of(name, package.data)
    except ReadError as error:
        if error.code != "doc-blank" or stories is None or not (stories.draws or stories.textboxes.strip()):
            raise
        # The converter left the pictures out, and nothing else is there.
        reading = Reading(name, "", 0, form, "", (Page(1, (), unusable="no-text"),), paged=False, unit=Unit.PARAGRAPH)
    flags = set(reading.flags)
    if stories is None:
        flags.add("text-unverified")
    else:
        reading = _with_salvage(reading, stories, package, flags)
    if package.doubted:
        flags.add("numbers-doubtful")
    reading = dataclasses.replace(reading, flags=tuple(sorted(flags)))
    versions = {"olefile": version("olefile"), package.program: package.version}
    return as_original(reading, data, form, package.program, versions)


def _converted(name: str, data: bytes, stories: Stories | None) -> _Package:
    """The better of what the converters make of a document."""
    own = None if stories is None else _by_library(data, stories)
    if own is not None and not any(own.rank):
        return own
    if office.found() is None:
        if own is None:
            raise ReadError("office-missing", name, format="doc")
        if own.lost.get("main"):
            raise ReadError("doc-incomplete", name, count=own.lost["main"])
        return own
    try:
        made = office.converted(name, with_fields_kept(data) if stories is not None else data, "doc")
    except ReadError:
        if own is None or own.lost.get("main"):
            raise
        return own
    other = _Package(made, "libreoffice", office.version(made), {} if stories is None else lost(stories, made), False)
    return other if own is None or other.rank < own.rank else own


def _by_library(data: bytes, stories: Stories) -> _Package | None:
    """What msdoc2docx makes of a document; None where it fails."""
    import doc2docx  # noqa: PLC0415 - a tenth of a second that only this format needs

    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        source, made = Path(folder, "source.doc"), Path(folder, "made.docx")
        source.write_bytes(data)
        try:
            report = doc2docx.convert(source, made).report
            package = _without_anchors(made.read_bytes())
            return _Package(
                package, "msdoc2docx", doc2docx.__version__, lost(stories, package), any(one.code in DOUBTED for one in report.warnings)
            )
        except Exception:
            # Young code over hostile bytes: whatever it raises, it did not convert this document.
            return None


def _without_anchors(package: bytes) -> bytes:
    """A package without the marks of drawings that were left out: they would stand inside words and figures."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    if not any(ANCHOR in content for one, content in parts.items() if one.endswith(".xml")):
        return package
    cleaned = io.BytesIO()
    with zipfile.ZipFile(cleaned, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content.replace(ANCHOR, b"") if one.endswith(".xml") else content)
    return cleaned.getvalue()


def _with_salvage(reading: Reading, stories: Stories, package: _Package, flags: set[str]) -> Reading:
    """The reading with the paragraphs of text boxes and notes that the package does not hold behind the body; adds what is to be said."""
    added: list[str] = []
    for story in package.lost:
        paragraphs = unread(stories, package.data, story) if story in SALVAGED else []
        added += paragraphs
        flags.add(SALVAGED[story] if paragraphs else FLAGS[story])
    if not added:
        return reading
    (page,) = reading.pages
    last = max((line.number for line in page.lines), default=0)
    body = [line for line in page.lines if line.mark != "furniture"]
    furniture = [line for line in page.lines if line.mark == "furniture"]
    salvaged = [Line(text, last + order) for order, text in enumerate(added, start=1)]
    return dataclasses.replace(reading, pages=(dataclasses.replace(page, lines=(*body, *salvaged, *furniture), unusable=None),))
