"""``docs/limits.md`` is what the code does: every limit of the readers stands there with its value, and the error that it ends in has words."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from extractor.language.patterns import builtin
from tests.conftest import ROOT

ROW = re.compile(
    r"^\| (?P<what>[^|]+) \| (?P<value>[\d,.]+)(?P<unit> MiB)? \| `(?P<file>[\w/]+\.py)` `(?P<name>\w+)` \| (?P<errors>[^|]+) \| (?P<option>[^|]+) \|$"
)
NOT_LIMITS = {"FIB_BYTES", "WORD_97", "SHEER"}
"""Constants that stand in a comparison beside a limit and are none."""


class Limit(NamedTuple):
    """A row of the table; file: below ``extractor/``."""

    file: str
    name: str
    value: float
    errors: tuple[str, ...]
    option: str


def table() -> list[Limit]:
    rows = [match for line in (ROOT / "docs/limits.md").read_text(encoding="utf-8").splitlines() if (match := ROW.match(line))]
    return [
        Limit(
            row["file"],
            row["name"],
            float(row["value"].replace(",", "")) * (2**20 if row["unit"] else 1),
            tuple(re.findall(r"`([a-z/-]+)`", row["errors"])),
            row["option"].strip("` "),
        )
        for row in rows
    ]


TABLE = table()


def module_of(file: str) -> object:
    return importlib.import_module("extractor." + file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def limits_in(file: str) -> Iterator[tuple[str, float]]:
    """Name and value of each constant in the comparisons, and the loops over comparisons, of a function that raises an error with a limit."""
    module = module_of(file)
    tree = ast.parse((ROOT / "extractor" / file).read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [
            node for node in ast.walk(function) if isinstance(node, ast.Call) and {"limit", "seconds"} & {one.arg for one in node.keywords}
        ]
        raising = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id in ("ReadError", "Refused")]
        if not raising:
            continue
        compared = [
            node.iter if isinstance(node, ast.For) else node for node in ast.walk(function) if isinstance(node, (ast.Compare, ast.For))
        ]
        for place in [*raising, *compared]:
            for node in ast.walk(place):
                value = getattr(module, node.id, None) if isinstance(node, ast.Name) and node.id.isupper() else None
                if isinstance(node, ast.Name) and isinstance(value, (int, float)) and node.id not in NOT_LIMITS:
                    yield node.id, float(value)


def test_the_table_is_read() -> None:
    lines = [
        line
        for line in (ROOT / "docs/limits.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| limit |")
    ]
    assert len(lines) == len(TABLE) >= 45
    assert len({(one.file, one.name, one.errors) for one in TABLE}) == len(TABLE)


@pytest.mark.parametrize("limit", TABLE, ids=lambda limit: f"{limit.file}:{limit.name}:{limit.errors[0]}")
def test_a_row_is_what_the_code_has(limit: Limit) -> None:
    assert float(getattr(module_of(limit.file), limit.name)) == limit.value
    assert limit.errors
    for code in limit.errors:
        id = code if code.startswith("coverage/") else f"error.{code}"
        assert builtin().entry(id).data
    if limit.option != "–":
        assert limit.option in ("--timeout", "--memory")
        assert limit.option in builtin().entry(f"error.{limit.errors[0]}").data["zh"]


@pytest.mark.parametrize(
    "file", sorted(path.relative_to(ROOT / "extractor").as_posix() for path in (ROOT / "extractor/readers").glob("*.py"))
)
def test_every_limit_of_a_reader_has_a_row(file: str) -> None:
    rows = {(one.name, one.value) for one in TABLE}
    assert [one for one in limits_in(file) if one not in rows] == []


def test_limits_are_found_where_they_are() -> None:
    found = {file: {name for name, _ in limits_in(f"readers/{file}.py")} for file in ("docx_package", "ofd_page", "archive_budget")}
    assert found == {
        "docx_package": {"ENTRIES", "WHOLE", "MARKUP", "ONE_MARKUP", "RATIO", "RATIO_FROM"},
        "ofd_page": {"DEEPEST", "OBJECTS", "CHARACTERS"},
        "archive_budget": {"COUNT", "WHOLE", "MEMBER", "RATIO", "RATIO_FROM"},
    }


@pytest.mark.parametrize("limit", TABLE, ids=lambda limit: f"{limit.file}:{limit.name}:{limit.errors[0]}")
def test_each_error_is_raised_somewhere(limit: Limit) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor").rglob("*.py"))
    assert [code for code in limit.errors if f'"{code}"' not in source] == []
