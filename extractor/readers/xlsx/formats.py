"""Number formats of spreadsheets: what a cell shows for the number that it stores (ECMA-376-1, 18.8.30 and 18.8.31).

Figures are rounded half up from 15 significant digits, as spreadsheets do: 1.005 as ``0.00`` is 1.01. Built-in formats are those of the Chinese
locale. What only changes the look is left out: colours, fill characters, and digits written as Chinese numerals ([DBNum1]: the same number).
Numbers in General keep all their digits where a spreadsheet would change to powers of ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
DATE, MONTH, DAY = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: MONTH, 28: DAY,
    29: DAY, 30: "m-d-yy", 31: DATE, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-";@', 42: '¥#,##0;-¥#,##0;"-";@', 43: '#,##0.00;-#,##0.00;"-";@',
    44: '¥#,##0.00;-¥#,##0.00;"-";@', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@", 50: MONTH, 51: DAY, 52: MONTH,
    53: DAY, 54: DAY, 55: MONTH, 56: DAY, 57: MONTH, 58: DAY,
}  # fmt: skip
"""Formats that a file names by number alone, as Excel in Chinese shows them."""

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/[^\x00-\x7f]{4})'
    r"|(?P<half>AM/PM|A/P|[^\x00-\x7f]{2}/[^\x00-\x7f]{2})|(?P<power>E[+-])|(?P<date>y+|m+|d+|h+|s+|a{3,4}|b{1,2}|g+|e+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<slash>/)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
PLAIN = re.compile(r" *(?P<figure>(?P<whole>0|#+0?|#,##[0#])(?:\.(?P<decimals>0+))?)(?P<after>[ %]*)")
"""A section with its literals as spaces, whose figure Python writes the same way."""
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
STORED = Context(prec=15)
"""The digits of a number that a spreadsheet holds for true."""
EXACT = Context(prec=400)
LAST_DAY = 2_958_465
"""The serial number of 31 December 9999."""


class Token(NamedTuple):
    """A piece of a format: its kind (a group of `TOKEN`; ``literal`` for all that is printed as it stands) and its text."""

    kind: str
    text: str


class Plain(NamedTuple):
    """A section whose digits stand together, as nearly all do: ``0.00``, ``#,##0``, ``0.0%``.

    before, after: what is printed round the figure. unit: that of its last decimal. percent: powers of ten. zero: a zero stands before the point.
    """

    before: str
    after: str
    unit: Decimal
    percent: int
    grouped: bool
    zero: bool


class Section(NamedTuple):
    """One of the parts of a format that semicolons set apart. condition: ``(">=", 90)``, None where the place in the format decides."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    kinds: frozenset[str]
    plain: Plain | None

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def stored(written: str) -> Decimal:
    """A number as the file writes it, to the 15 digits that count: ``0.34000000000000002`` is 0.34. `ArithmeticError` where it is none."""
    value = STORED.create_decimal(written)
    if not value.is_finite() or abs(value.adjusted()) > 308:
        raise ArithmeticError(written)
    return value


def shown(value: Decimal, code: str, epoch_1904: bool = False) -> str | None:
    """What a cell of this format shows for a number; ``""`` where the format hides it. None: the format is not understood."""
    sections = _sections(code)
    if len(sections) > 4 or any(section.has("power", "slash") and not section.has("date") for section in sections):
        return None
    section, bare = _chosen(sections, value)
    if section is None:
        return None
    magnitude = abs(value) if bare else value
    if section.has("date", "elapsed"):
        return _date(section, value, epoch_1904)
    if section.has("general", "text") or not (section.tokens or len(sections) > 1):
        return "".join(general(magnitude) if token.kind in ("general", "text") else token.text for token in section.tokens) or general(
            value
        )
    sign = "-" if magnitude < 0 else ""
    return (sign + _number(section, abs(value))).strip()


