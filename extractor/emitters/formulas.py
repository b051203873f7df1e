"""The equation of a check as formulas of a spreadsheet over the cells that hold its figures, with what they must give.

A `Term` carries a formula and its exact value side by side, for the figures as printed and for the bounds that their printed digits leave
(`extractor.validator.claim.spread`). So a formula is written down only where it gives the check's own result: what cannot be said as a formula is never
made to look like one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from extractor.emitters.formula_terms import Term, added, digits, factor, minus, over, products, scaled
from extractor.model.claims import Claim, Quantity
from extractor.model.report import Check, Operand, Report, Verdict
from extractor.validator.claim.comparison import ROUNDED
from extractor.validator.claim.equations import operand_spread
from extractor.validator.claim.spread import is_fraction, spread, unit_of
from extractor.validator.interval import Interval, decimals_of

SIGNS = (1, -1)
SCORED = frozenset(
    {
        "score/section-max-sum",
        "score/section-self-sum",
        "score/total-max-sum",
        "score/total-self-sum",
        "score/self-exceeds-max",
        "score/deduction",
        "score/total-deduction",
        "score/deduction-count",
        "score/conflict",
        "score/table",
    }
)
"""The rules over scores that are arithmetic; the others go by formulas of a rubric, by words, or by what is absent."""


class Comparison(StrEnum):
    """How the stated figure S is held against what was computed, C, both with their bounds."""

    EQUAL = "equal"
    """S = C, both without slack."""
    OVERLAP = "overlap"
    """The intervals share a value, or C cut to the printed digits is S."""
    AT_MOST = "at-most"
    """S may lie below C or at it."""
    AT_LEAST = "at-least"


@dataclass(frozen=True, slots=True)
class Equation:
    """What a check computes, in the unit of its stated figure. half: what the stated figure's digits leave on either side; cut: it may have been cut off."""

    result: Term
    test: Comparison
    stated: Decimal
    half: Fraction = Fraction(0)
    decimals: int = 0
    cut: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figures agree, by exact arithmetic."""
        stated, (value, low, high) = Fraction(self.stated), self.result.value
        match self.test:
            case Comparison.EQUAL:
                return stated == value
            case Comparison.AT_MOST:
                return stated - self.half <= high
            case Comparison.AT_LEAST:
                return stated + self.half >= low
        step = 10**self.decimals
        overlap = low <= stated + self.half and high >= stated - self.half
        return overlap or (self.cut and Fraction(int(value * step), step) == stated)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a check with the cell that holds it as printed. unit, slack: what one of it is in base units, and how far it may be off."""

    operand: Operand
    cell: str
    unit: Fraction = Fraction(1)
    slack: Fraction = Fraction(0)

    def term(self, base: Fraction = Fraction(1)) -> Term:
        """The figure counted in ``base``."""
        assert self.operand.value is not None
        printed = Fraction(self.operand.value)
        half = self.slack / self.unit
        exact = Term((self.cell, self.cell, self.cell), (printed, printed, printed))
        if half:
            off = digits(half)
            exact = Term((self.cell, f"{self.cell}-{off}", f"{self.cell}+{off}"), (printed, printed - half, printed + half), loose=True)
        return scaled(exact, self.unit / base)


class Equations:
    """Finds the equation of each check of a report."""

    def __init__(self, report: Report) -> None:
        self._quantities = {f"quantity:{one.id}": one for one in report.facts.quantities}
        self._claims: dict[tuple[str, str], list[Claim]] = {}
        for claim in report.facts.claims:
            self._claims.setdefault((claim.rule, f"quantity:{claim.stated.id}"), []).append(claim)

    def decimals(self, operand: Operand) -> int:
        """With how many decimals a figure is shown."""
        return decimals_of(operand.value) if isinstance(operand.value, Decimal) else 0

    def quantity(self, operand: Operand) -> Quantity | None:
        """The figure of the text that an operand is, None where it is a score."""
        return self._quantities.get(operand.ref or "")

    def equation(self, check: Check, cells: Mapping[int, str]) -> Equation | None:
        """The equation of ``check`` over the cells of its operands (by their position); None where it has none, or none that gives its result."""
        if not isinstance(check.stated, Decimal) or check.computed is None:
            return None
        shown = [(one, cells[index]) for index, one in enumerate(check.operands) if index in cells]
        if any(operand.value is None for operand, _ in shown):
            return None
        claimed = check.rule.startswith("claim/")
        if not claimed and check.rule not in SCORED:
            return None
        tried = self._claimed(check, shown) if claimed else _scored(check, [Figure(*one) for one in shown])
        computed = Fraction(check.computed)
        for equation in tried:
            value, *bounds = equation.result.value
            fits = value == computed and check.interval in (None, tuple(bounds))
            decided = check.verdict is Verdict.UNCHECKED or equation.holds == (check.verdict is not Verdict.INCONSISTENT)
            if fits and decided:
                return equation
        return None

    def _figure(self, operand: Operand, cell: str, counted: Collection[str] = ()) -> Figure:
        """A figure with the slack that the equation of its claim gives it; counted: the figures that the claim takes as set, by id."""
        quantity = self.quantity(operand)
        if quantity is None or quantity.value is None:
            return Figure(operand, cell)
        around = operand_spread(quantity, quantity.id in counted)
        return Figure(operand, cell, unit_of(quantity), (around.high - around.low) / 2)

    def _claimed(self, check: Check, shown: Sequence[tuple[Operand, str]]) -> Iterator[Equation]:
        """Every equation that a claim of the check's rule about its figure may have meant."""
        stated = next((one for one in check.operands if one.role == "stated"), None)
        ref = "" if stated is None else stated.ref or ""
        quantity = self._quantities.get(ref)
        if check.rule == "claim/weights":
            yield from _weights(check, [self._figure(*one) for one in shown])
            return
        if quantity is None or quantity.value is None:
            return
        for claim in self._claims.get((check.rule, ref), ()):
            counted = claim.params.get("counted", ())
            assert isinstance(counted, tuple)
            figures = [self._figure(*one, counted) for one in shown]
            for result, test, half in _results(claim, quantity, figures):
                yield _held(quantity, result, test, half, rounded=claim.rule in ROUNDED or bool(claim.params.get("rounded")))


