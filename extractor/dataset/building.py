"""Batch folders → the dataset: Parquet tables, the search file, the data dictionary and the datasheet; all or nothing, and the same bytes each time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dataset import arrow, describe
from extractor.dataset.columns import TABLES
from extractor.dataset.rows import Row, table_rows
from extractor.dataset.search import FILE, Index
from extractor.dataset.sources import Inventory, Skipped, inventory, parse, reports
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import UsageError
from extractor.model.report import Report


class Built(NamedTuple):
    """What a build has done. repeated: further results of reports that it holds."""

    reports: int
    repeated: int
    skipped: list[Skipped]


def build(folders: Sequence[Path], target: Path, wording: Wording) -> Built:
    """Make the dataset of the reports in batch folders, in one pass with flat memory; an older dataset in ``target`` is replaced when it is whole.

    Raises `UsageError`: ``corpus-folder``, ``corpus-empty`` (no report), ``library-missing``, ``output``.
    """
    found = inventory(folders)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target, prefix=".gouji-") as name:
            made = Path(name)
            count = make(found, made, wording)
            if not count:
                raise UsageError("corpus-empty", ", ".join(map(str, folders)))
            for path in sorted(made.iterdir()):
                path.replace(target / path.name)
    except OSError as error:
        raise UsageError("output", str(target), reason=error.strerror or type(error).__name__) from error
    return Built(count, found.repeated, found.skipped)


def make(found: Inventory, folder: Path, wording: Wording, tell: Callable[[int], None] = lambda _: None) -> int:
    """All files of a dataset in an empty folder; how many reports it holds, which may be none. tell: is told how many have passed."""
    account = describe.Account()
    with arrow.ParquetFiles(folder) as files, closing(Index(folder / FILE)) as index:
        for report, rows in reports(found):
            account.add(report, rows)
            files.add(rows)
            index.add(report)
            tell(account.reports)
    skipped = [one.path.name for one in found.skipped]
    (folder / "datasheet.md").write_bytes(describe.datasheet(account, skipped, found.repeated, wording))
    (folder / "dictionary.csv").write_bytes(describe.dictionary_csv(wording))
    (folder / "dictionary.md").write_bytes(describe.dictionary_markdown(wording))
    return account.reports


def frames(found: Iterable[Report | bytes], wording: Wording | None = None) -> dict[str, Any]:
    """Reports as one `pyarrow.Table` for each table of `columns.TABLES`: ``.to_pandas()``, ``polars.from_arrow(…)``; the columns of the Parquet files.

    found: reports, or the bytes of their JSON, in the order that the rows are to have. wording: of the findings' messages (Chinese by default).
    Raises `UsageError` ``library-missing``; `ValueError`, `TypeError`, `KeyError` where bytes are no report.
    """
    wording = wording or Wording(builtin())
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for one in found:
        for name, more in table_rows(parse(to_json(one, wording) if isinstance(one, Report) else one)).items():
            rows[name] += more
    return {name: arrow.table(name, rows[name]) for name in TABLES}
