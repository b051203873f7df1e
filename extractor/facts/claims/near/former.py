"""The level of a thing at an earlier time, told in a sentence above (去年签发4200份。今年签发4914份，增长17%): the base of a change.

Bound only where words leave no doubt: both levels say of which time they are, and name the same thing; or the later one names nothing else and follows at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from extractor.facts.claims.certainty.heads import exclusive, nouns
from extractor.facts.claims.far.panorama import Seen, apart, grams
from extractor.facts.claims.scope import SAME_PARAGRAPH, SAME_REPORT, SAME_SECTION, Scope, alike, comparable
from extractor.facts.figures import Placed
from extractor.language.patterns import Patterns

_BACK = 60
"""Figures of its unit back in which an earlier level is looked for."""
_NEAR = 12
"""Figures back in which the level now is looked for."""
_FAR = 3
"""Pairs of characters that the name of a level of another paragraph has at least."""
_AFTER = {"then": ("now", "end", None), "start": ("end", "now", None), "before": ("after", "now", None), "plan": ("year", "now", None)}
"""Of which times the later level is, by that of the earlier one; None: it says nothing of it."""


@dataclass(frozen=True, slots=True)
class _Moment:
    kind: str | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier level, where it stands, and whether words leave no doubt that it is of the same thing: else what it gives must come near."""

    level: Placed
    why: str
    sure: bool


