"""Every word that the code asks for is there, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from extractor.language.patterns import Entry, builtin
from extractor.model.report import Severity, Verdict
from tests.conftest import ROOT

MODULES = sorted((ROOT / "extractor").rglob("*.py"))
MESSAGES = [entry for entry in builtin().entries() if entry.kind == "message"]


def shape(node: ast.expr) -> str | None:
    """A regex for the strings that an expression can give: literal text, with anything in the holes of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    if isinstance(node, ast.IfExp):
        return "|".join(filter(None, (shape(node.body), shape(node.orelse))))
    return None


def asked() -> Iterator[tuple[str, str]]:
    """Where a message is asked for, and the shape of its id: errors by their code, the rest by ``say``."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = shape(node.args[0])
            where = f"{module.relative_to(ROOT)}:{node.lineno}"
            if found is not None and (name in ("ReadError", "PatternError", "PatternTimeoutError", "UsageError", "_wrong")):
                yield where, f"error\\.({found})"
            elif found is not None and name in ("say", "_say", "_plain") and "emitters" in str(module) + " emitters" * (name == "say"):
                yield where, found


@pytest.mark.parametrize(("where", "id"), sorted(set(asked())))
def test_what_is_asked_for_is_there(where: str, id: str) -> None:
    assert any(re.fullmatch(id, entry.id) for entry in MESSAGES), where


@pytest.mark.parametrize("entry", MESSAGES, ids=lambda entry: entry.id)
def test_both_languages_say_the_same(entry: Entry) -> None:
    fields = [{name for _, name, _, _ in Formatter().parse(str(entry.data[lang])) if name} for lang in ("zh", "en")]
    assert fields[0] == fields[1]
    assert entry.data["zh"]
    assert not re.search("[\u4e00-\u9fff]", str(entry.data["en"]))


@pytest.mark.parametrize("id", [*(f"verdict.{one}" for one in Verdict), *(f"severity.{one}" for one in Severity)])
def test_verdicts_and_severities_have_words(id: str) -> None:
    assert builtin().entry(id).data["zh"] != builtin().entry(id).data["en"]
