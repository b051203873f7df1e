"""claim/sum, claim/breakdown, claim/part-exceeds-whole, claim/weights: parts and wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, LISTED, OPEN_LIST, SAME_SECTION, Scope, alike, at_least, ends_with
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.facts import Claim, Operand, QuantityKind

_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list."""
_REACH = 24
"""Characters between the word that opens a list and its first figure."""


def total(scope: Scope) -> Iterator[Claim]:
    """A a、B b，共计S: the addends are the figures of the list before it."""
    stated = scope.figure("stated")
    if stated is None or scope.sentence.text[: stated.at.start - scope.sentence.at.start].rstrip().endswith(("每", "均")):
        return
    figures = [
        one
        for one in reversed(scope.earlier(stated, lambda one: alike(one, stated.quantity)))
        if one.depth == stated.depth and not scope.changes(one)
    ]
    if len(figures) < 2:
        return
    words = scope.sentence.text[figures[0].at.start - scope.sentence.at.start : stated.at.start - scope.sentence.at.start]
    windows = [figures[start:] for start in range(len(figures) - 1)]
    deeper = [one for one in scope.earlier(stated, lambda one: alike(one, stated.quantity)) if one.depth > stated.depth]
    added = scope.has("claim.added", words)
    blocked = (scope.has("claim.not-a-list", words) and not added) or any(scope.has("claim.not-an-addend", one.lead) for one in figures[1:])
    totals = [one for one in figures[1:] if scope.patterns.one("claim.total-lead").search(one.lead)]
    priced = scope.has("claim.unit-price", figures[0].lead)
    spent = [one for one in figures if scope.has("claim.spent", one.lead)]
    unlike = any(scope.has("claim.had", one.lead) and one not in spent for one in figures) and bool(spent)
    opened = any(ends_with(one.tail, scope.patterns.words("claim.open-end")) for one in figures[:-1]) or scope.has(
        "claim.open-end", figures[-1].tail
    )
    firm = scope.text("cue") in scope.patterns.words("claim.firm-total") and len(scope.text("phrase").strip()) <= 6
    last = figures[-1]
    numbered = all(scope.has("claim.numbered", one.lead) for one in figures)
    firm = firm or (numbered and len(scope.text("phrase").strip()) <= 6)
    mixed = [
        one
        for one in scope.sentence.figures[figures[0].index : stated.index]
        if one.quantity.kind is QuantityKind.COUNT and one.depth == stated.depth and one not in figures
    ]
    mixed = mixed if stated.quantity.kind is QuantityKind.COUNT else []
    near = stated.clause - last.clause <= 1 and stated.segment == last.segment
    even = _evenly_listed(scope, figures)
    certain = firm and near and even and not blocked and not deeper and not mixed and not scope.is_base(figures[0])
    anew = scope.patterns.one("claim.sum.anew").search(stated.lead) is not None
    certain = certain and not totals and not priced and not unlike and not anew
    certain = certain and any(scope.named_alike(stated.lead, scope.subject(one)) for one in figures)
    if blocked and not firm:
        readings = windows
        found = [_parts(scope, one) for one in readings]
        yield scope.claim(stated, found[0], others=found[1:], doubt=AMBIGUOUS)
        return
    found = [_parts(scope, one) for one in windows]
    if mixed:
        found.append(_parts(scope, sorted([*figures, *mixed], key=lambda one: one.index)))
    doubt = OPEN_LIST if opened else None if certain else AMBIGUOUS
    if not near and not firm:
        doubt = AMBIGUOUS
    yield scope.claim(stated, found[0], others=() if opened else found[1:], doubt=doubt)


def _evenly_listed(scope: Scope, figures: Sequence[Placed]) -> bool:
    """Whether only names and separators stand between the figures, with one figure a clause or one an item."""
    for one, other in pairwise(figures):
        words = scope.sentence.between(one, other)
        if other.clause - one.clause > 1 or len(words) > 26 or any(mark in words for mark in "：:"):
            return False
    return True


def _parts(scope: Scope, figures: Sequence[Placed]) -> list[Operand]:
    return [scope.operand("part", one, LISTED) for one in figures]


