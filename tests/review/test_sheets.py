"""Runs of characters on printed pages: every character once, where its box is; offsets as a browser counts them."""

from __future__ import annotations

from extractor.pipeline import extract_bytes
from extractor.review.sheets import Offsets, paragraphs, runs
from tests.review.conftest import bytes_of
from tests.sheetfiles import score_sheet
from tests.texts import normalised


def test_offsets_count_utf16_units() -> None:
    offsets = Offsets("a𠮷b𠮷")
    assert [offsets.at(index) for index in range(5)] == [0, 1, 3, 4, 6]
    assert Offsets("abc").at(3) == 3


def test_each_character_stands_in_one_run_at_its_box() -> None:
    text = extract_bytes("a.pdf", bytes_of("social-assistance-2022", "pdf")).text
    found = runs(text, Offsets(text.content))
    covered = [offset for run in found for offset in range(run[1], run[1] + len(run) - 5)]
    assert covered == [offset for offset, line in enumerate(text.line_of) if line >= 0]
    for run in found:
        left = run[4]
        for index, advance in enumerate(run[5:]):
            offset = run[1] + index
            box = text.lines[text.line_of[offset]].line.box(text.start_of[offset], text.end_of[offset])
            assert box is not None
            assert abs(left - box.x0 * 10) <= 1.5 + index  # tenths of a point; rounding adds up
            assert run[2] - 1 <= box.top * 10 and box.bottom * 10 <= run[2] + run[3] + 1
            left += advance


def test_rows_of_a_sheet_know_their_cells() -> None:
    report = extract_bytes("a.xlsx", score_sheet())
    found = paragraphs(report.text, Offsets(report.text.content))
    rows = [one for one in found if "cells" in one]
    assert rows
    for row in rows:
        for start, end, *_ in row["cells"]:  # type: ignore[attr-defined]
            assert "|" not in report.text.content[start:end]


def test_paragraphs_carry_the_number_of_their_line() -> None:
    text = normalised("某县自评报告\n\n一、组织领导\n")
    assert [one["number"] for one in paragraphs(text, Offsets(text.content))] == [1, 3]
