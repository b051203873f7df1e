"""Scores that a sentence tells besides the report's own: those of a weighted mean (96分，权重60%), and the one of another year with the change since."""

from __future__ import annotations

from dataclasses import replace

from extractor.facts.mention import LookAlike
from extractor.facts.mentions import Mentions
from extractor.language.patterns import Patterns
from extractor.model.text import Text

_ASIDES = (("claim.score-weighed", ("part",)), ("claim.score-changed", ("base", "stated")))
"""The forms, and the groups of each that hold no score of the report."""


def without_asides(text: Text, found: Mentions, patterns: Patterns) -> Mentions:
    """What was found, such scores explained by the form that tells them in place of scores of the report."""
    forms = {
        start: form
        for form, groups in _ASIDES
        for match in patterns.one(form).finditer(text.content)
        for group in groups
        for start in match.starts(group)
    }
    if not forms:
        return found
    aside = [one for one in found.mentions if one.at.start in forms]
    looks = [replace(look, entry=look.entry or forms.get(look.at.start)) for look in found.look_alikes]
    looks += [LookAlike(one.at, forms[one.at.start]) for one in aside]
    kept = tuple(one for one in found.mentions if one not in aside)
    return replace(found, mentions=kept, look_alikes=tuple(sorted(looks, key=lambda look: look.at)))
