"""Money told in the order of an account: what was planned, added, cut, carried over, spent, and what that makes (调整后预算, 可用资金, 净增加, 缺口).

Each figure of a sentence has its part in the account by the words before it. A figure that the account leads to is what those right before it give; one among
them whose part the words do not tell leaves the account open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.facts.claims.scope import LISTED, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_FORM = "claim.ledger"
_COUPLE = 2
_MOST = 6
"""Figures of an account that one result rests on; of more, words of order are no proof."""
_PARTS = ("compared", "net", "adjusted", "usable", "invested", "lack", "carried", "left", "cut", "added", "spent", "got", "planned")
"""The parts in an account, in the order in which words are asked for them (`claim.ledger.…`)."""
_OF_ONE_BREATH = frozenset({"lack", "left", "invested"})
"""Results that a semicolon parts from figures of other things."""
_RESULTS = frozenset({"net", "adjusted", "usable", "invested", "lack", "left"})


@dataclass(frozen=True)
class _Entry:
    """A figure with its part in the account."""

    placed: Placed
    part: str


def ledgers(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each result of an account that no form has read, or that one has read and doubted."""
    for sentence in sentences:
        if sentence.cell or not any(one.quantity.kind is QuantityKind.MONEY for one in sentence.figures[_COUPLE:]):
            continue
        row: list[_Entry] = []
        for one in sentence.figures:
            if one.quantity.kind is not QuantityKind.MONEY or one.depth:
                continue
            part = _part(one, patterns)
            if row and any(word in one.lead for word in patterns.words("claim.among")):
                row, part = [], ""  # 预算2000万元，其中上年结转300万元: a part of what was told before
            if part in _RESULTS and not one.lead.strip().endswith(patterns.words("claim.out-of")):  # 结余资金中50万元收回，30万元结转
                for claim in _claims(_Entry(one, part), row):
                    first = known.get((claim.rule, claim.stated.id))
                    if first is None or first.doubt is not None:
                        yield claim
            row = [*row, _Entry(one, part)] if part not in ("", "compared") else []
        for claim in _sides(sentence, patterns):
            first = known.get((claim.rule, claim.stated.id))
            if first is None or first.doubt is not None:
                yield claim


def _sides(sentence: Sentence, patterns: Patterns) -> Iterator[Claim]:
    """支出总计A，其中本年支出B，年末结转和结余C: the total of one side of an account, and all that it is made of."""
    total = patterns.one("claim.told-above.side")
    for whole in sentence.figures:
        parts = [one for one in sentence.figures[whole.index + 1 :] if one.segment == whole.segment and one.depth == whole.depth]
        if not _COUPLE <= len(parts) <= _MOST or not total.search(whole.lead):
            continue
        told = {_part(one, patterns) for one in parts}
        led = any(word in parts[0].lead for word in patterns.words("claim.among"))
        closed = told <= {"spent", "got", "carried", "left"} and told & {"spent", "got"} and told & {"carried", "left"}
        if led and closed and all(alike(one.quantity, whole.quantity) for one in parts):
            operands = tuple(Operand("part", one.quantity, LISTED) for one in parts)
            yield Claim.of("claim/breakdown", _FORM, whole.quantity, operands, {"complete": "full"})


def _part(one: Placed, patterns: Patterns) -> str:
    quantity = one.quantity
    if quantity.value is None or quantity.hedge is not Hedge.EXACT or "/" in (quantity.unit or ""):
        return ""
    return next((part for part in _PARTS if patterns.one(f"claim.ledger.{part}").search(one.lead)), "")


def _claims(stated: _Entry, row: Sequence[_Entry]) -> Iterator[Claim]:
    if stated.part in _OF_ONE_BREATH:
        row = [one for one in row if one.placed.segment == stated.placed.segment]  # （1）甲站到位…；（2）乙站支付…；（3）丙路结余…
    found = _TERMS[stated.part](row)
    if found is None:
        return
    came, went = found
    figures = [one.placed for one in (*came, *went)]
    if (
        not came
        or len(figures) < _COUPLE
        or len(figures) > _MOST
        or not all(alike(one.quantity, stated.placed.quantity) for one in figures)
    ):
        return
    rule = "claim/difference" if went else "claim/sum"
    names = ("had", "used") if went else ("part", "part")
    operands = [Operand(name, one.placed.quantity, LISTED) for name, side in zip(names, (came, went), strict=True) for one in side]
    yield Claim.of(rule, _FORM, stated.placed.quantity, operands, {"guard": True} if stated.part in ("invested", "left") else {})


_Terms = tuple[Sequence[_Entry], Sequence[_Entry]]


def _moves(row: Sequence[_Entry]) -> tuple[list[_Entry], list[_Entry], Sequence[_Entry]]:
    """What was added and cut at the end of the row, and the row before that; what both make together is passed over."""
    at = len(row)
    while at and row[at - 1].part in ("added", "cut", "net"):
        at -= 1
    added = [one for one in row[at:] if one.part == "added"]
    return added, [one for one in row[at:] if one.part == "cut"], row[:at]


def _net(row: Sequence[_Entry]) -> _Terms | None:
    added, cut, _ = _moves(row)
    return (added, cut) if added and cut else None


def _adjusted(row: Sequence[_Entry]) -> _Terms | None:
    """年初预算A，追加B，调减C，调整后预算."""
    added, cut, before = _moves(row)
    if not (added or cut) or not before or before[-1].part not in ("planned", "got"):
        return None
    carried = [one for one in before[:-1] if one.part == "carried"]
    return None if carried else ([before[-1], *added], cut)


def _usable(row: Sequence[_Entry]) -> _Terms | None:
    """年初结转A，本年下达B，可用资金."""
    added, cut, before = _moves(row)
    parts = [one.part for one in before]
    return ([*before, *added], cut) if "carried" in parts and set(parts) <= {"carried", "planned", "got"} else None


def _invested(row: Sequence[_Entry]) -> _Terms | None:
    """上级下达A，单位自筹B，总投入."""
    return (row, ()) if len(row) >= _COUPLE and {one.part for one in row} <= {"planned", "got"} else None


def _lack(row: Sequence[_Entry]) -> _Terms | None:
    """计划A，到位B，缺口."""
    return (row[:1], row[1:]) if [one.part for one in row] == ["planned", "got"] else None


def _left(row: Sequence[_Entry]) -> _Terms | None:
    """预算A，支出B，结余; what came in besides is told as its own part."""
    spent = [one for one in row if one.part in ("spent", "cut")]
    had = list(row[: len(row) - len(spent)])
    if not spent or any(one in spent for one in had) or not had or len({one.part for one in had if one.part != "carried"}) != 1:
        return None
    whole = had[-1:] if had[-1].part in ("usable", "adjusted", "invested") else had
    return (whole, spent) if sum(one.part != "carried" for one in whole) == 1 else None


_TERMS = {"net": _net, "adjusted": _adjusted, "usable": _usable, "invested": _invested, "lack": _lack, "left": _left}
"""What a result rests on: what came in and what went out."""
