"""What keeps a figure from being the whole of a rate or a share though its words come near: it may clear the claim, and accuses nobody.

The whole itself may stand nowhere in the report, in a table or a picture; then the next figure that sounds like it is another one.
"""

from __future__ import annotations

from extractor.facts.claims.far.figures import leftover
from extractor.facts.claims.far.panorama import Seen
from extractor.facts.claims.far.ratio_scores import STEM, Query, bears_name
from extractor.facts.claims.scope import Scope, alike, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind


def is_unfit(scope: Scope, part: Seen, whole: Seen, query: Query) -> bool:
    """Whether part and whole are of another year, state or kind than the claim names, or the sentence tells another part."""
    return (
        _of_another_depth(scope, query, part, whole)
        or of_a_past_year(scope, part, whole)
        or _has_the_rate(scope, query, whole)
        or is_a_share_of_it(scope, query.phrase, query.stated, whole)
        or (bool(query.phrase) and of_another_state(scope, part, whole))
        or _is_spent(scope, query, whole)
        or _has_a_rival(scope, query, part, whole)
        or _of_another_name(scope, query, part, whole)
        or _stands_farther(scope, query, part)
    )


def tells_its_base(scope: Scope) -> bool:
    """Whether a bracket behind a rate says what it is of (规范管理率93.5%（以在册患者为分母）)."""
    stated = scope.figure("stated")
    behind = "" if stated is None else scope.sentence.text[stated.at.end - scope.sentence.at.start :]
    return scope.patterns.one("claim.told-base").match(behind) is not None


def is_shared_out(scope: Scope, one: Seen) -> bool:
    """Whether a figure is told as the share of something larger (流转土地18200亩，占项目区面积的52%)."""
    behind = scope.around.panorama.behind(one)
    if behind is None or behind.placed.quantity.kind is not QuantityKind.PERCENT:
        return False
    return scope.has("claim.share-lead", behind.placed.lead)


def became(scope: Scope, whole: Seen) -> bool:
    """Whether an amount is what there was when the period began, and its sentence tells what it became (年初在册隐患点286处，…，年末275处)."""
    if not scope.has("claim.at-first", whole.placed.lead):
        return False
    row = scope.around.panorama.of_sentence(whole.sentence)
    return any(alike(one.placed.quantity, whole.placed.quantity) and scope.has("claim.at-last", one.placed.lead) for one in row)


def of_a_past_year(scope: Scope, part: Seen, whole: Seen) -> bool:
    """Whether a whole is told of an earlier year than that of the report, or than the next figure of its sentence, and the part of none."""
    year = year_of(whole.placed.quantity)
    if year is None or year_of(part.placed.quantity) is not None or whole.sentence < 0:
        return False
    if scope.around.period is not None:
        return year < scope.around.period
    years = [year_of(one.placed.quantity) for one in scope.around.panorama.of_sentence(whole.sentence)]
    return any(one is not None and one > year for one in years)


def _has_the_rate(scope: Scope, query: Query, whole: Seen) -> bool:
    """Whether a whole is itself the part of a rate of the same name (达标301个，达标率94.7%)."""
    behind = scope.around.panorama.behind(whole)
    if behind is None or behind.placed is query.stated or behind.placed.quantity.kind is not QuantityKind.PERCENT:
        return False
    return len(query.stem) >= STEM and query.stem[-STEM:] in behind.placed.lead


def is_a_share_of_it(scope: Scope, phrase: str, stated: Placed, whole: Seen) -> bool:
    """Whether a whole is itself told as a share of what this share names (教育支出580万元，占支出总预算82.3%；社会保障支出55.8万元，占支出总预算7.9%)."""
    behind = scope.around.panorama.behind(whole)
    if behind is None or behind.placed is stated or behind.placed.quantity.kind is not QuantityKind.PERCENT:
        return False
    return len(phrase) >= STEM and phrase in behind.placed.lead and scope.has("claim.share-lead", behind.placed.lead)


def _of_another_depth(scope: Scope, query: Query, part: Seen, whole: Seen) -> bool:
    """Whether the part stands in a bracket behind another rate (支付率94.7%（支付3985万元），地方支付率), a rate is of a part under 其中 and the whole
    of all, or a share is of what there is and the whole is what was planned.
    """
    inner = part.inner and not whole.inner and part.sentence != whole.sentence and not query.phrase
    aimed = bool(query.phrase) and scope.has("claim.aims", whole.placed.lead) and not scope.has("claim.aims", scope.match[0])
    return part.placed.depth > query.stated.depth or inner or aimed


def of_another_state(scope: Scope, part: Seen, whole: Seen) -> bool:
    """Whether a share is of what is in a state (占到位资金的) that the words of the whole do not tell, or of all that was used (使用补贴…，占全部补贴的),
    and the whole was only given.
    """
    said, words = scope.match[0], f"{whole.words}{whole.tail}"
    if any(state in said and state not in words for state in scope.patterns.words("claim.whole-states")):
        return True
    used = scope.has("claim.spent", part.placed.lead) and not scope.has("claim.spent", words)
    return (
        used
        and scope.has("claim.had", words)
        and not scope.has("claim.had", said)
        and scope.patterns.one("claim.phrase-all").search(said) is not None
    )


def _is_spent(scope: Scope, query: Query, whole: Seen) -> bool:
    """Whether the whole of a rate of money was spent itself (累计支出9317万元，…支出率)."""
    money = whole.placed.quantity.kind is QuantityKind.MONEY and bool(query.stem)
    given = scope.has("claim.had", whole.words) or scope.has("claim.aims", whole.words)
    return money and scope.has("claim.spent", whole.placed.lead) and not given


def _has_a_rival(scope: Scope, query: Query, part: Seen, whole: Seen) -> bool:
    """Whether a share is of all (总里程), and two figures of a sentence bear what all of it is called (绿化里程1974公里，可绿化里程2193.3公里)."""
    if not scope.has("claim.total", query.phrase) or whole.summed or whole.sentence < 0:
        return False
    last = whole.placed.lead.strip()[-STEM:]
    return any(
        one.placed.lead.strip().endswith(last)
        and one.size != whole.size
        and one.size >= part.size
        and alike(one.placed.quantity, whole.placed.quantity)
        for one in scope.around.panorama.of_sentence(whole.sentence)
        if one.placed is not whole.placed and one.placed is not part.placed
    )


def _of_another_name(scope: Scope, query: Query, part: Seen, whole: Seen) -> bool:
    """Whether part and whole of a rate of money, in two sentences, each bear a name that the other does not."""
    view = scope.around.panorama
    if query.phrase or part.placed.quantity.kind is not QuantityKind.MONEY or part.sentence == whole.sentence or whole.summed:
        return False
    own, other = view.names(part.placed.lead), view.noun(whole)
    role = not other or any(word in other for word in query.whole_words)
    return bool(own) and not role and not view.overlap(own, whole.words) and not view.overlap(other, part.words)


def _stands_farther(scope: Scope, query: Query, part: Seen) -> bool:
    """Whether another figure with the name of the part stands right before the rate (上级资金支出7954万元，…，配套支出1363万元，支出率88.2%)."""
    stated = query.stated
    before = scope.sentence.figures[stated.index - 1] if stated.index else None
    if before is None or before is part.placed or before.segment != stated.segment or stated.clause - before.clause > 1:
        return False
    seen = scope.around.panorama.seen(before.quantity)
    if seen is None or leftover(scope, seen, f"{query.own}{query.stem}"):
        return False  # 年末结余81万元，支出进度96.8%
    return alike(before.quantity, part.placed.quantity) and bool(query.names) and bears_name(query, seen)
