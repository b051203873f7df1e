"""Every limit has a name, a value, an error with words, a row in ``docs/limits.md``, a place that keeps it, and an option that raises it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import builtin
from extractor.model import limits
from extractor.model.errors import ReadError, UsageError
from extractor.model.limits import DEFAULTS, LIMITS, Limit
from tests.conftest import ROOT, Run

ROW = re.compile(r"^\| (?P<what>[^|]+) \| `(?P<name>[a-z-]+)` \| (?P<value>[\d,]+)(?P<unit> MiB)? \| (?P<errors>[^|]+) \|$")
PAGE = (ROOT / "docs/limits.md").read_text(encoding="utf-8")
KEEPING = frozenset({"limit", "bound", "beyond", "of", "failure"})
"""The functions that a limit is named to."""
Gouji = Callable[..., Run]


class Row(NamedTuple):
    name: str
    value: int
    errors: tuple[str, ...]


def rows() -> list[Row]:
    found = [match for line in PAGE.splitlines() if (match := ROW.match(line))]
    unit = {None: 1, " MiB": 2**20}
    return [
        Row(one["name"], int(one["value"].replace(",", "")) * unit[one["unit"]], tuple(re.findall(r"`([a-z/-]+)`", one["errors"])))
        for one in found
    ]


def named(path: Path) -> Iterator[str]:
    """The limits that a module names where it keeps them; ``*-parts`` for one whose beginning is the form."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "IN_FORCE":
            yield from (one.value for one in [node.slice] if isinstance(one, ast.Constant))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in KEEPING:
            for one in node.args:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value
                elif isinstance(one, ast.JoinedStr):
                    yield "".join(str(piece.value) if isinstance(piece, ast.Constant) else "*" for piece in one.values)


def test_the_page_and_the_table_are_one() -> None:
    assert rows() == [Row(*one) for one in LIMITS]
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| limit |")]
    assert len(lines) == len(LIMITS) == len(DEFAULTS) >= 50


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_each_error_has_words_and_is_raised(limit: Limit) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor").rglob("*.py") if path.name != "limits.py")
    for code in limit.errors:
        assert builtin().entry(code if "/" in code else f"error.{code}").data
        own = code.replace("coverage/", "").replace("-bomb", "")
        assert f'"{code}"' in source or f'"{own}' in source or code in ("time-limit", "memory-limit", "output-limit")


def test_each_limit_is_kept_somewhere_and_no_other() -> None:
    found = {name for path in (ROOT / "extractor").rglob("*.py") for name in named(path)}
    kept = {name for name in found if name in DEFAULTS}
    kept |= {f"{form}{name[1:]}" for form in ("docx", "xlsx", "ofd") for name in found if name.startswith("*-")} & DEFAULTS.keys()
    assert DEFAULTS.keys() - kept == set()


def test_readers_hold_no_limit_of_their_own() -> None:
    """An error that speaks of a limit is made by `bound` or `beyond`, which take it from the table."""
    own = []
    for path in sorted((ROOT / "extractor/readers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ReadError":
                own += [path.relative_to(ROOT / "extractor/readers").as_posix() for one in node.keywords if one.arg == "limit"]
    assert own == ["ofd/package.py"]  # libxml2's bound on levels, which is not Gouji's to raise


def test_what_is_beyond_a_limit_names_it_and_the_option() -> None:
    with pytest.raises(ReadError) as caught:
        limits.bound("docx-bomb", "a.docx", "docx-parts", 10_001, what="entries")
    assert caught.value.params == {"what": "entries", "count": 10_001, "limit": 10_000, "limit_name": "docx-parts"}
    for lang in LANGUAGES:
        assert "--limit docx-parts=" in Wording(builtin(), lang).error(caught.value)


@pytest.mark.parametrize(("given", "code"), [({"docx-part": 1}, "limit-unknown"), ({"docx-parts": 0}, "limit-value")])
def test_a_wrong_limit_is_wrong_usage(given: dict[str, int], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        limits.adjust(given)
    assert caught.value.code == code
    assert limits.limit("docx-parts") == 10_000


def test_limits_are_raised_for_one_call(gouji: Gouji, tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("一、组织领导（分值10分，自评得分9分）\n", encoding="utf-8")
    refused = gouji("extract", "--limit", "file-bytes=20", path, "-o", tmp_path / "out")
    assert refused.status == 3
    assert "--limit file-bytes=" in refused.err
    failed = (tmp_path / "out/failed.json").read_text(encoding="utf-8")
    assert '"limit": "file-bytes"' in failed and '"code": "file-too-large"' in failed
    assert gouji("extract", path).status == 0
    assert limits.IN_FORCE == DEFAULTS
    for wrong in ("file-bytes", "file-bytes=viel", "nothing=3"):
        assert gouji("extract", "--limit", wrong, path).status == 2


def test_only_what_shapes_a_report_is_told_in_it(gouji: Gouji, tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("一、组织领导（分值10分，自评得分9分）\n", encoding="utf-8")
    usual = gouji("extract", path).out
    assert gouji("extract", "--limit", "file-bytes=2000", path).out == usual
    told = gouji("extract", "--limit", "scan-pixels=5000", path).out
    assert (
        '"limits": {"scan-pixels": 5000}' in told.replace("\n", "").replace("   ", "").replace("{ ", "{") or '"scan-pixels": 5000' in told
    )
    assert "scan-pixels" not in usual
