"""What an OFD package says of its documents: pages and templates, resources, annotations, attachments, seals (GB/T 33190-2016, 7.4 to 7.9, 15 to 20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractor.model.errors import ReadError
from extractor.readers.ofd.geometry import numbers
from extractor.readers.ofd.package import DamagedError, Element, Package, child, children, local, words

ENTRY = "OFD.xml"
A4 = (0.0, 0.0, 210.0, 297.0)
DEEPEST_STYLE = 16
"""Drawing parameters may rest on others, these on others again."""

Area = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """The elements of the colours that drawing parameters set, None where they say nothing."""

    fill: Element | None = None
    stroke: Element | None = None

    def over(self, below: Style) -> Style:
        """This style where it says something, else the one below."""
        if self is PLAIN:
            return below
        return Style(below.fill if self.fill is None else self.fill, below.stroke if self.stroke is None else self.stroke)


PLAIN = Style()


@dataclass(slots=True)
class Resources:
    """What pages refer to by number: drawing parameters, composite units, and the parts of images."""

    styles: dict[str, Element] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)

    def with_parts(self, package: Package, base: str, locations: Iterable[str]) -> Resources:
        """These and those of further parts. A part that is lost takes pictures and colours with it, no words: nothing is said."""
        found = replace(self, styles=dict(self.styles), units=dict(self.units), media=dict(self.media))
        for location in locations:
            part = package.find(base, location)
            if part is not None:
                try:
                    found._add(package, part)
                except DamagedError:
                    continue
        return found

    def style(self, id: str | None) -> Style:
        """The drawing parameters of that number, with those that they rest on."""
        found = PLAIN
        for _ in range(DEEPEST_STYLE):
            element = self.styles.get(id or "")
            if element is None:
                break
            found = found.over(style_of(element))
            id = element.get("Relative")
        return found

    def _add(self, package: Package, part: str) -> None:
        root = package.parse(part).root
        folder = root.get("BaseLoc") or ""
        for group in root:
            for one in group:
                id = one.get("ID") or ""
                name = local(one.tag)
                if name == "DrawParam":
                    self.styles[id] = one
                elif name == "CompositeGraphicUnit":
                    self.units[id] = one
                elif name == "MultiMedia":
                    file = words(child(one, "MediaFile"))
                    found = package.find(part, f"{folder}/{file}" if folder else file) or package.find(part, file)
                    if found is not None:
                        self.media[id] = found


def style_of(element: Element) -> Style:
    """What an element sets of its own."""
    fill = stroke = None
    for one in element:
        name = local(one.tag)
        if name == "FillColor":
            fill = one
        elif name == "StrokeColor":
            stroke = one
    return PLAIN if fill is None and stroke is None else Style(fill, stroke)


@dataclass(frozen=True, slots=True)
class Template:
    """A page that others are printed on: its part and the layer that it counts as where a page does not say."""

    part: str | None
    order: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a package. pages: the id of each and the part of its content, None where it is not there. annotations: page id → parts.

    attachments: their names. lost: whether a part that it names is not there or cannot be read.
    """

    part: str
    area: Area
    pages: tuple[tuple[str, str | None], ...]
    templates: dict[str, Template]
    resources: Resources
    annotations: dict[str, list[str]]
    attachments: tuple[str, ...]
    lost: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What the package holds: its documents in their order. seals, signatures: how many stand under them. lost: one of the documents is not there."""

    documents: tuple[Document, ...]
    seals: int
    signatures: int
    lost: bool


def entry_of(package: Package) -> Entry:
    """Reads what stands above the pages. `ReadError` ``ofd-damaged`` where no document can be read."""
    documents: list[Document] = []
    seals = signatures = 0
    lost = False
    try:
        root = package.parse(package.find("", ENTRY) or ENTRY).root
    except DamagedError:
        raise ReadError("ofd-damaged", package.name) from None
    for body in children(root, "DocBody"):
        part = package.find(ENTRY, words(child(body, "DocRoot")))
        try:
            documents.append(_document(package, part or ""))
        except DamagedError:
            lost = True
            continue
        for one in _signed(package, words(child(body, "Signatures"))):
            if (one.get("Type") or "Seal").casefold() == "sign":
                signatures += 1
            else:
                seals += 1
    if not documents:
        raise ReadError("ofd-damaged", package.name)
    return Entry(tuple(documents), seals, signatures, lost)


def _document(package: Package, part: str) -> Document:
    root, whole = package.parse(part)
    common = child(root, "CommonData")
    templates: dict[str, Template] = {}
    for one in children(common, "TemplatePage"):
        templates[one.get("ID") or ""] = Template(package.find(part, one.get("BaseLoc")), one.get("ZOrder") or "Background")
    shared = [words(one) for one in (common if common is not None else ()) if local(one.tag) in ("PublicRes", "DocumentRes")]
    annotations, no_annotations = _annotations(package, part, root)
    attachments, no_attachments = _attachments(package, part, root)
    return Document(
        part,
        area_of(child(common, "PageArea")) or A4,
        tuple(
            (one.get("ID") or "", package.find(part, one.get("BaseLoc") or words(child(one, "BaseLoc"))))
            for one in children(child(root, "Pages"), "Page")
        ),
        templates,
        Resources().with_parts(package, part, shared),
        annotations,
        attachments,
        not whole or no_annotations or no_attachments,
    )


def area_of(element: Element | None) -> Area | None:
    """The page as it is displayed, in millimetres: x, y, width, height; None where it is not said."""
    for name in ("PhysicalBox", "ApplicationBox"):
        found = numbers(words(child(element, name)), 4)
        if found is not None and found[2] > 0 and found[3] > 0:
            return found
    return None


def _annotations(package: Package, part: str, root: Element) -> tuple[dict[str, list[str]], bool]:
    """The parts of each page's annotations, and whether one is lost."""
    found: dict[str, list[str]] = {}
    lost = False
    for list_ in children(root, "Annotations"):
        at = package.find(part, words(list_))
        try:
            entries = children(package.parse(at or "").root, "Page")
        except DamagedError:
            lost = True
            continue
        for one in entries:
            of_page = package.find(at or "", words(child(one, "FileLoc")))
            if of_page is None:
                lost = True
            else:
                found.setdefault(one.get("PageID") or "", []).append(of_page)
    return found, lost


def _attachments(package: Package, part: str, root: Element) -> tuple[tuple[str, ...], bool]:
    """The names of the files that hang on a document, and whether their list is lost."""
    at = [package.find(part, words(one)) for one in children(root, "Attachments")]
    try:
        entries = [one for list_ in at for one in children(package.parse(list_ or "").root, "Attachment")]
    except DamagedError:
        return (), True
    return tuple(one.get("Name") or words(child(one, "FileLoc")).rpartition("/")[2] for one in entries), False


def _signed(package: Package, location: str) -> list[Element]:
    """The entries of a list of seals and signatures; they are noted, not verified."""
    part = package.find(ENTRY, location)
    if part is None:
        return []
    try:
        return children(package.parse(part).root, "Signature")
    except DamagedError:
        return []
