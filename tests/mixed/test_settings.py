"""The same reports as Word files with real tables, and as printed pages: outline, scores, totals and findings stay what they are as text."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from docx import Document
from docx.document import Document as WordDocument

from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from tests.mixed.test_mixed import HERE, lines, printed, truth
from tests.setting import set_report

WORD = (
    "annexes", "due-and-got", "elder-care", "forestry", "full-marks", "grain", "inspection", "library", "machinery", "orphans", "petitions",
    "reservoirs", "road-safety", "running-numbers", "sanitation", "self-form", "strokes", "veterans",
    "bonds", "cdc", "county-dept", "court-party", "customs-brokers", "energy", "food-safety", "health-city", "hospital", "library-hall", "poverty", "prison",
    "talent", "tax", "tollway", "university", "youth-league",
)  # fmt: skip
"""Whose lines are paragraphs, with tables in tabs or bars, or without any."""
PRINTED = (
    "elder-care", "forestry", "full-marks", "orphans", "petitions", "veterans", "bonds", "cdc", "devzone", "health-center", "hospital", "housing-fund", "prison",
    "soil", "tax", "university", "youth-league",
)  # fmt: skip
"""Without tables."""
RULE = re.compile(r"[\s|:┌┬┐├┼┤└┴┘─-]+")
BARS = str.maketrans("│─", "|-")


def content(name: str) -> str:
    return (HERE / f"{name}.txt").read_bytes().decode(truth(name).get("encoding", "utf-8"))


def blocks(text: str) -> Iterator[str | list[list[str]]]:
    """Paragraphs, and runs of lines in bars or tabs as rows of cells."""
    rows: list[list[str]] = []
    for line in [*text.translate(BARS).splitlines(), ""]:
        bars, tabs = line.count("|"), line.count("\t")
        drawn = RULE.fullmatch(line) is not None and line.count("-") > 1
        if bars > 1 or tabs > 1 or (drawn and rows):
            closed = line.strip().startswith("|") and line.strip().endswith("|")
            if RULE.fullmatch(line) is None or "--" not in line:
                rows.append([cell.strip() for cell in re.split(r"[|\t]", line.strip().strip("|") if closed else line)])
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line.strip()


def as_word(text: str) -> bytes:
    document: WordDocument = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(len(row) for row in block))
        for row, cells in enumerate(block):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def said(report: Report) -> tuple[list[str], tuple[str, str], Counter[str]]:
    totals = report.facts.totals
    return list(lines(report)), (printed(totals.max), printed(totals.self)), Counter(one.rule for one in report.verification.findings)


def expected(name: str) -> tuple[list[str], tuple[str, str], Counter[str]]:
    told = truth(name)
    return told["scores"].strip().splitlines(), (told["total"].get("max", ""), told["total"].get("self", "")), Counter(told["findings"])


@pytest.mark.parametrize("name", WORD)
def test_as_a_word_file(name: str) -> None:
    assert said(extract_bytes(f"{name}.docx", as_word(content(name)))) == expected(name)


@pytest.mark.parametrize("name", PRINTED)
def test_as_printed_pages(name: str) -> None:
    assert said(extract_bytes(f"{name}.pdf", set_report(content(name)).pdf)) == expected(name)
