"""claim/repeat: one figure told in two places, with two of its digits exchanged in one of them, or one digit another, or 亿 for 万.

That the digits of two figures are the same but for two that are exchanged is rare; that the words round both name the same besides is no chance. Where one
digit differs the words must say more: the same name, but for a third. What is told here is only a suspicion: a figure that takes
part in an equation that holds is as it should be, and two such figures are two (`validator/claim/suspected.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.panorama import Panorama, Seen, apart, each_of_any, grams, places
from extractor.facts.claims.far.repeats import of_one_subject
from extractor.facts.claims.scope import AMOUNTS, SAME_REPORT, ends_with, year_of
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge, Operand, Quantity, QuantityKind
from extractor.model.text import Span, Text

_FORM = "claim.repeat.exchanged"
"""What reads these claims, in place of a pattern."""
_NEIGHBOURS, _APART = 3, 4
"""Digits in which an exchange of two neighbours is no chance; of two that stand apart."""
_LONG = 4
"""Digits up to which one word alone (老人) does not make two figures one."""
_WIDE = 3
"""Pairs of characters of a figure of two digits that the sentence of the other must share."""
_LEAST = 2
"""Pairs of characters that two names share where one digit differs: one verb alone (培训) names nothing."""
_TO, _OF = 3, 2
"""Of so many pairs of characters of the longer name so many must stand in the other where one digit differs."""
_OTHER, _LIKE = 5, 3
"""Characters of a name in the place of which others stand, and by how many more these may be, where two things are named."""
_RATE = 4
"""Characters of the name of a rate that is told again."""
_NAME = 6
"""Characters behind a figure that may name it."""
_PLACES = 12
"""Decimals to which sizes are told apart."""
_BARE = 10_000
_REACH = 16
"""Characters before and behind a figure that name it."""
_MARKS = "\uff0c\u3002\uff1b\uff1a\n"

_Digits = tuple[int, str]


def exchanged(text: Text, view: Panorama, quantities: Sequence[Quantity], patterns: Patterns) -> Iterator[Claim]:
    """Figures of two paragraphs that are alike but for two digits, where the words round both name the same.

    ``single`` names those of the two whose value the report tells once only, ``shared`` how much their words have in common: what settles the suspicion.
    """
    told = Counter((one.unit, one.worth) for one in quantities if one.value)
    seen: dict[tuple[str, int, str], list[tuple[Seen, str]]] = {}
    scaled: dict[tuple[str, str], dict[int, list[Seen]]] = {}
    for one in view.all:
        figure = one.placed.quantity
        unit = _unit(one)
        if unit is None or figure.hedge is not Hedge.EXACT or not figure.value:
            continue
        exponent, digits = _digits(one.size)
        if len(digits) < len("00"):
            continue
        keys = [(unit, exponent, key) for key in _keys(digits)]
        printed = scaled.setdefault((unit, figure.digits), {})
        pairs = [
            *(
                (other, _alike(view, one, other, (digits, its), patterns))
                for key in keys
                for other, its in seen.get(key, ())
                if digits != its
            ),
            *(
                (other, _in_another_scale(view, one, other, patterns))
                for scale, known in printed.items()
                if scale != figure.scale
                for other in known
            ),
        ]
        best: tuple[int, Seen] | None = None
        for other, shared in pairs:
            if shared and (best is None or shared > best[0]) and _of_one_thing(text, view, (other, one), shared, patterns):
                best = (shared, other)
        for key in keys:
            seen.setdefault(key, []).append((one, digits))
        if len(digits) >= _NEIGHBOURS:
            printed.setdefault(figure.scale, []).append(one)
        if best is not None and not _moved(best[1], one, told):
            known = best[1].placed.quantity
            single = tuple(each.id for each in (known, figure) if told[(each.unit, each.worth)] == 1)
            params: dict[str, object] = {"suspected": True, "single": single, "shared": best[0]}
            operands = (Operand("first", known, SAME_REPORT),)
            yield Claim("claim/repeat", _FORM, figure, operands, Span(known.at.start, figure.at.end), None, params)


def _keys(digits: str) -> Iterator[str]:
    """By what figures of one size are found alike: their digits in order of size, and their digits without each one."""
    yield "".join(sorted(digits.replace("0", "")))
    if len(digits) >= _NEIGHBOURS:
        yield from (f"{digits[:place]}*{digits[place + 1 :]}" for place in range(len(digits)))


def _alike(view: Panorama, one: Seen, other: Seen, digits: tuple[str, str], patterns: Patterns) -> int:
    """How much the words round two figures have in common that may be one figure with a slip; 0 where they are none, or say too little for it."""
    names = view.key(one.placed.lead), view.key(other.placed.lead)
    if _replaced(*names) or places(one.placed.lead, patterns) != places(other.placed.lead, patterns):
        return 0  # 长滩片区管护责任点254个 is no slip in those of all
    if _of_other_levels(view, one, other, patterns):
        return 0
    rest = patterns.words("claim.rest-of-list")
    if one.placed.lead.strip().startswith(rest) != other.placed.lead.strip().startswith(rest):
        return 0  # 其他3站在站救助956人次, 东河、西屏两县站在站救助955人次
    if _in_one_breath(view, one, other):
        return _WIDE + 1
    same_noun = len(view.noun(one)) > 1 and view.noun(one) == view.noun(other)
    if one.placed.quantity.kind is QuantityKind.PERCENT:
        shorter, longer = sorted(names, key=len)
        return len(shorter) if len(shorter) >= _RATE and longer.endswith(shorter) and _exchanged(*digits, True) else 0
    if _exchanged(*digits, one.placed.quantity.decimals > 0):
        shared = _shared(one, other, min(map(len, digits)), patterns)
        named = same_noun or shared > 1 or max(map(len, digits)) > _LONG or one.placed.quantity.decimals > 0
        return shared + same_noun if shared and named else 0
    if one.inner or other.inner or len(digits[0]) != len(digits[1]) or sum(here != there for here, there in zip(*digits, strict=True)) != 1:
        return 0
    return 0 if _headed_apart(view, one, other) else _called_alike(one, other, patterns)


def _of_other_levels(view: Panorama, one: Seen, other: Seen, patterns: Patterns) -> bool:
    """Whether two figures are changes of levels that have two names (养老基金余额…，同比多增47.2亿元; 医疗基金余额…，同比多增42.7亿元)."""
    change = patterns.words("claim.change")
    if not all(ends_with(each.placed.lead, change) for each in (one, other)):
        return False
    before = [view.of_sentence(each.sentence)[: each.placed.index] for each in (one, other)]
    levels = [[item for item in row if not ends_with(item.placed.lead, change)][-1:] for row in before]
    return all(levels) and _replaced(*(view.key(row[0].placed.lead) for row in levels))


def _headed_apart(view: Panorama, one: Seen, other: Seen) -> bool:
    """Whether the sentences of two figures begin with two things of which both are told (义务阶段招生…，在校生9.72万人; 小学阶段招生…，在校生9.12万人)."""
    heads = [view.of_sentence(each.sentence)[0] for each in (one, other)]
    behind = all(each.placed.index for each in (one, other))
    return behind and _replaced(*(view.key(head.placed.lead) for head in heads))


def _in_another_scale(view: Panorama, one: Seen, other: Seen, patterns: Patterns) -> int:
    """How much the names of two figures have in common whose digits are printed alike, one of them in 万 and one in 亿; 0 where they say too little."""
    return 0 if _replaced(view.key(one.placed.lead), view.key(other.placed.lead)) else _called_alike(one, other, patterns)


def _called_alike(one: Seen, other: Seen, patterns: Patterns) -> int:
    """How many pairs of characters the names of two figures share; 0 where these are not most of the longer name."""
    first, second = (_called(each, patterns) for each in (one, other))
    shared = len(first & second)
    return shared if shared >= _LEAST and shared * _TO >= max(len(first), len(second)) * _OF else 0


def _in_one_breath(view: Panorama, one: Seen, other: Seen) -> bool:
    """Whether the figures beside are the same in both places, and the words between: one in the clause (8643户15872人; 6个乡镇34个行政村), or two around."""
    told_again: list[Seen] = []
    for step in (-2, -1, 1, 2):
        first, second = view.beside(one, step), view.beside(other, step)
        if first is None or second is None or first.size != second.size or first.placed.quantity.unit != second.placed.quantity.unit:
            continue
        if step < 0 and _replaced(view.key(first.placed.lead), view.key(second.placed.lead)):
            continue
        if _words_between(view, one, step) != _words_between(view, other, step):
            continue
        if abs(step) == 1 and first.placed.clause == one.placed.clause and second.placed.clause == other.placed.clause:
            return True
        told_again.append(first)
    return len(told_again) > 1 and any(len(each.placed.quantity.digits) >= _NEIGHBOURS for each in told_again)


def _words_between(view: Panorama, one: Seen, step: int) -> list[str]:
    """What stands before each figure from the one so many steps away to this one, the first aside."""
    first, last = sorted((one.placed.index, one.placed.index + step))
    return [each.placed.lead.strip() for each in view.of_sentence(one.sentence) if first < each.placed.index <= last]


def _replaced(one: str, other: str) -> bool:
    """Whether one name has other words in the place of some of the other's (受理案件, 办结案件): these are two things; one may say more than the other."""
    if not one or not other:
        return False
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    kept = sum(end - begin for kind, begin, end, _, _ in changes if kind == "equal")
    told = [(end - begin, there - here) for kind, begin, end, here, there in changes if kind == "replace"]
    return kept > 1 and any(max(pair) <= _OTHER and max(pair) - min(pair) <= _LIKE for pair in told)  # 国家核定草原补奖面积, 落实补奖面积


