"""claim/repeat: a figure taken up again as the number of things at hand (在21个服务站中，达标的16个; 这38眼井; 到位资金260万元中), with a slip in it.

What the words say is that the figure was told just before. So the one that they can mean must differ by one slip, bear the name, and be the only one
that does; and the figure itself must be none that the report tells before, and no sum or difference of figures beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.one_digit import is_one_slip, is_swapped
from extractor.facts.claims.scope import AMOUNTS, SAME_PARAGRAPH, alike, year_of
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_FORM = "claim.repeat.taken-up"
"""What reads these claims, in place of a pattern."""
_BACK = 2
"""Sentences before one in which a figure at hand may have been told."""
_WIDE = 40
"""Characters behind a figure that may name it (21个乡镇均设立了服务站)."""
_MOST = 8
"""Figures of one unit nearby of which every couple is tried."""
_TELLING, _NAME, _HEAD = 3, 3, 2
"""Digits by which a figure is found among several of one name; characters of a name that is told again, before its figure and behind it."""
_SEVERAL = 10
"""Things that a sentence may point at by their number alone."""
_KINDS = frozenset({*AMOUNTS, QuantityKind.PERCENT})


def taken_up(sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Figures that their words take up from right before, each against the one that the words can mean."""
    told: dict[str | None, set[object]] = {}
    for number, sentence in enumerate(sentences):
        if not sentence.cell:
            above = [one for one in sentences[max(0, number - _BACK) : number] if one.paragraph == sentence.paragraph]
            for one in sentence.figures:
                if _is_plain(one) and one.quantity.worth not in told.get(one.quantity.unit, ()):
                    yield from _claim(one, sentence, above, patterns)
                told.setdefault(one.quantity.unit, set()).add(one.quantity.worth)
        else:
            for one in sentence.figures:
                if one.quantity.value is not None:
                    told.setdefault(one.quantity.unit, set()).add(one.quantity.worth)


def _is_plain(one: Placed) -> bool:
    return one.quantity.kind in _KINDS and one.quantity.hedge is Hedge.EXACT and one.quantity.value is not None and not one.depth


