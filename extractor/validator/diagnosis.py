"""The smallest single change that makes every equation around a figure hold; named only where it is the only one of its size."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from extractor.model.report import Diagnosis
from extractor.validator.application import Application
from extractor.validator.cause import Cause, Failures
from extractor.validator.interval import decimals_of

_TEN = 10
_TELLING = 3
"""Digits of a figure from which another digit in it tells."""


def diagnose(cause: Cause, failures: Failures, gaps: Mapping[str | None, tuple[int, ...]]) -> Diagnosis | None:
    """What one slip explains all failed checks of a cause.

    gaps: numbers that the numbering skips, by the section above (None: the report). Small slips are a digit, a transposition, an item counted twice
    or left out; where there is none, a stated total that was not brought up to date (``stale``). None where several are as likely.
    """
    if failures.is_note(cause.head):
        return None
    serious = [one for one in cause.failed if not failures.is_note(one)]
    changes = _changes(serious, failures)
    found = [
        Diagnosis(kind, ref, failures.printed[ref], corrected)
        for ref, corrected in changes.items()
        if (kind := misprint(failures.printed[ref], corrected)) is not None
    ]
    found += _doubled(serious)
    found += _missing(serious, gaps)
    if found:
        return found[0] if len(found) == 1 else None
    stale = [
        Diagnosis("stale", ref, failures.printed[ref], corrected)
        for ref, corrected in changes.items()
        if ref.startswith("totals.") and ref == cause.head.stated_ref
    ]
    return stale[0] if stale else None


def misprint(printed: Decimal, corrected: Decimal) -> str | None:
    """``digit`` where one digit differs, ``transposition`` where two neighbours are exchanged, else None; the decimals stay as printed."""
    was, should = format(printed, "f"), format(corrected, "f")
    if len(was) != len(should):
        return None
    differing = [index for index, (one, other) in enumerate(zip(was, should, strict=True)) if one != other]
    if not all(was[index].isdigit() and should[index].isdigit() for index in differing):
        return None
    if len(differing) == 1:
        return "digit"
    if len(differing) == 2 and _neighbours(was, *differing):
        first, second = differing
        if was[first] == should[second] and was[second] == should[first]:
            return "transposition"
    return None


def is_misprint_of(one: Decimal | Fraction, other: Decimal | Fraction) -> bool:
    """Whether one printed figure is the other with two neighbours exchanged, with its point lost (980 for 98), or with another digit among three or more."""
    if not (isinstance(one, Decimal) and isinstance(other, Decimal)):
        return False
    decimals = Decimal(1).scaleb(min(_last_place(one), _last_place(other)))
    kind = misprint(one.quantize(decimals), other.quantize(decimals))
    telling = len(format(max(one, other).quantize(decimals), "f").replace(".", "").rstrip("0"))
    return kind == "transposition" or (kind == "digit" and telling >= _TELLING) or (one == other * _TEN and telling > 1)


def _last_place(figure: Decimal) -> int:
    """The power of ten of a figure's last digit behind the point, 0 where it has none."""
    return min(0, int(figure.normalize().as_tuple().exponent))


def _neighbours(printed: str, first: int, second: int) -> bool:
    """Whether two digits stand side by side, a decimal point between them aside."""
    return not printed[first + 1 : second].strip(".")


def _changes(serious: list[Application], failures: Failures) -> dict[str, Decimal]:
    """The figures whose one change mends all of the failed checks, with what they would be."""
    found: dict[str, Decimal] = {}
    refs = dict.fromkeys(ref for one in serious if one.equation is not None for ref in one.equation.coefficients)
    for ref in refs:
        mending = failures.mending(ref, strictly=True)
        if mending is None or any(one not in mending[1] for one in serious):
            continue
        corrected = _printable(failures.values[ref] + mending[0], decimals_of(failures.printed[ref]))
        if corrected is not None:
            found[ref] = corrected
    return found


def _printable(value: Fraction, decimals: int) -> Decimal | None:
    """The value with at least the printed decimals; None where it has no finite form of up to six more."""
    for places in range(decimals, decimals + 7):
        steps = value * 10**places
        if steps.denominator == 1:
            return Decimal((value < 0, tuple(map(int, str(abs(steps.numerator)))), -places))
    return None


def _doubled(serious: list[Application]) -> list[Diagnosis]:
    """A sum that exceeds the stated figure by exactly one of its addends: that item may be counted twice."""
    if len(serious) != 1 or not serious[0].check.rule.endswith("-sum"):
        return []
    check = serious[0].check
    surplus = Fraction(check.computed or 0) - Fraction(check.stated or 0)
    items = [one for one in check.operands if one.role == "addend" and one.value is not None and one.value == surplus]
    if surplus <= 0 or len(items) != 1 or items[0].ref is None or not isinstance(items[0].value, Decimal):
        return []
    return [Diagnosis("doubled", items[0].ref, items[0].value, Decimal(0), {"points": items[0].value})]


def _missing(serious: list[Application], gaps: Mapping[str | None, tuple[int, ...]]) -> list[Diagnosis]:
    """A sum that falls short where the numbering skips one item: that item would have to carry the rest."""
    sums = [one.check for one in serious if one.check.rule.endswith("-sum")]
    if len(sums) != len(serious) or not sums:
        return []
    check = sums[0]
    skipped = gaps.get(check.section, ())
    short = Fraction(check.stated or 0) - Fraction(check.computed or 0)
    points = _printable(short, 0)
    if short <= 0 or points is None or len(skipped) != 1 or serious[0].stated_ref is None:
        return []
    if not isinstance(check.stated, Decimal) or not isinstance(check.computed, Decimal):
        return []
    return [Diagnosis("missing", serious[0].stated_ref, check.computed, check.stated, {"number": skipped[0], "points": points})]
