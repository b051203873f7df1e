"""claim/sum: so many figures told one by one in the sentences before (三级财政资金支出总额S)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import IN_FORM, LISTED, SAME_PARAGRAPH, Scope, alike
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim

_BACK = 10
"""How many figures back the addends are looked for."""
_FEWEST = 2
_PARAGRAPHS = 2
"""Paragraphs back, a heading among them."""


def several(scope: Scope) -> Iterator[Claim]:
    """The last figures told of so many things, by the verb that the sum has as well; one of each, and no other of that unit beside them."""
    stated, number = scope.figure("stated"), chinese_to_int(scope.match["number"], scope.patterns)
    if stated is None or number is None or number < _FEWEST or scope.each(stated):
        return
    view = scope.around.panorama
    known = [*reversed(scope.sentence.figures[: stated.index]), *scope.before]
    above = scope.around.above(scope.sentence, _PARAGRAPHS)
    if (
        above is not None
        and not any(alike(one.quantity, stated.quantity) for one in known)
        and scope.patterns.one("claim.far.said-above").search(scope.opening())
    ):
        known = [*reversed(above.figures)]  # 以上两项收入合计, under a heading of its own
    figures = [
        one for one in known if alike(one.quantity, stated.quantity) and one.depth == 0 and not scope.changes(one) and not scope.each(one)
    ]
    listed = [one for one in figures if (seen := view.seen(one.quantity)) is not None and seen.inner]
    figures = [one for one in figures if (seen := view.seen(one.quantity)) is None or not (seen.inner or seen.summed)][:_BACK]
    verbs = grams(scope.text("phrase"), scope.patterns)
    named = [one for one in figures if verbs & grams(one.lead, scope.patterns)]
    here = [one for one in figures if one in scope.sentence.figures]
    held = above.figures if above is not None else ()
    nearest = [[one for one in some if one in held and verbs & grams(one.lead, scope.patterns)] for some in (figures, listed)]
    chosen = next((some for some in (here, named, *nearest, figures) if len(some) == number), [])
    if not chosen or not _even(scope, chosen):
        return
    parts = [scope.operand("part", one, LISTED if one in scope.sentence.figures else SAME_PARAGRAPH) for one in reversed(chosen)]
    if not here and _one_each(scope, chosen):
        yield scope.claim(stated, [replace(one, why=IN_FORM) for one in parts], rule="claim/sum")
        return
    yield scope.claim(stated, parts, rule="claim/sum", strict=True, telling=3)


def _one_each(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether the sentences right above tell one figure each, by the verb that the sum has (补助甲a。补助乙b。补助丙c。三项补助共S)."""
    sentence, verbs = scope.sentence, grams(scope.text("phrase"), scope.patterns)
    for one in figures:
        above = scope.around.above(sentence, 0)
        if above is None or len(above.figures) != 1 or above.figures[0].quantity is not one.quantity:
            return False
        sentence = above
    return all(one.lead.strip()[:_FEWEST] in verbs for one in figures)


def _even(scope: Scope, figures: list[Placed]) -> bool:
    """Whether each figure is named by words of its own: addends of one sum are."""
    leads = {one.lead.strip() for one in figures}
    return len(leads) == len(figures) and not any(scope.is_base(one) for one in figures)
