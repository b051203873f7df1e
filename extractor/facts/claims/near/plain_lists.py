"""claim/breakdown, claim/sum: a sentence that is nothing but a whole and the plain row of its parts, whatever word stands between them.

Each item is a name and a figure, or a figure and a name; nothing else is told from the whole to the end of the row. No word says that the row is all of it:
one slip of the pen must be what keeps it from being so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.near.no_lists import are_nested, is_balance, turns_into
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_of_wholes import ends_here
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, QuantityKind

_LEAST, _MOST = 2, 12
"""Parts of a row."""


def plain_list(scope: Scope) -> Iterator[Claim]:
    """支出90万元，主要用于印刷费a、培训费b; 办结99件，一是…a；二是…b; 到位90万元，a万元为…，b万元为…: the first figure of its unit is the whole."""
    figures = scope.sentence.figures
    for number, whole in enumerate(figures[:-_LEAST]):
        if any(alike(one.quantity, whole.quantity) for one in figures[:number]):
            continue  # a figure of its unit before it: which of them is the whole, the row does not say
        parts = _row(scope, whole, figures[number + 1 :])
        if _LEAST <= len(parts) <= _MOST and whole.quantity.kind in AMOUNTS and _may_be_all(scope, whole, parts):
            words = scope.sentence.text[whole.at.end - scope.sentence.at.start :]
            closed = scope.patterns.one("claim.plain-list.closed").match(words) is not None or _is_counted(scope, parts)
            yield scope.claim(whole, parts_of(scope, parts), complete="full" if closed else "likely", weak="guard")


def _is_counted(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether what stands behind a row counts its parts, and finds them all: 包括甲a、乙b、丙c三部分."""
    behind = scope.patterns.one("claim.plain-list.counted").match(scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :])
    return behind is not None and chinese_to_int(behind["number"]) == len(parts)


def plain_sum(scope: Scope) -> Iterator[Claim]:
    """甲a，乙b（合计S）; 甲a+乙b=S: all figures of the sentence before are its addends."""
    stated = scope.figure("stated")
    parts = [] if stated is None else list(scope.sentence.figures[: stated.index])
    if stated is None or not _LEAST <= len(parts) <= _MOST or not scope.is_level(stated):
        return
    like = all(alike(one.quantity, stated.quantity) and one.depth == 0 for one in parts)
    item = scope.patterns.one("claim.plain-list.item")
    even = all(item.fullmatch(scope.sentence.between(one, other)) is not None for one, other in pairwise(parts))
    if like and even and _are_parts(scope, parts):
        yield scope.claim(stated, parts_of(scope, parts), weak="guard")


def plain_inside(scope: Scope) -> Iterator[Claim]:
    """改造384公里，含干渠88公里: what a whole holds is no more than it; both are told right beside each other, and nothing of their unit besides."""
    whole, part = scope.figure("whole"), scope.figure("stated")
    if (
        whole is None
        or part is None
        or part.index != whole.index + 1
        or whole.depth != part.depth
        or not alike(whole.quantity, part.quantity)
    ):
        return
    alone = not any(alike(one.quantity, part.quantity) for one in scope.sentence.figures if one is not whole and one is not part)
    if alone and scope.is_level(whole) and not (scope.changes(part) or scope.each(part) or scope.counts_more(part)):
        yield scope.claim(part, [scope.operand("whole", whole, LISTED)])


def _row(scope: Scope, whole: Placed, behind: Sequence[Placed]) -> Sequence[Placed]:
    """The figures of one row that begins right behind the whole, names before or names behind; none where its items are not all told alike."""
    first = behind[0]
    inner = first.bracket == whole.at.end
    if not alike(first.quantity, whole.quantity) or first.depth != whole.depth + inner:
        return ()
    words = scope.sentence.between(whole, first)
    opening = scope.patterns.one("claim.plain-list.opening").fullmatch(words)
    led = opening is not None and (inner or opening["cue"] is not None)
    ahead = scope.patterns.one("claim.plain-list.figure-first").fullmatch(words) is not None
    item = scope.patterns.one("claim.plain-list.item" if led else "claim.plain-list.item-behind")
    if not (led or ahead):
        return ()
    parts = [first]
    for one in behind[1:]:
        if not alike(one.quantity, whole.quantity) or one.depth != first.depth or (inner and one.bracket != first.bracket):
            break
        if item.fullmatch(scope.sentence.between(parts[-1], one)) is None:
            return ()
        parts.append(one)
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    end = scope.patterns.one("claim.plain-list.end" if led else "claim.plain-list.end-behind")
    over = behind[len(parts) :]
    told = any(alike(one.quantity, whole.quantity) for one in over)
    marks = {mark for one, other in pairwise(parts) if not (mark := scope.sentence.between(one, other).strip()[:1]).isalpha()}
    told = told or scope.has("claim.among", words)  # 2.1万方，其中东湖点1.24万方，回填土方1.5万方: `breakdowns` reads these
    return () if told or len(marks) > 1 or end.match(rest) is None else parts


def _may_be_all(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether parts may be all of a whole: each of them a level of its own, none told out of another, or had in common with one."""
    leads = " ".join(one.lead for one in parts)
    if not scope.is_level(whole) or scope.has("claim.among", whole.lead) or scope.has("claim.counted-twice", leads):
        return False
    if is_partition(scope, parts):
        return False  # `breakdowns` reads what divides its whole by its names
    if any(total_of(parts[:count]) == whole.quantity.worth for count in range(_LEAST, len(parts))):
        return False  # 下达1124万元，其中中央780万元，省级344万元，县级安排296万元: all of it is told before the row ends
    shared = whole.quantity.kind is QuantityKind.COUNT and scope.has("claim.overlapping", leads)
    if shared or scope.has("claim.rate-words", leads) or not _are_parts(scope, parts):
        return False
    return not (is_balance(whole, parts) or are_nested(scope, parts) or turns_into(scope, parts))


def _are_parts(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether figures are told for what there is, in one list that begins nothing new, and none goes on unsaid."""
    if any(not scope.is_level(one) or one.quantity.value is None or scope.has("claim.open-end", one.tail[:1]) for one in parts):
        return False
    if any(scope.patterns.one("claim.plain-list.beside").search(one.lead) for one in parts):
        return False
    mark = scope.patterns.words("claim.list-mark")[0]
    anew = [
        one
        for other, one in pairwise(parts)
        if ends_here(scope, one) and one.lead.strip() and mark not in scope.sentence.between(other, one)
    ]
    return not anew and not any(scope.has("claim.last-year", one.lead) or scope.is_compared(one) for one in parts)
