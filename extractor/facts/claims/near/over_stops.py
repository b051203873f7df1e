"""Claims told over a full stop where a comma would do (上半年支出35万元。下半年支出19万元，全年共支出54万元): read once more with the sentence before.

The forms see both sentences as one. What they read counts only where it reaches back over the stop and leaves no figure of the sentence before unused; it
accuses without more only where the second sentence names nothing of its own up to its first figure, and else where one slip would make it hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.facts.claims.certainty.heads import nouns
from extractor.facts.claims.far.panorama import grams, places
from extractor.facts.claims.near.former import plain
from extractor.facts.figures import Placed, Sentence, together
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Quantity, QuantityKind

_STOP, _COMMA = "\u3002", "\uff0c"
_MOST = 7
"""Figures of both sentences together: among more, chance finds operands."""
_FROM = 16
"""Characters from the stop to the first figure behind it: one that tells more begins anew."""
_LEAST = 2
"""Figures of both sentences below which nothing can be told of them."""
_LONGEST = 60
"""Characters of a sentence before without figures."""
_RATE = 3
"""Characters at the end of the name of a rate that tell which it is."""
_VERB = 2
"""Characters of a bare verb with which a sentence goes on (今年测评为, 折合)."""
_COUPLE = 2
"""The levels of a change; the addends of a sum that names nothing besides them."""
_FIRM = frozenset(
    {"claim/sum", "claim/breakdown", "claim/part-exceeds-whole", "claim/difference", "claim/growth", "claim/ratio", "claim/weights"}
)
"""Rules whose words in the second sentence say what the figures of the first one are to them."""
_OF_ONE = frozenset({"claim/difference", "claim/growth", "claim/ratio"})
"""Rules whose stated figure is of the thing that its operands are of."""
_ENDS = "\u3002！？\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences as one. content: the text with a comma for the stop between them, which stands at ``stop``."""

    sentence: Sentence
    content: str
    stop: int
    first: Sequence[Quantity]
    """The figures before the stop."""


def pairs(content: str, held: Sequence[Sentence], settled: Collection[str]) -> Iterator[Pair]:
    """The sentences that may go on with the one before them, each with it. settled: ids of the figures that their own sentences account for."""
    found: list[tuple[Sentence, int, Sequence[Quantity]]] = []
    for number, sentence in enumerate(held):
        stop = sentence.at.start - 1
        if sentence.cell or stop < 0 or content[stop] != _STOP or sentence.figures[0].at.start - stop > _FROM:
            continue
        if all(one.quantity.id in settled for one in sentence.figures):
            continue
        before = held[number - 1] if number and held[number - 1].at.end == stop else None
        start = before.at.start if before is not None else _begin(content, stop)
        figures = (*(before.figures if before is not None else ()), *sentence.figures)
        if start is not None and _LEAST <= len(figures) <= _MOST:
            first = [one.quantity for one in (before.figures if before is not None else ())]
            found.append((together(content, start, sentence, figures), stop, first))
    # a sentence may go on with one that itself goes on: two texts, each with every second stop replaced
    contents = [_with_commas(content, [stop for _, stop, _ in found[turn::2]]) for turn in range(2)]
    for turn, (sentence, stop, told) in enumerate(found):
        text = contents[turn % 2]
        yield Pair(replace(sentence, text=text[sentence.at.start : sentence.at.end]), text, stop, told)


def _with_commas(content: str, stops: Sequence[int]) -> str:
    """A text with a comma in the place of each of some stops."""
    return _COMMA.join(content[begin:end] for begin, end in zip([0, *(stop + 1 for stop in stops)], [*stops, len(content)], strict=True))


def _begin(content: str, stop: int) -> int | None:
    """Where the sentence without figures begins that ends at ``stop``; None where it is too long to lead up to anything."""
    start = stop
    while start and content[start - 1] not in _ENDS:
        start -= 1
    return start if 0 < stop - start <= _LONGEST else None


