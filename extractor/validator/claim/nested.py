"""Lists whose parts lie in each other: where a rate that holds says that one part is a share of another, they are not added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.validator.application import Application, Notice

_ADDED_UP = frozenset({"claim/breakdown", "claim/sum"})
_MANY = 3
"""Parts that are a list by themselves."""
_NEARLY = Fraction(1, 50)
"""What a list of so many parts may be off its whole and yet be all of it, with a slip: one part in another would be off by more."""


def settled(yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, each sum that fails over parts of which one is of the other undecided (其中初次1038件，按期办结1031件，办结率99.3%)."""
    inside = frozenset(_inside(yielded))
    if not inside:
        return list(yielded)
    return [one.undecided("ambiguous") if isinstance(one, Application) and _adds_up(one, inside) else one for one in yielded]


def _inside(yielded: Sequence[Application | Notice]) -> Iterator[tuple[str, str]]:
    """The figures of each rate that holds: part and whole."""
    for one in yielded:
        if isinstance(one, Application) and one.check.rule == "claim/ratio" and one.check.verdict.agrees:
            told = {operand.role: operand.ref for operand in one.check.operands}
            part, whole = told.get("part"), told.get("whole")
            if part is not None and whole is not None:
                yield part, whole


def _adds_up(one: Application, inside: frozenset[tuple[str, str]]) -> bool:
    if one.check.rule not in _ADDED_UP or not one.failed:
        return False
    parts = {operand.ref for operand in one.check.operands if operand.role == "part"}
    return any(part in parts and whole in parts for part, whole in inside) and not _is_nearly_all(one, len(parts))


def _is_nearly_all(one: Application, parts: int) -> bool:
    """Whether so many parts come so near to their whole that they are its list: 核销4827万元、补贴1156万元、活动398万元、服务费181万元 of 6532万元."""
    stated, computed = one.check.stated, one.check.computed
    if stated is None or computed is None or parts < _MANY:
        return False
    return abs(Fraction(computed) - Fraction(stated)) <= Fraction(stated) * _NEARLY
