"""Characters of symbol fonts, whose codes mean a picture of the font and not the character that Unicode gives them.

Only what reports use is here: boxes and ticks, bullets, arrows, circled digits, Greek letters and operators.
"""

from __future__ import annotations

SYMBOL = dict(
    zip(
        "abcdefghiklmnopqrstuwxyzABCDEFGHIKLMNOPQRSTUWXYZ",
        "αβχδεφγηικλμνοπθρστυωξψζΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ",
        strict=True,
    )
) | {
    "\xa2": "′", "\xa3": "≤", "\xa5": "∞", "\xab": "↔", "\xac": "←", "\xad": "↑", "\xae": "→", "\xaf": "↓", "\xb0": "°", "\xb1": "±", "\xb2": "″",
    "\xb3": "≥", "\xb4": "×", "\xb7": "•", "\xb8": "÷", "\xb9": "≠", "\xba": "≡", "\xbb": "≈", "\xbc": "…", "\xd6": "√", "\xd7": "⋅", "\xe5": "∑",
    "\x2d": "−",
}  # fmt: skip
WINGDINGS = {
    "l": "●", "m": "❍", "n": "■", "o": "□", "p": "❐", "q": "❑", "r": "❒", "s": "⬧", "t": "⧫", "u": "◆", "v": "❖", "w": "⬥", "x": "⌧",
    "\x9f": "•", "\xa1": "○", "\xa7": "▪", "\xa8": "□", "\xab": "★", "\xd8": "➢", "\xe0": "→", "\xdf": "←", "\xe1": "↑", "\xe2": "↓", "\xe8": "➔",
    "\xfb": "✗", "\xfc": "✓", "\xfd": "☒", "\xfe": "☑",
    **{chr(0x81 + order): chr(0x2460 + order) for order in range(10)},
    **{chr(0x8C + order): chr(0x2776 + order) for order in range(10)},
}  # fmt: skip
WINGDINGS_2 = {
    "O": "✗", "P": "✓", "Q": "☒", "R": "☑", "S": "☒", "T": "☒", "\x96": "•", "\x97": "●", "\x98": "●", "\xa1": "▪", "\xa2": "■", "\xa3": "□",
    **{chr(0x6A + order): chr(0x2460 + order) for order in range(10)},
    **{chr(0x75 + order): chr(0x2776 + order) for order in range(10)},
}  # fmt: skip
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "wingdings 3": {}, "webdings": {}}
"""Symbol fonts by lower-case name; an empty table: the font is known and its pictures are not."""


def shown(text: str, font: str) -> str:
    """What ``text`` set in ``font`` shows. Symbol fonts repeat their codes in the private use area (U+F020 and on); a code that is not known is
    given there, so that nobody takes it for a letter.
    """
    table = FONTS.get(font.lower())
    if table is None:
        return text
    pieces: list[str] = []
    for char in text:
        code = chr(ord(char) - 0xF000) if 0xF000 <= ord(char) <= 0xF0FF else char
        if code in table:
            pieces.append(table[code])
        elif code.isspace() or (table is SYMBOL and code < "\x7f"):
            pieces.append(code)
        else:
            pieces.append(chr(0xF000 + ord(code)) if ord(code) < 0x100 else char)
    return "".join(pieces)
