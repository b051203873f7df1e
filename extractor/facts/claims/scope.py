"""What a binder sees of one match: the sentence, its figures, those before it, and how a claim is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import agree, nouns
from extractor.facts.claims.far.panorama import apart
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Pattern, Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

if TYPE_CHECKING:
    import regex

IN_FORM = "named-in-the-form"
SAME_CLAUSE = "same-clause"
SAME_SENTENCE = "same-sentence"
SAME_PARAGRAPH = "same-paragraph"
SAME_SECTION = "same-section"
SAME_REPORT = "same-report"
IN_TABLE = "named-in-the-table"
LISTED = "listed"
AMOUNTS = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE})

_FAR = frozenset({SAME_PARAGRAPH, SAME_SECTION, SAME_REPORT})
_MARKS = "，；：、（）(),;:"

HEDGED, OPEN_LIST, AMBIGUOUS, MISSING, MASKED = "hedged", "open-list", "ambiguous", "missing-operand", "masked"


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures measure the same thing in the same unit (万元 and 亿元 are one unit)."""
    return one.alike(other)


def is_amount(quantity: Quantity) -> bool:
    """Whether a figure is so much of something: money, things counted, things measured."""
    return quantity.kind in AMOUNTS


def at_least(one: Quantity, other: Quantity) -> bool:
    """Whether a figure of the unit of another is as large as it; no where one is masked."""
    if one.value is None or other.value is None:
        return False
    return one.worth >= other.worth


def comparable(one: Quantity, other: Quantity) -> bool:
    """As `alike`, and money per head with money: 5304元/人·年 of 17675元 人均支出."""
    if alike(one, other):
        return True
    if one.kind is not QuantityKind.MONEY or other.kind is not QuantityKind.MONEY or one.unit is None or other.unit is None:
        return False
    return one.unit.split("/")[0] == other.unit.split("/")[0] and ("/" not in one.unit or "/" not in other.unit)


