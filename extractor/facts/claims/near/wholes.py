"""The whole of a share that no figure behind 占 gives: the figure that 其中 opens up, or the one that the phrase names (占到位资金的)."""

from __future__ import annotations

from itertools import pairwise

from extractor.facts.claims.certainty.heads import shared_pairs
from extractor.facts.claims.scope import SAME_PARAGRAPH, SAME_REPORT, SAME_SENTENCE, Scope, alike, at_least, without
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind


def listed_whole(scope: Scope, part: Placed) -> Placed | None:
    """The whole of the list under 其中 that ``part`` stands in; None where none is certain.

    The list must run from 其中 to the part: figures of the same unit, each told apart by an enumeration mark or with a share of its own.
    """
    text, offset = scope.sentence.text, scope.sentence.at.start
    word = scope.patterns.words("claim.among")[0]
    at = text.rfind(word, 0, part.at.start - offset)
    if at < 0:
        return None
    listed = [one for one in scope.sentence.figures if at <= one.at.start - offset and one.index <= part.index]
    items = [one for one in listed if alike(one.quantity, part.quantity)]
    shares = [one for one in listed if one not in items]
    between = [scope.sentence.between(one, other) for one, other in pairwise(listed)]
    even = not shares and all(words.strip()[:1] == scope.patterns.words("claim.list-mark")[0] for words in between)
    paired = len(shares) == len(items) - 1 and all(scope.has("claim.share-lead", one.lead) for one in shares)
    if part.depth != items[0].depth or not (even or paired):
        return None
    ahead = [one for one in scope.sentence.figures if one.at.end - offset <= at]
    near = (
        ahead[-1:]
        if ahead
        else [one for one in scope.before if one.quantity.kind is not QuantityKind.PERCENT and not scope.changes(one)][:1]
        if not text[:at].strip()
        else []
    )
    if not near or not alike(near[0].quantity, part.quantity) or not at_least(near[0].quantity, part.quantity) or scope.changes(near[0]):
        return None
    return near[0]


def among_whole(scope: Scope, part: Placed) -> Placed | None:
    """The figure that the 其中 before a part opens up: the last of its unit before that word, where the part stands in its list."""
    if part not in scope.inner([part]):
        return None
    text, offset = scope.sentence.text, scope.sentence.at.start
    at = max(text.rfind(word, 0, part.at.start - offset) for word in scope.patterns.words("claim.among"))
    ahead = [one for one in scope.sentence.figures if one.at.end - offset <= at and alike(one.quantity, part.quantity)]
    ahead = [one for one in ahead if not scope.changes(one) and not scope.each(one) and one.depth <= part.depth]
    levels = [one for one in ahead if scope.may_be_divided(one)]
    if levels and ahead[-1] not in levels and _goes_on(scope, ahead[-1], at):
        ahead = levels  # 货运量515万吨，去年412万吨，增长25%；其中进口103万吨: of what grew, not of what it was before
    return ahead[-1] if ahead and at_least(ahead[-1].quantity, part.quantity) else None


def _goes_on(scope: Scope, base: Placed, at: int) -> bool:
    """Whether a change told from an earlier level stands between that and an offset of the sentence: what is told then is told of this year again."""
    behind = [one for one in scope.sentence.figures[base.index + 1 :] if one.at.end - scope.sentence.at.start <= at]
    last = behind[-1] if behind else base
    grown = last.quantity.kind is QuantityKind.PERCENT and not scope.has("claim.share-lead", last.lead)
    return last is not base and (grown or scope.changes(last))


def phrased_whole(scope: Scope, part: Placed, phrase: str) -> Placed | None:
    """The one figure of the paragraph whose words hold all that the phrase says; None where there is none or more than one."""
    kept = scope.patterns.one("claim.phrase-aside").sub("", phrase)
    pieces = [kept[index : index + 2] for index in range(0, len(kept) - 1, 2)] + ([kept[-2:]] if len(kept) % 2 else [])
    if len(kept) < _NAMED:
        return None
    here = list(reversed(scope.sentence.figures[: part.index]))
    fits = [
        one
        for one in [*here, *scope.before]
        if alike(one.quantity, part.quantity)
        and not scope.changes(one)
        and not scope.is_base(one)
        and all(word in one.lead for word in pieces)
    ]
    amounts = {(one.quantity.value, one.quantity.scale) for one in fits}
    if len(amounts) != 1 or fits[0].depth > 0 or not at_least(fits[0].quantity, part.quantity):
        return None
    return fits[0]


