"""claim/bound: a figure held against the limit that the words right before its sentence set (差错率应控制在5%以内。全年实际为3.1%，符合要求)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.bounds import sense_of
from extractor.facts.claims.near.limits_kept import is_each
from extractor.facts.claims.scope import AMBIGUOUS, IN_FORM, Scope, alike
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_UP = frozenset({"at-most"})
_AS_FAR = 2
"""How many times as far as its limit a figure may be that is not said to keep it: one beyond is of something else."""


def target_above(scope: Scope) -> Iterator[Claim]:
    """The limit is the last figure before the value, in its sentence or the one above; words behind the value say that it is kept."""
    value = scope.figure("value")
    found = None if value is None else limit_before(scope, value) or _only_limit(scope, value)
    if value is None or found is None or scope.changes(value):
        return
    stated, sense = found
    if is_each(stated, scope.patterns) and not is_each(value, scope.patterns) and stated.quantity.kind is QuantityKind.MONEY:
        return  # 每人每天不超过450元，全年支出4.2万元，未超标准
    named = scope.patterns.one("claim.bound.kept-by").sub("", value.lead.strip())
    if not (set(named) <= set(stated.lead) or _is_called(scope, stated) or _is_of_same_money(named, stated)):
        return
    own = [scope.operand("value", value, IN_FORM)]
    doubt = None if value.quantity.hedge is Hedge.EXACT else AMBIGUOUS
    yield scope.claim(stated, own, doubt=doubt, sense=sense, hedges_count=False, exact=True)


def _is_of_same_money(named: str, stated: Placed) -> bool:
    return stated.quantity.kind is QuantityKind.MONEY and bool(shared_pairs(named, stated.lead))  # 投资控制在3360万元以内…实际投资3295万元


def _is_called(scope: Scope, stated: Placed) -> bool:
    """Whether the words that say that a limit is kept call it by its name (预算上限为100万元。支付99万元，未超预算上限)."""
    kept = scope.text("kept")
    return any(word in kept and word in stated.lead for word in scope.patterns.words("claim.bound.limit-names"))


def carried_out(scope: Scope) -> Iterator[Claim]:
    """生均公用经费不低于720元。我县按每生750元执行: what is paid, by the limit of the sentence right above, and for each of the same."""
    value = scope.figure("value")
    found = None if value is None or value.index else limit_before(scope, value)
    if value is None or found is None or scope.patterns.one("claim.bound.passed").search(scope.sentence.text):
        return
    stated, sense = found
    of = scope.text("of")
    if (of and of not in stated.lead) or value.quantity.hedge is not Hedge.EXACT or _is_far(value, stated):
        return
    yield scope.claim(stated, [scope.operand("value", value, IN_FORM)], sense=sense, hedges_count=False, exact=True)


def most_of_all(scope: Scope) -> Iterator[Claim]:
    """单户补助不得超过2万元。…最高的一户补助2万元: the most there was, or the least, of what the limit of the sentence above is for."""
    value = scope.figure("value")
    if value is None or value.quantity.hedge is not Hedge.EXACT or scope.patterns.one("claim.bound.passed").search(scope.sentence.text):
        return
    above = scope.around.above(scope.sentence, 0)
    if above is None or any(alike(one.quantity, value.quantity) and one.lead == value.lead for one in above.figures[:-1]):
        return
    found = _limit(scope, above.figures[-1], value)
    if found is None or not shared_pairs(f"{scope.text('lead')}", found[0].lead) or _is_far(value, found[0]):
        return
    stated, sense = found
    upward = scope.text("end") in scope.patterns.words("claim.bound.upper-ends")
    if upward is (sense in _UP):
        yield scope.claim(stated, [scope.operand("value", value, IN_FORM)], sense=sense, hedges_count=False, exact=True)


def none_passed(scope: Scope) -> Iterator[Claim]:
    """兑付最多的获得补贴99万元；没有一家超过上限: the last figure before the words, and the one limit of the report in its unit."""
    ahead = [
        one for one in scope.sentence.figures if one.at.end <= scope.match.start() and any(char.isdigit() for char in one.quantity.text)
    ]
    value = ahead[-1] if ahead else None
    if value is None or value.quantity.hedge is not Hedge.EXACT or scope.changes(value) or scope.each(value):
        return
    limit = scope.patterns.one("claim.bound.at-the-top")
    held = scope.around.panorama.before(value.at.start, value.quantity.kind, value.quantity.unit)
    known = [one.placed for one in held if one.sentence >= 0 and limit.search(one.placed.lead.strip())]
    if len({one.quantity.worth for one in known}) != 1 or _is_far(value, known[0]) or not shared_pairs(known[0].lead, value.lead):
        return
    yield scope.claim(known[0], [scope.operand("value", value, IN_FORM)], sense="at-most", hedges_count=False, exact=True)


def limit_before(scope: Scope, value: Placed) -> tuple[Placed, str] | None:
    """The limit that the last figure before a value sets, with its sense; figures of another unit in the value's own sentence aside."""
    ahead = scope.sentence.figures[: value.index]
    own = [one for one in ahead if alike(one.quantity, value.quantity)]
    before = own[-1:] if own else scope.before[:1]
    if not before or (own and own[-1] is not ahead[-1]):
        return None
    return _limit(scope, before[0], value)


def _only_limit(scope: Scope, value: Placed) -> tuple[Placed, str] | None:
    """The one limit of the report in the unit of a value that shares its name, where words say that the value did not pass it (投资未超控制数)."""
    if scope.patterns.one("claim.bound.not-passed").search(scope.text("kept")) is None or (
        value.index and alike(scope.sentence.figures[value.index - 1].quantity, value.quantity)
    ):
        return None
    held = scope.around.panorama.before(value.at.start, value.quantity.kind, value.quantity.unit)
    told = [_limit(scope, one.placed, value) for one in held if one.sentence >= 0 and shared_pairs(one.placed.lead, value.lead)]
    known = [one for one in told if one is not None]
    return known[0] if len({one[0].quantity.worth for one in known}) == 1 and not _is_far(value, known[0][0]) else None


def _limit(scope: Scope, stated: Placed, value: Placed) -> tuple[Placed, str] | None:
    said = scope.around.panorama.of(stated).said
    told = f"{said if said.endswith(stated.lead) else stated.lead}{stated.quantity.text}{stated.tail}"
    sense = scope.patterns.one("claim.bound.set").search(told)
    if sense is None or stated.depth or not alike(stated.quantity, value.quantity):
        return None
    senses: dict[str, str] = scope.patterns.entry("claim.bound.limits").data["senses"]
    return stated, senses.get(sense["side"] or "") or senses.get(sense["sense"]) or sense_of(scope, sense["sense"])


def _is_far(value: Placed, stated: Placed) -> bool:
    sizes = sorted((value.quantity.worth, stated.quantity.worth))
    return not sizes[0] or sizes[1] > sizes[0] * _AS_FAR
