"""claim/ratio: a row of shares of one whole (甲2205万元，占30%；乙3307.5万元，占45%；…，总额7350万元): those that hold prove that of one that does not.

The whole stands before the row, in it, behind it, or is what its parts make. Nothing ties it to a share but the others of the row, so that it takes several
of them, or one with the sum of the parts or the name of the whole besides. A share that any other figure beside it gives is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, LISTED, alike, ends_with
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.text import Span

_FORM = "claim.ratio.row"
_ENOUGH, _PLENTY = 3, 4
"""What must speak for a whole; for one of which a share lies far off."""
_TELLING = 3
"""Digits of a share that come of two figures by chance but seldom."""
_MOST = 12
"""Shares of a row: more are no row that anybody reads as one."""
_COUPLE = 2
_TIED = (IN_FORM, LISTED)
_NEARLY = Fraction(1, 2)
_EIGHTH = 8
_TENTH = "1/10"
_ALL = 100
_HALF = 2
_STEPS = Fraction(3, 2)
"""Units of the last printed digit of a percentage: shares are made to come to 100% by as much as one."""
_SPOKEN = Fraction(4, 5)
"""The same of a spoken fraction, which nobody makes so."""


@dataclass(frozen=True)
class _Item:
    """A part with the share behind it. phrase: what the share says that it is of; told: the figure of that, where a bracket behind the words tells it.

    proves: whether it may only speak for a whole, and is not accused.
    """

    part: Placed
    share: Quantity
    phrase: str
    told: Placed | None = None
    proves: bool = False

    def holds(self, whole: Fraction, *, cut: bool = True) -> bool:
        """Whether the share is what part and whole give, as printed; a spoken fraction within an eighth of its step. cut: whether it may be cut off."""
        unit = self.share.unit or ""
        value = self.part.quantity.worth / whole
        if unit.startswith("1/") and unit != _TENTH:
            return abs(value - self.given) * _EIGHTH <= self.step
        return printed_as(self.share, self.part.quantity.worth, whole) if cut else abs(value - self.given) * _HALF <= self.step

    @property
    def spoken(self) -> bool:
        """Whether the share is a fraction in words (六成, 五分之三)."""
        return (self.share.unit or "").startswith("1/")

    @property
    def given(self) -> Fraction:
        """The share in ones."""
        unit = self.share.unit or ""
        return self.share.worth / (int(unit[2:]) if unit.startswith("1/") else _ALL)

    @property
    def step(self) -> Fraction:
        """One of the last printed digit, in ones."""
        unit = self.share.unit or ""
        return Fraction(1, (int(unit[2:]) if unit.startswith("1/") else _ALL) * 10**self.share.decimals)

    def is_apart_from(self, whole: Placed) -> bool:
        """Whether the share differs by more than shares are made to, so that all come to 100%."""
        steps = _SPOKEN if self.spoken else _STEPS
        return abs(self.part.quantity.worth / whole.quantity.worth - self.given) >= self.step * steps

    def is_far_from(self, whole: Placed) -> bool:
        """Whether the share is hardly like what part and whole give."""
        value = self.part.quantity.worth / whole.quantity.worth
        return abs(value - self.given) > max(value, self.given) * _NEARLY

    @property
    def weight(self) -> int:
        """What it says for a whole that it holds of."""
        if not self.part.quantity.value:
            return 0
        return _COUPLE if len(self.share.telling) >= _TELLING else 1


def share_rows(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each share of the whole that the others of its row prove, where nothing nearer has read it or it does not hold."""
    told = [one for one in sentences if not one.cell]
    for first, last, items in _rows(told, patterns):
        near = _stretch(told, first, last)
        for unit in _units(items):
            row = [one for one in items if alike(one.part.quantity, unit)]
            if _COUPLE <= len(row) <= _MOST:
                yield from _of_row(row, [one for one in near if alike(one.quantity, unit)], known, patterns)


def _rows(told: Sequence[Sentence], patterns: Patterns) -> Iterator[tuple[int, int, list[_Item]]]:
    """The shares of a sentence, or of sentences with one each that follow each other, with the numbers of the first and the last."""
    held = [list(_items(one, patterns)) for one in told]
    number = 0
    while number < len(told):
        first, items = number, held[number]
        if len(items) == 1:
            while number + 1 < len(told) and len(held[number + 1]) == 1 and told[number + 1].paragraph - told[number].paragraph <= 1:
                number += 1
                items = [*items, *held[number]]
        if len(items) > 1:
            yield first, number, items
        number += 1


def _items(sentence: Sentence, patterns: Patterns) -> Iterator[_Item]:
    for one in sentence.figures:
        part, told = sentence.figures[max(one.index - 1, 0)], None
        if not _is_share(one.quantity):
            continue
        if (behind := _part_behind(sentence, one, patterns)) is not None:
            yield _Item(behind, one.quantity, "")
            continue
        if part is one:
            continue
        words = sentence.between(part, one)
        if part.depth > one.depth and one.index > 1:  # 占全部行政村（184个）的75%
            told, part = part, sentence.figures[one.index - _COUPLE]
            words = sentence.between(part, told)[:-1] + words[1:]
        if not _is_part(part, patterns):
            continue
        said = patterns.one("claim.row.share").fullmatch(words)
        if said is not None:
            yield _Item(part, one.quantity, said["phrase"] or "", told)
        elif told is None and patterns.one("claim.row.rate").fullmatch(words):
            yield _Item(part, one.quantity, "", proves=True)


