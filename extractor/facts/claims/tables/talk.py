"""What prose says of a table beside it: by how much a figure rose from one year to another, or is above that of another place, and what share it has.

The thing (投诉), the year or place (2018年, 丰泽县) and the one compared with (较2017年, 比市直) are named as the table names them: nothing is guessed. Any
other pair of the same line of the table that agrees clears the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractor.facts.claims.scope import IN_TABLE, Scope, alike
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim, Operand, QuantityKind

Teller = Callable[[Scope, Sequence[Series]], Iterator[Claim]]


def change(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """投诉比2017年减少9起, 比市直多317户: the difference of two figures of one line."""
    stated = scope.figure("stated")
    if stated is None or _aside(scope, stated):
        return
    for series, words in _meant(scope, stated, told):
        unit = series.figures[0].quantity
        points = stated.quantity.kind is QuantityKind.POINTS and unit.kind is QuantityKind.PERCENT
        if not points and not alike(unit, stated.quantity):
            continue
        yield from _compared(scope, stated, series, words)


def growth(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """投诉较2017年下降25.7%: the growth from one figure of a line to another."""
    stated = scope.figure("stated")
    if stated is None or _aside(scope, stated):
        return
    for series, words in _meant(scope, stated, told):
        if series.figures[0].quantity.kind is not QuantityKind.PERCENT:
            yield from _compared(scope, stated, series, words)


def share(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """使用资金最多的是丰泽县，占全市的24.5%: a figure of a line in the sum of it."""
    stated = scope.figure("stated")
    whole = scope.patterns.one("claim.talk.whole")
    if stated is None or not scope.text("phrase") or whole.search(scope.text("phrase")) is None or _aside(scope, stated):
        return
    for series, words in _meant(scope, stated, told, scope.text("phrase")):
        key, before = _key(words, series.keys)
        if series.total is None or key is None or series.dated or _key(before, series.keys)[0] is not None:
            continue
        part = series.of(key)
        if part is not None:
            own, all_of_it = _operand("part", part), _operand("whole", series.total)
            others = [[_operand("part", one), all_of_it] for one in series.figures if one is not part]
            yield scope.claim(stated, [own, all_of_it], others=others, rule="claim/ratio")


def _operand(role: str, one: Placed) -> Operand:
    return Operand(role, one.quantity, IN_TABLE)


def _aside(scope: Scope, stated: Placed) -> bool:
    """Whether a change is one of each year (年均下降), a goal, or of figures that stand beside it."""
    words = scope.sentence.text[: scope.match.end() - scope.sentence.at.start]
    cut = max(words.rfind(mark) for mark in scope.patterns.words("claim.talk.ends"))
    if scope.patterns.one("claim.talk.aside").search(words[cut + 1 :]):
        return True
    named = scope.form.groups
    return ("base" in named and scope.figure("base") is not None) or scope.respectively(stated)


def _meant(scope: Scope, stated: Placed, told: Sequence[Series], more: str = "") -> list[tuple[Series, str]]:
    """The line that the words before a figure name last, with those words; none where two tables have it."""
    start, at = scope.sentence.at.start, scope.match.start()
    words = scope.sentence.text[: at - start]
    words = words[max(words.rfind(mark) for mark in scope.patterns.words("claim.talk.ends")) + 1 :] + scope.match[0][: stated.at.start - at]
    places = [(words.rfind(series.name), len(series.name), series) for series in told if series.name in words]
    places += [(len(words), len(series.name), series) for series in told if more and series.name in more]
    if not places:
        return []
    best = max(place[:2] for place in places)
    opening = scope.opening()
    than = scope.patterns.one("claim.talk.than").search(opening)
    said = opening if than is None else opening[: than.start()]
    if not more and stated.index and scope.nouns(said) and best[0] + best[1] <= len(words) - len(scope.match[0]) - len(opening):
        return []  # 修复册数增长14.8%，叶数增长18.4%: the second is of another line
    found = [series for *place, series in places if tuple(place) == best]
    return [(found[0], words)] if len(found) == 1 else []


def _compared(scope: Scope, stated: Placed, series: Series, words: str) -> Iterator[Claim]:
    """The claim on two figures of a line: the key behind 比 or 较 is the base, the year of the report or the key before it the current one.

    Where nothing is compared with, the years that the words span (三年累计) tell the base, or that the line has two figures only.
    """
    base_key, own_key = _keys(scope, series, words)
    if own_key is None or base_key is None or own_key == base_key:
        return
    base, current = series.of(base_key), series.of(own_key)
    if base is None or current is None:
        return
    sign = 0 if scope.has("claim.either-way", scope.text("verb")) else -1 if scope.falls(scope.text("verb")) else 1
    pairs = [(one, other) for one in series.figures for other in series.figures if one is not other and (one, other) != (current, base)]
    others = [[_operand("current", one), _operand("base", other)] for one, other in pairs]
    yield scope.claim(stated, [_operand("current", current), _operand("base", base)], others=others, sign=sign)


def _keys(scope: Scope, series: Series, words: str) -> tuple[str | None, str | None]:
    """The keys of the base and of the current figure, None where nothing says them."""
    than = list(scope.patterns.one("claim.talk.than").finditer(words))
    before = words[: than[-1].start()] if than else words
    for earlier in reversed(than[:-1]):  # 较2021年下降40.9%，较2022年下降25.7%
        before = before[: earlier.end()] + before[earlier.end() :].removeprefix(
            next((key for key in series.keys if words[earlier.end() :].startswith(key)), "")
        )
    own, _ = _key(before, series.keys)
    if not series.dated:
        base = next((key for key in series.keys if words[than[-1].end() :].startswith(key)), None) if than else None
        return base, own
    last = series.keys[-1]
    own = own or (last if scope.around.period in (None, int(last)) else None)
    if than:
        said = words[than[-1].end() :]
        return _year_before(scope, series, own) if than[-1]["last"] else next(
            (key for key in series.keys if said.startswith(key)), None
        ), own
    if own not in (None, last):
        return None, None
    span = scope.patterns.one("claim.talk.span").search(words)
    years = None if span is None else chinese_to_int(span["years"], scope.patterns)
    if years is None:
        return (series.keys[0] if len(series.keys) == len("ab") else None), last
    return next((key for back in (years, years - 1) if (key := str(int(last) - back)) in series.keys and back), None), last


def _year_before(scope: Scope, series: Series, named: str | None) -> str | None:
    """The key of the year before the one that is named (2022年受理量同比), or before that of the report (比上年)."""
    own = scope.around.period if named is None else int(named)
    last = None if own is None else str(own - 1)
    return last if last in series.keys else None


def _key(words: str, keys: Sequence[str]) -> tuple[str | None, str]:
    """The key that stands last in words, and the words before it."""
    at, key = max(((words.rfind(key), key) for key in keys), key=lambda one: one[0])
    return (None, words) if at < 0 else (key, words[:at])
