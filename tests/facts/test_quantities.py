"""Quantities: value, scale, unit, hedge and kind of the figures of a sentence, and what is told from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.claims import Hedge, Quantity, QuantityKind
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from extractor.segmenter import segment


def quantities(words: str) -> tuple[Quantity, ...]:
    patterns = builtin()
    text = normalise(read_bytes("sentence.txt", f"关于工作情况的报告\n\n一、工作情况\n\n{words}\n".encode()), patterns)
    return extract_facts(text, segment(text, patterns), patterns).quantities


@pytest.mark.parametrize(
    ("words", "value", "decimals", "scale", "unit", "kind", "hedge"),
    [
        ("共支出130.57亿元。", "130.57", 2, 10**8, "元", QuantityKind.MONEY, Hedge.EXACT),
        ("共安排2080万、2849万。", "2080", 0, 10**4, "元", QuantityKind.MONEY, Hedge.EXACT),
        ("发放手册2万册。", "2", 0, 10**4, "册", QuantityKind.COUNT, Hedge.EXACT),
        ("标准为442元/人·月。", "442", 0, 1, "元/人/月", QuantityKind.MONEY, Hedge.EXACT),
        ("标准为442元/月/人。", "442", 0, 1, "元/人/月", QuantityKind.MONEY, Hedge.EXACT),
        ("标准为442元/人*月。", "442", 0, 1, "元/人/月", QuantityKind.MONEY, Hedge.EXACT),
        ("支出400余万元。", "400", 0, 10**4, "元", QuantityKind.MONEY, Hedge.OVER),
        ("满意率达到98%以上。", "98", 0, 1, "%", QuantityKind.PERCENT, Hedge.OVER),
        ("合格率百分之九十五。", "95", 0, 1, "%", QuantityKind.PERCENT, Hedge.EXACT),
        ("提高3.5个百分点。", "3.5", 1, 1, "个百分点", QuantityKind.POINTS, Hedge.EXACT),
        ("相差在5个百分点内。", "5", 0, 1, "个百分点", QuantityKind.POINTS, Hedge.UNDER),
        ("是上年的1.3倍。", "1.3", 1, 1, "倍", QuantityKind.MULTIPLE, Hedge.EXACT),
        ("占七成。", "7", 0, 1, "1/10", QuantityKind.MULTIPLE, Hedge.EXACT),
        ("占三分之一。", "1", 0, 1, "1/3", QuantityKind.MULTIPLE, Hedge.EXACT),
        ("按1:10配备。", "10", 0, 1, "1:", QuantityKind.MULTIPLE, Hedge.EXACT),
        ("近1300人参加。", "1300", 0, 1, "人", QuantityKind.COUNT, Hedge.UNDER),
        ("共3名工作人员。", "3", 0, 1, "人", QuantityKind.COUNT, Hedge.EXACT),
        ("渠道30.3公里。", "30.3", 1, 1, "公里", QuantityKind.MEASURE, Hedge.EXACT),
        ("自评得分9.5分。", "9.5", 1, 1, "分", QuantityKind.SCORE, Hedge.EXACT),
        ("支出3亿5000万元。", "35000", 0, 10**4, "元", QuantityKind.MONEY, Hedge.EXACT),
    ],
)
def test_a_figure_is_read(words: str, value: str, decimals: int, scale: int, unit: str, kind: QuantityKind, hedge: Hedge) -> None:
    found = quantities(words)[0]
    assert (found.value, found.decimals, found.scale, found.unit, found.kind, found.hedge) == (
        Decimal(value),
        decimals,
        scale,
        unit,
        kind,
        hedge,
    )


@pytest.mark.parametrize(
    "words",
    [
        "从2016年4月起实施。",
        "根据云政发〔2016〕127号文件。",
        "5月12日-14日在昆明举办。",
        "截至9月底完成。",
        "详见附件3-2。",
        "开通12345热线。",
        "依据《关于下达2016年第2批3项资金的通知》。",
        "惠及0-6岁儿童。",
        "每低1%扣分。",
        "第三批试点。",
    ],
)
def test_dates_numbers_of_documents_labels_and_codes_are_none(words: str) -> None:
    assert quantities(words) == ()


def test_a_masked_figure_is_kept_without_a_value() -> None:
    (found,) = quantities("共支出**万元。")
    assert (found.value, found.kind) == (None, QuantityKind.MONEY)


def test_subject_and_period() -> None:
    first, second = quantities("2015年底，全省滚存结余11.5亿元，到2016年底，全省滚存结余9.38亿元。")
    assert (first.subject, first.period) == ("全省滚存结余", "2015年底")
    assert (second.subject, second.period) == ("全省滚存结余", "2016年底")


def test_ids_follow_the_text_and_spans_hold_the_printed_figure() -> None:
    found = quantities("办结37件，支出12.5万元，满意率98%。")
    assert [one.id for one in found] == ["q1", "q2", "q3"]
    assert [one.text for one in found] == ["37件", "12.5万元", "98%"]
