"""What a group of items scores, told behind the last of them: the group's score, never one of the item's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.language.patterns import builtin
from extractor.pipeline import extract_bytes


def scores(last: str, closing: str) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    source = (
        "某县林业局关于2023年度苗圃项目绩效自评情况的报告\n\n县财政局：\n\n现将自评情况报告如下。\n\n一、育苗管理（30分）\n\n"
        f"（一）种子采收（18分）\n\n采收及时，自评得分18分。\n\n（二）苗床养护（12分）\n\n{last}\n\n{closing}\n\n"
        "二、出圃销售（70分，自评得分70分）\n\n按合同出圃。\n\n某县林业局\n\n2024年1月5日\n"
    )
    report = extract_bytes("a.txt", source.encode(), builtin())
    return {id: (score.max, score.self) for id, score in report.facts.scores.items()}


@pytest.mark.parametrize(
    "closing",
    [
        "本部分满分30分，自评得分29分。",
        "该大项共30分，自评得分29分。",
        "以上各项，本类指标分值30分，自评29分。",
        "育苗管理部分小计：满分30分，得分29分。",
        "育苗管理合计30分，自评得分29分。",
        "育苗管理方面共30分，得29分。",
    ],
)
def test_a_sentence_behind_the_last_item_tells_the_score_of_the_group(closing: str) -> None:
    found = scores("浇灌偶有遗漏，扣1分，自评得分11分。", closing)
    assert found["1"] == (30, 29)
    assert found["1.2"] == (12, 11)


def test_what_is_no_more_than_the_item_has_is_the_item_again() -> None:
    found = scores("浇灌偶有遗漏，扣1分，自评得分11分。", "本部分满分12分，自评得分11分。")
    assert found["1"] == (30, None)
    assert found["1.2"] == (12, 11)


def test_an_item_that_has_told_nothing_of_its_own_is_not_closed() -> None:
    assert scores("浇灌及时。", "本部分满分12分，自评得分11分。")["1.2"] == (12, 11)
