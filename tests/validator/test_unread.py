"""A line that recognition could not read accuses nobody: each line of a report in turn is replaced by marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from extractor import readers
from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.page import Doubt, Reading
from extractor.model.report import Severity, Verification
from extractor.normaliser import normalise
from extractor.segmenter import segment
from extractor.validator import verify
from tests.setting import set_report
from tests.test_matrix import source

MARK = "〓"


def verified(reading: Reading) -> Verification:
    patterns = builtin()
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    return verify(text, outline, extract_facts(text, outline, patterns), reading, patterns)


def errors(verification: Verification) -> Counter[str]:
    return Counter(one.rule for one in verification.findings if one.severity is Severity.ERROR)


def unread(reading: Reading, page: int, line: int) -> Reading:
    """The reading with marks in place of a line."""
    lines = list(reading.pages[page].lines)
    count = len(lines[line].text)
    lines[line] = replace(lines[line], text=MARK * count, doubts=(Doubt(0, count, "unread"),))
    pages = list(reading.pages)
    pages[page] = replace(pages[page], lines=tuple(lines))
    return replace(reading, pages=tuple(pages))


@pytest.mark.parametrize("name", ["veterans-2021", "culture-2023"])
def test_no_error_is_told_because_of_a_line_that_could_not_be_read(name: str) -> None:
    reading = replace(readers.read_bytes("a.pdf", set_report(source(name)).pdf), ocr=True)
    whole = errors(verified(reading))
    told = 0
    for page, content in enumerate(reading.pages):
        for line in range(len(content.lines)):
            verification = verified(unread(reading, page, line))
            assert errors(verification) - whole == Counter(), content.lines[line].text
            told += any(one.params.get("variant") == "unread" for one in verification.findings)
    assert told >= 0.9 * sum(len(page.lines) for page in reading.pages), "page numbers and running heads are left out of the text"
