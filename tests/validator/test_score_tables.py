"""Planted disagreements of score tables, in every form: each is found, once; the clean versions are not accused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Finding, Report, Severity, Verdict
from extractor.pipeline import extract_bytes
from tests.tables.scored_tables import as_xlsx, truth
from tests.tables.setting_tables import Layout, as_docx, as_html, as_pdf, printable

FORMS = ("docx", "pdf", "html", "xlsx")
BODY = (
    "某县困难群众救助工作自评报告",
    "我县开展了自评，总分100分，自评得分97分。现将有关情况报告如下。",
    "一、机构建设（分值10分，自评得分10分）",
    "（一）人员编制到位（分值6分，自评得分6分）。",
    "人员按编制配备。",
    "（二）办公场所（分值4分，自评得分4分）。",
    "场所固定。",
    "二、业务开展（分值70分，自评得分67分）",
    "（一）建档立卡（分值20分，自评得分19分）。",
    "漏录3户，扣1分。",
    "（二）动态管理（分值30分，自评得分30分）。",
    "按月复核。",
    "（三）入户核查（分值20分，自评得分18分）。",
    "第二季度核查率不足，扣2分。",
    "三、群众评价（分值20分，自评得分20分）",
    "（一）满意度测评（分值20分，自评得分20分）。",
    "群众满意。",
)


def changed(table: Layout, row: int, column: int, text: str) -> Layout:
    assert any((cell.row, cell.column) == (row, column) and cell.text != text for cell in table.cells)
    cells = tuple(replace(cell, text=text) if (cell.row, cell.column) == (row, column) else cell for cell in table.cells)
    return replace(table, cells=cells)


def report_of(table: Layout, form: str, before: Sequence[str] = ("附件：",)) -> Report:
    if form == "xlsx":
        data = as_xlsx(table)
    elif form == "pdf":
        data = as_pdf(printable(table), before=before)
    else:
        data = (as_docx if form == "docx" else as_html)(table, before=before)
    return extract_bytes(f"a.{form}", data)


def found(report: Report) -> list[Finding]:
    return [one for one in report.verification.findings if one.rule.startswith(("score/", "claim/", "coverage/s"))]


def said(report: Report) -> list[str]:
    return [Wording(builtin(), "zh").say(one.message, **one.params) for one in found(report)]


PLANTED = [
    ("pages-without-heads", (3, 3, "18"), "表1得分：各项合计 6 + 4 + 18 + 30 + 18 + 20 = 96，与合计行的 97 不符，相差 −1"),
    ("pages-without-heads", (7, 2, "110"), "表1分值：各项合计 6 + 4 + 20 + 30 + 20 + 20 = 100，与合计行的 110 不符，相差 −10"),
    ("totals-in-head", (2, 3, "9"), "表1得分：各项合计 9 + 9 + 9 = 27，与表头所列 26 不符，相差 1"),
    ("single-total", (2, 3, "15.5"), "表1“现场管理”得分 15.5 高于分值 15"),
    ("due-and-deducted", (2, 2, "漏巡3次，扣2分"), "表1“巡河”：分值减扣分 30 − 2 = 28，与得分 29 不符"),
    ("deductions", (2, 2, "2.5"), "表1扣分：各项合计 0 + 2.5 + 0.5 = 3.0，与合计行的 2 不符，相差 1.0"),
    ("weights", (1, 3, "18.6"), "表1“预算执行率”：权重 × 得分系数 20 × 0.98 = 19.60，与得分 18.6 不符"),
    ("labelled-rows", (3, 2, "18"), "表1“一、组织领导”得分：下级各行合计 10 + 18 = 28，与所列 29 不符"),
    ("numbered-rows", (1, 2, "45"), "表1“1基础工作”分值：下级各行合计 20 + 20 = 40，与所列 45 不符"),
    ("subtotals", (3, 3, "48"), "表1得分：各项合计 24 + 25 = 49，与合计行的 48 不符，相差 1"),
    ("weight-per-level", (1, 3, "13"), "表1“项目立项”分值：下级各行合计 6 + 6 = 12，与所列 13 不符"),
    ("max-in-parent", (2, 3, "35"), "表1“产出指标”得分 60 高于分值 50"),
    ("rubric", (1, 2, "16"), "表1“组织管理”分值：下级各行合计 16 + 15 = 31，与所列 30 不符"),
    ("blank-form", (1, 3, "35"), "表1分值：各项合计 35 + 20 + 40 + 10 = 105，与合计行的 100 不符，相差 5"),
    ("bonus-and-grade", (5, 1, "良"), "等次“良”对应 80–90，自评总分为 101"),
    ("max-after-values", (1, 6, "20"), "表1“修缮公路里程”：目标 ≥36公里，实际 34公里，没有完成却得满分 20；按通行公式应为 20 × 34公里 ÷ 36公里 = 18.8889"),
    ("max-after-values", (1, 6, "17"), "表1“修缮公路里程”：目标 ≥36公里，实际 34公里，分值 20，得分 17；按通行公式应为 20 × 34公里 ÷ 36公里 = 18.8889"),
    ("project-form", (3, 8, "10"), "表1得分：各项合计 10 + 25 + 24.7 + 30 + 10 = 99.7，与合计行的 99.6 不符，相差 0.1"),
    ("project-form", (3, 7, "98%"), "执行率"),
    ("project-form", (4, 4, "610.00"), "财政拨款"),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "change", "message"), PLANTED, ids=[f"{name}-{change[0]}-{change[1]}" for name, change, _ in PLANTED])
def test_a_planted_disagreement_is_found_once(name: str, change: tuple[int, int, str], message: str, form: str) -> None:
    report = report_of(changed(truth(name).table, *change), form)
    told = said(report)
    assert len(told) == 1
    if name != "project-form" or change[1] == 8:
        assert told == [message]
    else:
        (finding,) = found(report)
        both = {"claim/ratio"} if change[1] == 7 else {"claim/ratio", "claim/breakdown"}
        assert {finding.rule} | {one.rule for one in finding.related} == both


@pytest.mark.parametrize("form", FORMS[:3])
def test_body_and_table_that_agree(form: str) -> None:
    report = report_of(truth("pages-without-heads").table, form, BODY)
    assert said(report) == []
    compared = [
        one for one in report.verification.checks if one.rule == "score/table" and str(one.params.get("variant")).startswith("body")
    ]
    assert len(compared) == 2 * 6 + 2
    assert {one.verdict for one in compared} == {Verdict.EXACT}


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_cell_that_contradicts_the_body_is_one_finding(form: str) -> None:
    """The total of the table was added up from the wrong cell: the cell is the cause, the totals are its consequence."""
    table = changed(changed(truth("pages-without-heads").table, 3, 3, "18"), 7, 3, "96")
    report = report_of(table, form, BODY)
    (finding,) = found(report)
    assert said(report) == ["二、（一） “建档立卡”：正文自评得分 19，表1“建档立卡”得分 18"]
    assert [one.rule for one in finding.related] == ["score/table"]
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_cell_that_contradicts_body_and_total_is_one_finding(form: str) -> None:
    report = report_of(changed(truth("pages-without-heads").table, 5, 3, "19"), form, BODY)
    (finding,) = found(report)
    assert said(report) == ["二、（三） “入户核查”：正文自评得分 18，表1“入户核查”得分 19"]
    assert [one.rule for one in finding.related] == ["score/table"]


def test_a_figure_of_the_body_that_contradicts_the_table_and_its_own_sum_is_one_finding() -> None:
    body = [line.replace("（三）入户核查（分值20分，自评得分18分）", "（三）入户核查（分值20分，自评得分17分）") for line in BODY]
    report = report_of(truth("pages-without-heads").table, "docx", body)
    (finding,) = found(report)
    assert {one.rule for one in finding.related} | {finding.rule} >= {"score/table", "score/section-self-sum"}


def test_a_total_of_the_body_that_is_not_the_table_s() -> None:
    body = ["某县自评报告", "我县开展了自评，自评得分98分。现将有关情况报告如下。", "一、基本情况", "工作正常。"]
    assert said(report_of(truth("pages-without-heads").table, "docx", body)) == ["正文自评总分 98，表1所列总得分 97"]
    assert said(report_of(truth("pages-without-heads").table, "docx", [line.replace("98分", "97分") for line in body])) == []


def test_items_without_a_counterpart_are_noted_not_accused() -> None:
    body = [line for line in BODY if "满意度测评" not in line and "群众评价" not in line and "群众满意" not in line]
    body = [line.replace("总分100分，自评得分97分", "开展情况较好") for line in body]
    (finding,) = found(report_of(truth("pages-without-heads").table, "docx", body))
    assert (finding.severity, finding.params["items"], finding.params["sections"]) == (Severity.NOTE, ["群众评价"], [])


def test_a_table_of_another_thing_is_not_compared() -> None:
    report = report_of(truth("weights").table, "docx", BODY)
    assert said(report) == []
    assert not any(str(one.params.get("variant")).startswith("body") for one in report.verification.checks)


def test_a_table_with_other_full_scores_is_not_compared_item_by_item() -> None:
    table = truth("pages-without-heads").table
    for row, own in ((1, "60"), (2, "40"), (3, "200"), (4, "300"), (5, "200"), (6, "200")):
        table = changed(table, row, 2, own)
    table = changed(table, 7, 2, "1000")
    report = report_of(table, "docx", BODY)
    assert [one.reason for one in report.verification.checks if one.rule == "score/table" and one.reason] == ["other-scale"]


def test_a_refused_table_is_a_check_that_was_not_done() -> None:
    report = report_of(truth("side-by-side").table, "docx")
    (check,) = [one for one in report.verification.checks if one.rule == "score/table"]
    assert (check.verdict, check.reason) == (Verdict.UNCHECKED, "table-side-by-side")


def test_a_masked_score_leaves_the_total_undecided() -> None:
    report = report_of(truth("masked").table, "docx")
    (check,) = [one for one in report.verification.checks if one.rule == "score/table" and one.params["variant"] == "total-self"]
    assert (check.verdict, check.reason) == (Verdict.UNCHECKED, "masked")


def test_a_loss_that_the_table_explains_needs_no_other_reason() -> None:
    body = [line for line in BODY if "扣" not in line]
    report = report_of(truth("pages-without-heads").table, "docx", body)
    assert said(report) == []
    bare = truth("pages-without-heads").table
    for row, column in ((3, 4), (5, 4)):
        bare = changed(bare, row, column, "")
    assert [one.rule for one in found(report_of(bare, "docx", body))] == ["score/unexplained-loss"] * 2
