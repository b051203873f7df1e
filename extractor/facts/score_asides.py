"""Scores that a sentence tells besides the report's own: those of a weighted mean (96分，权重60%), and the one of another year with the change since."""

from __future__ import annotations

from dataclasses import replace

from extractor.facts.mention import LookAlike
from extractor.facts.mentions import Mentions
from extractor.language.patterns import Patterns
from extractor.model.text import Text

_WEIGHED, _CHANGED, _MEAN = "claim.score-weighed", "claim.score-changed", "claim.score-mean"
_CHANGED_KINDS = ("claim-score-changed", "claim-score-risen")


def without_asides(text: Text, found: Mentions, patterns: Patterns) -> Mentions:
    """What was found, such scores explained by the form that tells them in place of scores of the report."""
    forms = {start: _WEIGHED for match in patterns.one(_WEIGHED).seek(text.content) for start in match.starts("part")}
    for match in patterns.one(_MEAN).seek(text.content):
        forms |= dict.fromkeys((*match.starts("part"), match.start("stated")), _MEAN)
    for match in (match for kind in _CHANGED_KINDS for form in patterns.kind(kind) for match in form.seek(text.content)):
        forms |= {match.start("base"): _CHANGED, match.start("stated"): _CHANGED}
    if not forms:
        return found
    aside = [one for one in found.mentions if one.at.start in forms]
    looks = [replace(look, entry=look.entry or forms.get(look.at.start)) for look in found.look_alikes]
    looks += [LookAlike(one.at, forms[one.at.start]) for one in aside]
    kept = tuple(one for one in found.mentions if one not in aside)
    return replace(found, mentions=kept, look_alikes=tuple(sorted(looks, key=lambda look: look.at)))
