"""OFD files (GB/T 33190, the national format of pages), by lxml: each page's lines, built from its characters as those of a PDF are.

A package may hold several documents, which are read one after the other. Pages are parsed one at a time and let go of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from extractor.model.errors import ReadError
from extractor.model.limits import bound
from extractor.model.page import Line, Page, Reading
from extractor.readers.ocr import engine as ocr_engine
from extractor.readers.ofd import scan as ofd_scan
from extractor.readers.ofd.document import Document, Entry, Resources, area_of, entry_of
from extractor.readers.ofd.geometry import POINTS, Matrix, place
from extractor.readers.ofd.package import DamagedError, Element, Package, child, children, words
from extractor.readers.ofd.page import Content
from extractor.readers.pdf.lines import lines_of
from extractor.readers.pdf.reader import NOT_TEXT, OUTLINES, same_watermarks

CACHED = 8
"""Templates that are kept parsed."""


def read(name: str, data: bytes) -> Reading:
    """Reads an OFD package; ``paged`` is True, boxes are points from the top left of the page's physical box.

    A line's ``mark`` is as in PDFs, and ``furniture`` for the words of a stamp. ``unusable`` is ``damaged`` (the page's part is lost or broken: what
    could be read of it is there), ``no-unicode`` (glyphs whose characters the file does not tell) or ``no-text`` (pictures, and no
    words that recognition found), ``no-ocr`` (recognition is not installed) or ``image-too-large``.

    Flags: ``sealed``, ``signed`` (noted, not verified); ``several-documents``; ``annotations`` (words that were added on top of pages), ``notes``
    (remarks that pages do not show: not read); ``attachments-unread`` and one ``attachment: <name>`` each; ``parts-missing`` (what the package
    names besides pages and is not there); ``repaired``; ``hidden-text``, ``ocr-layer``, ``private-use`` as in PDFs.
    `ReadError`: ``ofd-bomb``, ``ofd-encrypted``, ``ofd-damaged``, ``ofd-no-pages``, ``ofd-too-many-pages``, ``ofd-blank`` (nothing on any page).
    """
    package = Package(name, data)
    entry = entry_of(package)
    count = sum(len(document.pages) for document in entry.documents)
    if not count:
        raise ReadError("ofd-no-pages", name)
    bound("ofd-too-many-pages", name, "ofd-pages", count)
    pages: list[Page] = []
    flags: set[str] = set()
    characters = tables = 0
    recognised = False
    for document in entry.documents:
        sheets = _Sheets(package, document, flags)
        for id, part in document.pages:
            page = sheets.page(len(pages) + 1, id, part, tables)
            tables = max((line.row.table for line in page.lines if line.row is not None), default=tables)
            characters += sum(len(line.text) for line in page.lines)
            bound("ofd-bomb", name, "ofd-characters", characters, what="characters")
            pages.append(page)
        recognised |= sheets.recognised
    if all(page.unusable == "damaged" and not page.lines for page in pages):
        raise ReadError("ofd-damaged", name)
    if not any(page.lines or page.unusable for page in pages):
        raise ReadError("ofd-blank", name)
    return Reading(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        "ofd",
        "lxml",
        same_watermarks(pages),
        paged=True,
        ocr=recognised,
        flags=(*sorted(flags | _flags(entry)), *(f"attachment: {one}" for document in entry.documents for one in document.attachments)),
        versions={"lxml": ".".join(map(str, etree.LXML_VERSION[:3]))} | (ocr_engine.versions() if recognised else {}),
    )


def _flags(entry: Entry) -> set[str]:
    said = {
        "sealed": entry.seals,
        "signed": entry.signatures,
        "several-documents": len(entry.documents) > 1,
        "attachments-unread": any(document.attachments for document in entry.documents),
        "parts-missing": entry.lost or any(document.lost for document in entry.documents),
    }
    return {flag for flag, holds in said.items() if holds}


class _Sheets:
    """Reads the pages of one document; what is to be said of the file for a page's sake is added to ``flags``."""

    def __init__(self, package: Package, document: Document, flags: set[str]) -> None:
        self._package, self._document, self._flags = package, document, flags
        self._templates: dict[str, tuple[Element, Resources]] = {}
        self.recognised = False

    def page(self, number: int, id: str, part: str | None, tables: int) -> Page:
        """One page, from the part of its content (None: it is not there) and what is written on top of it. tables: how many the pages before hold."""
        try:
            root, whole = self._package.parse(part or "")
        except DamagedError:
            self._flags.add("repaired")
            return Page(number, (), unusable="damaged")
        resources = self._resources(root, part or "", self._document.resources)
        templates = [(one, self._template(one.get("TemplateID") or "")) for one in children(root, "Template")]
        area = area_of(child(root, "Area"))
        for _, template in templates:
            area = area or (area_of(child(template[0], "Area")) if template else None)
        x, y, width, height = (POINTS * side for side in area or self._document.area)
        matrix = (POINTS, 0.0, 0.0, POINTS, -x, -y)
        content = Content(self._package.name)
        for order in ("background", "body", "foreground"):
            for use, template in templates:
                if template is not None and self._order(use) == order:
                    content.add(_layers(template[0]), template[1], matrix)
            content.add([one for one in _layers(root) if _kind(one[0]) == order], resources, matrix)
        whole &= all(template is not None for _, template in templates)
        apart = self._annotated(id, content, matrix)
        content.settle(width, height)
        lines = [*lines_of(content.characters(), content.rules, (width, height), tables)]
        for mark, its in apart:
            its.settle(width, height)
            lines += [
                replace(line, mark=line.mark if line.mark == "hidden" else mark) for line in lines_of(its.characters(), (), (width, height))
            ]
        unusable = _unusable(content, width, height)
        letters = sum(char.isalpha() for char in content.text)
        if not content.recognised and ofd_scan.is_scan(unusable, content.is_covered(width, height), letters):
            scan = ofd_scan.scanned(self._package, content.pictures, (width, height), tables, (unusable, letters))
            unusable = None if scan.lines else scan.unusable
            lines = _together(scan.lines, lines)
            self.recognised |= bool(scan.lines)
        self._say(content, lines, whole, unusable)
        numbered = tuple(line if line.number == index else replace(line, number=index) for index, line in enumerate(lines, start=1))
        return Page(number, numbered, width, height, unusable if whole else "damaged")

    def _say(self, content: Content, lines: list[Line], whole: bool, unusable: str | None) -> None:
        if not whole:
            self._flags.add("repaired")
        if content.recognised:
            self._flags.add("ocr-layer")
        if content.unmapped and unusable != "no-unicode":
            self._flags.add("private-use")
        if any(line.mark in ("hidden", "white") and not line.text.isspace() for line in lines):
            self._flags.add("hidden-text")

    def _resources(self, root: Element, part: str, above: Resources) -> Resources:
        own = [words(one) for one in children(root, "PageRes")]
        return above.with_parts(self._package, part, own) if own else above

    def _template(self, id: str) -> tuple[Element, Resources] | None:
        """A template's root and resources; None where it is lost."""
        if id not in self._templates:
            template = self._document.templates.get(id)
            if template is None or template.part is None:
                return None
            try:
                root, whole = self._package.parse(template.part)
            except DamagedError:
                return None
            if not whole:
                self._flags.add("repaired")
            if len(self._templates) >= CACHED:
                self._templates.pop(next(iter(self._templates)))
            self._templates[id] = root, self._resources(root, template.part, self._document.resources)
        return self._templates[id]

    def _order(self, use: Element) -> str:
        template = self._document.templates.get(use.get("TemplateID") or "")
        return _kind(use.get("ZOrder") or (template.order if template else ""), "background")

    def _annotated(self, id: str, content: Content, matrix: Matrix) -> list[tuple[str, Content]]:
        """Adds the words of text boxes and the like to the page's; those of watermarks and stamps are given back, each with its mark."""
        apart: list[tuple[str, Content]] = []
        for part in self._document.annotations.get(id, ()):
            try:
                root = self._package.parse(part).root
            except DamagedError:
                self._flags.add("parts-missing")
                continue
            for one in children(root, "Annot"):
                kind = (one.get("Type") or "").casefold()
                mark = {"watermark": "watermark", "stamp": "furniture"}.get(kind)
                its = Content(self._package.name) if mark else content
                before = len(its.text)
                for shown in children(one, "Appearance"):
                    if one.get("Visible") not in ("false", "0"):
                        its.add([("body", shown)], self._document.resources, place(shown.get("Boundary"), None, matrix))
                if len(its.text) > before:
                    self._flags.add("annotations")
                    if mark:
                        apart.append((mark, its))
                if words(child(one, "Remark")):
                    self._flags.add("notes")
        return apart


