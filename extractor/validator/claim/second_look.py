"""A second look at a claim that fails: whether other figures beside it give what it states. It may only clear, never accuse.

Tried are the figures of its sentence and those next to it (params ``around`` and ``beyond``), by the equation of the claim's rule; one that gives the
stated figure to the digit may be what the report means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations

from extractor.model.claims import Claim, Quantity, QuantityKind
from extractor.validator.claim.besides import evened_out, of_a_larger, of_net_or_more, of_what_was_planned
from extractor.validator.claim.comparison import compare
from extractor.validator.claim.equations import Result
from extractor.validator.claim.fits import named_alike
from extractor.validator.claim.spread import is_fraction, unit_of, value_of
from extractor.validator.interval import Interval

_AMOUNTS = frozenset({QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.MEASURE})
_MOST = 10
"""Figures that are tried: among more, chance would give any figure."""
_TELLING = 3
"""Digits of a figure from which those of other sentences may explain it."""
_BOUND = frozenset({"claim/ratio", "claim/difference", "claim/product", "claim/average"})
"""Rules whose operands a sentence names."""
_BESIDE = ("named-in-the-form", "listed", "same-clause", "same-sentence")
_SHARES_OF = frozenset({"claim.ratio.share", "claim.ratio.share-whole", "claim.ratio.proportion"})
"""Forms of shares (LED占75.8%), whose whole may be all that is told."""
_MONTHS = (Fraction(1), Fraction(12))
_TENTH = Fraction(1, 10)
_COUPLE = 2


def explained_elsewhere(claim: Claim) -> bool:
    """Whether figures beside a claim that are not its operands give what it states."""
    if any(reading(claim) for reading in _READINGS):
        return True
    ways = _WAYS.get(claim.rule)
    around, beyond = _figures(claim, "around"), _figures(claim, "beyond")
    digits = claim.stated.telling
    if ways is None or claim.stated.value is None or len(digits) < _COUPLE or _is_firm(claim):
        return False
    pool = [*around, *(beyond if len(digits) >= _TELLING else ())]
    own = [one.quantity for one in claim.operands if one.quantity is not None and one.quantity.value]
    if claim.rule == "claim/sum":
        beyond = [one for one in beyond if one.at.end <= claim.stated.at.start]  # 参加技能培训的1150人次中…: an addend told again behind
        pool = [*(one for one in around if one.at.end <= claim.stated.at.start), *(beyond if len(digits) >= _TELLING else ())]
        behind = [one for one in around if one.at.start >= claim.stated.at.end]
        if any(_gives(claim.stated, value) for value in ways(claim.stated, behind, [])):
            return True  # what stands behind a sum may make it up alone; it takes the place of no addend before it
    if claim.rule == "claim/ratio":
        values = [*_shares(claim.stated, around, own), *_shares(claim.stated, pool, own)]  # a list of the sentence alone first
        return any(_is_close(claim.stated, value) for value in values)
    return any(_gives(claim.stated, value) for value in ways(claim.stated, pool, own)) or _of_a_rate_beside(claim, pool)


def _of_one_more(claim: Claim) -> bool:
    """Whether what stands behind a sum is one more addend of it (食堂9个、餐点6个，共计18个网点，含续建的3个)."""
    own = [value_of(one.quantity) for one in claim.operands if one.quantity is not None and one.quantity.value]
    behind = [one for one in _figures(claim, "around") if one.at.start >= claim.stated.at.end and one.alike(claim.stated)]
    return claim.rule == "claim/sum" and any(sum(own, value_of(one)) == value_of(claim.stated) for one in behind)


def explained_list(claim: Claim, computed: Fraction) -> bool:
    """Whether another figure beside a list, or what it lists with one, is what its parts give: then it is of that one."""
    around, beyond = _figures(claim, "around"), _figures(claim, "beyond")
    own = claim.operand_ids
    if claim.params.get("partition"):
        beyond = [one for one in beyond if one.at.end <= claim.at.start]  # all of it by its names: what is told behind tells it again
    values = [value_of(one) for one in (*around, *beyond) if one.id not in own and one.alike(claim.stated)]
    return claim.rule == "claim/breakdown" and any(computed in (one, one + value_of(claim.stated)) for one in values)


def _figures(claim: Claim, where: str) -> list[Quantity]:
    """The figures of a claim's sentence (``around``), or of those next to it (``beyond``), without those of no value."""
    told = claim.params.get(where, ())
    assert isinstance(told, tuple)
    return [one for one in told if one.value]


def average_beside(claim: Claim, computed: Fraction) -> bool:
    """Whether another figure of the sentence is the average that the operands give: they are of its year, or of its thing (486吨，2022年降至431吨)."""
    around = _figures(claim, "around")
    own = claim.operand_ids
    others = [one for one in around if one.id not in own and one.kind is claim.stated.kind and one.unit == claim.stated.unit]
    return claim.rule == "claim/average" and any(_gives(one, computed) for one in others)


