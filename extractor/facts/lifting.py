"""What a section says again and means the one above it: 本部分自评29分 behind the last item of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.facts import Role, Score
from extractor.model.outline import Section


def lift(scores: dict[str, Score], sections: Sequence[Section]) -> None:
    """Move what a section states again to the nearest section above that states the very figures, where they are not its own.

    scores: by section id, changed in place. sections: all of them, in document order.
    """
    for section in sections:
        score = scores.get(section.id)
        if score is None:
            continue
        own = {Role.MAX: score.max, Role.SELF: score.self}
        odd = [(role, figure) for role, figure in score.restated if figure.value is not None and figure.value != own[role]]
        if not odd:
            continue
        for above in [other for other in sections if section.id.startswith(f"{other.id}.")][::-1]:
            stated = scores.get(above.id)
            if stated is None:
                continue
            values = {Role.MAX: stated.max, Role.SELF: stated.self}
            if all(figure.value == values[role] for role, figure in odd):
                kept = tuple(one for one in score.restated if one not in odd and own[one[0]] != values[one[0]])
                lifted = tuple(one for one in score.restated if one not in kept)
                scores[section.id] = replace(score, restated=kept)
                scores[above.id] = replace(stated, restated=(*stated.restated, *lifted))
                break
