"""Which rubric a report is held against: named, found, or none; read from its sections or its score table."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from extractor.emitters.schema import report_schema
from extractor.language.patterns import builtin
from extractor.language.titles import Titles
from extractor.model.report import Report, Severity
from extractor.model.rubric import Item
from extractor.pipeline import check, extract, extract_bytes
from extractor.validator.matter import Matter
from extractor.validator.score.alignment import align, flatten
from extractor.validator.score.profile import bands_in_force
from tests.conftest import Run

FORM = """某县2021年度项目支出绩效自评报告

现将自评情况报告如下。

一、预算执行率（分值10分，自评得分10分）

二、产出指标（分值50分，自评得分50分）

三、效益指标（分值30分，自评得分30分）

四、满意度指标（分值10分，自评得分10分）

某县财政局

2022年1月5日
"""
TABLE = """某县2021年度农村公路养护项目支出绩效自评报告

现将自评情况报告如下。

| 一级指标 | 二级指标 | 分值 | 得分 |
|---|---|---|---|
| 预算执行率 | 资金执行 | 10 | 9 |
| 产出指标 | 数量指标 | 30 | 30 |
| 产出指标 | 质量指标 | {quality} | {quality} |
| 效益指标 | 社会效益 | 30 | 29 |
| 满意度指标 | 群众满意度 | 10 | 10 |

某县交通运输局

