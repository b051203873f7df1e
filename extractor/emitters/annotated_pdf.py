"""Report → the submitted PDF with a highlight at each figure of a finding and the rule's words in its note.

What stood in the file stays as it was: annotations (ISO 32000-1, 12.5) are laid over the pages, each with its own appearance, so that every viewer draws
the same. The copy is written anew, without the encryption of a file that an owner's password protects.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.emitters.cells import printable
from extractor.emitters.marks import Mark, marks
from extractor.emitters.view import View
from extractor.emitters.wording import Wording
from extractor.model.errors import ReadError
from extractor.model.page import Box
from extractor.model.report import Finding, Report, Severity

if TYPE_CHECKING:
    import pikepdf

AUTHOR = "Gouji"
COLOURS = {Severity.ERROR: (1.0, 0.6, 0.58), Severity.WARNING: (1.0, 0.84, 0.36), Severity.NOTE: (0.65, 0.84, 1.0)}
"""Red, green, blue of a highlight; it is multiplied with the page, so that black stays black."""
PRINTED = 4
"""The flag of an annotation that is printed with its page."""
SHEET = (0.0, 0.0, 612.0, 792.0)
"""The page of a file that does not say how large it is, as PDFium takes it."""
ICON = 20.0
"""Points: width and height of a note's sign, and its distance from the edges of the page."""
POPUP = (220.0, 120.0)
"""Points: width and height of the window that a note opens in."""
_NEAR = 1.0
"""Points by which the size of a page may differ from the one that it was read with."""
_ENDLESS = 64
"""Levels of a page tree beyond which it runs in a circle."""


