"""The reports that a batch left in its folders: found, each content once, read one after the other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dataset.rows import Object, Row, table_rows
from extractor.emitters.files import FAILURES
from extractor.emitters.schema import REPORT_SCHEMA
from extractor.model.errors import UsageError

REPORTS = "reports"
HEAD = 16_384
"""Bytes of a report within which its source and engine stand."""
_HALF, _HALF_WRITTEN = re.compile("[\ud800-\udfff]"), re.compile(rb"\\u[dD][89a-fA-F]")
_KEY = re.compile("[0-9a-f]{64}")
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError)


class Skipped(NamedTuple):
    """A file that is no report, and why (id of a reason: ``not-json``, ``not-a-report``, ``unreadable``)."""

    path: Path
    reason: str


@dataclass(slots=True)
class Inventory:
    """What folders hold. reports: the files of each report, the one that counts first, in the order of the keys. repeated: files beyond that one."""

    reports: dict[str, list[Path]] = field(default_factory=dict)
    repeated: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def inventory(folders: Sequence[Path]) -> Inventory:
    """The reports in batch folders (or in folders of report JSON). Which of several results of one content counts does not depend on the
    order of the folders: the latest engine, then one with text, then by its bytes.

    Raises `UsageError` ``corpus-folder``: a folder does not exist.
    """
    return inventory_of(path for folder in folders for path in _files(folder))


def inventory_of(paths: Iterable[Path]) -> Inventory:
    """The reports in these files."""
    found = Inventory()
    known: dict[str, list[tuple[Object, Path]]] = {}
    for path in dict.fromkeys(paths):
        try:
            head = _head(path)
            known.setdefault(head["source"]["sha256"], []).append((head["engine"], path))
        except _BROKEN as error:
            found.skipped.append(Skipped(path, _reason(error)))
    for key in sorted(known):
        files = known[key]
        found.repeated += len(files) - 1
        found.reports[key] = [path for _, path in (files if len(files) == 1 else sorted(files, key=_preference))]
    return found


class Loaded(NamedTuple):
    """A report's JSON and its rows in every table."""

    report: dict[str, Any]
    rows: dict[str, list[Row]]


def reports(found: Inventory) -> Iterator[Loaded]:
    """Each report, by its key; one that is not whole is added to ``found.skipped``, and the next result of the same content takes its place."""
    for key, paths in found.reports.items():
        for path in paths:
            try:
                report = parse(path.read_bytes())
                if report["source"]["sha256"] != key:
                    raise ValueError("another report")
                loaded = Loaded(report, table_rows(report))
            except _BROKEN as error:
                found.skipped.append(Skipped(path, _reason(error)))
                continue
            yield loaded
            break


def parse(data: bytes) -> dict[str, Any]:
    """A report's JSON with exact numbers. Half of a character, of a broken typeface or of a file's name that is no UTF-8, is read as ``\ufffd``: neither
    Parquet nor SQLite holds it. Raises `ValueError` (`json.JSONDecodeError` where it is no JSON), `LookupError` or `TypeError`.
    """
    report = _checked(json.loads(data, parse_float=_number, parse_constant=_no_number))
    return _whole(report) if _HALF_WRITTEN.search(data) else report


def _whole(value: Any) -> Any:
    """A value without halves of characters; texts keep their length, for spans count in them."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError("corpus-folder", str(folder))
    inner = folder / REPORTS
    files = (inner if inner.is_dir() else folder).glob("*.json")
    return sorted((path for path in files if path.name != FAILURES and not path.name.startswith(".")), key=lambda path: path.name)


def _head(path: Path) -> Object:
    """Schema, source and engine of a report, from its beginning where it has the usual order, else from the whole file."""
    with path.open("rb") as file:
        text = file.read(HEAD).decode("utf-8", errors="ignore")
    decoder = json.JSONDecoder()
    try:
        head = {}
        for name in ("schema", "source", "engine"):
            mark = f'"{name}": '
            head[name], _ = decoder.raw_decode(text, text.index(mark) + len(mark))
        return _checked(head)
    except (ValueError, LookupError, TypeError, AttributeError):
        return parse(path.read_bytes())


def _checked(report: Any) -> dict[str, Any]:
    if not isinstance(report, dict) or report["schema"] != REPORT_SCHEMA or not _KEY.fullmatch(report["source"]["sha256"]):
        raise ValueError("not a report")
    if not isinstance(report["engine"]["version"], str):
        raise TypeError("engine")
    return report


def _preference(one: tuple[Object, Path]) -> tuple[list[int], bool, str]:
    engine, path = one
    version = [-int(number) for number in re.findall(r"\d{1,9}", engine["version"])]
    return version, not engine.get("options", {}).get("text"), hashlib.sha256(path.read_bytes()).hexdigest()


def _number(text: str) -> Decimal | float:
    """A figure as `Decimal`; what has an exponent is no figure of the contract, but may be the edge of a box."""
    return float(text) if "e" in text.lower() else Decimal(text)


def _no_number(text: str) -> None:
    raise ValueError(text)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return "unreadable"
    return "not-json" if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)) else "not-a-report"
