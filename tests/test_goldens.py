"""Every report of the corpus gives what a person read in it; a golden is never written by the run that it judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import extract
from tests.goldens import differences, load_golden, projection

ROOT = Path(__file__).resolve().parent.parent
REPORTS = sorted((ROOT / "corpus").glob("*.txt"))
HELD_BACK = sorted((ROOT / "corpus" / "held_back").glob("*.txt"))


def test_every_report_has_a_golden_and_every_golden_its_report() -> None:
    assert [path.stem for path in REPORTS] == [path.stem for path in sorted((ROOT / "golden").glob("*.json"))]
    assert [path.stem for path in HELD_BACK] == [path.stem for path in sorted((ROOT / "golden" / "held_back").glob("*.json"))]
    assert len(REPORTS) >= 12


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_gives_what_a_person_read_in_it(path: Path) -> None:
    golden = load_golden(ROOT / "golden" / f"{path.stem}.json")
    assert differences(golden, projection(extract(path))) == []


def test_at_least_three_reports_hold_no_score_and_give_no_finding() -> None:
    bare = []
    for path in REPORTS:
        report = extract(path)
        totals = report.facts.totals
        if not report.facts.scores and totals.max is None and totals.self is None and not report.verification.findings:
            bare.append(path.stem)
    assert len(bare) >= 3, bare