def annotated_pdf(report: Report, source: bytes, wording: Wording) -> bytes:
    """The PDF ``source``, which ``report`` was read from, with its findings marked; the same bytes for the same report and words.

    Each place is marked once, however many findings are about it; the gravest gives the colour. Findings that have no place on a page stand in a note on
    the first one.

    Raises:
        ReadError: ``annotate-format``: the report was not read from a PDF; ``annotate-damaged``: the file can be read but not written anew.
    """
    import pikepdf  # noqa: PLC0415 - a quarter of a second that only this output needs

    if report.reading.format != "pdf":
        raise ReadError("annotate-format", report.reading.name, format=report.reading.format)
    try:
        with pikepdf.open(io.BytesIO(source), suppress_warnings=True) as document:
            _Annotator(document, report, wording).run()
            written = io.BytesIO()
            document.save(written, deterministic_id=True, fix_metadata_version=False)
            return written.getvalue()
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
        # pikepdf reports a broken page tree with Python's own errors
        raise ReadError("annotate-damaged", report.reading.name, reason=type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is displayed: the bounds in its own space (left, bottom, right, top), and the quarters that it is turned clockwise."""

    bounds: tuple[float, float, float, float]
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        left, bottom, right, top = self.bounds
        return (top - bottom, right - left) if self.quarters % 2 else (right - left, top - bottom)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point counted from the top left of the page as displayed, in the page's own space."""
        left, bottom, right, top = self.bounds
        return ((left + x, top - y), (left + y, bottom + x), (right - x, bottom + y), (right - y, top - x))[self.quarters]

    def corners(self, box: Box) -> list[tuple[float, float]]:
        """The corners of a box as a reader sees them: top left, top right, bottom left, bottom right."""
        return [self.point(x, y) for y in (box.top, box.bottom) for x in (box.x0, box.x1)]


class _Annotator:
    """Lays the marks of one report over the pages of its file."""

    def __init__(self, document: pikepdf.Pdf, report: Report, wording: Wording) -> None:
        self._document, self._report, self._wording = document, report, wording
        self._view = View(report, wording)
        self._read = {page.number: page for page in report.reading.pages}
        self._frames: dict[int, Frame | None] = {}

    def run(self) -> None:
        added: dict[int, list[Any]] = {}
        placed: set[str] = set()
        for number, mark in enumerate(marks(self._report), 1):
            frame = self._frame(mark.page)
            if frame is None:
                continue
            placed |= {finding.id for finding in mark.findings}
            added.setdefault(mark.page, []).extend(self._highlight(number, mark, frame))
        homeless = [finding for finding in self._report.verification.findings if finding.id not in placed]
        if homeless and len(self._document.pages):
            added.setdefault(1, []).extend(self._note(homeless))
        for page, drawn in sorted(added.items()):
            self._append(page, drawn)

    def _frame(self, number: int) -> Frame | None:
        """How page ``number`` is displayed; None where the file has another page there than was read: a mark would lie on the wrong figures."""
        if number not in self._frames:
            found = frame_of(self._document.pages[number - 1].obj) if number <= len(self._document.pages) else None
            read = self._read.get(number)
            if found is not None and read is not None and read.width is not None and read.height is not None:
                apart = max(abs(found.size[0] - read.width), abs(found.size[1] - read.height))
                found = found if apart <= _NEAR else None
            self._frames[number] = found
        return self._frames[number]

    def _append(self, number: int, annotations: list[Any]) -> None:
        """Add to a page's annotations by a list of its own: pages may share one."""
        import pikepdf  # noqa: PLC0415

        page = self._document.pages[number - 1].obj
        there = page.get("/Annots")
        old = list(there) if isinstance(there, pikepdf.Array) else []
        page["/Annots"] = pikepdf.Array([*old, *annotations])

    def _highlight(self, number: int, mark: Mark, frame: Frame) -> Iterator[Any]:
        import pikepdf  # noqa: PLC0415

        colour = COLOURS[mark.severity]
        quads = [frame.corners(box) for box in mark.boxes]
        rect = _round_about(corner for quad in quads for corner in quad)
        drawn = [_colour(colour) + " rg /Multiply gs"]
        drawn += [_path([quad[0], quad[1], quad[3], quad[2]]) + " f" for quad in quads]
        gentle = pikepdf.Dictionary(
            ExtGState=pikepdf.Dictionary(Multiply=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply))
        )
        annotation = self._annotation("/Highlight", f"gouji-{number}", mark.findings, rect, colour, self._form(drawn, rect, gentle))
        annotation["/QuadPoints"] = _reals(edge for quad in quads for corner in quad for edge in corner)
        yield from self._with_popup(annotation, frame)

    def _note(self, findings: list[Finding]) -> Iterator[Any]:
        import pikepdf  # noqa: PLC0415

        frame = frame_of(self._document.pages[0].obj)
        box = Box(ICON, ICON, 2 * ICON, 2 * ICON)
        rect = _round_about(frame.corners(box))
        colour = COLOURS[min((finding.severity for finding in findings), key=list(Severity).index)]
        drawn = [_colour(colour) + " rg 0.35 G 0.8 w", _path(frame.corners(box)[i] for i in (0, 1, 3, 2)) + " b"]
        for line, end in ((0.3, 0.8), (0.5, 0.8), (0.7, 0.6)):
            ends = [frame.point(ICON * (1 + x), ICON * (1 + line)) for x in (0.2, end)]
            drawn.append(_path(ends, closed=False) + " S")
        annotation = self._annotation("/Text", "gouji-0", findings, rect, colour, self._form(drawn, rect, pikepdf.Dictionary()))
        annotation["/Name"] = pikepdf.Name.Comment
        annotation["/Contents"] = self._words("annotated.no-place", findings)
        yield from self._with_popup(annotation, frame)

    def _annotation(self, kind: str, name: str, findings: Iterable[Finding], rect: Any, colour: tuple[float, ...], form: Any) -> Any:
        import pikepdf  # noqa: PLC0415

        told = list(findings)
        subject = self._wording.listing(dict.fromkeys(self._wording.rule(finding.rule) for finding in told))
        annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=_reals(rect), C=_reals(colour), F=PRINTED)
        annotation["/Subtype"] = pikepdf.Name(kind)
        annotation["/T"] = AUTHOR
        annotation["/NM"] = name
        annotation["/Subj"] = printable(subject)
        annotation["/Contents"] = self._words(None, told)
        annotation["/AP"] = pikepdf.Dictionary(N=form)
        return self._document.make_indirect(annotation)

    def _with_popup(self, annotation: Any, frame: Frame) -> Iterator[Any]:
        """The annotation and the window of its note, beside it and closed."""
        import pikepdf  # noqa: PLC0415

        _, low, right, high = (float(edge) for edge in annotation["/Rect"])
        edge = max(frame.bounds[0], min(right, frame.bounds[2] - POPUP[0]))
        top = min(frame.bounds[3], max(high if low < frame.bounds[1] + POPUP[1] else low, frame.bounds[1] + POPUP[1]))
        window = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Popup, Open=False, F=PRINTED, Parent=annotation)
        window["/Rect"] = _reals((edge, top - POPUP[1], edge + POPUP[0], top))
        annotation["/Popup"] = self._document.make_indirect(window)
        yield annotation
        yield annotation["/Popup"]

    def _form(self, drawn: list[str], rect: Any, resources: Any) -> Any:
        """The appearance of an annotation, drawn in the page's own space."""
        import pikepdf  # noqa: PLC0415

        group = pikepdf.Dictionary(Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency)
        form = self._document.make_stream("\n".join(drawn).encode("ascii"))
        form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        form["/BBox"], form["/Resources"], form["/Group"] = _reals(rect), resources, group
        return form

    def _words(self, head: str | None, findings: Iterable[Finding]) -> str:
        """What a note says: each finding by its severity, rule and message."""
        told = [
            self._wording.say(
                "annotated.finding",
                severity=self._wording.severity(finding.severity),
                rule=self._wording.rule(finding.rule),
                section=self._view.section(finding.section),
                message=self._wording.finding(finding),
            )
            for finding in findings
        ]
        return printable("\n\n".join([*([self._wording.say(head)] if head else []), *told]))


