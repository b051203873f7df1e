"""Every figure of the report with its place and the words that name it: where operands are looked for that no grammar ties to their claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Pattern, Patterns
from extractor.model.claims import Quantity, QuantityKind
from extractor.model.outline import Section, SectionLocator

if TYPE_CHECKING:
    from extractor.facts.claims.tables.cells import NamedCell

SENTENCE, PARAGRAPH, SECTION, TOP, REPORT = range(5)
"""How far a figure stands from another: in its sentence, paragraph, section, top section, or elsewhere in the report."""

MILLIONTHS = 10**6
_AMOUNTS = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE})
_ITEM = "\u3001"
_LIST = 48
"""Characters before a total that may name what it sums up."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure of the report. sentence: number of its sentence. words: what names it, from its own clause, or from the one before where that says nothing.

    inner: whether it stands behind 其中. own: whether its own clause names it. summed: whether it is a total.
    said: the words of its sentence before it. given: its name where the sentence tells several before their figures (A、B依次为a、b), else "".
    size: what it says in its unit, 0 where it is masked; rough: in millionths, for tests that spare the exact one.
    """

    placed: Placed
    sentence: int
    paragraph: int
    section: str
    top: str
    words: str
    inner: bool
    own: bool
    summed: bool
    size: Fraction
    rough: int
    said: str
    given: str = ""

    @property
    def marks(self) -> str:
        """The words that tell it from its like: its own, where it sums up others that have theirs."""
        return f"{self.placed.lead}{self.tail}" if self.summed else self.words

    @property
    def tail(self) -> str:
        """The words behind it, to the next item of its list."""
        return self.placed.tail.partition(_ITEM)[0]


class Panorama:
    """The figures of a report in document order: those of its prose, and those of tables that a head or a row names."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        locator: SectionLocator,
        tops: dict[str, Section],
        patterns: Patterns,
        cells: Iterable[NamedCell] = (),
    ) -> None:
        self._patterns = patterns
        self._by_id: dict[str, Seen] = {}
        self._levels: tuple[Seen, ...] | None = None
        for number, sentence in enumerate(sentences):
            section = locator.at(sentence.at.start)
            own = "" if section is None else section.id
            top = "" if section is None else tops[section.id].id
            title = "" if section is None else section.title
            for seen in _seen(sentence, number, own, top, title, patterns):
                self._by_id[seen.placed.quantity.id] = seen
        for cell in cells:
            section = locator.at(cell.placed.at.start)
            own = "" if section is None else section.id
            self._by_id[cell.placed.quantity.id] = _of_cell(cell, own, "" if section is None else tops[section.id].id)

    @property
    def patterns(self) -> Patterns:
        return self._patterns

    def of(self, one: Placed) -> Seen:
        """The figure as it is seen here."""
        return self._by_id[one.quantity.id]

    def seen(self, one: Quantity) -> Seen | None:
        """A figure as it is seen here; None for one of a table that nothing names."""
        return self._by_id.get(one.id)

    def said(self, one: Quantity) -> str:
        """The words of the sentence before a figure and those behind it; empty for one that stands in a table."""
        seen = self._by_id.get(one.id)
        return "" if seen is None else f"{seen.said} {seen.placed.tail}"

    @cached_property
    def all(self) -> tuple[Seen, ...]:
        return tuple(sorted(self._by_id.values(), key=lambda one: one.placed.at))

    def before(self, offset: int, kind: QuantityKind, unit: str | None) -> list[Seen]:
        """The figures of a kind and unit that stand before an offset."""
        found = self._by_unit.get((kind, unit), [])
        return found[: bisect_left(found, offset, key=lambda one: one.placed.at.start)]

    def called(self, noun: str) -> list[Seen]:
        """The amounts that a noun, and nothing else that names something, stands directly before."""
        return self._by_noun.get(noun, [])

    def ending(self, noun: str) -> list[Seen]:
        """As `called`, with those whose own name is longer and ends so (更新冰箱: 冰箱)."""
        return [one for name, held in self._by_noun.items() if name.endswith(noun) for one in held]

    @cached_property
    def _by_noun(self) -> dict[str, list[Seen]]:
        found: dict[str, list[Seen]] = {}
        for one in self.all:
            if one.placed.quantity.value and one.placed.quantity.kind in _AMOUNTS:
                found.setdefault(self.noun(one), []).append(one)
        return found

    def of_sentence(self, number: int) -> list[Seen]:
        """The figures of a sentence of the prose, or of a row of a table."""
        return self._by_sentence.get(number, [])

    def beside(self, one: Seen, step: int) -> Seen | None:
        """The figure so many behind one (before, where below 0) in its sentence of the prose; None where there is none, or one stands in a table."""
        row = self.of_sentence(one.sentence) if one.sentence >= 0 else []
        return next((other for other in row if other.placed.index == one.placed.index + step), None)

    def behind(self, one: Seen) -> Seen | None:
        """The figure right behind one; None as above."""
        return self.beside(one, 1)

    @cached_property
    def _by_sentence(self) -> dict[int, list[Seen]]:
        found: dict[int, list[Seen]] = {}
        for one in self.all:
            found.setdefault(one.sentence, []).append(one)
        return found

    def ending_in(self, key: str) -> list[Seen]:
        """The amounts of the prose whose words before them, without what says where and when, end with a key, or that stand before it (48家养老机构)."""
        held = self._by_key.get(key[-2:], []) + self._by_head.get(key[:2], [])
        return [
            one
            for one in held
            if self.key(one.placed.lead).endswith(key) or self.key(one.placed.lead, bare=False).endswith(key) or one.tail.startswith(key)
        ]

    @cached_property
    def _by_key(self) -> dict[str, list[Seen]]:
        found: dict[str, list[Seen]] = {}
        for one in self.all:
            if one.placed.quantity.value and one.placed.quantity.kind in _AMOUNTS:
                for key in {self.key(one.placed.lead)[-2:], self.key(one.placed.lead, bare=False)[-2:]}:
                    found.setdefault(key, []).append(one)
        return found

    @cached_property
    def _by_head(self) -> dict[str, list[Seen]]:
        found: dict[str, list[Seen]] = {}
        for one in self.all:
            if one.placed.quantity.value and one.placed.quantity.kind in _AMOUNTS:
                found.setdefault(one.tail[:2], []).append(one)
        return found

    def key(self, words: str, *, bare: bool = True) -> str:
        """Words before a figure without what says where, when or that it is so; ``bare``: and without what says that it is an amount."""
        return _key(words, bare, self._patterns)

    def noun(self, one: Seen) -> str:
        """The words directly before a figure without what says where, when or that it is so, and without verbs of measure."""
        return one.given or _noun(one.placed.lead, self._patterns)

    def levels(self, is_level: Callable[[Seen], bool]) -> tuple[Seen, ...]:
        """The figures that others may be computed from; which they are is asked once."""
        if self._levels is None:
            self._levels = tuple(one for one in self.all if is_level(one))
        return self._levels

    @cached_property
    def _by_unit(self) -> dict[tuple[QuantityKind, str | None], list[Seen]]:
        found: dict[tuple[QuantityKind, str | None], list[Seen]] = {}
        for one in self.all:
            if one.placed.quantity.value:
                found.setdefault((one.placed.quantity.kind, one.placed.quantity.unit), []).append(one)
        return found

    def tier(self, one: Seen, other: Seen) -> int:
        """How far two figures stand from each other."""
        if one.sentence == other.sentence:
            return SENTENCE
        if one.paragraph == other.paragraph:
            return PARAGRAPH
        if one.section == other.section:
            return SECTION
        return TOP if one.top == other.top else REPORT

    def overlap(self, one: str, other: str) -> int:
        """How many pairs of neighbouring characters that name something two phrases share."""
        return len(grams(one, self._patterns) & grams(other, self._patterns))

    def names(self, words: str) -> str:
        """The nouns of a phrase."""
        return " ".join(nouns(words, self._patterns))

    def scattered(self, one: str, other: str) -> bool:
        """Whether a pair of characters that names something stands in the other phrase, if only one by one (取证, 取得证书)."""
        return any(pair[0] in other and pair[1] in other for pair in grams(one, self._patterns))


