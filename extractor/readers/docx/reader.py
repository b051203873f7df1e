"""Word documents (DOCX, DOCM, DOTX): the text as Word shows it.

python-docx opens the package; what it misses is read from the XML: automatic numbers, tracked changes, content controls, text boxes, fields,
notes, nested tables, symbols. A Word paragraph is one `Line`, a soft line break in it begins another one with the same number. Automatic
numbers are put before the paragraph's text with the tab or space that follows them: these characters of `Line.text`, the strokes between the
cells of a row and the marks ``[1]`` before notes are not in the file's runs. Bullets are no labels and are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import docx

from extractor.model.errors import ReadError
from extractor.model.page import Line, Page, Reading, Revision, Unit
from extractor.readers.docx.body import Body
from extractor.readers.docx.flow import Flow
from extractor.readers.docx.names import Element, W
from extractor.readers.docx.number_formats import written
from extractor.readers.docx.package import Parts, open_package
from extractor.readers.docx.runs import Runs
from extractor.readers.docx.styles import Styles

PRIVATE = re.compile("[\ue000-\uf8ff]")
"""The private use area: characters that only a font gives a picture."""


def read(name: str, data: bytes) -> Reading:
    """Reads a DOCX package; ``paged`` is False, places are paragraphs. After the body come the notes that it refers to, then headers and footers
    as furniture. Tracked changes are read as accepted; ``revisions`` keeps the other reading of each paragraph that they change.

    Flags: ``tracked-changes``; ``private-use-symbols`` (pictures of symbol fonts whose meaning is not known); what is in the package and is not
    read: ``alt-chunk-unread``, ``chart-unread``, ``diagram-unread``, ``embedded-object-unread``.
    `ReadError`: ``docx-bomb``, ``docx-encrypted``, ``docx-damaged``, ``docx-blank`` (neither text nor picture).
    """
    parts = open_package(name, data)
    container = parts.document.find(f"{W}body")
    if container is None:
        raise ReadError("docx-damaged", name)
    styles = Styles(parts.styles)
    runs = Runs(parts, styles)
    body = Body(parts, styles, runs)
    whole = body.read(container)
    for flow in _notes(parts, body):
        whole.take(flow)
    revisions = tuple(whole.revisions)
    runs.page_numbers = False
    furniture = [
        Line(line.text, line.number, mark="furniture")
        for id in body.furniture
        if id in parts.headers_and_footers
        for line in body.read(parts.headers_and_footers[id]).lines
        if line.text.strip()
    ]
    lines = (*whole.lines, *furniture)
    blank = not any(line.text.strip() for line in whole.lines)
    if blank and not parts.pictures and not parts.flags and not body.alt_chunks:
        raise ReadError("docx-blank", name)
    return Reading(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        "docx",
        "python-docx",
        (Page(1, lines, unusable="no-text" if blank else None),),
        paged=False,
        flags=_flags(parts, body, lines, revisions),
        versions={"python-docx": docx.__version__},
        unit=Unit.PARAGRAPH,
        revisions=revisions,
    )


def _notes(parts: Parts, body: Body) -> list[Flow]:
    """Footnotes, then endnotes, each in the order of the marks in the text and with the number that Word gives the mark (1, 2; i, ii)."""
    flows: list[Flow] = []
    referred = list(body.notes)
    for kind, root, form in (("footnote", parts.footnotes, "decimal"), ("endnote", parts.endnotes, "lowerRoman")):
        by_id: dict[str | None, Element] = {} if root is None else {one.get(f"{W}id"): one for one in root.iterchildren(f"{W}{kind}")}
        ids = [id for of_kind, id in referred if of_kind == kind]
        for order, id in enumerate(dict.fromkeys(ids), start=1):
            if id not in by_id:
                continue
            flow = body.read(by_id[id])
            flow.prefix(f"[{written(order, form)}] ")
            flows.append(flow)
    return flows


def _flags(parts: Parts, body: Body, lines: Iterable[Line], revisions: tuple[Revision, ...]) -> tuple[str, ...]:
    flags = set(parts.flags)
    if body.alt_chunks:
        flags.add("alt-chunk-unread")
    if revisions:
        flags.add("tracked-changes")
    if any(PRIVATE.search(line.text) for line in lines):
        flags.add("private-use-symbols")
    return tuple(sorted(flags))