def _claim(one: Placed, sentence: Sentence, above: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    known = [
        (other, home)
        for home in (*above, sentence)
        for other in home.figures
        if other.at.end <= one.at.start and alike(other.quantity, one.quantity) and _is_plain(other)
    ]
    if not known:
        return
    said = _taken_up(one, sentence, patterns)
    slipped = [(other, home) for other, home in known if is_one_slip(other.quantity, one.quantity)]
    if said is None:
        swapped = [other for other, home in slipped if _is_told_again(other, home, one, sentence, patterns)]
        named = swapped if len(one.quantity.digits) >= _TELLING else []
    else:
        name, firm = said
        if firm and one.quantity.worth < _SEVERAL:
            return  # 三项补贴…这两项补贴: those of them that were spoken of
        named = [other for other, home in known if all(_bears(word, other, home, one) for word in name.split())]
        if len(one.quantity.digits) >= _TELLING:
            named = [other for other in named if is_one_slip(other.quantity, one.quantity)]
            named = named if name else [other for other, _ in slipped if other is known[-1][0]]
        if firm and not named:
            named = [other for other, _ in slipped]
    if len({other.quantity.worth for other in named}) != 1 or not is_one_slip(named[-1].quantity, one.quantity):
        return
    if exclusive(named[-1].lead, one.lead, patterns) or _reckoned(one, [other for other, _ in known]):
        return
    first = named[-1].quantity
    yield Claim.of("claim/repeat", _FORM, one.quantity, (Operand("first", first, SAME_PARAGRAPH),))


def _is_told_again(other: Placed, home: Sentence, one: Placed, sentence: Sentence, patterns: Patterns) -> bool:
    """Whether a figure with two neighbouring digits of another exchanged is that one, told again a sentence or an item on: one name holds the other."""
    apart = home is not sentence or other.segment != one.segment
    if not apart or not is_swapped(other.quantity, one.quantity) or _is_of_another_time(other, home, one, sentence, patterns):
        return False
    if home is sentence and _rates_its_own(other, sentence) and _rates_its_own(one, sentence):
        return False  # 改造渠道870米，完成进度84.6%；改造棚户96户，完成进度86.4%
    if _basis(other, home, patterns) != _basis(one, sentence, patterns):
        return False  # 按常住人口计算，覆盖率80.4%；按户籍人口计算，覆盖率84.0%
    aside = patterns.one("claim.repeat.name-aside")
    first, second = (aside.sub("", item.lead.strip()) for item in (other, one))
    if _are_apart(first, f"{second}{one.tail.strip()[:_NAME]}", patterns):
        return False  # 新增床位240张。新增床位420张的规划
    if not second:
        return _runs_through(one.tail.strip().removeprefix(patterns.words("claim.relative")[0])[:_HEAD], first)
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= _NAME and _runs_through(shorter, longer)


def _rates_its_own(one: Placed, sentence: Sentence) -> bool:
    """Whether a rate stands behind an amount of its own item."""
    if one.quantity.kind is not QuantityKind.PERCENT:
        return False
    return any(item.segment == one.segment and item.quantity.kind in AMOUNTS for item in sentence.figures[: one.index])


def _is_of_another_time(other: Placed, home: Sentence, one: Placed, sentence: Sentence, patterns: Patterns) -> bool:
    """Whether the second of two figures names a time that the first does not: comparing with another year names none of its own."""
    aside, when = patterns.one("claim.repeat.compared-time"), patterns.one("claim.repeat.when")
    told = [aside.sub("", place.text[: item.at.start - place.at.start]) for item, place in ((other, home), (one, sentence))]
    first, second = ({match[0] for match in when.finditer(words)} for words in told)
    years = {year for year in (year_of(other.quantity), year_of(one.quantity)) if year is not None}
    return len(years) > 1 or not second <= first


def _basis(one: Placed, home: Sentence, patterns: Patterns) -> str:
    """On what a figure is reckoned, by the last words before it that say so; empty where none do."""
    told = [match[0] for match in patterns.one("claim.repeat.basis").finditer(home.text[: one.at.start - home.at.start])]
    return told[-1] if told else ""


def _runs_through(name: str, words: str) -> bool:
    """Whether the characters of a name stand among some words in their order."""
    left = iter(words)
    return len(name) >= _HEAD and all(char in left for char in name)


def _are_apart(one: str, other: str, patterns: Patterns) -> bool:
    """Whether words before one of two figures alone make it another one: a plan, another year, a part, a change."""
    words = (*patterns.words("claim.exchanged.aside"), *patterns.words("claim.repeat.not-said"))
    return any((word in one) != (word in other) for word in words)


def _taken_up(one: Placed, sentence: Sentence, patterns: Patterns) -> tuple[str, bool] | None:
    """The words by which a figure is taken up, parted by blanks, and whether others alone say that it is (这, 上述); None where it is not."""
    behind = sentence.text[one.at.end - sentence.at.start :]
    lead = one.lead.strip()
    here = sentence.text[: one.at.start - sentence.at.start].removesuffix(one.lead)
    if here and here[-1:].isalnum():
        return None  # 5万元以上17户
    if patterns.one("claim.repeat.at-hand").search(lead) is not None:
        noun = patterns.one("claim.repeat.noun-behind").match(behind)
        if noun is not None and noun["other"]:
            return None  # 贫困村38个。这36个非贫困村
        return ("" if noun is None else noun["name"], True)
    among = patterns.one("claim.repeat.among-behind").match(behind)
    before = patterns.one("claim.repeat.among-lead").fullmatch(lead)
    if among is None or before is None or not (among["all"] or _tells_a_part(one, sentence)):
        return None
    name = among["name"] or ""
    if (name and before["name"]) or (among["all"] and not name):
        return None
    return " ".join(word for word in (before["name"], before["how"], name) if word), False


def _tells_a_part(one: Placed, sentence: Sentence) -> bool:
    """Whether the next figure of the unit, at most two clauses on: it is a part of what is at hand."""
    behind = [
        other for other in sentence.figures[one.index + 1 :] if alike(other.quantity, one.quantity) and other.quantity.value is not None
    ]
    return bool(behind) and behind[0].clause - one.clause <= _BACK


def _bears(name: str, other: Placed, home: Sentence, one: Placed) -> bool:
    """Whether a name stands in the words before a figure, or in those behind it up to the next one; those before ``one`` are its own."""
    following = home.figures[other.index + 1 : other.index + 2]
    end = following[0].at.start - len(one.lead if following[0] is one else "") if following else home.at.end
    behind = home.text[other.at.end - home.at.start : end - home.at.start][:_WIDE]
    return bool(name) and (name in other.lead or name in behind or (len(name) > _NAME and set(name) <= set(other.lead)))


def _reckoned(one: Placed, known: Sequence[Placed]) -> bool:
    """Whether figures nearby give one: their sum, what one leaves of another, or what all but the first make."""
    sizes = [other.quantity.worth for other in known[-_MOST:]]
    own = one.quantity.worth
    return any(own in (first + second, abs(first - second)) for first, second in combinations(sizes, 2)) or own == sum(sizes)
