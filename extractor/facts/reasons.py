"""Finds the reason that the report gives for a deduction."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.mentions import Mention, MentionFinder
from extractor.language.patterns import Patterns
from extractor.model.facts import Deduction
from extractor.model.text import Text

BREAKS = "。！？；;\n"


class ReasonFinder:
    """Turns deduction mentions into `Deduction`s with their reasons."""

    def __init__(self, text: Text, patterns: Patterns, finder: MentionFinder) -> None:
        self.text = text
        self.finder = finder
        self.cause = patterns.one("deduction.cause")
        self.lead = patterns.one("deduction.reason-lead")
        self.tail = patterns.one("deduction.reason-tail")
        self.behind = patterns.one("deduction.reason-behind")

    def deduction(self, mention: Mention, others: Sequence[Mention]) -> Deduction:
        """The deduction of a mention; ``others`` are all mentions of the report, whose figures bound the reason."""
        assert mention.value is not None
        reason = self.before(mention, others) or self.after(mention)
        return Deduction(abs(mention.value), reason, mention.at)

    def before(self, mention: Mention, others: Sequence[Mention]) -> str:
        """The words between the last boundary (sentence, semicolon, figure, opening bracket) and the lead."""
        content = self.text.content
        begin = max(content.rfind(mark, 0, mention.lead.start) for mark in BREAKS) + 1
        if mention.bracket is not None:
            begin = max(begin, mention.bracket.start + 1)
        begin = max([begin, *(other.at.end for other in others if other.at.end <= mention.lead.start)])
        words = content[begin : mention.lead.start]
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

    def _last_clause(self, words: str) -> str:
        """Without a word for the cause the reason is the clause right before the deduction; connecting words behind it are no clause."""
        stop = self.tail.search(words)
        kept = words[: stop.start()] if stop is not None else words
        return kept[max(kept.rfind(mark) for mark in "，,") + 1 :]

    def after(self, mention: Mention) -> str:
        """The words behind the figure that name the reason (扣3分，主要扣在…)."""
        match = self.behind.match(self.text.content[mention.at.end : mention.at.end + 200])
        return match["reason"].strip("，,、；; ") if match is not None else ""
