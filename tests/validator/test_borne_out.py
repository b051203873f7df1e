"""Figures whose role only their neighbours tell, borne out by the report itself: then a sum that fails over them is told."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes
from tests.normaliser.test_joining import paragraphs

ITEMS = [("制度建设", "10", "9"), ("宣传培训", "12", "12"), ("资料归档", "8", "8"), ("巡查养护", "10", "9.5")]
HEAD = "某县某某中心关于2023年度养护资金绩效自评情况的报告\n县财政局：\n现将自评情况报告如下：\n"
TAIL = "某县某某中心\n2024年3月1日\n"


def report(full: str, words: str = "总计") -> set[str]:
    """The errors of a report with two groups of four items each, the first with ``full`` points by its heading."""
    lines = [HEAD]
    for number, (group, points) in enumerate((("一、过程管理", full), ("二、产出效益", "40"))):
        lines.append(f"{group}（分值{points}分，自评得分38.5分）\n")
        for place, (title, most, own) in enumerate(ITEMS, 1):
            lines.append(
                f"（{'一二三四'[place - 1]}）{'道路' if number else '桥梁'}{title}（{words}{most}分）\n落实了专人。该项自评得{own}分。\n"
            )
    told = extract_bytes("report.txt", "".join([*lines, TAIL]).encode()).verification.findings
    return {one.rule for one in told if one.severity.value == "error"}


@pytest.mark.parametrize(("full", "errors"), [("40", set()), ("43", {"score/section-max-sum"})])
def test_a_word_used_of_full_scores_all_through_a_report(full: str, errors: set[str]) -> None:
    assert report(full) == errors


GROUPS = (("制度建设", "5", "3"), ("宣传培训", "4", "4", "2"), ("资料归档", "6", "2"), ("巡查养护", "8", "3", "3"))


def points_alone(slip: str) -> set[str]:
    """The errors of a report whose items tell their full scores by bare figures at the end of their titles; the first of the second group has ``slip``."""
    lines, number = [HEAD], 0
    for place, (group, *points) in enumerate(GROUPS):
        full = sum(map(int, points))
        lines.append(f"{'一二三四'[place]}、{group}（分值{full}分，自评得分{full}分）\n")
        for at, figure in enumerate(points):
            number += 1
            shown = slip if (place, at) == (1, 0) else figure
            lines.append(f"{number}. {'道路桥梁隧道'[2 * at : 2 * at + 2]}{group}情况（{shown}分）\n落实了专人，逐月登记。\n")
    told = extract_bytes("report.txt", "".join([*lines, TAIL]).encode()).verification.findings
    return {one.rule for one in told if one.severity.value == "error"}


@pytest.mark.parametrize(
    ("slip", "errors"),
    [("4", set()), ("6", {"score/section-max-sum"}), ("1", {"score/section-max-sum"})],
    ids=["all agree", "one too high", "one too low"],
)
def test_items_that_all_tell_one_side_are_held_to_the_sum_above_them(slip: str, errors: set[str]) -> None:
    assert points_alone(slip) == errors


def test_a_line_that_closes_a_bracket_goes_on() -> None:
    lines = ["　　按照《某县关于做好绩效考核工作的通知》（某财绩（2024）3号", "）部署，我中心进行了自查自评，情况如下。"]
    assert len(paragraphs("\n".join(lines))) == 1
    assert len(paragraphs("我中心认真落实各项工作，按时完成。\n）部署情况")) == 2
