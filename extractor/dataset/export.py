"""Reports of batch folders in other forms: Parquet, JSON lines, CSV, spaCy's DocBin, TEI."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from extractor.dataset import arrow, spreadsheet
from extractor.dataset.columns import TABLES
from extractor.dataset.library import require
from extractor.dataset.sources import Loaded, Skipped, inventory, reports
from extractor.dataset.tei import tei
from extractor.emitters.encoding import encode
from extractor.emitters.files import digest_name
from extractor.language.patterns import Patterns
from extractor.model.errors import UsageError


class Exported(NamedTuple):
    """What an export has written: files, reports, those that it leaves out since they have no text, and the files that are no reports."""

    files: list[Path]
    reports: int
    without_text: int
    skipped: list[Skipped]


def export(folders: Sequence[Path], form: str, target: Path, patterns: Patterns) -> Exported:
    """Write the reports of batch folders below ``target`` in one of `FORMATS`, in one pass; files take their names when all are written.

    Raises `UsageError`: ``corpus-folder``, ``corpus-empty``, ``library-missing``, ``output``.
    """
    found = inventory(folders)
    count = without_text = 0

    def counted() -> Iterator[Loaded]:
        nonlocal count, without_text
        for one in reports(found):
            count += 1
            if form in NEED_TEXT and one.report.get("text") is None:
                without_text += 1
            else:
                yield one

    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target, prefix=".gouji-") as made:
            FORMATS[form](counted(), Path(made), patterns)
            if not count:
                raise UsageError("corpus-empty", ", ".join(map(str, folders)))
            files = [path.replace(target / path.name) for path in sorted(Path(made).iterdir())]
    except OSError as error:
        raise UsageError("output", str(target), reason=error.strerror or type(error).__name__) from error
    return Exported(files, count, without_text, found.skipped)


def _parquet(found: Iterable[Loaded], folder: Path, _: Patterns) -> None:
    with arrow.ParquetFiles(folder) as files:
        for one in found:
            files.add(one.rows)


def _jsonl(found: Iterable[Loaded], folder: Path, _: Patterns) -> None:
    """The reports as they are, one a line."""
    with (folder / "reports.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(encode(one.report, one_line=True) + "\n" for one in found)


def _csv(found: Iterable[Loaded], folder: Path, _: Patterns) -> None:
    with ExitStack() as stack:
        files = {name: stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline="")) for name in TABLES}
        for name, file in files.items():
            spreadsheet.write(file, [column.name for column in TABLES[name]])
        for one in found:
            for name, rows in one.rows.items():
                spreadsheet.append(files[name], rows)


def _docbin(found: Iterable[Loaded], folder: Path, patterns: Patterns) -> None:
    docbins = require("extractor.dataset.docbin").docbins
    for number, data in enumerate(docbins(found, patterns), 1):
        (folder / f"reports-{number:04}.spacy").write_bytes(data)


def _tei(found: Iterable[Loaded], folder: Path, _: Patterns) -> None:
    for one in found:
        source = one.report["source"]
        name = digest_name(source["name"], source["sha256"]).removesuffix(".json")
        (folder / f"{name}.xml").write_text(tei(one), encoding="utf-8", newline="\n")


FORMATS: dict[str, Callable[[Iterable[Loaded], Path, Patterns], None]] = {
    "parquet": _parquet,
    "jsonl": _jsonl,
    "csv": _csv,
    "docbin": _docbin,
    "tei": _tei,
}
NEED_TEXT = ("docbin", "tei")
"""Forms that are made of a report's text."""
