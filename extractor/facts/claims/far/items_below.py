"""claim/breakdown, claim/ratio: the items of a section against the figure above them, and their shares of what they come to together.

（一）群众体育支出198万元。其中： 1.建设场地151万元； 2.开展活动9万元； 3.队伍建设38万元: paragraphs with labels of their own, which no sentence holds together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import AMOUNTS, LISTED, alike, bare, ends_with
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity
from extractor.model.outline import Outline
from extractor.model.text import Span

_PARTS, _SHARES = "claim.breakdown.items-below", "claim.ratio.items-below"
"""What reads these claims, in place of a pattern."""
_COUPLE, _LIST = 2, 3
"""Items below words that open a list; those that are one by themselves."""
_SHORT = 60
"""Characters of an item that tells its figure and nothing else."""
_TELLING = 3
"""Digits of the other shares of a list from which it is no chance that they are of the whole of it."""
_HUNDRED = 100
_NAME = 6
"""Characters of a name that is no chance word."""
_SENTENCES = 4
"""Sentences with figures above a section in which its total is looked for."""


@dataclass(frozen=True)
class _Item:
    """One item. one: its figure, the only one of its unit in its first sentence with figures. row: the figures of that sentence. bare: it says no more."""

    one: Placed
    row: Sequence[Placed]
    bare: bool


def items_below(content: str, held: Sequence[Sentence], outline: Outline, patterns: Patterns) -> Iterator[Claim]:
    """For each section with items that have a figure of one unit each: their sum against the figure that opens them, their shares of the sum."""
    prose = [one for one in held if not one.cell]
    starts = [one.at.start for one in prose]
    groups = [("", 0, outline.sections), *((one.title, one.heading.start, one.children) for one in outline.walk())]
    for title, begin, siblings in groups:
        if len(siblings) < _COUPLE:
            continue
        items: list[_Item] = []
        for section in siblings:
            end = section.children[0].heading.start if section.children else section.end
            item = _item(
                prose[bisect_left(starts, section.heading.start) : bisect_left(starts, end)], end - section.heading.start, patterns
            )
            if item is None or (items and not alike(item.one.quantity, items[0].one.quantity)):
                break
            items.append(item)
        if len(items) == len(siblings):
            opening = Span(begin, siblings[0].heading.start)
            above = prose[bisect_left(starts, opening.start) : bisect_left(starts, opening.end)]
            yield from _breakdown(content, above[-1:], opening, items, patterns)
            yield from _called_in_the_title(title, prose[: bisect_left(starts, begin)], items)
            shares = list(_shares(items, patterns))
            yield from shares
            if shares:
                yield from _total(prose[: bisect_left(starts, opening.start)][-_SENTENCES:], items, patterns)


def _item(own: Sequence[Sentence], length: int, patterns: Patterns) -> _Item | None:
    """The figure of an item, of its own sentences; None where its first sentence tells none, or two of one unit, or one that is no level."""
    row = own[0].figures if own else ()
    first = next((one for one in row if one.quantity.kind in AMOUNTS and one.depth == 0), None)
    if first is None or first.quantity.value is None or first.quantity.hedge is not Hedge.EXACT:
        return None
    change = patterns.words("claim.change")
    others = [one for one in row if one is not first and alike(one.quantity, first.quantity) and one.depth == 0]
    others = [one for one in others if not ends_with(one.lead, change)]  # 教育支出580.6万元，占支出总额82.27%，同比增加352.1万元
    each = patterns.one("claim.of-each").search(first.lead) is not None or "/" in (first.quantity.unit or "")
    if others or each or ends_with(first.lead, change) or any(word in bare(first.lead, patterns) for word in patterns.words("claim.base")):
        return None
    return _Item(first, row, len(own) == 1 and len(row) == 1 and length <= _SHORT)


def _breakdown(content: str, above: Sequence[Sentence], opening: Span, items: Sequence[_Item], patterns: Patterns) -> Iterator[Claim]:
    """The figure of the last sentence above the items is what they come to; it is accused where each of them tells its figure and no more."""
    unit = items[0].one.quantity
    wholes = [one for one in (above[0].figures if above else ()) if alike(one.quantity, unit) and one.depth == 0]
    wholes = [one for one in wholes if one.quantity.value is not None and one.at.end <= opening.end]
    total = sum((one.one.quantity.worth for one in items), Fraction(0))
    agreeing = [one for one in wholes if one.quantity.worth == total]
    if not wholes or (len(wholes) > 1 and not agreeing):
        return
    whole = (agreeing or wholes)[0]
    words = content[whole.at.end : opening.end]
    some = any(word in words for word in patterns.words("claim.opens-some"))
    few = len(items) < _LIST and not any(word in words for word in patterns.words("claim.among"))
    bare = all(one.bare and whole.quantity.worth > one.one.quantity.worth for one in items)
    if agreeing or (bare and not some and not few):
        parts = tuple(Operand("part", one.one.quantity, LISTED) for one in items)
        yield Claim.of("claim/breakdown", _PARTS, whole.quantity, parts, {"complete": "likely", "guard": True})


def _called_in_the_title(title: str, before: Sequence[Sentence], items: Sequence[_Item]) -> Iterator[Claim]:
    """中央公益金37.54万元。… 中央公益金使用情况（一）…30.04万元（二）…7.5万元: the figure whose name begins the title that the items stand under."""
    known = [one for sentence in before for one in sentence.figures if alike(one.quantity, items[0].one.quantity) and one.quantity.value]
    called = [one for one in known if len(name := one.lead.strip()) >= _NAME and title.startswith(name)]
    if title and len({one.quantity.worth for one in called}) == 1:
        parts = tuple(Operand("part", one.one.quantity, LISTED) for one in items)
        yield Claim.of("claim/breakdown", _PARTS, called[-1].quantity, parts, {"complete": "likely", "guard": True})


def _shares(items: Sequence[_Item], patterns: Patterns) -> Iterator[Claim]:
    """The share that each item tells of itself is of all of them, where the shares come to a hundred, or the others are of that to the digit."""
    told = [share for one in items if (share := _share(one, patterns)) is not None]
    if len(told) < len(items):
        return
    total = sum((one.one.quantity.worth for one in items), Fraction(0))
    slack = sum((Fraction(1, 2 * 10**one.decimals) for one in told), Fraction(0))
    full = abs(sum((Fraction(one.value or 0) for one in told), Fraction(0)) - _HUNDRED) <= slack
    parts = tuple(Operand("whole", one.one.quantity, LISTED) for one in items)
    leads = {one.row[one.one.index + 1].lead.strip() for one in items}
    for item, share in zip(items, told, strict=True):
        others = [(one, other) for one, other in zip(items, told, strict=True) if other is not share]
        known = sum(len(other.digits) for _, other in others) >= _TELLING
        if full or (known and all(printed_as(other, one.one.quantity.worth, total) for one, other in others)):
            operands = (Operand("part", item.one.quantity, LISTED), *parts)
            proven = sum(len(other.digits) for _, other in others) > _TELLING and not full and len(leads) == 1
            yield Claim.of("claim/ratio", _SHARES, share, operands, {} if proven else {"guard": True})


def _total(above: Sequence[Sentence], items: Sequence[_Item], patterns: Patterns) -> Iterator[Claim]:
    """What was spent in all, told in the section before the items: items that have shares of a hundred together are all of it."""
    words = patterns.words("claim.spent-in-all")
    told = [one for sentence in above for one in sentence.figures if alike(one.quantity, items[0].one.quantity) and one.depth == 0]
    told = [one for one in told if any(word in one.lead for word in words) and one.quantity.value is not None]
    if len({one.quantity.worth for one in told}) == 1:
        parts = tuple(Operand("part", one.one.quantity, LISTED) for one in items)
        yield Claim.of("claim/breakdown", _PARTS, told[-1].quantity, parts, {"complete": "likely", "guard": True})


def _share(item: _Item, patterns: Patterns) -> Quantity | None:
    """The percentage right behind the figure of an item that says what share of all it is; None where anything else stands there."""
    behind = item.row[item.one.index + 1 : item.one.index + 2]
    if not behind or behind[0].quantity.unit != "%" or behind[0].clause - item.one.clause > 1:
        return None
    own = behind[0].quantity
    lead = any(word in behind[0].lead for word in patterns.words("claim.share-lead"))
    return own if lead and own.value is not None and own.hedge is Hedge.EXACT else None
