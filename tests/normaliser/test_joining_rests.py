"""The rest of a line that was broken, and a line that only looks like one."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.page import Page, Reading
from extractor.normaliser import normalise
from tests.normaliser.test_furniture import line
from tests.texts import normalised, scored

FULL = "　　根据要求，我局组织专人对照标准逐项开展自评，现将有关情况"
"""A line of 30 em: what the others are measured by."""


def paragraphs(*lines: str) -> list[str]:
    text = normalised("\n".join(lines))
    return [text.slice(paragraph.span) for paragraph in text.paragraphs]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["某县民政局办公室　　　　2022年4月28日", "印发"], "某县民政局办公室2022年4月28日印发"),
        (["某县民政局办公室　　　　2022年4月", "28日印发"], "某县民政局办公室2022年4月28日印发"),
        (["1.教师培训风险防控（分值：18分；自评得分：", "16.8分）"], "1.教师培训风险防控（分值：18分；自评得分：16.8分）"),
        (["自评得分：9分", "（分值：9分）。"], "自评得分：9分（分值：9分）。"),
        (["10.建制村通客车和农村客运公司化", "运营情况。（12分）"], "10.建制村通客车和农村客运公司化运营情况。（12分）"),
    ],
)
def test_what_goes_on(lines: list[str], joined: str) -> None:
    assert joined in paragraphs("一、基本情况", FULL, "报告如下。", *lines)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3.绩效产出", "3.1资金到位情况（11分，自评得分11分）"),
        ("一.绩效目标完成", "清退不再符合条件的人员2807人（其中死亡1684人）。标准分22分，得22分。"),
        ("1.档案管理质效", "群众知晓（满分9分）得9分；资金拨付（满分5分）得5分。"),
        ("2022年4月3日", "附件1"),
        ("2.水样送检工作安排", "用水户满意度测评平均得分为92.5分。（该项4.0分，自评得4.0分。）"),
    ],
)
def test_what_does_not(first: str, second: str) -> None:
    assert {first, second} <= set(paragraphs("一、基本情况", FULL, "报告如下。", first, second))


def test_an_amount_goes_on_behind_a_break_inside_its_unit() -> None:
    joined = "5.水质检测经费使用情况：检测服务招标控制价8963万|元，实际中标价6370万元。"
    assert joined.replace("|", "") in paragraphs("一、基本情况", FULL, "报告如下。", *joined.split("|"))


def test_a_list_earlier_in_a_paragraph_does_not_draw_the_next_one_in() -> None:
    first, second = (
        "细则规定：迟报一次扣0.2分；受表彰的加0.5分。各项材料均已按时报送。（此项满分5分，自评得5分）",
        "这五项加起来24分，自评计23.4分。",
    )
    lines = "一、基本情况\n\n各项任务均已完成，资金使用规范。\n\n" + f"{first}\n\n{second}\n"
    text = normalised(lines)
    assert {first, second} <= {text.slice(paragraph.span) for paragraph in text.paragraphs}


def test_a_page_number_does_not_cut_a_table_of_a_text_in_two() -> None:
    rows = ["|指标|分值|得分|", "|甲项| 20 | 19 |", "— 1 —", "|乙项| 30 | 28 |", "|合计| 50 | 47 |"]
    _, facts, _ = scored("\n".join(["某县民政局自评报告", "一、基本情况", "各项任务均已完成。", "— 0 —", *rows, "— 2 —"]))
    assert [len(table.items) for table in facts.score_tables] == [2]


def test_figures_alone_on_a_line_go_on_in_another_typeface() -> None:
    """Digits that a browser takes from another typeface are measured larger than the words before them."""
    full = "全年共办理各类事项并逐项登记造册，滚存资金按比例扣减两分半。以上"
    puts = [(full, 85.0, 12.0), (full, 85.0, 12.0), ("6", 85.0, 14.0), ("项共扣减5.8分，自评总分99分。", 109.0, 12.0)]
    lines = tuple(line(text, number, x, 100.0 + 16 * number, size) for number, (text, x, size) in enumerate(puts, start=1))
    text = normalise(Reading("a.pdf", "0" * 64, 1, "pdf", "pdfium", (Page(1, lines, 595.0, 842.0),), paged=True), builtin())
    assert text.slice(text.paragraphs[-1].span).endswith("以上6项共扣减5.8分，自评总分99分。")
