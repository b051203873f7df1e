"""Claims whose operands stand in other sentences, paragraphs, sections and tables: what is told, what is cleared, what is left alone."""

from __future__ import annotations

import pytest

from extractor.model.report import Verdict
from tests.claims.mutations import Read, read

HEAD = "青石县民政局关于2023年补助资金绩效自评情况的报告\n\n"


def checked(body: str) -> list[tuple[str, str, str]]:
    """Rule, stated figure and verdict of each check of a claim."""
    return [(one.rule, str(one.params["stated"]), one.verdict.value) for one in _read(body).result.checks if one.rule.startswith("claim/")]


def accused(body: str) -> list[tuple[str, str]]:
    return [(rule, stated) for rule, stated, verdict in checked(body) if verdict == Verdict.INCONSISTENT.value]


def _read(body: str) -> Read:
    return read(HEAD + body)


APART = "一、资金安排\n\n全年共筹集救助资金9600万元，其中中央资金6720万元、省级资金2880万元。\n\n二、资金使用\n\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("全年累计发放救助资金9312万元，资金结余288万元，执行率97%。", []),
        ("全年累计发放救助资金9312万元，资金结余288万元，执行率94%。", [("claim/ratio", "94%")]),
        ("全年累计发放救助资金9312万元，资金结余388万元，执行率97%。", [("claim/difference", "388万元")]),
    ],
)
def test_a_rate_and_a_balance_find_their_whole_in_another_section_and_bear_each_other_out(words: str, told: list[tuple[str, str]]) -> None:
    assert accused(APART + words) == told


@pytest.mark.parametrize(("stated", "told"), [("75%", []), ("57%", [("claim/ratio", "57%")])])
def test_a_rate_of_one_of_several_sources_is_of_that_source(stated: str, told: list[tuple[str, str]]) -> None:
    words = (
        "一、资金\n\n总投资3600万元，其中中央补助2160万元、省级补助720万元、县级自筹720万元。\n\n"
        f"县级自筹到位540万元，县级资金到位率{stated}。"
    )
    assert accused(words) == told


def test_a_rate_that_is_to_be_reached_has_no_operands() -> None:
    words = "一、现状\n\n全县公路1846.5公里，其中优良路1606.5公里，优良路率87%。\n\n二、打算\n\n力争明年优良路率达到89%。"
    assert ("claim/ratio", "89%") not in accused(words)


def test_a_rate_of_another_year_than_its_whole_accuses_nobody() -> None:
    assert accused("一、资金\n\n2022年安排资金1200万元。\n\n2023年支出1100万元，预算执行率98%。") == []


@pytest.mark.parametrize(("stated", "told"), [("12798万元", []), ("12978万元", [("claim/sum", "12978万元")])])
def test_so_many_figures_of_the_sentences_before_are_summed_up(stated: str, told: list[tuple[str, str]]) -> None:
    words = f"一、支出\n\n中央资金支出8721.6万元；自治区资金支出2970.4万元；旗级资金支出1106万元。三级财政资金支出总额{stated}。"
    assert accused(words) == told


def test_two_digits_exchanged_in_another_paragraph_are_a_repetition_that_differs() -> None:
    words = "一、概况\n\n项目总投资5775万元。\n\n二、产出\n\n项目总投资57{}万元的建设内容全部完成。"
    assert accused(words.format("57")) == [("claim/repeat", "5757万元")]
    assert accused(words.format("75")) == []


def test_a_plan_that_differs_by_exchanged_digits_is_another_figure() -> None:
    assert accused("一、概况\n\n项目总投资5775万元。\n\n二、产出\n\n项目计划总投资5757万元。") == []


ROWS = [
    ("江北区", 2450, "416.5", 1700),
    ("江南区", 1980, "396", 2000),
    ("云水县", 3600, "540", 1500),
    ("石泉县", 4120, "659.2", 1600),
    ("三岔县", 2875, "517.5", 1800),
]


def table(rows: list[tuple[str, int, str, int]], total: str) -> str:
    body = "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)
    return f"一、发放\n\n| 县区 | 人次 | 金额（万元） | 次均（元） |\n|---|---|---|---|\n{body}\n| 合计 | 15025 | {total} | — |\n"


def test_a_table_that_holds_accuses_nobody() -> None:
    assert accused(table(ROWS, "2529.2")) == []
    assert ("claim/sum", "2529.2", "exact") in checked(table(ROWS, "2529.2"))


def test_the_total_of_a_table_is_the_sum_of_its_column() -> None:
    assert accused(table(ROWS, "2259.2")) == [("claim/sum", "2259.2")]


def test_the_one_row_that_breaks_what_the_columns_have_to_do_with_each_other_is_told() -> None:
    rows = [*ROWS[:2], ("云水县", 3600, "540", 1800), *ROWS[3:]]
    assert accused(table(rows, "2529.2")) == [("claim/average", "1800")]


def test_rows_of_plain_text_are_a_table_too() -> None:
    words = "一、支付\n\n分县情况：\n\n云台市 2460 2337 95%\n\n磨黑县 3520 3168 93%\n\n南垒县 2280 2166 95%\n\n勐角县 3140 2817 89.7%\n"
    assert accused(words) == [("claim/ratio", "93%")]


def test_a_table_of_points_is_left_to_the_rules_of_scores() -> None:
    body = "\n".join(f"| 指标{number} | 10 | {10 - number} |" for number in range(5))
    assert [
        one for one in accused(f"一、得分\n\n| 项目 | 标准 | 实际 |\n|---|---|---|\n{body}\n| 合计 | 50 | 41 |") if "sum" in one[0]
    ] == []
