"""claim/bound: a limit or goal, what was reached, and a clause right behind it that says that the limit is kept, whatever words tell the three.

The limit stands in the same sentence or the one before. Which way it holds is told by its own words, by those that say that it is kept, or by what it limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.near.ways import more_is_better
from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, SAME_SENTENCE, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

if TYPE_CHECKING:
    import regex

_FORM = "claim.bounds.limits-kept"
"""What reads these claims, in place of a pattern."""
_AS_FAR = 3
"""How many times as far as its limit a figure may be that is said to keep it: one beyond is of something else."""
_KINDS = (QuantityKind.PERCENT, QuantityKind.MULTIPLE, *AMOUNTS)
_VERB = 2
"""Characters of what is left of the words before a rate that can be a verb and no name."""
_COUPLE = 2
"""Figures of a sentence that tells a limit and what was reached."""
_FINE = 2
"""Digits behind the point that a limit is set with at most."""
_TAIL = 16
"""Characters between a figure and the clause that says that its limit is kept."""
_UP, _DOWN = "at-least", "at-most"


def limits_kept(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Each limit that words behind the figure next to it say is kept."""
    above: Sentence | None = None
    for sentence in sentences:
        if not sentence.cell:
            before = above if above is not None and above.paragraph == sentence.paragraph else None
            for value in sentence.figures:
                kept = _kept(value, sentence, patterns)
                if kept is None or not _is_value(value, patterns):
                    continue
                claim = _held(value, kept, sentence, before, patterns)
                if claim is not None:
                    yield claim
            yield from _told_alone(sentence, patterns)
        above = sentence


def _told_alone(sentence: Sentence, patterns: Patterns) -> Iterator[Claim]:
    """The claim of a sentence that tells a limit and what was reached and nothing else, and anywhere that the limit is kept (97%，达到要求（≥90%）)."""
    told = patterns.one("claim.bounds.kept-so").search(sentence.text)
    if told is None or len(sentence.figures) != _COUPLE or patterns.one("claim.bounds.not-kept").search(sentence.text):
        return
    limits = [one for one in sentence.figures if _is_limit(one, patterns)]
    values = [one for one in sentence.figures if one not in limits and _is_value(one, patterns)]
    if len(limits) != 1 or len(values) != 1 or not alike(limits[0].quantity, values[0].quantity) or limits[0].quantity.decimals > _FINE:
        return
    limit, value = limits[0], values[0]
    between = sentence.text[max(one.at.end for one in (limit, value)) - sentence.at.start : told.start()]
    if sum(between.count(mark) for mark in patterns.words("claim.clause-mark")) > 1:
        return  # 实际发放762人，符合条件的全部发放，目标完成: what is said between is why
    rate = patterns.one("claim.bounds.rate-behind").search(limit.tail)  # 投诉率1.2%，达标，目标为≤1%的差错率
    names = (
        f"{patterns.one('claim.bounds.no-name').sub('', limit.lead)}{rate['name'] if rate else ''}",
        patterns.one("claim.bounds.plain").sub("", value.lead),
    )
    if is_each(limit, patterns) or is_each(value, patterns) or (all(names) and not shared_pairs(*names)):
        return
    way = _way(limit, value, told, f"{limit.lead}{limit.quantity.text}{limit.tail}", patterns)
    if way is not None and not _is_far(limit, value, way):
        yield Claim.of(
            "claim/bound", _FORM, limit.quantity, (Operand("value", value.quantity, SAME_SENTENCE),), {"sense": way, "exact": True}
        )


def _kept(value: Placed, sentence: Sentence, patterns: Patterns) -> regex.Match[str] | None:
    """The words of the clause behind a figure that say that a limit is kept."""
    end = value.at.end - sentence.at.start + len(value.tail)
    if len(value.tail) > _TAIL or sentence.text[end : end + 1] not in tuple("，,；;"):
        return None
    found = (patterns.one(name).match(sentence.text, end + 1) for name in ("claim.bounds.kept", "claim.bounds.not-passed"))
    return next((one for one in found if one is not None), None)


def _is_value(one: Placed, patterns: Patterns) -> bool:
    """Whether a figure is what was reached, and of all that a limit or goal is for."""
    exact = one.quantity.kind in _KINDS and one.quantity.hedge is Hedge.EXACT and one.quantity.value is not None
    return exact and patterns.one("claim.bounds.partly").search(one.lead) is None


