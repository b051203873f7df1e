"""Suspicions among the claims: a figure that seems to be another one misprinted is told only where the equations of the report do not bear both out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.validator.application import Application, Notice
from extractor.validator.claim.one_slip import slipped_figures

_NO_PROOF = frozenset({"claim/repeat", "claim/bound", "claim/part-exceeds-whole", "claim/count", "claim/implausible", "claim/weights"})
"""Rules that hold for many another figure as well."""
_CHANGES = frozenset({"claim/difference", "claim/growth"})
_OF_EACH = frozenset({"claim/product", "claim/average"})
_LIKELY = ("strict", "far")
"""Marks of claims whose figures stand apart."""
_BY_UNITS = "claim.by-units"
_NAMED = 2
"""Pairs of characters that the words round two figures share where no equation says which of them is right."""


def settled(yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded`` without the suspicions that nothing bears out, and without the repeats of which equations say that both figures are right.

    All figures of an equation that holds need no other between them. A figure of one is right: of two such neither is misprinted. Where one is, the
    other must stand alone in the report. And a rate that a change from another level gives (上年69.0%，今年73.2%，提高4.2个百分点) is of other figures
    than those farther off which do not give it.
    """
    if not any(isinstance(one, Application) and one.failed for one in yielded):
        return list(yielded)
    yielded = list(_uncovered(yielded))
    proven = frozenset(_proven(yielded))
    yielded = [_unslipped(one, proven) for one in yielded]
    kept = [one for one in yielded if not _is_suspicion(one) or _stands(one, proven)]
    levels = frozenset(_levels(yielded))
    kept = [
        one.undecided("ambiguous") if isinstance(one, Application) and _is_far(one) and _pair(one)[0] in levels else one for one in kept
    ]
    return [one for one in kept if not (_is_repeat(one) and all(id in proven for id in _pair(one)))]


def _uncovered(yielded: Sequence[Application | Notice]) -> Iterator[Application | Notice]:
    """What was yielded, undecided where all figures of a claim that fails are among those of one that holds (1120＝486＋318＋274＋42: no 274＋42＝318)."""
    holding = [one for one in yielded if isinstance(one, Application) and one.check.verdict.holds and _is_proof(one)]
    held = [frozenset(_figures(one)) for one in holding]
    of_each = [frozenset(_pair(one)) for one in holding if one.check.rule in _OF_EACH]
    for one in yielded:
        if not isinstance(one, Application) or not one.failed or not _is_proof(one):
            yield one
            continue
        covered = any(set(_pair(one)) < figures for figures in held)
        # 培训508人，平均每期127人 are of the 4期 beside them, and not of 5个 of something else
        covered = covered or (_is_likely(one) and any(len(set(_pair(one)) - figures) == 1 for figures in of_each))
        yield one.undecided("ambiguous") if covered else one


def _unslipped(one: Application | Notice, proven: frozenset[str]) -> Application | Notice:
    """The same, undecided where a product is only likely, and the one figure whose slip would put it right is that of an equation that holds."""
    if not isinstance(one, Application) or not one.failed or one.claim is None or one.check.rule not in _OF_EACH or not _is_likely(one):
        return one
    slipped = set(slipped_figures(one.claim))
    return one.undecided("ambiguous") if slipped and slipped <= proven else one


def _is_likely(one: Application) -> bool:
    """Whether a claim of amount, number and price is only likely to be of one thing."""
    claim = one.claim
    return claim is not None and claim.rule in _OF_EACH and (claim.form == _BY_UNITS or any(claim.params.get(mark) for mark in _LIKELY))


def _is_proof(one: Application) -> bool:
    return one.claim is not None and one.claim.rule not in _NO_PROOF


def _is_suspicion(one: Application | Notice) -> bool:
    return isinstance(one, Application) and one.claim is not None and bool(one.claim.params.get("suspected"))


def _is_repeat(one: Application | Notice) -> bool:
    return isinstance(one, Application) and one.failed and one.claim is not None and one.check.rule == "claim/repeat"


def _is_far(one: Application | Notice) -> bool:
    """Whether a claim fails over operands that were looked for all over the report."""
    return isinstance(one, Application) and one.failed and one.claim is not None and bool(one.claim.params.get("strict"))


def _levels(yielded: Iterable[Application | Notice]) -> Iterable[str]:
    """The ids of the figures between which a change was told that is right."""
    for one in yielded:
        if isinstance(one, Application) and one.claim is not None and one.claim.rule in _CHANGES and one.check.verdict.holds:
            yield from (operand.quantity.id for operand in one.claim.operands if operand.quantity is not None)


def _pair(one: Application | Notice) -> list[str]:
    """The ids of the figures of a claim."""
    assert isinstance(one, Application)
    assert one.claim is not None
    return [one.claim.stated.id, *(operand.quantity.id for operand in one.claim.operands if operand.quantity is not None)]


def _proven(yielded: Iterable[Application | Notice]) -> Iterable[str]:
    """The ids of the figures of which an equation holds."""
    for one in yielded:
        if isinstance(one, Application) and _is_proof(one) and one.check.verdict.holds:
            yield from _figures(one)


def _figures(one: Application) -> Iterable[str]:
    """The ids of the figures that a check took, whichever reading of its claim it went by."""
    return (operand.ref.removeprefix("quantity:") for operand in one.check.operands if operand.ref is not None)


def _stands(one: Application | Notice, proven: frozenset[str]) -> bool:
    assert isinstance(one, Application)
    assert one.claim is not None
    params = one.claim.params
    pair = _pair(one)
    open_ones = [id for id in pair if id not in proven]
    single = params["single"]
    assert isinstance(single, tuple)
    if not any(id in single for id in open_ones):
        return False
    return len(open_ones) < len(pair) or int(str(params["shared"])) >= _NAMED
