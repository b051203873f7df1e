"""Styles: what a paragraph or a run inherits that decides its text (numbering, hidden text)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.readers.docx.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VAL, Element, W, switched, value, whole


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself. num_id, level: its ``w:numPr``. hidden: its ``w:vanish``. None: it says nothing of it."""

    based_on: str | None
    num_id: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._styles: dict[str, Style] = {}
        self._hidden: dict[str | None, bool] = {}
        self._numbering: dict[str | None, tuple[str | None, int | None, tuple[str, ...]]] = {}
        self.default: str | None = None
        """Id of the paragraph style in force where a paragraph names none."""
        self.hide_anything = root is not None and next(root.iter(f"{W}vanish"), None) is not None
        """Whether any style may make text hidden."""
        for element in () if root is None else root.iterchildren(f"{W}style"):
            id = element.get(f"{W}styleId", "")
            self._elements[id] = element
            if element.get(f"{W}default") in ("1", "true", "on") and element.get(f"{W}type") == "paragraph":
                self.default = id

    def _style(self, id: str) -> Style:
        """A style, read when it is first asked for: documents carry hundreds and use few."""
        if id not in self._styles:
            element = self._elements[id]
            numbering = element.find(f"{PARAGRAPH_PROPERTIES}/{W}numPr")
            self._styles[id] = Style(
                value(element, "basedOn"),
                None if numbering is None else value(numbering, "numId"),
                None if numbering is None else whole(value(numbering, "ilvl")),
                switched(element.find(f"{RUN_PROPERTIES}/{W}vanish")),
            )
        return self._styles[id]

    def chain(self, id: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on, the nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while id is not None and id in self._elements and id not in seen:
            seen.add(id)
            style = self._style(id)
            yield id, style
            id = style.based_on

    def numbering(self, id: str | None) -> tuple[str | None, int | None, tuple[str, ...]]:
        """``w:numId`` and ``w:ilvl`` that a paragraph style gives, each from the nearest style that has it, and the ids of the styles asked up to
        the one that gave the ``w:numId``: a level of the numbering may name one of them (``w:pStyle``).
        """
        if id in self._numbering:
            return self._numbering[id]
        num_id: str | None = None
        level: int | None = None
        asked: list[str] = []
        for name, style in self.chain(id):
            if level is None:
                level = style.level
            asked.append(name)
            if style.num_id is not None:
                num_id = style.num_id
                break
        self._numbering[id] = num_id, level, tuple(asked)
        return self._numbering[id]

    def hides(self, id: str | None) -> bool:
        """Whether a style makes text hidden."""
        if id not in self._hidden:
            self._hidden[id] = next((style.hidden for _, style in self.chain(id) if style.hidden is not None), False)
        return self._hidden[id]


def style_of(properties: Element | None, name: str) -> str | None:
    """The style that paragraph (``pStyle``) or run properties (``rStyle``) name."""
    named = None if properties is None else properties.find(f"{W}{name}")
    return None if named is None else named.get(VAL)
