"""What figures must give: the equations of the claims over what printed digits admit. Written from the contract, independent of the extractor."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

from corpus.recipes.pieces import Claim, Figure

Range = tuple[Fraction, Fraction]


def decimal(value: Fraction, decimals: int, *, cut: bool = False) -> Decimal:
    """``value`` printed with ``decimals`` digits, rounded half up or cut."""
    exact = Decimal(value.numerator * 10 ** (decimals + 4) // value.denominator).scaleb(-(decimals + 4))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if cut else ROUND_HALF_UP)


def _reach(values: list[Fraction]) -> Range:
    return min(values), max(values)


def computed(claim: Claim) -> Range | None:
    """The interval of the figure that the operands give; None where a divisor may be 0."""
    ranges = [operand.interval for operand in claim.operands]
    match claim.equation:
        case "ratio" | "times":
            (low, high), (bottom, top) = ranges
            if bottom <= 0:
                return None
            factor = 100 if claim.equation == "ratio" else 1
            return low / top * factor, high / bottom * factor
        case "growth" | "fall":
            now, base = ranges
            if base[0] <= 0:
                return None
            sign = 1 if claim.equation == "growth" else -1
            return _reach([sign * (one - other) / other * 100 for one, other in product(now, base)])
        case "more" | "less":
            now, base = ranges
            sign = 1 if claim.equation == "more" else -1
            return _reach([sign * (one - other) for one, other in product(now, base)])
        case "product":
            return _reach([one * other * claim.factor for one, other in product(*ranges)])
        case "sum":
            return sum((low for low, _ in ranges), Fraction(0)), sum((high for _, high in ranges), Fraction(0))
        case "same":
            return ranges[0][0] * claim.factor, ranges[0][1] * claim.factor
        case "average":
            (low, high), (bottom, top) = ranges
            return None if bottom <= 0 else (low / top, high / bottom)
    raise ValueError(claim.equation)


def holds(claim: Claim) -> bool:
    """Whether rounding (or cutting) of the printed figures can explain the claim."""
    return standing(claim) != "fails"


def standing(claim: Claim) -> str:
    """``exact`` (also cut instead of rounded), ``slack`` (only the rounding of the operands explains it) or ``fails``."""
    if not _holds(claim):
        return "fails"
    found = None if claim.equation in SPECIAL else computed(_as_printed(claim))
    if found is None:
        return "exact"
    stated = claim.stated
    unscaled = found[0] / stated.scale
    return "exact" if stated.value in {decimal(unscaled, stated.decimals), decimal(unscaled, stated.decimals, cut=True)} else "slack"


SPECIAL = frozenset({"at-least", "at-most", "within", "count", "weights", "plausible"})


def _as_printed(claim: Claim) -> Claim:
    """The claim over its operands as if they were exact."""
    exact = [Figure(one.value, one.unit, "count", one.means) for one in claim.operands]
    return Claim(claim.rule, claim.equation, claim.stated, exact, factor=claim.factor)


def _holds(claim: Claim) -> bool:
    low, high = claim.stated.interval
    match claim.equation:
        case "at-least":
            return high >= claim.operands[0].interval[0]
        case "at-most":
            return low <= claim.operands[0].interval[1]
        case "within":
            return low <= claim.operands[0].interval[1]
        case "count":
            return claim.names is not None and claim.stated.value == len(claim.names.atoms) // 2 + 1
        case "weights":
            return claim.stated.value + sum(operand.value for operand in claim.operands) == 100
        case "plausible":
            return claim.operands[0].value > 0 and Decimal("1.5") <= claim.stated.value / claim.operands[0].value <= Decimal("2.8")
    found = computed(claim)
    if found is None:
        return False
    return (found[0] <= high and low <= found[1]) or claim.stated.value == decimal(
        found[0] / claim.stated.scale, claim.stated.decimals, cut=True
    )


def percent(value: Fraction, decimals: int, *, cut: bool = False) -> Figure:
    """A percentage printed with ``decimals`` digits."""
    return Figure(decimal(value, decimals, cut=cut), "%", "percent")
