"""claim/weights: shares that a score, or an allotment, is made of, 100% together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from extractor.facts.claims.scope import AMBIGUOUS, LISTED, OPEN_LIST, Scope, without
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Hedge, QuantityKind

_LEAST, _MOST = 50, 190
"""Between which shares must lie together to be weights with a slip of one digit."""
_HUNDRED, _NEARLY = 100, 10
_NEAR = 16
"""Characters between two weights of one list."""
_CUT = 4
"""Characters of a name that a line break leaves on the line before."""
_BESIDE = 6
"""Figures of the sentences beside that may say what some weights make together."""
_TENTH = "1/10"
_FROM = "\u7531"
"""The word before what a whole is made of; before a level it says that it changed."""


def weights(scope: Scope) -> Iterator[Claim]:
    """Weights that should be 100% together: a list that is called so, or one in a sentence that says how a score is made of it."""
    start, end = scope.match.span("terms")
    inside = [one for one in scope.sentence.figures if start <= one.at.start < end]
    terms = [one for one in inside if one.quantity.kind is QuantityKind.PERCENT] or [one for one in inside if _of_one(one) or _tenths(one)]
    while terms and terms[0].index and _called(scope, terms[0], scope.sentence.figures[terms[0].index - 1]):
        terms.insert(0, scope.sentence.figures[terms[0].index - 1])
    terms = [one for one in terms if one.depth == terms[0].depth]
    made = scope.patterns.one("claim.weights.made").search(scope.sentence.text) is not None  # 由自评30%、互评70%加权得出
    leads = [one.lead.replace(_FROM, "", 1) if made and one is terms[0] else one.lead for one in terms]
    if made and 0 < terms[0].at.start - start < len(leads[0]):
        leads[0] = leads[0][-(terms[0].at.start - start) :]  # 种植户课堂评分由自评50%…: what is assessed is no part of a weight's name
    scored = bool(scope.form.attributes.get("scored"))  # 预算执行率占10%，得9.8分; 由三级按50%、40%、10%分担
    leads = [without("claim.weight-names", lead, scope.patterns) for lead in leads]
    if len(terms) < 2 or (not scored and any(scope.has("claim.not-a-weight", lead) for lead in leads)):
        return
    if scope.form.attributes.get("asks"):
        told = sum((one.quantity.value or Decimal(0) for one in terms), Decimal(0))
        if not scope.has("claim.weighted", scope.sentence.text) or not _LEAST <= told <= _MOST or any(_odd(one) for one in terms):
            return
        if any(_of_one(one) for one in scope.sentence.figures):
            return  # the weights are told as decimals: 占比30%、45%，权重分别为0.4、0.6
    if (
        scope.form.attributes.get("pieces")
        and abs(sum((one.quantity.value or Decimal(0) for one in terms), Decimal(0)) - _HUNDRED) > _NEARLY
    ):
        return  # shares of several wholes
    named = chinese_to_int(scope.text("number"), scope.patterns) if scope.text("number") else None
    if named is None:
        terms = _to_the_whole(scope, terms)
    elif named != len(terms):
        return  # 分为过程、产出、效益三类，产出类占50%，效益类占40%: the third is not told
    operands = [scope.operand("part", one, LISTED) for one in terms]
    rest = scope.sentence.text[end - scope.sentence.at.start :]
    opened = scope.has("claim.open-end", rest[:2])
    opened = opened or (bool(rest.strip()) and scope.match.string[scope.sentence.at.end : scope.sentence.at.end + 1] == "\n")
    listed = scope.text("terms").endswith(scope.patterns.words("claim.list-mark")[0])
    opened = opened or (listed and not any(one.at.start >= end for one in scope.sentence.figures))  # a line break cuts it
    cut = scope.match.string[: scope.sentence.at.start].rstrip("\n")  # a line break cuts its first terms off
    signs = start == scope.sentence.at.start and cut.endswith(tuple(scope.patterns.words("claim.formula-signs")))
    opened = opened or _cut_before(scope, cut)
    opened = opened or signs or scope.match.string[start - 1 : start] in scope.patterns.words("claim.formula-signs")
    follows = scope.match.string[end:].lstrip("\n ")[:1] if scope.match.string[end : end + 1] == "\n" else ""
    opened = opened or follows in scope.patterns.words("claim.formula-signs")  # a line break cuts its last terms off
    opened = opened or _is_some_only(scope, terms)
    if scope.form.attributes.get("rest_untold"):
        opened = opened or sum((_points(one) for one in terms), Decimal(0)) < _HUNDRED  # the warranty that is kept back
    nested = any(scope.has("claim.among", one.lead) for one in terms[1:])
    yield scope.claim(terms[0], operands, doubt=OPEN_LIST if opened else AMBIGUOUS if nested else None)


def _is_some_only(scope: Scope, terms: list[Placed]) -> bool:
    """Whether words say what the other weights are (其余为预算执行率指标), or a figure beside is what these make together, or what they leave of all."""
    behind = scope.sentence.text[terms[-1].at.end - scope.sentence.at.start :]
    if scope.patterns.one("claim.weights.rest").search(behind) is not None:
        return True
    points = [_points(one) for one in terms]
    told = sum(points, Decimal(0))
    under = scope.patterns.one("claim.weights.under")
    divided = [number for number, one in enumerate(points[:-2]) if one == sum(points[number + 1 :], Decimal(0))]
    if told != _HUNDRED and any(under.search(scope.sentence.between(terms[number], terms[number + 1])) for number in divided):
        return True  # 产出指标40%，其下数量、质量、时效指标分别为20%、10%、10%
    beside = [*scope.sentence.figures, *scope.before[:_BESIDE]]
    following = scope.around.following(scope.sentence)
    beside += [] if following is None else following.figures[:_BESIDE]
    kinds = (terms[0].quantity.kind,)
    others = {_points(one) for one in beside if one not in terms and one.quantity.kind in kinds}
    scores = {Decimal(match["points"]) for match in scope.patterns.one("claim.weights.points").finditer(scope.sentence.text)}
    return bool({told, _HUNDRED - told} & (others | scores)) and told != _HUNDRED


def _cut_before(scope: Scope, before: str) -> bool:
    """Whether a line break stands in the name of a term, right behind the mark of the list (日常50%、节⏎点40%、终期10%)."""
    begins = scope.sentence.at.start > len(before)
    terms, _, name = before.rpartition(scope.patterns.words("claim.list-mark")[0])
    return begins and terms[-1:] in ("%", "％") and 0 < len(name) <= _CUT and all(char.isalpha() for char in name)


def _called(scope: Scope, first: Placed, before: Placed) -> bool:
    """Whether a percentage before a list is its first term: 40%的权重、任务完成30%的权重."""
    words = scope.sentence.between(before, first)
    return (
        before.quantity.kind is QuantityKind.PERCENT and words.startswith(scope.patterns.words("claim.relative")[0]) and len(words) <= _NEAR
    )


def _to_the_whole(scope: Scope, terms: list[Placed]) -> list[Placed]:
    """The terms up to where they are 100% together: a percentage behind them (得到91.7%) is what the weights gave; not one that is added to them."""
    signs = tuple(scope.patterns.words("claim.formula-signs"))
    if (row := _added_up(scope, terms)) is not None:
        return row
    joins = scope.patterns.words("quantity.joins")
    if all(scope.sentence.between(one, other).strip() in joins for one, other in pairwise(terms)):
        return terms  # 分别占40%、30%、30%: nothing stands between them that could tell what the first of them give
    told = Decimal(0)
    for number, one in enumerate(terms, 1):
        told += _points(one)
        added = number < len(terms) and scope.sentence.between(one, terms[number]).strip().startswith(signs)
        if told == _HUNDRED and number > 1 and not added and not (number + 1 == len(terms) and _one_row(scope, terms)):
            return terms[:number]
    return terms


def _one_row(scope: Scope, terms: list[Placed]) -> bool:
    """Whether shares stand in one row of marks, each set and behind a name as short as the others: 过程50%、产出50%、效果20%."""
    mark = scope.patterns.words("claim.list-mark")[0]
    between = [scope.sentence.between(one, other).strip() for one, other in pairwise(terms)]
    names = {len(words) for words in between}
    return len(names) == 1 and 1 < max(names) <= _NEAR and all(words.startswith(mark) for words in between) and not any(map(_odd, terms))


def _added_up(scope: Scope, terms: list[Placed]) -> list[Placed] | None:
    """The terms of one row of marks that 合计100% ends: none of them is what the others gave. None where nothing adds them up."""
    mark = scope.patterns.words("claim.list-mark")[0]
    end = next((one for one in scope.sentence.figures[terms[0].index + 1 :] if one.quantity.value == _HUNDRED), None)
    if end is None or scope.patterns.one("claim.added-up").search(end.lead) is None:
        return None
    row = scope.sentence.figures[terms[0].index : end.index]
    marked = all(scope.sentence.between(one, other).strip().startswith(mark) for one, other in pairwise(row))
    return list(row) if len(row) > 1 and marked and all(one.quantity.kind is terms[0].quantity.kind for one in row) else None


def _of_one(one: Placed) -> bool:
    """Whether a figure is a weight as a decimal (0.3)."""
    return one.quantity.kind is QuantityKind.BARE and one.quantity.decimals > 0 and 0 < (one.quantity.value or 0) < 1


def _tenths(one: Placed) -> bool:
    """Whether a figure is a weight in tenths (五成)."""
    return one.quantity.kind is QuantityKind.MULTIPLE and one.quantity.unit == _TENTH and one.quantity.hedge is Hedge.EXACT


def _points(one: Placed) -> Decimal:
    """A weight in hundredths of the whole."""
    value = one.quantity.value or Decimal(0)
    return value if one.quantity.kind is QuantityKind.PERCENT else value * (10 if _tenths(one) else 100)


def _odd(one: Placed) -> bool:
    """Whether a share has decimals: weights are set, not measured."""
    return one.quantity.decimals > 0 or one.quantity.hedge is not Hedge.EXACT
