"""A page break inside a claim leaves its verdict as it is."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from extractor.pipeline import extract
from tests.facts.test_claims import SENTENCES, verdicts
from tests.setting import Paragraph, set_pages

_FILLER = "本段说明制度建设的经过，没有任何数字。"


@pytest.mark.parametrize("words", SENTENCES[:7:2])
def test_a_page_break_inside_a_claim_leaves_its_verdict_unchanged(words: str, tmp_path: Path) -> None:
    broken = 0
    for fillers, lead in itertools.product((18, 19, 20), ("", "按照年度工作安排，")):
        told = f"{lead}{words}"
        body = [Paragraph("一、工作情况"), *[Paragraph(_FILLER)] * fillers, Paragraph(told)]
        path = tmp_path / f"{fillers}{len(lead)}.pdf"
        path.write_bytes(set_pages([Paragraph("关于工作情况的报告", "centre", 22.0), *body]).pdf)
        report = extract(path)
        checks = [one for one in report.verification.checks if one.rule.startswith("claim/")]
        pages = {
            place.page for one in checks for operand in one.operands if operand.at is not None for place in report.text.places(operand.at)
        }
        broken += len(pages) > 1 or len({place.page for claim in report.facts.claims for place in report.text.places(claim.at)}) > 1
        assert sorted((one.rule, one.verdict.value) for one in checks) == verdicts(told), fillers
    assert broken
