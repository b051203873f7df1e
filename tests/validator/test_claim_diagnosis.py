"""What one slip explains a claim that fails: a digit, two digits exchanged, a unit, a part counted twice or left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Check, Operand, Severity, Verdict
from extractor.model.text import Span
from extractor.validator.application import Application
from extractor.validator.cause import Cause
from extractor.validator.claim.causes import joined
from tests.claims.scoring import examine


@pytest.mark.parametrize(
    ("words", "kind", "corrected"),
    [
        ("项目总投资5760万元（中央资金4608万元、省级资金1252万元）。", "digit", None),
        ("配套资金417765万元，加上上年结转26067万元，共计448332万元。", "transposition", "443832"),
        ("中央资金120万元、省级资金80万元、市级资金57万元，合计2570万元。", "unit", "257"),
        ("全县共支出资金5760万元（临时救助731万元、城乡低保4608万元、特困供养1152万元）。", "doubled", "0"),
        ("上年结转347万元，中央资金4608万元、省级资金1152万元，共计6107万元。", None, None),
    ],
)
def test_the_smallest_slip_that_makes_all_checks_hold(words: str, kind: str | None, corrected: str | None) -> None:
    failed = [one for one in examine(words).checks if one.verdict is Verdict.INCONSISTENT]
    found = [one.diagnosis for one in failed]
    if kind is None:
        assert failed == []
    elif corrected is None:
        assert len(failed) == 1
        assert found[0] is None or found[0].kind == kind
    else:
        assert len(failed) == 1
        assert found[0] is not None
        assert (found[0].kind, found[0].corrected) == (kind, Decimal(corrected))


def test_a_part_left_out_is_named_in_both_languages() -> None:
    words = "全年支出6491万元（城乡低保4608万元、特困供养1152万元），临时救助731万元。"
    checks = [one for one in examine(words).checks if one.rule == "claim/breakdown"]
    assert [one.verdict for one in checks] == [Verdict.INCONSISTENT]
    diagnosis = checks[0].diagnosis
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.params["figure"]) == ("missing", "731万元")
    assert "731万元" in Wording(builtin(), "zh").diagnosis(diagnosis, "")
    assert "731万元" in Wording(builtin(), "en").diagnosis(diagnosis, "")


def _failed(rule: str, spans: list[Span], claim: object) -> Application:
    operands = tuple(Operand("stated", Decimal(1), None, span) for span in spans)
    check = Check("", rule, None, operands, Decimal(1), Fraction(2), None, Verdict.INCONSISTENT)
    return replace(Application(check), claim=claim)  # type: ignore[arg-type]


def test_a_claim_and_a_score_that_fail_on_one_figure_are_one_cause() -> None:
    shared, other, third = Span(10, 14), Span(20, 24), Span(30, 34)
    score = Cause(_failed("score/section-self-sum", [shared, other, third], None))
    claim = Cause(_failed("claim/sum", [shared, other], object()))
    apart = Cause(_failed("claim/ratio", [Span(50, 54)], object()))
    errors = dict.fromkeys(("score/section-self-sum", "claim/sum", "claim/ratio"), Severity.ERROR)
    causes = joined([score, claim, apart], errors)
    assert [one.head.check.rule for one in causes] == ["claim/sum", "claim/ratio"]
    assert [one.check.rule for one in causes[0].related] == ["score/section-self-sum"]


def test_a_note_is_no_cause_of_an_error() -> None:
    shared, other, third = Span(10, 14), Span(20, 24), Span(30, 34)
    note = Cause(_failed("score/unexplained-loss", [shared], None))
    claim = Cause(_failed("claim/sum", [shared, other, third], object()))
    causes = joined([note, claim], {"score/unexplained-loss": Severity.NOTE, "claim/sum": Severity.ERROR})
    assert [one.head.check.rule for one in causes] == ["claim/sum"]
    assert [one.check.rule for one in causes[0].related] == ["score/unexplained-loss"]
