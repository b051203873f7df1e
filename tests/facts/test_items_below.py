"""Items under labels of their own: their sum against the figure above them, their shares of what they come to together."""

from __future__ import annotations

import pytest

from tests.claims.mutations import read

HEAD = "青石县文体局2023年公益金使用情况的公告\n\n"


def told(body: str) -> list[tuple[str, str, str]]:
    """Rule, stated figure and verdict of each check of a claim."""
    found = read(HEAD + body).result.checks
    return [(one.rule, str(one.params["stated"]), one.verdict.value) for one in found if one.rule.startswith("claim/")]


ITEMS = """一、分配情况
全年公益金总收入300万元，总支出236万元。
二、使用情况
（一）用于群众健身支出{mass}，占总数的{share}。其中：
1.用于建设场地设施{sites}；
2.用于开展健身活动11万元；
3.用于健身组织建设38万元。
（二）用于竞赛项目29万元，占总数的12.29%。其中：
1.用于赛事组织25万元；
2.用于参加比赛4万元。"""


def _items(mass: str = "207万元", share: str = "87.71%", sites: str = "158万元") -> str:
    return ITEMS.format(mass=mass, share=share, sites=sites)


def test_items_are_the_parts_of_the_figure_above_them_and_of_what_was_spent_in_all() -> None:
    found = told(_items())
    for part in (("claim/breakdown", "207万元"), ("claim/breakdown", "29万元"), ("claim/breakdown", "236万元"), ("claim/ratio", "87.71%")):
        assert (*part, "exact") in found


@pytest.mark.parametrize(
    ("slip", "accused"),
    [({"sites": "185万元"}, ("claim/breakdown", "207万元")), ({"share": "78.71%"}, ("claim/ratio", "78.71%"))],
)
def test_a_slip_in_an_item_or_a_share_is_told(slip: dict[str, str], accused: tuple[str, str]) -> None:
    assert (*accused, "inconsistent") in told(_items(**slip))


def test_items_that_are_some_of_the_whole_accuse_nobody() -> None:
    body = "一、资金安排\n全年安排项目资金360万元。主要项目有：\n1.改造敬老院120万元。\n2.新建照料站95万元。\n3.购置设备48万元。"
    assert [one for one in told(body) if one[2] == "inconsistent"] == []


def test_shares_of_wholes_of_their_own_are_not_of_the_sum() -> None:
    body = "一、使用情况\n（一）群众体育支出484.6万元，占其预算的97.42%。\n（二）竞技体育支出12.85万元，占其预算的42.58%。"
    assert [one for one in told(body) if one[2] == "inconsistent"] == []


def test_a_figure_is_called_by_the_title_that_its_items_stand_under() -> None:
    body = (
        "一、总体情况\n公益金共计430万元，其中：中央福利公益金36.2万元，省级福利公益金393.8万元。\n"
        "二、中央福利公益金使用情况\n（一）老年人项目28.7万元。\n（二）儿童项目7.5万元。"
    )
    assert ("claim/breakdown", "36.2万元", "exact") in told(body)


def test_a_paragraph_that_begins_with_of_which_goes_on_from_the_one_above() -> None:
    body = "一、使用情况\n用于群众体育支出26.4381万元。\n其中：用于场地设施{}；用于健身活动10.696万元。"
    assert ("claim/breakdown", "26.4381万元", "exact") in told(body.format("15.7421万元"))
    assert ("claim/breakdown", "26.4381万元", "inconsistent") in told(body.format("17.5421万元"))
