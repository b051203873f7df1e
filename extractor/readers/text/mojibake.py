"""Tells text that was once decoded with the wrong encoding. It asks what the bytes would have been and needs no list of tell-tale words."""

from __future__ import annotations

import re
from typing import NamedTuple

UTF8_CHINESE = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xe2\x80[\x80-\xbf]|\xef[\xbc-\xbf][\x80-\xbf]){2,}")
"""UTF-8 of CJK characters and marks, of general punctuation (dashes and quotes), and of U+FFFD: two or more on end. One alone is
also what sound GBK gives by chance, once in some sixty characters."""
LATIN = re.compile(
    r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{4,}"
)
"""Characters of Windows-1252 in a row."""
HAN = re.compile(r"[\u4e00-\u9fff]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
LOST = 5
"""This many in a hundred non-ASCII characters lost to U+FFFD are too many."""
MISREAD = 20
"""The same for characters that only make sense in another encoding, and there must be at least `FEWEST`."""
FEWEST = 6
SAMPLE = 24


class Mojibake(NamedTuple):
    """kind: ``utf8-as-gbk``, ``bytes-as-latin`` or ``replaced``; line: the first line (1-based) concerned; sample: the characters there."""

    kind: str
    line: int
    sample: str


def mojibake(text: str) -> Mojibake | None:
    """Why ``text`` is not what was written, None where it is sound (a few bad characters in a long text are left to the reader's flags)."""
    total = len(NOT_ASCII.findall(text))
    if not total:
        return None
    misread, first_misread = 0, 0
    latin, first_latin = 0, 0
    lost, first_lost = 0, 0
    lines = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        # Characters that GB18030 writes with four bytes were never read from UTF-8 that way, so they break a run as `?` does.
        count = len(b"".join(UTF8_CHINESE.findall(line.encode("gb18030", errors="replace")))) // 2
        if count:
            misread, first_misread = misread + count, first_misread or number
        count = sum(len(run) for run in LATIN.findall(line) if _hides_chinese(run))
        if count:
            latin, first_latin = latin + count, first_latin or number
        count = line.count("\ufffd")
        if count:
            lost, first_lost = lost + count, first_lost or number
    for kind, count, share, fewest, first in (
        ("utf8-as-gbk", misread, MISREAD, FEWEST, first_misread),
        ("bytes-as-latin", latin, MISREAD, FEWEST, first_latin),
        ("replaced", lost, LOST, 1, first_lost),
    ):
        if count >= fewest and count * 100 > total * share:
            return Mojibake(kind, first, lines[first - 1].strip()[:SAMPLE])
    return None


def _hides_chinese(run: str) -> bool:
    """Whether a run of Latin letters and signs is Chinese bytes. Masks (××××), quotes, dots and dashes in a row hold no letters."""
    if len({char for char in run if "\xc0" <= char <= "\xff" and char not in "\xd7\xf7"}) < 2:
        return False
    try:
        raw = run.encode("cp1252")
    except UnicodeEncodeError:
        raw = run.encode("latin-1", errors="ignore")
    # The run may begin or end inside a character.
    return any(len(HAN.findall(raw.decode(encoding, errors="ignore"))) * 6 >= len(run) for encoding in ("utf-8", "gb18030"))
