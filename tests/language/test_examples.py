"""The examples that travel with the patterns: all of the built-in ones hold, and each way to fail is reported."""

import pytest

from extractor.language.examples import check
from extractor.language.patterns import builtin, load
from extractor.model import limits

HEAD = 'schema = 1\nabout = "for a test"\n'


def own_failures(directory, regex, examples, more=""):
    text = f"{HEAD}[[pattern]]\nid = \"p\"\nkind = \"k\"\nabout = \"x\"\nregex = '''{regex}'''\nexamples = {examples}\n{more}"
    (directory / "own.toml").write_text(text, encoding="utf-8")
    return [failure for failure in check(load([directory])) if failure.file == str(directory / "own.toml")]


def test_every_example_of_the_builtin_packs_holds():
    assert check(builtin()) == []


def test_examples_that_hold_give_no_failure(tmp_path):
    examples = '[{ text = "共9分", gives = { value = "9", tail = "" }, match = "9分" }, { text = "8分好", gives = { tail = "好" } }]'
    assert own_failures(tmp_path, r"(?P<value>\d)分(?P<tail>好)?", examples, 'counterexamples = ["九分"]\n') == []


@pytest.mark.parametrize(
    ("examples", "more", "failed"),
    [
        ('[{ text = "九分", gives = { value = "9" } }]', "", ("no-match", "value=9", None)),
        ('[{ text = "九分" }]', "", ("no-match", None, None)),
        ('[{ text = "8分", gives = { value = "9" } }]', "", ("group", "value=9", "value=8")),
        ('[{ text = "8分", gives = { points = "8" } }]', "", ("no-group", "points=8", None)),
        ('[{ text = "8分", match = "8" }]', "", ("match", "8", "8分")),
        ('[{ text = "8分" }]', 'counterexamples = ["7分"]', ("counterexample", None, "7分")),
    ],
)
def test_each_way_to_fail_is_reported(tmp_path, examples, more, failed):
    (failure,) = own_failures(tmp_path, r"(?P<value>\d)分", examples, more)
    assert (failure.problem, failure.expected, failure.found) == failed
    assert (failure.line, failure.entry) == (4, "p")


def test_a_regex_that_does_not_compile_is_a_failure(tmp_path):
    (failure,) = own_failures(tmp_path, "(", '[{ text = "a" }]')
    assert failure.problem == "regex"
    assert failure.found


def test_a_runaway_example_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setitem(limits.IN_FORCE, "pattern-seconds", 0.05)
    example = '[{ text = "' + "a" * 5000 + '" }]'
    failures = own_failures(tmp_path, "(?:a|a)+(?:a|a)+(b)\\\\1c".replace("\\\\", "\\"), example)
    assert [failure.problem for failure in failures] == ["timeout"]


def test_renderings_are_compared(tmp_path):
    entry = '[[entry]]\nid = "own/m"\nkind = "message"\nzh = "共{n}项"\nen = "{n} items"\n'
    right = 'example = { params = { n = 3 }, zh = "共3项", en = "3 items" }\n'
    assert own_failures(tmp_path, r"\d", '[{ text = "1" }]', entry + right) == []
    wrong = 'example = { params = { n = 3 }, zh = "共4项" }\n'
    (failure,) = own_failures(tmp_path, r"\d", '[{ text = "1" }]', entry + wrong)
    assert (failure.problem, failure.entry, failure.expected, failure.found) == ("rendering", "own/m", "共4项", "共3项")
    missing = 'example = { zh = "共3项" }\n'
    (failure,) = own_failures(tmp_path, r"\d", '[{ text = "1" }]', entry + missing)
    assert failure.problem == "rendering"
    assert "message-parameter" in (failure.found or "")
