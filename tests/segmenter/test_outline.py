"""The outline: schemes, levels by first appearance, headings with body, run-on text, and what is no heading."""

from __future__ import annotations

import pytest

from extractor.model.outline import Section
from tests.texts import normalised, outlined

BODY = "全县坚持统筹安排各项资金，逐级压实工作责任，按月调度工作进度，各项任务均已完成。"


def shape(source: str) -> list[tuple[int, str, str]]:
    return [(section.level, section.label, section.title) for section in outlined(source).walk()]


def labels(source: str) -> list[tuple[int, str]]:
    return [(level, label) for level, label, _ in shape(source)]


def lines(*heads: str) -> str:
    return "\n\n".join(f"{head}\n\n{BODY}" for head in heads)


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["一、甲事", "（一）乙事", "1.丙事", "（二）丁事", "二、戊事", "（一）己事"], [1, 2, 3, 2, 1, 2]),
        (["一、甲事", "（一）乙事", "（1）丙事", "1、丁事", "（2）戊事", "二、己事"], [1, 2, 3, 4, 3, 1]),
        (["一、甲事", "1、乙事", "2、丙事", "二、丁事", "1、戊事"], [1, 2, 2, 1, 2]),
        (
            ["一、甲事", "（一）乙事", "1.丙事", "（二）丁事", "2.戊事", "二、己事", "（三）庚事", "3.辛事", "三、壬事", "4.癸事"],
            [1, 2, 3, 2, 3, 1, 2, 3, 1, 2],
        ),
        (["第一部分甲事", "一、乙事", "（一）丙事", "第二部分丁事", "一、戊事"], [1, 2, 3, 1, 2]),
        (["A1.甲事", "1.1乙事", "1.1.1丙事", "1.2丁事", "A2.戊事"], [1, 2, 3, 2, 1]),
        (["A1 甲事", "B1 乙事", "C1 丙事", "B2 丁事", "A2 戊事"], [1, 2, 3, 2, 1]),
        (["A1 甲事", "A2 乙事", "B1 丙事", "B2 丁事"], [1, 1, 1, 1]),
        (["A1 甲事", "A11 乙事", "A111 丙事", "A12 丁事", "B1 戊事", "B11 己事"], [1, 2, 3, 2, 1, 2]),
        (["一、甲事", "A11 乙事", "A12 丙事", "二、丁事", "B11 戊事"], [1, 2, 2, 1, 2]),
        (["一、甲事", "（一）乙事", "（一）丙事", "（三）丁事"], [1, 2, 2, 2]),
        (["篇1：甲报告", "一、乙事", "篇2：丙报告", "一、丁事"], [1, 2, 1, 2]),
    ],
)
def test_levels_follow_the_order_of_appearance(heads: list[str], expected: list[int]) -> None:
    assert [level for level, _ in labels(lines(*heads))] == expected


def test_numbers_alone_are_labels_where_a_report_has_no_others_and_each_stands_over_a_text() -> None:
    assert labels(lines("1 苗木概况", "2 养护结论", "3 后续措施")) == [(1, "1"), (1, "2"), (1, "3")]
    assert labels(lines("1苗木概况", "3养护结论")) == []
    assert labels("\n\n".join(["1 甲号苗圃", "2 乙号苗圃", BODY])) == []
    assert labels(lines("一、苗木概况", "1 养护结论", "2 后续措施")) == [(1, "一、")]


@pytest.mark.parametrize(
    ("paragraph", "label", "title"),
    [
        ("一、工作保障", "一、", "工作保障"),
        ("一､工作保障。", "一、", "工作保障"),
        ("一.工作保障", "一、", "工作保障"),
        ("(一)、工作保障（8分）", "（一）", "工作保障"),
        ("（一）工作保障。我县出台了文件，落实了责任。", "（一）", "工作保障"),
        ("1．工作保障：我县出台了文件，落实了责任。", "1.", "工作保障"),
        ("1、工作保障，分值10分，自评得分9分。", "1、", "工作保障"),
        ("（一）我县高度重视救助工作，成立了领导小组。全年召开会议3次。", "（一）", "我县高度重视救助工作，成立了领导小组"),
        ("1.救助对象（2分）、基层人员（2分）和公众（1分）对政策的了解程度。", "1.", "救助对象、基层人员和公众对政策的了解程度"),
        ("（一）落实《办法（试行）》“三项制度”情况（分值5分，自评得分5分）", "（一）", "落实《办法（试行）》“三项制度”情况"),
        ("（1）责任体系（10分）与12个单位签订责任书，落实责任。", "（1）", "责任体系"),
        ("⑴资金投入", "（1）", "资金投入"),
        ("①资金投入", "①", "资金投入"),
        ("1)资金投入", "1）", "资金投入"),
        ("第一章 部门概况", "第一章", "部门概况"),
        ("四、工作创新（加分项）（分值10分，自评得分10分）", "四、", "工作创新（加分项）"),
    ],
)
def test_titles(paragraph: str, label: str, title: str) -> None:
    # labels beyond the first are the first of their scheme here: the outline takes them as they come
    (found, *_) = outlined(f"某市民政局自评报告\n\n{paragraph}\n\n{BODY}").walk()
    assert (found.label, found.title) == (label, title)


