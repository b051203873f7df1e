"""claim/breakdown, claim/part-exceeds-whole: the parts under 其中, 分别为 or in a bracket, and their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.near.mixed_units import of_several_units
from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_listed import in_even_pieces, levels_of, listed_parts
from extractor.facts.claims.near.parts_of_wholes import whole_and_parts
from extractor.facts.claims.near.sums import evenly_listed, parts_of
from extractor.facts.claims.near.those_of import of_one_above
from extractor.facts.claims.near.what_is_left import of_what_is_left, tells_what_is_left
from extractor.facts.claims.scope import AMOUNTS, Scope, alike, at_least, ends_with, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, QuantityKind

_A_COUPLE = 2
"""Parts that need more than a comma between them to be one list."""
_SENTENCE = 6
"""How many figures back the sentence before a list is looked through for its whole."""
_TOPIC = 6
"""Characters of the thing that a sentence sorts by something (学生按学段分为)."""
_REACH = 60
"""Characters between the word that opens a list and its first figure."""


def breakdown(scope: Scope) -> Iterator[Claim]:
    """其中…, or a bracket directly behind a figure: parts against the whole, each unit on its own."""
    figures = scope.sentence.figures
    start, end = scope.match.span()
    bracketed = scope.match[0][0] in "（("
    sorted_by = ends_with(scope.match["cue"], scope.patterns.words("claim.sorted"))
    some = bool(scope.form.attributes.get("asks"))  # 未支出546万元中，质保金327.6万元，占六成；工程款218.4万元
    marked = some or scope.has("claim.among", scope.match["cue"])
    spread_out = some or (bool(scope.match["sign"]) and scope.match["sign"] not in "，,")
    behind = [one for one in figures if one.at.start >= end]
    spread_out = spread_out or (marked and (in_even_pieces(behind) or (not bracketed and in_even_pieces(levels_of(scope, behind)))))
    ahead = [one for one in figures if one.at.end <= start]
    ahead = [
        one for one in ahead if bracketed or not (scope.each(one) or _is_of_a_share(scope, one))
    ] or ahead  # 总投资1.456亿元，户均2万元，其中…
    kinds = bool(ahead) and not scope.changes(ahead[-1]) and _counts_kinds(scope, ahead[-1], behind)
    ahead = ahead[:-1] if kinds else ahead
    if (
        behind
        and not ahead
        and (marked or sorted_by or kinds)
        and not bracketed
        and (kinds or len(scope.sentence.text[: start - scope.sentence.at.start].strip()) <= (_TOPIC if sorted_by else 0))
    ):
        yield from (
            _over_a_break(scope, behind, spread_out=spread_out)
            if marked and not scope.before
            else _of_sentence_before(scope, behind, spread_out=spread_out, marked=marked)
        )
    if not behind or not ahead or (sorted_by and not bracketed and _divided_before(ahead, behind[0])):
        return  # of a whole and its parts before it, `subdivisions` reads what sorts them
    first = behind[0]
    if bracketed and (first.bracket != start or _tells_an_aim(scope, first, ahead[-1]) or _tells_of_a_share(scope, ahead[-1], start)):
        return
    told = scope.has("claim.colon", scope.match["cue"])
    if told and (ahead[-1].at.end != start or not scope.is_level(ahead[-1])):
        return
    if (
        bracketed
        and not marked
        and scope.sentence.text[start - scope.sentence.at.start - 1 : start - scope.sentence.at.start].strip() == ""
    ):
        return
    if not bracketed and first.at.start - end > _REACH:
        return
    listed = listed_parts(scope, behind, first, bracketed=bracketed, spread_out=spread_out or told, sorted_by=sorted_by)
    if not bracketed and tells_what_is_left(scope, ahead[-1]):
        yield from of_what_is_left(scope, ahead, listed)
        return
    if (some and any(ends_with(one.lead, scope.patterns.words("claim.which-have")) for one in listed)) or (
        told and not _all_of_list(scope, ahead[-1], behind, listed)
    ):
        return  # 60个村中，有专职人员的14个，有办公场所的52个: one may be both
    if scope.text("number"):
        told = chinese_to_int(scope.text("number"), scope.patterns) == len(listed)
        if not told and scope.form.attributes.get("counted"):
            return  # 由三级承担：中央150元、省级120元，市县自定
    closed = _to_its_stop(listed) if spread_out and not (some or told or bracketed) else listed
    wholes = _wholes(scope, ahead[-1:] if told else ahead, first, near=bracketed)
    done: set[str | None] = set()
    for whole, rivals in wholes:
        if whole.quantity.unit in done:
            continue
        parts = [one for one in listed if alike(one.quantity, whole.quantity) and (scope.each(whole) or not scope.each(one))]
        if not parts:
            continue  # 单价78万元，合624万元: a price is no part
        done.add(whole.quantity.unit)
        mixed = of_several_units(scope, whole, listed, parts) if marked and not rivals else None
        if mixed is not None:
            yield mixed
            continue
        run = [one for one in parts if one in closed]
        if 1 < len(run) < len(parts) and total_of(parts) != whole.quantity.worth and not (rivals or scope.changes(whole)):
            # 编制52人，其中：行政编制18人，事业编制34人；在岗49人: the list ends where the mark changes
            claim = scope.claim(whole, parts_of(scope, run), others=[parts_of(scope, parts)], complete="likely")
            divided = is_partition(scope, run)  # 2272万元，其中：中央1753万元，省级519万元；用于甲609万元、乙1663万元
            yield replace(claim, params={**claim.params, "complete": "full", "partition": True}) if divided else claim
            continue
        yield from whole_and_parts(
            scope,
            whole,
            rivals,
            parts,
            marked=marked,
            all_told=told,
            tied=whole.clause == _last_amount(scope, whole, ahead).clause and (bracketed or marked or told or kinds or _tied(scope, whole)),
        )


def _divided_before(ahead: Sequence[Placed], first: Placed) -> bool:
    """Whether all figures before a list are a whole and its parts, in a piece of their own (2846人，其中a，b；按年龄分，…): no part is what it sorts."""
    own = [one for one in ahead if alike(one.quantity, ahead[0].quantity) and one.depth == ahead[0].depth]
    apart = ahead[-1].segment < first.segment
    return apart and len(own) > _A_COUPLE and total_of(own[1:]) == own[0].quantity.worth


def _tells_an_aim(scope: Scope, first: Placed, last: Placed) -> bool:
    """Whether a bracket tells what was to be reached and the figure before it what was (任务数分别为1800套、2400套): that is no part of this."""
    return scope.has("claim.aims", first.lead) and not scope.has("claim.aims", last.lead)


def _is_of_a_share(scope: Scope, one: Placed) -> bool:
    """Whether a figure is but what the one before it is a share of (收入969万元，占预算2180万元的44.5%，其中…)."""
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    of = scope.patterns.words("claim.relative")[0]
    shared = any(other.quantity.kind is QuantityKind.PERCENT and other.lead.strip() == of for other in behind)
    return shared and scope.has("claim.share-lead", one.lead)


def _tells_of_a_share(scope: Scope, last: Placed, start: int) -> bool:
    """Whether a bracket tells what figures before it are said to be shares of (310公里、1284公里，分别占目标（240公里、960公里）的…)."""
    begin = scope.sentence.at.start
    return scope.has("claim.share-lead", scope.sentence.text[last.at.end - begin : start - begin])


def _to_its_stop(listed: Sequence[Placed]) -> list[Placed]:
    """The first parts of a list up to the mark that parts them from what follows; all of them where that mark stands between the first two already."""
    run = [one for one in listed if one.segment == listed[0].segment]
    return run if len(run) > 1 else list(listed)


def _last_amount(scope: Scope, whole: Placed, ahead: Sequence[Placed]) -> Placed:
    """The figure right before a list, without what only says a share of its whole (总面积58420公顷，占国土面积的23.7%（国土面积为246800公顷），其中…), or
    the rate that its whole is the part of (支出92.16万元，执行率96%，其中…).
    """
    after = [one for one in reversed(ahead) if one.depth <= whole.depth]
    rates = scope.patterns.words("claim.rate-ends") if whole.quantity.kind is QuantityKind.MONEY else ()
    aside = [
        one
        for one in after
        if one.quantity.kind is QuantityKind.PERCENT
        and (scope.has("claim.share-lead", one.lead) or (one.index == whole.index + 1 and one.lead.strip().endswith(rates)))
    ]
    return next((one for one in after if one not in aside), whole)


def _counts_kinds(scope: Scope, one: Placed, behind: Sequence[Placed]) -> bool:
    """Whether a figure before a list only says how many parts it has (分三批，各为a、b、c)."""
    kinds = (*scope.patterns.words("claim.kinds"), *scope.patterns.words("claim.kinds-of-parts"))
    parts = [other for other in behind if other.segment == behind[0].segment and alike(other.quantity, behind[0].quantity)]
    called = one.quantity.unit in kinds or one.tail.startswith(scope.patterns.words("claim.kind-words"))
    return called and len(parts) > 1 and one.quantity.value == len(parts)


def _all_of_list(scope: Scope, whole: Placed, behind: Sequence[Placed], listed: Sequence[Placed]) -> bool:
    """Whether behind 总数： only the parts are told, each in its own piece: one that has a number besides is a list of something else."""
    own = [one for one in listed if alike(one.quantity, whole.quantity)]
    told = [one for one in behind if one.depth == whole.depth]
    return len(own) > 1 and own == told and not any(scope.is_base(one) or scope.each(one) or scope.opens(one.lead) for one in own)


def _over_a_break(scope: Scope, behind: Sequence[Placed], *, spread_out: bool) -> Iterator[Claim]:
    """A paragraph that begins with 其中 goes on from the last sentence of the one right above; one slip must be all that parts them."""
    above = scope.around.above(scope.sentence)
    if above is None or scope.sentence.paragraph - above.paragraph != 1:
        return
    for claim in _of_sentence_before(replace(scope, before=above.figures[::-1]), behind, spread_out=spread_out, marked=True):
        yield replace(claim, params={**claim.params, "guard": True})


def _of_sentence_before(scope: Scope, behind: Sequence[Placed], *, spread_out: bool, marked: bool) -> Iterator[Claim]:
    """As `_of_columns_before`; where none of several columns adds up (重点工程529个，投资8.7亿元；续建工程…), the parts may overlap: only a slip accuses."""
    claims = list(_of_columns_before(scope, behind, spread_out=spread_out, marked=marked))
    columns = [one for one in claims if one.rule == "claim/breakdown"]
    overlap = len(columns) > 1 and not any(holds(one) for one in columns)
    yield from (replace(one, params={**one.params, "guard": True}) if overlap else one for one in claims)


def _of_columns_before(scope: Scope, behind: Sequence[Placed], *, spread_out: bool, marked: bool) -> Iterator[Claim]:
    """A sentence that begins with 其中 lists parts of the figure of its unit in the sentence before, the last told there that is as large."""
    listed = listed_parts(scope, behind, behind[0], bracketed=False, spread_out=spread_out)
    done: set[str | None] = set()
    for first in listed:
        parts = [one for one in listed if alike(one.quantity, first.quantity) and not scope.each(one)]
        if first.quantity.unit in done or first.quantity.kind not in AMOUNTS:
            continue
        done.add(first.quantity.unit)
        wholes = [
            one
            for one in scope.before[:_SENTENCE]
            if alike(one.quantity, first.quantity)
            and not scope.changes(one)
            and not scope.each(one)
            and not scope.is_base(one)
            and one.depth == 0
        ]
        if not parts or parts[0] is not first:
            continue  # 其中日常养护按每公里8000元拨付: a price is no part, and begins no list of them
        if len(parts) == 1 and marked:
            yield from of_one_above(scope, parts[0], wholes)
        equal = (
            [] if marked else [one for one in scope.before if alike(one.quantity, first.quantity) and one.quantity.worth == total_of(parts)]
        )
        wholes = equal[:1] + wholes
        large = [one for one in wholes if all(at_least(one.quantity, part.quantity) for part in parts)]
        wholes = large or (wholes[:1] if len(parts) > _A_COUPLE else [])
        if wholes and len(parts) > 1:
            near = replace(wholes[0], clause=parts[0].clause, segment=parts[0].segment)
            yield from whole_and_parts(scope, near, wholes[1:], parts, marked=marked, tied=True, beside=False)


def _tied(scope: Scope, whole: Placed) -> bool:
    """Whether the words before 分别为 name the whole, or only the parts one by one (新建、改建分别为)."""
    words = scope.sentence.text[whole.at.end - scope.sentence.at.start : scope.match.start() - scope.sentence.at.start]
    return scope.patterns.one("claim.count.separator").search(words) is not None or scope.named_alike(words, scope.subject(whole))


def breakdown_of(scope: Scope) -> Iterator[Claim]:
    """活动场次中，甲124场、乙158场: the whole is the one figure of the paragraph with that name and unit."""
    told = [one for one in scope.sentence.figures if one.at.start >= scope.match.end() and one.depth == 0]
    parts = [one for one in told if not scope.changes(one)] or told  # 接待费a，减少b；运行费c，减少d: by how much each changed is no part
    topic = scope.nouns(scope.match["topic"])
    apart = len(parts) < len(told) and len({one.segment for one in parts}) == len(parts) > 1  # one in each piece, with its change
    if len(parts) < 2 or not topic or not (apart or evenly_listed(scope, parts)):
        return
    parts = [one for one in parts if alike(one.quantity, parts[0].quantity)]
    known = [
        one
        for one in scope.before
        if alike(one.quantity, parts[0].quantity)
        and (topic[-1] in one.tail or any(topic[-1] in noun for noun in scope.nouns(one.lead)))  # 412所农村学校: the name stands behind
        and not scope.changes(one)
    ]
    if len(known) == 1 and len(parts) > 1 and all(at_least(known[0].quantity, one.quantity) for one in parts):
        yield from whole_and_parts(scope, replace(known[0], clause=parts[0].clause), [], parts, marked=True, tied=True)


def _wholes(scope: Scope, ahead: Sequence[Placed], first: Placed, *, near: bool) -> list[tuple[Placed, list[Placed]]]:
    """The figures that the parts may belong to, the nearest first, each with its rivals of the same unit in the sentence."""
    found: list[tuple[Placed, list[Placed]]] = []
    depth = first.depth - 1 if near else first.depth
    for one in reversed(ahead):
        if one.quantity.kind not in AMOUNTS or one.depth != depth:
            continue
        if near and first.clause - one.clause > 1:
            break
        rivals = [other for other in reversed(ahead) if other is not one and alike(other.quantity, one.quantity) and other.depth <= depth]
        if scope.changes(one) and rivals:
            if first.bracket == one.at.end:
                return []  # 比上年净增2项（新增5项、合并3项）: the bracket explains the change, no whole before it
            continue
        found.append((one, rivals))
    return found
