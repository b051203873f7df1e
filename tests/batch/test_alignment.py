"""Which sections of many reports are one item, and which stay apart."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from extractor.batch.alignment import Aligner, Alignment, Titles
from extractor.language.patterns import builtin
from tests.batch.made_reports import report, section, submissions


def aligned(*reports: list[dict[str, Any]]) -> tuple[Alignment, list[dict[str, int]]]:
    """The items, and for each report the item of each scored section by its heading."""
    aligner = Aligner(builtin())
    placed = [aligner.add(report(f"{index}.txt", *sections)["sections"]) for index, sections in enumerate(reports)]
    alignment = aligner.settle()
    return alignment, [{f"{one['label']}{one['title']}": alignment.item_of[place] for place, one in found} for found in placed]


def flat(*named: tuple[str, int | None]) -> list[dict[str, Any]]:
    return [section("一二三四五"[index] + "、", title, "10", "9", number=number) for index, (title, number) in enumerate(named)]


def headings(alignment: Alignment) -> list[str]:
    return [item.heading for item in alignment.items]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("资金管理", "资金管理", True),
        ("资金管理", "资金管理情况", True),
        ("2021年度任务完成情况", "2022年任务完成", True),
        ("产出指标完成情况", "产出指标", True),
        ("政策知晓率和群众满意率", "政策知晓率、群众满意率", True),  # 和 for 、: ten of eleven letters
        ("资金使用的合规性", "资金使用合规性", True),
        ("ＡＢ类项目", "AB类项目", True),
        ("资金管理", "资金监管", False),  # three letters of four
        ("城市低保对象认定准确率情况", "农村低保对象认定准确率情况", False),  # telling words
        ("产出数量指标完成及偏差", "产出质量指标完成及偏差", False),
        ("建设养老服务中心10个以上", "建设养老服务中心12个以上", False),  # figures
        ("按时足额发放补助资金情况", "未按时足额发放补助资金情况", False),
        ("情况", "工作", False),  # an ending that is the whole title stays
    ],
)
def test_titles_that_are_one_item(one: str, other: str, same: bool) -> None:
    alignment, _ = aligned(flat((one, 1)), flat((other, 1)))
    assert len(alignment.items) == (1 if same else 2)
    if not same:
        assert [rivals for item in alignment.items for rivals in item.rivals] == [
            (f"一、{title}", 1) for title in _others(alignment, one, other)
        ]


def _others(alignment: Alignment, one: str, other: str) -> list[str]:
    return [other if item.heading.endswith(f"、{one}") else one for item in alignment.items]


def test_nearly_the_same_title_with_another_number_stays_apart() -> None:
    alignment, _ = aligned(flat(("资金使用合规性", 1)), flat(("资金使用的合规性", 2)))
    assert len(alignment.items) == 2
    assert all(item.rivals == () for item in alignment.items)  # another number: nobody calls them the same


def test_two_sections_of_one_report_are_never_one_item() -> None:
    both = flat(("资金使用合规性", 1), ("资金使用的合规性", 1))
    alignment, placed = aligned(both, flat(("资金使用的合规性", 1)))
    assert [item.reports for item in alignment.items] == [1, 2]
    assert placed[1]["一、资金使用的合规性"] == placed[0]["二、资金使用的合规性"] == 1


def test_a_title_that_stands_twice_is_told_apart_by_its_number() -> None:
    twice = [section("一、", "满意度", "5", "5", number=1), section("三、", "满意度", "10", "8", number=3)]
    alignment, placed = aligned(twice, [section("三、", "满意度", "10", "9", number=3)])
    assert [(item.heading, item.reports) for item in alignment.items] == [("一、满意度", 1), ("三、满意度", 2)]
    assert placed[1] == {"三、满意度": 1}


def test_a_title_that_stands_twice_with_one_number_is_told_apart_by_its_order() -> None:
    twice = [section("1.", "满意度", "5", "5", number=1), section("1.", "满意度", "10", "8", number=1)]
    alignment, _ = aligned(twice, twice)
    assert [(item.reports, item.maxima) for item in alignment.items] == [(2, ((Decimal(5), 2),)), (2, ((Decimal(10), 2),))]


def test_a_number_that_moved_does_not_part_the_same_title() -> None:
    alignment, placed = aligned(flat(("组织领导", 1), ("资金管理", 2)), flat(("资金管理", 1)))
    assert [(item.heading, item.reports) for item in alignment.items] == [("一、组织领导", 1), ("一、资金管理", 2)]
    assert placed[1] == {"一、资金管理": 1}


def test_what_few_reports_have_elsewhere_comes_after_what_most_have_there() -> None:
    most = [flat(("组织领导", 1), ("资金管理", 2)) for _ in range(9)]
    alignment, _ = aligned(*most, flat(("特色亮点", 1), ("组织领导", 2), ("资金管理", 3)))
    assert [(item.heading, item.reports) for item in alignment.items] == [("一、组织领导", 10), ("一、特色亮点", 1), ("二、资金管理", 10)]


def test_the_same_title_below_other_parents_is_another_item() -> None:
    def below(parent: str, number: int) -> list[dict[str, Any]]:
        return [section("一、", parent, None, None, section("（一）", "满意度", "5", "5", number=1), number=number)]

    alignment, _ = aligned(below("资金管理", 1), below("服务效果", 1))
    assert [(item.path, item.heading) for item in alignment.items] == [
        (("一、服务效果",), "（一）满意度"),
        (("一、资金管理",), "（一）满意度"),
    ]


def test_what_states_no_score_has_no_column_but_heads_those_below() -> None:
    alignment, _ = aligned(
        [section("一、", "基本情况"), section("二、", "工作管理", None, None, section("（一）", "台账", "5", "4", number=1), number=2)]
    )
    assert [(item.path, item.heading, item.group) for item in alignment.items] == [(("二、工作管理",), "（一）台账", 0)]


def test_a_stated_deduction_alone_makes_an_item() -> None:
    alignment, _ = aligned([section("一、", "台账", deductions=["0.5"], number=1)])
    assert headings(alignment) == ["一、台账"]


def test_the_heading_is_what_most_print_and_all_are_kept() -> None:
    reports = [flat(("资金管理", 1)), flat(("资金管理情况", 1)), flat(("资金管理", 1))]
    item = aligned(*reports)[0].items[0]
    assert (item.heading, item.titles, item.reports) == ("一、资金管理", (("资金管理", 2), ("资金管理情况", 1)), 3)


def test_full_scores_that_differ_are_counted() -> None:
    reports = [[section("一、", "资金管理", top, "8", number=1)] for top in ("10", "10.0", "12")]
    assert aligned(*reports)[0].items[0].maxima == ((Decimal(10), 2), (Decimal(12), 1))


def test_reading_order_and_that_the_order_of_reports_does_not_matter() -> None:
    reports = [one["sections"] for one in submissions(40)]
    first, _ = aligned(*reports)
    assert headings(first)[:5] == ["一、资金管理", "（一）预算安排", "（二）资金拨付及时率", "（三）资金使用合规性", "二、任务完成"]
    assert [item.reports for item in first.items] == [40] * 12
    assert first.items[-1].kind == "bonus"
    random.Random(3).shuffle(reports)
    assert aligned(*reports)[0].items == first.items


def test_no_report_has_two_sections_in_one_item() -> None:
    chosen = random.Random(11)
    names = ["资金管理", "资金管理情况", "资金的管理", "资金使用合规性", "资金使用的合规性", "群众满意度", "群众满意度指标"]
    reports = [flat(*((chosen.choice(names), chosen.choice([1, 2, None])) for _ in range(4))) for _ in range(60)]
    aligner = Aligner(builtin())
    placed = [aligner.add(report(f"{index}", *sections)["sections"]) for index, sections in enumerate(reports)]
    alignment = aligner.settle()
    for found in placed:
        columns = [alignment.item_of[place] for place, _ in found]
        assert len(columns) == 4
        assert len(set(columns)) == 4


def test_a_deep_outline_does_not_exhaust_the_stack() -> None:
    one = section("1.", "底层", "1", "1", number=1)
    for _ in range(400):
        one = section("1.", "层", None, None, one, number=1)
    aligner = Aligner(builtin())
    assert len(aligner.add([one])) == 1
    assert len(aligner.settle().items[0].path) == 400


def test_a_title_without_a_letter_is_kept_as_it_is() -> None:
    assert Titles(builtin()).key("（……）") == "(......)"
    assert Titles(builtin()).key("2021年") == "2021年"