def reaching_back(pair: Pair, claims: Sequence[Claim], patterns: Patterns) -> Iterator[Claim]:
    """Those of the claims of a pair that rest on both of its sentences, and on every figure of the first.

    Where the first has none, only what it leads up to (考核由三部分组成。其中…占40%) is read, by the forms that say so (``leads``).
    """
    own = [one for one in pair.sentence.figures if one.at.start > pair.stop]
    elliptic = bool(own) and _names_nothing(pair.content[pair.stop + 1 : own[0].at.start], patterns)
    elliptic = elliptic and not _counts_another(own[0], pair.content[pair.sentence.at.start : pair.stop], patterns)
    for claim in claims:
        bound = claim.figure_ids
        unused = [one for one in pair.first if one.id not in bound]
        leads = claim.form in leading_forms(patterns) and all(one.value == len(claim.operands) for one in unused)  # 由三部分组成。
        if claim.doubt is not None or claim.at.end <= pair.stop or not (leads or (pair.first and not unused)):
            continue
        if not leads and (_names_another(claim, pair, patterns) or _leaves_a_rest(claim, pair)):
            continue
        if claim.rule == "claim/breakdown" and claim.stated.at.end <= pair.stop and _straddles(claim, pair, patterns):
            continue
        firm = elliptic and ((claim.rule in _FIRM and _sums_the_same(claim, pair, patterns)) or _is_per_count(claim, pair))
        over_stop = any(one.quantity is not None and one.quantity.at.end <= pair.stop for one in claim.operands)
        said = {**claim.params, "over_stop": over_stop}
        yield replace(claim, params=said if firm or leads else {**said, "guard": True})


