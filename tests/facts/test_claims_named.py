"""Claims that call their operands by name in other paragraphs and in tables, and figures told again with a slip."""

from __future__ import annotations

import pytest

from tests.facts.test_claims_far import accused, checked

TABLE = """一、产出

各县区脱困情况如下：

单位      年初建档    脱困（户）    使用资金（万元）
市直      680         441           276.3
南关区    1,024       668           412.8
北关区    897         579           366.4
丰泽县    1,183       758           481.7
合计      3,784       2,446         1537.2

{}
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("脱困户最多的是丰泽县，比市直多317户。", []),
        ("脱困户最多的是丰泽县，比市直多371户。", [("claim/difference", "371户")]),
        ("使用资金最多的是丰泽县，占全市的31.3%。", []),
        ("使用资金最多的是丰泽县，占全市的33.1%。", [("claim/ratio", "33.1%")]),
        ("全市共使用资金1573.2万元。", [("claim/repeat", "1573.2万元")]),
        ("共有户数比上年多371户。", []),
    ],
)
def test_prose_on_a_table_of_plain_text_is_held_against_it(words: str, told: list[tuple[str, str]]) -> None:
    assert accused(TABLE.format(words)) == told


YEARS = """一、效益

项目            2021年    2022年    2023年
客运量（万人次）    168.5     176.3     186.2
补贴资金（万元）    1,400     1,550     1,860
投诉（起）        44        35        26

{}
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("投诉较2021年下降40.9%，较2022年下降25.7%。", []),
        ("投诉较2021年下降40.9%，较2022年下降34.6%。", [("claim/growth", "34.6%")]),
        ("两年间客运量增加17.7万人次，增长10.5%。", []),
        ("两年间客运量增加17.1万人次。", [("claim/difference", "17.1万人次")]),
        ("力争明年投诉比2023年下降30%。", []),
    ],
)
def test_a_table_whose_heads_are_years_gives_what_prose_says_of_them(words: str, told: list[tuple[str, str]]) -> None:
    assert accused(YEARS.format(words)) == told


def test_a_row_of_a_table_in_plain_text_that_breaks_the_relation_of_its_columns_is_told() -> None:
    rows = "馆名    火化    职工    人均\n甲馆    2850    38    75\n乙馆    1476    24    61.5\n丙馆    1320    22    60\n丁馆    704    16    {}\n"
    assert accused(f"一、分布\n\n{rows.format('44')}") == []
    assert accused(f"一、分布\n\n{rows.format('54')}") == [("claim/average", "54")]


@pytest.mark.parametrize(("stated", "told"), [("17%", []), ("19%", [("claim/ratio", "19%")])])
def test_the_other_shares_of_a_list_prove_its_whole(stated: str, told: list[tuple[str, str]]) -> None:
    items = "（1）疫苗203万元，占29%；\n\n（2）劳务补助245万元，占35%；\n\n（3）扑杀补助56万元，占8%；\n\n（4）无害化处理119万元，占{}；\n\n（5）监测77万元，占11%。"
    assert accused(f"一、来源\n\n中央386万元、省级314万元，共到位700万元。\n\n二、投向\n\n{items.format(stated)}") == told


@pytest.mark.parametrize(("stated", "told"), [("621台", []), ("651台", [("claim/sum", "651台")])])
def test_two_things_summed_up_by_their_names_alone_are_found_in_other_sections(stated: str, told: list[tuple[str, str]]) -> None:
    words = (
        f"一、设备\n\n配备冰箱612台；配备冷链车9辆，每辆年运转费4.8万元。\n\n二、管理\n\n目前全市冰箱和冷链车共计{stated}，全部在线监控。"
    )
    assert accused(words) == told


def test_a_name_that_stands_for_two_amounts_proves_nothing() -> None:
    words = "一、设备\n\n配备冰箱612台；配备冷链车9辆。\n\n二、更新\n\n更新冰箱48台。\n\n三、管理\n\n冰箱和冷链车共计651台。"
    assert ("claim/sum", "651台") not in accused(words)