def _seen(sentence: Sentence, number: int, section: str, top: str, title: str, patterns: Patterns) -> Iterator[Seen]:
    topic = title
    names = _in_order(sentence, patterns)
    for one in sentence.figures:
        lead = one.lead
        own = bool(nouns(lead, patterns))
        summed = patterns.one("claim.far.total").search(lead) is not None
        before = sentence.text[: one.at.start - sentence.at.start][-_LIST:] if summed else topic
        tail = one.tail.partition(_ITEM)[0]
        words = f"{lead} {tail}" if own else f"{before} {lead} {tail}"
        said = sentence.text[: one.at.start - sentence.at.start]
        inner = any(word in said for word in patterns.words("claim.among"))
        size = one.quantity.worth
        given = names.get(one.index, "")
        words = f"{given} {words}" if given else words
        yield Seen(one, number, sentence.paragraph, section, top, words, inner, own, summed, size, int(size * MILLIONTHS), said, given)
        if own and one.depth == 0 and not inner:
            topic = lead


def _in_order(sentence: Sentence, patterns: Patterns) -> dict[int, str]:
    """The names of figures that a sentence tells in the order of the names before them (A、B和C分别为a、b、c), by the places of the figures."""
    found: dict[int, str] = {}
    if not any(word in sentence.text for word in patterns.words("claim.in-order")):
        return found
    joint = patterns.one("claim.named.joint")
    for match in patterns.one("claim.told-in-order").finditer(sentence.text):
        names = [name.strip() for name in joint.sub("\n", match["names"]).split("\n")]
        row = [one for one in sentence.figures if one.at.start - sentence.at.start >= match.end()][: len(names)]
        listed = all(_goes_on(sentence, one, other, joint) for one, other in pairwise(row))
        if len(row) == len(names) > 1 and all(len(name) > 1 for name in names) and listed:
            found |= {one.index: name for one, name in zip(row, names, strict=True)}
    return found


