"""``gouji diff``: a returned and a corrected report, and exactly what was corrected."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.compare.diff import Difference, difference
from extractor.language.patterns import builtin
from tests.compare.submissions import RUBRIC, read, replaced, written
from tests.conftest import Run
from tests.setting import set_report
from tests.wordfiles import paragraphs_of, report_as_docx

RETURNED = """某县民政局关于2021年度困难群众救助工作的自评报告

市民政局：

按照要求，我县进行了自查，总分60分，自评得分56分，现将情况报告如下。

一、组织领导（分值20分，自评得分19分）

（一）责任落实（分值8分，自评得分8分）

成立领导小组，全年召开会议12次。

（二）制度建设（分值12分，自评得分10分）

因制度不全，扣减2分。

二、资金管理（分值40分，自评得分38分）

（一）预算安排（分值15分，自评得分15分）

全年安排资金1000万元，其中城市600万元、农村500万元。

（二）资金拨付（分值25分，自评得分23分）

因拨付不及时，扣减3分。全年预算800万元，实际支出600万元，预算执行率85%。

三、下一步打算

重点抓好以下四项工作：一是加强学习；二是改进作风；三是严格考核。

某县民政局

2022年1月15日
"""
Kinds = list[tuple[str, str, str]]


@cache
def returned() -> dict[str, Any]:
    return read("old.txt", RETURNED)


def differs(*changes: tuple[str, str]) -> Difference:
    text = RETURNED
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return difference(returned(), read("new.txt", text), builtin())


def states(found: Difference) -> Kinds:
    """State, rule and section of every finding that is not simply still open."""
    return [
        (str(one.state), (one.new or one.old or {})["rule"], (one.old or one.new or {})["section"] or "")
        for one in found.findings
        if str(one.state) != "open"
    ]


def scores(found: Difference) -> list[tuple[str, str | None, Any, Any]]:
    return [(one.field, one.new_section, one.old, one.new) for one in found.scores]


def changes(found: Difference) -> list[tuple[str, str | None]]:
    assert found.text is not None
    return [(str(one.change), one.new_section) for one in found.text]


def test_the_returned_report_has_what_the_cases_correct() -> None:
    """By hand: 8 + 10 is not 19; 25 − 3 is not 23; 600 + 500 is not 1000; 600 of 800 is 75%; three things are called four."""
    assert sorted((one["rule"], one["section"] or "") for one in returned()["findings"]) == [
        ("claim/breakdown", "2.1"),
        ("claim/count", "3"),
        ("claim/ratio", "2.2"),
        ("score/deduction", "2.2"),
        ("score/section-self-sum", "1"),
    ]


def test_nothing_changed() -> None:
    found = differs()
    assert (states(found), scores(found), changes(found), found.elements) == ([], [], [], [])
    assert len(found.findings) == len(returned()["findings"])


@pytest.mark.parametrize(
    ("change", "fixed", "rescored", "words"),
    [
        pytest.param(
            ("一、组织领导（分值20分，自评得分19分）", "一、组织领导（分值20分，自评得分18分）"),
            [("fixed", "score/section-self-sum", "1")],
            [("self", "1", Decimal(19), Decimal(18))],
            [("score-without-text", "1")],
            id="a sum",
        ),
        pytest.param(
            ("扣减3分", "扣减2分"),
            [("fixed", "score/deduction", "2.2")],
            [("deductions", "2.2", [Decimal(3)], [Decimal(2)])],
            [("score-without-text", "2.2")],
            id="a deduction",
        ),
        pytest.param(
            ("农村500万元", "农村400万元"),
            [("fixed", "claim/breakdown", "2.1")],
            [],
            [("text-without-score", "2.1")],
            id="a part of a whole",
        ),
        pytest.param(("执行率85%", "执行率75%"), [("fixed", "claim/ratio", "2.2")], [], [("text-without-score", "2.2")], id="a rate"),
        pytest.param(("以下四项工作", "以下三项工作"), [("fixed", "claim/count", "3")], [], [("text", "3")], id="a count"),
        pytest.param(
            ("执行率85%", "执行率95%"), [("changed", "claim/ratio", "2.2")], [], [("text-without-score", "2.2")], id="corrected wrongly"
        ),
        pytest.param(("全年召开会议12次", "全年召开会议15次"), [], [], [("text-without-score", "1.1")], id="words that no rule asks for"),
        pytest.param(
            ("实际支出600万元，", "实际支出约600万元，"),
            [("undecided", "claim/ratio", "2.2")],
            [],
            [("text-without-score", "2.2")],
            id="made undecidable",
        ),
        pytest.param(
            ("三、下一步打算\n\n重点抓好以下四项工作：一是加强学习；二是改进作风；三是严格考核。\n\n", ""),
            [("gone", "claim/count", "3")],
            [],
            [],
            id="left out",
        ),
        pytest.param(
            ("责任落实（分值8分，自评得分8分）", "责任落实（分值8分，自评得分9分）"),
            [("fixed", "score/section-self-sum", "1"), ("new", "score/total-self-sum", ""), ("new", "score/self-exceeds-max", "1.1")],
            [("self", "1.1", Decimal(8), Decimal(9))],
            [("score-without-text", "1.1")],
            id="one error put right by others",
        ),
    ],
)
def test_each_correction_is_told_and_nothing_else(change: tuple[str, str], fixed: Kinds, rescored: Any, words: Any) -> None:
    found = differs(change)
    assert (states(found), scores(found), changes(found)) == (fixed, rescored, words)


CORRECTIONS = (
    ("总分60分，自评得分56分", "总分60分，自评得分56分"),
    ("一、组织领导（分值20分，自评得分19分）", "一、组织领导（分值20分，自评得分18分）"),
    ("扣减3分", "扣减2分"),
    ("农村500万元", "农村400万元"),
)


def corrected() -> str:
    text = RETURNED
    for old, new in CORRECTIONS:
        text = text.replace(old, new)
    return text


def test_what_was_corrected_from_a_word_file_to_a_pdf() -> None:
    """The returned report was a Word file with automatic numbers, the corrected one comes as a PDF: only the corrections show."""
    old = read("returned.docx", report_as_docx(paragraphs_of(RETURNED), "styles"))
    new = read("corrected.pdf", set_report(corrected()).pdf)
    assert (old["source"]["format"], new["source"]["format"]) == ("docx", "pdf")
    found = difference(old, new, builtin())
    assert sorted(states(found)) == [
        ("fixed", "claim/breakdown", "2.1"),
        ("fixed", "score/deduction", "2.2"),
        ("fixed", "score/section-self-sum", "1"),
    ]
    assert scores(found) == [("self", "1", Decimal(19), Decimal(18)), ("deductions", "2.2", [Decimal(3)], [Decimal(2)])]
    assert changes(found) == [("score-without-text", "1"), ("text-without-score", "2.1"), ("score-without-text", "2.2")]
    assert found.elements == []


def test_the_changed_words_are_quoted() -> None:
    found = differs(("农村500万元", "农村400万元"))
    assert found.text is not None
    assert found.text[0].passages == [
        ("全年安排资金1000万元，其中城市600万元、农村500万元。", "全年安排资金1000万元，其中城市600万元、农村400万元。")
    ]


def test_renumbered_and_moved_sections_are_the_same() -> None:
    text = RETURNED.replace("一、组织领导", "二、组织领导").replace("二、资金管理", "一、资金管理")
    first, second, rest = text.index("二、组织"), text.index("一、资金"), text.index("三、下一步")
    moved = text[:first] + text[second:rest] + text[first:second] + text[rest:]
    found = difference(returned(), read("new.txt", moved), builtin())
    assert (scores(found), states(found), changes(found)) == ([], [], [])
    assert [(one.old["id"], one.new["id"]) for one in found.items if one.old and one.new] == [
        ("2", "1"), ("2.1", "1.1"), ("2.2", "1.2"), ("1", "2"), ("1.1", "2.1"), ("1.2", "2.2"), ("3", "3"),
    ]  # fmt: skip


def test_elements_of_the_document_and_what_stands_outside_the_sections() -> None:
    found = differs(("2022年1月15日", "2022年3月1日"))
    assert [(one.field, one.old, one.new) for one in found.elements] == [("date", "2022-01-15", "2022-03-01")]
    assert changes(found) == [("text", None)]


def test_the_same_items_over_years() -> None:
    """Another year, an item more: items are set against each other, words are not compared."""
    sections = [*replaced("监督检查", ("监督检查", 5), ("绩效管理", 5))]
    found = difference(
        read("2022.txt", written("安县", losses={"预算安排": "1"})), read("2023.txt", written("安县", sections, year=2023)), builtin()
    )
    assert (found.years, found.text) == ((2022, 2023), None)
    assert [(one.old["title"] if one.old else None, one.new["title"] if one.new else None) for one in found.items if one.scored] == [
        *((title, title) for section, items in RUBRIC[:2] for title in (section, *(item for item, _ in items))),
        (None, "绩效管理"),
        *((title, title) for section, items in RUBRIC[2:] for title in (section, *(item for item, _ in items))),
    ]
    assert [(one.field, one.new_section, one.old, one.new) for one in found.scores if one.new_section == "2.1"] == [
        ("self", "2.1", Decimal(14), Decimal(15)),
        ("deductions", "2.1", [Decimal(1)], None),
    ]


def test_the_command(gouji: Callable[..., Run], tmp_path: Path) -> None:
    old, new, clean = tmp_path / "old.docx", tmp_path / "new.txt", tmp_path / "clean.txt"
    old.write_bytes(report_as_docx(paragraphs_of(RETURNED)))
    new.write_text(corrected(), encoding="utf-8")
    clean.write_text(written("安县"), encoding="utf-8")
    said = gouji("diff", old, new)
    assert said.status == 1
    assert "得分变动 2 处\n  一、组织领导 自评得分：19 → 18\n  二、（二）资金拨付 扣分：3 → 2\n" in said.out
    assert "发现：已改正 3，仍存在 2，仍存在而数字已变 0，随内容删去 0，无法再判断 0，新出现 0" in said.out
    assert "相关改动：二、（二）资金拨付 扣分：3 → 2" in said.out
    english = gouji("diff", "--lang", "en", old, new)
    assert "findings: 3 fixed, 2 still open, 0 still open with other figures" in english.out
    assert gouji("diff", "--fail-on", "never", old, new).status == 0
    assert gouji("diff", clean, clean).status == 0
    assert "逐字节相同" in gouji("diff", clean, clean).out


def test_results_serve_as_well_as_reports(gouji: Callable[..., Run], tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(RETURNED, encoding="utf-8")
    new.write_text(corrected(), encoding="utf-8")
    gouji("extract", "-o", tmp_path / "out", "--fail-on", "never", old, new)
    results = [tmp_path / "out" / name for name in ("old.json", "new.json")]
    direct, stored = gouji("diff", "--json", old, new), gouji("diff", "--json", *results)
    assert json.loads(direct.out) == json.loads(stored.out)
    composed = json.loads(stored.out)
    assert composed["schema"] == "gouji.diff/1"
    assert [(one["field"], one["old"], one["new"]) for one in composed["scores"]] == [("self", 19, 18), ("deductions", [3], [2])]
    assert [one["state"] for one in composed["findings"]].count("fixed") == 3
    without = gouji("extract", "--no-text", "--fail-on", "never", old)
    (tmp_path / "bare.json").write_text(without.out, encoding="utf-8")
    bare = gouji("diff", tmp_path / "bare.json", new)
    assert "文字没有比较" in bare.out


@pytest.mark.parametrize("content", ['{"schema": "gouji.report/9"}', '{"a": 1', "{}", "{[" * 50_000])
def test_json_that_is_no_report(gouji: Callable[..., Run], tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content, encoding="utf-8")
    (tmp_path / "new.txt").write_text(RETURNED, encoding="utf-8")
    done = gouji("diff", tmp_path / "odd.json", tmp_path / "new.txt")
    assert (done.status, done.out) == (3, "")
    assert "odd.json" in done.err
    assert "gouji.report/1" in done.err


def test_an_input_that_cannot_be_read(gouji: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(RETURNED, encoding="utf-8")
    done = gouji("diff", tmp_path / "absent.pdf", tmp_path / "new.txt")
    assert (done.status, done.out) == (3, "")
    assert "absent.pdf" in done.err
    assert gouji("diff", tmp_path / "new.txt").status == 2


FORM = """某县2021年度农村公路养护项目支出绩效自评报告

现将自评情况报告如下。

一、项目概况

全县养护农村公路。

| 一级指标 | 二级指标 | 分值 | 得分 |
|---|---|---|---|
| 产出指标 | 数量指标 | 60 | 60 |
| 效益指标 | 社会效益 | 40 | {score} |
| 总分 | | 100 | {total} |

某县交通运输局

2022年1月5日
"""


def test_the_scores_of_a_table() -> None:
    """Only the figures of one row and of the totals changed: no words did, and what the table got wrong is put right."""
    old, new = (read("form.txt", FORM.format(score=score, total=98)) for score in (39, 38))
    assert [one["rule"] for one in old["findings"] if one["rule"].startswith("score/")] == ["score/table"]
    found = difference(old, new, builtin())
    assert ("fixed", "score/table") in [(str(one.state), (one.old or {}).get("rule")) for one in found.findings]
    rows = [one for one in found.scores if (one.new_section or "").startswith("t")]
    assert [(one.field, one.old, one.new) for one in rows] == [("self", Decimal(39), Decimal(38))]
    assert found.text == []