def _held(quantity: Quantity, result: Term, test: Comparison | None, half: Fraction | None, *, rounded: bool) -> Equation:
    """The stated figure against a result, as `extractor.validator.claim.outcome.compare` has it where no ``test`` is named."""
    assert quantity.value is not None
    around = spread(quantity)
    own = (around.high - around.low) / 2 / unit_of(quantity)
    if test is not None:
        return Equation(result, test, quantity.value, own if half is None else half)
    if is_fraction(quantity):
        return Equation(result, Comparison.OVERLAP, quantity.value, own)
    if not rounded and not own and quantity.kind != "percent" and result.value[1] == result.value[2]:
        return Equation(result, Comparison.EQUAL, quantity.value)
    printed = Interval.printed(quantity.value)
    return Equation(result, Comparison.OVERLAP, quantity.value, (printed.high - printed.low) / 2, decimals_of(quantity.value), cut=True)


def _results(claim: Claim, stated: Quantity, figures: list[Figure]) -> Iterator[tuple[Term, Comparison | None, Fraction | None]]:
    """What the figures give by the rule of the claim, in the unit of the stated one, and how that is to be compared."""
    roles: dict[str, list[Figure]] = {}
    for figure in figures:
        roles.setdefault(figure.operand.role, []).append(figure)
    unit = unit_of(stated)
    own = {role: [figure.term(unit) for figure in found] for role, found in roles.items()}
    factors = claim.params.get("factors", (Fraction(1),))
    assert isinstance(factors, tuple)
    match claim.rule:
        case "claim/sum" | "claim/breakdown" if "part" in own:
            yield added(own["part"]), None, None
        case "claim/repeat" if "first" in own:
            yield own["first"][0], None, None
        case "claim/part-exceeds-whole" if "whole" in own:
            yield own["whole"][0], Comparison.AT_MOST, None
        case "claim/difference" if "had" in own and "used" in own:
            yield minus(added(own["had"]), added(own["used"])), None, None
        case "claim/difference" if "current" in own and "base" in own:
            yield minus(added(own["current"]), added(own["base"])), None, None
            yield minus(added(own["base"]), added(own["current"])), None, None
        case "claim/ratio" if "part" in roles and "whole" in roles:
            shares = (roles["whole"], roles["part"]) if stated.unit == "1:" else (roles["part"], roles["whole"])
            base = shares[1][0].unit
            parts, whole = (added([figure.term(base) for figure in one]) for one in shares)
            yield from ((scaled(one, 1 / unit), None, None) for one in over(parts, whole))
        case "claim/growth":
            yield from ((scaled(one, 1 / unit), None, None) for one in _growth(roles))
        case "claim/product" | "claim/conversion":
            of = roles.get("factor") or roles.get("value") or []
            groups = claim.params.get("groups", ())
            assert isinstance(groups, tuple)
            made = products([figure.term(figure.unit) for figure in of], [figure.unit for figure in of], groups or (len(of),), unit)
            yield from ((scaled(made, times), None, None) for times in factors if made is not None)
        case "claim/average" if "total" in roles:
            for times in factors:
                yield from ((one, None, None) for one in _average(roles["total"][0], roles.get("count", []), times, unit))
        case "claim/bound" if "value" in roles:
            yield from _bound(claim, roles, unit)
        case "claim/count":
            least, most = (Fraction(int(str(claim.params[name]))) for name in ("least", "most"))
            named = Fraction(int(str(claim.params["items"])))
            values = (named, least, max(least, most))
            yield Term((digits(values[0]), digits(values[1]), digits(values[2])), values), Comparison.OVERLAP, Fraction(0)