def _of_a_rate_beside(claim: Claim, pool: Sequence[Quantity]) -> bool:
    """Whether a rate beside what is left says of what was used, and of nothing else, that so much is left of it (支出…，支出率98%，尚余…)."""
    bound = {one.role: value_of(one.quantity) for one in claim.operands if one.quantity is not None and one.quantity.value}
    if claim.rule != "claim/difference" or set(bound) != {"had", "used"} or len(claim.operands) > _COUPLE:
        return False
    spent, left = bound["used"], value_of(claim.stated)
    rates = [one for one in pool if one.kind is QuantityKind.PERCENT and not _gives(one, spent / bound["had"])]
    return any(_is_close(one, spent / (spent + left)) for one in rates)


def _of_several(claim: Claim) -> bool:
    """Whether a change is that of what is told together before it (一等奖24项、二等奖57项，比上年的68项多13项)."""
    around = _figures(claim, "around")
    bound = {one.role: one.quantity for one in claim.operands if one.quantity is not None}
    level, base = bound.get("current"), bound.get("base")
    if claim.rule not in ("claim/difference", "claim/growth") or level is None or base is None or not value_of(base):
        return False
    before = [one for one in around if one.at.end <= level.at.end and one.alike(level) and one.id != base.id]
    total = Fraction(0)
    for number, one in enumerate(reversed(before)):
        total += value_of(one)
        change = abs(total - value_of(base))
        if number and _gives(claim.stated, change if claim.rule == "claim/difference" else change / value_of(base)):
            return True
    return False


def _of_all_told(claim: Claim) -> bool:
    """Whether a share is that of another figure before it, or its own, in all that the sentence tells (LED灯51836盏，钠灯16584盏，LED占75.8%)."""
    around = _figures(claim, "around")
    first = next((one.quantity for one in claim.operands if one.quantity is not None), None)
    if claim.rule != "claim/ratio" or first is None:
        return False
    row = [value_of(one) for one in around if one.alike(first) and one.at.end <= claim.stated.at.start]
    total = sum(row, Fraction(0))
    least = _COUPLE if claim.form in _SHARES_OF else _COUPLE + 1  # a rate with a name (支付率) and two figures is of one in the other
    if len(row) >= least and total > 0 and any(_is_close(claim.stated, one / total) for one in row):
        return True
    own = claim.operand_ids
    left = [value_of(one) for one in around if one.alike(first) and one.at.start >= claim.stated.at.end and one.id not in own]
    return any(
        _is_close(claim.stated, value_of(first) / (value_of(first) + one)) for one in left
    )  # 支出5443.2万元，执行率96%，尚有226.8万元


def _of_so_many(claim: Claim) -> bool:
    """Whether what one converted amount is, is so many of it (单价51.9万元，合519万元, of ten)."""
    around, beyond = _figures(claim, "around"), _figures(claim, "beyond")
    if claim.rule != "claim/conversion":
        return False
    own = [value_of(one.quantity) for one in claim.operands if one.quantity is not None and one.quantity.value]
    numbers = [value_of(one) for one in (*around, *beyond) if one.kind is QuantityKind.COUNT]
    return any(_gives(claim.stated, one * number) for one in own for number in numbers)


def _of_a_distance(claim: Claim) -> bool:
    """Whether what reads like a limit is how far the value lies from one (控制价3863万元，中标价2063万元，低于控制价1800万元)."""
    around = _figures(claim, "around")
    value = next((one.quantity for one in claim.operands if one.quantity is not None), None)
    if claim.rule != "claim/bound" or value is None or any(one.role == "other" for one in claim.operands):
        return False  # 与全省平均相差在1个百分点以内: the distance is what is bounded
    others = [value_of(one) for one in around if one.id not in (value.id, claim.stated.id) and one.alike(value)]
    return any(_gives(claim.stated, abs(one - value_of(value))) for one in others)


def _is_firm(claim: Claim) -> bool:
    """Whether the figures of a claim stand in its own sentence, told by its words, or those of a list in its form: another that agrees does so by chance."""
    beside = _BESIDE if claim.rule in _BOUND or _is_borne_out(claim) else _BESIDE[:1]
    return all(one.why in beside for one in claim.operands)


def _is_borne_out(claim: Claim) -> bool:
    """Whether a growth stands beside its base, its change and the level that both give (由342家增加到398家，净增56家，增长16.4%)."""
    told = {one.role: value_of(one.quantity) for one in claim.operands if one.quantity is not None and one.quantity.value}
    if claim.rule != "claim/growth" or set(told) != {"base", "change"} or not claim.params.get("bare"):  # 支出多466.7万元，人均支出增长5.3%
        return False
    like = next(one.quantity for one in claim.operands if one.quantity is not None)
    levels = {value_of(one) for one in _figures(claim, "around") if one.alike(like)}
    return not levels.isdisjoint({told["base"] + told["change"], told["base"] - told["change"]})


def _gives(stated: Quantity, value: Fraction) -> bool:
    return compare(stated, Result(value, Interval.exact(value), "")).agrees