def _part_behind(sentence: Sentence, share: Placed, patterns: Patterns) -> Placed | None:
    """The part of a share that is told before it (道路占45%，计3600万元)."""
    behind = sentence.figures[share.index + 1] if share.index + 1 < len(sentence.figures) else None
    if behind is None or not _is_part(behind, patterns) or patterns.one("claim.row.share-first").search(share.lead) is None:
        return None
    return behind if patterns.one("claim.row.part-behind").match(sentence.between(share, behind)) is not None else None


def _is_share(one: Quantity) -> bool:
    spoken = one.kind is QuantityKind.MULTIPLE and (one.unit or "").startswith("1/")
    return one.value is not None and one.hedge is Hedge.EXACT and (one.kind is QuantityKind.PERCENT or spoken)


def _is_part(one: Placed, patterns: Patterns) -> bool:
    exact = one.quantity.kind in AMOUNTS and one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT
    return exact and "/" not in (one.quantity.unit or "") and not _moves(one, patterns)


def _moves(one: Placed, patterns: Patterns) -> bool:
    """Whether a figure is a change, or one of each."""
    changed = ends_with(one.lead, patterns.words("claim.change")) and not ends_with(one.lead, patterns.words("claim.no-change"))
    return changed or patterns.one("claim.of-each").search(one.lead) is not None


def _stretch(told: Sequence[Sentence], first: int, last: int) -> list[Placed]:
    """The figures of the sentences of a row, of the one before it and of the one behind it in its paragraph."""
    before = [one for one in told[max(first - 1, 0) : first] if told[first].paragraph - one.paragraph <= 1]
    behind = [one for one in told[last + 1 : last + 2] if one.paragraph == told[last].paragraph]
    return [figure for one in (*before, *told[first : last + 1], *behind) for figure in one.figures]


def _units(items: Iterable[_Item]) -> list[Quantity]:
    """One part of each unit."""
    found: list[Quantity] = []
    for one in items:
        if not any(alike(one.part.quantity, other) for other in found):
            found.append(one.part.quantity)
    return found


