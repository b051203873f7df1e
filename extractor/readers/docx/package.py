"""Opens a DOCX package with python-docx after bounding what unpacking and walking it can cost.

Everything is judged by the zip directory before a byte is unpacked; `zipfile` never unpacks more of an entry than the directory says.
python-docx refuses what Word opens without a word: the strict namespaces, relationships to parts that are not there, templates and
documents with macros. The first two are mended in memory; a main part that python-docx does not know is parsed here.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from extractor.model.errors import ReadError
from extractor.readers.docx.names import Element
from extractor.readers.packages import check_package, refuse_entities

STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)
UNREAD = {
    "aFChunk": "alt-chunk-unread",
    "chart": "chart-unread",
    "diagramData": "diagram-unread",
    "oleObject": "embedded-object-unread",
    "package": "embedded-object-unread",
}
"""What hangs on the main part and holds text that is not read, with the flag that says so."""


@dataclass(frozen=True)
class Parts:
    """The XML roots of a package: the main document, and the parts that hang on it by their relationship (None, empty: absent).

    headers_and_footers: by relationship id. flags: what is in the package and is not read. pictures: it holds images. markup: the XML of the
    document and the parts that hold text.
    """

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    headers_and_footers: dict[str, Element]
    flags: tuple[str, ...]
    pictures: bool
    markup: tuple[bytes, ...]

    def mention(self, *names: bytes) -> bool:
        """Whether the XML holds any of some ASCII words: a quick question before a slow search (a false yes costs time and nothing else)."""
        wide = any(one.startswith((b"\xff\xfe", b"\xfe\xff")) for one in self.markup)
        return wide or any(name in one for one in self.markup for name in names)

    def hold(self, *tags: str) -> bool:
        """Whether the document or its notes hold any of some elements."""
        return any(next(root.iter(*tags), None) is not None for root in (self.document, self.footnotes, self.endnotes) if root is not None)


def open_package(name: str, data: bytes) -> Parts:
    """The parts of a package. `ReadError`: ``docx-bomb`` (with what was too much), ``docx-encrypted``, ``docx-damaged``, ``docx-entities``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_package("docx", name, archive)
            data = _mended(archive) or data
        main = Package.open(io.BytesIO(data)).main_document_part
        parts = _parts(main, data)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, OpcError, EOFError, NotImplementedError, OSError):
        raise ReadError("docx-damaged", name) from None
    except (KeyError, ValueError, AttributeError, TypeError, AssertionError):
        # python-docx reports a broken package with Python's own errors.
        raise ReadError("docx-damaged", name) from None
    for root in (parts.document, parts.styles, parts.numbering, parts.footnotes, parts.endnotes, *parts.headers_and_footers.values()):
        if root is not None:
            refuse_entities("docx", name, root)
    return parts


def _mended(archive: zipfile.ZipFile) -> bytes | None:
    """The package in the form that python-docx opens; None where it is in that form already."""
    names = set(archive.namelist())
    relations = [one for one in archive.namelist() if one.endswith(".rels")]
    dangling = {one: kept for one in relations if (kept := _without_dangling(one, archive.read(one), names)) is not None}
    strict = any(STRICT in archive.read(one) for one in relations)
    if not dangling and not strict:
        return None
    mended = io.BytesIO()
    with zipfile.ZipFile(mended, "w", zipfile.ZIP_STORED) as target:
        for one in dict.fromkeys(archive.namelist()):
            content = dangling.get(one) or archive.read(one)
            if strict and one.endswith((".xml", ".rels")):
                for uri, transitional in TRANSITIONAL:
                    content = content.replace(uri, transitional)
            target.writestr(one, content)
    return mended.getvalue()


def _without_dangling(relations: str, content: bytes, names: set[str]) -> bytes | None:
    """A part of relationships without those that lead to a part that is not there; None where all lead somewhere."""
    root = _parsed(content)
    base = posixpath.dirname(posixpath.dirname(relations))
    lost = [one for one in root if isinstance(one.tag, str) and one.get("TargetMode") != "External" and _missing(base, one, names)]
    for one in lost:
        root.remove(one)
    return bytes(etree.tostring(root)) if lost else None


def _missing(base: str, relation: Element, names: set[str]) -> bool:
    target = (relation.get("Target") or "").split("#")[0]
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
    return path not in names


def _parts(main: Part, data: bytes) -> Parts:
    texts = [main]
    one: dict[str, Element] = {}
    heads: dict[str, Element] = {}
    flags: set[str] = set()
    pictures = False
    for id, kind, part in _related(main):
        if kind in ("styles", "numbering", "footnotes", "endnotes"):
            one[kind] = _root(part)
            if kind.endswith("notes"):
                texts.append(part)
        elif kind in ("header", "footer"):
            heads[id] = _root(part)
            texts.append(part)
        elif kind in UNREAD:
            flags.add(UNREAD[kind])
        pictures |= kind == "image"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        markup = tuple(archive.read(part.partname.membername) for part in texts)
    return Parts(
        _root(main),
        one.get("styles"),
        one.get("numbering"),
        one.get("footnotes"),
        one.get("endnotes"),
        heads,
        tuple(sorted(flags)),
        pictures,
        markup,
    )


def _related(main: Part) -> Iterator[tuple[str, str, Part]]:
    """Relationship id, the last word of its type, and the part, of everything inside the package that the main part refers to."""
    for id, relation in sorted(main.rels.items()):
        if not relation.is_external:
            yield id, relation.reltype.rsplit("/", 1)[-1], relation.target_part


def _root(part: Part) -> Element:
    """The root of a part: python-docx's own where it knows the kind of part, else parsed as python-docx parses."""
    element = getattr(part, "element", None)
    return _parsed(part.blob) if element is None else element


def _parsed(content: bytes) -> Element:
    return etree.fromstring(content, etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True))
