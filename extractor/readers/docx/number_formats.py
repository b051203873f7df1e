"""Numbers as Word writes them in labels: ST_NumberFormat (ISO/IEC 29500-1, 17.18.59) with Word's own departures ([MS-OI29500] 2.1.540).

Where the standard's characters end (① stops at ⑳, 甲 at 癸) the number is written in decimal digits, as Word does; so is, here, a Roman number or one in
letters beyond `WORDS_LAST`, which would grow without end.
"""

from __future__ import annotations

from collections.abc import Callable

COUNTING = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
LEGAL = ("", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖")
LEGAL_TRADITIONAL = ("", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖")
STEMS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
BRANCHES = ("子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
    (1, "I"),
)  # fmt: skip

WORDS_LAST = 32_767
"""The last number that Word counts to."""


def written(number: int, form: str) -> str:
    """``number`` (0 or more) in the form of an ST_NumberFormat; decimal digits in a form that is not known, empty for ``none`` and ``bullet``."""
    if form in ("none", "bullet"):
        return ""
    write = FORMS.get(form)
    return str(number) if write is None else write(number)


def _counting(number: int) -> str:
    """一 … 十 … 九十九, from a hundred on digit by digit with ○ (U+25CB)."""
    if number >= 100 or number == 0:
        return _digits(number, "\u25cb")
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else COUNTING[tens] * (tens > 1) + "\u5341") + COUNTING[ones]


def _digits(number: int, zero: str, digits: tuple[str, ...] = COUNTING) -> str:
    """Digit by digit."""
    return "".join(digits[int(digit)] or zero for digit in str(number))


def _thousand(number: int, digits: tuple[str, ...], units: tuple[str, ...], zero: str, *, one_ten: bool) -> str:
    """一百零一: digits with their multipliers in groups of ten thousand; ``one_ten`` writes the one before a leading ten."""
    if number == 0:
        return zero
    groups: list[str] = []
    high, low = divmod(number, 10_000)
    if high:
        groups.append(_thousand(high, digits, units, zero, one_ten=one_ten) + units[3])
    text, gap = "", bool(high) and low < 1000
    for power in (3, 2, 1, 0):
        digit = low // 10**power % 10
        if digit == 0:
            gap = gap or bool(text)
            continue
        text += (zero if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    whole = "".join(groups) + text
    leading_ten = not one_ten and whole.startswith(digits[1] + units[0])
    return whole[1:] if leading_ten else whole


def _japanese(number: int) -> str:
    """百十一: no one before 十, 百 and 千, no zero between."""
    if number == 0 or number >= 10_000:
        return _digits(number, "\u3007")
    text = ""
    for power, unit in ((3, "\u5343"), (2, "\u767e"), (1, "\u5341")):
        digit = number // 10**power % 10
        text += (COUNTING[digit] * (digit > 1) + unit) if digit else ""
    return text + COUNTING[number % 10]


def _roman(number: int) -> str:
    if number > WORDS_LAST:
        return str(number)
    text = ""
    for worth, letters in ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def _letters(number: int, first: str) -> str:
    """A … Z, AA, BB …: one letter, repeated once more at each round."""
    if number > WORDS_LAST:
        return str(number)
    return "" if number == 0 else chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: int, last: int) -> Callable[[int], str]:
    """Characters in a row that stand for 1 to ``last``."""
    return lambda number: chr(first + number - 1) if 1 <= number <= last else str(number)


def _sexagenary(number: int) -> str:
    """甲子 … 癸亥."""
    return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_UNITS = ("十", "百", "千", "万")
_LEGAL_UNITS = ("拾", "佰", "仟", "万")
_TRADITIONAL_UNITS = ("拾", "佰", "仟", "萬")
_ZERO = "\u96f6"

FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number, "A"),
    "lowerLetter": lambda number: _letters(number, "a"),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": lambda number: _thousand(number, COUNTING, _UNITS, _ZERO, one_ten=False),
    "taiwaneseCountingThousand": lambda number: _thousand(number, COUNTING, _UNITS, _ZERO, one_ten=False),
    "chineseLegalSimplified": lambda number: _thousand(number, LEGAL, _LEGAL_UNITS, _ZERO, one_ten=True),
    "ideographLegalTraditional": lambda number: _thousand(number, LEGAL_TRADITIONAL, _TRADITIONAL_UNITS, _ZERO, one_ten=True),
    "ideographDigital": lambda number: _digits(number, "\u3007"),
    "japaneseDigitalTenThousand": lambda number: _digits(number, "\u3007"),
    "taiwaneseDigital": lambda number: _digits(number, "\u25cb"),
    "japaneseCounting": _japanese,
    "ideographTraditional": lambda number: STEMS[number - 1] if 1 <= number <= 10 else str(number),
    "ideographZodiac": lambda number: BRANCHES[number - 1] if 1 <= number <= 12 else str(number),
    "ideographZodiacTraditional": _sexagenary,
    "decimalEnclosedCircle": _from(0x2460, 20),
    "decimalEnclosedCircleChinese": _from(0x2460, 20),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3220, 10),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
}
"""What is not here (``decimal``, ``decimalHalfWidth``, forms of other languages) is written in decimal digits."""
