"""structure/numbering-gap beside labels that stand in the text without being read as headings."""

from __future__ import annotations

from tests.claims.mutations import read

REPORT = """青石县民政局关于2022年照料中心项目绩效自评的报告

一、项目概况
项目按规划实施。
二、资金情况
资金全部到位。
三、项目绩效
（一）完成情况
确保项目2022年9月底完成{fourth}评价结论项目实施效果较好，等级为（良）。{fifth}存在的问题和建议无。
六、其他需说明的事项
无。
"""


def _gaps(fourth: str, fifth: str) -> list[str]:
    return [one.rule for one in read(REPORT.format(fourth=fourth, fifth=fifth)).result.findings if one.rule == "structure/numbering-gap"]


def test_numbers_that_are_printed_in_the_text_between_are_not_missing() -> None:
    assert _gaps("四、", "五、") == []


def test_a_number_that_stands_nowhere_is_missing() -> None:
    assert _gaps("", "") == ["structure/numbering-gap"]
