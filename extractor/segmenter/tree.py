"""Decides which labels are headings and how deep each stands: levels follow the order in which schemes first appear."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from extractor.language.numerals import int_to_chinese
from extractor.segmenter.labels import ESSENTIAL_ORDER, Label


@dataclass(slots=True)
class Node:
    """A heading with the headings below it."""

    label: Label
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Path:
    """The headings that are open, from the top down, and what has been learnt of the schemes so far."""

    roots: list[Node] = field(default_factory=list)
    open: list[Node] = field(default_factory=list)
    below: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Scheme to the schemes that have stood below it."""
    last: dict[str, Label] = field(default_factory=dict)
    """The last heading of each scheme."""
    seen: set[tuple[int, ...]] = field(default_factory=set)
    """The paths of the decimal labels so far."""

    def expected(self, scheme: str) -> int:
        """The number that continues a scheme's sequence (1 when it has not begun)."""
        last = self.last.get(scheme)
        return 1 if last is None or last.number is None else last.number + 1

    def continues(self, label: Label) -> bool:
        """Whether a label is the next of its scheme, or opens a sequence."""
        return label.number in (1, self.expected(label.scheme))

    def fits_decimal(self, label: Label) -> bool:
        """Whether a decimal label (1.2) continues its own scheme or opens a sequence below its prefix."""
        last = self.last.get(label.scheme)
        prefix, number = label.path[:-1], label.path[-1]
        if last is not None and last.path[:-1] == prefix:
            # one that was skipped may come behind its neighbour
            late = last.path[-1] - 2 <= number < last.path[-1] and label.path not in self.seen
            again = number == last.path[-1] and not label.inline and label.paragraph != last.paragraph
            return late or again or last.path[-1] < number <= last.path[-1] + (2 if label.inline else 4)
        if number > 2:
            return False
        parent = next((node.label for node in reversed(self.open) if node.label.scheme != label.scheme), None)
        if parent is not None and parent.path and parent.path[-len(prefix) :] == prefix:
            return True
        if last is None:
            return prefix[0] == 1
        return prefix > last.path[:-1] and prefix[0] <= last.path[0] + 1

    def admit(self, label: Label) -> Node:
        """Open a heading at its place in the tree."""
        if label.number is None:
            number = self.expected(label.scheme) if self.holds(label.scheme) else 1
            label = replace(label, number=number, path=(number,), text=label.text.replace("（）", f"（{int_to_chinese(number)}）"))
        self._close_for(label)
        node = Node(label)
        (self.open[-1].children if self.open else self.roots).append(node)
        for above in self.open:
            self.below[above.label.scheme].add(label.scheme)
        self.open.append(node)
        self.last[label.scheme] = label
        self.seen.add(label.path)
        return node

    def reset(self) -> None:
        """Start anew (an annex begins): nothing is open and no sequence is under way."""
        self.open.clear()
        self.last.clear()
        self.seen.clear()

    def holds(self, scheme: str) -> bool:
        """Whether a heading of the scheme is open."""
        return any(node.label.scheme == scheme for node in self.open)

    def stood_below(self, scheme: str, above: str) -> bool:
        """Whether a heading of ``scheme`` has stood below one of ``above``."""
        return scheme in self.below[above]

    def _close_for(self, label: Label) -> None:
        scheme = label.scheme
        if self.holds(scheme):
            while self.open.pop().label.scheme != scheme:
                pass
            return
        while self.open:
            top = self.open[-1].label
            stood_below = top.scheme in self.below[scheme]
            above_by_kind = label.order <= ESSENTIAL_ORDER and top.order > label.order
            if not (stood_below or above_by_kind):
                return
            if label.number == 1 and stood_below and scheme in self.below[top.scheme]:
                # both orders have been seen: a sequence that begins here belongs to what is open
                return
            self.open.pop()