def frame_of(page: Any) -> Frame:
    """How a page (its dictionary) is displayed; what it does not say it has from the nodes above it, and the crop box ends where the sheet does."""
    sheet = _rectangle(_inherited(page, "/MediaBox")) or SHEET
    crop = _rectangle(_inherited(page, "/CropBox"))
    if crop is not None:
        sheet = (max(sheet[0], crop[0]), max(sheet[1], crop[1]), min(sheet[2], crop[2]), min(sheet[3], crop[3]))
    turned = _inherited(page, "/Rotate")
    try:
        return Frame(sheet, int(turned) // 90 % 4)
    except (TypeError, ValueError):
        return Frame(sheet, 0)


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(_ENDLESS):
        if node is None or key in node:
            return None if node is None else node[key]
        node = node.get("/Parent")
    return None


def _rectangle(found: Any) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top, whichever corners are given; None where it is no rectangle or holds nothing."""
    try:
        x0, y0, x1, y1 = (float(edge) for edge in found)
    except (TypeError, ValueError):
        return None
    left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    return (left, bottom, right, top) if left < right and bottom < top else None


def _round_about(points: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _reals(numbers: Iterable[float]) -> Any:
    import pikepdf  # noqa: PLC0415

    return pikepdf.Array([Decimal(f"{number:.2f}") for number in numbers])


def _colour(colour: Iterable[float]) -> str:
    return " ".join(f"{part:.2f}" for part in colour)


def _path(points: Iterable[tuple[float, float]], *, closed: bool = True) -> str:
    (x, y), *rest = points
    pieces = [f"{x:.2f} {y:.2f} m", *(f"{x:.2f} {y:.2f} l" for x, y in rest)]
    return " ".join([*pieces, "h"] if closed else pieces)
