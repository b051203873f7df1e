"""`Pattern.match` puts aside what cannot begin a match by one character; nothing that matches may be lost by that."""

import pytest

from extractor.language.packs import Origin
from extractor.language.patterns import Pattern, builtin


def pattern(source: str) -> Pattern:
    return Pattern("own", "own", "", source, {}, (), (), Origin("own.toml", 1))


def test_every_example_is_matched_wherever_the_bare_regex_matches_it() -> None:
    tried = 0
    for one in builtin():
        for example in one.examples:
            text = example["text"]
            for start in range(len(text)):
                bare = one.compiled.match(text, start)
                if bare is not None:
                    found = one.match(text, start)
                    assert found is not None, (one.id, text, start)
                    assert found.span() == bare.span(), (one.id, text, start)
                    tried += 1
    assert tried > 1000


@pytest.mark.parametrize(
    ("source", "text", "start"),
    [
        ("(?<=第)一", "第一", 1),
        (r"\b一", "a 一", 2),
        (r"\B一", "第一", 1),
        ("(?!一)[一二]", "二", 0),
        ("(?=二三)二", "二三", 0),
        ("a*", "b", 0),
        ("$", "", 0),
        ("(?i:A)", "a", 0),
    ],
)
def test_what_stands_before_or_behind_does_not_lose_a_match(source: str, text: str, start: int) -> None:
    assert pattern(source).compiled.match(text, start) is not None
    assert pattern(source).match(text, start) is not None


def test_an_end_leaves_nothing_to_begin_with() -> None:
    assert pattern("一").match("一", 0, 0) is None
    assert pattern("x?").match("一", 1) is not None
