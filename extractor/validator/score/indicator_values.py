"""What a target and a result say: figures in one unit with the sign of the target, or words that say how it was met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractor.language.patterns import Patterns
from extractor.model.claims import Quantity, QuantityKind
from extractor.model.facts import CellWords, ScoreItem
from extractor.validator.interval import Interval
from extractor.validator.matter import Matter

UNPARSEABLE, UNITS, DAY, ABSENT = "target-unparseable", "target-units", "target-day", "missing-operand"
_PARTS = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}
_SIGNS = re.compile(r"^[^0-9]+(?=[0-9])")
_EXACT = frozenset({QuantityKind.COUNT, QuantityKind.BARE})


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure. value: in base units; spread: what its printed digits leave open; text: as printed, without signs."""

    value: Fraction
    spread: Interval
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target with its result. kinds: of the target (``at-least``, ``at-most``, ``equal``, ``range``, ``quality``); two where the words leave it open.

    target: None for a quality; high: the upper end of a range. actual: None for a quality. met: ``reached``, ``partly``, ``missed`` of a quality.
    """

    kinds: tuple[str, ...]
    target: Amount | None = None
    high: Amount | None = None
    actual: Amount | None = None
    met: str | None = None


def goal_of(matter: Matter, item: ScoreItem, above: Sequence[ScoreItem]) -> Goal | str:
    """The target and result of an item; the id of a reason where they can't be read."""
    if item.target is None or item.actual is None:
        return ABSENT
    patterns = matter.patterns
    target, actual = _compact(item.target), _compact(item.actual)
    if any(patterns.any_of("target-day").search(text) for text in (target, actual)):
        return DAY
    ranged = patterns.one("scoring.range").match(target)
    if ranged is not None:
        return _in_range(matter, item.actual, ranged["low"], ranged["high"], ranged["unit"])
    wanted, got = _figures(matter, item.target), _figures(matter, item.actual)
    if not wanted:
        return UNPARSEABLE if got else _quality(patterns, target, actual)
    if len(wanted) > 1 or not got:
        return UNPARSEABLE
    same = [one for one in got if _comparable(wanted[0], one)]
    if len(same) != 1:
        return UNITS if got else UNPARSEABLE
    kinds = _kinds(patterns, target if item.sign is None else f"{_compact(item.sign)}{target}", item, above)
    return UNPARSEABLE if not kinds else Goal(kinds, _amount(wanted[0], exact=True), None, _amount(same[0]))


def _compact(words: CellWords) -> str:
    return "".join(words.text.split())


def _figures(matter: Matter, words: CellWords) -> list[Quantity]:
    """The figures of a cell; one without value hides what it is."""
    return [one for one in matter.quantities_in(words.at) if one.value is not None]


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two figures measure in one unit; a bare one goes with any but per cent."""
    if QuantityKind.PERCENT in (one.kind, other.kind):
        return one.kind is other.kind and one.unit == other.unit
    return one.unit is None or other.unit is None or one.unit == other.unit


def _amount(quantity: Quantity, *, exact: bool = False) -> Amount:
    unit = Fraction(quantity.scale) * _PARTS.get(quantity.unit or "", Fraction(1))
    value = Fraction(quantity.value or 0) * unit
    sure = exact or (quantity.kind in _EXACT and quantity.decimals == 0 and quantity.scale == 1)
    half = Fraction(0) if sure else unit / (2 * 10**quantity.decimals)
    return Amount(value, Interval(value - half, value + half), _SIGNS.sub("", quantity.text))


def _kinds(patterns: Patterns, target: str, item: ScoreItem, above: Sequence[ScoreItem]) -> tuple[str, ...]:
    """What a target asks: by its sign, else by the names of the indicator and of those above it, the nearest first; none where two signs contradict."""
    signs = {pattern.attributes["sign"] for pattern in patterns.kind("target-sign") if pattern.search(target)}
    if signs:
        return (str(signs.pop()),) if len(signs) == 1 else ()
    for name in (target, item.title, *(one.title for one in reversed(above))):
        less, more = (_last_end(name, patterns.words(f"scoring.{way}-is-better")) for way in ("less", "more"))
        if less != more:
            return ("at-most",) if less > more else ("at-least",)  # 信访化解率: what a name ends in says what it is
    return ("at-least", "at-most")


def _last_end(name: str, words: Sequence[str]) -> int:
    """Where the last of some words ends in a name; 0 where it has none."""
    return max((at + len(word) for word in words if (at := name.rfind(word)) >= 0), default=0)


def _in_range(matter: Matter, actual: CellWords, low: str, high: str, unit: str) -> Goal | str:
    got = [one for one in _figures(matter, actual) if (one.kind is QuantityKind.PERCENT) == (unit in ("%", "％"))]
    if len(got) != 1:
        return UNITS if got else UNPARSEABLE
    part = _PARTS["%"] if unit in ("%", "％") else Fraction(1)
    ends = [Fraction(Decimal(one)) * part for one in (low, high)]
    if ends[0] > ends[1]:
        return UNPARSEABLE
    lower, upper = (Amount(end, Interval.exact(end), f"{text}{unit}") for end, text in zip(ends, (low, high), strict=True))
    return Goal(("range",), lower, upper, _amount(got[0]))


def _quality(patterns: Patterns, target: str, actual: str) -> Goal | str:
    """A target in words: how the result's words, or the same words as the target's, say that it was met."""
    for met in ("missed", "partly", "reached"):
        if actual in patterns.words(f"scoring.{met}"):
            return Goal(("quality",), met=met)
    return Goal(("quality",), met="reached") if actual == target else UNPARSEABLE
