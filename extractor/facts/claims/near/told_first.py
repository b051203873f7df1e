"""claim/ratio: a rate that stands before its figures (满意率97.5%（回访120户，满意117户）; 完成率98%，应完成50个、实际完成49个)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.rate_names import bears, denied, due, rate_words
from extractor.facts.claims.scope import AMBIGUOUS, SAME_PARAGRAPH, Scope, alike, at_least, is_amount, pairs
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_COUPLE = 2
_TURNED = "claim.ratio.rate-turned"
_BEHIND = 2
"""Clauses between a rate and the first of its figures."""
_ALL = 100
"""Per cent."""
_BRACKETS = "（("


def told_behind(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """The rate of figures behind it: those of the bracket that opens there, of the next clauses, or of the next sentence where its own has none."""
    group, why = _group(scope, stated)
    amounts = [one for one in group if any(alike(one.quantity, other.quantity) for other in group if other is not one)]
    part = _part(scope, amounts)
    guessed = part is None and len(amounts) == _COUPLE and _own_bracket(amounts)
    part = max(amounts, key=lambda one: (-one.quantity.worth, one.index)) if guessed else part
    if part is None:
        return
    if _part_first(scope, amounts, part):
        whole = amounts[1]
        yield scope.claim(stated, [scope.operand("part", part, why), scope.operand("whole", whole, why)], weak="guard")
        return
    wholes = [one for one in amounts if one is not part and alike(one.quantity, part.quantity) and one.depth == part.depth]
    wholes = [one for one in wholes if not scope.each(one) and (scope.has("claim.aims", one.lead) or not scope.is_base(one))]
    before = [one for one in wholes if one.index < part.index]
    if not before:
        return
    whole = before[0]
    large = at_least(whole.quantity, part.quantity) or (stated.quantity.value or 0) > _ALL
    readings = [[scope.operand("part", part, why), scope.operand("whole", whole, why)]]
    readings += [
        [scope.operand("part", one, why), scope.operand("whole", other, why)]
        for one, other in pairs(amounts)
        if alike(one.quantity, other.quantity) and (one, other) != (part, whole)
    ]
    numbered = any(scope.has("claim.numbered", one.lead) for one in (part, whole))  # 下发第二批300份，第一批收回265份
    certain = part.clause - whole.clause <= 1 and not numbered and not exclusive(part.lead, whole.lead, scope.patterns)
    yield scope.claim(
        stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, weak=("far" if large and not guessed else "guard")
    )


def _group(scope: Scope, stated: Placed) -> tuple[list[Placed], str]:
    """The amounts behind a rate that may be its own, with where they stand."""
    text, offset = scope.sentence.text, scope.sentence.at.start
    behind = scope.sentence.figures[stated.index + 1 :]
    if text[stated.at.end - offset : stated.at.end - offset + 1] in tuple(_BRACKETS):
        return [one for one in behind if one.bracket == stated.at.end and is_amount(one.quantity)], scope.where(stated, stated)
    told = [one for one in scope.sentence.figures[: stated.index] if one.segment == stated.segment]
    if scope.form.id == _TURNED:
        told = [one for one in told if one.clause < stated.clause]  # what the rate was before
    if any(is_amount(one.quantity) for one in told) or (told and told[-1].clause == stated.clause):
        return [], ""
    if not behind and not told:
        following = scope.around.following(scope.sentence)
        return ([], "") if following is None else (_row(scope, following.figures, following.figures[0].clause), SAME_PARAGRAPH)
    return _row(
        scope, [one for one in behind if one.segment == stated.segment and one.depth == stated.depth], stated.clause
    ), "same-sentence"


def _row(scope: Scope, figures: Sequence[Placed], clause: int) -> list[Placed]:
    """The amounts from the first of figures on, to one that is a rate or a change; none where the first stands too far off."""
    found: list[Placed] = []
    for one in figures:
        if not is_amount(one.quantity) or one.clause - clause > _BEHIND or one.quantity.kind is QuantityKind.PERCENT:
            break
        if found and one.segment != found[-1].segment:
            break
        found.append(one)
        clause = one.clause
    return found


def _part(scope: Scope, amounts: Sequence[Placed]) -> Placed | None:
    """The one figure that the words before it, or behind it, make the part of the rate; what was owed is none."""
    part_words, _, _ = rate_words(scope)
    stem = scope.text("name")[:-1]
    for words in ([one.lead for one in amounts], [one.tail for one in amounts]):
        found = [
            one
            for one, said in zip(amounts, words, strict=True)
            if (any(word in said for word in part_words) or bears(stem, said)) and not denied(scope, part_words, one)
        ]
        if len(found) == _COUPLE and due(scope, *found):
            found = found[1:]
        if found:
            return found[0] if len(found) == 1 else None
    if len(amounts) == _COUPLE and due(scope, *amounts):
        return amounts[1]
    return None


def _part_first(scope: Scope, amounts: Sequence[Placed], part: Placed) -> bool:
    """Whether a bracket of two figures tells the part first (巩固率96.5%（毕业3860人，入学时4000人）)."""
    alone = len(amounts) == _COUPLE and part is amounts[0] and part.bracket is not None and part.bracket == amounts[1].bracket
    return alone and part.depth > 0 and at_least(amounts[1].quantity, part.quantity) and not scope.each(amounts[1])


def _own_bracket(amounts: Sequence[Placed]) -> bool:
    """Whether two figures alone in a bracket are a whole and what came of it (核查率96%（推送250条，核查240条）): the bracket explains its rate."""
    one, other = amounts
    return one.bracket is not None and one.bracket == other.bracket and other.depth > 0
