"""Bar charts as SVG that needs nothing else: no script, no font file, no style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from extractor.emitters.encoding import number_literal

WIDTH, ROW, LABEL, VALUE = 900, 26, 300, 90
"""Widths of the whole, of the labels and of the figures, and the height of a row, in pixels."""
_SIZE = 14
_COLOUR = "#3b6ea5"


def bars(title: str, rows: Sequence[tuple[str, Decimal]], note: str = "") -> str:
    """A bar a row, from the top, the longest as wide as there is room for; negative figures have no bar. note: a line below."""
    longest = max((value for _, value in rows), default=Decimal(0))
    room = WIDTH - LABEL - VALUE
    height = ROW * (len(rows) + 2 + bool(note))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" font-size="{_SIZE}"'
        " font-family=\"'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimSun, sans-serif\">",
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="{ROW - 6}" font-size="{_SIZE + 2}" font-weight="bold">{escape(title)}</text>',
    ]
    for index, (label, value) in enumerate(rows):
        top = ROW * (index + 1) + 8
        length = int(max(value, Decimal(0)) * room / longest) if longest > 0 else 0
        lines += [
            f'<text x="{LABEL - 8}" y="{top + 15}" text-anchor="end">{escape(_short(label))}</text>',
            f'<rect x="{LABEL}" y="{top + 2}" width="{length}" height="{ROW - 8}" fill="{_COLOUR}"/>',
            f'<text x="{LABEL + length + 6}" y="{top + 15}">{number_literal(value)}</text>',
        ]
    if note:
        lines.append(f'<text x="12" y="{height - 10}" fill="#555555">{escape(note)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _short(label: str) -> str:
    """A label as far as there is room: a Chinese character takes two columns."""
    room = (LABEL - 20) * 2 // _SIZE
    for index, character in enumerate(label):
        room -= 1 if character.isascii() else 2
        if room < 0:
            return label[: max(0, index - 1)] + "…"
    return label
