"""Scores that other figures of their sentence give: by weights, by a rate, by so many cases, and by how much they differ from those of another year.

Scores are no amounts of the sentences that other claims are read in (see `score_sums`): every figure stands in the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import IN_FORM
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.text import Span

if TYPE_CHECKING:
    from regex import Match

_WEIGHED, _CHANGED, _EACH, _BY_RATE = "claim.score-weighed", "claim.score-changed", "claim.score-each", "claim.score-by-rate"
_TIMES, _RISEN, _MEAN = "claim.score-times-rate", "claim.score-risen", "claim.score-mean"
_PAIR = 2
_ALL, _LITTLE = Fraction(1), Fraction(1, 100)
"""Weights are of one whole, or nearly."""

Starts = Mapping[int, Quantity]


def score_terms(content: str, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """The claims of all six kinds, marked ``scores``."""
    starts = {one.at.start: one for one in quantities if one.value is not None and one.hedge is Hedge.EXACT}
    yield from _weighed(content, starts, patterns)
    yield from _means(content, starts, patterns)
    yield from _changed(content, starts, patterns)
    yield from _by_cases(content, starts, patterns)
    yield from _by_rates(content, starts, patterns)
    yield from _written_out(content, starts, patterns)


def _weighed(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """甲96分，权重60%；乙90分，权重40%，加权得分93.6分: each score by its weight; weights that are not those of one whole say nothing."""
    for match in patterns.one(_WEIGHED).seek(content):
        stated = starts.get(match.start("stated"))
        terms = [starts.get(place) for place in sorted((*match.starts("part"), *match.starts("weight")))]
        told = [one for one in terms if one is not None]
        weights = [one for one in told if one.kind is not QuantityKind.SCORE]
        together = sum((_share(one) for one in weights), Fraction(0))
        if stated is None or len(told) < len(terms) or len(terms) != _PAIR * len(weights) or abs(together - _ALL) > _LITTLE:
            continue
        params: dict[str, object] = {
            "rounded": True,
            "groups": (_PAIR,) * len(weights),
            "counted": tuple(one.id for one in weights),
        }
        yield _claim("claim/product", _WEIGHED, stated, [("factor", one) for one in told], match.span(), params)


def _means(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """得分依次为94分、91分和88分，平均91分: a mean that is not called plain may be by weights, and must then be one slip away, or beyond all."""
    for match in patterns.one(_MEAN).seek(content):
        stated = starts.get(match.start("stated"))
        terms = [one for place in match.starts("part") if (one := starts.get(place)) is not None]
        if stated is None or len(terms) < len(match.starts("part")):
            continue
        params: dict[str, object] = {"rounded": True, "factors": (Fraction(len(terms)),)}
        worths = [one.worth for one in terms]
        if match["plain"] is None and min(worths) <= stated.worth <= max(worths):
            params["guard"] = True
        yield _claim("claim/average", _MEAN, stated, [("total", one) for one in terms], match.span(), params)


def _share(weight: Quantity) -> Fraction:
    return weight.worth / 100 if weight.kind is QuantityKind.PERCENT else weight.worth


def _changed(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """87.2分，较上年的84.7分提高2.5分: the score, the one before it and the change."""
    falls = patterns.words("claim.down")
    for match in (match for form in patterns.kind("claim-score-changed") for match in form.seek(content)):
        current, base, stated = (starts.get(match.start(name)) for name in ("current", "base", "stated"))
        if current is None or base is None or stated is None:
            continue
        sign = -1 if any(word in match["verb"] for word in falls) else 1
        yield _claim("claim/difference", _CHANGED, stated, [("current", current), ("base", base)], match.span(), {"sign": sign})


def score_risen(content: str, quantities: Sequence[Quantity], total: Span | None, patterns: Patterns) -> Iterator[Claim]:
    """上年度得分84.7分，本年度提高2.5分: the total of another year and the change since, against the total that the report tells elsewhere (at ``total``)."""
    starts = {one.at.start: one for one in quantities if one.value is not None and one.hedge is Hedge.EXACT}
    current = None if total is None else starts.get(total.start)
    falls = patterns.words("claim.down")
    for match in patterns.one(_RISEN).seek(content):
        base, stated = (starts.get(match.start(name)) for name in ("base", "stated"))
        if current is None or base is None or stated is None:
            continue
        sign = -1 if any(word in match["verb"] for word in falls) else 1
        told = [("current", current), ("base", base)]
        yield _claim("claim/difference", _RISEN, stated, told, match.span(), {"sign": sign, "guard": True})


def _by_cases(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """查出6处，每处扣0.3分，共扣1.8分: so many cases by what each of them costs, where no words set a bound."""
    bounded = patterns.one("claim.score-each.bounded")
    for match in patterns.one(_EACH).seek(content):
        count, each, stated = (starts.get(match.start(name)) for name in ("count", "each", "stated"))
        if count is None or each is None or stated is None or not _counts(count, match) or bounded.search(match[0]):
            continue
        params: dict[str, object] = {"counted": (count.id,)}
        yield _claim("claim/product", _EACH, stated, [("factor", count), ("factor", each)], match.span(), params)


def _counts(count: Quantity, match: Match[str]) -> bool:
    """Whether a figure counts the cases of a rule (6处: 每处; 7个百分点: 每低1个百分点)."""
    if count.kind is QuantityKind.POINTS:
        return match["points"] is not None
    unit = count.unit or ""
    return unit == match["per"] or unit.removeprefix("个") == match["per"].removeprefix("个")


def _by_rates(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """执行率95%，按执行率计分，分值20分，得19分: the full score by the rate, where it gives the obtained one, or would but for one slip.

    One digit is a slip away from any other. Where another rate stands between them (91%，目标值95%), the score is by both.
    """
    for match in patterns.one(_BY_RATE).seek(content):
        rate, full, stated = (starts.get(match.start(name)) for name in ("rate", "full", "stated"))
        if rate is None or full is None or stated is None or not Decimal(0) < (rate.value or Decimal(0)) < Decimal(100):
            continue
        given = full.worth * _share(rate)
        between = [one for one in starts.values() if one.kind is QuantityKind.PERCENT and match.start() <= one.at.start < match.end()]
        told = len(stated.digits) > 1 and len(between) == 1
        if printed_as(stated, given, _ALL) or (told and slipped_from(stated, given) is not None):
            yield _claim("claim/product", _BY_RATE, stated, [("factor", full), ("factor", rate)], match.span(), {"rounded": True})


def _written_out(content: str, starts: Starts, patterns: Patterns) -> Iterator[Claim]:
    """4分×66.7%=2.67分: the full score, the rate and what they give, in one formula."""
    for match in patterns.one(_TIMES).finditer(content):
        rate, full, stated = (starts.get(match.start(name)) for name in ("rate", "full", "stated"))
        if rate is not None and full is not None and stated is not None:
            exact = () if rate.kind is QuantityKind.PERCENT else (rate.id,)  # a weight of 0.4 is no rounded figure
            params: dict[str, object] = {"rounded": True, "counted": exact}
            yield _claim("claim/product", _TIMES, stated, [("factor", full), ("factor", rate)], match.span(), params)


def _claim(
    rule: str, form: str, stated: Quantity, told: Sequence[tuple[str, Quantity]], at: tuple[int, int], params: dict[str, object]
) -> Claim:
    operands = tuple(Operand(role, one, IN_FORM) for role, one in told)
    return Claim(rule, form, stated, operands, Span(*at), params={"scores": True, **params})