def _of_row(row: Sequence[_Item], near: Sequence[Placed], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    others = [one for one in near if one.quantity.value and not _moves(one, patterns)]
    wholes = [one for one in others if all(one.at != item.part.at for item in row)]
    for item in (one for one in row if not one.proves and one.told is None):
        rest = [one for one in row if one is not item]
        ranked = sorted(((_support(item, rest, one, wholes, patterns), one) for one in wholes), key=lambda pair: -pair[0])
        ranked = [pair for pair in ranked if any(one.holds(pair[1].quantity.worth) and one.weight for one in rest)]
        if not ranked or any(one.quantity.worth != ranked[0][1].quantity.worth and points >= ranked[0][0] for points, one in ranked[1:]):
            continue
        points, whole = ranked[0]
        holds = item.holds(whole.quantity.worth)
        if not holds and any(_may_be_of(item, one, row, others, patterns) for one in others):
            continue
        enough = points >= (_PLENTY if item.is_far_from(whole) else _ENOUGH)
        if enough and (holds or item.is_apart_from(whole)) and _fits(item, rest, whole, patterns):
            yield from _claim(item, whole, known)
    yield from _all_of_it(row, wholes, known)
    if not wholes:
        yield from _of_their_sum(row, known)


def _of_their_sum(row: Sequence[_Item], known: Mapping[tuple[str, str], Claim]) -> Iterator[Claim]:
    """The shares of what the parts make, where all others hold of it, or hold of what one slip of the part would make of it."""
    total = sum((item.part.quantity.worth for item in row), Fraction(0))
    if (
        len(row) < _ENOUGH
        or any(item.proves or item.told is not None or item.spoken for item in row)
        or len({item.phrase for item in row}) > 1
    ):
        return
    for item in row:
        rest = [one for one in row if one is not item]
        if item.given >= 1:
            continue
        others = total - item.part.quantity.worth
        needed = others / (1 - item.given) * item.given
        of_share = all(one.holds(total) for one in rest) and (item.holds(total) or _is_slip_of_share(item, total))
        of_part = all(one.holds(others + needed) for one in rest) and slipped_from(item.part.quantity, needed) is not None
        first = known.get(("claim/ratio", item.share.id))
        if (of_share or (of_part and not item.holds(total))) and (first is None or first.doubt is not None):
            operands = (Operand("part", item.part.quantity, LISTED), *(Operand("whole", one.part.quantity, LISTED) for one in row))
            yield Claim.of("claim/ratio", _FORM, item.share, operands)


def _is_slip_of_share(item: _Item, whole: Fraction) -> bool:
    """Whether one slip of the pen parts a share from what its part and the whole give."""
    share = item.part.quantity.worth / whole
    unit = Fraction(1, _ALL) if item.share.unit == "%" else Fraction(1)
    return abs(share - item.given) >= item.step * _STEPS and slipped_from(item.share, share / unit) is not None


def _all_of_it(row: Sequence[_Item], wholes: Sequence[Placed], known: Mapping[tuple[str, str], Claim]) -> Iterator[Claim]:
    """The parts as the whole, where the shares make all of it and each holds of it (医保患者…，占八成；自费患者…，占两成): few digits show no slip else."""
    fits = [one for one in wholes if all(item.holds(one.quantity.worth) for item in row)]
    if len({one.quantity.worth for one in fits}) != 1 or sum((item.given for item in row), Fraction(0)) != 1:
        return
    whole, total = fits[0].quantity, sum((item.part.quantity.worth for item in row), Fraction(0))
    first = known.get(("claim/breakdown", whole.id))
    if total == whole.worth or any(item.proves for item in row) or (first is not None and first.doubt is None):
        return
    operands = tuple(Operand("part", item.part.quantity, LISTED) for item in row)
    at = Span.covering(whole.at, row[0].part.at, row[-1].share.at)
    yield Claim("claim/breakdown", _FORM, whole, operands, at, params={"complete": "full", "partition": True, "guard": True})


def _may_be_of(item: _Item, one: Placed, row: Sequence[_Item], others: Sequence[Placed], patterns: Patterns) -> bool:
    """Whether a share is of another figure beside it; of one that has a share itself, in so few digits, only where it is not cut off."""
    if one is item.part or not item.holds(one.quantity.worth):
        return False
    name = _name(item, patterns)
    bearing = [other for other in others if other is not item.part and shared_pairs(name, f"{other.lead}{other.tail}") > 0]
    sister = any(other.part is one for other in row)
    return (not bearing or one in bearing) and (not sister or item.holds(one.quantity.worth, cut=False))


def _name(item: _Item, patterns: Patterns) -> str:
    """What a share is said to be of, without the words that go with any amount (全市项目资金总额)."""
    name = patterns.one("claim.phrase-aside").sub("", patterns.one("claim.phrase-all").sub("", item.phrase))
    return patterns.one("claim.row.plain").sub("", name).strip()


def _support(item: _Item, rest: Sequence[_Item], whole: Placed, wholes: Sequence[Placed], patterns: Patterns) -> int:
    """What speaks for a whole: the other shares that hold of it, that the parts make it, that the shares are all of it, its own words."""
    size = whole.quantity.worth
    points = sum(one.weight for one in rest if one.holds(size))
    row = [item, *rest]
    left = [one.quantity.worth for one in wholes if one is not whole and one.quantity.worth != size]
    total = sum((one.part.quantity.worth for one in row), Fraction(0))
    if total == size or (left and total + sum(left) == size):
        points += _COUPLE
    if abs(sum((one.given for one in row), Fraction(0)) - 1) <= max(one.step for one in row) * len(row) / 2:
        points += 1
    if patterns.one("claim.row.all").search(f"{whole.lead} {whole.tail[:_COUPLE]}"):
        points += 1
    if all(one.quantity.worth == size for one in wholes):
        points += 1
    if any(one.told is not None and one.told.quantity.worth == size and one.holds(size) for one in rest):
        points += _COUPLE
    if item.phrase and whole.lead.strip().endswith(patterns.one("claim.phrase-aside").sub("", item.phrase)):
        points += _COUPLE
    return points


def _fits(item: _Item, rest: Sequence[_Item], whole: Placed, patterns: Patterns) -> bool:
    """Whether a share can be of a whole: it says so of none, of all, of what another of the row is of, or bears its name."""
    among = patterns.words("claim.among")
    holding = [one for one in rest if one.holds(whole.quantity.worth)]
    inner = item.part.lead.strip().startswith(among)
    if inner and whole.at.end < item.part.at.start and any(whole.at.end < one.part.at.start < item.part.at.start for one in holding):
        return False  # 老年人412人，占34%；其中80岁以上103人，占…
    if not item.phrase or any(one.phrase == item.phrase for one in holding):
        return True
    name = _name(item, patterns)
    borne = shared_pairs(name, f"{whole.lead}{whole.tail}")
    if item.is_far_from(whole):
        return borne == shared_pairs(name, name)  # 发展女会员1.2万名，占发展会员总数的46%: of those, and not of 会员总数86.4万名
    return not name or borne > 0


def _claim(item: _Item, whole: Placed, known: Mapping[tuple[str, str], Claim]) -> Iterator[Claim]:
    first = known.get(("claim/ratio", item.share.id))
    if first is not None and first.doubt is None and (item.holds(whole.quantity.worth) or all(one.why in _TIED for one in first.operands)):
        return  # its own words name what it is of
    operands = (Operand("part", item.part.quantity, IN_FORM), Operand("whole", whole.quantity, IN_FORM))
    yield Claim.of("claim/ratio", _FORM, item.share, operands)
