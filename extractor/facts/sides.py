"""Decides between the full and the obtained score where words alone leave it open: by the figures that stand beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.facts.mention import Mention, exact_sum
from extractor.language.patterns import Patterns
from extractor.model.facts import Role
from extractor.model.text import Span, Text

APART = "，,、：: \n"
"""What may stand between a full score and the obtained one that goes with it."""
OBTAINED = (Role.SELF, Role.TOTAL_SELF)
FULL = (Role.MAX, Role.TOTAL_MAX)
NEARLY = 20
"""Items that come to within a twentieth of a total are all of it."""


class Sides:
    """Settles the roles of mentions by their neighbours."""

    def __init__(self, text: Text, patterns: Patterns) -> None:
        self.text = text
        self.either = frozenset(patterns.words("score.either"))
        self.worth = frozenset(patterns.words("score.own-worth"))
        self.item = patterns.words("score.item-prefix")
        self.obtained = frozenset(patterns.words("score.obtained"))
        self.own = self.obtained | frozenset(patterns.words("score.self"))
        self.lost = frozenset(patterns.words("score.deduction"))
        self.known = patterns.one("score.known-lead")
        self.common = patterns.one("score.common-lead")

    def settle(self, mentions: Sequence[Mention], sentence: Callable[[Span], Span]) -> list[Mention]:
        """The mentions (in document order) with the roles that their neighbours give them. sentence: the sentence round a span."""
        found = self._of_items(mentions, sentence)
        found = [self._last_of_names(mention, found, index) for index, mention in enumerate(found)]
        found = [self._before_self(mention, found, index) for index, mention in enumerate(found)]
        found = [self._with_own_full(mention, found, index) for index, mention in enumerate(found)]
        found = [self._full_or_max(mention, found) for mention in found]
        found = [self._total_or_max(mention, found, sentence) for mention in found]
        found = [self._less_the_loss(mention, found, sentence) for mention in found]
        found = [self._total_beside_max(mention, found, index) for index, mention in enumerate(found)]
        found = [self._self_or_max(mention, found, index) for index, mention in enumerate(found)]
        return [self._sum_of_list(mention, found, sentence) for mention in found]

    def _of_items(self, mentions: Sequence[Mention], sentence: Callable[[Span], Span]) -> list[Mention]:
        """组织实施分值40分，最终得分39分；产出效益总分60分，自评总分58分: of several full scores of a sentence, each with an obtained one right behind
        it, none is the report's, whatever their words. So it is where a bracket right behind each obtained one says the full one (管理得分22分（总分24分）).
        """
        pairs: dict[Span, list[tuple[int, int]]] = defaultdict(list)
        for index, (one, behind) in enumerate(pairwise(mentions)):
            if self._is_pair(one, behind):
                pairs[sentence(one.at)].append((index, index + 1))
            elif behind.bracket is not None and behind.bracket.start >= one.at.end and self._is_pair(behind, one):
                pairs[sentence(one.at)].append((index + 1, index))
        found = list(mentions)
        for indices in pairs.values():
            if len(indices) < 2 or all(mentions[full].role is Role.MAX and mentions[own].role is Role.SELF for full, own in indices):
                continue
            for full, own in indices:
                found[full] = replace(found[full], role=Role.MAX)
                found[own] = replace(found[own], role=Role.SELF)
        return found

    def _is_pair(self, full: Mention, own: Mention) -> bool:
        """Whether a full and an obtained score stand right beside each other, and the one allows the other."""
        if full.role not in FULL or own.role not in OBTAINED or full.value is None or own.value is None or own.value > full.value:
            return False
        first, second = sorted((full, own), key=lambda one: one.at)
        between = self.text.content[first.at.end : second.lead.start]
        between = between if first is full else between.rstrip("（(")
        return not between.strip(f"{APART}）)")

    def _sum_of_list(self, mention: Mention, mentions: Sequence[Mention], sentence: Callable[[Span], Span]) -> Mention:
        """各部分得分：甲20分，得19分；乙80分，得80分，总分99分: worded as the full score, the last figure of a list of obtained ones is their sum."""
        if mention.role is not Role.TOTAL_MAX or mention.value is None:
            return mention
        own = sentence(mention.at)
        obtained = [other for other in mentions if other.role in OBTAINED and not other.named and other.at.within(own)]
        listed = sum(other.at < mention.at for other in obtained) > 1
        told = listed and not any(other.at > mention.at for other in obtained)
        return replace(mention, role=Role.TOTAL_SELF, inferred=True) if told else mention

    def of_both(self, mention: Mention) -> bool:
        """Whether the words before a figure are used of the full score as well as of the obtained one (计10分, 应得10分)."""
        words = self.text.slice(mention.lead)
        named = next((prefix for prefix in self.item if words.startswith(prefix)), "")
        return words in self.either or words[len(named) :] in self.either

    def of_own_worth(self, mention: Mention) -> bool:
        """Whether the words before a figure are of the full score where what was obtained is told besides (自评分值9分 … 自评得8分)."""
        return self.text.slice(mention.lead) in self.worth

    def knows(self, words: str) -> bool:
        """Whether the words before a figure of a bracket are words of scores, or none."""
        return self.known.fullmatch(words.strip("（(【[〔 …·⋯.")) is not None

    def is_common(self, words: str) -> bool:
        """Whether the words before a figure are in a list, with words for the item before them or none (该项自评得), and not put together afresh."""
        return not words or self.common.fullmatch(words) is not None

    def is_obtained(self, words: str) -> bool:
        """Whether words before a bare figure say that it was obtained (得分：9)."""
        return words.strip("：: 为=") in self.own

    def is_lost(self, words: str) -> bool:
        """Whether words before a bare figure say that it was taken off (扣分1)."""
        return words.strip("：: 为=") in self.lost

    def _before_self(self, mention: Mention, mentions: Sequence[Mention], index: int) -> Mention:
        """群众知晓（4分）自评得4分: a bare bracket in prose is a full score where an obtained score stands right behind it."""
        if mention.strong or mention.role is not Role.MAX or mention.bracket is None or index + 1 == len(mentions):
            return mention
        following = mentions[index + 1]
        near = not self.text.content[mention.bracket.end : following.lead.start].strip(APART)
        return replace(mention, strong=True) if near and following.role is Role.SELF and not following.named else mention

    def _last_of_names(self, mention: Mention, mentions: Sequence[Mention], index: int) -> Mention:
        """扣2.5分，其中支出1分，医疗1分，走访0.5分，自评得分97.5分: behind bare names, what is less than the score right behind it is no full score of that."""
        worded = mention.lead.start < mention.lead.end
        if worded or mention.role is not Role.MAX or mention.value is None or not 0 < index < len(mentions) - 1:
            return mention
        before, behind = mentions[index - 1], mentions[index + 1]
        near = not self.text.content[mention.at.end : behind.lead.start].strip(APART)
        larger = behind.role in OBTAINED and not behind.named and behind.value is not None and behind.value > mention.value
        name = self.text.content[before.at.end : mention.at.start]
        if not (near and larger and before.named) or not set(name).isdisjoint("。；;\n"):
            return mention
        lead = Span(mention.at.start - len(name.lstrip(f"{APART}、")), mention.at.start)
        return replace(mention, role=Role.SELF, lead=lead, strong=False, named=True)

    def _with_own_full(self, mention: Mention, mentions: Sequence[Mention], index: int) -> Mention:
        """该项应得4分（满分4分）。: words that either score has are of the obtained one where a bracket right behind says the full one, and nothing else."""
        behind = mentions[index + 1 : index + 2]
        if mention.role is not Role.MAX or mention.value is None or not behind or not self.of_both(mention):
            return mention
        full = behind[0]
        if full.role not in FULL or full.bracket is None or full.value is None or full.value < mention.value:
            return mention
        inside = mention.bracket is not None or full.bracket.start < mention.at.end or full.lead.start >= full.lead.end
        near = not self.text.content[mention.at.end : full.bracket.start].strip()
        beyond = mentions[index + 2 : index + 3]
        told = any(one.bracket == full.bracket or not self.text.content[full.bracket.end : one.lead.start].strip(APART) for one in beyond)
        return mention if inside or not near or told else replace(mention, role=Role.SELF)

    def _full_or_max(self, mention: Mention, mentions: Sequence[Mention]) -> Mention:
        """自评满分100分，自评得分98分: with an obtained score behind it in the paragraph the first figure is only the full score."""
        if not mention.full or mention.value is None:
            return mention
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        told = (*OBTAINED, Role.DEDUCTION, Role.TOTAL_DEDUCTION)
        behind = any(other.role in told and other.at > mention.at and other.at.within(paragraph) for other in mentions)
        return replace(mention, role=Role.MAX, full=False) if behind else mention

    def _total_or_max(self, mention: Mention, mentions: Sequence[Mention], sentence: Callable[[Span], Span]) -> Mention:
        """自评总分100分，扣8分，自评得分92分: worded as the obtained total, the first figure is the full score, since less was obtained in the end."""
        if mention.role is not Role.TOTAL_SELF or mention.value is None:
            return mention
        paragraph = self.text.paragraphs[self.text.paragraph_at(mention.at.start)].span
        beside, own = [other for other in mentions if other.at.within(paragraph)], sentence(mention.at)
        full = [other for other in beside if other.role in FULL]
        if any(other.at.within(own) for other in full):
            return mention
        behind = [other for other in beside if other.at > mention.at]
        lost = any(other.role in (Role.DEDUCTION, Role.TOTAL_DEDUCTION) for other in behind)
        named = {other.at.end for other in beside if other.named}  # 决策20分（得19分）: that of an item
        items = [other for other in behind if other.bracket is not None and other.bracket.start in named]
        obtained = [other for other in behind if other.role in OBTAINED and not other.named and other not in items]
        less = [other for other in obtained if other.value is not None and other.value < mention.value]
        less = [] if self._tells_out(mention, less, behind) else less
        # in one sentence nothing is stated twice with different figures; over several only where something was taken off between them
        told = any(other.at.within(own) and other.strong and other.bracket is None for other in less)
        told = told or (mention.either and any(other.at.within(own) for other in obtained))
        # 自评总分105分，得分100分: side by side they are read in one way only
        beside_it = any(other.at.within(own) and not self.text.content[mention.at.end : other.lead.start].strip(APART) for other in less)
        told = beside_it or (told and not full)
        lost = lost and not full  # in run-on text the items of the paragraph have their own full scores and losses
        return replace(mention, role=Role.TOTAL_MAX, either=False, inferred=not beside_it) if (lost and less) or told else mention

    @staticmethod
    def _tells_out(mention: Mention, items: Sequence[Mention], behind: Sequence[Mention]) -> bool:
        """得95分。决策得19分，过程得28分，产出得48分。失分5分: whether several scores behind a total come to it, or nearly (one may be wrong), and not to
        what is left of it without the loss.
        """
        assert mention.value is not None
        come_to = exact_sum(one.value for one in items if one.value is not None)
        told = [(one.role, abs(one.value)) for one in behind if one.value is not None]
        lost = {value for role, value in told if role is Role.TOTAL_DEDUCTION}
        lost.add(exact_sum(value for role, value in told if role is Role.DEDUCTION))
        near = abs(come_to - mention.value) * NEARLY <= mention.value
        return len(items) > 1 and near and mention.value - come_to not in lost - {Decimal(0)}

    def _less_the_loss(self, mention: Mention, mentions: Sequence[Mention], sentence: Callable[[Span], Span]) -> Mention:
        """应自评得100分，失分合计1分，自评实得99分: the first of two obtained scores is the full one where the loss between them leaves the other."""
        if mention.role not in OBTAINED or mention.value is None or mention.named:
            return mention
        own = sentence(mention.at)
        beside = [other for other in mentions if other.at.within(own) and other.value is not None]
        if any(other.role in (Role.MAX, Role.TOTAL_MAX) for other in beside):
            return mention
        behind = [other for other in beside if other.at > mention.at]
        lost = [abs(other.value) for other in behind if other.role in (Role.DEDUCTION, Role.TOTAL_DEDUCTION) and other.value is not None]
        left = [other for other in behind if other.role in OBTAINED and not other.named]
        sums = {*lost, exact_sum(lost)} - {Decimal(0)}
        told = next((other for other in left if other.value is not None and mention.value - other.value in sums), None)
        if told is None:
            return mention
        role = Role.MAX if mention.role is Role.SELF and told.role is Role.SELF else Role.TOTAL_MAX
        return replace(mention, role=role, full=False, either=False, inferred=True)

    def _total_beside_max(self, mention: Mention, mentions: Sequence[Mention], index: int) -> Mention:
        """总分98分（满分100分）: worded as the full score of the whole, the figure is the obtained one where a bracket right behind it says the full."""
        if mention.role is not Role.TOTAL_MAX or mention.value is None or index + 1 == len(mentions):
            return mention
        following = mentions[index + 1]
        told = following.role in (Role.MAX, Role.TOTAL_MAX) and following.bracket is not None and following.bracket.start >= mention.at.end
        if not told or following.bracket is None or following.value is None or following.value < mention.value:
            return mention
        alone = not any(other.bracket == following.bracket for other in mentions[index + 2 :])
        near = not self.text.content[mention.at.end : following.bracket.start].strip(APART)
        return replace(mention, role=Role.TOTAL_SELF) if alone and near else mention

    def _self_or_max(self, mention: Mention, mentions: Sequence[Mention], index: int) -> Mention:
        """（计10分，自评计9分）: two obtained scores and no full one in a bracket or a clause; the first, by weak words, is the full score."""
        if mention.role is not Role.SELF or mention.full or mention.value is None or mention.named:
            return mention
        words = self.text.slice(mention.lead)
        in_bracket = mention.bracket is not None and (words in self.obtained or len(words) == 1)
        if not self.of_both(mention) and not in_bracket:
            return mention
        if mention.bracket is not None:
            held = [other for other in mentions if other.bracket == mention.bracket and other is not mention]
            if any(other.role is Role.MAX for other in held):
                return mention
            behind = [other for other in held if other.role in OBTAINED and other.at > mention.at]
        else:
            following = mentions[index + 1 : index + 2]
            behind = [
                other
                for other in following
                if other.role is Role.SELF and not other.named and not self.text.content[mention.at.end : other.lead.start].strip(APART)
            ]
        less = len(behind) == 1 and (behind[0].full or (behind[0].value is not None and behind[0].value <= mention.value))
        return replace(mention, role=Role.MAX, strong=True, inferred=mention.inferred) if less else mention
