"""Long reports, of the text of the corpus over and over with other figures; shared with benchmarks/bench_page.py."""

from __future__ import annotations

import re
from itertools import count, cycle, islice

from tests.conftest import ROOT
from tests.setting import Setting, set_report

SOURCE = ROOT / "corpus" / "social-assistance-2022.txt"
LINES = 3
"""Paragraphs of an item, which fill about two thirds of a page."""


def long_report(pages: int) -> Setting:
    """A report of ``pages`` printed pages, give or take one: items with a score and figures each, as dense as those of the corpus."""
    body = [
        line.strip()
        for line in SOURCE.read_text(encoding="utf-8-sig").splitlines()
        if re.search("此项分值|万元|亿元", line) and "结余" not in line
    ]
    lines = cycle(body)
    parts = ["某省民政厅关于2022年度困难群众救助工作的自评报告", "省政府：", "现将自评情况报告如下。"]
    for number in count(1):
        parts.append(f"{number}、第{number}项工作")
        parts += [_moved(line, number) for line in islice(lines, LINES)]
        if number % 10 == 0 and number >= pages // 2:
            made = set_report("\n\n".join(parts))
            if len(made.pages) >= pages:
                return made
    raise AssertionError("unreachable")


def _moved(line: str, by: int) -> str:
    """A paragraph with other counts of people."""
    return re.sub(r"\d+(?=\.?\d*[户人名])", lambda found: str(int(found[0]) + by), line)
