"""Partitioned Parquet: the tables of `extractor.dataset`, a file a table for each range of hashes; what a part holds depends on the contents alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.dataset import arrow
from extractor.dataset.columns import TABLES
from extractor.dataset.rows import table_rows
from extractor.dataset.sources import parse
from extractor.model.errors import GoujiError

PARQUET = "parquet"
"""The folder of the parts, below that of the batch: ``parquet/<table>/part-….parquet``."""
LARGEST = 4_000
"""Reports of a part: files large enough to be read fast, and small enough for one worker to make in a minute or two."""


def width(count: int) -> int:
    """The bits that number the parts of so many reports."""
    return max(0, -(-count // LARGEST) - 1).bit_length()


def name(number: int, width: int) -> str:
    """The file of a part: ``part-03-of-16.parquet``."""
    digits = len(str((1 << width) - 1))
    return f"part-{number:0{digits}}-of-{1 << width}.parquet"


def make(reports: Sequence[Callable[[], tuple[str, bytes]]], part: str, deliver: Callable[[str, str, Path], None]) -> Counter[str]:
    """The tables of reports in their order. reports: each gives its place and its bytes when it is its turn; memory holds one, and the row groups.

    deliver: is called with table, part and the file made. Gives the number of findings by severity. Raises `GoujiError` ``result-damaged``.
    """
    findings: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="gouji-parquet-") as folder:
        with arrow.ParquetFiles(Path(folder)) as files:
            for given in reports:
                place, data = given()
                try:
                    report = parse(data)
                    rows = table_rows(report)
                except (ValueError, LookupError, TypeError) as error:
                    raise GoujiError("result-damaged", place) from error
                findings.update(finding["severity"] for finding in report["findings"])
                files.add(rows)
        for table in TABLES:
            deliver(table, part, Path(folder, f"{table}.parquet"))
    return findings
