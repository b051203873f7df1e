"""What the official formulas give for a target, a result and a 分值; the formulas themselves are data (``patterns/scoring.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractor.language.patterns import Entry, Patterns
from extractor.validator.figures import digits
from extractor.validator.interval import Interval
from extractor.validator.score.indicator_values import Amount, Goal

KIND = "scoring-formula"
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Given:
    """What a formula gives. computed: from the figures as printed; possible: from their intervals; written: as an equation. met: the target is met.

    A formula that leaves room (a quality) gives the interval alone; ``open_end``: its upper end does not belong to it.
    """

    formula: str
    computed: Fraction | None
    possible: Interval
    written: str
    met: bool
    open_end: bool = False


def formulas(patterns: Patterns, chosen: str | None = None) -> tuple[Entry, ...]:
    """The formulas in force: the one that a rubric names for an item, else all. Raises `PatternError` where there is no such entry."""
    return patterns.entries(KIND) if chosen is None else (patterns.entry(chosen),)


def gives(goal: Goal, weight: Decimal, in_force: tuple[Entry, ...]) -> list[Given]:
    """What each formula that is for this kind of target gives; nothing where the target is 0 and no share of it exists."""
    found: list[Given] = []
    for kind in goal.kinds:
        for target, wanted in _wanted(goal, kind):
            found += [one for entry in in_force if wanted in entry.data["targets"] for one in _given(entry, goal, target, weight)]
    return found


def _wanted(goal: Goal, kind: str) -> list[tuple[Amount | None, str]]:
    """The figure that a result is held against, and the kind of target that it then is: of a range the end that was missed."""
    if kind != "range" or goal.target is None or goal.high is None or goal.actual is None:
        return [(goal.target, kind)]
    if goal.actual.value > goal.high.value:
        return [(goal.high, "range-above")]
    return [(goal.target, "range-below")]


def _given(entry: Entry, goal: Goal, target: Amount | None, weight: Decimal) -> list[Given]:
    method, w = entry.data["method"], Fraction(weight)
    if method == "bands":
        return [_band(entry.id, band, w) for band in entry.data["bands"] if band["met"] == goal.met]
    actual = goal.actual
    if target is None or actual is None or target.value <= 0 or actual.value < 0:
        return []
    share = _METHODS[method]
    computed = w * share(target.value, actual.value)
    ends = [w * share(target.value, max(Fraction(0), end)) for end in (actual.spread.low, actual.spread.high)]
    met = share(target.value, actual.value) == _ONE
    terms = _TERMS[method].format(w=digits(weight), a=target.text, b=actual.text)
    written = digits(weight) if met else f"{terms} = {_decimal(computed)}"
    return [Given(entry.id, computed, Interval(min(ends), max(ends)), written, met)]


def _band(id: str, band: dict[str, str], w: Fraction) -> Given:
    low, high = w * Fraction(band["from"]), w * Fraction(band.get("below", band.get("to", "1")))
    return Given(id, None, Interval(low, high), f"{_decimal(low)}–{_decimal(high)}", band["met"] == "reached", "below" in band)


def _share(target: Fraction, actual: Fraction) -> Fraction:
    """W × B ÷ A, not above w."""
    return min(_ONE, actual / target)


def _decrease(target: Fraction, actual: Fraction) -> Fraction:
    """W × (1 − (B − A) ÷ A), not above w and not below 0."""
    return max(Fraction(0), min(_ONE, 1 - (actual - target) / target))


def _inverse(target: Fraction, actual: Fraction) -> Fraction:
    """W × A ÷ B, not above w."""
    return min(_ONE, target / actual) if actual > 0 else _ONE


_METHODS = {"share": _share, "decrease": _decrease, "inverse": _inverse}
_TERMS = {"share": "{w} × {b} ÷ {a}", "decrease": "{w} × (1 − ({b} − {a}) ÷ {a})", "inverse": "{w} × {a} ÷ {b}"}


def _decimal(value: Fraction) -> str:
    """A value with up to four decimals, zeros at the end left out."""
    text = f"{(round(value * 10000)):d}"
    whole, rest = text[:-4] or "0", text[-4:].rjust(4, "0").rstrip("0")
    return f"{whole}.{rest}" if rest else whole
