"""claim/growth: the level of a change that has a sentence of its own (收入合计5123万元。…与上年相比，收入合计增加133万元，增长2.67%).

The change calls the level by its name; where it names nothing, it is of the one level that the sentences above tell of the paragraph's thing.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.scope import SAME_PARAGRAPH, Scope, alike, without, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Operand

_BACK = 24
"""Figures of the sentences above among which a level is looked for by its name."""
_TOPIC = 8
"""Figures of the sentences above of which one alone is a level that a change without a name may be of."""
_NAME = 2
"""Characters of a name by which a level is called again."""
_LONG = 4
"""Characters of a name that is seldom the end of another one."""
_STOPS = "；：;:"


def level_above(scope: Scope, moved: Placed) -> Operand | None:
    """The level that a change is of, as the one now or, where that is of the year compared with, the one before; None where no words tell it."""
    words = _words(scope, moved)
    against = next(iter(reversed(list(scope.patterns.one("claim.moment.against").finditer(words)))), None)
    held = [one for one in scope.before[:_BACK] if alike(one.quantity, moved.quantity) and one.quantity.value and not one.depth]
    held = [one for one in held if scope.is_level(one) and one.quantity.worth > moved.quantity.worth]
    name = _name(scope, words)
    seen = [one for one in map(scope.around.panorama.seen, (one.quantity for one in held)) if one is not None]
    found = _called(scope, name, seen) if name else _topic(scope, seen) if against is not None else []
    if len({one.size for one in found}) != 1:
        return None
    level = found[0].placed
    compared = against is not None and against["year"] is not None and int(against["year"]) == year_of(level.quantity)
    return scope.operand("base" if compared else "current", level, SAME_PARAGRAPH)


def _words(scope: Scope, moved: Placed) -> str:
    """What the sentence says before a change, back to the figure or the stop before it, without the verb of the change."""
    before = scope.sentence.figures[moved.index - 1] if moved.index else None
    start = 0 if before is None else before.at.end - scope.sentence.at.start
    words = scope.sentence.text[start : moved.at.start - scope.sentence.at.start].strip()
    verbs = (one for one in scope.patterns.words("claim.change") if words.endswith(one))
    words = words.removesuffix(max(verbs, key=len, default=""))
    return words[max(words.rfind(mark) for mark in _STOPS) + 1 :]


def _name(scope: Scope, words: str) -> str:
    """What is left of words when those are taken away that say with what a change compares and how it was counted."""
    return _plain(scope, scope.patterns.one("claim.told-above.aside").sub("", words))


def _plain(scope: Scope, words: str) -> str:
    """A name without what says behind it that it is so much, or that it was counted."""
    return scope.patterns.one("claim.told-above.tail").sub("", words.strip())


def _called(scope: Scope, name: str, held: Sequence[Seen]) -> list[Seen]:
    """The levels that bear a name; those of both sides of an account where it names the account."""
    if len(name) < _NAME:
        return []
    sides = scope.patterns.one("claim.told-above.account").fullmatch(name)
    return [one for one in held if _bears(scope, name, _plain(scope, one.placed.lead))] or [
        one for one in held if sides and scope.patterns.one("claim.told-above.side").search(one.placed.lead)
    ]


def _bears(scope: Scope, name: str, words: str) -> bool:
    """Whether words end with a name that is long enough to be of one thing, or are no more than that and a time (支出 is not 项目支出)."""
    rest = words.removesuffix(name)
    timed = not scope.patterns.one("claim.told-above.aside").sub("", rest)
    return words.endswith(name) and (len(name) >= _LONG or timed)


def _topic(scope: Scope, held: Sequence[Seen]) -> list[Seen]:
    """The levels of the last sentences that are no part of others and, where there are such, not what was planned."""
    near = [one for one in held[:_TOPIC] if not one.inner]
    done = [one for one in near if not scope.has("claim.aims", without("claim.accounts", one.placed.lead, scope.patterns))]
    return done or near