def _straddles(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether a list that 其中 opens before the stop is only read on behind it (420户，其中新通水户120户。满意398户): it ended there."""
    opened = any(word in pair.content[pair.sentence.at.start : pair.stop] for word in patterns.words("claim.among"))
    return opened and any(one.quantity is not None and one.quantity.at.end <= pair.stop for one in claim.operands)


def _is_per_count(claim: Claim, pair: Pair) -> bool:
    """Whether an average says of what each it is, and its number bears that measure word (体验活动22次。参与2112人次，平均每次96人)."""
    told = next(one for one in pair.sentence.figures if one.quantity.id == claim.stated.id)
    counts = [one.quantity.unit for one in claim.operands if one.role == "count" and one.quantity is not None]
    return claim.rule == "claim/average" and len(counts) == 1 and bool(counts[0]) and str(counts[0]) in told.lead


@lru_cache(maxsize=4)
def leading_forms(patterns: Patterns) -> frozenset[str]:
    """Ids of the forms whose first part may be a sentence that tells no figure of theirs."""
    return frozenset(form.id for form in patterns.kind("claim-form") if form.attributes.get("leads"))


def _counts_another(one: Placed, before: str, patterns: Patterns) -> bool:
    """Whether the noun right behind the first figure is one that the sentence before does not tell (下达742套，交付586套。还有63套廉租房待维修)."""
    noun = nouns(one.tail.strip(), patterns)[:1]
    return bool(noun) and one.tail.strip().startswith(noun[0]) and noun[0][:_VERB] not in before


def _names_nothing(words: str, patterns: Patterns) -> bool:
    """Whether what a sentence says up to its first figure leaves open what it speaks of: times, a verb, words that go with anything."""
    return len("".join(nouns(plain(words, patterns), patterns))) <= _VERB


def _apart(sides: tuple[str, str], patterns: Patterns) -> bool:
    """Whether two sentences speak of whole places of two levels (全省, 我市), or the second of one year of several (年均增长)."""
    place = patterns.one("claim.moment.whole-place")
    levels = [[match["level"] for match in place.finditer(side)][-1:] for side in sides]
    return (all(levels) and levels[0] != levels[1]) or patterns.one("claim.moment.aside").search(sides[1]) is not None


def _levels_apart(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether the two levels of a change, one on either side of the stop, have names that end otherwise (预算执行率, 到位率)."""
    bound = claim.operand_ids
    told = [one for one in pair.sentence.figures if one.quantity.id in bound]
    if len(told) != _COUPLE or not told[0].at.start < pair.stop < told[1].at.start:
        return False
    ends = [one.lead.strip() for one in told]
    if all(one.endswith(tuple(patterns.words("claim.rate-ends"))) for one in ends):
        return ends[0][-_RATE:] != ends[1][-_RATE:]
    named = [nouns(plain(one.lead, patterns), patterns)[-1:] for one in told]
    return all(named) and named[0][0][-_VERB:] != named[1][0][-_VERB:]


def _part_changed(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether the change behind the stop is told of a name that the sentence before does not bear in full (全年支出a。项目支出增加b，增长p%)."""
    moved = {one.quantity.id for one in claim.operands if one.role == "change" and one.quantity is not None}
    told = [one for one in pair.sentence.figures if one.quantity.id in moved and one.at.start > pair.stop]
    before, verbs = pair.content[pair.sentence.at.start : pair.stop], patterns.words("claim.change")
    for one in told:
        words = plain(patterns.one("claim.told-above.aside").sub("", one.lead), patterns).strip()
        name = words.removesuffix(max((verb for verb in verbs if words.endswith(verb)), key=len, default=""))
        named = nouns(name, patterns)
        if any(not grams(noun, patterns) <= grams(before, patterns) for noun in named):
            return True
        if name and not named and not any(plain(level.lead, patterns).strip() == name for level in pair.sentence.figures):
            return True  # 支出, behind 项目支出: words that go with any amount
    return False


def _sums_the_same(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether a sum of two addends names nothing besides its addends (中央补助a，省级补助b。共到位资金S: of all who pay)."""
    if claim.rule != "claim/sum" or len(claim.operands) > _COUPLE:
        return True
    told = next(one for one in pair.sentence.figures if one.quantity.id == claim.stated.id)
    named = grams(told.lead, patterns)
    return not named or bool(named & grams(pair.content[pair.sentence.at.start : pair.stop], patterns))


def _of_another_place(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether a rate that stands alone behind the stop names a place, or a thing besides its own name, that the sentence before does not (接待来访46件，其中
    咨询29件。救助服务合格率为81%).
    """
    told = next(one for one in pair.sentence.figures if one.quantity.id == claim.stated.id)
    operands = [one.quantity for one in claim.operands if one.quantity is not None]
    if not operands or any(one.at.start > pair.stop for one in operands):
        return False
    before, words = pair.content[pair.sentence.at.start : pair.stop], pair.content[pair.stop + 1 : told.at.start]
    if places(words, patterns) - places(before, patterns):
        return True
    named = grams(plain(words, patterns), patterns)
    return len(named) > _RATE and named.isdisjoint(grams(before, patterns))


def _leaves_a_rest(claim: Claim, pair: Pair) -> bool:
    """Whether money told behind a rate may be what is left of another whole than that of the sentence before (到位A。支出B，执行率96%，尚有C未支付)."""
    money = [one.quantity for one in claim.operands if one.quantity is not None and one.quantity.kind is QuantityKind.MONEY]
    behind = [one.quantity for one in pair.sentence.figures if one.at.start >= claim.stated.at.end]
    return claim.rule == "claim/ratio" and bool(money) and any(one.alike(money[0]) for one in behind)


def _names_another(claim: Claim, pair: Pair, patterns: Patterns) -> bool:
    """Whether a rate or a change is told of something that nothing before it names (去年满意率92%。今年达到95%，知晓率提升了3个百分点), or of another
    part of the year than what it is compared with.
    """
    if claim.rule not in _OF_ONE:
        return False
    part = patterns.one("claim.moment.part")
    sides = (pair.content[pair.sentence.at.start : pair.stop], pair.content[pair.stop : pair.sentence.at.end])
    if len({tuple(match[0] for match in part.finditer(side)) for side in sides}) > 1:
        return True
    if claim.rule != "claim/ratio" and (
        _apart(sides, patterns) or _levels_apart(claim, pair, patterns) or _part_changed(claim, pair, patterns)
    ):
        return True
    if claim.rule == "claim/ratio":
        if _of_another_place(claim, pair, patterns):
            return True
        # 相当于上年的: of what its operands are of; 其中县道列养率: of a part
        return pair.content[pair.stop + 1 :].startswith(tuple(patterns.words("claim.among"))) and claim.form == "claim.ratio.rate"
    told = next(one for one in pair.sentence.figures if one.quantity.id == claim.stated.id)
    before = grams(pair.content[pair.sentence.at.start : told.at.start].removesuffix(told.lead), patterns)
    return any(len(one) > _VERB and not grams(one, patterns) <= before for one in nouns(plain(told.lead, patterns), patterns))
