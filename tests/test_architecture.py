"""What the rooms may know of each other, and the habits that no linter knows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "extractor").rglob("*.py"))
EXACT_ROOMS = ("facts", "validator")
NETWORK = {"ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "xmlrpc"}
LISTENS = {"extractor/serve/server.py": ["socket"]}
"""The desk's server listens on this machine; `tests/serve` shows to whom."""
PHRASE = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2}")
"""Two Chinese characters in a row; punctuation and single marks are a matter of writing, not of wording."""


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are documentation: docstrings, and the strings below attributes."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))]
    return {
        id(statement.value)
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    }


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_run_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_chinese_phrases_are_data(module: Path) -> None:
    tree = tree_of(module)
    documentation = docstrings(tree)
    found = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation and PHRASE.search(node.value)
    ]
    assert found == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_nothing_speaks_to_the_network(module: Path) -> None:
    found = [name for name in imports(tree_of(module)) if name.split(".")[0] in NETWORK]
    assert found == LISTENS.get(module.relative_to(ROOT).as_posix(), [])


@pytest.mark.parametrize("room", EXACT_ROOMS)
def test_figures_never_pass_through_a_float(room: str) -> None:
    modules = sorted((ROOT / "extractor" / room).rglob("*.py"))
    assert modules
    for module in modules:
        for node in ast.walk(tree_of(module)):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
            assert not literal and not call, f"{module.name}:{node.lineno}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_is_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_what_is_locked_has_hashes_no_addresses_and_the_versions_of_the_constraints() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    locked = (ROOT / ".ci" / "locked.txt").read_text(encoding="utf-8")
    pins: list[str] = []
    for entry in re.sub(r"\\\n", " ", locked).splitlines():
        found = re.fullmatch(r"([A-Za-z0-9._-]+==[A-Za-z0-9.]+(?: ; [a-z_<>=! '.A-Z0-9]+)?)((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*", entry)
        assert found, entry
        pins.append(found[1].strip())
    assert pins == [line for line in constraints if not line.startswith("#")]