def _is_close(rate: Quantity, value: Fraction) -> bool:
    """As `_gives`; to a fifth of its last digit where a rate has so few digits that any figure comes near it, of a spoken fraction to a fifth of a tenth."""
    if len(rate.telling) >= _TELLING:
        return _gives(rate, value)
    step = min(unit_of(rate), _TENTH) if is_fraction(rate) else unit_of(rate)
    return bool(abs(value - value_of(rate)) * 5 <= step / 10**rate.decimals)


def _values(stated: Quantity, pool: Sequence[Quantity]) -> list[Fraction]:
    """The figures in the unit of the stated one; percentages for percentage points."""
    return [value_of(one) for one in _figures_of(stated, pool)]


def _figures_of(stated: Quantity, pool: Sequence[Quantity]) -> list[Quantity]:
    kind = QuantityKind.PERCENT if stated.kind is QuantityKind.POINTS else stated.kind
    return [one for one in pool if one.kind is kind and (one.unit == stated.unit or stated.kind is QuantityKind.POINTS)]


def _shares(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    """The part, or it and one beside it, of all of a row that tells no whole: the list is its own."""
    del stated
    amounts = [one for one in pool if one.value and own and one.alike(own[0])]
    row = [value_of(one) for one in amounts][:_MOST]
    wholes = [sum(row, Fraction(0)), *([sum(row[1:], Fraction(0))] if len(row) > _COUPLE else [])]
    part = value_of(own[0]) if own else Fraction(0)
    parts = {part, *(sum(row[at : at + 2], Fraction(0)) for at in range(len(row) - 1) if part in row[at : at + 2])}
    yield from (part / whole for part in parts for whole in wholes if whole and part <= whole)


def _growths(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    """Two other levels, or a change and its base; what was, what is and the change between them, taken wrongly, explain nothing."""
    rough = len(stated.telling) < _TELLING
    bound = [value_of(one) for one in own]
    closed = {*bound, *(abs(one - other) for one, other in combinations(bound, 2)), *(one + other for one, other in combinations(bound, 2))}
    for one, other in combinations([one for one in pool if one.kind in _AMOUNTS], 2):
        first, second = value_of(one), value_of(other)
        behind = max(one.at.start, other.at.start) > stated.at.start  # 增长6.5%（2020年3.72亿元）
        if not one.alike(other) or {first, second} <= closed or (rough and not behind):
            continue
        yield abs(first - second) / first
        yield abs(first - second) / second
        yield min(first, second) / max(first, second)


def _differences(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    """Two other figures, or those of the claim with one more that came in or was used."""
    values = _values(stated, pool)
    for one, other in combinations(values, 2):
        yield abs(one - other)
    bound = [value_of(one) for one in own]
    if len(bound) == _COUPLE and len(str(stated.value)) > _TELLING:
        yield from (abs(bound[0] - bound[1]) + sign * one for one in values if one not in bound for sign in (1, -1))


def _sums(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    """Several figures together; of the addends themselves only their last ones, where the first bears another name (发放资料301件，现场咨询116件、…)."""
    values = _figures_of(stated, pool)[: _MOST - 2]
    alike = named_alike(own)
    for size in range(2, len(values) + 1):
        for some in combinations(values, size):
            among = [one for one in own if one in some]
            if len(among) == size < len(own) and (alike or among != list(own[-size:])):
                continue
            yield sum((value_of(one) for one in some), Fraction(0))


def _products(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    del stated, own
    values = [(value_of(one), one.kind is QuantityKind.MONEY) for one in pool if one.kind in _AMOUNTS][:_MOST]
    for size in (2, 3):
        for some in combinations(values, size):
            if sum(money for _, money in some) != 1:
                continue
            product = Fraction(1)
            for value, _ in some:
                product *= value
            yield from (product * months for months in _MONTHS)


def _averages(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    del stated, own
    values = [value_of(one) for one in pool if one.kind in _AMOUNTS][:_MOST]
    for one, other in permutations(values, 2):
        yield from (one / other / months for months in _MONTHS)
    for total, first, second in permutations(values[: _MOST - 4], 3):
        yield total / first / second


def _conversions(stated: Quantity, pool: Sequence[Quantity], own: Sequence[Quantity]) -> Iterator[Fraction]:
    """Another amount of the sentence, or so many months of it; or the amount that the one converted is the average of."""
    del own
    for one in pool:
        if one.kind is stated.kind:
            yield from (value_of(one) * months for months in (*_MONTHS, 1 / _MONTHS[-1]))


_WAYS: Mapping[str, Callable[[Quantity, Sequence[Quantity], Sequence[Quantity]], Iterator[Fraction]]] = {
    "claim/ratio": _shares,
    "claim/growth": _growths,
    "claim/difference": _differences,
    "claim/sum": _sums,
    "claim/product": _products,
    "claim/average": _averages,
    "claim/conversion": _conversions,
}
"""The figures that the pool gives, by rule."""


_READINGS: Sequence[Callable[[Claim], bool]] = (
    _of_several,
    _of_one_more,
    _of_all_told,
    _of_so_many,
    _of_a_distance,
    of_net_or_more,
    of_what_was_planned,
    of_a_larger,
    evened_out,
)
"""Readings that clear a claim whose own figures its words name, too."""
