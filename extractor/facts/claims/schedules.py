"""claim/difference: by how many points a rate of progress is ahead of the calendar or behind it (截至9月底支出进度82%，超时序进度7个百分点).

The calendar's own progress is told by no figure: it is the months of the year that are over. They are read from the words before the rate in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.scope import IN_FORM
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_POINTS, _MONTHS, _SPOKEN = "claim.schedule.points", "claim.schedule.months", "claim.schedule.spoken"
_RULE = "claim/difference"
_YEAR = 12


def schedules(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each distance from the calendar's progress whose rate stands right before it, and whose month its sentence tells."""
    cue = patterns.one(_POINTS)
    for sentence in sentences:
        if sentence.cell:
            continue
        for one, after in zip(sentence.figures, sentence.figures[1:], strict=False):
            said = cue.search(after.lead) if after.quantity.kind is QuantityKind.POINTS and _is_rate(one) and _is_exact(after) else None
            months = _months(sentence, one, patterns) if said is not None else None
            first = known.get((_RULE, after.quantity.id))
            if said is None or months is None or (first is not None and first.doubt is None and holds(first)):
                continue
            sign = 1 if said["ahead"] else -1
            yield Claim.of(_RULE, _POINTS, after.quantity, [Operand("current", one.quantity, IN_FORM)], {"sign": sign, "months": months})


def _is_rate(one: Placed) -> bool:
    return one.quantity.kind is QuantityKind.PERCENT and _is_exact(one)


def _is_exact(one: Placed) -> bool:
    return one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT


def _months(sentence: Sentence, rate: Placed, patterns: Patterns) -> int | None:
    """How many months of the year are over by the words before a rate; None where they tell none, or two spans."""
    before = sentence.text[: rate.at.start - sentence.at.start]
    told = {int(one["month"]) for one in patterns.one(_MONTHS).finditer(before)}
    told |= {int(one["months"]) for one in patterns.entry(_SPOKEN).data["spans"] if one["words"] in before}
    return told.pop() if len(told) == 1 and max(told) <= _YEAR else None
