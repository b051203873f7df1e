"""Opens a workbook package (XLSX, XLSM, and ET where it is one) after bounding what unpacking it can cost, and reads its sheets.

Elements are told by their local names: Excel's strict namespaces and those of other writers hold the same words. Formulas are never evaluated;
what a formula gave when the file was saved is what its cell shows.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from extractor.model.errors import ReadError
from extractor.model.limits import beyond, limit
from extractor.readers.packages import check_package, refuse_entities
from extractor.readers.xlsx.formats import BUILTIN, GENERAL, shown_text
from extractor.readers.xlsx.sheets import Merge, Sheet, number_shown

READ = ("{*}c", "{*}row", "{*}col", "{*}mergeCell")
"""The elements of a sheet that matter."""
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
UNREAD = {
    "comments": "comments-unread",
    "chart": "chart-unread",
    "oleObject": "embedded-object-unread",
    "package": "embedded-object-unread",
}
"""What hangs on a sheet and holds words that are not read, with the flag that says so."""
ERRORS = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, NotImplementedError, OSError, LookupError, ValueError, TypeError)
"""What a broken package makes the libraries raise."""

Element = Any


def sheets(name: str, data: bytes) -> list[Sheet]:
    """The worksheets in their order. `ReadError`: ``xlsx-bomb``, ``xlsx-encrypted``, ``xlsx-damaged``, ``xlsx-entities``, ``xlsx-binary``,
    ``xlsx-too-large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_package("xlsx", name, archive)
            return _Workbook(name, archive).sheets()
    except ERRORS:
        raise ReadError("xlsx-damaged", name) from None


