"""The server's own scripts: the syntax and the words of the other pages' tests, and nothing asked of anybody but the server itself."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import esprima
import pytest

from extractor.language.patterns import builtin
from extractor.review import page
from extractor.review.assembly import STATIC as REVIEW
from extractor.review.assembly import words
from extractor.review.hosting import ALONE
from extractor.serve.pages import HOST, REFUSED, SCRIPTS, STATIC, STYLES
from tests.review.test_static import MARKUP, TOO_NEW_CSS, TOO_NEW_JS

HOSTED = [one for name in page.SCRIPTS for one in (HOST if name == ALONE else [name])]
FILES = sorted(STATIC.iterdir())


def whole(names: list[str | Path]) -> str:
    return "(function () {'use strict';\n" + "\n".join((REVIEW / name).read_text(encoding="utf-8") for name in names) + "\n})();"


@pytest.mark.parametrize("names", [HOSTED, list(SCRIPTS)], ids=["hosted", "desk"])
def test_scripts_are_es2017_and_no_name_is_taken_twice(names: list[str | Path]) -> None:
    parsed = esprima.parseScript(whole(names))
    body = parsed.body[0].expression.callee.body.body
    taken = [one.id.name for one in body if one.type == "FunctionDeclaration"]
    taken += [made.id.name for one in body if one.type == "VariableDeclaration" for made in one.declarations]
    assert [name for name, count in Counter(taken).items() if count > 1] == []
    assert len(taken) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_newer_no_markup_no_other_address(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    code = re.sub(r"^\s*(?://|/?\*).*$", "", content, flags=re.MULTILINE)
    assert re.findall(TOO_NEW_JS if path.suffix == ".js" else TOO_NEW_CSS, code) == []
    assert re.findall(MARKUP, code) == []
    assert re.findall(r"https?:|//[a-z]|@import|\burl\(|WebSocket|sendBeacon|EventSource|\bimport\(", code) == []
    assert not re.search("[\u4e00-\u9fff]", content), "words stand in patterns/serve.toml"
    assert len(content.splitlines()) <= 440


def test_only_one_place_asks_and_one_sends() -> None:
    asks = {path.name for path in FILES if path.suffix == ".js" and re.search(r"\bfetch\(", path.read_text(encoding="utf-8"))}
    sends = {path.name for path in FILES if "XMLHttpRequest" in path.read_text(encoding="utf-8")}
    assert (asks, sends) == ({"fetch.js"}, {"upload.js"})


def test_every_file_is_used() -> None:
    used = {Path(one).name for one in (*HOST, *SCRIPTS, *STYLES, *REFUSED) if Path(one).is_absolute()}
    assert used == {path.name for path in FILES}


def test_every_word_asked_for_is_there_and_every_word_is_asked_for() -> None:
    known = {f"serve-{id}" for id in words(builtin(), "serve.")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".js")
    asked = set(re.findall(r"'(serve-[a-z.-]+[a-z])'", code)) | set(
        re.findall(r"'(serve-get-|serve-short-|serve-state-|serve-col-)' \+", code)
    )
    begun = tuple(one for one in asked if one.endswith("-")) or ("serve-get-", "serve-short-", "serve-state-", "serve-col-")
    begun = (*begun, "serve-get-", "serve-short-", "serve-state-", "serve-col-", "serve-choose-")
    assert {one for one in asked if not one.endswith("-")} - known == set()
    spoken_by_python = {"serve-ready", "serve-stopped", "serve-refused", "serve-refused-about"}
    assert {one for one in known - asked - spoken_by_python if not one.startswith(begun)} == set()
