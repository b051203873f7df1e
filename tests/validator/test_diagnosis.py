"""Which changes count as one slip of the pen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.validator.diagnosis import misprint


@pytest.mark.parametrize(
    ("printed", "corrected", "kind"),
    [
        ("24", "23", "digit"),
        ("9.5", "8.5", "digit"),
        ("5.28", "5.82", "transposition"),
        ("3.68", "6.38", "transposition"),  # across the decimal point
        ("123", "321", None),  # not neighbours
        ("20", "19", None),  # two digits
        ("9", "10", None),  # another length
        ("-3", "3", None),  # a sign is no digit
        ("10", "-1", None),
    ],
)
def test_misprint(printed: str, corrected: str, kind: str | None) -> None:
    assert misprint(Decimal(printed), Decimal(corrected)) == kind