def _goes_on(sentence: Sentence, one: Placed, other: Placed, joint: Pattern) -> bool:
    """Whether nothing but the mark of a list stands between two figures of one unit."""
    between = sentence.text[one.at.end - sentence.at.start : other.at.start - sentence.at.start].strip()
    return one.quantity.alike(other.quantity) and joint.fullmatch(between) is not None


def _of_cell(cell: NamedCell, section: str, top: str) -> Seen:
    """A figure of a table: each row is a sentence and a paragraph of its own."""
    one, row = cell.placed, -cell.row
    size = one.quantity.worth
    return Seen(one, row, row, section, top, one.lead, False, True, cell.total, size, int(size * MILLIONTHS), one.lead)


@lru_cache(maxsize=16384)
def _key(words: str, bare: bool, patterns: Patterns) -> str:
    kept = patterns.one("claim.far.aside" if bare else "claim.called.aside").sub("", words.strip())
    if not bare:
        return patterns.one("claim.moment.reached").sub("", kept).strip()
    cut = patterns.one("subject.tail").sub("", kept)
    return patterns.one("claim.named.amount").sub("", cut if len(cut) > 1 else kept).strip()


@lru_cache(maxsize=8192)
def _noun(lead: str, patterns: Patterns) -> str:
    kept = patterns.one("claim.far.aside").sub("", lead).strip()
    kept = patterns.one("claim.named.amount").sub("", patterns.one("subject.tail").sub("", kept))
    named = nouns(kept, patterns)[-1:]
    return named[0] if named and kept.endswith(named[0]) else kept


def each_of_any(words: str, patterns: Patterns) -> bool:
    """Whether the words before a figure make it one of each (按照每人) and name nothing that it is of (低保标准为每人)."""
    each = patterns.one("claim.of-each").search(words)
    return each is not None and not nouns(words[: each.start()], patterns)


def apart(one: str, other: str, patterns: Patterns) -> bool:
    """Whether two phrases name places, and none of them the same: their figures are of two things, however alike the other words are."""
    first, second = places(one, patterns), places(other, patterns)
    return bool(first) and bool(second) and not first & second


@lru_cache(maxsize=8192)
def places(words: str, patterns: Patterns) -> frozenset[str]:
    """The towns, villages and quarters that a phrase names."""
    return frozenset(match[0] for match in patterns.one("claim.place").finditer(words))


@lru_cache(maxsize=8192)
def grams(words: str, patterns: Patterns) -> frozenset[str]:
    """The pairs of neighbouring characters of a phrase that name something: what only says where, when or that it is so is left out."""
    kept = patterns.one("claim.far.aside").sub(" ", words)
    return frozenset(
        kept[at : at + 2] for at in range(len(kept) - 1) if "\u4e00" <= kept[at] <= "\u9fff" and "\u4e00" <= kept[at + 1] <= "\u9fff"
    )