@dataclass(frozen=True)
class Scope:
    """One match of a form in one sentence. before: the figures of the earlier sentences of the paragraph, the nearest first. around: the rest."""

    sentence: Sentence
    match: regex.Match[str]
    form: Pattern
    before: Sequence[Placed]
    around: Surroundings
    patterns: Patterns

    @classmethod
    def at_cue(cls, sentence: Sentence, cue: Pattern, around: Surroundings) -> Scope | None:
        """What a binder sees that reads a whole sentence of the prose for a cue in it; None in a cell, and where the cue is not."""
        match = None if sentence.cell else cue.search(sentence.text)
        return None if match is None else cls(sentence, match, cue, (), around, around.patterns)

    @property
    def rule(self) -> str:
        return str(self.form.attributes["rule"])

    def figure(self, name: str) -> Placed | None:
        """The figure that a group of the form matched; None where it takes no part or is not one figure."""
        start, end = self.match.span(name)
        return self.sentence.at_offset(start, end) if start >= 0 else None

    def text(self, name: str) -> str:
        """The words that a group matched; empty where it takes no part."""
        return (self.match[name] or "") if name in self.form.groups else ""

    def has(self, words: str, text: str) -> bool:
        """Whether a word of a lexicon stands in ``text``."""
        return _holds(words, text, self.patterns)

    def earlier(self, stated: Placed, fits: Callable[[Quantity], bool]) -> list[Placed]:
        """The figures of the sentence before ``stated`` that fit, the nearest first."""
        return [one for one in reversed(self.sentence.figures[: stated.index]) if fits(one.quantity)]

    def adjacent(self, one: Placed, other: Placed) -> bool:
        """Whether ``other`` follows in the same clause or the next."""
        return other.clause - one.clause <= 1

    def opening(self) -> str:
        """The words of the clause before the match, back to the mark or the figure before."""
        return self._opening

    @cached_property
    def _opening(self) -> str:
        start = self.match.start() - self.sentence.at.start
        behind = [one.at.end - self.sentence.at.start for one in self.sentence.figures if one.at.end <= self.match.start()]
        if self.match[0][:1] in tuple(_MARKS):
            return ""
        words = self.sentence.text[behind[-1] if behind else 0 : start]
        return words[max(words.rfind(mark) for mark in _MARKS) + 1 :]

    def subject(self, one: Placed) -> str:
        """The words that name a figure: those before it, with those behind it where the ones before hold no noun."""
        return one.lead if nouns(one.lead, self.patterns) else f"{one.lead}{one.tail}"

    def nouns(self, words: str) -> tuple[str, ...]:
        """The nouns of a phrase."""
        return nouns(words, self.patterns)

    def named_alike(self, one: str, other: str) -> bool:
        """Whether two phrases can name one thing; one without nouns takes its subject from the other."""
        return agree(one, other, self.patterns)

    def of_one(self, one: Placed, other: Placed) -> bool:
        """Whether two figures can be of one thing and one year: nothing but their words ties them together."""
        years = {year for year in (year_of(one.quantity), year_of(other.quantity)) if year is not None}
        return len(years) < 2 and self.named_alike(self.subject(one), self.subject(other))

    def ends_before(self, one: Placed, stated: Placed, clauses: int) -> bool:
        """Whether a figure stands in the same part of the sentence as another, at most so many clauses before it."""
        return one.segment == stated.segment and stated.clause - one.clause <= clauses

    def where(self, one: Placed, stated: Placed) -> str:
        return SAME_CLAUSE if one.clause == stated.clause else SAME_SENTENCE

    def operand(self, role: str, one: Placed | Quantity | None, why: str) -> Operand:
        return Operand(role, one.quantity if isinstance(one, Placed) else one, why)

    def reading(self, stated: Placed, part: Placed, whole: Placed) -> list[Operand]:
        """Part and whole of a ratio, with where they were found."""
        return [self.operand("part", part, self.where(part, stated)), self.operand("whole", whole, self.where(whole, stated))]

    def named(self, role: str) -> Operand:
        """The operand that the form itself names."""
        return self.operand(role, self.figure(role), IN_FORM)

    def changes(self, one: Placed) -> bool:
        """Whether the words before a figure say that it is a change and no level."""
        return _tells_change(one.lead, self.patterns)

    def each(self, one: Placed) -> bool:
        """Whether a figure is one of each (每人500元, 户均3人, 12.5万元/公里): neither a whole nor an addend."""
        unit = one.quantity.unit or ""
        return ("/" in unit and not unit.startswith("1/")) or _of_each(one.lead, self.patterns)

    def is_level(self, one: Placed) -> bool:
        """Whether a figure is told for what there is: no change, not one of each, not the earlier one."""
        return not (self.changes(one) or self.each(one) or self.is_base(one))

    def may_be_divided(self, one: Placed) -> bool:
        """Whether a figure is a level, or what a budget gives at the beginning of a year (年初安排3210万元): that is no level of an earlier time."""
        budgeted = ends_with(one.lead, self.patterns.words("claim.budgeted"))
        return self.is_level(one) or (budgeted and not self.changes(one) and not self.each(one))

    def counts_more(self, one: Placed) -> bool:
        """Whether a bracket behind a figure says that it counts more than others do (护送返乡412人次（含上年滞留人员）)."""
        start = one.at.end - self.sentence.at.start
        return self.patterns.one("claim.part.with-more").match(self.sentence.text, start) is not None

    def outer(self, figures: Iterable[Placed]) -> list[Placed]:
        """The figures without those that a 其中 lists: what the sentence says of the whole."""
        return [one for one in figures if one.index not in self._inner]

    def inner(self, figures: Iterable[Placed]) -> list[Placed]:
        """Those of the figures that stand in a list under 其中."""
        return [one for one in figures if one.index in self._inner]

    @cached_property
    def _inner(self) -> frozenset[int]:
        """The places of the figures that stand in a list under 其中."""
        text, offset = self.sentence.text, self.sentence.at.start
        inner: set[int] = set()
        for word in self.patterns.words("claim.among"):
            at = text.find(word)
            while at >= 0:
                listed: list[Placed] = []
                behind = [one for one in self.sentence.figures if one.at.start >= offset + at]
                for one in behind:
                    last = listed[-1] if listed else one
                    fresh = one.clause != last.clause and (one.clause - last.clause > 1 or self._begins_anew(one))
                    if one.segment != last.segment or fresh or (listed and self.changes(one)):
                        break
                    listed.append(one)
                alone = len(listed) == 1 < len(behind) and len(behind) == len(self.sentence.figures) and self.changes(behind[1])
                if not alone:  # 其中：拨款收入812.6万元，同比增加198.4万元，增加32.3%: what the sentence tells of
                    inner.update(one.index for one in listed)
                at = text.find(word, at + 1)
        return frozenset(inner)

    def _begins_anew(self, one: Placed) -> bool:
        lead = one.lead.strip()
        return lead.startswith(self.patterns.words("claim.stop"))

    def is_base(self, one: Placed) -> bool:
        """Whether the words before a figure say that it is the earlier one."""
        return self.is_compared(one) or _holds("claim.base", without("claim.no-base", one.lead, self.patterns), self.patterns)

    def is_compared(self, one: Placed) -> bool:
        """Whether the words behind a figure say that others are compared with it (同上年的1748.2万元相比)."""
        return one.tail[:4].startswith(tuple(self.patterns.words("claim.compared-with")))

    def bare(self, words: str) -> str:
        """Words without those in them that hold a word of comparison and compare with nothing (比对)."""
        return bare(words, self.patterns)

    def opens(self, words: str) -> bool:
        """Whether the names of parts say that there are others (等, 包括), and do not only hold the characters (残疾等级, 如期)."""
        return _holds("claim.open", without("claim.no-open", words, self.patterns), self.patterns)

    def respectively(self, stated: Placed) -> bool:
        """Whether the words before a figure say that it is one of several told in the order of others (分别)."""
        return self.has("claim.respectively", stated.lead) or self.has("claim.respectively", self.match[0])

    def falls(self, verb: str) -> bool:
        return self.has("claim.down", verb)

    def claim(
        self,
        stated: Placed | Quantity,
        operands: Sequence[Operand],
        *,
        others: Iterable[Sequence[Operand]] = (),
        doubt: str | None = None,
        hedges_count: bool = True,
        rule: str | None = None,
        weak: str | None = None,
        **params: object,
    ) -> Claim:
        """A claim. others: further readings; one that agrees clears the claim, none of them accuses.

        weak: the binding is only likely, and the claim accuses where one slip would make it hold (``guard``), or where its result comes near (``far``).
        """
        quantity = stated.quantity if isinstance(stated, Placed) else stated
        readings = tuple(tuple(one) for one in others)
        why = doubt_of(quantity, operands, hedges_count=hedges_count) or doubt
        said: dict[str, object] = dict(params)
        if any(one.why in _FAR for one in operands):
            said["far"] = True
            why = why or (AMBIGUOUS if self._elsewhere(quantity, operands) else None)
        if weak is not None:
            said[weak] = True
        if readings:
            said["readings"] = readings
        return Claim.of(rule or self.rule, self.form.id, quantity, operands, said, doubt=why)

    def _elsewhere(self, stated: Quantity, operands: Sequence[Operand]) -> bool:
        """Whether an operand from another sentence is of another place than the figure stated (青岚镇, 白鹤镇)."""
        view = self.around.panorama
        own = view.said(stated)
        far = [one.quantity for one in operands if one.why in _FAR and one.quantity is not None]
        return any(apart(own, view.said(one), self.patterns) for one in far)


