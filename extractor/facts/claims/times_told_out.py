"""claim/sum: a time and all the times that it is made of, wherever in a paragraph they are told (前三季度a，全年S，第四季度b; 上半年a。下半年b。全年S)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from extractor.facts.claims.scope import AMOUNTS, LISTED, SAME_PARAGRAPH, alike, total_of, year_of
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand

_FORM = "claim.sum.times-told-out"
_RULES = ("claim/sum", "claim/breakdown", "claim/difference")
_MARKS = "，,、；;：: （("


def times_told_out(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each whole time of a paragraph that no claim has decided: of one name with its parts, or they of none of their own."""
    cue = patterns.one(_FORM)
    for _, held in groupby((one for one in sentences if not one.cell), key=lambda one: one.paragraph):
        paragraph = list(held)
        told: list[tuple[str, str, Placed]] = []
        for sentence in paragraph:
            for one in sentence.figures:
                match = cue.search(one.lead) if _is_plain(one) else None
                if match is not None:
                    told.append((match["time"], patterns.one("claim.sum.times-aside").sub("", match["name"]).strip(_MARKS), one))
        for claim in _claims(told, patterns) if len(told) > 2 else ():
            if not any((first := known.get((rule, one))) and first.doubt is None for rule in _RULES for one in claim.figure_ids):
                yield claim


def _is_plain(one: Placed) -> bool:
    return one.quantity.kind in AMOUNTS and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT and not one.depth


def _claims(told: Sequence[tuple[str, str, Placed]], patterns: Patterns) -> Iterator[Claim]:
    times: Mapping[str, Sequence[Sequence[str]]] = patterns.entry("claim.times-of").data["times"]
    for time, name, whole in told:
        for names in times.get(time, ()):
            parts = [_one_of(part, name, whole, told) for part in names]
            found = [one for one in parts if one is not None]
            if len(found) == len(names) and len(_like(time, name, whole, told)) == 1 and total_of(found) > 0:
                operands = [Operand("part", one.quantity, LISTED if one.clause else SAME_PARAGRAPH) for one in found]
                yield Claim.of("claim/sum", _FORM, whole.quantity, operands, {"guard": True})
                break


def _one_of(time: str, name: str, whole: Placed, told: Sequence[tuple[str, str, Placed]]) -> Placed | None:
    """The one figure of a time that is called as the whole is, or by nothing besides the time; None where there are two."""
    found = _like(time, name, whole, told)
    return found[0] if len(found) == 1 else None


def _like(time: str, name: str, whole: Placed, told: Sequence[tuple[str, str, Placed]]) -> list[Placed]:
    """The figures of a time, of the whole's unit and year, whose names do not tell another thing."""
    return [
        one
        for its, called, one in told
        if its == time
        and alike(one.quantity, whole.quantity)
        and len({year_of(one.quantity), year_of(whole.quantity)} - {None}) < 2
        and (not called or not name or called.endswith(name) or name.endswith(called))
    ]
