"""Whole reports with real tables, each in every form that offices send: outline, scores, totals, items of the tables and findings are one and the same.

A line of ``items``: ``title | 分值 | 得分 | 扣分``, two spaces a level; a line ``==`` parts tables. ``planted``: what stands there, what is put in its
place, and the rule (or the start of its name) that must tell it, with nothing else told as an error.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.readers.ocr.engine import missing
from tests.mixed.test_mixed import assert_told_alone, lines, printed
from tests.scans import scan_pdf
from tests.tables import scored_tables
from tests.tables.whole_files import FORMS, HERE, as_docx, source

NAMES = sorted(path.stem for path in HERE.glob("*.toml"))
PLANTED_FORMS = ("docx", "pdf")


@cache
def truth(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def table_lines(report: Report) -> str:
    tables = []
    for table in report.facts.score_tables:
        items = (scored_tables.said(item) for item in table.walk())
        tables.append("\n".join("  " * (level - 1) + " | ".join([title, *figures]).rstrip(" |") for level, _, title, *figures in items))
    return "\n==\n".join(tables)


def check(report: Report, name: str) -> None:
    expected = truth(name)
    totals = report.facts.totals
    said = {"max": printed(totals.max), "self": printed(totals.self)}
    assert list(lines(report)) == expected["scores"].strip().splitlines()
    assert {side: figure for side, figure in said.items() if figure} == expected["total"]
    assert table_lines(report) == expected["items"].strip()
    assert sorted(finding.rule for finding in report.verification.findings) == expected["findings"]
    holding = [str(check.params.get("equation")) for check in report.verification.checks if check.verdict.holds]
    assert not [equation for equation in expected.get("holds", []) if equation not in holding]


OFTEN = {"html": 0, "numbered.docx": 1}
"""Forms that every second report is set in, by the order of the reports: they share most of their way with others."""
CASES = [
    (name, form)
    for order, name in enumerate(NAMES)
    for form in FORMS
    if form not in truth(name).get("not_as", ()) and OFTEN.get(form, order % 2) == order % 2
]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_every_form_of_a_report_says_the_same(name: str, form: str) -> None:
    check(extract_bytes(f"{name}.{form}", FORMS[form](source(name))), name)


@pytest.fixture(scope="module")
def office_prints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word files as LibreOffice prints them, in one call."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no soffice here: install LibreOffice Writer")
    folder = tmp_path_factory.mktemp("prints")
    for name in NAMES:
        (folder / f"{name}.docx").write_bytes(as_docx(source(name)))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_what_an_office_program_prints(office_prints: Path, name: str) -> None:
    check(extract_bytes(f"{name}.pdf", (office_prints / f"{name}.pdf").read_bytes()), name)


PLANTED = [(name, PLANTED_FORMS[order % 2], *planted) for name in NAMES for order, planted in enumerate(truth(name)["planted"])]


@pytest.mark.parametrize(("name", "form", "old", "new", "rule"), PLANTED, ids=[f"{name}-{form}-{new}" for name, form, _, new, _ in PLANTED])
def test_a_planted_error_is_told(name: str, form: str, old: str, new: str, rule: str) -> None:
    content = source(name)
    assert content.count(old) == 1
    report = extract_bytes(f"{name}.{form}", FORMS[form](content.replace(old, new)))
    assert_told_alone(report, rule, truth(name)["findings"])


def test_a_scan_with_a_table() -> None:
    if missing() is not None:
        pytest.skip(f"{missing()} is not installed: pip install 'gouji[ocr]'")
    report = extract_bytes("scan.pdf", scan_pdf(FORMS["pdf"](source("scan-table")), tilt=0.7, seed=3))
    assert report.reading.ocr
    check(report, "scan-table")


def test_there_are_reports() -> None:
    assert len(NAMES) >= 24


def test_rows_in_bars_that_breaks_in_their_cells_cut() -> None:
    lines = [line.replace("<", " ").replace("^", " ").replace("/n", "\n") for line in source("water-form").splitlines()]
    assert any("\n" in line for line in lines)
    report = extract_bytes("water-form.txt", "\n".join(line.removeprefix("@c ") for line in lines).encode())
    check(report, "water-form")
