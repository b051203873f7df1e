"""One cause, one finding among the claims: which failed claims one misprinted figure explains, and what the figure may have been.

A figure is tried with every change that a slip makes (a digit, two neighbours exchanged, a unit or a point moved); a change counts where all
claims that the figure takes part in agree with it. It is named only where it is the only one of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.model.claims import Claim, Quantity
from extractor.model.report import Diagnosis, Severity
from extractor.validator.application import Application
from extractor.validator.cause import RANK, Cause
from extractor.validator.claim.checks import outcome_of
from extractor.validator.claim.parts import part_slip
from extractor.validator.claim.slips import slips
from extractor.validator.matter import Matter

_APART = frozenset({"claim/implausible", "claim/count"})
"""Rules whose figures no single change of a digit explains."""


def groups(applications: Sequence[Application]) -> list[list[Application]]:
    """The failed claims, those together that one change of one figure mends, the largest group first taken."""
    index = Index(applications)
    taken: set[int] = set()
    found: list[list[Application]] = []
    for first in applications:
        if not first.failed or first.claim is None or id(first) in taken:
            continue
        best = [first]
        for quantity in _figures(first):
            together = [one for one in index.of(quantity) if one.failed and id(one) not in taken]
            if len(together) > len(best) and any(True for _ in _mending(quantity, together, index)):
                best = together
        found.append(best)
        taken.update(map(id, best))
    return found


class Index:
    """The claims that each figure takes part in, in their order: what stands about a figure need not be looked for in the whole report."""

    def __init__(self, applications: Sequence[Application]) -> None:
        self._of: dict[Quantity, list[Application]] = {}
        for one in applications:
            for quantity in _figures(one):
                self._of.setdefault(quantity, []).append(one)

    def of(self, quantity: Quantity) -> Sequence[Application]:
        return self._of.get(quantity, ())


def diagnose_claims(failed: Sequence[Application], index: Index, matter: Matter) -> Diagnosis | None:
    """The one small change that makes all claims around a figure hold; None where there is none or there are several.

    A digit or two digits exchanged; where no figure has such a slip, a part of a list that is counted twice or left out, then a unit.
    """
    slip, digits = _slip_of(failed, index)
    if digits or len(failed) != 1 or failed[0].claim is None:
        return slip
    return part_slip(failed[0].claim, matter.facts.quantities, matter.text.content) or slip


def _slip_of(failed: Sequence[Application], index: Index) -> tuple[Diagnosis | None, bool]:
    """The one slip that mends all failed claims, and whether a slip of digits does at all."""
    if any(one.claim is None or one.claim.rule in _APART for one in failed):
        return None, False
    found: dict[bool, list[tuple[Quantity, str, Decimal]]] = {True: [], False: []}
    for quantity, kind, value in _slips_of(failed, index):
        found[kind != "unit"].append((quantity, kind, value))
        if len(found[True]) > 1:
            return None, True
    chosen = found[True] or found[False]
    if len(chosen) != 1 or chosen[0][0].value is None:
        return None, bool(found[True])
    quantity, kind, value = chosen[0]
    return Diagnosis(kind, f"quantity:{quantity.id}", quantity.value or Decimal(0), value), bool(found[True])


def _slips_of(failed: Sequence[Application], index: Index) -> Iterator[tuple[Quantity, str, Decimal]]:
    """Every slip in a figure of all the failed claims that mends them."""
    shared = [quantity for quantity in _figures(failed[0]) if all(quantity in _figures(one) for one in failed)]
    return ((quantity, kind, value) for quantity in shared for kind, value in _mending(quantity, failed, index))


def joined(causes: Sequence[Cause], severities: Mapping[str, Severity]) -> list[Cause]:
    """Causes among claims and among scores that fail on one and the same figure are one: the graver stands (a point lost without a word hides no wrong sum),
    of two as grave the check with fewer figures, which is the more direct.
    """

    def place(cause: Cause) -> tuple[int, int]:
        return RANK[severities[cause.head.check.rule]], len(cause.head.check.operands)

    kept: list[Cause] = []
    for cause in causes:
        other = next((one for one in kept if (one.head.claim is None) != (cause.head.claim is None) and _meet(one, cause)), None)
        if other is None:
            kept.append(cause)
            continue
        direct, less = (other, cause) if place(other) <= place(cause) else (cause, other)
        kept[kept.index(other)] = Cause(direct.head, [*direct.related, *less.failed])
    return kept


def _meet(one: Cause, other: Cause) -> bool:
    spans = [operand.at for operand in one.head.check.operands if operand.at is not None]
    return any(operand.at is not None and span.overlaps(operand.at) for operand in other.head.check.operands for span in spans)


def _figures(application: Application) -> list[Quantity]:
    claim = application.claim
    if claim is None or claim.rule in _APART:
        return []
    figures = list(claim.figures)
    return list({one.id: one for one in figures if one.value is not None}.values())


def _mending(quantity: Quantity, failed: Sequence[Application], index: Index) -> Iterator[tuple[str, Decimal]]:
    """The slips in a figure without which the failed claims hold, and those that hold go on holding."""
    around = [one for one in index.of(quantity) if one.check.verdict.agrees]
    claims = [_plain(one.claim) for one in failed if one.claim is not None] + [one.claim for one in around if one.claim is not None]
    for kind, value in slips(quantity):
        values = {quantity.id: value}
        if all(outcome_of(one, values).verdict.agrees for one in claims):
            yield kind, value


def _plain(claim: Claim) -> Claim:
    """The claim with its first reading alone: a slip explains what is read first, not what may be read besides."""
    return replace(claim, params={name: value for name, value in claim.params.items() if name != "readings"})
