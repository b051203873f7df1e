"""The matrix for scans: sealed and tilted pages of 200 dpi as PDF, PNG and TIFF give the scores of the same pages as text, and accuse nobody of an error.

Recognition is not exact: what is asked is that 98 of 100 scores are right, that none is wrong without a doubt, and that no error is told that the text
does not hold (benchmarks/RESULTS-scans.md has the figures of a large sample).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from extractor.model.report import Severity
from extractor.pipeline import extract_bytes
from extractor.readers.ocr.engine import missing
from tests.setting import set_report
from tests.test_matrix import path_of, source

if missing() is not None:
    pytest.skip(f"{missing()} is not installed: pip install 'gouji[ocr]'", allow_module_level=True)

import pikepdf

from benchmarks.scan_judging import judge_scan
from tests.scans import as_pdf, scan_pages

RIGHT = 0.98
FIGURES_TOLD = 0.98


def pdf(pages: list[Any]) -> bytes:
    return as_pdf(pages, 200)


def tiff(pages: list[Any]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200), compression="jpeg")
    return out.getvalue()


def png(pages: list[Any]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def cut(whole: bytes, pages: int | None) -> bytes:
    """The first pages of a PDF; all where none are named."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as document:
        del document.pages[len(document.pages) if pages is None else pages :]
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "typeface", "pages", "made"),
    [
        ("veterans-2021", "song", None, pdf),
        ("business-environment-2022", "kai", None, tiff),
        ("childcare-2022", "song", 1, png),
        ("childcare-2022", "song", None, pdf),
        ("culture-2023", "kai", None, pdf),
        ("elderly-care-2023", "song", None, pdf),
        ("health-2022", "kai", None, pdf),
        ("bazhong-2021", "song", None, pdf),
        ("yunnan-2016", "song", None, pdf),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_a_scan_gives_the_scores_of_the_text_and_no_error_of_its_own(
    name: str, typeface: str, pages: int | None, made: Callable[[list[Any]], bytes]
) -> None:
    if not path_of(name).exists():
        pytest.skip("the seed reports are not beside this checkout (../shared/seeds)")
    printed = cut(set_report(source(name), typeface=typeface).pdf, pages)
    scan = extract_bytes(f"{name}.{made.__name__}", made(scan_pages(printed)))
    assert scan.reading.ocr and scan.reading.format == ("pdf" if made is pdf else "image")
    text = extract_bytes(f"{name}.pdf", printed)
    found = judge_scan(scan, text)
    scores, figures = found.scores, found.figures
    stated = scores.total() - scores["extra"]
    assert stated >= 5 and scores["right"] >= RIGHT * stated, found.notes
    assert scores["silent"] == scores["extra"] == 0, found.notes
    told = figures["right"] + figures["doubted"]  # one doubt in a short report is two per cent of its figures
    assert figures["silent"] == 0 and told >= FIGURES_TOLD * (figures.total() - figures["extra"]), found.notes
    assert found.errors["false"] == 0, found.notes
    assert len([one for one in text.verification.findings if one.severity is Severity.ERROR]) == found.errors["of the text"]
