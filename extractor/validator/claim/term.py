"""A figure of an equation over claims."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from extractor.validator.interval import Interval


class Term(NamedTuple):
    """value: as printed, in base units. spread: all that it can stand for. text: as the equation shows it."""

    value: Fraction
    spread: Interval
    text: str
