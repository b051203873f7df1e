"""Another reading of what was read clears; without it the same slip is told. Each case is a clean report in odd clothes, with a twin that is wrong."""

from __future__ import annotations

import pytest

from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

HEAD = (
    "某县民政局关于2023年度低保工作自评情况的报告\n\n县人民政府：\n根据要求，我局对2023年度低保工作开展自评，{opening}现将情况报告如下。\n"
)
TAIL = "{closing}\n某县民政局\n2024年1月5日\n"
ITEMS = (
    "一、组织领导（分值30分，自评得分30分）\n成立工作专班，明确责任分工。\n"
    "二、政策宣传（分值40分，自评得分39分）\n印发手册。因入户不足，扣1分。\n"
    "三、监督检查（分值30分，自评得分29分）\n开展随机抽查。因台账不全，扣1分。\n"
)


def reported(items: str = ITEMS, *, opening: str = "总分100分，自评得分98分，", closing: str = "") -> Report:
    return extract_bytes("report.txt", (HEAD + items + TAIL).format(opening=opening, closing=closing).encode())


def errors(report: Report) -> set[str]:
    return {one.rule for one in report.verification.findings if one.severity is Severity.ERROR}


LOST = "综上，总分100分，{list}以上2项共扣2分，自评得98分。"
SECOND = ITEMS.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (
            {"closing": LOST.format(list="扣分情况如下：由于入户不足，共扣1分；因台账不全，自评扣1分。")},
            {"closing": LOST.format(list="扣分情况如下：由于入户不足，共扣1分；因台账不全，自评扣1.5分。")},
            "score/total-deduction",
        ),
        ({"opening": "经自评，总分为98分，"}, {"opening": "经自评，总分为96分，"}, "score/total-self-sum"),
        ({"opening": "总分98分，"}, {"opening": "总分100分，自评得分96分，"}, "score/total-self-sum"),
        (
            {"closing": "对照标准，满分100分，共扣2分，自评得分98分。扣分情况为：因入户不足扣1分；台账不全，扣了1分，共2项。"},
            {"closing": "对照标准，满分100分，共扣3分，自评得分98分。扣分情况为：因入户不足扣1分；台账不全，扣了1分，共2项。"},
            "score/total-deduction",
        ),
        (
            {"opening": "该项省级满分86分。自评得分98分，", "closing": "根据评定，大分100分，共扣2分，自评得分98分。"},
            {"opening": "自评得分98分，", "closing": "根据评定，总分100分，共扣3分，自评得分98分。"},
            "score/total-deduction",
        ),
        (
            {"closing": "全年算总账，应自评得100分，失分合计2分，自评实得98分。"},
            {"closing": "全年算总账，满分100分，失分合计2分，自评实得97分。"},
            "score/conflict",
        ),
    ],
    ids=["an item worded as a sum", "a total beside the assessing", "a total alone", "losses behind it", "another level", "full less lost"],
)
def test_a_total_has_another_reading_or_is_told(right: dict[str, str], wrong: dict[str, str], rule: str) -> None:
    assert errors(reported(**right)) == set()
    assert rule in errors(reported(**wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (
            SECOND[0] + SECOND[1] + "二、政策宣传（评核40分，39分）\n印发手册。因入户不足，扣1分。\n" + "".join(SECOND[4:]),
            SECOND[0] + SECOND[1] + "二、政策宣传（分值40分，自评得分41分）\n印发手册。\n" + "".join(SECOND[4:]),
            "score/self-exceeds-max",
        ),
        (
            "".join(SECOND[:3]) + "印发手册。因入户不足，扣1分。省级满分3分。\n" + "".join(SECOND[4:]),
            "".join(SECOND[:3]) + "印发手册。因入户不足，扣2分。\n" + "".join(SECOND[4:]),
            "score/deduction",
        ),
        (
            "一、基本情况\n低保对象1200户。本县设有省级满分2分。\n"
            + ITEMS.replace("三、", "四、").replace("二、", "三、").replace("一、", "二、"),
            ITEMS.replace("分值30分，自评得分30分", "分值32分，自评得分30分"),
            "score/total-max-sum",
        ),
        (
            ITEMS + "四、特色工作（分值5分，自评得分0分）\n本年度未申报。\n",
            ITEMS + "四、档案管理（分值5分，自评得分0分）\n本年度未归档。\n",
            "score/total-max-sum",
        ),
        (
            ITEMS.replace("分值40分，自评得分39分", "分值30分，自评得分28分").replace("入户不足，扣1分", "入户不足，扣2分"),
            ITEMS.replace("分值40分，自评得分39分", "分值40分，自评得分38分").replace("入户不足，扣1分", "入户不足，扣2分"),
            "score/total-self-sum",
        ),
        (
            "".join(SECOND[:5]) + "开展随机抽查。因台账不全，扣1分。\n自评共得98分。\n",
            "".join(SECOND[:5]) + "开展随机抽查。因台账不全，扣1分。综上，此项自评得分28分。\n",
            "score/conflict",
        ),
        (
            ITEMS.replace("开展随机抽查。因台账不全，扣1分。", "开展随机抽查。因台账不全，扣1分。\n抽查通报：城关镇扣3分，河口镇扣2分。"),
            ITEMS.replace("开展随机抽查。因台账不全，扣1分。", "开展随机抽查。因台账不全，扣3分。"),
            "score/deduction",
        ),
    ],
    ids=["an unknown pair", "a full score in passing", "a lone side", "on top", "both sides", "a total in the last item", "others' losses"],
)
def test_an_item_has_another_reading_or_is_told(right: str, wrong: str, rule: str) -> None:
    assert errors(reported(right)) == set()
    assert rule in errors(reported(wrong))


