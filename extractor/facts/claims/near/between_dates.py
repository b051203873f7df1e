"""claim/count: how long something took, from one date to another (9月15日至9月21日，连续7天), or by how much it came before or behind its day (早18天).

Dates are no figures; a length of time beside just two of them is counted by them. First and last day may both count, or one of them; a month begun may count.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from extractor.facts.figures import Placed, Sentence
from extractor.facts.figures.sentences import begin_of, end_of
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge
from extractor.model.text import Span

if TYPE_CHECKING:
    import regex

_FORM = "claim.count.between-dates"
"""What reads these claims, in place of a pattern."""
_COUPLE = 2
_MONTHS, _WEEK = 12, 7
_LEAP = 2020
"""The year of dates that name none, in which each day exists."""
_DUE = 12
"""Characters before a date in which words say that it was set."""


class _Day(NamedTuple):
    """A date of the text. told: whether it names its day, else its month alone. until: whether it ends the time that the one before it begins."""

    day: date
    told: bool
    at: Span
    until: bool = False


def between_dates(content: str, sentences: Sequence[Sentence], patterns: Patterns) -> Iterator[Claim]:
    """Each length of time that stands behind two dates, or before them, and is said to be what lies between."""
    for sentence in sentences:
        if sentence.cell:
            continue
        for one in sentence.figures:
            unit = _unit(one, patterns)
            if unit is None or one.quantity.hedge is not Hedge.EXACT or one.quantity.value is None or one.quantity.value % 1:
                continue
            lead = sentence.text[: one.at.start - sentence.at.start]
            tail = sentence.text[one.at.end - sentence.at.start :]
            shift = patterns.one("claim.dates.shifted").search(lead) or patterns.one("claim.dates.shifted-behind").match(tail)
            lasting = patterns.one("claim.dates.lasting").search(lead) or patterns.one("claim.dates.lasting-behind").match(tail)
            if shift is None and lasting is None:
                continue
            found = _couple(content, one, patterns, behind=shift is None)
            limits = None if found is None else _limits(found, unit, shifted=shift is not None)
            if found is None or limits is None:
                continue
            if _is_told_of_another(found, one, sentence):
                continue
            if lasting is not None and not _is_all_of_it(content, found, one, lasting, patterns):
                continue
            least, most = limits
            if shift is not None and _is_turned(content, found, one, patterns, forwards=found[0].day <= found[1].day):
                least, most = -most, -least
            at = Span.covering(found[0].at, found[1].at, one.at)
            named = int(one.quantity.value)
            params: dict[str, object] = {
                "items": named if least <= named <= most else abs(least + most) // 2 if shift is not None else most,
                "least": least,
                "most": most,
            }
            params["listed"] = Span(found[0].at.start, found[1].at.end)
            yield Claim("claim/count", _FORM, one.quantity, (), at, None, params)


def _unit(one: Placed, patterns: Patterns) -> str | None:
    """The unit of a length of time, as dates count it; None where it is none, or counts working days."""
    units: dict[str, str] = patterns.entry("claim.dates.units").data["units"]
    return units.get(one.quantity.unit or "")


def _couple(content: str, one: Placed, patterns: Patterns, *, behind: bool) -> tuple[_Day, _Day] | None:
    """The two dates that a length of time is between: the last ones before it where there are but two in its sentence, or the two behind it."""
    begin, end = begin_of(content, one.at.start), end_of(content, one.at.end)
    days = _days(content, begin, end, patterns)
    before = [day for day in days if day.at.end <= one.at.start]
    after = [day for day in days if day.at.start >= one.at.end]
    if not behind and before and before[-1].until:
        ends = [day for day in before if day.until]  # 计划3月1日至10月31日，实际3月12日至11月26日，晚26天: one end against the other
        return (ends[0], ends[1]) if len(ends) == _COUPLE and len(before) == 2 * _COUPLE else None
    if len(before) == _COUPLE or (len(before) > _COUPLE and not behind):
        return before[-2], before[-1]
    if not before and len(after) >= _COUPLE and behind:
        return after[0], after[1]
    return None


def _days(content: str, begin: int, end: int, patterns: Patterns) -> list[_Day]:
    """The dates between two offsets; one without a year is of the year of the one before, or of the next one where its month has passed."""
    found: list[_Day] = []
    as_of = patterns.words("claim.dates.as-of")
    titles = [match.span() for match in patterns.one("quantity.not.title").finditer(content, begin, end)]
    for match in patterns.one("claim.dates.date").finditer(content, begin, end):
        if any(start <= match.start() < stop for start, stop in titles) or content[begin : match.start()].endswith(as_of):
            continue
        last = found[-1].day if found else None
        month, day = int(match["month"]) if match["month"] else (last.month if last else 0), int(match["day"] or 1)
        year = int(match["year"]) if match["year"] else last.year if last else _LEAP
        if match["next"]:
            year += 1
        if not 1 <= month <= _MONTHS or not 1 <= day <= monthrange(year, month)[1]:
            return []
        if last is not None and not match["year"] and not match["next"] and (month, day) < (last.month, last.day) and match["until"]:
            year += 1
        found.append(_Day(date(year, month, day), match["day"] is not None, Span(*match.span()), bool(match["until"])))
    return found


def _limits(couple: tuple[_Day, _Day], unit: str, *, shifted: bool) -> tuple[int, int] | None:
    """Between which numbers of a unit the time from one date to another may be told."""
    first, last = couple
    days = (last.day - first.day).days
    if unit in {"day", "week"}:
        if not (first.told and last.told) or (days < 0 and not shifted):
            return None
        slack = (days - 1, days + 1) if shifted else (days, days + 1)
        return slack if unit == "day" else (slack[0] // _WEEK, -(-slack[1] // _WEEK))
    months = (last.day.year - first.day.year) * _MONTHS + last.day.month - first.day.month
    if months < 0 or shifted:
        return None
    exact = first.told and last.told
    least = months - (exact and last.day.day < first.day.day)
    most = least + 1 if exact and last.day.day != first.day.day - 1 else months + 1 if not exact else months
    return (least, most) if unit == "month" else (least // _MONTHS, -(-most // _MONTHS))


def _is_told_of_another(couple: tuple[_Day, _Day], one: Placed, sentence: Sentence) -> bool:
    """Whether another length of time stands between the dates and it: 3月1日开工，8月31日完工，停工20天，工期160天; 历时54天，较计划的60天提前6天."""
    beside = [other for other in sentence.figures if other is not one and other.quantity.unit == one.quantity.unit]
    return any(couple[1].at.end <= other.at.start < one.at.start for other in beside)


def _is_all_of_it(content: str, couple: tuple[_Day, _Day], one: Placed, said: regex.Match[str], patterns: Patterns) -> bool:
    """Whether a length of time is all that lies between two dates: a bare sum ends its clause, a named one goes with a first and a last day."""
    told = said.groupdict()
    if (
        told.get("noun")
        and couple[0].at.start > one.at.start
        and any(word in told["noun"] for word in patterns.words("claim.dates.planned"))
    ):
        return False  # 合同工期240天，3月1日开工，10月15日完工
    if told.get("sum"):
        return not one.tail.strip()
    if not told.get("noun"):
        return True
    first, last = min(couple[0].at.start, one.at.start), end_of(content, couple[1].at.end)
    return patterns.one("claim.dates.range").search(content, begin_of(content, first), last) is not None


def _is_turned(content: str, couple: tuple[_Day, _Day], one: Placed, patterns: Patterns, *, forwards: bool) -> bool:
    """Whether the date that was set stands first and what was done came before it: then its day is the later one.

    forwards: whether the first date is the earlier one; where no words tell which of them was set, the dates do.
    """
    first, last = couple
    late = patterns.one("claim.dates.late").search(content[last.at.end : one.at.end + len(one.tail)]) is not None
    ahead = patterns.one("claim.dates.due-before")
    first_set = ahead.search(content[: first.at.start], max(0, first.at.start - _DUE)) is not None
    last_set = (
        patterns.one("claim.dates.due-behind").match(content, last.at.end) is not None
        or ahead.search(content[first.at.end : last.at.start]) is not None
    )
    if first_set is last_set:
        return not forwards
    return last_set is late
