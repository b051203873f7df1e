from time import perf_counter

import pytest

from extractor.language import patterns as engine
from extractor.language.backtracking import is_steady
from extractor.language.patterns import builtin


@pytest.mark.parametrize(
    "source",
    [
        "(?:a+b)*",
        "(?:a|ab)+",
        "(?:a?)*x",
        "(?:(?:a*)b){2,}",
        "(?P<value>\\d+,?){1,12}",
        "(?:[一二]+、)+",
        "(?:a(?:b|c))*",
        "(?:a{1,3}){4}",
        "(?:a|ab){0,4}",
        "(?:a+|b){0,3}",
    ],
)
def test_a_repeated_group_that_branches_is_not_steady(source: str) -> None:
    assert not is_steady(source)


@pytest.mark.parametrize(
    "source",
    [
        "a+b*c",
        "(?:abc)*",
        "(?:a|b)c",
        "(?:a+|b)?x",
        "[(|+]+",
        r"\(a|b\)+",
        "(?<=a|b)c+",
        "(?:[一二]、)+",
        "(?:ab){3}",
        "[^]+*]*(x|y)",
        "(?:a+)",
        "(?:a|ab){0,3}",
        r"(?:,\d{3})++",
    ],
)
def test_a_repetition_of_what_has_no_choice_is_steady(source: str) -> None:
    assert is_steady(source)


def test_steady_patterns_are_quick_on_the_longest_text_that_goes_without_a_limit() -> None:
    texts = [
        (piece * engine.SHORT)[: engine.SHORT]
        for piece in (
            " ",
            "0",
            "0.",
            "一",
            "一、",
            "，",
            "人",
            "a",
            "（",
            "1分",
            "第一",
            "约",
            "超过",
            "1,234",
            "约1,234.5万元、",
            "占12%，",
        )
    ]
    steady = [pattern for pattern in builtin() if is_steady(pattern.source)]
    assert len(steady) > 100
    for pattern in steady:
        for text in texts:
            begun = perf_counter()
            pattern.search(text)
            assert perf_counter() - begun < 1, (pattern.id, text)