def _held(value: Placed, kept: regex.Match[str], sentence: Sentence, above: Sentence | None, patterns: Patterns) -> Claim | None:
    told = _limit(value, sentence, above, patterns)
    if told is None:
        return None
    limit, home = told
    words = f"{limit.lead}{limit.quantity.text}{limit.tail}"
    way = _way(limit, value, kept, words, patterns)
    if way is None or not _is_of_one(limit, value, kept, home, patterns) or _is_far(limit, value, way):
        return None
    where = SAME_SENTENCE if home is sentence else SAME_PARAGRAPH
    return Claim.of("claim/bound", _FORM, limit.quantity, (Operand("value", value.quantity, where),), {"sense": way, "exact": True})


def _limit(value: Placed, sentence: Sentence, above: Sentence | None, patterns: Patterns) -> tuple[Placed, Sentence] | None:
    """The nearest figure before another that is measured alike, where it is a limit or goal; with its sentence. The one of the sentence above stands alone."""
    own = [one for one in sentence.figures[: value.index] if one.depth == value.depth and alike(one.quantity, value.quantity)]
    if own:
        return (own[-1], sentence) if _is_limit(own[-1], patterns) else None
    if above is None:
        return None
    known = [one for one in above.figures if alike(one.quantity, value.quantity)]
    return (known[0], above) if len(known) == 1 and not known[0].depth and _is_limit(known[0], patterns) else None


def _is_limit(one: Placed, patterns: Patterns) -> bool:
    words = f"{one.lead}{one.quantity.text}{one.tail}"
    if one.quantity.value is None:
        return False
    if any(patterns.one(f"claim.bounds.{name}").search(words) is not None for name in ("least", "most")):
        return True
    return all(
        (patterns.one(f"claim.bounds.{name}").search(one.lead) is not None) is said for name, said in (("goal", True), ("done", False))
    )


def _way(limit: Placed, value: Placed, kept: regex.Match[str], words: str, patterns: Patterns) -> str | None:
    """At least or at most; None where the words of the limit and those that say that it is kept do not go together, or neither tells."""
    least, most = (patterns.one(f"claim.bounds.{name}").search(words) is not None for name in ("least", "most"))
    said = kept.groupdict()
    kept_so = _UP if said.get("up") else _DOWN if said.get("down") else None
    if least is not most:
        way = _UP if least else _DOWN
        return way if kept_so in (None, way) else None
    if least:
        return None
    if kept_so is not None:
        return kept_so
    if patterns.one("claim.bounds.time").match(limit.quantity.unit or "") is not None:
        return _DOWN if patterns.one("claim.bounds.spans").search(limit.lead) is not None else None
    money = limit.quantity.kind is QuantityKind.MONEY
    return _UP if not money and more_is_better(f"{limit.lead} {value.lead}", patterns) else None


def _is_of_one(limit: Placed, value: Placed, kept: regex.Match[str], home: Sentence, patterns: Patterns) -> bool:
    """Whether a figure is of the thing that a limit is for: named like it, or by no name of its own; and of each where the limit is."""
    done = patterns.one("claim.bounds.done").search(value.lead) is not None
    if is_each(limit, patterns) and not is_each(value, patterns):
        return patterns.one("claim.bounds.most-of").search(value.lead) is not None and done
    if exclusive(limit.lead, value.lead, patterns):
        return False
    told = f"{home.text[: limit.at.start - home.at.start]}{limit.tail}"
    own = patterns.one("claim.bounds.plain").sub("", value.lead)
    who = patterns.one("claim.bounds.plain").sub("", str(kept["who"] or ""))
    if shared_pairs(who, told) > shared_pairs(who, value.lead) and own:
        return False  # 处理能力不低于500吨，实际日均处理420吨，设备能力满足要求
    other_rate = patterns.one("claim.bounds.other-rate")
    if other_rate.search(who) is not None and not shared_pairs(who, value.lead):
        return False  # 到位率目标100%，实际到位率96%，支出率达到目标要求
    if not own or shared_pairs(own, told):
        return True
    return done and other_rate.search(own) is None and (value.quantity.kind is not QuantityKind.PERCENT or len(own) <= _VERB)


def is_each(one: Placed, patterns: Patterns) -> bool:
    """Whether a limit, or what is held against it, is one of each of many (每人每天不超过450元; 生均680元)."""
    unit = one.quantity.unit or ""
    return "/" in unit or patterns.one("claim.bounds.each").search(one.lead) is not None


def _is_far(limit: Placed, value: Placed, way: str) -> bool:
    """Whether a figure that does not keep a limit is so far from it that it is of something else."""
    less, more = (value, limit) if way == _UP else (limit, value)
    return not less.quantity.worth or more.quantity.worth > less.quantity.worth * _AS_FAR
