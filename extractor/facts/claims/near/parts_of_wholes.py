"""claim/breakdown, claim/part-exceeds-whole: what a whole and the parts told of it claim: whether they are all of it, and where their list ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.near.no_lists import is_cut, is_mixed, is_no_list
from extractor.facts.claims.near.partitions import end_in_a_set, is_partition
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.scope import AMBIGUOUS, LISTED, OPEN_LIST, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, QuantityKind

_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list."""
_SHORT = 8
"""Characters of a part's name in a plain row."""
_CLOSE, _FAR = Fraction(1, 4), Fraction(1, 2)
"""How near its whole a list comes that ends with its last mark, and how far beyond that it would be with what follows."""


def whole_and_parts(
    scope: Scope,
    whole: Placed,
    rivals: Sequence[Placed],
    parts: Sequence[Placed],
    *,
    marked: bool,
    tied: bool,
    beside: bool = True,
    all_told: bool = False,
) -> Iterator[Claim]:
    """The claim of a whole and its parts (of one: that it is no larger). rivals: other figures that may be the whole.

    marked: 其中 or the like stands before the parts. tied: grammar leaves no other whole. beside: whether what stands between whole and parts is looked
    at. all_told: the words say that the parts are all there are.
    """
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    counted = scope.patterns.one("claim.parts-counted-behind").match(rest)
    all_told = all_told or (counted is not None and chinese_to_int(counted["number"], scope.patterns) == len(parts) > 1)
    closed = all_told or (len(parts) > 1 and any(word in parts[-1].lead for word in scope.patterns.words("claim.rest")))
    leads = " ".join(one.lead for one in (parts[:-1] if closed and not all_told else parts))
    behind = "" if closed else scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    told = any(alike(one.quantity, whole.quantity) for one in scope.sentence.figures[parts[-1].index + 1 :])
    made_up = len(parts) > _A_COUPLE and total_of(parts) == whole.quantity.worth  # 包括a、b、c: that give the whole, and are all of it
    unsaid = scope.has("claim.rest", behind) and not (told or made_up)  # 社会保险620件；其余为其他争议
    may_go_on = scope.opens(leads) and counted is None and not (made_up or is_partition(scope, parts))
    opened = unsaid or may_go_on or any(scope.has("claim.open-end", one.tail) for one in parts)
    inclusive = scope.has("claim.inclusive", parts[0].lead)
    figures = scope.sentence.figures
    next_one = figures[whole.index + 1] if beside and whole.index + 1 < len(figures) else parts[0]
    besides = next_one not in parts and alike(next_one.quantity, whole.quantity) and scope.has("claim.inclusive", next_one.lead)
    if len(parts) == 1:
        part = parts[0]
        if (not marked and not inclusive) or scope.each(whole) or scope.each(part) or scope.counts_more(part) or is_cut(scope, part):
            return
        far = first_clause_gap(whole, part) > 2
        if marked and whole.index == part.index - 1 and whole.segment == part.segment and not scope.changes(whole):
            rivals = [one for one in rivals if one.segment == whole.segment]  # 老年人48236人；高血压患者31645人，其中规范管理24683人
        named = marked and all(shared_pairs(part.lead, whole.lead) > shared_pairs(part.lead, one.lead) for one in rivals)
        tied = tied or (named and bool(rivals))
        rivals = [] if named else rivals  # A级和B级的5577户，C级和D级的1265户，其中D级的438户
        doubt = AMBIGUOUS if not tied or rivals or far or scope.changes(whole) else None
        operands = [scope.operand("whole", whole, LISTED)]
        others = [[scope.operand("whole", one, LISTED)] for one in rivals]
        yield scope.claim(part, operands, others=others, doubt=doubt, rule="claim/part-exceeds-whole")
        return
    people = whole.quantity.kind is QuantityKind.COUNT  # money for 困难残疾人 is spent once, 学生宿舍 is built once, whoever else they are
    if is_no_list(scope, whole, parts):
        return
    if closed and not all_told and is_mixed(scope, parts):
        return
    overlapping = (people and scope.has("claim.overlapping", leads)) or scope.has("claim.counted-twice", f"{leads} {behind}")
    divided = is_partition(scope, parts)
    complete = closed or divided
    readings = [*([] if all_told else _ended_by_mark(scope, whole, parts)), parts_of(scope, parts)]
    # 缺口320万元，其中工程款210万元、征地补偿110万元，拟盘活解决200万元，其余120万元申请补助: what the rest is of may be told anew
    readings += (
        []
        if all_told or (_is_plain_row(scope, parts) and not _off_the_staff(scope, parts))
        else [parts_of(scope, parts[:count]) for count in range(len(parts) - 1, 1, -1) if _may_end(scope, parts, count)]
    )
    readings += [parts_of(scope, [*parts, one]) for one in _rest_behind(scope, whole, parts)]
    exhaustive = "full" if complete or not (marked or inclusive) else "overlapping" if overlapping else "likely"
    exhaustive = "overlapping" if all_told and overlapping else exhaustive
    if scope.has("claim.rate-words", leads + whole.lead) and not (marked or (all_told and scope.text("number"))):
        exhaustive = "overlapping"
    sole = tied and marked and not (rivals or besides or opened or scope.changes(whole) or scope.each(whole))
    tied = tied and (complete or _one_list(scope, parts))
    if sole and not tied and parts[0].quantity.worth > whole.quantity.worth and not (scope.each(parts[0]) or scope.counts_more(parts[0])):
        # 绿色社区45个，其中市级48个，区级27个: whatever the second is of
        yield scope.claim(parts[0], [scope.operand("whole", whole, LISTED)], rule="claim/part-exceeds-whole")
    reach = 2 if marked or rivals else 4
    doubt = (
        OPEN_LIST
        if opened
        else AMBIGUOUS
        if besides or not tied or scope.changes(whole) or first_clause_gap(whole, parts[0]) > reach
        else None
    )
    claim = scope.claim(
        whole,
        readings[0],
        others=() if opened else readings[1:],
        doubt=doubt,
        complete=exhaustive,
        rivals=tuple(one.quantity for one in rivals),
        weak="guard" if all_told and any(one.clause != parts[0].clause for one in parts) else None,
    )
    yield replace(claim, params={**claim.params, "partition": True}) if divided else claim


