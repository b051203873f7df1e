"""Dates as documents print them (成文日期, 印发日期), read into ISO 8601."""

from __future__ import annotations

from calendar import monthrange
from typing import NamedTuple

from extractor.language.patterns import Patterns


class PrintedDate(NamedTuple):
    """value: ISO 8601 (``2017-03-21``, ``2022-03``), or the printed form where ``valid`` is False: there is no such day or month."""

    value: str
    valid: bool


def read_date(printed: str, patterns: Patterns) -> PrintedDate | None:
    """Read one date (nothing else in ``printed``); None where it is no date, or masked. A year of two digits is of this century (09年)."""
    parts = patterns.one("date.parts").search(printed)
    if parts is None:
        return None
    year = _digits(parts["year"], patterns)
    month = _below_hundred(parts["month"], patterns)
    if year is None or month is None:
        return None
    if year < 100:
        year += 2000
    if not 1 <= month <= 12 or not 1900 <= year <= 2999:
        return PrintedDate(printed, False)
    if parts["day"] is None:
        return PrintedDate(f"{year:04}-{month:02}", True)
    day = _below_hundred(parts["day"], patterns)
    if day is None or not 1 <= day <= monthrange(year, month)[1]:
        return PrintedDate(printed, False)
    return PrintedDate(f"{year:04}-{month:02}-{day:02}", True)


def read_year(printed: str, patterns: Patterns) -> int | None:
    """A year as printed, in Arabic or Chinese digits (``2016``, ``09``, ``二〇二一``); None where masked."""
    year = _digits(printed, patterns)
    if year is None:
        return None
    return year + 2000 if year < 100 else year


def _digits(printed: str, patterns: Patterns) -> int | None:
    """A number written digit by digit."""
    table: dict[str, str] = patterns.entry("date.digits").data["digits"]
    digits = "".join(table.get(sign, sign) for sign in printed)
    return int(digits) if digits.isdecimal() and digits.isascii() else None


def _below_hundred(printed: str, patterns: Patterns) -> int | None:
    """A month or a day, in digits or with a word for ten (十二, 廿一, 三十, 二十○)."""
    if printed in patterns.words("month.first"):
        return 1
    tens: dict[str, int] = patterns.entry("date.digits").data["tens"]
    for sign, value in tens.items():
        before, mark, after = printed.partition(sign)
        if mark:
            factor = _digits(before, patterns) if before else 1
            rest = _digits(after, patterns) if after else 0
            whole = value == 10 or not before
            return factor * value + rest if factor is not None and rest is not None and whole else None
    return _digits(printed, patterns)