def breakdown(scope: Scope) -> Iterator[Claim]:
    """其中…, or a bracket directly behind a figure: parts against the whole, each unit on its own."""
    figures = scope.sentence.figures
    start, end = scope.match.span()
    bracketed = scope.match[0][0] in "（("
    marked = scope.has("claim.among", scope.match["cue"])
    spread_out = bool(scope.match["sign"]) and scope.match["sign"] not in "，,"
    behind = [one for one in figures if one.at.start >= end]
    ahead = [one for one in figures if one.at.end <= start]
    if not behind or not ahead:
        return
    first = behind[0]
    if bracketed and first.bracket != start:
        return
    if (
        bracketed
        and not marked
        and scope.sentence.text[start - scope.sentence.at.start - 1 : start - scope.sentence.at.start].strip() == ""
    ):
        return
    if not bracketed and first.at.start - end > _REACH:
        return
    listed = _listed(scope, behind, first, bracketed=bracketed, spread_out=spread_out)
    wholes = _wholes(scope, ahead, start, first, near=bracketed)
    done: set[str | None] = set()
    for whole, rivals in wholes:
        if whole.quantity.unit in done:
            continue
        parts = [one for one in listed if alike(one.quantity, whole.quantity)]
        if not parts:
            continue
        done.add(whole.quantity.unit)
        yield from _whole_and_parts(
            scope,
            whole,
            rivals,
            parts,
            marked=marked,
            tied=whole.clause == ahead[-1].clause and (bracketed or marked or _tied(scope, whole)),
        )


def _tied(scope: Scope, whole: Placed) -> bool:
    """Whether the words before 分别为 name the whole, or only the parts one by one (新建、改建分别为)."""
    words = scope.sentence.text[whole.at.end - scope.sentence.at.start : scope.match.start() - scope.sentence.at.start]
    return scope.patterns.one("claim.count.separator").search(words) is not None or scope.named_alike(words, scope.subject(whole))


def breakdown_of(scope: Scope) -> Iterator[Claim]:
    """活动场次中，甲124场、乙158场: the whole is the one figure of the paragraph with that name and unit."""
    parts = [one for one in scope.sentence.figures if one.at.start >= scope.match.end() and one.depth == 0]
    topic = scope.nouns(scope.match["topic"])
    if len(parts) < 2 or not topic or not _evenly_listed(scope, parts):
        return
    parts = [one for one in parts if alike(one.quantity, parts[0].quantity)]
    known = [
        one
        for one in scope.before
        if alike(one.quantity, parts[0].quantity) and any(topic[-1] in noun for noun in scope.nouns(one.lead)) and not scope.changes(one)
    ]
    if len(known) == 1 and len(parts) > 1 and all(at_least(known[0].quantity, one.quantity) for one in parts):
        yield from _whole_and_parts(scope, replace(known[0], clause=parts[0].clause), [], parts, marked=True, tied=True)


def above(scope: Scope) -> Iterator[Claim]:
    """以上四项救助共支出S: in each of the four items before it, the one figure that the same verb names."""
    stated, named = scope.figure("stated"), chinese_to_int(scope.match["number"], scope.patterns)
    if stated is None or named is None or named < 2:
        return
    verbs = [word for word in scope.patterns.words("claim.item-verbs") if word in scope.match[0]]
    items = scope.around.items(stated.at.start, named)
    own = [
        [
            one
            for one in item
            if alike(one.quantity, stated.quantity)
            and one.depth == 0
            and not scope.changes(one)
            and any(verb in one.lead for verb in verbs)
        ]
        for item in items
    ]
    if not own or not verbs or any(len(item) != 1 for item in own):
        return
    yield scope.claim(stated, [scope.operand("part", item[0], SAME_SECTION) for item in own])


def _listed(scope: Scope, behind: Sequence[Placed], first: Placed, *, bracketed: bool, spread_out: bool) -> list[Placed]:
    """The figures of the list that begins at ``first``: to the end of the bracket, else to the words that begin something new."""
    found: list[Placed] = []
    last = first
    for one in behind:
        if one.depth > first.depth:
            continue
        if one.depth < first.depth or (bracketed and one.bracket != first.bracket):
            break
        if one is not first and not bracketed:
            fresh = one.clause != last.clause
            if one.segment != first.segment and not spread_out:
                break
            if fresh and (ends_here(scope, one) or one.clause - last.clause > 1):
                break
        if scope.changes(one) or (one is not first and scope.has("claim.not-an-addend", one.lead)):
            break
        found.append(one)
        last = one
    return found


def ends_here(scope: Scope, one: Placed) -> bool:
    """Whether the clause before a figure opens with words that begin something new."""
    lead = one.lead.strip()
    return not lead or any(lead.startswith(word) for word in scope.patterns.words("claim.stop"))


