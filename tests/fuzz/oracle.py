"""What must hold whatever comes in: documented errors only, every character in one home, the same bytes again, JSON as the contract has it."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from math import isfinite

import jsonschema

from extractor.emitters.encoding import encode
from extractor.emitters.schema import report_schema
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError, PatternError, ReadError
from extractor.model.page import Reading
from extractor.model.report import Report
from extractor.model.text import Text
from tests.test_conservation import check_figures, check_homes, check_source


class Broken(AssertionError):  # noqa: N818 - an invariant that is broken
    """An invariant does not hold."""


SAMPLE = 24
"""Characters that an error about mojibake may show."""


@cache
def _wording(lang: str) -> Wording:
    return Wording(builtin(), lang)


@cache
def _validator() -> jsonschema.protocols.Validator:
    return jsonschema.Draft202012Validator(report_schema())


def check_error(error: GoujiError, data: bytes = b"") -> None:
    """An error has a code with words in both languages, which its parameters fill, names its place, and quotes no more than a sample of the input."""
    printed = data.decode("utf-8", "ignore")
    quoted = [one for one in error.params.values() if isinstance(one, str) and len(one) > SAMPLE and one in printed]
    if isinstance(error, ReadError) and quoted:
        raise Broken(f"{error.code} quotes the document: {quoted[0][:60]}")
    for lang in ("zh", "en"):
        try:
            said = _wording(lang).error(error, "a file")
        except PatternError as wrong:
            raise Broken(f"{error.code} has no words, or not with {sorted(error.params)}: {wrong}") from wrong
        if isinstance(error, ReadError) and "a file" not in said:
            raise Broken(f"{error.code} does not name the file: {said}")


def check_reading(reading: Reading) -> None:
    """Pages count up, boxes stand for each character and are numbers, cells and doubts stay within their lines."""
    if [page.number for page in reading.pages] != list(range(1, len(reading.pages) + 1)):
        raise Broken("pages do not count from 1")
    for page in reading.pages:
        for line in page.lines:
            length = len(line.text)
            if any(one in line.text for one in "\n\r"):
                raise Broken(f"a line break in a line: {line.text[:40]!r}")
            if line.boxes is not None and (len(line.boxes) != 4 * length or not all(map(isfinite, line.boxes))):
                raise Broken(f"{len(line.boxes)} edges for {length} characters, or edges that are no numbers")
            cells = () if line.row is None else line.row.cells
            if any(not 0 <= one.start <= one.end <= length or one.colspan < 1 or one.rowspan < 1 for one in cells):
                raise Broken(f"a cell outside of its line of {length} characters: {cells}")
            if any(not 0 <= one.start < one.end <= length for one in line.doubts):
                raise Broken("a doubt outside of its line")


def check_text(text: Text) -> None:
    """Every column of every source line is in the text or removed for a reason, once."""
    check_source(text)


def check_report(report: Report) -> None:
    """Every character of the text has one home, every figure is accounted for."""
    check_homes(report.text, report.outline)
    check_figures(report.text, report.facts)


def check_again(data: bytes) -> None:
    """JSON → objects → JSON gives the same bytes."""
    if (encode(json.loads(data, parse_float=Decimal)) + "\n").encode() != data:
        raise Broken("JSON read and written again differs")


def check_json(data: bytes) -> None:
    """The same bytes again, and valid against the published schema (that takes as long as making a report)."""
    check_again(data)
    error = next(_validator().iter_errors(json.loads(data)), None)
    if error is not None:
        raise Broken(f"JSON against the schema: {error.json_path}: {error.message[:200]}")