def shown_text(text: str, code: str) -> str:
    """What a cell of this format shows for words: they stand in the place of ``@``."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1] if sections[-1].has("text") else None
    if section is None or not text:
        return text
    return "".join(text if token.kind == "text" else token.text for token in section.tokens if token.kind in ("text", "literal"))


def shows_date(code: str) -> bool:
    """Whether a format shows numbers as dates or times."""
    return _sections(code)[0].has("date", "elapsed")


def general(value: Decimal) -> str:
    """A number as General shows it in a wide column: at most ten digits where it has decimals, whole numbers with all of theirs."""
    if value == value.to_integral_value():
        return format(value.quantize(Decimal(1), context=EXACT), "f")
    places = max(0, 10 - max(1, value.adjusted() + 1))
    if abs(value) < Decimal("0.0001"):
        return format(value.normalize(), "f")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=EXACT)
    return format(rounded, "f").rstrip("0").rstrip(".")


def day_of(serial: Decimal, epoch_1904: bool) -> date | None:
    """The day of a serial number; None where there is none (29 February 1900, which spreadsheets know, among them)."""
    days = int(serial // 1) + (1462 if epoch_1904 else 0)
    if serial < 0 or days > LAST_DAY or days == 60:
        return None
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...]:
    """A format taken to pieces."""
    sections: list[Section] = []
    tokens: list[Token] = []
    condition = None
    for found in TOKEN.finditer(code + ";"):
        kind = str(found.lastgroup)
        text = found[kind]
        if kind == "end":
            sections.append(_section(_minutes(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            asked = CONDITION.fullmatch(text)
            if asked is not None:
                condition = (asked[1], Decimal(asked[2]))
            elif ELAPSED.fullmatch(text):
                tokens.append(Token("elapsed", text[0].lower()))
            elif text.startswith("$") and text[1:].split("-")[0]:
                tokens.append(Token("literal", text[1:].split("-")[0]))
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(Token("literal", text))
        elif kind != "fill":
            tokens.append(Token(kind, text.lower() if kind == "date" else text))
    return tuple(sections)


def _section(tokens: tuple[Token, ...], condition: tuple[str, Decimal] | None) -> Section:
    kinds = frozenset(token.kind for token in tokens)
    body = "".join(token.text if token.kind in ("digit", "point", "comma") else " " if token.kind == "literal" else "%" for token in tokens)
    found = PLAIN.fullmatch(body)
    if found is None or kinds - {"digit", "point", "comma", "literal", "percent"}:
        return Section(tokens, condition, kinds, None)
    before, after = ("".join(token.text for token in part) for part in (tokens[: found.start("whole")], tokens[found.end("figure") :]))
    places = len(found["decimals"] or "")
    whole = found["whole"]
    return Section(
        tokens,
        condition,
        kinds,
        Plain(before, after, Decimal(1).scaleb(-places), 2 * found["after"].count("%"), "," in whole, whole.endswith("0")),
    )


def _minutes(tokens: list[Token]) -> tuple[Token, ...]:
    """``m`` after hours or before seconds counts minutes (``n`` here), else months; a slash or comma among dates is printed."""
    dates = [index for index, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    for order, index in enumerate(dates):
        before = tokens[dates[order - 1]].text[0] if order else ""
        after = tokens[dates[order + 1]].text[0] if order + 1 < len(dates) else ""
        if tokens[index] in (Token("date", "m"), Token("date", "mm")) and (before == "h" or after == "s"):
            tokens[index] = Token("date", "n" * len(tokens[index].text))
    if dates:
        tokens = [Token("literal", token.text) if token.kind in ("slash", "comma", "point", "digit") else token for token in tokens]
    return tuple(tokens)


def _chosen(sections: tuple[Section, ...], value: Decimal) -> tuple[Section | None, bool]:
    """The section for a number, and whether it is printed without its sign."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or HOLDS[section.condition[0]](value, section.condition[1]):
                return section, False
        return None, False
    if len(numeric) > 1 and value < 0:
        return numeric[1], True
    if len(numeric) > 2 and value == 0:
        return numeric[2], True
    return numeric[0], False