def former_level(scope: Scope, stated: Placed, current: Placed) -> Former | None:
    """The level before that a change of ``current`` starts from; None where none is likely."""
    view = scope.around.panorama
    here = view.seen(current.quantity)
    if here is None:
        return None  # in a cell of a table
    between = scope.sentence.text[current.at.end - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    told = scope.sentence.text[: current.at.start - scope.sentence.at.start] + between
    if scope.patterns.one("claim.moment.aside").search(between) or scope.is_base(current) or _skips_inner(scope, current, stated):
        return None
    own = _moment(here.said, scope.patterns)
    changed = nouns(plain(scope.opening(), scope.patterns), scope.patterns)  # 达到95%，知晓率提升了
    found = []
    for one in reversed(view.before(scope.sentence.at.start, current.quantity.kind, current.quantity.unit)[-_BACK:]):
        if one.sentence < 0 or one.placed.depth or scope.changes(one.placed) or (scope.each(current) and not scope.each(one.placed)):
            continue
        former = _moment(one.said, scope.patterns)
        before = _precedes(scope, former, own, between, told, beside=here.sentence - one.sentence == 1)
        words = f"{one.said} {here.said} {here.placed.tail}"
        if before and _same_thing(scope, one, here) and not _names_another(changed, words, scope.patterns):
            found.append(one)
    tiers = groupby(found, key=lambda one: here.paragraph == one.paragraph)
    for near, held in tiers:
        chosen = _best(scope, list(held), here)
        if chosen is None:
            return None
        why = SAME_PARAGRAPH if near else SAME_SECTION if chosen.top == here.top else SAME_REPORT
        return Former(chosen.placed, why, _is_called_so(chosen, here, scope.patterns))
    return None


def later_level(scope: Scope, base: Placed) -> Placed | None:
    """The level now of a thing whose level before stands in the sentence (厨余垃圾62415吨。…厨余垃圾上一年只有51380吨), told above."""
    above = scope.around.above(scope.sentence)
    known = [*scope.before[:_NEAR], *(above.figures if above is not None and not scope.before else ())]
    known = [one for one in known if alike(one.quantity, base.quantity) and not one.depth and not scope.changes(one)]
    known = [one for one in known if not scope.is_base(one) and scope.each(one) == scope.each(base) and of_one_thing(scope, base, one)]
    return known[0] if len({one.quantity.worth for one in known}) == 1 else None


def of_one_thing(scope: Scope, former: Placed, current: Placed) -> bool:
    """Whether an earlier and a later level, whichever is told first, are called alike, and of one place and one part of their years."""
    view = scope.around.panorama
    one, other = view.seen(former.quantity), view.seen(current.quantity)
    if one is None or other is None:
        return False  # in a cell of a table
    pair = sorted((one, other), key=lambda seen: seen.placed.at)
    own = [nouns(plain(seen.placed.lead, scope.patterns), scope.patterns)[-1:] for seen in pair]
    return own[0] == own[1] and bool(own[0]) and _same_thing(scope, pair[0], pair[1])


def _names_another(changed: Sequence[str], words: str, patterns: Patterns) -> bool:
    """Whether the clause of a change names something that neither level does: the change is of that."""
    return any(not grams(one, patterns) <= grams(words, patterns) for one in changed)


def _skips_inner(scope: Scope, current: Placed, stated: Placed) -> bool:
    """Whether a figure of its unit stands between a level and its change: the change may be of that one."""
    return any(
        comparable(one.quantity, current.quantity) and not scope.changes(one)
        for one in scope.sentence.figures[current.index + 1 : stated.index]
    )


@lru_cache(maxsize=8192)
def _moment(said: str, patterns: Patterns) -> _Moment:
    """Of which time a figure is that such words of its sentence stand before: by the last one named."""
    last = next(iter(reversed(list(patterns.one("claim.moment").finditer(said)))), None)
    if last is None:
        return _Moment(None)
    kind = next(name for name, words in last.groupdict().items() if words)
    return _Moment(kind, int(last["year"]) if kind == "year" else None)


def _precedes(scope: Scope, former: _Moment, own: _Moment, between: str, told: str, *, beside: bool) -> bool:
    """Whether one level is of the time that the change of the other starts from."""
    against = scope.patterns.one("claim.moment.against").search(between)
    if former.kind == "year" and former.year is not None:
        if against is not None and against["year"]:
            return int(against["year"]) == former.year
        later = own.year if own.kind == "year" else scope.around.period if own.kind in ("now", None) else None
        if later is None:
            return own.kind == "now" and beside
        last = against is not None and bool(against["last"])
        spans = not last and scope.patterns.one("claim.moment.span").search(between) is not None
        return later == former.year + 1 or (spans and later > former.year)
    if former.kind is None or own.kind == former.kind:
        return False
    if against is not None and (
        against["year"] or (against["start"] and former.kind != "start") or (against["plan"] and former.kind != "plan")
    ):
        return False
    if own.kind == "year" and former.kind == "then":
        return own.year == scope.around.period or (scope.around.period is None and beside)
    if own.kind is None and not (beside or against is not None):
        return False
    return own.kind in _AFTER.get(former.kind, ())


def _same_thing(scope: Scope, former: Seen, here: Seen) -> bool:
    """Whether two levels are of one thing: all that the later one names stands with the earlier one, and what that one is called stands with it."""
    patterns = scope.patterns
    named = names(here.placed.lead, patterns) or names(here.placed.tail, patterns)
    if not named <= grams(f"{former.said}{former.placed.tail}", patterns):
        return False
    if (
        exclusive(former.said, here.said, patterns)
        or apart(former.said, here.said, patterns)
        or not _of_one_part(former.said, here.said, patterns)
    ):
        return False
    nearby = here.sentence - former.sentence == 1 and here.paragraph - former.paragraph in (0, 1)
    if nearby:
        return True
    return _is_called_so(former, here, patterns) and (here.paragraph == former.paragraph or len(named) >= _FAR)


def _is_called_so(former: Seen, here: Seen, patterns: Patterns) -> bool:
    """Whether the later level is called as the earlier one is, or names nothing, or only what is done with it (签发原产地证书4200份。今年签发4914份)."""
    words = plain(here.placed.lead, patterns).strip()
    if not nouns(words, patterns):
        return True
    told = former.placed.lead.strip()
    if words in told and not told.endswith(words):
        return True
    called = nouns(plain(told, patterns), patterns)
    return not called or grams(called[-1], patterns) <= grams(f"{here.said}{here.placed.tail}", patterns)


def _of_one_part(former: str, own: str, patterns: Patterns) -> bool:
    """Whether two figures are of the same part of their years, and of a whole place of one level."""
    part, place = patterns.one("claim.moment.part"), patterns.one("claim.moment.whole-place")
    parts = [[match[0] for match in part.finditer(words)][-1:] for words in (former, own)]
    levels = [[match["level"] for match in place.finditer(words)][-1:] for words in (former, own)]
    same = patterns.words("claim.last-year")[-1] in former  # 去年同期 … 今年1—9月
    return (parts[0] == parts[1] or (same and not parts[0])) and (levels[0] == levels[1] or not all(levels))


@lru_cache(maxsize=8192)
def plain(words: str, patterns: Patterns) -> str:
    """Words without those that say when, or that a level was reached."""
    kept = patterns.one("claim.moment").sub(" ", patterns.one("claim.moment.part").sub(" ", words))
    return patterns.one("claim.moment.reached").sub(" ", kept)


def names(words: str, patterns: Patterns) -> frozenset[str]:
    """The pairs of characters by which words before a level name what it is of."""
    return grams(plain(words, patterns), patterns)


def _best(scope: Scope, found: Sequence[Seen], here: Seen) -> Seen | None:
    """Of the earlier levels the one whose own words are most like those of the later one; None where two of unlike size are."""
    own = names(here.placed.lead, scope.patterns)
    ranked = sorted(((len(own & names(one.placed.lead, scope.patterns)), one) for one in found), key=lambda item: -item[0])
    best = [one for shared, one in ranked if shared == ranked[0][0]]
    return best[0] if len({one.size for one in best}) == 1 else None
