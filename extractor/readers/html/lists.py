"""Automatic numbers of lists (``ol``: start, reversed, type, value, list-style), kept beside the blocks they open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from extractor.language.patterns import builtin
from extractor.readers.html.blocks import Block
from extractor.readers.html.styles import Attributes, label, list_style


@dataclass(slots=True)
class Counter:
    """An open list. id: counts the lists of the page. style: None for one without numbers. next: the number of its next item."""

    id: int
    style: str | None
    next: int = 1
    step: int = 1


class Lists:
    """The lists that are open, and the numbers that wait for the text of their item."""

    def __init__(self) -> None:
        self._open: list[Counter] = []
        self._count = 0
        self._waiting: list[tuple[int, str]] = []
        """List and number of each open item whose text has not come."""

    def open(self, tag: str, attributes: Attributes, node: LexborNode) -> None:
        """A list begins."""
        self._count += 1
        style = list_style(attributes) or ("decimal" if tag == "ol" else None)
        counter = Counter(self._count, style)
        if tag == "ol":
            if "reversed" in attributes:
                counter.step, counter.next = -1, sum(1 for child in node.iter() if child.tag == "li")
            counter.next = _whole(attributes.get("start"), counter.next)
        self._open.append(counter)

    def close(self) -> None:
        self._open.pop()

    def item(self, attributes: Attributes) -> None:
        """An item begins; one outside of all lists has no number."""
        if not self._open:
            self._waiting.append((0, ""))
            return
        counter = self._open[-1]
        number = _whole(attributes.get("value"), counter.next)
        counter.next = number + counter.step
        style = list_style(attributes) or counter.style
        self._waiting.append((counter.id, label(number, style) if style else ""))

    def end_item(self) -> None:
        if self._waiting:
            self._waiting.pop()

    def take(self) -> tuple[int, str] | None:
        """The numbers that open the text that comes now: of its item, and of the ones round it that have no text before it."""
        found = [one for one in self._waiting if one[1]]
        if not found:
            return None
        self._waiting = [(id, "") for id, _ in self._waiting]
        return found[-1][0], "".join(text for _, text in found)


def with_numbers(blocks: Sequence[Block]) -> None:
    """Puts the numbers before the texts. A list whose items all carry typed labels gets none: its site's style sheet takes them away."""
    labels = builtin().kind("label")
    typed: dict[int, bool] = {}
    for block in blocks:
        if block.item is not None:
            own = any(pattern.match(block.text.strip()) for pattern in labels)
            typed[block.item[0]] = typed.get(block.item[0], True) and own
    for block in blocks:
        if block.item is not None and not typed[block.item[0]]:
            block.text = block.item[1] + block.text.lstrip()


def _whole(value: str | None, otherwise: int) -> int:
    try:
        return int((value or "").strip()[:9])
    except ValueError:
        return otherwise
