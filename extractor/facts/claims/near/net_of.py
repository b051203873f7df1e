"""claim/difference told out: what there was, what goes off it, what is left (共12400人次，剔除重复领取的860人次，实际11540人次)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, Scope, alike, at_least
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Quantity, QuantityKind


def net_of(scope: Scope) -> Iterator[Claim]:
    """The figures that the form names: ``had``, what came to it (``more``), what goes off it (``used``), and what that leaves."""
    stated, had, used = scope.figure("stated"), scope.figure("had"), scope.figure("used")
    more = scope.figure("more") if "more" in scope.form.groups else None
    if stated is None or had is None or used is None or stated.depth != had.depth or scope.has("claim.adjusts", had.lead):
        return  # 年初预算1280万元，追加156万元，调减42万元: it goes off all of it
    told = [one for one in (had, more, used) if one is not None]
    if not all(_like(scope, one.quantity, stated.quantity) for one in told) or any(scope.each(one) for one in (had, stated)):
        return
    if not at_least(had.quantity, used.quantity) or any(one not in (*told, stated) for one in _within(scope, had, stated)):
        return
    operands = [scope.operand("used" if one is used else "had", one, IN_FORM) for one in told]
    yield scope.claim(stated, operands, weak="far")


def told_in_bracket(scope: Scope) -> Iterator[Claim]:
    """结余10万元（收入70万元，支出60万元）: the bracket behind what is left tells what there was and what was used."""
    stated, had, used = scope.figure("stated"), scope.figure("had"), scope.figure("used")
    if (
        stated is None
        or had is None
        or used is None
        or not alike(had.quantity, stated.quantity)
        or not alike(used.quantity, stated.quantity)
    ):
        return
    yield scope.claim(stated, [scope.operand("had", had, IN_FORM), scope.operand("used", used, IN_FORM)], weak="far")


def _within(scope: Scope, first: Placed, last: Placed) -> list[Placed]:
    """The figures from one to another, without those that a word spells (同时享受两项补贴的), and without rates: the form names those that it lets in."""
    between = scope.sentence.figures[first.index : last.index]
    return [one for one in between if any(char.isdigit() for char in one.quantity.text) and one.quantity.kind is not QuantityKind.PERCENT]


def _like(scope: Scope, one: Quantity, other: Quantity) -> bool:
    """Whether two figures are of one unit; people in 人 and 人次, which lists that count some of them twice mix."""
    if scope.form.attributes.get("posts") and one.kind is other.kind:
        return True  # 编制206个，实有194人
    people = (*scope.patterns.words("unit.same-people"), *scope.patterns.words("unit.visits"))
    return alike(one, other) or (one.unit in people and other.unit in people)
