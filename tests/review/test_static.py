"""The pages' own files: syntax that old browsers know, nothing fetched, no way from text to markup, and every word in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import esprima
import pytest

from extractor.language.patterns import builtin
from extractor.review import index, page
from extractor.review.assembly import STATIC, assembled, words

SCRIPTS = sorted(STATIC.glob("*.js"))
STYLES = sorted(STATIC.glob("*.css"))
TOO_NEW_JS = r"\b(?:replaceAll|structuredClone|replaceChildren|randomUUID|queueMicrotask|showModal|findLast|findLastIndex|toSorted|hasOwn)\b|\.at\(|\bObject\.groupBy\b"
"""What came after Chromium 86 or Firefox 78, or is missing in one of them; the syntax itself is kept to ES2017 by the parser."""
TOO_NEW_CSS = r":(?:has|is|where|focus-visible)\b|@(?:layer|container|property|scope)\b|\binset:|\baspect-ratio\b|\baccent-color\b|\bcolor-mix\(|\d(?:dvh|svh|lvh|cqw)\b|\bscrollbar-gutter\b|&\s*[.:{]"
MARKUP = r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function|createContextualFragment|srcdoc|setAttribute\('on)\b"
OUTSIDE = r"(?:https?:)?//(?!www\.w3\.org/)[a-z]|@import|\burl\(|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource|\bimport\("


@pytest.mark.parametrize("names", [page.SCRIPTS, index.SCRIPTS], ids=["review", "index"])
def test_scripts_are_es2017(names: tuple[str, ...]) -> None:
    whole = "(function () {'use strict';\n" + "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names) + "\n})();"
    assert len(esprima.parseScript(whole).body) == 1


@pytest.mark.parametrize("newer", ["a?.b", "a ?? b", "a ||= b", "try { a } catch { b }", "class A { #b = 1 }"])
def test_the_parser_refuses_newer_syntax(newer: str) -> None:
    with pytest.raises(esprima.Error):
        esprima.parseScript(newer)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_nothing_newer_nothing_from_outside_no_markup(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    code = re.sub(r"^\s*(?://|/?\*).*$", "", content, flags=re.MULTILINE)
    assert re.findall(TOO_NEW_JS if path.suffix == ".js" else TOO_NEW_CSS, code) == []
    assert re.findall(MARKUP, code) == []
    assert re.findall(OUTSIDE, code) == []
    assert not re.search("[\u4e00-\u9fff]", content), "words stand in patterns/review.toml"


def test_every_file_is_used_and_short_enough() -> None:
    used = {*page.SCRIPTS, *page.STYLES, *index.SCRIPTS, *index.STYLES}
    assert used == {path.name for path in STATIC.iterdir()}
    assert [path.name for path in SCRIPTS if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


@pytest.mark.parametrize(("names", "prefix"), [(page.SCRIPTS, "review."), (index.SCRIPTS, "index.")], ids=["review", "index"])
def test_every_word_asked_for_is_there(names: tuple[str, ...], prefix: str) -> None:
    known = words(builtin(), prefix)
    code = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
    asked = set(re.findall(r"\bsay\(\s*'([^']+)'\s*[,)]", code))
    assert asked - set(known) == set()
    quoted = set(re.findall(r"'([a-z0-9-]+)'", code)) | set(re.findall(r"words\.(\w+)", code))
    started = (*re.findall(r"'([a-z]+-)'\s*\+", code), "sum-", "help-", "source-", "legend-")
    assert [id for id in known if id not in quoted and not id.startswith(started)] == []


def test_the_policy_allows_the_page_and_nothing_else() -> None:
    made = assembled("a</title><script>", {"lang": "zh"}, ("base.css",), ("common.js",))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', made)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert re.findall(r"(?:script|style)-src '(sha256-[A-Za-z0-9+/=]+)'", policy[1]).__len__() == 2
    assert "a&lt;/title&gt;" in made
    assert re.findall(r'(?:src|href)="(?!data:)', made) == []
