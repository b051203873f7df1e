"""claim/ratio of two terms and more (省、市、县分担比例为5:2:3; 专职与兼职之比为1:3): each term against the share of its figure in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.facts.claims.near.named_things import pieces
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, Quantity, QuantityKind

_COUPLE = 2
_SMALL = 10
"""Terms that are printed as they are."""
_FINE = Decimal("0.01")


def terms_of_ratio(scope: Scope) -> Iterator[Claim]:
    """The figures that the names before the ratio call in their order, before it or right behind; without names, the only ones of its sentence."""
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.MULTIPLE]
    one_to = len(terms) == 1 and terms[0].quantity.unit == "1:"
    if not terms or scope.patterns.one("claim.ratio.norm").search(f"{scope.opening()}{scope.match[0]}"):
        return
    number = _COUPLE if one_to else len(terms)
    names = _names(scope, scope.text("names"), number)
    if one_to and not names:
        return  # 师幼比1:12: which is which is told by their characters
    ahead = [one for one in scope.sentence.figures[: terms[0].index] if _is_amount(scope, one)]
    behind = [one for one in scope.sentence.figures[terms[-1].index + 1 :] if _is_amount(scope, one)]
    if len(names) == number:
        rows = [row for row in _rows(ahead, number) if _called(scope, row, names)][-1:]
        rows = rows or [row for row in _either_way(_rows(behind, number)[:1]) if _called(scope, row, names, directly=True)]
    elif not names:
        rows = _rows(ahead, number)[-1:] if _alone(ahead, number) and terms[0].clause - ahead[-1].clause <= 1 else []
        rows = [_by_size(row, terms) for row in rows] if number == _COUPLE and scope.text("names").strip() else rows
    else:
        rows = []
    if not rows or any(one.quantity.hedge is not Hedge.EXACT for one in rows[0]):
        return
    yield _claim(scope, rows[0], terms, one_to=one_to)


def shared_by_ratio(scope: Scope) -> Iterator[Claim]:
    """按6:3:1的比例分担，中央600万元、省级300万元、县级100万元: the row right behind the ratio by which it was shared out, by names or in their order.

    Nothing where words say that what came was another matter (到位, 实际, 缺口).
    """
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.MULTIPLE]
    one_to = len(terms) == 1 and terms[0].quantity.unit == "1:"
    number = _COUPLE if one_to else len(terms)
    behind: Sequence[Placed] = scope.sentence.figures[terms[-1].index + 1 :][:number] if terms else ()
    if len(behind) < _COUPLE or not all(_is_amount(scope, one) and one.quantity.hedge is Hedge.EXACT for one in behind):
        return
    said = scope.sentence.text[scope.match.end() - scope.sentence.at.start : behind[-1].at.end - scope.sentence.at.start]
    if scope.patterns.one("claim.ratio.not-as-shared").search(said) or not (scope.adjacent(terms[-1], behind[0])):
        return
    names = _names(scope, scope.text("inner") or scope.text("names"), number)
    in_order = scope.has("claim.respectively", behind[0].lead) and len(_rows(behind, number)) == 1
    rows = [behind] if in_order else []
    if not rows and len(names) == number:
        rows = [row for row in _either_way(_rows(behind, number)) if _called(scope, row, names, directly=True)]
    if rows:
        exact = [replace(one, quantity=_to_the_letter(one.quantity)) for one in terms]  # money that is shared out is not rounded to tenths
        yield _claim(scope, rows[0], terms if one_to else exact, one_to=one_to)


def _claim(scope: Scope, row: Sequence[Placed], terms: Sequence[Placed], *, one_to: bool) -> Claim:
    """The term that lies farthest from the share of its figure in all of them."""
    if one_to:
        return scope.claim(terms[0], [scope.operand("part", row[0], IN_FORM), scope.operand("whole", row[1], IN_FORM)])
    total = total_of(row)
    apart = [term.quantity.worth / total_of(terms) - one.quantity.worth / total for one, term in zip(row, terms, strict=True)]
    place = max(range(len(row)), key=lambda at: (abs(apart[at]), apart[at]))  # nobody cuts a term: 7.6:2.4 is no 7:3
    whole = [scope.operand("whole", one, IN_FORM) for one in row]
    stated = _to_the_letter(terms[place].quantity) if _is_another(row, terms) else terms[place]
    return scope.claim(stated, [scope.operand("part", row[place], IN_FORM), *whole])


def _is_another(row: Sequence[Placed], terms: Sequence[Placed]) -> bool:
    """Whether two figures are to each other as small numbers which the terms are not (3200:800 is 4:1, and nobody rounds that to 5:1)."""
    if len(row) != _COUPLE:
        return False
    made = row[0].quantity.worth / row[1].quantity.worth
    small = max(made.numerator, made.denominator) <= max(_SMALL, *(int(one.quantity.worth) for one in terms))
    return small and made != terms[0].quantity.worth / terms[1].quantity.worth


def _to_the_letter(one: Quantity) -> Quantity:
    """A term as a number that nobody has rounded."""
    return replace(one, value=(one.value or Decimal(0)).quantize(_FINE), decimals=-int(_FINE.as_tuple().exponent))


def _is_amount(scope: Scope, one: Placed) -> bool:
    return one.quantity.kind in AMOUNTS and bool(one.quantity.value) and not scope.changes(one)


def _names(scope: Scope, words: str, number: int) -> list[str]:
    """The names that words tell before a ratio (省、市、县分担), the last with what it is a ratio of behind it; none where they name nothing."""
    told = [
        one.strip() for one in pieces(words.replace(scope.patterns.words("claim.list-mark")[0], "\n"), scope.patterns.one("claim.joint"))
    ]
    found = [name for one in told for name in one.split("\n") if name.strip()]
    return found if len(found) > 1 or number == len(found) else []


def _rows(figures: Sequence[Placed], number: int) -> list[Sequence[Placed]]:
    """Every run of so many figures of one unit that follow each other."""
    runs = [figures[at : at + number] for at in range(len(figures) - number + 1)]
    return [run for run in runs if all(alike(one.quantity, other.quantity) and one.depth == other.depth for one, other in pairwise(run))]


def _either_way(rows: Sequence[Sequence[Placed]]) -> list[Sequence[Placed]]:
    """Runs, and those of two the other way round (县级与省级之比为1:4，其中省级2400万元，县级600万元)."""
    return [*rows, *(row[::-1] for row in rows if len(row) == _COUPLE)]


def _by_size(row: Sequence[Placed], terms: Sequence[Placed]) -> Sequence[Placed]:
    """A run of two in the order of two terms, where one word names both (教师120人，学生1800人，生师比15:1): the larger is that of the larger term."""
    falls = row[0].quantity.worth > row[1].quantity.worth
    return row if falls == (terms[0].quantity.worth > terms[1].quantity.worth) else row[::-1]


def _called(scope: Scope, row: Sequence[Placed], names: Sequence[str], *, directly: bool = False) -> bool:
    """Whether each figure bears its name: all of it or, of the last, its head; ``directly``: its words begin so (其中门诊支出320万元)."""
    among = scope.patterns.words("claim.among")
    for one, name in zip(row, names, strict=True):
        lead = one.lead.strip()
        for word in (scope.patterns.words("claim.list-mark")[0], *among):
            lead = lead.removeprefix(word)
        heads = [name, name[:_COUPLE]] if len(name) > 1 else [name]
        if not any(lead.startswith(head) if directly else head in lead for head in heads):
            return False
    return True


def _alone(figures: Sequence[Placed], number: int) -> bool:
    """Whether the last figures before a ratio are all there are of their unit, the sum of them aside."""
    row = figures[-number:]
    if len(row) < number or not all(alike(one.quantity, row[0].quantity) for one in row):
        return False
    rest = [one for one in figures[:-number] if alike(one.quantity, row[0].quantity)]
    return all(one.quantity.worth == total_of(row) for one in rest)
