"""Whether a figure that is only guessed at stands in the list of losses whose sum fails."""

from __future__ import annotations

from extractor.model.text import Span
from extractor.validator.application import Application
from extractor.validator.figures import difference
from extractor.validator.matter import Matter


def beside_a_guess(matter: Matter, one: Application) -> bool:
    """Whether a figure is only guessed at in a paragraph of the list whose sum fails: it may be one of the list.

    A total is none of it, where the loss told in all is what parts the full and the obtained one: that bears out both, whatever their words.
    """
    if one.check.rule != "score/total-deduction" or one.check.params.get("variant") != "list":
        return False
    homes = {matter.text.paragraph_at(operand.at.start) for operand in one.check.operands if operand.at is not None}
    borne_out = _borne_out(matter)
    return any(matter.text.paragraph_at(span.start) in homes for span in matter.facts.inferred if span not in borne_out)


def _borne_out(matter: Matter) -> frozenset[Span]:
    """Where the full and the obtained total stand, once or again, that differ by what was lost in all."""
    totals = matter.facts.totals
    full, own, lost = totals.max, totals.self, totals.deducted
    if full is None or own is None or lost is None or full.value is None or own.value is None or lost.value is None:
        return frozenset()
    if difference(full.value, own.value) != lost.value:
        return frozenset()
    again = (figure.at for _, figure in totals.restated if figure.value in (full.value, own.value))
    return frozenset({full.at, own.at, *again})
