"""claim/repeat and claim/implausible: the same figure told twice, and ratios that stand out from the report's others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from extractor.facts.claims.far.panorama import apart, each_of_any, grams
from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, SAME_REPORT, alike, year_of
from extractor.facts.figures import Placed, Sentence
from extractor.facts.figures.sentences import begin_of, end_of
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.facts import Deduction, Score, Totals
from extractor.model.outline import Outline
from extractor.model.text import Span, Text

RESTATED = "restated"
_LONG_ENOUGH, _NAMED = 6, 4
"""Characters that two subjects share where they name one thing; fewer are enough where they are all of one of them."""
_DIGITS, _FEW = 3, 2
"""Digits of a figure that is told from others by its value; of one that the words round it tell."""
_EXCHANGED = 2
_CLAUSES = "\uff0c\uff1b\uff1a"
_REACH = 40
"""Characters before and behind a figure that may name it."""


def repeats(text: Text, outline: Outline, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures told twice of one thing: equal ones, and such as differ though the noun phrase round both is the same, word for word.

    Unlike figures count only where they differ by the order of their digits, the slip that copying makes, or where both are what the whole
    place has (全县共有). Other differences are left alone: two figures with like words round them are mostly two things.
    """
    earlier: dict[tuple[str | None, str], list[Quantity]] = {}
    phrased: dict[tuple[str | None, str], list[tuple[Quantity, str]]] = {}
    common = patterns.words("claim.not-one-thing")
    contrasts = lru_cache(maxsize=None)(lambda words: tuple(word in words for word in patterns.words("claim.contrasts")))
    region = outline.document.region
    own_marks: list[str] = [] if region is None else patterns.entry("claim.region-levels").data["levels"].get(region[1], [])
    amounts = [_amount(one) for one in quantities if one.value is not None]
    for one in quantities:
        digits = one.digits
        if one.kind not in AMOUNTS or one.hedge is not Hedge.EXACT or len(digits) < _FEW:
            continue
        phrase, whole = _phrase(text.content, one, patterns)
        if phrase:
            seen = phrased.setdefault((one.unit, phrase), [])
            recalls = bool(seen) and _recalls(text.content, one, patterns)
            said = bool(seen) and not any(word in phrase for word in patterns.words("claim.repeat.not-said"))
            plain = said and (len(phrase) >= _LONG_ENOUGH or not _of_each(text.content, one, patterns))
            rivals = [
                known
                for known, place in (seen if plain or recalls else ())
                if not _in_one_row(text, known, one)
                if (_slipped(known, one) and of_one_subject(text.content, known, one, patterns))
                or (len(phrase) >= _LONG_ENOUGH and _one_digit(known, one) and of_one_subject(text.content, known, one, patterns))
                or recalls
                or (place and place == whole and not _moved(known, one, amounts) and _of_one_place(text, known, one, whole, own_marks))
            ]
            rivals = [known for known in rivals if not _of_other_wholes(text.content, known, one, quantities, patterns)]
            if (
                rivals
                and len({_amount(known) for known, _ in seen} | {_amount(one)}) == 2
                and _amount(rivals[0]) != _amount(one)
                and _of_one_time(text.content, rivals[0], one, outline, patterns)
            ):
                yield _repeat(rivals[0], one)
            seen.append((one, whole))
        if len(digits) < _DIGITS or one.subject is None or any(word in one.subject for word in common):
            continue
        group = earlier.setdefault((one.unit, digits), [])
        known = next((o for o in group if o.scale == one.scale and o.decimals == one.decimals and _same_thing(o, one, contrasts)), None)
        if known is not None:
            yield _repeat(known, one)
        group.append(one)


def _in_one_row(text: Text, one: Quantity, other: Quantity) -> bool:
    """Whether two figures stand in one row of a table: its columns tell what is different of them (预期目标 | 实际完成情况)."""
    row = text.paragraph_at(one.at.start)
    return text.paragraphs[row].table and row == text.paragraph_at(other.at.start)


def _repeat(known: Quantity, one: Quantity) -> Claim:
    operand = Operand("first", known, SAME_REPORT)
    return Claim("claim/repeat", "claim.repeat", one, (operand,), Span(known.at.start, one.at.end))


def _amount(one: Quantity) -> tuple[str | None, Fraction]:
    return one.unit, one.worth


