"""Items that tell figures, broken near a margin that lines with blanks beside figures do not quite reach."""

from __future__ import annotations

from extractor.pipeline import extract_bytes

ITEMS = """（一）教育支出 5806105.16 元，占支出总额
82.27%，同比增加 3520772.45 元，增长 154.06%。
（二）社会保障和就业支出 557718.56 元，占支
出总额 7.9%，同比增加 385314.72 元，增长 223.5%。
（三）卫生健康支出 275373.54 元，占支出总
额 3.9%，同比增加 190249.14 元，增长 223.5%。
收入和支出按照规定的统一标准安排，主要用
于教职工的工资福利、日常公用经费和住房的改
革补贴等方面。
"""
HEADINGS = """（一）发放临时价格补贴资金12万元，惠及35户
全年按照规定的统一标准安排，主要用于困难群众
的生活补贴。
（二）改造危房120户，拨付补助资金360万元
全年按照规定的统一标准安排，主要用于困难群众
的住房改造补贴，资金已全部拨付到位，群众满意。
"""


def _paragraphs(text: str) -> list[str]:
    found = extract_bytes("a.txt", text.encode()).text
    return [found.slice(paragraph.span) for paragraph in found.paragraphs]


def test_an_item_broken_inside_a_word_goes_on() -> None:
    assert "（二）社会保障和就业支出557718.56元，占支出总额7.9%，同比增加385314.72元，增长223.5%。" in _paragraphs(ITEMS)
    assert sum(one.startswith("（") for one in _paragraphs(ITEMS)) == 3


def test_a_heading_that_ends_with_what_it_counts_keeps_its_line() -> None:
    assert "（二）改造危房120户，拨付补助资金360万元" in _paragraphs(HEADINGS)
