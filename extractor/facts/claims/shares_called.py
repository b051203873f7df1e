"""claim/ratio: a share of what another sentence tells, that it calls by its name (…，其中道路工程a万元，…。道路工程占总投资的p%).

The part is the one figure of its paragraph that bears the name and nothing besides; the whole is what a claim that holds says that it is a part of, or the
one figure that bears what the share is of. Where they do not give the share, one slip of the pen must be all that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from extractor.facts.claims.certainty.holding import holds
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.one_digit import slipped_from
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, LISTED, SAME_PARAGRAPH, alike
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind

_FORM = "claim.called-share"
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_KEPT = 40
"""Figures before a share among which its part is looked for."""
_PARAGRAPHS = 1
"""Paragraphs back from the share to them."""
_HEAD = 2
"""Characters by which a thing is named."""
_HUNDRED = 100
_TELLING = 3
"""Digits of a share that come of two figures by chance but seldom."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure told before, with the names that its own words give it. said: the words of its sentence."""

    placed: Placed
    names: frozenset[str]
    sentence: Sentence

    @property
    def quantity(self) -> Quantity:
        return self.placed.quantity


def shares_called(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """One claim for each share that no form has decided, and whose part its name alone tells."""
    wholes = _wholes(known)
    kept: list[_Told] = []
    for sentence in sentences:
        if sentence.cell:
            continue
        kept = [one for one in kept[-_KEPT:] if sentence.paragraph - one.sentence.paragraph <= _PARAGRAPHS]
        for one in sentence.figures:
            if kept and _is_share(one, beside=kept[-1].sentence is sentence):
                claim = _claim(one, sentence, kept, known, wholes, patterns)
                if claim is not None:
                    yield claim
            if one.quantity.kind in AMOUNTS and one.quantity.hedge is Hedge.EXACT and _in_digits(one):
                kept.append(_Told(one, frozenset(_names(one, sentence, patterns)), sentence))


def _is_share(one: Placed, *, beside: bool) -> bool:
    """Whether a figure may be a share that is read here. beside: its own sentence tells amounts before it, of which a short one may be told as well."""
    told = one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and len(one.quantity.digits) >= _TELLING - beside
    return told and one.quantity.kind is QuantityKind.PERCENT


def _in_digits(one: Placed) -> bool:
    """Whether a figure is printed in digits: 两处 counts the names before it."""
    return one.quantity.value is not None and any(char.isdecimal() for char in one.quantity.text)


def _wholes(known: Mapping[tuple[str, str], Claim]) -> dict[str, list[Quantity]]:
    """For each figure that a list which holds tells as a part, what it is a part of."""
    found: dict[str, list[Quantity]] = {}
    for claim in known.values():
        if claim.rule in _LISTS and claim.adds_up:
            for part in claim.operand_ids:
                found.setdefault(part, []).append(claim.stated)
    return found


def _claim(
    one: Placed,
    sentence: Sentence,
    kept: Sequence[_Told],
    known: Mapping[tuple[str, str], Claim],
    wholes: Mapping[str, Sequence[Quantity]],
    patterns: Patterns,
) -> Claim | None:
    said = patterns.one("claim.called-share").search(_lead(one, sentence))
    first = known.get(("claim/ratio", one.quantity.id))
    if said is None or (first is not None and first.doubt is None and (holds(first) or first.form != "claim.ratio.share")):
        return None
    in_row = _of_a_row(said["name"], one, sentence, kept, patterns) if not said["phrase"] else []
    if in_row:
        operands = [Operand("part", in_row[0].quantity, IN_FORM), *(Operand("whole", each.quantity, LISTED) for each in in_row)]
        fits = _fits_a_row(one.quantity, [each.quantity for each in in_row], [told.quantity for told in kept])
        return Claim.of("claim/ratio", _FORM, one.quantity, operands, {"guard": True}) if fits else None
    if len(one.quantity.digits) < _TELLING:
        return None
    parts = _called(said["name"], kept, patterns) or _so_many(said["name"], one, sentence, kept, patterns)
    parts = parts or _of_a_list(said["name"], kept, wholes, patterns)
    if not parts:
        return None
    whole = _whole_of(parts, said["phrase"], kept, wholes, patterns)
    if whole is None:
        return None
    total = sum((part.quantity.worth for part in parts), Fraction(0))
    operands = [Operand("part", part.quantity, IN_FORM) for part in parts]
    operands.append(Operand("whole", whole, SAME_PARAGRAPH if said["phrase"] else IN_FORM))
    if printed_as(one.quantity, total, whole.worth):
        return Claim.of("claim/ratio", _FORM, one.quantity, operands)
    amounts = [told.quantity for told in kept if alike(told.quantity, whole)]
    if any(printed_as(one.quantity, some.worth, other.worth) for some, other in permutations(amounts, 2) if other.worth):
        return None
    return Claim.of("claim/ratio", _FORM, one.quantity, operands, {"guard": True})


def _lead(one: Placed, sentence: Sentence) -> str:
    """The words before a figure, back to the mark or figure before; a number in words of the things that they name is one of them (甲和乙两处合计占)."""
    number = one.index
    while number and not _in_digits(sentence.figures[number - 1]):
        number -= 1
    begin = sentence.figures[number - 1].at.end - sentence.at.start if number else 0
    words = sentence.text[begin : one.at.start - sentence.at.start]
    return words[max(words.rfind(mark) for mark in "，；：。,;:") + 1 :].strip()


def _names(one: Placed, sentence: Sentence, patterns: Patterns) -> Iterator[str]:
    """What a figure is called: by the words before it, also with those before the figure that its item begins with (应用类23项、资金267万元)."""
    lead = _plain(one.lead, patterns)
    if len(lead) >= _HEAD:
        yield lead
    before = sentence.figures[one.index - 1] if one.index else None
    if (
        before is not None
        and one.segment == before.segment
        and one.clause - before.clause <= 1
        and not alike(one.quantity, before.quantity)
    ):
        head = _plain(before.lead, patterns)
        if len(head) >= _HEAD:
            yield head + lead


def _plain(words: str, patterns: Patterns) -> str:
    """Words without those that lead a name in, and without the marks and blanks round it."""
    words = words.strip(" ：:，、（(").rpartition("、")[2]
    return patterns.one("claim.called-share.first").sub("", words)


def _called(name: str, kept: Sequence[_Told], patterns: Patterns) -> list[_Told]:
    """The figures that a name calls, one for each of the things that it joins; none where one of them is not told, or told with two values."""
    aside = patterns.one("claim.called-share.aside")
    joint = patterns.one("claim.count.separator")
    whole = _one_called(name, kept, patterns)
    if whole is not None:
        return [whole]
    names = [piece for piece in joint.sub("\n", aside.sub("", name)).split("\n") if piece]
    if len(names) < _HEAD or any(len(piece) < _HEAD for piece in names):
        return []
    found = [_one_called(piece, kept, patterns) for piece in names]
    told = [one for one in found if one is not None]
    even = len(told) == len(names) == len({one.quantity.id for one in told}) and all(alike(one.quantity, told[0].quantity) for one in told)
    return told if even else []


def _so_many(name: str, one: Placed, sentence: Sentence, kept: Sequence[_Told], patterns: Patterns) -> list[_Told]:
    """The figures of so many things (两个分站合计占), where just as many of one unit bear a name that ends as theirs."""
    number = sentence.figures[one.index - 1].quantity if one.index else None
    kind = patterns.one("claim.called-share.aside").sub("", name)
    if number is None or number.kind is not QuantityKind.COUNT or not name.startswith(number.text) or kind == name:
        return []
    kind = kind.removeprefix(number.text)
    if len(kind) < _HEAD:
        return []
    fits = [told for told in kept if any(known.endswith(kind) and known != kind for known in told.names)]
    even = len({told.quantity.id for told in fits}) == number.worth and all(alike(told.quantity, fits[0].quantity) for told in fits)
    return fits if even else []


def _of_a_list(name: str, kept: Sequence[_Told], wholes: Mapping[str, Sequence[Quantity]], patterns: Patterns) -> list[_Told]:
    """The one addend whose own words hold a name (市级下达资金a，区级配套b，合计S，其中市级资金占; 评定A级机构a，B级b，合计S，A级占)."""
    core = patterns.one("claim.called-share.aside").sub("", _plain(name, patterns))
    listed = [one for one in kept if one.quantity.id in wholes]
    counted = {whole.id for one in listed for whole in wholes[one.quantity.id]}
    kinds = [known for one in kept if one.quantity.id in counted for known in one.names]
    ends = [core[place:] for place in range(_HEAD, len(core) - 1) if any(known.endswith(core[place:]) for known in kinds)]
    for said in (core, *(core.removesuffix(end) for end in ends)):  # 共检查单位a，其中合格b，…，合格单位占
        for fits in (
            [one for one in listed if said in one.names],
            [one for one in listed if any(known.startswith(said) for known in one.names)],
            [one for one in listed if any(said in known for known in one.names)],
        ):
            if len(said) >= _HEAD and fits:
                return fits[-1:] if len({one.quantity.worth for one in fits}) == 1 else []
    return []


def _fits_a_row(share: Quantity, row: Sequence[Quantity], kept: Sequence[Quantity]) -> bool:
    """Whether a share is that of the first of a row in all of it, or nothing else told can be what it is of (40所…优秀12个; 藏品6428件，珍品213件)."""
    part, total = row[0].worth, sum((each.worth for each in row), Fraction(0))
    others = [each.worth for each in row[1:] if each.worth > part]
    if any(printed_as(share, part, other) or slipped_from(share, _HUNDRED * part / other) for other in others):
        return False
    return printed_as(share, part, total) or not any(told.kind is row[0].kind and told.worth >= total for told in kept)


def _of_a_row(name: str, share: Placed, sentence: Sentence, kept: Sequence[_Told], patterns: Patterns) -> list[_Told]:
    """The amount of a name, then the others of the list that the share's own sentence tells to its end without a whole (优秀12个、良好23个、合格5个，优秀占).

    Empty where a word leaves the list open, where anything else is counted in its unit, or where one name alone is not the share's.
    """
    row = [each for each in kept if each.sentence is sentence]
    places = [each.placed.index for each in row]
    if (
        len(row) < _HEAD
        or row[-1].placed.index != share.index - 1
        or places != list(range(places[0], places[0] + len(row)))
        or len({each.names for each in row}) < len(row)
    ):
        return []
    even = all(alike(each.quantity, row[0].quantity) and each.placed.depth == row[0].placed.depth for each in row)
    told_out = sentence.text[: row[-1].placed.at.end - sentence.at.start + 1]
    if not even or patterns.one("claim.called-share.open").search(told_out) or any(not each.names for each in row):
        return []
    name = _plain(name, patterns)
    own = [each for each in row if any(known.endswith(name) for known in each.names)]
    return [*own, *(each for each in row if each not in own)] if len(own) == 1 and len(name) >= _HEAD else []


def _one_called(name: str, kept: Sequence[_Told], patterns: Patterns) -> _Told | None:
    """The figure of one name: as it stands, else without the words that say how it is measured; of several values none."""
    name = _plain(name, patterns)
    name = patterns.one("claim.called-share.batch").sub(patterns.words("claim.called-share.ordinal")[0], name)
    for said in dict.fromkeys((name, patterns.one("claim.called-share.aside").sub("", name))):
        if len(said) < _HEAD:
            continue
        fits = [one for one in kept if {said, said.removesuffix(one.quantity.unit or "\n")} & one.names]
        if fits:
            return fits[-1] if len({one.quantity.worth for one in fits}) == 1 else None
    return None


def _whole_of(
    parts: Sequence[_Told], phrase: str, kept: Sequence[_Told], wholes: Mapping[str, Sequence[Quantity]], patterns: Patterns
) -> Quantity | None:
    """What a share is of: that of which its parts are told as parts, or the one figure that bears its name; None where it is of another place."""
    core = patterns.one("claim.called-share.all").sub("", phrase)
    place = patterns.one("claim.called-share.place").search(phrase)
    told = " ".join(dict.fromkeys(one.sentence.text for one in kept))
    if place is not None and place[0] not in told:
        return None
    total = sum((part.quantity.worth for part in parts), Fraction(0))
    of_lists = [whole for whole in wholes.get(parts[0].quantity.id, ()) if all(whole in wholes.get(one.quantity.id, ()) for one in parts)]
    if len(core) >= _HEAD:
        bearing = [
            one.quantity for one in kept if any(name.endswith(core) for name in one.names) and alike(one.quantity, parts[0].quantity)
        ]
        bearing = [one for one in bearing if one.worth > total]
        if len({one.worth for one in bearing}) == 1:
            return bearing[-1]
        of_lists = of_lists if core in told and not bearing else []
    return of_lists[0] if len({one.worth for one in of_lists}) == 1 else None
