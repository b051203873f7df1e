"""Consensus: what most reports on one notice have, and exactly those that deviate."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from extractor.compare.consensus import FEWEST, Deviation, consensus, findings_of
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.validator.score.deviations import Standing
from tests.compare.submissions import BODIES, RUBRIC, read, replaced, written

NAMES = [f"{body}{number}" for number in (1, 2) for body in BODIES][:30]
DEVIATING = {
    3: replaced("责任落实", ("责任落实", 10)),
    11: replaced("监督检查"),
    27: [*RUBRIC, ("宣传报道", [("媒体报道", 5)])],
}


@cache
def thirty() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Thirty submissions, three of which deviate; scores lost differ from one to the next."""
    chance = random.Random(6)
    found = []
    for number, name in enumerate(NAMES):
        sections = DEVIATING.get(number, RUBRIC)
        items = [item for _, ones in sections for item, _ in ones]
        losses = {chance.choice(items): chance.choice(["0.5", "1", "2"])} if number % 2 else {}
        found.append((f"{name}.txt", read(f"{name}.txt", written(name, sections, losses=losses))))
    return tuple(found)


def outline(items: Any) -> list[tuple[str, Decimal | None]]:
    return [(item.title, item.max) for top in items for item in top.walk()]


def test_thirty_submissions_with_three_deviating() -> None:
    (group,) = consensus(thirty(), builtin())
    assert group.refused is None
    assert group.notice.number == "某民发〔2022〕15号"
    assert (len(group.reports), group.scored, group.unscored, group.apart) == (30, 30, [], [])
    agreed = [(title, points) for section, items in RUBRIC for title, points in ((section, sum(one for _, one in items)), *items)]
    assert outline(group.items) == [(title, Decimal(points)) for title, points in agreed]
    assert group.deviations == {
        f"{NAMES[3]}.txt": [
            Deviation(Standing.WEIGHT, "责任落实", Decimal(8), Decimal(10), "1.1", 29, 30),
        ],
        f"{NAMES[11]}.txt": [
            Deviation(Standing.MISSING, "监督检查", Decimal(10), None, None, 29, 30),
        ],
        f"{NAMES[27]}.txt": [Deviation(Standing.EXTRA, "宣传报道", None, Decimal(5), "4", 29, 30)],
    }


def test_the_order_of_the_reports_does_not_matter() -> None:
    forwards, backwards = consensus(thirty(), builtin()), consensus(thirty()[::-1], builtin())
    assert [(one.reports, one.deviations, outline(one.items)) for one in forwards] == [
        (one.reports, one.deviations, outline(one.items)) for one in backwards
    ]


def test_each_deviation_is_a_finding_with_its_support() -> None:
    (group,) = consensus(thirty(), builtin())
    shown = [f"{NAMES[number]}.txt" for number in DEVIATING]
    findings = [finding for one in shown for finding in findings_of(group.deviations[one], dict(thirty())[one], group.notice)]
    said = [Wording(builtin()).say(f"{one['rule']}/{one['params']['variant']}", **one["params"]) for one in findings]
    assert said == [
        "一、（一） “责任落实”分值 10；同一通知的 30 份报告中有 29 份为 8（某民发〔2022〕15号）",
        "缺少“监督检查”；同一通知的 30 份报告中有 29 份有此项（分值 10，某民发〔2022〕15号）",
        "四、 “宣传报道”（分值 5）在同一通知的 30 份报告中有 29 份没有（某民发〔2022〕15号）",
    ]
    assert [(one["severity"], one["section"], len(one["evidence"])) for one in findings] == [
        ("error", "1.1", 1),
        ("error", None, 0),
        ("error", "4", 1),
    ]
    text = dict(thirty())[shown[0]]["text"]
    span = findings[0]["evidence"][0]
    assert text[span["start"] : span["end"]] == "10分"