2022年1月5日
"""


def report_of(text: str, profile: str | None = None) -> Report:
    return extract_bytes("report.txt", text.encode(), profile=profile)


def deviations(report: Report) -> list[tuple[str, str, str]]:
    return [
        (str(one.severity), str(one.params["variant"]), str(one.params.get("item")))
        for one in report.verification.findings
        if one.rule == "score/profile"
    ]


def test_the_seeds_follow_their_rubrics(seeds: Path) -> None:
    for name, rubric in (("yunnan-2016.txt", "assistance-2016"), ("bazhong-2021.txt", "assistance-sichuan-2021")):
        found = extract(seeds / name).profile
        assert found is not None
        assert (found.rubric.id, found.named, found.score) == (rubric, False, Decimal("1.00"))
        named = extract(seeds / name, profile=rubric)
        assert deviations(named) == []
        checks = [one for one in named.verification.checks if one.rule == "score/profile"]
        assert {str(one.verdict) for one in checks} == {"exact"}
        assert len(checks) >= 14


def test_a_best_match_is_said_and_named_in_the_json(gouji: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(FORM, encoding="utf-8")
    found = json.loads(gouji("extract", path).out)
    assert found["profile"] == {"id": "project-10-50-30-10", "matched": "best", "score": 1.0}
    assert "profile" not in found["engine"]["options"]
    assert "评分细则：最接近 项目支出绩效自评（10＋50＋30＋10）（相符 1.00，未指定）" in gouji("check", path).out
    named = json.loads(gouji("extract", "--profile", "project-20-40-40", path, "--fail-on", "never").out)
    assert named["profile"] == {"id": "project-20-40-40", "matched": "named", "score": 0.0}
    assert named["engine"]["options"]["profile"] == "project-20-40-40"
    for one in (found, named):
        jsonschema.validate(one, report_schema())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FORM.replace("项目支出", "工作"), "no word of the title points to it"),
        (
            FORM.replace("产出指标（分值50分，自评得分50分）", "产出指标（分值40分，自评得分40分）").replace(
                "（分值30分，自评得分30分）", "（分值40分，自评得分40分）"
            ),
            "half of the weights are others",
        ),
        (FORM.replace("二、产出指标（分值50分，自评得分50分）\n\n三、效益指标（分值30分，自评得分30分）\n\n", ""), "too few items"),
        ("某县项目支出绩效自评报告\n\n一、基本情况\n\n无。\n", "no scores"),
    ],
)
def test_where_nothing_is_clearly_near_there_is_no_profile(text: str, why: str) -> None:
    report = report_of(text)
    assert report.profile is None, why
    assert deviations(report) == []


def test_a_rubric_of_another_year_is_not_found() -> None:
    items = "工作保障30 政策保障9 统筹资源9 资金保障5 能力建设4 信息化建设3"
    body = "\n\n".join(
        f"{'一二三四五六'[index]}、{one.rstrip('0123456789')}（分值{one.lstrip('工作保障政策统筹资源金能力建设信息化')}分）"
        for index, one in enumerate(items.split())
    )
    assert report_of(f"某省2019年度困难群众基本生活救助绩效评价自评报告\n\n{body}\n").profile is None


def test_a_table_counts_where_the_sections_state_no_scores() -> None:
    """The weight of an indicator is the sum of those below it; its name stands in each of its rows."""
    followed, deviating = (report_of(TABLE.format(quality=points), "project-10-50-30-10") for points in (20, 25))
    assert [one.kind for one in followed.facts.score_tables] == ["scored"]
    assert [(str(one.verdict), one.stated) for one in followed.verification.checks if one.rule == "score/profile"] == [
        ("exact", Decimal(points)) for points in (10, 50, 30, 10)
    ]
    assert deviations(deviating) == [("error", "weight", "产出指标")]


def test_a_rubric_that_was_named_narrows_the_grade_bands() -> None:
    def bands(profile: str | None) -> list[str]:
        report = report_of(FORM, profile)
        return [
            entry.id
            for entry in bands_in_force(Matter(report.text, report.outline, report.facts, report.reading, builtin(), report.profile))
        ]

    assert bands("assistance-2016") == ["grade-bands.assistance"]
    assert bands("project-10-50-30-10") == ["grade-bands.project"]
    assert bands(None) == [entry.id for entry in builtin().entries("grade-bands")]
    assert len(bands(None)) > 1


def test_checking_again_keeps_to_the_rubric_that_was_named() -> None:
    report = report_of(FORM.replace("产出指标（分值50分，自评得分50分）", "产出指标（分值40分，自评得分40分）"), "project-10-50-30-10")
    assert deviations(report) == [("error", "weight", "产出指标")]
    assert check(report) == report.verification


def test_a_note_at_most_without_a_name() -> None:
    report = report_of(FORM.replace("效益指标（分值30分，自评得分30分）", "效益指标（分值25分，自评得分25分）"))
    assert report.profile is not None and report.profile.score == Decimal("0.75")
    assert {one.severity for one in report.verification.findings if one.rule == "score/profile"} == {Severity.NOTE}


def items(*written: str) -> tuple[Item, ...]:
    """``title 分值`` each, ``>`` before those below the last one without."""
    found: list[Item] = []
    for one in written:
        title, points = one.lstrip(">").split()
        item = Item(title, Decimal(points))
        if one.startswith(">"):
            last = found.pop()
            item = Item(last.title, last.max, children=(*last.children, item))
        found.append(item)
    return tuple(found)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((("组织领导 10", "资金管理 20")), ("资金管理 20", "组织领导 10"), {"组织领导": "组织领导", "资金管理": "资金管理"}),
        (("城市 20", ">资金保障 10", "农村 20", ">资金保障 10"), ("农村 20", ">资金保障 10", "城市 20", ">资金保障 10"), {"城市": "城市", "农村": "农村", "城市/资金保障": "城市/资金保障", "农村/资金保障": "农村/资金保障"}),
        (("组织领导 10", "宣传培训 5", "资金管理 20"), ("组织领导 10", "培训和宣传 5", "资金管理 20"), {"组织领导": "组织领导", "宣传培训": "培训和宣传", "资金管理": "资金管理"}),
        (("组织领导 10", "宣传培训 5"), ("组织领导 10", "档案管理 5"), {"组织领导": "组织领导"}),
        (("自评 30", ">组织领导 10", ">资金管理 20"), ("组织领导 10", "资金管理 20"), {"自评/组织领导": "组织领导", "自评/资金管理": "资金管理"}),
        ((), ("组织领导 10",), {}),
    ],
)  # fmt: skip
def test_items_are_aligned_by_title_place_and_weight(left: tuple[str, ...], right: tuple[str, ...], expected: dict[str, str]) -> None:
    nodes = [flatten(items(*one)) for one in (left, right)]

    def name(side: int, index: int) -> str:
        item, parent = nodes[side][index]
        return item.title if parent < 0 else f"{nodes[side][parent].item.title}/{item.title}"

    pairs = align(nodes[0], nodes[1], Titles(builtin()))
    assert {name(0, i): name(1, j) for i, j in pairs.items()} == expected