def test_points_of_an_item_in_one_sentence_are_its_parts() -> None:
    points = "其中：①入户宣传20分，因2个村未到，扣1分，得19分；②宣传阵地10分，无缺失，得10分；③政策培训10分，按期完成，得10分。"
    report = reported("".join(SECOND[:3]) + f"印发手册。{points}\n" + "".join(SECOND[4:]))
    score = report.facts.scores["2"]
    assert [(part.max, part.self) for part in score.parts] == [(20, 19), (10, 10), (10, 10)]
    assert all(look.explained is not None for look in report.facts.look_alikes)
    assert errors(report) == set()
    assert "score/section-self-sum" in errors(
        reported("".join(SECOND[:3]) + f"印发手册。{points.replace('得19分', '得18分')}\n" + "".join(SECOND[4:]))
    )


@pytest.mark.parametrize("row", ["| 合计 | 100 | {own} |", "合计\t100\t{own}"], ids=["bars", "tabs"])
def test_the_last_row_of_a_table_behind_a_page_number_is_its_own(row: str) -> None:
    rows = [("项目", "分值", "自评得分"), ("组织领导", "30", "30"), ("政策宣传", "40", "39"), ("监督检查", "30", "29")]
    lines = [f"| {' | '.join(cells)} |" if row.startswith("|") else "\t".join(cells) for cells in rows]
    table = "自评得分表\n" + "\n".join(lines) + "\n\n第2页\n\n{row}\n"
    assert errors(reported(closing="附件：自评得分表\n" + table.format(row=row.format(own="98")))) == set()
    assert "score/table" in errors(reported(closing="附件：自评得分表\n" + table.format(row=row.format(own="96"))))


THREE = "综上，总分100分，扣分情况：入户不足扣1分；台账不全扣{second}分。以上3项共扣{whole}分，自评得{own}分。"


def test_a_list_that_is_shorter_than_counted_is_held_to_what_the_items_tell() -> None:
    untold = ITEMS.replace("自评得分30分）\n成立", "自评得分29.5分）\n成立")
    cut_short = reported(untold, opening="", closing=THREE.format(second="1", whole="2.5", own="97.5"))
    assert "score/total-deduction" not in errors(cut_short)
    assert errors(reported(opening="", closing=THREE.format(second="1", whole="2", own="98"))) == set()
    slipped = reported(opening="", closing=THREE.format(second="1.3", whole="2", own="98"))
    assert "score/total-deduction" in errors(slipped)
