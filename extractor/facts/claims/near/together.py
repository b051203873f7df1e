"""claim/ratio and claim/sum over two or three figures together: 很满意和满意合计占95.0%; 两批…，累计1435人次，金额总共211.1万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.named_things import pieces
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, SAME_PARAGRAPH, Scope, alike, at_least, is_amount, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim

_COUPLE, _FEW = 2, 4
_SENTENCES = 3
"""Sentences with figures back in which the addends of a sum are looked for."""
_NAME = 2
"""Characters of a name by which a figure is called again."""
_TELLING = 3


def share_of_several(scope: Scope) -> Iterator[Claim]:
    """A和B合计占p%; 两类占B的p%: the part is what two or three figures have together, named one by one or told by their number right before."""
    stated = scope.figure("stated")
    if stated is None:
        return
    here = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    known = [one for one in [*scope.before[::-1], *here] if is_amount(one.quantity)]
    known = [one for one in known if scope.is_level(one)]
    parts = _named(scope, known) or _counted(scope, known)
    if not parts:
        return
    total = total_of(parts)
    like = [one for one in known if alike(one.quantity, parts[0].quantity) and one not in parts and one.quantity.worth >= total]
    wholes = [*(one for one in like[::-1] if one.at.start < parts[0].at.start), *(one for one in like if one.at.start > parts[0].at.start)]
    if not wholes:
        return
    own = [scope.operand("part", one, LISTED) for one in parts]
    readings = [[*own, scope.operand("whole", one, _where(scope, one, stated))] for one in wholes]
    readings += [[scope.operand("part", one, LISTED), *reading[-1:]] for reading in readings for one in parts]
    certain = len({one.quantity.worth for one in wholes}) == 1
    yield scope.claim(stated, readings[0], others=readings[1:], doubt=None if certain else AMBIGUOUS, weak="far")


def share_of_levels(scope: Scope) -> Iterator[Claim]:
    """市县两级安排的资金占预算总额的p%: what two levels gave of the whole that one sentence lists by level."""
    stated = scope.figure("stated")
    if stated is None or scope.has("claim.last-year", scope.opening()) or scope.has("claim.aims", scope.opening()):
        return
    here = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    known = [one for one in [*scope.before[::-1], *here] if is_amount(one.quantity)]
    known = [one for one in known if scope.is_level(one)]
    found = [[one for one in known if _lead(scope, one).startswith(scope.text(side))] for side in ("first", "second")]
    if any(len(one) != 1 for one in found):
        return
    parts = [one[0] for one in found]
    wholes = [one for one in known if one.at.start < parts[0].at.start and alike(one.quantity, parts[0].quantity)]
    if parts[1].clause - parts[0].clause > 1 or not alike(parts[0].quantity, parts[1].quantity) or not wholes:
        return
    total = total_of(parts)
    large = max(wholes, key=lambda one: one.quantity.worth)
    named = not scope.text("phrase") or bool(shared_pairs(scope.text("phrase"), large.lead))
    if large.quantity.worth < total or not named:
        return
    own = [scope.operand("part", one, LISTED) for one in parts]
    yield scope.claim(stated, [*own, scope.operand("whole", large, _where(scope, large, stated))], weak="far")


def _where(scope: Scope, one: Placed, stated: Placed) -> str:
    return scope.where(one, stated) if one in scope.sentence.figures else SAME_PARAGRAPH


def _named(scope: Scope, known: Sequence[Placed]) -> list[Placed]:
    """The figures that the names before the share call, each the only one with its name right before or behind it."""
    names = [one.strip() for one in pieces(scope.text("names"), scope.patterns.one("claim.count.separator"))]
    if not _COUPLE <= len(names) <= _FEW or any(len(one) < _NAME for one in names):
        return []
    found: list[Placed] = []
    for piece in names:
        called = [one for one in known if _lead(scope, one).endswith(piece) or one.tail.strip().startswith(piece)]
        exact = [one for one in called if _lead(scope, one) == piece]
        called = exact if len(exact) == 1 else called
        if len(called) != 1:
            return []
        found += called
    plain = len({one.quantity.id for one in found}) == len(found) and all(alike(one.quantity, found[0].quantity) for one in found)
    return found if plain else []


def _lead(scope: Scope, one: Placed) -> str:
    return one.lead.strip().removeprefix(scope.patterns.words("claim.list-mark")[0]).removeprefix(scope.patterns.words("claim.among")[0])


def _counted(scope: Scope, known: Sequence[Placed]) -> list[Placed]:
    """The last figures of one unit right before 两类, 两项, as many as it says, in a row."""
    number = chinese_to_int(scope.text("number"), scope.patterns) if scope.text("number") else None
    if number is None or len(known) < number or scope.text("names"):
        return []
    run = list(known[-number:])
    told = all(alike(one.quantity, run[0].quantity) and one.depth == run[0].depth for one in run)
    return run if told and all(_lead(scope, one) for one in run) else []


def columns(scope: Scope) -> Iterator[Claim]:
    """第一批684人次、98.7万元，第二批751人次、112.4万元。累计1435人次，金额总共211.1万元: each total of the figures of its unit above.

    One that holds bears out that the others are of the same list; without one, words must say that the list is all there is (上半年, 下半年; 两批).
    """
    stated = scope.figure("stated")
    if stated is None:
        return
    own = [one for one in scope.sentence.figures[stated.index :] if is_amount(one.quantity)]
    rows = _rows(scope)
    for total in own:
        listed, group = _listed(scope, total, rows)
        if not listed or scope.each(total) or scope.changes(total) or total.depth:
            break
        since = [one for row in rows for one in row if one.at.start > listed[-1].at.end]
        sisters = [one for one in [*since, *own] if not alike(one.quantity, total.quantity)]
        borne = any(_adds_up(one, [item for row in group for item in _column(scope, row, one)], len(listed)) for one in sisters)
        counted = chinese_to_int(scope.text("number") or "", scope.patterns) == len(listed)
        divided = is_partition(scope, listed)
        if (total is not stated and not borne) or _is_of_some(scope, listed):
            break
        if borne or ((divided or counted) and len(total.quantity.telling) >= _TELLING):
            here = listed[0] in scope.sentence.figures and counted and divided  # 第一批…，第二批…，两批共: these and no others
            parts = [scope.operand("part", one, LISTED if here else SAME_PARAGRAPH) for one in listed]
            yield scope.claim(total, parts, weak=None if borne or here or _is_of_all(scope, listed) else "guard")


def _is_of_some(scope: Scope, listed: Sequence[Placed]) -> bool:
    """Whether a total names some of the figures, and others not (民事1286件，行政214件，刑事362件；民事和刑事合计1648件)."""
    names = [one.strip() for one in pieces(scope.text("what"), scope.patterns.one("claim.count.separator"))]
    called = {one.quantity.id for one in listed for name in names if len(name) >= _NAME and name in one.lead}
    return 0 < len(called) < len(listed)


def _is_of_all(scope: Scope, listed: Sequence[Placed]) -> bool:
    """Whether a total bears the word before its number of things that each of the figures ends with (两项支出合计: 项目资金支出, 扶助资金支出)."""
    word = scope.text("what").strip()[-_NAME:]
    return len(word) == _NAME and all(one.lead.strip().endswith(word) for one in listed)


_Row = Sequence[Placed]


def _rows(scope: Scope) -> list[_Row]:
    """The figures of the sentence before the total, and those of the sentences right above in the paragraph, the nearest first."""
    found: list[_Row] = [[one for one in scope.sentence.figures if one.at.end <= scope.match.start()]]
    sentence = scope.around.above(scope.sentence, 0)
    while sentence is not None and len(found) <= _SENTENCES:
        found.append(sentence.figures)
        sentence = scope.around.above(sentence, 0)
    return found


def _listed(scope: Scope, total: Placed, rows: Sequence[_Row]) -> tuple[list[Placed], list[_Row]]:
    """The figures of its unit in the nearest row that has two or more, or in the nearest two rows that have one each; with these rows."""
    single: list[tuple[Placed, _Row]] = []
    for row in rows:
        found = _column(scope, row, total)
        if len(found) >= _COUPLE:
            return ([], []) if single else (found, [row])
        single = [*((one, row) for one in found), *single]
        if len(single) == _COUPLE:
            return [one for one, _ in single], [held for _, held in single]
    return [], []


def _column(scope: Scope, row: _Row, total: Placed) -> list[Placed]:
    """The figures of a row in the unit of a total that can be its addends; none where one of them is a total, a change or one of each."""
    found = [one for one in row if alike(one.quantity, total.quantity)]
    summed = scope.patterns.one("claim.total-lead")
    odd = any(not scope.is_level(one) or summed.search(one.lead) for one in found)
    return [] if odd or any(one.depth or not at_least(total.quantity, one.quantity) for one in found) else found


def _adds_up(total: Placed, parts: Sequence[Placed], number: int) -> bool:
    return len(parts) == number and total_of(parts) == total.quantity.worth