def _together(recognised: Sequence[Line], own: list[Line]) -> list[Line]:
    """Recognised lines, and a page's own lines before the first that stands lower."""
    lines = list(recognised)
    for line in own:
        top = line.boxes[1] if line.boxes else 0.0
        lines.insert(next((at for at, other in enumerate(lines) if other.boxes and other.boxes[1] > top), len(lines)), line)
    return lines


def _layers(root: Element) -> list[tuple[str, Element]]:
    """The layers of a page or template, each with its type; the content itself where its writer made none."""
    return [(one.get("Type") or "Body", one) for holder in children(root, "Content") for one in children(holder, "Layer") or [holder]]


def _kind(order: str, default: str = "body") -> str:
    folded = order.casefold()
    return folded if folded in ("background", "body", "foreground") else default


def _unusable(content: Content, width: float, height: float) -> str | None:
    """Why a page gives no text; None where it does, or is blank."""
    inked = sum(not char.isspace() for char in content.text)
    if inked and content.unmapped * 3 >= inked:
        return "no-unicode"
    seen = [char for index, char in enumerate(content.text) if content.marks.get(index) not in NOT_TEXT]
    if any(char.isalpha() for char in seen):
        return None
    if any(not char.isspace() for char in seen):
        return "no-text" if content.is_covered(width, height) or content.outlines >= OUTLINES else None
    return "no-text" if content.objects else None
