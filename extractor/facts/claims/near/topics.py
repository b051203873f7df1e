"""claim/ratio: a share of a list whose topic calls the figure that it is of (改造后的投放点，带雨棚的586个，装监控的412个，占65.7%)."""

from __future__ import annotations

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import SAME_PARAGRAPH, SAME_SENTENCE, Scope, alike
from extractor.facts.figures import Placed

_LONGEST = 16
"""Characters of a topic."""
_ABOVE = 12
"""Figures of the sentences before among which what it calls is looked for."""


def topic_whole(scope: Scope, part: Placed) -> tuple[Placed, str] | None:
    """The one figure before the list that its topic calls, with where it stands: as large as all that the list tells, and no plan."""
    figures = [one for one in scope.sentence.figures if one.segment == part.segment]
    start = scope.sentence.at.start
    first = figures[0]
    begin = scope.sentence.figures[first.index - 1].at.end - start if first.index else 0
    words = scope.sentence.text[begin : first.at.start - start]
    words = words[max(words.rfind(mark) for mark in scope.patterns.words("claim.talk.ends")) + 1 :]
    topic, comma, _ = words.partition(scope.patterns.words("claim.clause-mark")[0])
    named = grams(topic, scope.patterns)
    if not comma or len(topic) > _LONGEST or not named or scope.has("claim.among", topic):
        return None
    listed = [one for one in figures if one.index <= part.index and alike(one.quantity, part.quantity)]
    here = [(one, SAME_SENTENCE) for one in reversed(scope.sentence.figures[: first.index])]
    known = [*here, *((one, SAME_PARAGRAPH) for one in scope.before[:_ABOVE])]
    found = [
        (one, why)
        for one, why in known
        if alike(one.quantity, part.quantity)
        and all(one.quantity.worth > item.quantity.worth for item in listed)
        and scope.is_level(one)
        and not (scope.has("claim.aims", one.lead) or one.depth)
        and shared_pairs(topic, f"{one.lead}{one.tail}")
        and named & grams(f"{one.lead} {one.tail}", scope.patterns)
    ]
    told = len(listed) > 1 or topic.endswith(scope.patterns.words("claim.in-it"))
    return found[0] if told and len({one.quantity.worth for one, _ in found}) == 1 else None
