"""Widths, spaces, compatibility forms, markdown marks and masks; and the way back to what was printed."""

from __future__ import annotations

import pytest

from extractor.model.text import Removal, Span
from tests.texts import normalised


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("此项分值９．５分", "此项分值9.5分"),
        ("2016 年 3 月 8 日-10 日", "2016年3月8日-10日"),
        ("自 评 得 分 9 分", "自评得分9分"),
        ("(一) 组织领导", "（一）组织领导"),
        ("分别召开会议,对人口进行部署;完成!", "分别召开会议，对人口进行部署；完成！"),
        ("共36,620户", "共36,620户"),
        ("10:30开会", "10:30开会"),
        ("工作扎实.", "工作扎实。"),
        ("442元/人.月", "442元/人.月"),
        ("一.基本情况", "一.基本情况"),
        ("扣.5分", "扣.5分"),
        ("(8分)", "（8分）"),
        ("⼀、⼯作", "一、工作"),
        ("㈠总体情况⑴", "（一）总体情况（1）"),
        ("一､工作", "一、工作"),
        ("１．加强", "1.加强"),
        ("﹝2019﹞38号", "〔2019〕38号"),
        ("增长３％", "增长3%"),
        ("1. 2021年", "1. 2021年"),
        ("APP 和 PPP 项目", "APP和PPP项目"),
        ("Word Excel", "Word Excel"),
        ("零\u200b宽\ufeff字符", "零宽字符"),
        ("全角　空格\u00a0不换行", "全角空格不换行"),
    ],
)
def test_folding(printed: str, folded: str) -> None:
    assert normalised(printed).content == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("**二是**完善制度", "二是完善制度"),
        ("### （一）项目决策（**15分，自评得分15分**）", "（一）项目决策（15分，自评得分15分）"),
        ("**2022年**工作", "2022年工作"),
        ("共发放**万元，惠及**户", "共发放**万元，惠及**户"),
        ("20**年**月支出", "20**年**月支出"),
        ("# 自评报告", "自评报告"),
        ("××县", "××县"),
    ],
)
def test_markdown_goes_and_masks_stay(printed: str, folded: str) -> None:
    assert normalised(printed).content == folded


def test_the_printed_form_is_kept() -> None:
    text = normalised("一、工作\n\n此项分值 ９ 分。")
    at = text.content.index("9分")
    assert text.original(Span(at, at + 2)) == "９ 分"
    assert text.original(Span(0, len(text.content))) == "一、工作\n此项分值 ９ 分。"


def test_every_dropped_character_has_a_reason() -> None:
    text = normalised("**一是** 加强")
    assert [(one.start, one.end, one.reason) for one in text.removed] == [
        (0, 1, Removal.MARKUP),
        (1, 2, Removal.MARKUP),
        (4, 5, Removal.MARKUP),
        (5, 6, Removal.MARKUP),
        (6, 7, Removal.SPACE),
    ]


def test_gaps_remember_where_names_were_set_apart() -> None:
    text = normalised("签发人：肖飞　吕爱国")
    assert text.content == "签发人：肖飞吕爱国"
    assert text.gaps == (6,)
