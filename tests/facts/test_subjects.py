"""What a figure counts: the light reading, and the one with words."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.facts.figures.subjects import refined_subject_of, subject_of
from extractor.language.patterns import builtin
from extractor.model.text import Span
from extractor.pipeline import extract
from tests.conftest import ROOT

pytest.importorskip("jieba", reason="jieba is not installed: pip install 'gouji[words]'")


@pytest.mark.parametrize(
    ("before", "figure", "behind", "light", "refined"),
    [
        ("全市城乡低保保障", "157091户", "，", "全市城乡低保保障", "全市城乡低保保障"),
        ("整改隐患", "41处", "。", "整改隐患", "整改隐患"),
        ("我局会同市财政局对", "12家", "承训机构进行现场核查，", "我局会同市财政局对承训机构", "承训机构"),
        ("聘请", "两名", "退休教师担任辅导员，", "聘请退休教师担任辅导员", "退休教师"),
        ("全部到位，到位率", "100%", "。", "到位率", "到位率"),
        ("，年初预算", "100万元", "，", "年初预算", "年初预算"),
        ("城市低保标准提高到", "720元/人·月", "，", "城市低保标准提高", "城市低保标准"),
        ("宽度由2.5米提高到", "3.5米", "。", "米提高", None),
        ("养护资金1640万元，较上年增加", "140万元", "，", "上年增加", None),
        ("，责令改正", "216户次", "，", "责令改正", "责令改正"),
    ],
)
def test_subjects(before: str, figure: str, behind: str, light: str, refined: str | None) -> None:
    content = before + figure + behind
    at = Span(len(before), len(before) + len(figure))
    assert subject_of(content, at, builtin()) == light
    assert refined_subject_of(content, at, builtin()) == refined


@pytest.mark.parametrize("name", ["culture-2023.txt", "social-assistance-2022.txt"])
def test_words_change_subjects_alone_and_are_recorded(name: str) -> None:
    path: Path = ROOT / "corpus" / name
    light, refined = extract(path), extract(path, words=True)
    pairs = list(zip(light.facts.quantities, refined.facts.quantities, strict=True))
    assert all(
        (one.id, one.text, one.value, one.unit, one.at) == (other.id, other.text, other.value, other.unit, other.at) for one, other in pairs
    )
    assert any(one.subject != other.subject for one, other in pairs)
    assert light.verification.checks == refined.verification.checks
    assert "words" not in light.engine.options
    assert str(refined.engine.options["words"]).startswith("jieba ")
