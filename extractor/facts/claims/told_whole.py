"""Equations that a sentence tells whole, in any order: each of its figures has its part by the words about it, and none is left over.

The forms read equations by the order of their words, and accuse where figures come near or a slip is small, since other figures may be meant. Where all that a
sentence tells are the figures of one equation, no others can be meant, and no order need be asked for (增长4.6倍，由89人增至498人).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import other_channel, shared_pairs
from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Pattern, Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

if TYPE_CHECKING:
    import regex

_KIND = "claim-told-whole"
_FIGURE, _PLACE = "＠", "＃"
"""What stands for the figure in the words about it; for one spelt out with no words before it, which is a place in a row (二批43.9万元)."""
_LEAST, _MOST = 2, 8
"""Figures of such a sentence."""
_TURN = 6
"""Characters behind a figure that may say what becomes of it (420批次增长到)."""
_OFTEN = "often"
"""The equation that holds of whole years only."""
_SKIPPED = "skip"
"""The part of a figure that is but a word of the next one's."""
_TIMES_A_YEAR = {"two": 6, "half": 2, "quarter": 4, "month": 12, "third": 3}
_RATES = frozenset({QuantityKind.MULTIPLE, QuantityKind.PERCENT})
_COUPLE = 2

Parts = dict[str, list[Placed]]