def told_whole(scope: Scope, part: Placed, phrase: str) -> tuple[Placed, str] | None:
    """The whole that a short phrase names, with where it stands: a plan or task told before (占任务的), or the figure behind that noun (占床位总数的).

    Looked for in the sentence, then the paragraph, then the report; the first place that has one says so, and nothing is said where it has two.
    """
    here = list(reversed(scope.sentence.figures[: part.index]))
    for figures, why in ((here, SAME_SENTENCE), (list(scope.before), SAME_PARAGRAPH)):
        fits = [one for one in figures if _may_hold(scope, one, part, aim=bool(_aims(scope, phrase))) and _named_by(scope, one, phrase)]
        if len({(one.quantity.value, one.quantity.scale) for one in fits}) > 1:
            most = max(shared_pairs(one.lead, part.lead) for one in fits)
            fits = [one for one in fits if shared_pairs(one.lead, part.lead) == most]
        if len({(one.quantity.value, one.quantity.scale) for one in fits}) > 1:
            return None
        if fits:
            own = why == SAME_PARAGRAPH and bool(_aims(scope, phrase)) and _is_of_a_part(scope, part)
            return None if own else (fits[0], why)
    noun = _noun(scope, phrase)
    found = elsewhere(scope, part, noun) if len(noun) >= _NOUN and not _aims(scope, phrase) else None
    return None if found is None else (found, SAME_REPORT)


def summed_with(scope: Scope, told: Placed, part: Placed, phrase: str) -> list[Placed]:
    """The figures which together are all of something (中央资金450万元，市级配套90万元。…占资金总量的): the one told and those of its list.

    Empty where the phrase does not say that all is meant, where the figure is a sum itself, or where nothing stands beside it.
    """
    total = scope.patterns.one("claim.total-lead")
    if scope.patterns.one("claim.phrase-whole").search(phrase) is None or total.search(told.lead):
        return []
    above = scope.around.above(scope.sentence, 0)
    sentence = next((one for one in (scope.sentence, above) if one is not None and told in one.figures), None)
    if sentence is None:
        return []
    row = [
        one for one in sentence.figures if alike(one.quantity, told.quantity) and one.depth == told.depth and one.at.end <= part.at.start
    ]
    spent = [one for one in row if scope.has("claim.spent", one.lead) and not scope.has("claim.income", one.lead)]  # 下达转移支付资金: had
    row = [one for one in row if one is not part and one not in spent and scope.is_level(one)]
    words = sentence.text[row[0].at.end - sentence.at.start : row[-1].at.start - sentence.at.start] if row else ""
    listed = scope.has("claim.among", words) or any(total.search(one.lead) for one in row)
    even = all(other.clause - one.clause <= 1 and other.segment == one.segment for one, other in pairwise(row))
    return row if 1 < len(row) <= _MOST and told in row and even and not listed else []


def elsewhere(scope: Scope, part: Placed, noun: str) -> Placed | None:
    """The one amount of the report before a part that stands behind a noun and is as large; None where there is none or more than one."""
    found = [
        one
        for one in scope.around.named(noun, part.quantity.unit, part.at.start)
        if one.lead.strip().endswith(noun) and _may_hold(scope, one, part) and one.depth == 0
    ]
    if len({(one.quantity.value, one.quantity.scale) for one in found}) > 1:
        found = [one for one in found if scope.patterns.one("claim.total-lead").search(one.lead)]
    return found[0] if len({(one.quantity.value, one.quantity.scale) for one in found}) == 1 else None


def _may_hold(scope: Scope, one: Placed, part: Placed, *, aim: bool = False) -> bool:
    """Whether a figure may be the whole of a part: one of its unit, and as large where it is no aim (a plan may be exceeded)."""
    large = aim or at_least(one.quantity, part.quantity)
    return alike(one.quantity, part.quantity) and not scope.changes(one) and not scope.each(one) and large


def _is_of_a_part(scope: Scope, part: Placed) -> bool:
    """Whether what was done of a plan is told of one part of it (计划投资800亿元。其中续建项目完成投资330亿元，占年度计划的75%): each part has its own plan."""
    opens = scope.sentence.text.lstrip().startswith(scope.patterns.words("claim.among"))
    return opens or bool(scope.inner([part]))


def _aims(scope: Scope, phrase: str) -> list[str]:
    return [word for word in scope.patterns.words("claim.aims") if word in phrase]


def _named_by(scope: Scope, one: Placed, phrase: str) -> bool:
    aims = _aims(scope, phrase)
    if aims:
        own = without("claim.accounts", one.lead, scope.patterns)  # 一般公共预算收入: no budget
        return any(word in own for word in aims)
    noun = _noun(scope, phrase)
    subject = scope.patterns.one("subject.tail").sub("", one.lead.strip())
    return len(noun) >= _NOUN and noun in subject[-len(noun) - _NOUN :] and not scope.is_base(one)


def _noun(scope: Scope, phrase: str) -> str:
    """The noun of a phrase without what says that all of it is meant (床位总数: 床位)."""
    return scope.patterns.one("claim.phrase-aside").sub("", scope.patterns.one("claim.phrase-all").sub("", phrase))


_MOST = 4
"""Sources that together are all of what was had."""
_NOUN = 2
"""Characters of a noun by which a figure is found again."""
_NAMED = 4
"""Characters of a phrase that names a figure of the paragraph; shorter ones name too many."""
