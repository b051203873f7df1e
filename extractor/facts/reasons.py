"""Finds the reason that the report gives for a deduction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.mention import Mention, exact_sum
from extractor.facts.mentions import MentionFinder
from extractor.language.patterns import Patterns
from extractor.model.facts import Deduction, Role, Score
from extractor.model.text import Span, Text

BRACKETS = ("（", "(")
BREAKS = "。！？；;\n"


class ReasonFinder:
    """Turns deduction mentions into `Deduction`s with their reasons."""

    def __init__(self, text: Text, patterns: Patterns, finder: MentionFinder) -> None:
        self.text = text
        self.finder = finder
        self.patterns = patterns
        self.cause = patterns.one("deduction.cause")
        self.lead = patterns.one("deduction.reason-lead")
        self.tail = patterns.one("deduction.reason-tail")
        self.behind = patterns.one("deduction.reason-behind")
        self.alone = patterns.one("deduction.reason-alone")
        self.explicit = patterns.one("deduction.reason-announced")
        self.in_bracket = patterns.one("deduction.reason-in-bracket")
        self.bare = patterns.one("deduction.reason-bare")
        self.before_score = patterns.one("deduction.reason-before-score")
        self.wrapped = patterns.one("deduction.reason-wrapped")
        self.joint = patterns.one("deduction.reason-joint")
        self.sums_losses = patterns.one("score.sums-losses")
        self.would_be = patterns.one("score.would-be")

    def deduction(self, mention: Mention, others: Sequence[Mention]) -> Deduction:
        """The deduction of a mention; ``others`` are all mentions of the report, whose figures bound the reason."""
        assert mention.value is not None
        before, after = self.before(mention, others), self.after(mention)
        if after and self.explicit.match(self.text.content[mention.at.end : mention.at.end + 12]) and not self._tells_cause(mention):
            before = ""  # the clause before tells of something else: 完成了任务，扣1分，原因是…
        return Deduction(abs(mention.value), self._bare(before or after or self._right_behind(mention)), mention.at)

    def listed(self, mentions: Sequence[Mention], others: Sequence[Mention]) -> list[Deduction]:
        """The deductions of an item; those that are told together (甲和乙分别扣1分、0.5分) share out the reasons that stand before the first."""
        found = [self.deduction(mention, others) for mention in mentions]
        begin = 0
        while begin < len(found):
            end = begin + 1
            while end < len(found) and not found[end].reason and self._joined(found[end - 1].at, mentions[end].lead):
                end += 1
            pieces = self.joint.sub("\n", found[begin].reason).split("\n") if end > begin + 1 else []
            if len(pieces) == end - begin and all(pieces):
                found[begin:end] = [replace(one, reason=piece) for one, piece in zip(found[begin:end], pieces, strict=True)]
            begin = end
        return found

    def _joined(self, before: Span, lead: Span) -> bool:
        """Whether nothing but a joining word stands between two deductions."""
        return not self.joint.sub("", self.text.content[before.end : lead.end]).strip()

    def _bare(self, reason: str) -> str:
        """A reason without the words round it that are no part of it (存在…的问题, …所致)."""
        match = self.wrapped.match(reason)
        return match["reason"] if match is not None else reason

    def _right_behind(self, mention: Mention) -> str:
        """The reason that follows a deduction in its bracket, or as a clause of its own where nothing else tells one."""
        content = self.text.content
        earlier = self.before_score.search(content[self.finder.sentence(mention.at).start : mention.lead.start])
        if earlier is not None:
            return earlier["reason"]
        window = content[mention.at.end : mention.at.end + 120]
        opened = max(content.rfind(mark, 0, mention.lead.start + 1) for mark in BRACKETS)
        inside = opened >= 0 and not any(mark in content[opened : mention.at.end] for mark in "）)。\n")
        match = self.in_bracket.match(window) if inside else self.bare.match(window)
        return match["reason"].strip() if match is not None and not self.finder.figure.search(match["reason"]) else ""

    def before(self, mention: Mention, others: Sequence[Mention]) -> str:
        """The words between the last boundary (sentence, semicolon, figure, opening bracket) and the lead."""
        content = self.text.content
        begin = max(content.rfind(mark, 0, mention.lead.start) for mark in BREAKS) + 1
        if mention.bracket is not None and mention.lead.start - mention.bracket.start > 1:
            begin = max(begin, mention.bracket.start + 1)
        begin = max([begin, *(other.at.end for other in others if other.at.end <= mention.lead.start)])
        begin = self._behind_bracket(begin, mention, others)
        words = content[begin : mention.lead.start]
        if mention.bracket is not None and words[-1:] in BRACKETS:
            words = words[:-1]  # 档案缺失2份（扣1分）: the reason stands before the bracket
        opened = max(words.rfind("（"), words.rfind("("))
        if opened >= 0 and max(words.rfind("）"), words.rfind(")")) < opened:
            words = words[opened + 1 :]
        causes = list(self.cause.finditer(words))
        words = words[causes[-1].end() :] if causes else self._last_clause(words)
        start = self.lead.match(words)
        if start is not None:
            words = words[start.end() :]
        stop = self.tail.search(words)
        if stop is not None:
            words = words[: stop.start()]
        return words.strip("，,、：: ）)")

    def _behind_bracket(self, begin: int, mention: Mention, others: Sequence[Mention]) -> int:
        """Where words begin behind another deduction: a bracket right behind that (扣1分（甲），扣0.5分（乙）) tells its own reason."""
        content = self.text.content
        after_other = any(other.at.end == begin and other.role is Role.DEDUCTION for other in others)
        if not after_other or content[begin : begin + 1] not in BRACKETS:
            return begin
        closed = min((end for mark in "）)" if (end := content.find(mark, begin, mention.lead.start)) >= 0), default=begin - 1)
        return closed + 1

    def _last_clause(self, words: str) -> str:
        """Without a word for the cause the reason is the clause right before the deduction; connecting words behind it are no clause."""
        stop = self.tail.search(words)
        kept = words[: stop.start()] if stop is not None else words
        return kept[max(kept.rfind(mark) for mark in "，,") + 1 :]

    def apart(self, deductions: Sequence[Deduction], body: Span) -> list[Deduction]:
        """The deductions of an item; the only one, where it tells no reason, with the one that a sentence of its own tells (扣分原因：…。)."""
        told = list(self.alone.finditer(self.text.content, body.start, body.end))
        if len(deductions) == 1 == len(told) and not deductions[0].reason and not self.finder.figure.search(told[0]["reason"]):
            return [replace(deductions[0], reason=self._bare(told[0]["reason"].strip()))]
        return list(deductions)

    def taken_off(self, deductions: Sequence[Deduction], score: Score | None) -> list[Deduction]:
        """The deductions without those that the rule would take off (应扣1.5分，考虑系统停机，扣1分), where the item lost what the others come to, and not
        what all do.
        """
        if score is None or score.max is None or score.self is None:
            return list(deductions)
        loss = score.max - score.self
        real = [one for one in deductions if not self._would_be(one)]
        all_lost = exact_sum(one.points for one in deductions) == loss
        return list(deductions) if all_lost or exact_sum(one.points for one in real) != loss else real

    def _would_be(self, deduction: Deduction) -> bool:
        start = self.finder.sentence(deduction.at).start
        return self.would_be.search(self.text.content, start, deduction.at.start) is not None

    def _tells_cause(self, mention: Mention) -> bool:
        """Whether a word for the cause stands in the clauses before the deduction."""
        content = self.text.content
        begin = max(content.rfind(mark, 0, mention.lead.start) for mark in BREAKS) + 1
        return self.cause.search(content[begin : mention.lead.start]) is not None

    def tells_own(self, mention: Mention, others: Sequence[Mention]) -> bool:
        """Whether the words right before a deduction tell its cause, and none behind it detail it (由于资料不全，共扣1分)."""
        detail = next((other.lead.start for other in others if other.at > mention.at), mention.at.end)
        between = self.text.content[mention.at.end : detail]
        detailed = between[:1] in ("：", ":") or any(word in between for word in self.finder.details)
        begin = max(self.text.content.rfind(mark, 0, mention.lead.start) for mark in BREAKS) + 1
        begin = max([begin, *(other.at.end for other in others if other.at.end <= mention.lead.start)])
        words = self.text.content[begin : mention.lead.start]
        return not detailed and self.cause.search(words) is not None and self.finder.summing.search(words) is None

    def closes(self, mention: Mention, before: Sequence[Mention], others: Sequence[Mention]) -> bool:
        """Whether a deduction worded like a sum opens a sentence of its own behind several of its paragraph that each tell their reason, worded like
        sums or not (甲，共扣1分；乙，自查扣2分。合计扣分3分): it is their sum.
        """
        content = self.text.content
        return (
            mention.role is Role.TOTAL_DEDUCTION
            and len(before) > 1
            and self.finder.sentence(mention.at).start == mention.lead.start
            and content[mention.lead.start - 1] in BREAKS
            and all(one.value != mention.value and one.at < mention.at and self.finder.same_paragraph(one.at, mention.at) for one in before)
            and all(self.before(one, others) and content[one.at.end : one.at.end + 1] in BREAKS for one in before)
        )

    def points_back(self, mention: Mention) -> bool:
        """Whether nothing but words that point back stands before a deduction in its sentence (以上共扣减3.5分): it is the sum."""
        words = self.text.content[self.finder.sentence(mention.at).start : mention.lead.start].strip()
        return bool(words) and self.sums_losses.fullmatch(words) is not None

    def after(self, mention: Mention) -> str:
        """The words behind the figure that name the reason (扣3分，主要扣在…)."""
        match = self.behind.match(self.text.content[mention.at.end : mention.at.end + 200])
        # words that hold a score of their own tell of that
        return match["reason"].strip("，,、；; ") if match is not None and not self.finder.figure.search(match["reason"]) else ""
