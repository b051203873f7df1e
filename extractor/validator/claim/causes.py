"""One cause, one finding among the claims: which failed claims one misprinted figure explains, and what the figure may have been.

A figure is tried with every change that a slip makes (a digit, two neighbours exchanged, a unit or a point moved); a change counts where all
claims that the figure takes part in agree with it. It is named only where it is the only one of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Context, Decimal

from extractor.model.facts import Claim, Quantity
from extractor.model.report import Diagnosis, Verdict
from extractor.validator.application import Application
from extractor.validator.claim.checks import outcome_of
from extractor.validator.diagnosis import misprint

_HOLDS = frozenset({Verdict.EXACT, Verdict.TRUNCATED})
_UNITS = (Decimal("0.0001"), Decimal("0.1"), Decimal("0.01"), Decimal(10), Decimal(100), Decimal(10000))
_EXACT = Context(prec=100)
_APART = frozenset({"claim/implausible", "claim/count"})
"""Rules whose figures no single change of a digit explains."""


def groups(applications: Sequence[Application]) -> list[list[Application]]:
    """The failed claims, those together that one change of one figure mends, the largest group first taken."""
    free = [one for one in applications if one.failed and one.claim is not None]
    found: list[list[Application]] = []
    while free:
        best = [free[0]]
        for quantity in _figures(free[0]):
            together = [one for one in free if quantity in _figures(one)]
            if len(together) > len(best) and any(True for _ in _mending(quantity, together, applications)):
                best = together
        found.append(best)
        free = [one for one in free if one not in best]
    return found


def diagnose_claims(failed: Sequence[Application], applications: Sequence[Application]) -> Diagnosis | None:
    """The one small change of one figure that makes all claims around it hold; None where there is none or there are several."""
    if any(one.claim is None or one.claim.rule in _APART for one in failed):
        return None
    shared = [quantity for quantity in _figures(failed[0]) if all(quantity in _figures(one) for one in failed)]
    found: dict[bool, list[tuple[Quantity, str, Decimal]]] = {True: [], False: []}
    for quantity in shared:
        for kind, value in _mending(quantity, failed, applications):
            found[kind != "unit"].append((quantity, kind, value))
            if len(found[True]) > 1:
                return None
    chosen = found[True] or found[False]
    if len(chosen) != 1 or chosen[0][0].value is None:
        return None
    quantity, kind, value = chosen[0]
    return Diagnosis(kind, f"quantity:{quantity.id}", quantity.value or Decimal(0), value)


def _figures(application: Application) -> list[Quantity]:
    claim = application.claim
    if claim is None or claim.rule in _APART:
        return []
    figures = [claim.stated, *(one.quantity for one in claim.operands if one.quantity is not None)]
    return list({one.id: one for one in figures if one.value is not None}.values())


def _mending(quantity: Quantity, failed: Sequence[Application], applications: Sequence[Application]) -> Iterator[tuple[str, Decimal]]:
    """The slips in a figure without which the failed claims hold, and those that hold go on holding."""
    around = [one for one in applications if one.check.verdict in _HOLDS and quantity in _figures(one)]
    claims = [_plain(one.claim) for one in failed if one.claim is not None] + [one.claim for one in around if one.claim is not None]
    for kind, value in _slips(quantity):
        values = {quantity.id: value}
        if all(outcome_of(one, values).verdict in _HOLDS for one in claims):
            yield kind, value


def _plain(claim: Claim) -> Claim:
    """The claim with its first reading alone: a slip explains what is read first, not what may be read besides."""
    return replace(claim, params={name: value for name, value in claim.params.items() if name != "readings"})


def _slips(quantity: Quantity) -> Iterator[tuple[str, Decimal]]:
    """The figures that a slip may have turned into the printed one, with the kind of the slip."""
    assert quantity.value is not None
    printed = format(quantity.value, "f")
    seen: set[Decimal] = {quantity.value}
    for index, digit in enumerate(printed):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            yield from _slip(printed, f"{printed[:index]}{other}{printed[index + 1 :]}", seen)
        following = index + 1 if printed[index + 1 : index + 2] != "." else index + 2
        if following < len(printed):
            swapped = list(printed)
            swapped[index], swapped[following] = swapped[following], swapped[index]
            yield from _slip(printed, "".join(swapped), seen)
    for factor in _UNITS:
        value = _EXACT.multiply(quantity.value, factor)
        if value not in seen:
            yield "unit", _EXACT.normalize(value) if factor < 1 else value


def _slip(printed: str, other: str, seen: set[Decimal]) -> Iterator[tuple[str, Decimal]]:
    value = Decimal(other)
    if value in seen or (len(other) > 1 and other[0] == "0" and other[1] != "."):
        return
    seen.add(value)
    kind = misprint(Decimal(printed), value)
    if kind is not None:
        yield kind, value