def test_a_mixed_folder_gives_a_group_for_each_notice() -> None:
    others = [
        (f"{body}乙.txt", read("乙.txt", written(body, RUBRIC[:2], notice="某农发〔2022〕3号", programme="高标准农田建设")))
        for body in BODIES[:5]
    ]
    groups = consensus([*others, *thirty()[:8]], builtin())
    assert [(one.notice.number, len(one.reports), one.refused) for one in groups] == [
        ("某民发〔2022〕15号", 8, None),
        ("某农发〔2022〕3号", 5, None),
    ]
    assert list(groups[0].deviations) == [f"{NAMES[3]}.txt"]
    assert groups[1].deviations == {}


def test_a_report_without_a_number_belongs_to_the_only_notice_of_its_programme() -> None:
    lone = ("无号.txt", read("无号.txt", written("无号县", notice=None)))
    (group,) = consensus([lone, *thirty()[4:9]], builtin())
    assert "无号.txt" in group.reports


@pytest.mark.parametrize("count", [1, FEWEST - 1])
def test_too_few_agree_on_nothing(count: int) -> None:
    (group,) = consensus(thirty()[:count], builtin())
    assert (group.refused, group.items, group.deviations) == ("few", (), {})


def test_no_majority_is_said_and_accuses_no_one() -> None:
    """Three reports each follow one of two rubrics."""
    other = [("机构建设", [("人员配备", 20), ("场地设施", 20)]), ("服务质量", [("服务对象", 30), ("服务内容", 30)])]
    reports = [(f"{body}.txt", read("甲.txt", written(body, RUBRIC if number % 2 else other))) for number, body in enumerate(BODIES[:6])]
    (group,) = consensus(reports, builtin())
    assert (group.refused, group.deviations) == ("no-majority", {})


def test_a_report_of_another_outline_stands_apart() -> None:
    """One of another rubric under the same notice is named once, not item by item; one without scores takes no part."""
    other = [("机构建设", [("人员配备", 20), ("场地设施", 20)])]
    reports = [*thirty()[12:20], ("另.txt", read("另.txt", written("另县", other))), ("空.txt", read("空.txt", written("空县", [])))]
    (group,) = consensus(reports, builtin())
    assert (group.apart, group.unscored, group.deviations) == (["另.txt"], ["空.txt"], {})


def test_what_a_third_does_otherwise_is_not_told() -> None:
    changed = replaced("责任落实", ("责任落实", 10))
    reports = [(f"{body}.txt", read("甲.txt", written(body, changed if number < 4 else RUBRIC))) for number, body in enumerate(BODIES[:10])]
    (group,) = consensus(reports, builtin())
    assert group.refused is None
    assert group.deviations == {}


def test_reports_whose_scores_stand_in_a_table() -> None:
    """A deviation in a table is found like one in the sections; its evidence is the cell."""

    def form(quantity: int) -> str:
        rows = (
            f"| 产出指标 | 数量指标 | {quantity} | {quantity} |\n| 效益指标 | 社会效益 | 40 | 40 |\n| 满意度指标 | 群众满意度 | 10 | 10 |"
        )
        head = "| 一级指标 | 二级指标 | 分值 | 得分 |\n|---|---|---|---|"
        return f"某县2021年度公路养护项目支出绩效自评报告\n\n现将自评情况报告如下。\n\n一、项目概况\n\n全县养护公路。\n\n{head}\n{rows}\n\n某县交通运输局\n"

    reports = [(f"{number}.txt", read("表.txt", form(45 if number == 2 else 50))) for number in range(6)]
    (group,) = consensus(reports, builtin())
    assert [(one.standing, one.expected, one.found, one.support, one.of) for one in group.deviations["2.txt"]] == [
        (Standing.WEIGHT, Decimal(50), Decimal(45), 5, 6)
    ]
    assert list(group.deviations) == ["2.txt"]
    (finding,) = findings_of(group.deviations["2.txt"], reports[2][1], group.notice)
    (span,) = finding["evidence"]
    assert (finding["section"], reports[2][1]["text"][span["start"] : span["end"]]) == (None, "45")
