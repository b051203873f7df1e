"""findings.csv: opens in a spreadsheet, reads back exactly, runs nothing."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.findings_csv import COLUMNS, FindingsCsv
from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Surroundings, load
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from tests.batch.made_reports import finding, placed, report, section, submissions


def written(out: Path, reports: list[dict[str, Any]], lang: str = "zh") -> bytes:
    """The file made of ``reports``."""
    scratch = out / f"scratch-{lang}"
    scratch.mkdir(parents=True, exist_ok=True)
    output = FindingsCsv()
    output.open(Surroundings(out, scratch, Wording(builtin(), lang), ExitStack()))
    for one in placed(reports, out):
        output.add(load(one.path), one.path, one.shown)
    output.close(Outcome())
    return (scratch / output.name).read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_a_finding(tmp_path: Path) -> None:
    sums = finding(section="2.1", params={"stated": Decimal("97.50"), "computed": 96, "equation": "30 + 66 = 96"})
    made = report(
        "甲/报告.txt",
        section("一、", "资金管理"),
        section("二、", "任务", "9", "9", section("（一）", "低保", "9", "9")),
        findings=[sums, finding("note")],
    )
    content = written(tmp_path, [made])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 3
    first, second = rows(content)
    assert first == {
        "文件": "甲/报告.txt",
        "单位": "青岚县民政局",
        "级别": "错误",
        "规则编号": "score/total-self-sum",
        "规则": Wording(builtin()).rule("score/total-self-sum"),
        "所在栏目": "二、任务 › （一）低保",
        "问题": "自评总分：各部分自评得分合计 30 + 66 = 96，与所列 97 不符",
        "算式": "30 + 66 = 96",
        "所写": "97.50",
        "算得或对照": "96",
        "位置": "第3行",
        "原文": "满分，自评总分97分。",
        "问题编号": "5c2abccf4d",
        "结果文件": first["结果文件"],
    }
    assert (tmp_path / first["结果文件"]).is_file()
    assert (second["级别"], second["所在栏目"]) == ("提示", "全文")


def test_figures_come_from_the_check_where_the_message_has_none(tmp_path: Path) -> None:
    conflict = finding(params={"stated": 20, "restated": 19, "variant": "self"}, check="c1")
    check = {"id": "c1", "stated": Decimal(19), "computed": Decimal(20)}
    row = rows(written(tmp_path, [report("a.txt", findings=[conflict], checks=[check])]))[0]
    assert (row["所写"], row["算得或对照"], row["算式"]) == ("19", "20", "")


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ([{"page": 2, "box": None}], "第2页"),
        ([{"page": 2, "box": None}, {"page": 3, "box": None}], "第2、3页"),
        ([{"line": line} for line in (4, 5, 6, 7)], "第4–7行"),
        ([{"paragraph": 8}], "第8段"),
        ([{"line": 6, "sheet": "自评表"}], "工作表“自评表”第6行"),
    ],
)
def test_places(tmp_path: Path, places: list[dict[str, Any]], shown: str) -> None:
    evidence = [None, {"start": 0, "end": 2, "places": places}]
    assert rows(written(tmp_path, [report("a.txt", findings=[finding(evidence=evidence)])]))[0]["位置"] == shown


def test_a_finding_without_evidence_or_text(tmp_path: Path) -> None:
    made = report("a.txt", findings=[finding(evidence=[])])
    del made["text"]
    row = rows(written(tmp_path, [made]))[0]
    assert (row["位置"], row["原文"]) == ("", "")


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＋1", "－1", "＠a", "　=1"])
def test_nothing_runs(tmp_path: Path, begin: str) -> None:
    made = report(
        f"{begin}.txt",
        body=begin,
        findings=[finding(message=f"{begin}，不符", params={"stated": begin, "computed": begin, "equation": begin})],
    )
    row = rows(written(tmp_path, [made]))[0]
    for column in ("文件", "单位", "问题", "算式", "所写", "算得或对照"):
        assert row[column].startswith("'"), column


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    made = report("a.txt", findings=[finding(params={"stated": Decimal("-0.50"), "computed": -1})])
    row = rows(written(tmp_path, [made]))[0]
    assert (row["所写"], row["算得或对照"]) == ("-0.50", "-1")


def test_characters_that_no_file_should_hold_can_still_be_seen(tmp_path: Path) -> None:
    made = report("a.txt", findings=[finding(message='甲\x00乙\udc80丙，"引号"\r\n第二行\x1b')])
    assert rows(written(tmp_path, [made]))[0]["问题"] == '甲\\u0000乙\\udc80丙，"引号"\n第二行\\u001b'


def test_a_cell_is_no_longer_than_a_spreadsheet_takes(tmp_path: Path) -> None:
    made = report("a.txt", findings=[finding(message="𠀀" * 20_000)])
    shown = rows(written(tmp_path, [made]))[0]["问题"]
    assert len(shown.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert shown.endswith("……（全文 20000 字，单元格放不下，以下略）")


def test_the_same_bytes_again_and_in_english(tmp_path: Path) -> None:
    made = list(submissions(30))
    assert written(tmp_path / "a", made) == written(tmp_path / "b", made)
    english = rows(written(tmp_path / "a", made, "en"))
    assert english[0]["Severity"] == "warning"
    assert len(english[0]) == len(COLUMNS)


def test_no_findings_leave_the_heads(tmp_path: Path) -> None:
    content = written(tmp_path, [report("a.txt")])
    assert content.decode("utf-8-sig").startswith("文件,单位,级别,")
    assert rows(content) == []