def _growth(roles: dict[str, list[Figure]]) -> Iterator[Term]:
    """As in `extractor.validator.claim.equations`: each figure counts once in the bounds."""
    if "change" in roles and "base" in roles:
        yield from over(roles["change"][0].term(roles["base"][0].unit), roles["base"][0].term(roles["base"][0].unit))
    elif "change" in roles and "current" in roles:
        unit = roles["current"][0].unit
        change, current = roles["change"][0].term(unit), roles["current"][0].term(unit)
        for sign in SIGNS:
            mark = "-" if sign > 0 else "+"
            pairs = [(0, 0), (1, 1), (1, 2), (2, 1), (2, 2)]
            below = [current.value[j] - sign * change.value[i] for i, j in pairs]
            if any(one <= 0 for one in below):
                continue
            values = [change.value[i] / one for (i, _), one in zip(pairs, below, strict=True)]
            said = [f"{factor(change, i)}/({current.at[j]}{mark}{factor(change, i)})" for i, j in pairs]
            corners = ",".join(said[1:])
            yield Term((said[0], f"MIN({corners})", f"MAX({corners})"), (values[0], min(values[1:]), max(values[1:])))
    elif "current" in roles and "base" in roles:
        unit = roles["base"][0].unit
        current, base = roles["current"][0].term(unit), roles["base"][0].term(unit)
        for ratio in over(current, base):
            value, low, high = ratio.value
            grown = (f"({current.at[0]}-{factor(base, 0)})/{factor(base, 0)}", f"{ratio.at[1]}-1", f"{ratio.at[2]}-1")
            shrunk = (f"({base.at[0]}-{factor(current, 0)})/{factor(base, 0)}", f"1-{ratio.at[2]}", f"1-{ratio.at[1]}")
            yield Term(grown, (value - 1, low - 1, high - 1), loose=True)
            yield Term(shrunk, (1 - value, 1 - high, 1 - low), loose=True)


def _average(total: Figure, counts: Sequence[Figure], times: Fraction, unit: Fraction) -> Iterator[Term]:
    """A total by every number that it is divided by, the months besides."""
    results, units = [total.term(total.unit)], total.unit
    for count in counts:
        results = [one for result in results for one in over(result, count.term(count.unit))]
        units /= count.unit
    yield from (scaled(result, units / times / unit) for result in results)


def _bound(claim: Claim, roles: dict[str, list[Figure]], unit: Fraction) -> Iterator[tuple[Term, Comparison, Fraction | None]]:
    """The figure that is bounded; the stated one is its limit: a limit at most leaves what is computed below it."""
    value, upward = roles["value"][0].term(unit), claim.params.get("sense") in ("at-least", "above")
    if "other" in roles:
        other = roles["other"][0].term(unit)
        apart, reverse = minus(value, other), minus(other, value)
        values = (abs(apart.value[0]), max(Fraction(0), apart.value[1], reverse.value[1]), max(abs(apart.value[1]), abs(apart.value[2])))
        said = (f"ABS({apart.at[0]})", f"MAX(0,{apart.at[1]},{reverse.at[1]})", f"MAX(ABS({apart.at[1]}),ABS({apart.at[2]}))")
        yield Term(said, values), Comparison.AT_LEAST, Fraction(0)
        return
    test = Comparison.AT_MOST if upward else Comparison.AT_LEAST
    if "base" in roles:
        base = roles["base"][0]
        for ratio in over(roles["value"][0].term(base.unit), base.term(base.unit)):
            yield scaled(ratio, 1 / unit), test, None
    else:
        yield value, test, None


def _weights(check: Check, figures: list[Figure]) -> Iterator[Equation]:
    """Every weight of the list, the first one too, makes 100 with the others: exactly where they are whole, else within their rounding."""
    whole = all(decimals_of(one.value) == 0 for one in check.operands if isinstance(one.value, Decimal))
    terms = [Figure(one.operand, one.cell, one.unit, Fraction(0) if whole else one.slack).term(Fraction(1, 100)) for one in figures]
    if terms and isinstance(check.stated, Decimal):
        yield Equation(added(terms), Comparison.OVERLAP, check.stated)


def _scored(check: Check, figures: list[Figure]) -> Iterator[Equation]:
    """Scores are exact: a sum of the operands with the signs that give the result, a count of them, or a limit."""
    assert isinstance(check.stated, Decimal)
    terms = [figure.term() for figure in figures]
    roles = [figure.operand.role for figure in figures]
    if check.rule == "score/deduction-count":
        said, number = f"COUNT({','.join(figure.cell for figure in figures)})", Fraction(len(figures))
        if figures:
            yield Equation(Term((said,) * 3, (number,) * 3), Comparison.EQUAL, check.stated)
        return
    if check.rule == "score/self-exceeds-max":
        zero = Term(("0",) * 3, (Fraction(0),) * 3)
        limits = [(terms[0], Comparison.AT_MOST)] if terms else [(zero, Comparison.AT_LEAST), (zero, Comparison.AT_MOST)]
        yield from (Equation(limit, comparison, check.stated) for limit, comparison in limits)
        return
    if not terms:
        return
    subtracted = "max" in roles or "minuend" in roles
    usual = {role: -1 if role == "deduction" and subtracted else 1 for role in roles}
    for turned in (None, *dict.fromkeys(roles)):
        signs = [usual[role] * (-1 if role == turned else 1) for role in roles]
        yield Equation(added(terms, signs), Comparison.EQUAL, check.stated)
