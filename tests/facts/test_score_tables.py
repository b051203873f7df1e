"""Score tables in every form: items, maxima, scores, totals, reasons, the funds block, and what kind of table it is."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest

from extractor.emitters.json import to_json
from extractor.emitters.schema import report_schema
from extractor.emitters.wording import Wording
from extractor.facts.score_tables_account import EXPLAINS
from extractor.language.patterns import builtin
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from tests.tables.scored_tables import Truth, as_xlsx, check, of_grid, printed, totalled, truth, truths
from tests.tables.setting_tables import LAYOUTS, as_docx, as_html, as_markdown, as_pdf, layout, printable

ALL = truths()
FORMS = ("docx", "pdf", "html", "xlsx", "txt")


def report_of(wanted: Truth, form: str) -> Report:
    table = wanted.table
    made = {"docx": as_docx, "pdf": lambda one: as_pdf(printable(one)), "html": as_html, "xlsx": as_xlsx, "txt": as_markdown}
    return extract_bytes(f"a.{form}", made[form](table))


def test_there_are_tables_enough() -> None:
    assert len(ALL) >= 12
    assert {one.kind for one in ALL} == {"scored", "blank", "rubric"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("wanted", ALL, ids=[one.name for one in ALL])
def test_what_a_table_says(wanted: Truth, form: str) -> None:
    if form == "txt" and wanted.name in ("subtotals", "weight-per-level"):
        pytest.skip("bars cannot say that cells are merged, and here only that tells the levels")
    report = report_of(wanted, form)
    (table,) = report.facts.score_tables
    check(table, wanted)
    for figure in table.figures():
        said = report.text.slice(figure.at)
        assert figure.value is None or said == "无" or Decimal(said) == figure.value


@pytest.mark.parametrize("wanted", ALL, ids=[one.name for one in ALL])
def test_clean_tables_are_not_accused(wanted: Truth) -> None:
    findings = report_of(wanted, "docx").verification.findings
    assert [one.rule for one in findings if one.rule.startswith(("score/", "claim/", "coverage/"))] == []


OPENING = "某县自评报告\n我县开展了自评，自评得分97分。现将有关情况报告如下。\n附件：自评得分表\n"
LINES = "考核内容\n标准分\n自评分\n扣分原因\n组织领导\n40\n39\n少开一次会\n业务管理\n60\n58\n资料不全\n合计\n100\n97\n"


def of_text(content: str) -> Report:
    return extract_bytes("a.txt", (OPENING + content).encode())


def test_a_cell_a_line_is_read_where_every_row_is_whole() -> None:
    report = of_text(LINES)
    (table,) = report.facts.score_tables
    assert table.refused is None
    assert [(item.title, printed(item.max), printed(item.self)) for item in table.items] == [
        ("组织领导", "40", "39"),
        ("业务管理", "60", "58"),
    ]
    assert [totalled(one) for one in table.totals] == [("row", "100", "97", "")]
    assert [table.id for table in report.facts.tables] == ["g1"]
    assert not [one for one in report.verification.findings if one.rule.startswith("score/")]


@pytest.mark.parametrize(
    "content",
    [
        LINES.replace("少开一次会\n", ""),
        LINES.replace("58\n资料不全\n", ""),
        "一级指标二级指标三级指标分值年度指标值实际完成值得分产出指标数量指标里程2036公里34公里18.89\n",
        "考核内容 标准分 自评分 扣分原因 组织领导 40 39 少开一次会\n",
    ],
    ids=["a-cell-lost", "cells-lost", "glued", "spaced"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: str) -> None:
    report = of_text(content)
    (table,) = report.facts.score_tables
    assert (table.id, table.refused, table.items) == ("g1", "table-glued", ())
    found = json.loads(to_json(report, Wording(builtin(), "zh")))
    assert found["coverage"]["tables"]["refused"] == [{"table": "g1", "reason": "table-glued"}]


def test_prose_about_tables_is_no_table() -> None:
    assert of_text("设置一级指标、二级指标、三级指标，明确分值和得分，标准分、自评分、扣分原因逐项填列。\n").facts.score_tables == ()


def test_rows_with_other_numbers_of_cells_are_refused() -> None:
    (table,) = of_text("| 指标 | 分值 | 得分 | 备注 |\n| 制度 | 40 | 39 |\n| 人员 | 60 | 58 | 无 | 是 |\n").facts.score_tables
    assert table.refused == "table-shifted"


@pytest.mark.parametrize("form", FORMS)
def test_a_report_that_is_only_a_table_has_its_totals(form: str) -> None:
    totals = report_of(truth("project-form"), form).facts.totals
    assert (printed(totals.max), printed(totals.self)) == ("100", "99.6")


def test_scores_of_the_body_outrank_those_of_the_table() -> None:
    report = of_text("一、组织领导（分值40分，自评得分39分）\n已开展。\n二、业务管理（分值60分，自评得分58分）\n已开展。\n" + LINES)
    assert report.facts.totals.max is None
    assert printed(report.facts.totals.self) == "97"


def test_figures_of_a_table_stay_out_of_the_body_and_are_all_accounted_for() -> None:
    report = report_of(truth("score-last"), "docx")
    assert report.facts.scores == {}
    assert report.facts.totals.deductions == ()
    assert [one.explained for one in report.facts.look_alikes] == [EXPLAINS] * 4
    assert report.facts.extracted == 8
    coverage = json.loads(to_json(report, Wording(builtin(), "zh")))["coverage"]
    assert coverage["scores"] == {"found": 12, "extracted": 8, "explained": 4, "unexplained": []}
    assert coverage["tables"] == {"scored": 1, "blank": 0, "rubric": 0, "refused": []}


def test_a_table_of_other_things_is_left_alone() -> None:
    assert report_of(replace(truth("weights"), table=layout(LAYOUTS / "figures.toml")), "docx").facts.score_tables == ()
    exams = of_grid("exams", [["单位", "考核得分", "排名"], ["甲镇", "95", "1"], ["乙镇", "93", "2"]])
    assert report_of(replace(truth("weights"), table=exams), "docx").facts.score_tables == ()


def test_items_and_totals_in_json_as_the_schema_says() -> None:
    found = json.loads(to_json(report_of(truth("project-form"), "html"), Wording(builtin(), "zh")))
    jsonschema.Draft202012Validator(report_schema()).validate(found)
    scores = found["tables"][0]["scores"]
    assert (scores["kind"], scores["refused"], scores["grade"]) == ("scored", None, None)
    first, second = scores["items"][:2]
    assert (first["funds"], first["score"]) == (True, {"max": 10, "self": 9.9, "deduction": None})
    assert second["children"][0]["children"][0]["actual"] == "36.2公里"
    assert [(one["place"], one["max"], one["self"]) for one in scores["totals"]] == [("row", 100, 99.6)]
    assert scores["funds"][1] == {
        "title": "财政拨款",
        "initial": "600.00",
        "budget": "620.00",
        "spent": "613.60",
        "rate": "98.97%",
        "part": True,
    }


BONUS = (
    "附件：自评得分表\n| 考核指标 | 标准分 | 自评得分 | 扣分 |\n| 组织管理 | 40 | 39 | 1 |\n| 业务开展 | 60 | 57.5 | 2.5 |\n"
    "| 加分项 | 5 | {earned} | / |\n| 合计 | 100 | {total} | 3.5 |\n"
)


@pytest.mark.parametrize(("earned", "total", "told"), [("2", "98.5", False), ("2", "99.5", True)])
def test_what_a_table_adds_and_takes_off_makes_its_total(earned: str, total: str, told: bool) -> None:
    report = extract_bytes("a.txt", BONUS.format(earned=earned, total=total).encode())
    assert any(one.rule.startswith("score/t") for one in report.verification.findings) is told