def _wholes(scope: Scope, ahead: Sequence[Placed], start: int, first: Placed, *, near: bool) -> list[tuple[Placed, list[Placed]]]:
    """The figures that the parts may belong to, the nearest first, each with its rivals of the same unit in the sentence."""
    del start
    found = []
    depth = first.depth - 1 if near else first.depth
    for one in reversed(ahead):
        if one.quantity.kind not in AMOUNTS or one.depth != depth:
            continue
        if near and first.clause - one.clause > 1:
            break
        rivals = [other for other in reversed(ahead) if other is not one and alike(other.quantity, one.quantity) and other.depth <= depth]
        if scope.changes(one) and rivals:
            continue
        found.append((one, rivals))
    return found


def _whole_and_parts(
    scope: Scope, whole: Placed, rivals: Sequence[Placed], parts: Sequence[Placed], *, marked: bool, tied: bool
) -> Iterator[Claim]:
    leads = " ".join(one.lead for one in parts)
    opened = scope.has("claim.open", leads) or any(scope.has("claim.open-end", one.tail) for one in parts)
    inclusive = scope.has("claim.inclusive", parts[0].lead)
    figures = scope.sentence.figures
    beside = figures[whole.index + 1] if whole.index + 1 < len(figures) else parts[0]
    besides = beside not in parts and alike(beside.quantity, whole.quantity) and scope.has("claim.inclusive", beside.lead)
    if len(parts) == 1:
        part = parts[0]
        if not marked and not inclusive:
            return
        far = first_clause_gap(whole, part) > 2
        doubt = AMBIGUOUS if not tied or rivals or far or scope.changes(whole) else None
        operands = [scope.operand("whole", whole, LISTED)]
        others = [[scope.operand("whole", one, LISTED)] for one in rivals]
        yield scope.claim(part, operands, others=others, doubt=doubt, rule="claim/part-exceeds-whole")
        return
    overlapping = scope.has("claim.overlapping", leads)
    complete = _partition(scope, parts)
    readings = [_parts(scope, parts)]
    readings += [_parts(scope, parts[:count]) for count in range(len(parts) - 1, 1, -1)]
    exhaustive = "full" if complete or not (marked or inclusive) else "overlapping" if overlapping else "likely"
    if scope.has("claim.rate-words", leads + whole.lead) and not marked:
        exhaustive = "overlapping"
    tied = tied and (complete or _one_list(scope, parts))
    reach = 2 if marked or rivals else 4
    doubt = (
        OPEN_LIST
        if opened
        else AMBIGUOUS
        if besides or not tied or scope.changes(whole) or first_clause_gap(whole, parts[0]) > reach
        else None
    )
    yield scope.claim(
        whole,
        readings[0],
        others=() if opened else readings[1:],
        doubt=doubt,
        complete=exhaustive,
        rivals=tuple(one.quantity for one in rivals),
    )


def _one_list(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether parts told in several clauses are one list: three or more in even steps, or named alike; a second one may be something new."""
    steps = [other.clause - one.clause for one, other in pairwise(parts)]
    return not any(steps) or (len(parts) > _A_COUPLE and len(set(steps)) == 1) or scope.named_alike(parts[0].lead, parts[-1].lead)


def first_clause_gap(whole: Placed, part: Placed) -> int:
    """How many clauses lie between a whole and its first part."""
    return part.clause - whole.clause


def _partition(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the names of the parts are one of the sets that divide a whole without rest."""
    leads = [scope.patterns.one("subject.lead").sub("", one.lead.strip(), count=1) for one in parts]
    if any(not lead.strip() for lead in leads):
        leads = [lead if lead.strip() else (part.quantity.subject or "") for lead, part in zip(leads, parts, strict=True)]
    if len(leads) == 2 and any(
        one.strip() == f"{mark}{other.strip()}" for mark in scope.patterns.words("claim.negations") for one, other in (leads, leads[::-1])
    ):
        return True
    for words in scope.patterns.entry("claim.partitions").data["sets"]:
        each = len(words) == len(leads) and all(any(word in lead for lead in leads) for word in words)
        if each and all(any(word in lead for word in words) for lead in leads):
            return True
    return False


def weights(scope: Scope) -> Iterator[Claim]:
    """Weights that should be 100% together."""
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end and one.quantity.kind is QuantityKind.PERCENT]
    if len(terms) < 2:
        return
    operands = [scope.operand("part", one, LISTED) for one in terms]
    opened = scope.has("claim.open-end", scope.sentence.text[end - scope.sentence.at.start :][:2])
    yield scope.claim(terms[0], operands, doubt=OPEN_LIST if opened else None)
