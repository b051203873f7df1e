"""Changes of bytes and of running text, by chance that is seeded; what knows the inside of a format stands in the modules beside this one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Chance = random.Random

NUMBERS = (
    "0", "-0", "-1", "1", "2", "255", "256", "65535", "65536", "2147483647", "-2147483648", "4294967296", "9" * 40, "1e309", "-1e309", "1e-400", "NaN",
    "inf", "0.1.2", ".5", "0x10", "", " ", "１２", "²", "٣", "1_0", "+3", "true", "A1:XFD1048576",
)  # fmt: skip
"""What numbers are replaced by: the edges of types, what is no number, what only looks like one."""

PIECES = (
    "一、", "（一）", "1.", "1、", "①", "⑴", "㈠", "第一部分", "附件1", "附件：", "目录", "……3", "**", "*", "#", "|", "| 指标 | 分值 | 得分 |\n", "　", " ", "\t", "\u200b",
    "\ufeff", "\u202e", "\u00ad", "\x0b", "\f", "\n", "\n\n", "\r", "\u2028", "\x85", "此项分值9分，", "自评得分8.5分。", "（分值5分，自评4分）", "因资料不全，扣减0.5分", "（30）",
    "得满分", "平均92.5分", "10时30分", "每低1%扣0.5分", "总分", "综上所述，", "抄送：省财政厅", "2021年3月1日", "二〇二二年一月十日", "某市民政局", "文件", "〔2021〕38号",
    "占比34%，", "同比增长3.4%", "其中：", "分别为", "共计", "3亿5000万元", "500余万", "百分之九十五", "三分之二", "2万册", "20xx", "××", "万", "亿", "元", "分", "％", "‰",
    "个百分点", "人均", "一是", "二是", "等3项", "由1提高到2", "A1.", "《", "》", "“", "”", "（", "）", "(", ")", "，", "。", ",", ".", "；", ":", "-", "—", "— 3 —", "口", "⼀",
    "０．５", "3 000", "x", "\ud800", "\U0010ffff", "𠮷", "é", "e\u0301", "\ufffd", "\x00", "\x1b", "\x7f", "=1+1", "<b>", "&amp;", "]]>",
)  # fmt: skip
"""What is put into text: the forms that the tool looks for, and characters that break what reads them."""


def some(chance: Chance, most: int = 4) -> int:
    """How many changes a case gets: mostly one, so that it stays clear what did it."""
    return chance.choice((1, 1, 1, 2, 3, most))


def place(chance: Chance, length: int, longest: int = 64) -> tuple[int, int]:
    """A stretch of something of that length."""
    start = chance.randrange(length + 1)
    return start, min(length, start + chance.randint(0, chance.choice((1, 4, longest, max(1, length // 3)))))


def changed_bytes(data: bytes, chance: Chance, hot: int = 0) -> bytes:
    """Bytes with some places changed. hot: so many at the beginning are hit as often as all the others together."""
    made = bytearray(data)
    for _ in range(some(chance, 8)):
        if not made:
            return bytes(chance.randbytes(chance.randint(0, 16)))
        within = min(hot, len(made)) if hot and chance.random() < 0.5 else len(made)
        at = chance.randrange(within)
        start, end = place(chance, len(made))
        change = chance.randrange(9)
        if change == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif change == 1:
            made[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif change == 2:
            width = chance.choice((2, 4, 8))
            made[at : at + width] = chance.choice((0, 1, 0x7F, 0x80, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1)).to_bytes(8, "little")[:width]
        elif change == 3:
            del made[start:end]
        elif change == 4:
            made[at:at] = made[start:end]
        elif change == 5:
            made[at:at] = chance.randbytes(chance.randint(1, 12))
        elif change == 6:
            piece = bytes(made[start:end])
            made[at : at + len(piece)] = piece
        elif change == 7:
            del made[chance.randrange(len(made)) :]
        else:
            made[start:end] = bytes(end - start)
    return bytes(made)


def changed_text(text: str, chance: Chance, other: str = "") -> str:
    """Running text with lines and characters moved, doubled and lost, figures replaced, forms put in. other: a text to take pieces from."""
    for _ in range(some(chance, 6)):
        text = chance.choice(_TEXT)(text, chance, other)
    return text


def _lines(text: str, chance: Chance, other: str) -> str:
    lines = text.split("\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.randrange(6)
    if change == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif change == 1:
        lines.insert(two, lines[one])
    elif change == 2:
        del lines[min(one, two) : max(one, two)]
    elif change == 3:
        lines.insert(two, lines.pop(one))
    elif change == 4 and one + 1 < len(lines):
        lines[one] += lines.pop(one + 1)
    else:
        at = chance.randrange(len(lines[one]) + 1)
        lines[one : one + 1] = [lines[one][:at], lines[one][at:]]
    return "\n".join(lines)


def _characters(text: str, chance: Chance, other: str) -> str:
    start, end = place(chance, len(text))
    at = chance.randrange(len(text) + 1)
    return chance.choice(
        (text[:start] + text[end:], text[:at] + text[start:end] + text[at:], text[:start] + text[start:end][::-1] + text[end:])
    )


def _pumped(text: str, chance: Chance, other: str) -> str:
    """A few characters again and again, and something that fits nowhere behind them: what patterns with two readings of one text go wrong over."""
    start = chance.randrange(len(text) + 1)
    again = text[start : start + chance.randint(1, 6)] * chance.choice((20, 40, 80))
    return text[:start] + again + chance.choice(("", "²", "情况")) + text[start:]


def _figures(text: str, chance: Chance, other: str) -> str:
    found = list(re.finditer(r"[0-9０-９]+(?:\.[0-9]+)?|[一二三四五六七八九十百千万亿]+", text))
    if not found:
        return text + chance.choice(NUMBERS)
    at = chance.choice(found)
    figures = [
        chance.choice(NUMBERS),
        chance.choice(found)[0],
        at[0] * chance.choice((2, 20)),
        f"{chance.randrange(10**6) / 100}",
        "-" + at[0],
        at[0] + ".",
    ]
    return text[: at.start()] + chance.choice(figures) + text[at.end() :]


def _pieces(text: str, chance: Chance, other: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 30)) + text[at:]


def _spliced(text: str, chance: Chance, other: str) -> str:
    start, end = place(chance, len(other), 200)
    at = chance.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def _widths(text: str, chance: Chance, other: str) -> str:
    one, two = chance.choice(("，,", "。.", "：:", "（(", "）)", "；;", "、.", "\n ", "。\n", "分 ", "分份", "0０", "1１", "—-", "一1"))
    return text.replace(one, two) if chance.random() < 0.5 else text.replace(two, one)


_TEXT: tuple[Callable[[str, Chance, str], str], ...] = (
    _lines,
    _lines,
    _characters,
    _pumped,
    _figures,
    _pieces,
    _pieces,
    _spliced,
    _widths,
)


def changed_encoding(text: str, chance: Chance) -> bytes:
    """Text as bytes: mostly UTF-8, else what else comes, at times not what it says it is."""
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "big5"))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "ignore")
