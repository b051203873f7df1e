"""claim/breakdown: a whole and right behind it a row of its kinds, named alike (设阅报栏340个，城区栏186个、镇村栏154个; 新建站房10处，镇级6处，村级4处).

No word says that the row is all of its whole. But each part is a name and a figure and nothing else, and the names are of one kind: they share a character
with the name of the whole, or end with one that divides things (镇级, 一期, 前者). One slip of the pen must be all that keeps them from being so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge

_CUE = "claim.kindred"
_LEAST, _MOST = 2, 8
"""Parts of a row."""
_WORD = 2
"""Characters of a word."""
_MARKS = "，、；：:,“”的 "


def kindred_rows(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each whole with such a row behind it that no form has decided."""
    cue = around.patterns.one(_CUE)
    lists = frozenset({"claim/breakdown", "claim/sum"})
    for sentence in sentences:
        scope = None if len(sentence.figures) <= _LEAST else Scope.at_cue(sentence, cue, around)
        if scope is None:
            continue
        decided = {figure for one in known.values() if one.rule in lists and one.doubt is None for figure in one.figure_ids}
        for whole in sentence.figures[:-_LEAST]:
            parts = _row(scope, whole)
            if whole.quantity.id in decided or not _LEAST <= len(parts) <= _MOST or not _are_kinds(scope, whole, parts):
                continue
            if _fits(whole, parts):
                yield scope.claim(whole, parts_of(scope, parts), rule="claim/breakdown", complete="full", weak="guard")


def _row(scope: Scope, whole: Placed) -> list[Placed]:
    """The parts right behind a whole, to the end of their row; none where its unit is told otherwise in the same part of the sentence."""
    figures, sentence = scope.sentence.figures, scope.sentence
    like = [one for one in figures if alike(one.quantity, whole.quantity) and one.segment - whole.segment in (0, 1)]
    if not _is_plain(scope, whole) or like[0] is not whole:
        return []
    parts: list[Placed] = []
    for one in figures[whole.index + 1 :]:
        before = parts[-1] if parts else whole
        form = "claim.kindred.item" if parts else "claim.kindred.first"
        if not alike(one.quantity, whole.quantity) or scope.patterns.one(form).fullmatch(sentence.between(before, one)) is None:
            break
        parts.append(one)
    if not parts or not all(_is_plain(scope, one) for one in parts):
        return []
    rest = sentence.text[parts[-1].at.end - sentence.at.start :]
    over = len(like) > len(parts) + 1 and like[len(parts) + 1].segment == parts[-1].segment
    return [] if over or scope.patterns.one("claim.kindred.end").match(rest) is None else parts


def _is_plain(scope: Scope, one: Placed) -> bool:
    exact = one.quantity.kind in AMOUNTS and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT and not one.depth
    return exact and any(char.isdigit() for char in one.quantity.text) and scope.is_level(one) and not scope.counts_more(one)


def _are_kinds(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether the names of parts are those of kinds of one thing, and each its own."""
    aside = scope.patterns.one("claim.kindred.aside")
    names = [one.lead.strip(_MARKS) for one in parts]
    if len(set(names)) < len(names) or not all(names) or scope.has("claim.overlapping", " ".join(names)):
        return False
    # 分两批下达任务W户，第一批任务a户，第二批任务b户: but for words that the whole bears as well, what was done with some is no part of what there is
    if any(
        word in one and word not in whole.lead
        for one in names
        for words in ("claim.spent", "claim.aims", "claim.not-an-addend", "claim.done", "claim.open-list")
        for word in scope.patterns.words(words)
    ):
        return False
    own, ends = whole.lead.strip(_MARKS), {one[-1] for one in names}
    if _is_said_of_each([own, *names]):
        return False
    if all(one[0] == own[:1] for one in names) or _opens_row(scope, whole) or is_partition(scope, [whole, *parts]):
        return False  # 进乡村296场，进社区118场; 中央承担600万元，省级承担300万元，县级承担100万元: the first of the row
    shared = set(aside.sub("", own)).intersection(*names)
    dividing = set(scope.patterns.words("claim.kindred.dividing"))
    return (len(ends) == 1 and ends <= dividing and own[-1:] not in ends) or (bool(shared) and own[-1:] not in dividing)


def _is_said_of_each(names: Sequence[str]) -> bool:
    """Whether names tell the same word of one bearer each (东店盈利324万元，西店盈利279万元，南店盈利35万元): the first is no whole of the others."""
    said = len(list(takewhile(lambda chars: len(set(chars)) == 1, zip(*(name[::-1] for name in names), strict=False))))
    bearers = [name[: len(name) - said] for name in names]
    return said >= _WORD and all(bearers) and len({len(one) for one in bearers}) == 1


def _opens_row(scope: Scope, whole: Placed) -> bool:
    """Whether a figure is the first behind a colon: of a row, and no whole of those behind it."""
    before = scope.sentence.text[: whole.at.start - scope.sentence.at.start].rstrip(" ")
    return before.removesuffix(whole.lead.strip()).rstrip(" ").endswith(("：", ":"))


def _fits(whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether the parts make their whole, or would but for one slip in it or in one of them."""
    total, stated = total_of(parts), whole.quantity.worth
    if any(one.quantity.worth > stated for one in parts):
        return False  # 上半年走访106家，下半年走访50家，全年走访156家
    if total == stated or slipped_from(whole.quantity, total) is not None:
        return True
    needed = ((one, stated - total + one.quantity.worth) for one in parts)
    return any(value > 0 and slipped_from(one.quantity, value) is not None for one, value in needed)
