"""The slips of the pen that may have turned one figure into another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal

from extractor.model.claims import Quantity
from extractor.validator.diagnosis import misprint

_UNITS = (Decimal("0.0001"), Decimal("0.1"), Decimal("0.01"), Decimal(10), Decimal(100), Decimal(10000))
_EXACT = Context(prec=100)


def slips(quantity: Quantity) -> Iterator[tuple[str, Decimal]]:
    """The figures that a slip may have turned into the printed one, with the kind of the slip."""
    assert quantity.value is not None
    printed = format(quantity.value, "f")
    seen: set[Decimal] = {quantity.value}
    for index, digit in enumerate(printed):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            yield from _slip(printed, f"{printed[:index]}{other}{printed[index + 1 :]}", seen)
        following = index + 1 if printed[index + 1 : index + 2] != "." else index + 2
        if following < len(printed):
            swapped = list(printed)
            swapped[index], swapped[following] = swapped[following], swapped[index]
            yield from _slip(printed, "".join(swapped), seen)
    for factor in _UNITS:
        value = _EXACT.multiply(quantity.value, factor)
        if value not in seen:
            yield "unit", _EXACT.normalize(value) if factor < 1 else value


def _slip(printed: str, other: str, seen: set[Decimal]) -> Iterator[tuple[str, Decimal]]:
    value = Decimal(other)
    if value in seen or (len(other) > 1 and other[0] == "0" and other[1] != "."):
        return
    seen.add(value)
    kind = misprint(Decimal(printed), value)
    if kind is not None:
        yield kind, value
