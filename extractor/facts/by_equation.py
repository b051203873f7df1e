"""Full scores in words that nobody knows (评分表列10分，因台账不全，扣1分，自评得9分), told by the equation of their sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractor.facts.mention import Mention, exact_sum, figure_value
from extractor.language.patterns import Pattern
from extractor.model.facts import Role
from extractor.model.text import Span, Text

CLAUSE_MARKS = "，,。；;：:（(【[〔\n"
LONGEST_LEAD = 10
"""Characters of the words before such a figure in its clause."""
WORD = 2
"""Characters by which a word is known again."""
USED = 3
"""Items whose equation bears a word out before it is known what it means in a report."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A figure that nothing explains, at the head of a sentence that goes on with what was lost and what was obtained."""

    mention: Mention
    word: str
    fits: bool
    """Whether the figure less the losses is what was obtained."""


def told_by_equation(
    text: Text, figure: Pattern, mentions: Sequence[Mention], explained: set[int], sentence: Callable[[Span], Span]
) -> list[Mention]:
    """The mentions, in document order, with a full score for each sentence that tells losses and an obtained score behind a figure which nothing explains,
    where the figure less the losses is just what was obtained. A word that does so in several items means the full score: it counts where the sum is off, too.

    figure: finds every score-like figure. explained: the characters of those that are something else. sentence: the sentence round a span.
    """
    found = list(_candidates(text, figure, mentions, explained, sentence))
    used = Counter(one.word for one in found if one.fits)
    known = {word for word, times in used.items() if times >= USED}
    made = [
        Mention(Role.MAX, one.mention.value, one.mention.at, one.mention.lead, strong=True, inferred=one.word not in known)
        for one in found
        if one.fits or one.word in known
    ]
    told = {mention.at for mention in made}
    return sorted((*(one for one in mentions if one.at not in told), *made), key=lambda mention: mention.at) if made else list(mentions)


def _candidates(
    text: Text, figure: Pattern, mentions: Sequence[Mention], explained: set[int], sentence: Callable[[Span], Span]
) -> Iterator[_Candidate]:
    content = text.content
    # a bare name before a figure (评分表列10分) says nothing but where it is the title of an item
    taken = {offset for mention in mentions if not mention.named for offset in range(*mention.at)} | explained
    for match in figure.finditer(content):
        at, value = Span(*match.span()), figure_value(match["value"])
        if value is None or value <= 0 or not taken.isdisjoint(range(*at)):
            continue
        own = sentence(at)
        beside = [mention for mention in mentions if mention.at.within(own) and mention.at != at]
        begin = max(own.start, *(content.rfind(mark, own.start, at.start) + 1 for mark in CLAUSE_MARKS))
        lead = Span(begin, at.start)
        if _tells_an_item(beside, at) and 0 < len(text.slice(lead).strip()) <= LONGEST_LEAD:
            left = exact_sum(abs(mention.value) for mention in beside if mention.value is not None)
            yield _Candidate(Mention(Role.MAX, value, at, lead, True), content[max(begin, at.start - WORD) : at.start], left == value)


def _tells_an_item(beside: Sequence[Mention], at: Span) -> bool:
    """Whether a sentence tells losses and one obtained score, and no other, all of them behind a figure."""
    roles = [mention.role for mention in beside]
    only = set(roles) == {Role.DEDUCTION, Role.SELF} and roles.count(Role.SELF) == 1
    return only and all(mention.at > at and mention.value is not None and mention.bracket is None for mention in beside)
