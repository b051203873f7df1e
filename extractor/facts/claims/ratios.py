"""claim/ratio: shares (占…的), rates (执行率 …), multiples (是…的n倍) and 1:n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.scope import (
    AMBIGUOUS,
    AMOUNTS,
    IN_FORM,
    MISSING,
    SAME_PARAGRAPH,
    Scope,
    alike,
    comparable,
    pairs,
)
from extractor.facts.figures import Placed
from extractor.model.facts import Claim, Operand, Quantity, QuantityKind

_NEAR = 12
"""How many figures of earlier sentences of the paragraph are tried as the whole of a share."""


def _is_amount(quantity: Quantity) -> bool:
    return quantity.kind in AMOUNTS


def share(scope: Scope) -> Iterator[Claim]:
    """A占B的p%: the part is the nearest figure before; the whole stands behind 占, or before the part."""
    stated = scope.figure("stated")
    if stated is None:
        return
    whole = scope.figure("whole") if "whole" in scope.match.re.groupindex else None
    if whole is not None:
        yield from _of_named_whole(scope, stated, whole)
    elif scope.respectively(stated):
        yield from _respectively(scope, stated)
    elif "whole" not in scope.match.re.groupindex:
        yield from _of_earlier_whole(scope, stated)


def _of_named_whole(scope: Scope, stated: Placed, whole: Placed) -> Iterator[Claim]:
    candidates = [one for one in scope.earlier(whole, lambda one: comparable(one, whole.quantity)) if not scope.changes(one)]
    named = scope.operand("whole", whole, IN_FORM)
    if not candidates:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), named])
        return
    readings = [[scope.operand("part", one, scope.where(one, whole)), named] for one in candidates]
    certain = scope.adjacent(candidates[0], whole) and not (candidates[0].depth > whole.depth and not _restates(scope, candidates[0]))
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _restates(scope: Scope, one: Placed) -> bool:
    """Whether a figure in brackets says the one before them once more (442元/人·月（合5304元/人·年）)."""
    return one.index > 0 and scope.sentence.figures[one.index - 1].depth < one.depth and scope.has("claim.restating", one.lead)


def _respectively(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """户数和人数分别占25%和30%: any two figures that agree clear it; which belong together is not told."""
    figures = [one for one in scope.earlier(stated, _is_amount) if not scope.changes(one)]
    readings = [_reading(scope, stated, part, whole) for part, whole in pairs(figures) if alike(part.quantity, whole.quantity)]
    if readings:
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)


def _is_part(scope: Scope, one: Placed) -> bool:
    """Whether a figure is itself said to be a share of something (A，占55%；B，占30%)."""
    figures = scope.sentence.figures
    following = figures[one.index + 1] if one.index + 1 < len(figures) else None
    return following is not None and following.quantity.kind is QuantityKind.PERCENT and scope.has("claim.share-lead", following.lead)


def _of_earlier_whole(scope: Scope, stated: Placed) -> Iterator[Claim]:
    amounts = [one for one in scope.earlier(stated, _is_amount) if one.depth <= stated.depth and not scope.changes(one)]
    measure = scope.patterns.one("claim.share-measure").search(stated.lead)
    by_unit = [one for one in amounts if measure is not None and one.quantity.unit == measure["unit"]]
    if by_unit:
        amounts = by_unit
    elif not amounts or not scope.adjacent(amounts[0], stated) or measure is not None:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    part = amounts[0]
    own = scope.operand("part", part, scope.where(part, stated))
    here = [one for one in scope.earlier(part, lambda one: alike(one, part.quantity)) if not scope.changes(one)]
    larger = [one for one in here if _at_least(one.quantity, part.quantity) and not _is_part(scope, one)]
    above = [one for one in scope.before if alike(one.quantity, part.quantity)][:_NEAR]
    readings = [[own, scope.operand("whole", one, scope.where(one, stated))] for one in [*larger, *(o for o in here if o not in larger)]]
    readings += [[own, scope.operand("whole", one, SAME_PARAGRAPH)] for one in above]
    if not readings:
        yield scope.claim(stated, [own, scope.operand("whole", None, MISSING)])
        return
    named_elsewhere = bool(scope.text("phrase")) and not scope.has("claim.total", scope.text("phrase"))
    certain = bool(larger) and not named_elsewhere and (len(larger) == 1 or _within(scope, larger[0], part))
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def _at_least(one: Quantity, other: Quantity) -> bool:
    if one.value is None or other.value is None:
        return False
    return Fraction(one.value) * one.scale >= Fraction(other.value) * other.scale


def _within(scope: Scope, whole: Placed, part: Placed) -> bool:
    """Whether the words between them say that the part lies within the whole (其中)."""
    return scope.has("claim.within", scope.sentence.between(whole, part))


def rate(scope: Scope) -> Iterator[Claim]:
    """X率p%: part and whole are told by the words beside the figures before it."""
    stated = scope.figure("stated")
    if stated is None or scope.has("claim.not-a-rate", scope.text("name")):
        return
    part_words, whole_words, mixed = _rate_words(scope)
    figures = list(reversed([one for one in scope.earlier(stated, _is_amount) if not scope.changes(one)]))
    figures = [one for one in figures if stated.segment == one.segment and one.quantity.unit not in scope.patterns.words("claim.kinds")]
    if scope.respectively(stated):
        yield from _respectively(scope, stated)
        return
    parts = [one for one in reversed(figures) if any(word in _words_of(scope, one, whole_words) for word in part_words)]
    if not figures or (not parts and len(figures) < 2):
        yield from _rate_of_paragraph(scope, stated, figures)
        return
    if parts:
        part = parts[0]
        rest = [one for one in reversed(figures) if one is not part and (mixed or alike(one.quantity, part.quantity))]
        wholes = [one for one in rest if any(word in one.lead + one.tail for word in whole_words)] or rest
        wholes = [one for one in wholes if one.depth <= part.depth]
        if not wholes:
            yield from _rate_of_paragraph(scope, stated, [part])
            return
        best = [one for one in wholes if one.index < part.index] or wholes
        named = [one for one in best if any(word in one.lead + one.tail for word in whole_words)]
        ordered = [*best, *(one for one in rest if one not in best)]
        readings = [_reading(scope, stated, part, one) for one in ordered]
        readings += [_reading(scope, stated, other, one) for one, other in pairs(figures) if alike(one.quantity, other.quantity)]
        certain = bool(named) or len(rest) == 1
        certain = certain and part.depth <= stated.depth
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)
        return
    tried = [(one, other) for one, other in pairs(list(reversed(figures))) if alike(one.quantity, other.quantity)]
    if tried:
        readings = [_reading(scope, stated, part, whole) for part, whole in tried]
        yield scope.claim(stated, readings[0], others=readings[1:], doubt=AMBIGUOUS)
    else:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])


def _rate_of_paragraph(scope: Scope, stated: Placed, figures: Sequence[Placed]) -> Iterator[Claim]:
    """The part alone, or nothing, stands in the sentence: a whole from an earlier sentence may clear it, never accuse."""
    own = list(figures)[-1:]
    above = [one for one in scope.before if one.quantity.kind in AMOUNTS and not scope.changes(one)][:_NEAR]
    readings = [
        [scope.operand("part", part, SAME_PARAGRAPH), scope.operand("whole", whole, SAME_PARAGRAPH)]
        for part in (own or above)
        for whole in above
        if whole is not part and alike(part.quantity, whole.quantity)
    ]
    part_words, whole_words, _ = _rate_words(scope)
    if own and any(word in own[0].lead for word in part_words):
        named = [one for one in above if alike(one.quantity, own[0].quantity) and any(word in one.lead for word in whole_words)]
        named = [one for one in named if not any(word in one.lead for word in part_words) and _at_least(one.quantity, own[0].quantity)]
        if len(named) == 1 and own[0].depth == named[0].depth == 0:
            chosen = [scope.operand("part", own[0], scope.where(own[0], stated)), scope.operand("whole", named[0], SAME_PARAGRAPH)]
            yield scope.claim(stated, chosen, others=readings)
            return
    missing = [scope.operand("part", own[0] if own else None, MISSING), scope.operand("whole", None, MISSING)]
    yield scope.claim(stated, missing, others=readings)


def _words_of(scope: Scope, one: Placed, whole_words: Sequence[str]) -> str:
    """The words that say what a figure is: before it, and behind it where nothing stands before."""
    del whole_words
    return one.lead if one.lead.strip() else one.tail


def _reading(scope: Scope, stated: Placed, part: Placed, whole: Placed) -> list[Operand]:
    return [scope.operand("part", part, scope.where(part, stated)), scope.operand("whole", whole, scope.where(whole, stated))]


def _rate_words(scope: Scope) -> tuple[list[str], list[str], bool]:
    """The words of part and whole for a rate, and whether the two may have different units."""
    name = scope.text("name")
    for one in scope.patterns.entry("claim.rates").data["rates"]:
        if name.endswith(one["name"]):
            return list(one["part"]), list(one["whole"]), bool(one.get("mixed"))
    stem = name[:-1]
    return [stem[-2:]] if len(stem) > 1 else [], list(scope.patterns.words("claim.whole")), False


def times(scope: Scope) -> Iterator[Claim]:
    """A是B的n倍."""
    stated = scope.figure("stated")
    if stated is None:
        return
    whole = scope.figure("whole")
    start = whole if whole is not None else stated
    fits = (lambda one: alike(one, whole.quantity)) if whole is not None else _is_amount
    parts = [one for one in scope.earlier(start, fits) if not scope.changes(one)]
    if not parts:
        return
    own = scope.operand("part", parts[0], scope.where(parts[0], stated))
    if whole is None:
        readings = [
            [own, scope.operand("whole", one, scope.where(one, stated))] for one in parts[1:] if alike(one.quantity, parts[0].quantity)
        ]
        bases = [one for one in parts[1:] if alike(one.quantity, parts[0].quantity)]
        certain = len(bases) == 1 and scope.is_base(bases[0])
        first = readings[0] if readings else [own, scope.operand("whole", None, MISSING)]
        yield scope.claim(stated, first, others=readings[1:], doubt=None if certain else AMBIGUOUS)
        return
    readings = [[scope.operand("part", one, scope.where(one, stated)), scope.operand("whole", whole, IN_FORM)] for one in parts]
    certain = scope.adjacent(parts[0], whole) and parts[0].depth == whole.depth
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)


def one_to(scope: Scope) -> Iterator[Claim]:
    """1:n: the two nearest counts before it, whichever way round."""
    stated = scope.figure("stated")
    if stated is None:
        return
    counts = scope.earlier(stated, lambda one: one.kind is QuantityKind.COUNT)
    if len(counts) < 2:
        yield scope.claim(stated, [scope.operand("part", None, MISSING), scope.operand("whole", None, MISSING)])
        return
    second, first = counts[0], counts[1]
    readings = [_reading(scope, stated, second, first), _reading(scope, stated, first, second)]
    certain = len(counts) == 2
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS)
