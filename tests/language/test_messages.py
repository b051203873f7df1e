"""Rendering a message from an entry and its parameters."""

from decimal import Decimal

import pytest

from extractor.language.messages import render
from extractor.language.patterns import load
from extractor.model.errors import PatternError

PACK = """schema = 1
about = "for a test"
[[entry]]
id = "own/sum"
kind = "rule"
zh = "合计{sum}，应为{stated}{{分}}"
en = "sum {sum}, stated {stated}"
[[entry]]
id = "own/other"
kind = "rule"
message_zh = "甲{a}"
[[entry]]
id = "own/odd"
kind = "rule"
zh = "{a.real}"
en = "{a"
"""


@pytest.fixture
def patterns(tmp_path):
    (tmp_path / "own.toml").write_text(PACK, encoding="utf-8")
    return load([tmp_path])


def test_a_template_is_filled_in(patterns):
    params = {"sum": Decimal("9.0"), "stated": Decimal("1E+3"), "unused": 1}
    assert render(patterns, "own/sum", params, "zh") == "合计9.0，应为1000{分}"
    assert render(patterns, "own/sum", params, "en") == "sum 9.0, stated 1000"
    assert render(patterns, "own/other", {"a": "{b}"}, "zh") == "甲{b}"


@pytest.mark.parametrize(
    ("id", "params", "lang", "code"),
    [
        ("own/sum", {"sum": 1}, "zh", "message-parameter"),
        ("own/other", {"a": 1}, "en", "message-language"),
        ("own/odd", {"a": 1}, "zh", "message-placeholder"),
        ("own/odd", {"a": 1}, "en", "message-placeholder"),
        ("own/none", {}, "en", "pattern-unknown"),
    ],
)
def test_what_cannot_be_rendered_is_an_error_that_names_the_entry(patterns, id, params, lang, code):
    with pytest.raises(PatternError) as caught:
        render(patterns, id, params, lang)
    assert (caught.value.code, caught.value.params["entry"]) == (code, id)
