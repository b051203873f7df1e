"""What one page of an OFD document shows: characters, rulings, images, from its layers and templates in the order of painting.

How words are painted is judged as in PDFs (`pdf.objects`): invisible, white on paper, or pale. The words of composite objects and of nested blocks
stand where they are shown; each page is let go of when it has been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.model.limits import bound
from extractor.model.page import Box
from extractor.readers.ofd.document import Resources, Style, style_of
from extractor.readers.ofd.geometry import Matrix, box_of, number, numbers, place
from extractor.readers.ofd.package import Element, child, local
from extractor.readers.ofd.paths import Figure, figure
from extractor.readers.ofd.scan import Picture
from extractor.readers.ofd.text import placed
from extractor.readers.pdf.characters import Characters
from extractor.readers.pdf.objects import PALE, RULING, RULING_LENGTH, SCAN, SHEER, UNSEEN, WHITE

OUTLINE = 60.0
"""Points: filled shapes no larger than this may be words that were turned into outlines."""
ORDER = {"background": 0, "body": 1, "foreground": 2}
BLACK = (0.0, 0.0, 0.0, 1.0)

Ink = tuple[float, float, float, float]
"""Red, green, blue (0 to 255) and the share of ink (0 to 1)."""


class Frame(NamedTuple):
    """Where objects stand: the matrix to points on the page, the share of ink that covers them, what they inherit, and what shows them."""

    matrix: Matrix
    cover: float
    style: Style
    visible: bool
    depth: int


@dataclass(slots=True)
class Content:
    """What was found on a page, in points from its top left."""

    name: str
    text: list[str] = field(default_factory=list)
    boxes: list[float] = field(default_factory=list)
    turned: dict[int, int] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    unmapped: int = 0
    images: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    recognised: bool = False
    outlines: int = 0
    objects: int = 0
    _backdrops: list[Box] = field(default_factory=list)
    _invisible: list[range] = field(default_factory=list)

    def characters(self) -> Characters:
        return Characters(self.text, self.boxes, self.turned, self.unmapped, self.marks)

    def is_covered(self, width: float, height: float) -> bool:
        """Whether images cover so much of a page that they are its scan; the same place twice counts once."""
        shown = {
            (max(0, round(x0)), max(0, round(top)), min(round(width), round(x1)), min(round(height), round(bottom)))
            for x0, top, x1, bottom in self.images
        }
        return sum(max(0, x1 - x0) * max(0, bottom - top) for x0, top, x1, bottom in shown) >= SCAN * width * height

    def add(self, layers: Sequence[tuple[str, Element]], resources: Resources, matrix: Matrix) -> None:
        """Adds layers (or what holds objects like one) with the type that each counts as, in the order of painting."""
        for _, layer in sorted(layers, key=lambda item: ORDER.get(item[0].casefold(), 1)):
            self._walk(layer, resources, Frame(matrix, 1.0, resources.style(layer.get("DrawParam")), True, 0))

    def settle(self, width: float, height: float) -> None:
        """Decides on invisible words when all images are known: on a scan they are what was recognised in it, else they are hidden."""
        scanned = self.is_covered(width, height)
        for members in self._invisible:
            for index in members:
                x0, top, x1, bottom = self.boxes[4 * index : 4 * index + 4]
                x, y = (x0 + x1) / 2, (top + bottom) / 2
                if scanned and any(_holds(image, x, y) for image in self.images):
                    self.recognised = True
                else:
                    self.marks[index] = "hidden"
        self._invisible.clear()

    def _walk(self, group: Element, resources: Resources, frame: Frame) -> None:
        for item in group:
            name = local(item.tag)
            if name == "TextObject":
                self._text(item, resources, frame)
            elif name == "PathObject":
                self._path(item, resources, frame)
            elif name == "ImageObject":
                self._image(item, resources, frame)
            elif name in ("PageBlock", "CompositeObject", "Layer"):
                self._group(item, name, resources, frame)
            else:
                continue
            self.objects += 1
            bound("ofd-bomb", self.name, "ofd-page-objects", self.objects, what="objects")

    def _group(self, item: Element, name: str, resources: Resources, frame: Frame) -> None:
        bound("ofd-bomb", self.name, "ofd-block-depth", frame.depth + 1, what="depth")
        inside = item if name != "CompositeObject" else child(resources.units.get(item.get("ResourceID") or ""), "Content")
        if inside is None:
            return
        matrix = place(item.get("Boundary"), item.get("CTM"), frame.matrix)
        style = resources.style(item.get("DrawParam")).over(frame.style)
        cover = frame.cover * _share(item)
        self._walk(inside, resources, Frame(matrix, cover, style, frame.visible and _shows(item), frame.depth + 1))

    def _text(self, item: Element, resources: Resources, frame: Frame) -> None:
        text, boxes, angle, unmapped = placed(item, frame.matrix)
        if not text:
            return
        members = range(len(self.text), len(self.text) + len(text))
        bound("ofd-bomb", self.name, "ofd-page-characters", members.stop, what="characters")
        self.text += text
        self.boxes += boxes
        self.unmapped += unmapped
        if angle:
            self.turned |= dict.fromkeys(members, angle)
        style = style_of(item).over(resources.style(item.get("DrawParam"))).over(frame.style)
        filled, stroked = item.get("Fill", "true") not in ("false", "0"), item.get("Stroke") in ("true", "1")
        cover = frame.cover * _share(item)
        if not frame.visible or not _shows(item) or not (filled or stroked):
            self._invisible.append(members)
            return
        if cover > SHEER and (not filled or style.fill is None):
            return  # black, as nearly all text is
        mark = self._paleness([_ink(colour, cover) for colour, used in ((style.fill, filled), (style.stroke, stroked)) if used], boxes)
        if mark == "invisible":
            self._invisible.append(members)
        elif mark is not None:
            self.marks |= dict.fromkeys(members, mark)

    def _paleness(self, inks: list[Ink | None], boxes: list[float]) -> str | None:
        """The mark of text that is painted with all of some inks."""
        if any(ink is None or (min(ink[:3]) < PALE and ink[3] > SHEER) for ink in inks):
            return None
        seen = [ink for ink in inks if ink is not None]
        if all(ink[3] < UNSEEN for ink in seen):
            return "invisible"
        if any(min(ink[:3]) < WHITE for ink in seen):
            return "light"
        x, y = (min(boxes[0::4]) + max(boxes[2::4])) / 2, (min(boxes[1::4]) + max(boxes[3::4])) / 2
        return None if any(_holds(backdrop, x, y) for backdrop in self._backdrops) else "white"

    def _image(self, item: Element, resources: Resources, frame: Frame) -> None:
        size = numbers(item.get("Boundary"), 4)
        if size is None or not frame.visible or not _shows(item):
            return
        bounds = box_of(frame.matrix, *size)
        self.images.append(bounds)
        self._backdrops.append(bounds)
        if (part := resources.media.get(item.get("ResourceID") or "")) is not None:
            a, b, c, d = (numbers(item.get("CTM"), 6) or (1.0, 0.0, 0.0, 1.0))[:4]
            quarters = (2 if a < 0 and d < 0 else 0) if abs(a) >= abs(b) else 1 if b > 0 > c else 3
            self.pictures.append(Picture(part, bounds, quarters))

    def _path(self, item: Element, resources: Resources, frame: Frame) -> None:
        filled, stroked = item.get("Fill") in ("true", "1"), item.get("Stroke", "true") not in ("false", "0")
        if not (filled or stroked) or not frame.visible or not _shows(item):
            return
        shape = figure(item, frame.matrix)
        if shape is not None:
            style = style_of(item).over(resources.style(item.get("DrawParam"))).over(frame.style)
            self._drawn(shape, _ink(style.fill, frame.cover * _share(item)) if filled else None, filled, stroked)

    def _drawn(self, shape: Figure, ink: Ink | None, filled: bool, stroked: bool) -> None:
        x0, top, x1, bottom = shape.bounds
        width, height = x1 - x0, bottom - top
        if min(width, height) <= RULING:
            if max(width, height) >= RULING_LENGTH:
                self.rules += shape.bounds
            return
        if filled and (ink is None or (min(ink[:3]) < WHITE and ink[3] > UNSEEN)):
            self._backdrops.append(shape.bounds)
            self.outlines += max(width, height) < OUTLINE
        if stroked:
            for side in shape.sides:
                self.rules += side


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _shows(item: Element) -> bool:
    return item.get("Visible") not in ("false", "0")


def _share(item: Element) -> float:
    """The share of ink that an object lets through."""
    given = item.get("Alpha")
    return 1.0 if given is None else min(1.0, max(0.0, number(given, 255.0) / 255))


def _ink(colour: Element | None, cover: float) -> Ink | None:
    """What a colour element paints; None where it names no colour (a pattern, a shading, an entry of a palette)."""
    if colour is None:
        return (*BLACK[:3], cover)
    given = (colour.get("Value") or "").replace(",", " ").split()
    try:
        values = [float(int(one[1:], 16)) if one.startswith("#") else float(one) for one in given]
    except ValueError:
        return None
    share = cover * _share(colour)
    if len(values) == 1:
        return values[0], values[0], values[0], share
    if len(values) == 3:
        return values[0], values[1], values[2], share
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        red, green, blue = ((255 - one) * (255 - black) / 255 for one in (cyan, magenta, yellow))
        return red, green, blue, share
    return None if len(colour) or given or colour.get("Index") else (*BLACK[:3], share)