@lru_cache(maxsize=16384)
def _holds(lexicon: str, text: str, patterns: Patterns) -> bool:
    """Whether a word of a lexicon stands in a text; the words before a figure are asked for many times."""
    return any(word in text for word in patterns.words(lexicon))


@lru_cache(maxsize=4096)
def _tells_change(lead: str, patterns: Patterns) -> bool:
    """Whether words before a figure say that it is a change and no level."""
    if ends_with(lead, patterns.words("claim.change")):
        return not ends_with(lead, patterns.words("claim.no-change"))
    return patterns.one("claim.more-than").search(lead) is not None


@lru_cache(maxsize=4096)
def _of_each(lead: str, patterns: Patterns) -> bool:
    """Whether words before a figure say that it is one of each."""
    return patterns.one("claim.of-each").search(lead) is not None


def bare(words: str, patterns: Patterns) -> str:
    """Words without those in them that hold a word of comparison and compare with nothing (比较满意)."""
    return without("claim.no-base", words, patterns)


@lru_cache(maxsize=4096)
def without(lexicon: str, text: str, patterns: Patterns) -> str:
    """A text with a blank in the place of each word of a lexicon."""
    for word in patterns.words(lexicon):
        if word in text:
            text = text.replace(word, " ")
    return text


def doubt_of(stated: Quantity, operands: Sequence[Operand], *, hedges_count: bool = True) -> str | None:
    """What keeps a claim from being decided: a masked figure, a missing operand, a hedge."""
    figures = [stated, *(one.quantity for one in operands if one.quantity is not None)]
    if any(one.value is None and one.hedge is Hedge.EXACT for one in figures):
        return MASKED
    if any(one.quantity is None for one in operands) or not operands:
        return MISSING
    if any(one.value is None for one in figures):
        return HEDGED
    if hedges_count and any(one.hedge is not Hedge.EXACT for one in figures):
        return HEDGED
    return None


def year_of(quantity: Quantity) -> int | None:
    """The year that a figure speaks of, where the report writes it."""
    period = quantity.period
    return int(period[:4]) if period is not None and period[:4].isdigit() else None


def ends_with(lead: str, words: Iterable[str]) -> bool:
    """Whether the words before a figure end with one of ``words``."""
    return lead.rstrip().endswith(tuple(words))


def total_of(figures: Iterable[Placed]) -> Fraction:
    """What the printed figures make together, in their unit."""
    return sum((one.quantity.worth for one in figures), Fraction(0))


def pairs(figures: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Every ordered pair of two figures."""
    return ((one, other) for one in figures for other in figures if one is not other)
