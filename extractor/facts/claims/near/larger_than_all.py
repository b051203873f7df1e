"""claim/part-exceeds-whole: what the words make a part (其中…, …的有N, 应接种…实际接种…, 受理…办结…) and is more than every figure that may be its whole.

Which of the figures before is the whole need not be known: a part that is larger than each of them is a part of none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.scope import SAME_SENTENCE, alike, year_of
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_FORM = "claim.part.larger-than-all"
"""What reads these claims, in place of a pattern."""
_NEAR = Fraction(3, 2)
"""How many times its whole a part may be that only the order of its clauses makes one: one beyond is of something else."""
_STEP = 2
"""Clauses between a whole and its part."""


def larger_than_all(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Each part of a sentence that is larger than all figures of its unit before it."""
    above: Sentence | None = None
    for sentence in sentences:
        if sentence.cell:
            continue
        for part in sentence.figures:
            if not _is_level(part, patterns):
                continue
            before = [one for one in sentence.figures[: part.index] if _is_alike(one, part)]
            opens = not part.index and above is not None and above.paragraph == sentence.paragraph and _is_among(part, sentence, patterns)
            if opens and above is not None:
                before = [one for one in above.figures if _is_alike(one, part)]
            told = _as_a_part(part, before, sentence, patterns)
            if told is None or any(one.quantity.worth >= part.quantity.worth for one in before):
                continue
            together = sum((one.quantity.worth for one in before), Fraction(0))
            if together >= part.quantity.worth and not any(_all_of_them(one, patterns) for one in told):
                continue  # 实验室6家、研究中心14家，其中依托企业建设的16家
            whole = max(told, key=lambda one: one.quantity.worth)
            yield Claim.of("claim/part-exceeds-whole", _FORM, part.quantity, (Operand("whole", whole.quantity, SAME_SENTENCE),))
        above = sentence


def _is_level(one: Placed, patterns: Patterns) -> bool:
    plain = one.quantity.kind is QuantityKind.COUNT and one.quantity.hedge is Hedge.EXACT and one.quantity.value is not None
    return plain and "/" not in (one.quantity.unit or "") and patterns.one("claim.larger.aside").search(one.lead) is None


def _is_alike(one: Placed, part: Placed) -> bool:
    years = {year for year in (year_of(one.quantity), year_of(part.quantity)) if year is not None}
    return alike(one.quantity, part.quantity) and one.quantity.value is not None and len(years) < _STEP


def _is_among(part: Placed, sentence: Sentence, patterns: Patterns) -> bool:
    """Whether 其中 opens the clause of a figure."""
    return part.lead.strip().startswith(patterns.words("claim.among")) or (
        part.index == 0 and sentence.text.lstrip().startswith(patterns.words("claim.among"))
    )


def _as_a_part(part: Placed, before: Sequence[Placed], sentence: Sentence, patterns: Patterns) -> Sequence[Placed] | None:
    """The figures that a part may be of; None where its words make it no part of any."""
    if not before or exclusive(before[-1].lead, part.lead, patterns) or not _is_level(before[-1], patterns):
        return None
    if patterns.one("claim.larger.counts-more").match(sentence.text, part.at.end - sentence.at.start) is not None:
        return None  # 享受救助的2127户（含边缘户）
    whole = before[-1]
    if _is_among(part, sentence, patterns) or part.tail.strip().startswith(patterns.words("claim.larger.inside")):
        return before if _of_one_thing(part, before, patterns) else None
    if _is_out_of(part, whole, sentence, patterns):
        return before
    beside = part.segment == whole.segment and part.clause - whole.clause <= _STEP and part.depth == whole.depth
    if not beside or patterns.one("claim.larger.more").search(sentence.text) is not None:
        return None
    if part.quantity.worth > max(one.quantity.worth for one in before) * _NEAR:
        return None
    lead = part.lead.strip()
    first = before[0]
    named = (*patterns.words("claim.relative"), *patterns.words("claim.there-are"))
    if _all_of_them(first, patterns) and lead.endswith(named) and not exclusive(first.lead, lead, patterns):
        return before if patterns.one("claim.larger.besides").search(lead) is None else None
    if patterns.one("claim.larger.due").search(first.lead) and patterns.one("claim.larger.done").match(lead):
        return before if (part.quantity.unit or "") in patterns.words("claim.larger.of-all") else None
    if (
        patterns.one("claim.larger.listed-work").match(whole.tail)
        and patterns.one("claim.larger.done").match(lead)
        and not part.tail.strip()
    ):
        return [whole]
    by_unit = (part.quantity.unit or "") in patterns.words("claim.larger.of-all")
    if _all_of_them(first, patterns) and not part.tail.strip() and patterns.one("claim.larger.taken-in").search(lead) is not None:
        return before if not exclusive(first.lead, lead, patterns) else None
    flows = _flows("claim.larger.stages", whole.lead, lead, patterns)
    return [whole] if flows or (by_unit and _flows("claim.larger.stages-of-units", whole.lead, lead, patterns)) else None


def _is_out_of(part: Placed, whole: Placed, sentence: Sentence, patterns: Patterns) -> bool:
    """Whether the words between two figures say that the second is so many of the first, and it counts nothing else (112个村中，86个通了气)."""
    if whole.index != part.index - 1 or part.depth != whole.depth:
        return False
    text = sentence.text[: part.at.start - sentence.at.start]
    found = patterns.one("claim.larger.out-of").match(text, whole.at.end - sentence.at.start)
    if found is None or text[found.end() :].strip():
        return False
    tail = sentence.text[part.at.end - sentence.at.start :]
    return patterns.one("claim.larger.so-many-are").match(tail) is not None or tail[:1] in found["noun"]


def _of_one_thing(part: Placed, before: Sequence[Placed], patterns: Patterns) -> bool:
    """Whether the unit alone says that part and whole are of one thing, or their words do (充电桩12个，其中快充枪24个 are two)."""
    if (part.quantity.unit or "") in patterns.words("claim.larger.of-all"):
        return True
    told = f"{part.lead}{part.tail}"
    return any(shared_pairs(f"{one.lead}{one.tail}", told) for one in before)


def _all_of_them(one: Placed, patterns: Patterns) -> bool:
    return patterns.one("claim.larger.all").search(one.lead) is not None


def _flows(name: str, first: str, second: str, patterns: Patterns) -> bool:
    """Whether the words of one figure are a stage of work that comes out of that of the other (受理, 办结; 排查, 整改)."""
    stages: list[list[list[str]]] = patterns.entry(name).data["stages"]
    for row in stages:
        places = [[number for number, words in enumerate(row) if any(word in told for word in words)] for told in (first, second)]
        if places[0] and places[1] and max(places[0]) < min(places[1]):
            return True
    return False
