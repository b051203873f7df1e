"""claim/ratio: the rate of those who answered well, behind a list that holds (满意412份、基本满意44份、不满意24份，总体满意率95%).

Which answers count as good is the report's choice, so that each row of them from the best down is a reading. What lies between the best alone and all but
the denied ones may be an average of marks (基本满意 by 0.8) and is nobody's error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.certainty.transposed import exchanged
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.rates_of_states import is_list, is_rate, state_of
from extractor.facts.claims.scope import AMBIGUOUS, LISTED
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Operand, Quantity

_FORM = "claim.rate-of-answers"
_BACK = 120
"""Characters from the end of a list to the rate."""
_FEWEST = 3
"""Answers below which the list leaves no choice."""
_TELLING = 3
"""Digits from which two of them exchanged are a slip, whatever marks may give."""
_HUNDRED = Fraction(100)


def rates_of_answers(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each rate that no form has decided, and whose name says what the answers of the nearest list before it are or are not."""
    lists = sorted((one for one in known.values() if is_list(one)), key=lambda one: -one.at.end)
    placed = {one.quantity.id: one for sentence in sentences for one in sentence.figures} if lists else {}
    for one in [one for sentence in sentences if lists and not sentence.cell for one in sentence.figures]:
        said = patterns.one(_FORM).search(one.lead) if is_rate(one) else None
        first = known.get(("claim/ratio", one.quantity.id))
        elsewhere = said is not None and patterns.one(f"{_FORM}.elsewhere").search(one.lead) is not None
        if said is None or elsewhere or (first is not None and first.doubt is None and holds(first)):
            continue
        told = next((held for held in lists if held.at.end <= one.at.start <= held.at.end + _BACK), None)
        good = _good(said["stem"], told, placed, patterns) if told is not None else []
        if told is not None and told.stated.worth and good:
            yield _claim(one.quantity, told.stated, good)


def _good(stem: str, told: Claim, placed: Mapping[str, Placed], patterns: Patterns) -> list[Quantity]:
    """The answers of a list that are not denied, from the best down; none where it does not tell both what a rate is named by and its denial."""
    answers = [(state_of(placed.get(part.quantity.id), patterns), part.quantity) for part in told.operands if part.quantity is not None]
    denials = tuple(patterns.words("claim.rate-of-answers.denial"))
    denied = [number for number, (state, _) in enumerate(answers) if state.startswith(denials)]
    named = [number for number, (state, _) in enumerate(answers) if state.endswith(stem) and number not in denied]
    in_order = denied == list(range(len(answers) - len(denied), len(answers))) and named[:1] == [0]
    if len(answers) < _FEWEST or not in_order or not any(answers[number][0].endswith(stem) for number in denied):
        return []
    return [part for number, (_, part) in enumerate(answers) if number not in denied]


def _claim(stated: Quantity, whole: Quantity, good: Sequence[Quantity]) -> Claim:
    """The claim that a rate is of the best answers of a row, so many that they come nearest to it; doubted where it may be an average of marks."""
    sums = list(accumulate(one.worth for one in good))
    rates = [_HUNDRED * one / whole.worth for one in sums]
    told = [
        [*(Operand("part", one, LISTED) for one in good[:number]), Operand("whole", whole, LISTED)] for number in range(1, len(good) + 1)
    ]
    nearest = min(range(len(good)), key=lambda number: abs(rates[number] - stated.worth))
    between = rates[0] < stated.worth < rates[-1]
    claim = Claim.of("claim/ratio", _FORM, stated, told[nearest], {"guard": True})
    if holds(claim) or not between:
        return claim
    slipped = len(stated.digits) >= _TELLING and any(printed_as(other, part, whole.worth) for other in exchanged(stated) for part in sums)
    return claim if slipped else Claim.of("claim/ratio", _FORM, stated, told[nearest], doubt=AMBIGUOUS)