def _slipped(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have the same digits, two of them exchanged: more in another order is another figure."""
    first, second = one.digits, other.digits
    alike_printed = one.scale == other.scale and one.decimals == other.decimals
    exchanged = sorted(first) == sorted(second) and sum(here != there for here, there in zip(first, second, strict=True)) == _EXCHANGED
    return alike_printed and len(first) >= _DIGITS and exchanged


def _one_digit(one: Quantity, other: Quantity) -> bool:
    """Whether two figures printed alike differ in one digit."""
    first, second = one.digits, other.digits
    alike_printed = one.scale == other.scale and one.decimals == other.decimals and len(first) == len(second) > _DIGITS
    return alike_printed and sum(here != there for here, there in zip(first, second, strict=True)) == 1


def _recalls(content: str, one: Quantity, patterns: Patterns) -> bool:
    """Whether the sentence says that it tells its figure again (如前所述, 已在前文列明)."""
    said = content[begin_of(content, one.at.start) : end_of(content, one.at.end)]
    return any(word in said for word in patterns.words("claim.repeat.recalls"))


def _of_each(content: str, one: Quantity, patterns: Patterns) -> bool:
    """Whether a figure is one of each and nothing before says of what (按照每人900元): whose price it is may stand anywhere beside it."""
    words = _sentence(content, one)
    return each_of_any(words[max(words.rfind(mark) for mark in _CLAUSES) + 1 :], patterns)


def of_one_subject(content: str, one: Quantity, other: Quantity, patterns: Patterns) -> bool:
    """Whether the clauses of the sentences before two figures name the same (护林员在岗103名，补贴每月1900元): else they are of two things.

    Half of the pairs of characters of the shorter one must stand in the other; where one names nothing before its own clause, the phrase says it all.
    """
    told = [grams(_opening(content, item), patterns) for item in (one, other)]
    if not told[0] or not told[1]:
        return told[0] == told[1]
    return len(told[0] & told[1]) * 2 >= min(len(told[0]), len(told[1])) and not apart(
        _sentence(content, one), _sentence(content, other), patterns
    )


def _of_other_wholes(content: str, one: Quantity, other: Quantity, quantities: Sequence[Quantity], patterns: Patterns) -> bool:
    """Whether two figures are parts, by the words of their sentences, of wholes that differ (申请184万元，其中补助106万元; 完成138万元，其中补助60万元)."""
    wholes: list[Quantity] = []
    for item in (one, other):
        begin = begin_of(content, item.at.start)
        opens = max(content.rfind(word, begin, item.at.start) for word in patterns.words("claim.among"))
        told = [known for known in quantities if begin <= known.at.start and known.at.end <= opens and alike(known, item)]
        wholes += told[-1:]
    return len(wholes) > 1 and _amount(wholes[0]) != _amount(wholes[1])


def _sentence(content: str, one: Quantity) -> str:
    """The words of a sentence up to a figure."""
    return content[begin_of(content, one.at.start) : one.at.start]


def _opening(content: str, one: Quantity) -> str:
    """The clauses of its sentence before that of a figure."""
    words = _sentence(content, one)
    return words[: max(words.rfind(mark) for mark in _CLAUSES) + 1]


def _moved(one: Quantity, other: Quantity, amounts: Sequence[tuple[str | None, Fraction]]) -> bool:
    """Whether the report tells of a change that leads from one figure to the other (36家, 新增2家, 38家)."""
    (unit, first), (_, second) = _amount(one), _amount(other)
    return (unit, abs(first - second)) in amounts


def _of_one_place(text: Text, one: Quantity, other: Quantity, place: str, own: Sequence[str]) -> bool:
    """Whether the whole place (全县) is that of the report; a report on several places has many, told apart by their paragraphs."""
    return place in own or text.paragraph_at(one.at.start) == text.paragraph_at(other.at.start)


def _phrase(content: str, one: Quantity, patterns: Patterns) -> tuple[str, str]:
    """The noun phrase of a figure without what says where and when, and the place as a whole (县) that has so many; empty where it names none."""
    before = patterns.one("claim.repeat.before").search(content, max(0, one.at.start - _REACH), one.at.start)
    lead = "" if before is None else before[0]
    aside = patterns.one("claim.repeat.aside")
    kept = aside.sub("", lead)
    if len(kept) < _NAMED:
        behind = patterns.one("claim.repeat.behind").match(content, one.at.end, min(len(content), one.at.end + _REACH))
        kept += "" if behind is None else aside.sub("", behind["phrase"])
    has = patterns.one("claim.repeat.has").search(lead)
    return (kept, "" if has is None else str(has["place"])) if len(kept) >= _NAMED else ("", "")


def _of_one_time(content: str, one: Quantity, other: Quantity, outline: Outline, patterns: Patterns) -> bool:
    """Whether nothing says that two figures are of two times: their sentences name the same ones. The year of the report goes without saying."""
    own = outline.document.period
    years = [None if year_of(item) == own else year_of(item) for item in (one, other)]
    named = []
    year_word = patterns.words("unit.time")[0]
    for item in (one, other):
        start = begin_of(content, item.at.start)
        named.append(
            {match[0] for match in patterns.one("claim.repeat.when").finditer(content, start, item.at.start)} - {f"{own}{year_word}"}
        )
    return named[0] == named[1] and years[0] == years[1]


def _same_thing(one: Quantity, other: Quantity, contrasts: Callable[[str], tuple[bool, ...]]) -> bool:
    """Whether the words round two figures name the same thing of the same period. contrasts: which words that set things apart stand among some."""
    first, second = one.subject or "", other.subject or ""
    if contrasts(first) != contrasts(second):
        return False
    years = {year_of(one), year_of(other)} - {None}
    if len(years) > 1:
        return False
    shared = _longest_shared(first, second)
    return shared >= _LONG_ENOUGH or (shared >= _NAMED and shared == min(len(first), len(second)))


def _longest_shared(one: str, other: str) -> int:
    """The length of the longest run of characters that two texts share."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def restated(scores: Mapping[str, Score], totals: Totals, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures in the reasons of deductions (因配套资金占34%，扣减1.32分), linked to the figure of the report that they restate."""
    places: list[Deduction] = [one for score in scores.values() for one in score.deductions]
    places += list(totals.deductions)
    told: set[str] = set()
    for deduction in sorted(places, key=lambda one: one.at):
        reach = Span(max(0, deduction.at.start - len(deduction.reason) - 24), deduction.at.start)
        for one in quantities:
            if one.kind is not QuantityKind.PERCENT or one.value is None or one.id in told:
                continue
            if not one.at.within(reach) or one.text not in deduction.reason or _is_limit(one, deduction.reason, patterns):
                continue
            known = [
                other
                for other in quantities
                if other.at.end <= one.at.start
                and alike(other, one)
                and other.value == one.value
                and other.decimals == one.decimals
                and not other.at.within(reach)
            ]
            if known:
                told.add(one.id)
                operand = Operand("first", known[0], RESTATED)
                yield Claim("claim/repeat", "claim.repeat.reason", one, (operand,), one.at, None, {"restates": known[0].id})


def _is_limit(one: Quantity, reason: str, patterns: Patterns) -> bool:
    """Whether the reason names the figure as a limit that was not reached (未达到80%), not as a fact."""
    lead = reason[: reason.find(one.text)]
    return any(word in lead[-8:] for word in patterns.words("claim.limit-in-reason"))


def implausible(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """People a household, where the report gives at least four such pairs: each against all the others."""
    couples = [one for sentence in sentences for one in _couples(sentence, patterns)]
    distinct: dict[tuple[object, object], tuple[Quantity, Quantity]] = {}
    for households, people in couples:
        distinct.setdefault((households.value, people.value), (households, people))
    pairs = list(distinct.values())
    if len(pairs) < 4:
        return
    for households, people in pairs:
        others = tuple(Operand("other", one, SAME_REPORT) for pair in pairs if pair[0] is not households for one in pair)
        operands = (Operand("households", households, SAME_PARAGRAPH), *others)
        yield Claim("claim/implausible", "claim.implausible", people, operands, Span(households.at.start, people.at.end))


def _couples(sentence: Sentence, patterns: Patterns) -> Iterator[tuple[Quantity, Quantity]]:
    figures: Sequence[Placed] = sentence.figures
    household, person = patterns.words("claim.household-units")
    for one, other in pairwise(figures):
        units = (one.quantity.unit, other.quantity.unit)
        close = patterns.one("claim.household-joint").fullmatch(sentence.between(one, other)) is not None
        exact = one.quantity.hedge is Hedge.EXACT and other.quantity.hedge is Hedge.EXACT
        if units == (household, person) and close and exact and one.quantity.value and other.quantity.value:
            yield one.quantity, other.quantity
