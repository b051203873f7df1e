"""claim/ratio: a rate and the only two amounts told with it, in whatever order (办理率57%，受理纠纷1393件，办结794件)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.near.told_first import told_behind
from extractor.facts.claims.near.unlike_units import of_bracket
from extractor.facts.claims.rate_names import bears, denied, due, of_one_rate, rate_words
from extractor.facts.claims.scope import Scope, alike, at_least, is_amount, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge, QuantityKind

_COUPLE = 2
_ALL = 100
"""Per cent."""


def by_themselves(scope: Scope, stated: Placed) -> list[Claim]:
    """The rate of the only two amounts told with it, of those of the bracket behind it, or of those behind it."""
    graded = any(scope.text("name").endswith(one["name"]) for one in scope.patterns.entry("claim.graded").data["rates"])
    found = (None if graded else told_alone(scope, stated)) or of_bracket(scope, stated)
    return [found] if found is not None else list(told_behind(scope, stated))


def told_alone(scope: Scope, stated: Placed) -> Claim | None:
    """The rate of the only two amounts of its part of the sentence, or of the sentence: which is the part and which the whole, their words say.

    Nothing else being told, no other figure can be meant: the order of the three, and the marks between them, say nothing.
    """
    couple = _couple(scope, stated)
    if couple is None or not all(_is_plain(scope, one) for one in couple):
        return None
    roles = _roles(scope, *couple)
    if roles is None:
        return None
    part, whole = roles
    if whole is couple[1] and scope.patterns.one("claim.rate.of-others").search(whole.lead) is not None:
        return None  # 整改45个，整改率90%，共发现新问题62个
    years = {year for year in map(year_of, (part.quantity, whole.quantity)) if year is not None}
    if len(years) > 1 or denied(scope, rate_words(scope)[0], part) or exclusive(part.lead, whole.lead, scope.patterns):
        return None
    enough = at_least(whole.quantity, part.quantity) or (stated.quantity.value or 0) > _ALL
    weak = "guard" if not enough else None if of_one_rate(scope, part, whole) else "far"
    plain = all(one.quantity.hedge is Hedge.EXACT for one in (stated, part))
    return scope.claim(stated, scope.reading(stated, part, whole), weak=weak, hedges_count=not (plain and _is_least(scope, whole)))


def _is_least(scope: Scope, whole: Placed) -> bool:
    """Whether a figure is the least that was to be done: the rate is of just that (计划≥600户，完成501户，完成率83.5%)."""
    return scope.has("claim.aims", whole.lead) and whole.quantity.text.startswith(scope.patterns.words("claim.rate.at-least"))


def share_alone(scope: Scope, stated: Placed) -> Claim | None:
    """The share of the only two amounts of its part of the sentence, the part behind it (项目207个，民生项目占34%，为70个)."""
    couple = _couple(scope, stated)
    if couple is None or not all(_is_plain(scope, one) for one in couple):
        return None
    whole, part = couple
    between = scope.sentence.between(stated, part) if part.index == stated.index + 1 else None
    if between is None or scope.patterns.one("claim.share.part-behind").search(between) is None or part.tail.strip():
        return None  # 护理型占四分之三，有200张已使用
    named = bool(scope.nouns(scope.opening())) and not exclusive(scope.opening(), whole.lead, scope.patterns)
    phrase = scope.text("phrase")
    of_it = not phrase or scope.has("claim.total", phrase) or shared_pairs(phrase, whole.lead) > 0
    if not named or not of_it or stated.clause - whole.clause > 1 or whole.depth != stated.depth:
        return None
    return scope.claim(stated, scope.reading(stated, part, whole), weak=None if at_least(whole.quantity, part.quantity) else "guard")


def _couple(scope: Scope, stated: Placed) -> tuple[Placed, Placed] | None:
    """The two amounts of one unit that stand with a rate in its part of the sentence, or each of the three in a part of its own, and no others."""
    figures = [one for one in scope.sentence.figures if one.quantity.kind is not QuantityKind.POINTS]
    beside = [one for one in figures if one.segment == stated.segment]
    apart = len(beside) == 1 and len({one.segment for one in figures}) == len(figures)  # 合同总价216万元；已付款199万元；付款率92%
    group = [one for one in (figures if apart else beside) if one is not stated]
    if len(group) != _COUPLE or not all(is_amount(one.quantity) for one in group) or not alike(group[0].quantity, group[1].quantity):
        return None
    return group[0], group[1]


def _is_plain(scope: Scope, one: Placed) -> bool:
    """Whether a figure is a level of what is told: no change, not one of each, not that of another year, no capacity, no kinds."""
    earlier = scope.is_base(one) and not scope.has("claim.aims", one.lead)  # 年初预算: what was to be had
    kinds = one.quantity.unit in scope.patterns.words("claim.kinds")
    if any(scope.has(lexicon, one.lead) for lexicon in ("claim.rate.compared", "claim.numbered")):
        return False
    return not (earlier or kinds or scope.changes(one) or scope.each(one) or scope.has("claim.each-one", one.lead)) and not (
        scope.has("claim.capacity", one.lead) or scope.counts_more(one)
    )


def _roles(scope: Scope, first: Placed, second: Placed) -> tuple[Placed, Placed] | None:
    """Part and whole, by the words before them; None where these do not tell them apart."""
    couple = (first, second)
    parts = [one for one in couple if _is_part(scope, one)]
    if len(parts) == _COUPLE:
        owed = [one for one, other in (couple, couple[::-1]) if due(scope, other, one) or (_owes(scope, other) and not _owes(scope, one))]
        begins = scope.patterns.words("claim.done-of-owed")
        done = [one for one in parts if one.lead.strip().startswith(begins)]  # 改造对象37户，完成改造34户
        parts = owed or (done if len(done) == 1 else [one for one in parts if not _is_whole(scope, one)])
    if len(parts) != 1:
        return None
    part = parts[0]
    whole = second if part is first else first
    return (part, whole) if part is second or _is_whole(scope, whole) else None


def _owes(scope: Scope, one: Placed) -> bool:
    """Whether a figure is what should be (其中应参训725人), where the words of the rate stand before both."""
    lead = one.lead.strip()
    among = next((word for word in scope.patterns.words("claim.among") if lead.startswith(word)), "")
    return _is_part(scope, one) and lead[len(among) :].startswith(scope.patterns.words("claim.owed"))


def _is_part(scope: Scope, one: Placed) -> bool:
    words, _, _ = rate_words(scope)
    return any(word in one.lead for word in words) or bears(scope.text("name")[:-1], one.lead)


def _is_whole(scope: Scope, one: Placed) -> bool:
    """Whether the words before a figure say that it is what there was, or what should be."""
    _, words, _ = rate_words(scope)
    lexicons: Sequence[str] = ("claim.whole", "claim.owed", "claim.aims", "claim.rate.of-so-many")
    if one.quantity.kind is QuantityKind.MONEY:
        lexicons = (*lexicons, "claim.income")
    return any(word in one.lead for word in words) or any(scope.has(lexicon, one.lead) for lexicon in lexicons)
