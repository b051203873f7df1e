"""One report, whichever form it comes in: outline, scores, totals, elements, findings and what the checks say are those of the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model.report import Report
from extractor.pipeline import extract, extract_bytes
from extractor.readers import read
from tests import docfiles
from tests.conftest import ROOT
from tests.goldens import differences, projection, section_paths
from tests.htmlfiles import html_report, site_page
from tests.ofdfiles import ofd_report
from tests.setting import set_report
from tests.wordfiles import paragraphs_of, report_as_docx

CORPUS = ("business-environment-2022", "childcare-2022", "culture-2023", "elderly-care-2023", "health-2022", "veterans-2021")
SEEDS = ("yunnan-2016", "bazhong-2021")
REPORTS = (*CORPUS, *SEEDS)


def typed(text: str) -> bytes:
    return report_as_docx(paragraphs_of(text), "typed")


def automatic(text: str) -> bytes:
    return report_as_docx(paragraphs_of(text), "direct")


def by_style(text: str) -> bytes:
    """Numbers that paragraphs have from their styles. LibreOffice loses some of these when it saves for Word 97: not a form of ``.doc`` here."""
    return report_as_docx(paragraphs_of(text), "styles")


def old_word(of: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """The same as Word 97 saves it; all reports in one call of the office program."""

    def made(text: str) -> bytes:
        files = _old_word_files(of)
        if files is None:
            pytest.skip(docfiles.MISSING)
        return files.get(text) or docfiles.doc_of(of(text)) or b""

    return made


@lru_cache
def _old_word_files(of: Callable[[str], bytes]) -> dict[str, bytes] | None:
    texts = {source(name): of(source(name)) for name in REPORTS if path_of(name).exists()}
    return docfiles.made(texts)


FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "txt-utf8": ("text", lambda text: text.encode("utf-8")),
    "txt-utf8-bom": ("text", lambda text: text.encode("utf-8-sig")),
    "txt-gb18030": ("text", lambda text: text.encode("gb18030")),
    "pdf": ("pdf", lambda text: set_report(text).pdf),
    "docx-typed": ("docx", typed),
    "docx-automatic": ("docx", automatic),
    "docx-by-style": ("docx", by_style),
    "doc-typed": ("doc", old_word(typed)),
    "doc-automatic": ("doc", old_word(automatic)),
    "ofd": ("ofd", ofd_report),
    "html": ("html", html_report),
    "html-gbk": ("html", lambda text: site_page(text, site="portal", encoding="gb18030", pretty=True)),
}


def path_of(name: str) -> Path:
    return ROOT / "corpus" / f"{name}.txt" if name in CORPUS else ROOT.parent / "shared" / "seeds" / f"{name}.txt"


@lru_cache
def source(name: str) -> str:
    """The text (the corpus holds several encodings) without what no other form prints: marks of markdown, spaces of no width."""
    return "\n".join(line.text for _, line in read(path_of(name)).lines()).replace("**", "").replace("\u200b", "")


@lru_cache
def expected(name: str) -> dict[str, Any]:
    return said(extract(path_of(name)))


def said(report: Report) -> dict[str, Any]:
    """What is compared: all that a golden holds, every finding of a claim, and how the checks ended."""
    paths = section_paths(report.outline.sections)
    claims = [one for one in report.verification.findings if one.rule.startswith("claim/")]
    checks = [(one.rule, paths.get(one.section or "", ""), str(one.stated), str(one.verdict)) for one in report.verification.checks]
    return {
        **projection(report),
        "claims": sorted((one.rule, paths.get(one.section or "", "")) for one in claims),
        "checks": sorted(checks),
    }


RESTARTS = ("bazhong-2021", "childcare-2022", "health-2022")
"""Reports whose numbers start anew out of order: LibreOffice, the only writer of Word 97 files at hand, takes these for separate lists and counts
from one, so its file prints other numbers than the report."""
MATRIX = [(name, form) for name in REPORTS for form in FORMS if not (form == "doc-automatic" and name in RESTARTS)]


@pytest.mark.parametrize(("name", "form"), MATRIX)
def test_every_form_gives_what_the_text_gives(name: str, form: str) -> None:
    if not path_of(name).exists():
        pytest.skip("the seed reports are not beside this checkout (../shared/seeds)")
    format, made = FORMS[form]
    report = extract_bytes(f"{name}.{form}", made(source(name)))
    assert report.reading.format == format
    assert differences(expected(name), said(report)) == []
