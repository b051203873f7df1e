"""Lists whose parts lie in each other: where a rate that holds says that one part is a share of another, they are not added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.validator.application import Application, Notice

_ADDED_UP = frozenset({"claim/breakdown", "claim/sum"})


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
    return any(part in parts and whole in parts for part, whole in inside)
