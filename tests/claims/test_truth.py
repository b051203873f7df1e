"""The truth set and the reports written blind: nothing accused falsely, the wrong ones found, the explicit ones decided."""

from __future__ import annotations

import pytest

from tests.claims.scoring import Score, score_reports, score_truth, told, truth


@pytest.fixture(scope="module")
def sentences() -> Score:
    return score_truth(truth())


@pytest.fixture(scope="module")
def reports() -> Score:
    return score_reports()


def test_the_truth_set_is_as_large_as_promised() -> None:
    verdicts = [entry["verdict"] for entry in truth()["claim"]]
    assert len(verdicts) >= 200
    assert 0.3 <= verdicts.count("inconsistent") / len(verdicts) <= 0.7
    assert {"hedged", "open-list", "ambiguous", "masked", "missing-operand"} <= {entry.get("reason") for entry in truth()["claim"]}


def test_no_sentence_is_accused_falsely(sentences: Score) -> None:
    assert sentences.false == [], told("truth", sentences)


def test_wrong_sentences_are_found(sentences: Score) -> None:
    assert sentences.found >= 0.97, told("truth", sentences)


def test_explicit_claims_are_decided(sentences: Score) -> None:
    assert sentences.decided >= 0.95, told("truth", sentences)


def test_right_sentences_have_the_verdict_of_their_rounding(sentences: Score) -> None:
    assert len(sentences.imprecise) <= 0.05 * sentences.right, told("truth", sentences)


def test_no_report_is_accused_falsely(reports: Score) -> None:
    assert reports.false == [], told("reports", reports)


def test_planted_errors_are_found(reports: Score) -> None:
    assert reports.found >= 0.95, told("reports", reports)
