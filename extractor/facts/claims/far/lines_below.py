"""claim/breakdown, claim/sum: lines with one figure each below the words that open their list, or above the line that sums them up.

到位128万元，来源如下：/ 中央补助70万元 / 省级补助58万元: paragraphs without labels, which neither a sentence nor the outline holds together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.scope import AMOUNTS, LISTED, alike, bare, ends_with
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity

_PARTS, _SUM = "claim.breakdown.lines-below", "claim.sum.lines-above"
"""What reads these claims, in place of a pattern."""
_LIST = 3
"""Lines that are a list by themselves."""
_SHORT = 60
"""Characters of a line that tells its figure and little else."""
_MOST = 40
"""Lines of a list."""


def lines_below(held: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """For each sentence that ends with a colon, the lines below it; for each line that begins with a word of a sum, those above it."""
    colon, total = patterns.words("claim.colon"), patterns.one("claim.line.total")
    for number, sentence in enumerate(held):
        if sentence.cell:
            continue
        if sentence.text.rstrip().endswith(colon):
            yield from _opened(held, number, patterns)
        if total.match(sentence.text) is not None:
            yield from _summed(held, number, patterns)


def _opened(held: Sequence[Sentence], number: int, patterns: Patterns) -> Iterator[Claim]:
    """The last amount of the sentence that opens the list, against all lines below that have a figure of its unit."""
    opening = held[number]
    if any(word in opening.text for word in patterns.words("claim.opens-some")):
        return
    wholes = [one for one in opening.figures if one.quantity.kind in AMOUNTS and not one.depth and _is_plain(one, patterns)]
    for whole in {(one.quantity.kind, one.quantity.unit): one for one in wholes}.values():
        parts = _run(held[number + 1 : number + 1 + _MOST], opening.paragraph, whole.quantity, patterns)
        rivals = [one for one in wholes if alike(one.quantity, whole.quantity)]
        if len(parts) >= _LIST and len(rivals) == 1 and all(one.quantity.worth < whole.quantity.worth for one in parts):
            yield Claim.of("claim/breakdown", _PARTS, whole.quantity, _operands(parts), {"complete": "full", "guard": True})


def _summed(held: Sequence[Sentence], number: int, patterns: Patterns) -> Iterator[Claim]:
    """The first amount of the line that sums up, against all lines right above it that have a figure of its unit."""
    line = held[number]
    stated = next((one for one in line.figures if one.quantity.kind in AMOUNTS and _is_plain(one, patterns)), None)
    if stated is None:
        return
    above = held[max(0, number - _MOST) : number][::-1]
    parts = _run(above, line.paragraph, stated.quantity, patterns)[::-1]
    if len(parts) >= _LIST:
        yield Claim.of("claim/sum", _SUM, stated.quantity, _operands(parts), {"guard": True})


def _run(lines: Sequence[Sentence], paragraph: int, unit: Quantity, patterns: Patterns) -> list[Placed]:
    """The figure of each line, the nearest first, as long as each is a paragraph of its own beside the one before and tells one figure of the unit."""
    found: list[Placed] = []
    total = patterns.one("claim.line.total")
    for line in lines:
        own = [one for one in line.figures if alike(one.quantity, unit) and not one.depth]
        beside = abs(line.paragraph - paragraph) == 1 and not line.cell and len(line.text) <= _SHORT
        if not beside or len(own) != 1 or not _is_plain(own[0], patterns) or total.match(line.text) is not None:
            break
        found.append(own[0])
        paragraph = line.paragraph
    return found


def _is_plain(one: Placed, patterns: Patterns) -> bool:
    """Whether a figure is told to the digit, as a level: no change, none of before, none of each."""
    exact = one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and one.quantity.worth > Fraction(0)
    each = "/" in (one.quantity.unit or "") or patterns.one("claim.of-each").search(one.lead) is not None
    base = any(word in bare(one.lead, patterns) for word in patterns.words("claim.base"))
    return exact and not each and not base and not ends_with(one.lead, patterns.words("claim.change"))


def _operands(parts: Sequence[Placed]) -> tuple[Operand, ...]:
    return tuple(Operand("part", one.quantity, LISTED) for one in parts)
