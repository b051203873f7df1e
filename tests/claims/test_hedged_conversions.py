"""An amount that is told about, in a bracket behind the one that it is converted from: open as long as 约 may cover what parts them, told where nothing does."""

from __future__ import annotations

import pytest

from tests.claims.scoring import accusations


@pytest.mark.parametrize("told", ["约1.46亿元", "约1.5亿元", "约1.4亿元", "近1.5亿元"])
def test_what_is_about_the_amount_accuses_nobody(told: str) -> None:
    assert accusations(f"全年安排公路养护资金14586万元（{told}），比上年略有增加。") == []


@pytest.mark.parametrize("told", ["约14.6亿元", "约0.146亿元"])
def test_a_scale_too_many_is_told(told: str) -> None:
    assert accusations(f"全年安排公路养护资金14586万元（{told}），比上年略有增加。")
