"""What frames the items of a report: unscored sections round them, a page that is a picture, an end that was cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import readers
from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.page import Doubt, Line, Page, Reading
from extractor.model.report import Verdict, Verification
from extractor.normaliser import normalise
from extractor.pipeline import extract_bytes
from extractor.segmenter import segment
from extractor.validator import verify

ITEMS = "一、组织领导（20分，自评19分）\n因开会少，扣1分。\n二、产出（80分，自评80分）\n已完成。\n"
TITLE = "某县民政局自评报告\n\n"


def verified(reading: Reading) -> Verification:
    patterns = builtin()
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    return verify(text, outline, extract_facts(text, outline, patterns), reading, patterns)


@pytest.mark.parametrize("title", ["整改方向", "几点思考", "未尽事项"])
def test_a_section_behind_the_items_is_none_of_them(title: str) -> None:
    report = extract_bytes("a.txt", f"{TITLE}{ITEMS}三、{title}\n将进一步加强管理。\n综上，自评总分98分。\n".encode())
    (check,) = (one for one in report.verification.checks if one.rule == "score/total-self-sum")
    assert (check.verdict, check.computed) == (Verdict.INCONSISTENT, 99)


def test_an_unscored_section_between_the_items_leaves_the_sum_open() -> None:
    between = ITEMS.replace("二、产出", "二、过程\n管理规范。\n三、产出")
    report = extract_bytes("a.txt", f"{TITLE}{between}综上，自评总分98分。\n".encode())
    (check,) = (one for one in report.verification.checks if one.rule == "score/total-self-sum")
    assert (check.verdict, check.reason) == (Verdict.UNCHECKED, "missing-operand")


@pytest.mark.parametrize(("words", "told"), [("■一", True), ("■二〇二三年工作照片", False)])
def test_a_recognised_page_without_words_is_told(words: str, told: bool) -> None:
    reading = readers.read_bytes("a.txt", f"{TITLE}{ITEMS}".encode())
    page = Page(2, (Line(text=words, number=1, doubts=(Doubt(0, 1, "unread"),)),))
    found = verified(replace(reading, pages=(*reading.pages, page), ocr=True))
    assert [one.params["page"] for one in found.findings if one.rule == "coverage/page"] == ([2] if told else [])


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("二是对秸秆利用实行清单", True),
        ("全年未发生安全责任事故和重大负面", True),
        ("二是对秸秆利用实行清单化管理。", False),
        ("已办结事项一览表", False),
    ],
)
def test_an_end_that_was_cut_off(last: str, cut: bool) -> None:
    report = extract_bytes("a.txt", f"{TITLE}{ITEMS}三、下一步打算\n一是加强管理；\n{last}\n".encode())
    assert any(one.rule == "structure/truncated" for one in report.verification.findings) is cut


@pytest.mark.parametrize(("section", "noted"), [("三、附加分（5分，自评3分）", False), ("三、效益（5分，自评3分）", True)])
def test_a_bonus_that_a_table_leaves_out_is_not_noted(section: str, noted: bool) -> None:
    table = "|指标|分值|得分|\n|组织领导| 20 | 19 |\n|产出| 80 | 80 |\n|合计| 100 | 99 |\n"
    report = extract_bytes("a.txt", f"{TITLE}{ITEMS}{section}\n因材料少，扣2分。\n附件\n{table}".encode())
    assert any(one.rule == "score/table" for one in report.verification.findings) is noted