class _Workbook:
    """The parts of one package and what its cells refer to."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._archive = archive
        self._by_lower = {one.lower(): one for one in archive.namelist()}
        main = next((part for kind, part in self._related("") if kind == "officeDocument"), "xl/workbook.xml")
        if main.endswith(".bin"):
            raise ReadError("xlsx-binary", name)
        self._main = main
        self._root = self._parsed(main)
        parts = self._related(main)
        self._sheet_parts = {id: (kind, part) for id, kind, part in self._relations(main)}
        self._strings = [one for kind, part in parts if kind == "sharedStrings" for one in self._shared(part)]
        self._codes = [one for kind, part in parts if kind == "styles" for one in self._formats(part)]
        properties = next(iter(_named(self._root, "workbookPr")), None)
        self._epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        self._cells, self._most_cells = 0, limit("xlsx-cells")

    def sheets(self) -> list[Sheet]:
        found = []
        for element in list(_named(self._root, "sheet"))[: limit("xlsx-sheets") + 1]:
            relation = next((value for key, value in element.attrib.items() if etree.QName(key).localname == "id"), "")
            sort, part = self._sheet_parts[str(relation)]
            sheet = Sheet(str(element.get("name") or ""), hidden=element.get("state") in ("hidden", "veryHidden"))
            for kind, other in self._related(part):
                if kind in UNREAD:
                    sheet.flags.add(UNREAD[kind])
                elif kind == "drawing":
                    self._drawing(other, sheet)
            if sort not in ("chartsheet", "dialogsheet"):
                self._read(part, sheet)
            found.append(sheet)
        if len(found) > limit("xlsx-sheets"):
            raise beyond("xlsx-too-large", self._name, "xlsx-sheets", what="sheets")
        return found

    def _read(self, part: str, sheet: Sheet) -> None:
        """The cells of a sheet, element by element; what has been read is let go."""
        row = column = 0
        with self._open(part) as stream:
            for event, element in self._elements(stream, ("start", "end"), READ):
                tag = _local(element)
                if event == "start":
                    if tag == "row":
                        row, column = int(element.get("r") or row + 1), 0
                        if element.get("hidden") in ("1", "true"):
                            sheet.hidden_rows.add(row)
                    continue
                if tag == "c":
                    row, column = _place(element.get("r"), row, column + 1)
                    self._cell(element, row, column, sheet)
                elif tag == "col" and element.get("hidden") in ("1", "true"):
                    sheet.hide_columns(int(element.get("min")), int(element.get("max")))
                elif tag == "mergeCell":
                    sheet.merges.append(_range(str(element.get("ref"))))
                    if len(sheet.merges) > limit("xlsx-merges"):
                        raise beyond("xlsx-too-large", self._name, "xlsx-merges", what="merged-cells")
                if tag in ("c", "row"):
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]

    def _cell(self, element: Element, row: int, column: int, sheet: Sheet) -> None:
        value = element.find("{*}v")
        kind = element.get("t", "n")
        if value is None and kind != "inlineStr":
            if next(_children(element, "f"), None) is not None:
                sheet.flags.add("formulas-without-values")
            return
        written = str(value.text or "") if value is not None else "".join(_string(one) for one in _children(element, "is"))
        style = int(element.get("s") or 0)
        code = self._codes[style] if style < len(self._codes) else GENERAL
        words, hidden = self._shown(kind, written, code, sheet)
        if not words.strip():
            return
        self._cells += 1
        if self._cells > self._most_cells:
            raise beyond("xlsx-too-large", self._name, "xlsx-cells", what="cells")
        (sheet.unseen if hidden else sheet.cells)[row, column] = words

    def _shown(self, kind: str, written: str, code: str, sheet: Sheet) -> tuple[str, bool]:
        """The words of a cell, and whether its format hides them."""
        if kind == "b":
            return "TRUE" if written == "1" else "FALSE", False
        if kind in ("e", "d"):
            return written, False
        if kind in ("s", "str", "inlineStr"):
            words = self._strings[int(written)] if kind == "s" else written
            formatted = shown_text(words, code)
            return (formatted, False) if formatted.strip() or not words.strip() else (words, True)
        return number_shown(written, code, self._epoch_1904, sheet) if written.strip() else ("", False)

    def _shared(self, part: str) -> Iterator[str]:
        with self._open(part) as stream:
            for count, (_, element) in enumerate(self._elements(stream, ("end",), ("{*}si",))):
                if count >= limit("xlsx-strings"):
                    raise beyond("xlsx-too-large", self._name, "xlsx-strings", what="strings")
                yield _string(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _formats(self, part: str) -> Iterator[str]:
        """The number format of each style of cells."""
        root = self._parsed(part)
        own = {int(one.get("numFmtId")): str(one.get("formatCode") or GENERAL) for one in _named(root, "numFmt")}
        for styles in _children(root, "cellXfs"):
            for style in _children(styles, "xf"):
                number = int(style.get("numFmtId") or 0)
                yield own.get(number) or BUILTIN.get(number, GENERAL)

    def _drawing(self, part: str, sheet: Sheet) -> None:
        root = self._parsed(part)
        sheet.pictures |= next(_named(root, "pic"), None) is not None
        if any(str(one.text or "").strip() for one in _named(root, "t")):
            sheet.flags.add("text-box-unread")
        sheet.flags.update(UNREAD[kind] for kind, _ in self._related(part) if kind in UNREAD)

    def _related(self, part: str) -> list[tuple[str, str]]:
        """The last word of the type, and the part, of everything that a part refers to inside the package."""
        return [(kind, target) for _, kind, target in self._relations(part)]

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        folder, file = posixpath.split(part)
        path = self._by_lower.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
        if path is None:
            return []
        found = []
        for one in _named(self._parsed(path), "Relationship"):
            target = str(one.get("Target") or "").split("#")[0]
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if one.get("TargetMode") != "External" and whole.lower() in self._by_lower:
                found.append((str(one.get("Id")), str(one.get("Type")).rsplit("/", 1)[-1], self._by_lower[whole.lower()]))
        return found

    def _open(self, part: str) -> IO[bytes]:
        return self._archive.open(self._by_lower[part.lower()])

    def _parsed(self, part: str) -> Element:
        with self._open(part) as stream:
            root = etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        refuse_entities("xlsx", self._name, root)
        return root

    def _elements(self, stream: IO[bytes], events: tuple[str, ...], tags: tuple[str, ...]) -> Iterator[tuple[str, Element]]:
        """What happens to elements while a part is read; none is given of one that declares entities."""
        checked = False
        for event, element in etree.iterparse(stream, events=events, tag=tags, resolve_entities=False, no_network=True):
            if not checked:
                refuse_entities("xlsx", self._name, element)
                checked = True
            yield event, element


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _named(root: Element, name: str) -> Iterator[Element]:
    return iter(root.iter(f"{{*}}{name}"))


def _children(element: Element, name: str) -> Iterator[Element]:
    return iter(element.iterchildren(f"{{*}}{name}"))


def _string(element: Element) -> str:
    """The words of a rich string, without the phonetic reading that East Asian writers add."""
    return "".join(str(one.text or "") for one in _named(element, "t") if _local(one.getparent()) != "rPh")


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column of a cell; it may leave its place out, then it stands behind the one before it."""
    if reference is None:
        return row, column
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _range(reference: str) -> Merge:
    first, _, last = reference.replace("$", "").partition(":")
    return Merge(*_place(first, 0, 0), *_place(last or first, 0, 0))