def test_number_of_item_told_from_the_figure_behind_it() -> None:
    source = lines("1.甲事", "2.乙事", "3.21个村完成改造", "4.2024年度材料齐全")
    assert labels(source) == [(1, "1."), (1, "2."), (1, "3."), (1, "4.")]
    assert shape(source)[2][2] == "21个村完成改造"


@pytest.mark.parametrize(
    "paragraph",
    [
        "3.5亿元用于救助，惠及群众2000人。",
        "2021.5.18印发通知。",
        "12.8公里道路已经完工。",
        "1、常年性 2、延续性□ 3、一次性□",
        "《一、总则》印发各地。",
        "二、三产业融合发展。",
    ],
)
def test_what_is_no_heading(paragraph: str) -> None:
    assert labels(f"一、甲事\n\n{BODY}\n\n{paragraph}\n\n二、乙事\n\n{BODY}") == [(1, "一、"), (1, "二、")]


def test_a_lost_bracket_takes_its_number_from_the_sequence() -> None:
    found = list(outlined(lines("一、甲事", "）乙事", "（二）丙事")).walk())
    assert [(section.label, section.number) for section in found] == [("一、", 1), ("（一）", 1), ("（二）", 2)]


def test_enumerations_are_no_sections() -> None:
    source = "一、甲事\n\n一是完善制度。\n\n二是加强培训。\n\n主要做法：1.加强领导。2.强化督查。\n\n第一，宣传到位。第二，监督到位。"
    assert labels(source) == [(1, "一、")]


def test_contents_page_is_kept_out() -> None:
    source = f"自评报告\n\n目录\n\n一、甲事……1\n（一）乙事……2\n二、丙事……5\n\n一、甲事\n\n（一）乙事\n\n{BODY}\n\n二、丙事\n\n{BODY}"
    outline = outlined(source)
    assert [section.label for section in outline.walk()] == ["一、", "（一）", "二、"]
    assert len(outline.contents) == 4


def test_a_whole_report_in_one_paragraph() -> None:
    source = (
        "某县民政局关于2021年度工作的自评报告县财政局：根据要求，现将自评情况报告如下。一、工作保障（一）政策保障。我县出台文件3个。此项分值9分，自评得分9分。"
        "（二）资金保障。我县安排资金500万元。此项分值5分，自评得分4分。二、工作成效。群众满意。此项分值6分，自评得分6分。"
    )
    assert shape(source) == [(1, "一、", "工作保障"), (2, "（一）", "政策保障"), (2, "（二）", "资金保障"), (1, "二、", "工作成效")]


def test_text_of_annexes_is_a_section_of_its_own() -> None:
    source = f"{lines('一、甲事', '二、乙事')}\n\n附件：1.得分表\n\n某县民政局\n\n2022年1月5日\n\n附件1\n\n得分表\n\n一、丙事\n\n{BODY}"
    found: list[Section] = list(outlined(source).walk())
    assert [(section.level, section.label, section.annex) for section in found] == [
        (1, "一、", False),
        (1, "二、", False),
        (1, "附件1", True),
        (2, "一、", False),
    ]


def test_closing_is_no_part_of_the_last_section() -> None:
    source = f"{lines('一、甲事', '二、乙事')}\n\n综上所述，总分100分，自评总分98分。"
    outline, text = outlined(source), normalised(source)
    assert [text.slice(span) for span in outline.closing] == ["综上所述，总分100分，自评总分98分。"]
    assert text.slice(outline.sections[-1].body) == BODY


def test_kinds_come_from_the_heading() -> None:
    found = outlined(lines("一、甲事（分值90分）", "二、创新（加分项）", "三、事故（分值-10分，自评0分）", "四、扣分原因")).sections
    assert [str(section.kind) for section in found] == ["normal", "bonus", "penalty", "normal"]


def test_run_on_text_whose_first_heading_stands_alone_in_its_paragraph() -> None:
    """A page break or a line's end may cut a run-on report into paragraphs; the next heading then opens one."""
    source = (
        "现将自评情况报告如下。一、组织保障（分值30分，自评得分30分）（一）制度建设（分值10分，自评得分10分）。制度健全。\n\n"
        f"（二）资金保障（分值20分，自评得分20分）。{BODY}\n\n二、建设任务（分值40分，自评得分37分）。{BODY}"
    )
    assert labels(source) == [(1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、")]


def test_a_mark_that_the_font_does_not_name_is_read_as_a_mark() -> None:
    assert labels(lines("一\ufffd甲事", "二\ufffd乙事")) == [(1, "一、"), (1, "二、")]


@pytest.mark.parametrize("gap", [" ", "\u3000", "，", ""])
@pytest.mark.parametrize("words", ["本项分值9分", "该项满分9分", "本指标标准分9分"])
def test_words_that_name_the_item_are_no_end_of_its_title(gap: str, words: str) -> None:
    found = outlined(f"2019年渡口维护补助绩效自评报告\n一、渡口安全巡查情况{gap}{words}。巡查按月开展。\n自评得9分。\n").sections
    assert [section.title for section in found] == ["渡口安全巡查情况"]
