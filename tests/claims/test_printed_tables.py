"""Tables of plain text: words spread over their column (合　计), small amounts under a unit, a column of growth."""

from __future__ import annotations

import pytest

from tests.claims.scoring import examine

SPREAD = "区　县　　　治疗患者（例）　　筛查（人）\n城川区　　　318　　702\n定水县　　　205　　431\n盐池县　　　176　　388\n武原县　　　154　　316\n合　计　　　853　　1837"
SMALL = (
    "类　别　　　下达投资（亿元）　　完成投资（亿元）\n基础设施　　　2.87　　2.60\n产业开发　　　1.64　　1.41\n"
    "美丽家园　　　1.38　　1.22\n技能培训　　　0.35　　0.30\n合　计　　　6.24　　5.53"
)
GROWTH = (
    "指　标　　　2021年　　2020年　　增长（%）\n住院人次　　　58742　　54386　　8.0\n门诊人次　　　76315　　63158　　20.8\n"
    "住院支出　　　12617.5　　11498.6　　9.7\n门诊支出　　　1893.6　　1604.7　　18.0"
)


@pytest.mark.parametrize(
    ("table", "printed", "slip", "rule"),
    [(SPREAD, "1837", "1873", "claim/sum"), (SMALL, "6.24", "6.42", "claim/sum"), (GROWTH, "20.8", "17.2", "claim/growth")],
)
def test_a_table_that_holds_accuses_nobody_and_a_slip_is_told(table: str, printed: str, slip: str, rule: str) -> None:
    words = f"完成情况见下表：\n\n{table}\n\n以上数据均已核对。"
    assert examine(words).accused() == []
    assert {one.rule for one in examine(words.replace(printed, slip)).accused()} == {rule}


def test_small_figures_that_no_other_column_bears_out_are_no_sum() -> None:
    words = SMALL.replace("5.53", "5.35").replace("6.24", "6.42")
    assert examine(f"完成情况见下表：\n\n{words}\n\n以上数据均已核对。").accused() == []