def told_whole(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """The claim of each sentence that is one equation, where no reading of its figures has been decided or holds."""
    forms = patterns.kind(_KIND)
    aside, part_year = patterns.one("claim.told-whole.aside"), patterns.one("claim.told-whole.part-year")
    whole_year = patterns.one("claim.told-whole.whole-year")
    for sentence in sentences:
        if sentence.cell or not _LEAST <= len(sentence.figures) <= _MOST or not _are_exact(sentence) or aside.search(sentence.text):
            continue
        in_part = part_year.search(sentence.text) is not None or not whole_year.search(sentence.text)
        tried = [form for form in forms if not (in_part and form.attributes["equation"] == _OFTEN)]
        found = [claims for form in tried if (claims := list(_claims(form, sentence, patterns)))]
        if len(found) != 1:
            continue
        for claim in found[0]:
            first = known.get((claim.rule, claim.stated.id))
            others = [one for one in known.values() if claim.stated.id in one.figure_ids and one.rule != claim.rule]
            summed = known.get(("claim/sum", claim.stated.id)) if claim.rule == "claim/breakdown" else None
            if any(one.doubt is None and holds(one) for one in others) or (summed is not None and summed.doubt is None):
                continue
            if first is None or first.doubt is not None or (weak(first) and not holds(first)):
                yield claim


def _are_exact(sentence: Sentence) -> bool:
    return all(one.quantity.value and one.quantity.hedge is Hedge.EXACT for one in sentence.figures)


def _claims(form: Pattern, sentence: Sentence, patterns: Patterns) -> Iterator[Claim]:
    """What a sentence says by one form; nothing where a figure of it has no part, or too many have one."""
    parts: Parts = {}
    said: dict[str, str] = {}
    carried = ""
    for one in sentence.figures:
        end = one.at.end - sentence.at.start
        match = form.search(f"{carried or one.lead}{_sign(one)}{sentence.text[end : end + min(_TURN, len(one.tail))]}")
        if match is None:
            return
        told = [name for name, words in match.groupdict().items() if words is not None]
        carried = f"{one.lead}{one.quantity.text}{one.tail}" if told[0] == _SKIPPED else ""  # 每两个月一次: no figure of its own
        if not carried:
            parts.setdefault(told[0], []).append(one)
            said |= dict.fromkeys(told[1:], told[0])
    match form.attributes["equation"]:
        case "growth":
            yield from _growth(form, parts, said, patterns)
        case "times":
            yield from _times(form, parts, patterns)
        case "apart":
            yield from _apart(form, parts, patterns)
        case "often":
            yield from _often(form, parts, said, patterns)
        case "same":
            yield from _same(form, parts)
        case "mean":
            yield from _mean(form, parts, said, patterns)
        case "batches":
            yield from _batches(form, parts, patterns.one("claim.told-whole.stages").search(sentence.text), patterns)
        case "advance":
            yield from _advance(form, parts)


def _sign(one: Placed) -> str:
    spelt = one.quantity.kind is QuantityKind.COUNT and not any(char.isdigit() for char in one.quantity.text)
    return _PLACE if spelt and not one.lead.strip("、 ") else _FIGURE


def _claim(rule: str, form: Pattern, stated: Placed, operands: Sequence[tuple[str, Placed]], **params: object) -> Claim:
    told = [Operand(role, one.quantity, IN_FORM) for role, one in operands]
    return Claim.of(rule, form.id, stated.quantity, told, {"whole": True, **params})


def _levels(parts: Parts, patterns: Patterns) -> tuple[Placed, Placed] | None:
    """The level now and the one before, of one thing, where a sentence tells just these two."""
    current, base = parts.get("current", []), parts.get("base", [])
    if len(current) != 1 or len(base) != 1 or not _is_of_one(current[0], base[0], patterns):
        return None
    return current[0], base[0]


def _is_of_one(one: Placed, other: Placed, patterns: Patterns) -> bool:
    """Whether two figures are measured alike, and both bear one name, or one of them none of its own."""
    if one.quantity.kind not in AMOUNTS or not alike(one.quantity, other.quantity) or other_channel(one.lead, other.lead, patterns):
        return False
    plain = patterns.one("claim.told-whole.plain")
    names = [plain.sub("", figure.lead + figure.tail) for figure in (one, other)]
    return not all(names) or shared_pairs(*names) > 0


def _growth(form: Pattern, parts: Parts, said: Mapping[str, str], patterns: Patterns) -> Iterator[Claim]:
    levels, rates = _levels(parts, patterns), parts.get("rate", [])
    if levels is not None and len(rates) == 1 and rates[0].quantity.kind in _RATES and _is_rate_of(rates[0], levels, patterns):
        operands = list(zip(("current", "base"), levels, strict=True))
        yield _claim("claim/growth", form, rates[0], operands, sign=-1 if "down" in said else 1)


def _is_rate_of(rate: Placed, levels: Sequence[Placed], patterns: Patterns) -> bool:
    """Whether a rate of change names nothing of its own (收购金额同比增长p% beside what was bought), or one of the levels does so too."""
    said = patterns.one("claim.told-whole.changed").search(rate.lead)
    return said is None or any(said["own"] in one.lead + one.tail for one in levels)


def _times(form: Pattern, parts: Parts, patterns: Patterns) -> Iterator[Claim]:
    levels, rates = _levels(parts, patterns), parts.get("rate", [])
    if levels is not None and len(rates) == 1 and rates[0].quantity.kind is QuantityKind.MULTIPLE:
        yield _claim("claim/ratio", form, rates[0], list(zip(("part", "whole"), levels, strict=True)))


def _apart(form: Pattern, parts: Parts, patterns: Patterns) -> Iterator[Claim]:
    levels, apart = parts.get("level", []), parts.get("apart", [])
    if len(levels) == _COUPLE and len(apart) == 1 and all(alike(one.quantity, apart[0].quantity) for one in levels):
        more, less = sorted(levels, key=lambda one: one.quantity.worth, reverse=True)
        if more.quantity.kind in AMOUNTS and _is_of_one(more, less, patterns):
            yield _claim("claim/difference", form, apart[0], [("current", more), ("base", less)], sign=0)


def _often(form: Pattern, parts: Parts, said: Mapping[str, str], patterns: Patterns) -> Iterator[Claim]:
    """So many times in each quarter are four times as many in a year."""
    each, total = parts.get("each", []), parts.get("total", [])
    if len(each) != 1 or len(total) != 1 or each[0].quantity.kind is not QuantityKind.COUNT or not _is_of_one(each[0], total[0], patterns):
        return
    number = next(times for name, times in _TIMES_A_YEAR.items() if name in said)
    yield _claim("claim/product", form, total[0], [("factor", each[0])], factors=(Fraction(number),))


def _same(form: Pattern, parts: Parts) -> Iterator[Claim]:
    one, other = parts.get("one", []), parts.get("other", [])
    if len(one) == 1 and len(other) == 1 and one[0].quantity.kind is QuantityKind.MONEY and alike(one[0].quantity, other[0].quantity):
        yield _claim("claim/conversion", form, other[0], [("value", one[0])])


def _mean(form: Pattern, parts: Parts, said: Mapping[str, str], patterns: Patterns) -> Iterator[Claim]:
    """The mean of rates that is said to be plain, or lies outside of them all: any other may be weighted by what is not told."""
    terms, mean = parts.get("term", []), parts.get("mean", [])
    if len(mean) != 1 or len(terms) < _COUPLE or any(one.quantity.kind is not QuantityKind.PERCENT for one in (*terms, *mean)):
        return
    plain = patterns.one("claim.told-whole.plain")
    if len({plain.sub("", one.lead)[-_COUPLE:] for one in terms}) > 1:
        return  # 满意度95%，完成率90%: rates of several things have no mean
    worths = sorted(one.quantity.worth for one in terms)
    if "plain" in said or not worths[0] <= mean[0].quantity.worth <= worths[-1]:
        yield _claim("claim/average", form, mean[0], [("total", one) for one in terms], factors=(Fraction(len(terms)),))


def _batches(form: Pattern, parts: Parts, stages: regex.Match[str] | None, patterns: Patterns) -> Iterator[Claim]:
    """A sum that is paid in parts, all of which are told: as many as it is said to be paid in."""
    whole, number, rows = (parts.get(name, []) for name in ("whole", "number", "part"))
    told = [int(one.quantity.worth) for one in number] + ([] if stages is None else [chinese_to_int(stages["number"], patterns)])
    if len(whole) == 1 and told == [len(rows)] and all(alike(one.quantity, whole[0].quantity) for one in rows):
        yield _claim("claim/breakdown", form, whole[0], [("part", one) for one in rows])


def _advance(form: Pattern, parts: Parts) -> Iterator[Claim]:
    """The share of a price that each step pays, with its amount right behind it, before it in a bracket, or in a row of amounts behind a row of shares."""
    whole = parts.get("whole", [])
    others = sorted((one for name, some in parts.items() if name not in ("whole", "left") for one in some), key=lambda one: one.index)
    shares = [one for one in others if one.quantity.kind is QuantityKind.PERCENT]
    paid = [one for one in others if one.quantity.kind is QuantityKind.MONEY]
    if (
        len(whole) != 1
        or whole[0].quantity.kind is not QuantityKind.MONEY
        or not shares
        or len(shares) != len(paid)
        or len(others) != 2 * len(paid)
    ):
        return
    steps = list(zip(shares, paid, strict=True))
    in_rows = len(shares) > 1 and shares[-1].index < paid[0].index and paid[0] in parts.get("dealt", [])
    if in_rows or all(_is_step(share, amount, parts) for share, amount in steps):
        for share, amount in steps:
            yield _claim("claim/ratio", form, share, [("part", amount), ("whole", whole[0])])


def _is_step(share: Placed, amount: Placed, parts: Parts) -> bool:
    """Whether an amount is told to be a share: 40%即222.08万元, 按40%支付222.08万元, 222.08万元（40%）."""
    if share.index == amount.index + 1:
        return share.bracket == amount.at.end and share in parts.get("row", [])
    if amount.index != share.index + 1 or amount.depth != share.depth:
        return False
    return amount in parts.get("paid", []) or (amount in parts.get("given", []) and share in parts.get("rated", []))