def _ended_by_mark(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> list[list[Operand]]:
    """甲30户、乙80户、丙150户，满意的216户: the parts between which the mark of a list stands, where these come near the whole and all are far more."""
    mark = scope.patterns.words("claim.list-mark")[0]
    marked = [mark in scope.sentence.between(one, other) for one, other in pairwise(parts)]
    if len(marked) <= _A_COUPLE or marked[-1] or not all(marked[:-1]):
        return []
    size, kept = whole.quantity.worth, total_of(parts[:-1])
    near = abs(kept - size) <= size * _CLOSE and total_of(parts) > size * (1 + _FAR)
    return [parts_of(scope, parts[:-1])] if near else []


def _may_end(scope: Scope, parts: Sequence[Placed], count: int) -> bool:
    """Whether a list may end before its part ``count``: not where the mark between two items stands there as it does before."""
    mark = scope.patterns.words("claim.list-mark")[0]
    marked = [mark in scope.sentence.between(one, other) for one, other in pairwise(parts)]
    return not all(marked[:count])


def _is_plain_row(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether parts are told one a clause by short names to the end of the sentence: then the list ends where it does, unless its first ones are a whole by
    their words (日间巡查，夜间巡查，节假日巡查).
    """
    last = scope.sentence.figures[-1] is parts[-1] and not parts[-1].tail.strip()
    even = all(other.clause - one.clause == 1 for one, other in pairwise(parts))
    short = all(0 < len(one.lead.strip()) <= _SHORT and not ends_here(scope, one) for one in parts)
    return last and even and short and not any(is_partition(scope, parts[:count]) for count in range(2, len(parts)))


def _rest_behind(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> list[Placed]:
    """What the list ends with besides its parts and makes them the whole to the digit (基本支出a；项目支出b；年末结转和结余c): an account ends so."""
    behind = [
        one for one in scope.sentence.figures[parts[-1].index + 1 :] if alike(one.quantity, whole.quantity) and one.depth == whole.depth
    ]
    left = ("claim.account.left", "claim.rest", "claim.beside-them")  # 男学员a，女学员b，另有c人未登记
    behind = [one for one in behind[:1] if any(scope.has(words, one.lead) for words in left) and one.depth == parts[0].depth]
    return [one for one in behind if total_of([*parts, one]) == whole.quantity.worth]


def _off_the_staff(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether a row ends with those who have left, and names none who have not (高级4人，中级25人，…，退休28人): they need not be in its sum."""
    gone, here = scope.patterns.words("claim.off-the-staff"), scope.patterns.words("claim.on-the-staff")
    return any(word in parts[-1].lead for word in gone) and not any(word in one.lead for word in here for one in parts)


def _one_list(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether parts told in several clauses are one list: three or more in even steps, or named alike; a second one may be something new."""
    steps = [other.clause - one.clause for one, other in pairwise(parts)]
    return not any(steps) or (len(parts) > _A_COUPLE and len(set(steps)) == 1) or _end_alike(scope, parts)


def _end_alike(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the parts are named alike: one thing, or the same word at the end (市级院团, 县级院团)."""
    ends = {one.lead.strip()[-_A_COUPLE:] for one in parts}
    if _differ_by_one([one.lead.strip() for one in parts]) or end_in_a_set(scope, parts):
        return True  # 大修101处，小修49处; 专职18人，乡镇兼职38人
    return scope.named_alike(parts[0].lead, parts[-1].lead) or (len(ends) == 1 and len(ends.pop()) == _A_COUPLE)


def _differ_by_one(names: Sequence[str]) -> bool:
    """Whether names of one length differ in one character only, in the same place of all."""
    columns = [set(chars) for chars in zip(*names, strict=False)]
    return len({len(one) for one in names}) == 1 and len(columns) > 1 and sum(len(one) > 1 for one in columns) == 1


def first_clause_gap(whole: Placed, part: Placed) -> int:
    """How many clauses lie between a whole and its first part."""
    return part.clause - whole.clause


def ends_here(scope: Scope, one: Placed) -> bool:
    """Whether the clause before a figure opens with words that begin something new."""
    lead = one.lead.strip()
    return not lead or scope.bare(lead).startswith(scope.patterns.words("claim.stop"))  # 较大隐患36个 compares with nothing
