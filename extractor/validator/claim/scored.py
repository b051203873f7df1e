"""A rate of two scores (得分率) where a rule of the scores says that one of the two is wrong: that is the cause, and is told once."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.validator.application import Application, Notice

REASON = "uncertain-score"
ACCUSING = frozenset(
    {
        "score/section-max-sum", "score/section-self-sum", "score/total-max-sum", "score/total-self-sum", "score/self-exceeds-max", "score/deduction",
        "score/total-deduction", "score/conflict", "score/table",
    }
)  # fmt: skip


def settled(yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, each rate of scores that fails over a score that is accused itself undecided."""
    accused = {
        operand.at.start
        for one in yielded
        if isinstance(one, Application) and one.failed and one.check.rule in ACCUSING
        for operand in one.check.operands
        if operand.at is not None
    }
    return [one.undecided(REASON) if isinstance(one, Application) and _rests_on(one, accused) else one for one in yielded]


def _rests_on(one: Application, accused: set[int]) -> bool:
    if one.claim is None or not one.claim.params.get("scores") or not one.failed:
        return False
    return any(operand.at is not None and operand.at.start in accused for operand in one.check.operands if operand.role != "stated")