def _number(section: Section, value: Decimal) -> str:
    """A number without its sign, written into the placeholders of a section."""
    if section.plain is not None:
        return _plain_number(section.plain, value)
    tokens = list(section.tokens)
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    if not digits:
        return "".join(token.text for token in tokens if token.kind in ("literal", "percent"))
    whole = [index for index in digits if index < point]
    last = whole[-1] if whole else digits[-1]
    behind = [index for index, token in enumerate(tokens) if token.kind == "comma" and last < index]
    thousands = sum(1 for order, index in enumerate(behind) if index == last + 1 + order or index > digits[-1])
    grouped = any(token.kind == "comma" and whole and whole[0] < index < last for index, token in enumerate(tokens))
    places = sum(1 for index in digits if index > point)
    scaled = EXACT.scaleb(value, 2 * sum(token.kind == "percent" for token in tokens) - 3 * thousands)
    figure = format(scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=EXACT), "f")
    units, _, decimals = figure.partition(".")
    printed = {index: token.text for index, token in enumerate(tokens) if token.kind in ("literal", "percent", "point")}
    printed |= _whole_digits(units.lstrip("0"), whole, tokens, grouped) | _decimals(
        decimals, [one for one in digits if one > point], tokens
    )
    before = units.lstrip("0") if not whole else ""
    return before + "".join(printed.get(index, "") for index in range(len(tokens)))


def _plain_number(plain: Plain, value: Decimal) -> str:
    figure = EXACT.scaleb(value, plain.percent).quantize(plain.unit, ROUND_HALF_UP, EXACT)
    written = format(figure, ",f" if plain.grouped else "f")
    return plain.before + (written if plain.zero else written.removeprefix("0")) + plain.after


def _whole_digits(units: str, places: list[int], tokens: list[Token], grouped: bool) -> dict[int, str]:
    """The digits before the point by placeholder, from the right; the leftmost one takes all that are left."""
    printed: dict[int, str] = {}
    count = 0
    for order, index in enumerate(reversed(places)):
        take = len(units) if order == len(places) - 1 else 1
        taken, units = (units[-take:], units[:-take]) if take and units else ("", "")
        taken = taken or {"0": "0", "?": " "}.get(tokens[index].text, "")
        written = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0 and digit.isdigit():
                written = "," + written
            written = digit + written
            count += 1
        printed[index] = written
    return printed


def _decimals(decimals: str, places: list[int], tokens: list[Token]) -> dict[int, str]:
    """The digits behind the point by placeholder; zeros at the end stand only where the format insists."""
    printed: dict[int, str] = {}
    needed = max((order for order, index in enumerate(places) if tokens[index].text == "0" or decimals[order] != "0"), default=-1)
    for order, index in enumerate(places):
        printed[index] = decimals[order] if order <= needed else " " if tokens[index].text == "?" else ""
    return printed


DAY_DIGITS = 7
"""Of the serial number of the last day; what has many more is too long to be divided."""


def _date(section: Section, serial: Decimal, epoch_1904: bool) -> str | None:
    """A serial number as date and time; None where it is none, or the format asks for names of months or weekdays."""
    if not serial.is_finite() or serial.adjusted() >= DAY_DIGITS:
        return None
    seconds = int((serial % 1 * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    whole = int(serial // 1) + seconds // 86_400
    seconds %= 86_400
    day = day_of(Decimal(whole), epoch_1904)
    if day is None or any(
        token.kind == "date" and (token.text[0] in "abge" or token.text.startswith(("mmm", "ddd"))) for token in section.tokens
    ):
        return None
    halves = any(token.kind == "half" for token in section.tokens)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    total = {"h": whole * 24 + hour, "m": (whole * 24 + hour) * 60 + minute, "s": whole * 86_400 + seconds}
    parts = {"m": day.month, "d": day.day, "h": (hour % 12 or 12) if halves else hour, "n": minute, "s": second}
    printed = []
    for token in section.tokens:
        if token.kind == "elapsed":
            printed.append(str(total[token.text]))
        elif token.kind == "half":
            printed.append(token.text.split("/")[hour >= 12])
        elif token.kind == "date":
            if token.text[0] == "y":
                printed.append(f"{day.year:04}" if len(token.text) > 2 else f"{day.year % 100:02}")
            else:
                printed.append(f"{parts[token.text[0]]:0{min(2, len(token.text))}}")
        elif token.kind == "literal":
            printed.append(token.text)
    return "".join(printed).strip()
