"""What the name of a rate (执行率, 办结率) says of its part and its whole, and whether two figures can be these."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.scope import Scope, alike, is_amount, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind

_STEM = 3
"""Characters at the end of the words before a figure that may say whether it is had or owed."""
_OF = "\u4e2d"
_ALL = 100
_PAIR = 2
"""Characters at the end of the stem of a rate that name its part (取证率: 取证)."""


def words_of(one: Placed) -> str:
    """The words that say what a figure is: before it, and behind it where nothing stands before, or only what it is one of (8个断面中6个达标)."""
    lead = one.lead.strip()
    return f"{lead}{one.tail}" if not lead or lead.endswith(_OF) else lead


def rate_words(scope: Scope) -> tuple[list[str], list[str], bool]:
    """The words of part and whole for a rate, and whether the two may have different units."""
    name = scope.text("name")
    ending = next((word for word in scope.patterns.words("claim.rate.endings") if name.endswith(word)), None)
    rates = scope.patterns.entry("claim.rates").data["rates"]
    listed = [one for one in rates if name.endswith(one["name"])]
    listed += [one for one in rates if ending and name.removesuffix(ending).endswith(one["name"][:-1])]  # 付款比例: 付款率
    for one in listed[:1]:
        whole = list(one["whole"]) + (list(scope.patterns.words("claim.income")) if one.get("money") else [])
        return list(one["part"]), whole, bool(one.get("mixed"))
    stem = name.removesuffix(ending) if ending else name[:-1]
    return [stem[-2:]] if len(stem) > 1 else [], list(scope.patterns.words("claim.whole")), False


def is_of_things(scope: Scope) -> bool:
    """Whether a rate is always of things counted or measured (覆盖率, 合格率), never of money."""
    name = scope.text("name")
    own = next((one for one in scope.patterns.entry("claim.rates").data["rates"] if name.endswith(one["name"])), None)
    return own is not None and bool(own.get("things"))


def of_one_rate(scope: Scope, part: Placed, whole: Placed) -> bool:
    """Whether part, whole and the name of a rate can be of one thing (农药合格率: 农药); the words that the rate itself names do not count."""
    part_words, whole_words, _ = rate_words(scope)
    name = scope.opening() + scope.text("name")
    for one in scope.patterns.entry("claim.rates").data["rates"]:
        name = name.removesuffix(one["name"])
    relative = (*scope.patterns.words("claim.relative"), *scope.patterns.words("claim.there-are"))
    subject = "" if part.lead.strip().endswith(relative) else scope.subject(part)
    subject = subject.replace(scope.text("name")[:-1], " ")
    own, other = without(subject, part_words), without(scope.subject(whole), whole_words)
    years = {year for year in (year_of(part.quantity), year_of(whole.quantity)) if year is not None}
    named = any(scope.named_alike(without(name, part_words), words) for words in (own, other))
    told = not scope.nouns(own) or bool(scope.nouns(other))
    return (
        named
        and told
        and len(years) < 2
        and scope.named_alike(own, other)
        and not _of_another_purse(scope, without(name, [*part_words, *whole_words]), part, whole)
    )


def _of_another_purse(scope: Scope, name: str, part: Placed, whole: Placed) -> bool:
    """Whether a rate of money bears a name that nothing told with its figures does (一般公共预算执行率, of 预算安排A, 支出B)."""
    if part.quantity.kind is not QuantityKind.MONEY:
        return False
    view = scope.around.panorama
    own = grams(name, scope.patterns)
    return bool(own) and not any(
        own & grams(f"{seen.said} {seen.words} {seen.placed.tail}", scope.patterns) for seen in map(view.of, (part, whole))
    )


def without(words: str, cut: Sequence[str]) -> str:
    """Words with a blank in the place of each of ``cut``."""
    for one in cut:
        words = words.replace(one, " ")
    return words


def told_as(scope: Scope, part: Placed, whole: Placed, stem: str) -> bool:
    """Whether the words of part and whole leave no doubt: the part bears the stem of the rate, or one is what should be and the other what is."""
    listed = any(word in part.lead for word in rate_words(scope)[0]) and any(word in whole.lead for word in rate_words(scope)[1])
    return (
        (due(scope, whole, part) or listed or bears(stem, part.lead))
        and whole.index < part.index
        and not exclusive(part.lead, whole.lead, scope.patterns)
    )


def is_listed(scope: Scope) -> bool:
    """Whether the rate of the match has an entry in ``claim.rates``."""
    return any(scope.text("name").endswith(one["name"]) for one in scope.patterns.entry("claim.rates").data["rates"])


def bears(stem: str, words: str) -> bool:
    """Whether the words before a figure hold the stem of a rate, if only character by character (取得证书, 取证率)."""
    return len(stem) >= _PAIR and (stem in words or all(char in words for char in stem[-_PAIR:]))


def by_another_verb(scope: Scope, part: Placed) -> bool:
    """Whether a part was done by another verb than a rate says that the lexicon does not list (完成228户，验收率)."""
    done = part.lead.strip().endswith(tuple(word for word in scope.patterns.words("claim.done") if len(word) >= _PAIR))
    return done and not is_listed(scope) and not bears(scope.text("name")[:-1], part.lead)


def of_the_next(scope: Scope, stated: Placed, part: Placed) -> bool:
    """Whether a whole rate stands behind another figure that is said to be all there (参保45.1万人，其中困难群众2.1万人全部参保，参保率100%): it is of that."""
    near = scope.sentence.figures[stated.index - 1] if stated.index else part
    return near is not part and stated.quantity.value == _ALL and scope.patterns.one("claim.rate.all-there").search(near.tail) is not None


def denied(scope: Scope, part_words: Sequence[str], one: Placed) -> bool:
    """Whether the words of a part stand before a figure behind a negation (不合格, 未通过), which the name of the rate has not."""
    if not any(word in one.lead for word in part_words):
        return False
    turned = [f"{mark}{word}" for mark in scope.patterns.words("claim.negations") for word in part_words]
    return any(word in one.lead for word in turned) and not any(word in scope.text("name") for word in turned)


def due(scope: Scope, whole: Placed, part: Placed) -> bool:
    """Whether the words before two figures say that one is what should be and the other what is (应收, 实收)."""
    should, have = whole.lead.strip(), part.lead.strip()
    owed = any(should.startswith(word) or word in should[-_STEM:] for word in scope.patterns.words("claim.owed"))
    return owed and any(have.startswith(word) or word in have[-_STEM:] for word in scope.patterns.words("claim.done-of-owed"))


def not_what_should_be(scope: Scope, parts: list[Placed], figures: Sequence[Placed], stated: Placed) -> list[Placed]:
    """The parts of a rate; what there is, where the words of the rate are found only in the name of what should be (应建档案2029份，已建1866份，建档率)."""
    pair = [one for one in figures if one.depth == stated.depth][-_PAIR:]
    if len(pair) < _PAIR or parts[:1] != pair[:1] or pair[1] in parts or pair[1].index != stated.index - 1:
        return parts
    near = pair[1].clause - pair[0].clause <= 1 and alike(pair[0].quantity, pair[1].quantity)
    return [pair[1]] if near and due(scope, pair[0], pair[1]) else parts


def used_up(scope: Scope, lead: str) -> bool:
    """Whether a figure is what was spent, while the rate is of what is left over (支出960万元，结余40万元，结余率4%): it is not its whole."""
    left = scope.has("claim.left-over", scope.text("name"))
    return left and scope.has("claim.spent", lead) and not scope.has("claim.had", lead)


def may_be_rule(scope: Scope, stated: Placed) -> bool:
    """Whether a rate with points behind it may be the wording of a rule (执行率达到100%，得10分): its sentence tells fewer than two amounts before it."""
    if scope.patterns.one("claim.scored-behind").match(scope.sentence.text, stated.at.end - scope.sentence.at.start) is None:
        return False
    return sum(is_amount(one.quantity) for one in scope.sentence.figures[: stated.index]) < _PAIR