def _called(one: Seen, patterns: Patterns) -> frozenset[str]:
    """What the words before a figure name, or the first ones behind it where those name nothing."""
    return grams(one.placed.lead, patterns) or grams(one.placed.tail[:_NAME], patterns)


def _unit(one: Seen) -> str | None:
    """What a figure is counted in; for a bare one in 万 the word behind it; None where it is no amount."""
    figure = one.placed.quantity
    if figure.kind in AMOUNTS or (figure.kind is QuantityKind.PERCENT and len(one.placed.lead.strip()) >= _RATE):
        return figure.unit or ""
    return one.placed.tail.strip()[:2] if figure.kind is QuantityKind.BARE and figure.scale >= _BARE else None


def _digits(size: Fraction) -> _Digits:
    """The digits of a size without the zeros round them, and the place of the first one: 1.56亿 and 15600万 have the same."""
    whole = str(abs(size.numerator) * 10**_PLACES // size.denominator)
    return len(whole), whole.rstrip("0")


def _exchanged(one: str, other: str, broken: bool) -> bool:
    """Whether digits are the same but for two that are exchanged; broken: it has decimals, so that two digits are not just any number of things."""
    length = max(len(one), len(other))
    first, second = one.ljust(length, "0"), other.ljust(length, "0")
    places = [place for place in range(length) if first[place] != second[place]]
    if len(places) != len("ab") or first[places[0]] != second[places[1]] or first[places[1]] != second[places[0]]:
        return False
    beside = places[1] - places[0] == 1
    return length >= (_NEIGHBOURS - broken if beside else _APART)


def _shared(one: Seen, other: Seen, digits: int, patterns: Patterns) -> int:
    """How many pairs of characters the words directly round two figures share; 0 where a figure of two digits needs more than they say."""
    first, second = (grams(f"{each.placed.lead} {each.placed.tail}", patterns) for each in (one, other))
    shared = len(first & second) or int(digits >= _NEIGHBOURS and _shortened(one.placed.lead.strip(), other.placed.lead.strip()))
    if digits < _NEIGHBOURS and shared:
        wide = [grams(f"{each.said} {each.placed.tail}", patterns) for each in (one, other)]
        if max(len(first & wide[1]), len(second & wide[0])) < _WIDE:
            return 0
    return shared


def _shortened(one: str, other: str) -> bool:
    """Whether one name holds characters of the other alone, in their order, the first of them first (缴毒, 缴获各类毒品)."""
    shorter, longer = sorted((one, other), key=len)
    left = iter(longer)
    return len(shorter) > 1 and shorter[:1] == longer[:1] and all(char in left for char in shorter)


def _of_one_thing(text: Text, view: Panorama, pair: tuple[Seen, Seen], shared: int, patterns: Patterns) -> bool:
    """Whether nothing in the words round two figures of two paragraphs makes them two: a place, a time, a plan, a part, a sum of several."""
    first, second = pair
    if first.paragraph == second.paragraph or exclusive(first.words, second.words, patterns):
        return False
    if apart(f"{first.said} {first.tail}", f"{second.said} {second.tail}", patterns):
        return False
    years = {year_of(each.placed.quantity) for each in pair} - {None}
    if len(years) > 1 or not _of_one_time(text, pair, patterns):
        return False
    of_one_whole = _of_one_whole(view, *pair)
    if _aside(text, pair, shared, patterns, of_one_whole):
        return False
    if (
        first.inner
        and second.inner
        and not (of_one_subject(text.content, first.placed.quantity, second.placed.quantity, patterns) or of_one_whole)
    ):
        return False  # 核减居民1638人，其中因收入超标核减164人: of whom is said before
    return not _one_sums_up(pair, patterns) and not _of_two_payees(text, pair, patterns)


def _of_one_whole(view: Panorama, one: Seen, other: Seen) -> bool:
    """Whether the sentences of two figures tell the same amount before them (享受补贴13911人，其中护理补贴9126人): both are told of it."""
    told = [
        {
            (item.placed.quantity.unit, item.size)
            for item in view.of_sentence(each.sentence)
            if item.placed.index < each.placed.index and item.size > each.size
        }
        for each in (one, other)
    ]
    return bool(told[0] & told[1])


def _one_sums_up(pair: tuple[Seen, Seen], patterns: Patterns) -> bool:
    """Whether the words of one alone say that it is the sum of several things (冰箱和冷链车共计)."""
    joint = patterns.one("claim.repeat.joint")
    return len({each.summed and joint.search(each.placed.lead) is not None for each in pair}) > 1


def _of_two_payees(text: Text, pair: tuple[Seen, Seen], patterns: Patterns) -> bool:
    """Whether figures are one of each (每人900元) and the clauses before name two things that they are of, or their own clause names none."""
    first, second = (each.placed.quantity for each in pair)
    for one in pair:
        if each_of_any(one.placed.lead, patterns):
            return True
        if patterns.one("claim.of-each").search(one.placed.lead) and not of_one_subject(text.content, first, second, patterns):
            return True
    return False


def _of_one_time(text: Text, pair: tuple[Seen, Seen], patterns: Patterns) -> bool:
    """Whether the words round two figures name no two times."""
    when = patterns.one("claim.repeat.when")
    named = [{match[0] for match in when.finditer(_words(text, each.placed.quantity))} for each in pair]
    year = patterns.words("unit.time")[0]
    first, second = ({word for word in words if not (word[:1].isdigit() and word.endswith(year))} for words in named)
    return first <= second or second <= first  # the years of the figures are compared besides


def _moved(one: Seen, other: Seen, told: Counter[tuple[str | None, Fraction]]) -> bool:
    """Whether the report tells the difference of two figures: then both are meant."""
    return bool(told[(one.placed.quantity.unit, abs(one.size - other.size))])


def _words(text: Text, one: Quantity) -> str:
    """The words round a figure, to the marks of its clause."""
    before = text.content[max(0, one.at.start - _REACH) : one.at.start]
    behind = text.content[one.at.end : one.at.end + _REACH]
    ends = [at for mark in _MARKS if (at := behind.find(mark)) >= 0]
    return f"{before[max(before.rfind(mark) for mark in _MARKS) + 1 :]} {behind[: min(ends, default=_REACH)]}"


def _aside(text: Text, pair: tuple[Seen, Seen], shared: int, patterns: Patterns, of_one_whole: bool) -> bool:
    """Whether words round one of them alone make it another figure: a plan, another year, a part where the words have little else in common."""
    first, second = (_words(text, each.placed.quantity) for each in pair)
    told = [word for word in patterns.words("claim.exchanged.aside") if (word in first) != (word in second)]
    among = patterns.words("claim.among")
    return any(word not in among or (shared <= _WIDE and not of_one_whole) for word in told)