@pytest.mark.parametrize(("stated", "told"), [("1500元", []), ("1550元", [("claim/sum", "1550元")])])
def test_so_many_items_told_a_paragraph_each_are_summed_up(stated: str, told: list[tuple[str, str]]) -> None:
    items = "\n\n".join(
        f"（{number}）{name}每具{price}元；" for number, name, price in zip("一二三四", "接存火寄", (300, 180, 680, 340), strict=True)
    )
    assert accused(f"一、标准\n\n各项定额如次：\n\n{items}\n\n四项相加，每具免除标准为{stated}。") == told


@pytest.mark.parametrize(("stated", "told"), [("6.8%", []), ("8.6%", [("claim/ratio", "8.6%")])])
def test_a_share_of_what_its_phrase_names_is_of_that_though_it_is_counted_otherwise(stated: str, told: list[tuple[str, str]]) -> None:
    words = f"一、产出\n\n全市死亡7740人，火化7310具。\n\n二、问题\n\n绿色安葬占比低，495例节地安葬仅相当于全年火化量的{stated}。"
    assert accused(words) == told


PROVEN = "一、队伍\n\n聘用村级防疫员175名，服务行政村210个，平均每名防疫员负责1.2个村。\n\n二、结论\n\n村级防疫员{}名全年坚守一线。"


def test_a_figure_of_an_equation_told_again_with_a_slip_is_suspected() -> None:
    assert accused(PROVEN.format(175)) == []
    assert accused(PROVEN.format(157)) == [("claim/repeat", "157名")]


def test_one_digit_in_a_figure_told_again_by_the_same_noun_is_suspected() -> None:
    words = "一、支出\n\n到位2772万元，学年支出2716.56万元，支出率98%。\n\n二、结论\n\n学年支出{}万元，营养状况持续改善。"
    assert accused(words.format("2716.56")) == []
    assert accused(words.format("2719.56")) == [("claim/repeat", "2719.56万元")]


@pytest.mark.parametrize(
    "words",
    [
        "一、概况\n\n全年受理5312件，办结5312件，办结率100%。\n\n二、对比\n\n邻县受理5132件，办结5132件，办结率100%。",
        "一、概况\n\n配备冰箱612台。\n\n二、管理\n\n冰箱和冷链车共计621台。",
        "一、概况\n\n青岚镇聘用护林员312名。\n\n二、结论\n\n白鹤镇聘用护林员321名。",
        "一、概况\n\n城市低保保障312户。\n\n二、结论\n\n农村低保保障342户。",
        "一、概况\n\n培训护理员1312名。\n\n二、打算\n\n计划培训护理员1342名。",
        "一、概况\n\n2022年聘用护林员312名。\n\n二、结论\n\n2023年聘用护林员321名。",
    ],
)
def test_two_figures_that_both_stand_or_are_of_two_things_are_no_slip(words: str) -> None:
    assert [one for one in accused(words) if one[0] == "claim/repeat"] == []


def test_a_suspicion_that_nothing_bears_out_leaves_no_check() -> None:
    words = "一、概况\n\n甲村受理312件，办结312件，办结率100%。\n\n二、结论\n\n乙村受理321件，办结321件，办结率100%。"
    assert [one for one in checked(words) if one[0] == "claim/repeat"] == []


@pytest.mark.parametrize(("stated", "told"), [("4.1‰", []), ("41.2‰", [("claim/ratio", "41.2‰")])])
def test_a_share_in_a_thousandth_of_a_total_of_a_table(stated: str, told: list[tuple[str, str]]) -> None:
    rows = "类别    安排（万元）    拨付（万元）\n招商奖励    5,145    4,998\n技改补贴    4,116    4,032\n研发补助    5,439    5,230\n合计    14,700    14,260\n"
    assert accused(f"一、使用\n\n{rows}\n\n二、检查\n\n发现不符合条件企业4家，追回资金58.8万元，占拨付总额的{stated}。") == told
    assert accused(f"一、使用\n\n{rows}\n\n二、问题\n\n安排数与拨付数相差404万元。") == [("claim/difference", "404万元")]
