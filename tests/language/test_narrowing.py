from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
import regex

from extractor.language.narrowing import SOME, Narrow, pairs_of
from extractor.language.needs import needs_of
from extractor.language.patterns import Pattern, builtin

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
FILLING = "本部门按要求开展工作，共3项；得9.5分。\n"


def _narrow(source: str, free: int = 128) -> Narrow:
    needs = needs_of(source)
    assert needs is not None
    return Narrow(regex.compile(source), needs, free)


def _spans(matches: list[regex.Match[str]]) -> list[object]:
    return [match.regs for match in matches]


def _everywhere(source: str, text: str) -> list[object]:
    return _spans(list(regex.compile(source).finditer(text)))


@pytest.mark.parametrize("free", [0, 128])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"扣\d分", "扣1分扣2分，扣3分"),
        (r"\d分", "1分2分。3分"),
        (r"\d{1,9}分", "共12分，13分"),
        (r"[^，。；\n]+?率", "满意率合格率，完成率。"),
        (r"(?<=，)扣\d", "，扣1扣2，扣3"),
        (r"扣\d(?!分)", "扣1分，扣2，扣3。"),
        (r"扣\d$", "扣1，扣2\n扣3"),
        (r"扣\d(?=，共)", "扣1，共2，扣2，扣3"),
        (r"(?m:^)扣\d", "扣1\n扣2，扣3\n"),
        (r"扣[^。]{0,40}分", "扣，分。扣；\n分，扣分分"),
        (r"得\d(?:，得\d)*", "得1，得2。得3，扣，得4"),
        (r"分分", "分分分分分"),
        (r"甲.*?乙|丙", "甲\n乙甲，乙。丙甲甲乙"),
        (r"得分(?=[^。]*共)", "得分，得分；共。得分。"),
        (r"\d(?: \d)+分", "1 2分，1 2 3分" + " 4" * 30 + "分。"),
        (r"\d+分", "分１分1" + "2" * 60 + "分"),
        (r"得[^。]{0,9}\d分(?:，|。)?", "得1分，得2分得。，3分，得4分，5分"),
        (r"[^。]{0,9}得分(?![^。]{0,150}共)", "甲得分，得分，" + "乙" * 140 + "共。得分"),
    ],
)
def test_all_matches_are_found_where_the_words_are(source: str, text: str, free: int) -> None:
    for long in (text, FILLING * 30 + text, text + FILLING * 30, FILLING * 9 + text + FILLING * 9 + text):
        assert _spans(_narrow(source, free).find_all(long, 5)) == _everywhere(source, long)


def test_what_is_not_met_is_not_looked_for() -> None:
    looked: list[str] = []

    class Counting:
        def finditer(self, text: str, *_: object, **__: object) -> Iterator[None]:
            looked.append(text)
            return iter(())

        match = finditer

    needs = needs_of("满意率达?\\d")
    assert needs is not None
    assert Narrow(Counting(), needs, 128).find_all(FILLING * 20, 5) == []  # type: ignore[arg-type]
    assert looked == []


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("满意率达?\\d", "满意率达9", False),
        ("满意率达?\\d", "满足意愿，率先达标", True),
        ("满意率达?\\d", "满意", False),  # what is told is that a word can't be there, not that it is
        ("(?:增|减少)\\d", "增1", False),
        ("(?:增|减少)\\d", "减1，少2", True),
        ("得\\d+分.{0,9}扣", "得9分", True),
    ],
)
def test_what_can_not_stand_in_a_text_its_pairs_of_characters_tell(source: str, text: str, *, missing: bool) -> None:
    needs, pairs = needs_of(source), pairs_of(text)
    assert needs is not None
    assert pairs is not None
    assert needs.missing(pairs) is missing


@pytest.mark.parametrize("text", ["得９分", "1" * 60, "得" + " 1" * 30])
def test_of_digits_that_needs_do_not_know_nothing_is_told(text: str) -> None:
    assert pairs_of(text) is None


@pytest.mark.parametrize("pattern", [one for kind in ("score-mention", "claim-form", "claim-list") for one in builtin().kind(kind)])
def test_what_its_pairs_rule_out_does_not_match(pattern: Pattern) -> None:
    for example in pattern.examples:
        assert not pattern.lacks(pairs_of(example["text"]))


def test_what_few_texts_hold_is_sought_round_its_words_only() -> None:
    pattern = builtin().one("claim.score-sum")
    sum_of_scores = "决策14.5分＋过程18分＋产出63分＝95.5分。\n"
    for text in ("", FILLING, sum_of_scores, FILLING + sum_of_scores, FILLING * 3 + sum_of_scores * 2 + FILLING * (SOME // len(FILLING))):
        assert _spans(list(pattern.seek(text))) == _spans(list(pattern.finditer(text))) == _everywhere(pattern.source, text)


def test_the_time_limit_is_for_all_stretches_together() -> None:
    limits: list[float] = []

    class Slow:
        def match(self, *_: object, timeout: float) -> None:
            limits.append(timeout)
            sleep(0.01)

    needs = needs_of("扣\\d")
    assert needs is not None
    Narrow(Slow(), needs, 0).find_all("扣分。" * 5 + FILLING * 9, 0.03)  # type: ignore[arg-type]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] > 0.02
    assert limits[4] < 0.01


def _texts() -> Iterator[str]:
    """What the examples say, and the texts of the corpus."""
    yield "\n".join(example["text"] for pattern in builtin() for example in pattern.examples)
    yield "".join(example for pattern in builtin() for example in pattern.counterexamples)
    for path in CORPUS[::5]:
        yield path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("kind", ["score-mention", "score-explained", "score-figure", "quantity-outside", "citation"])
def test_patterns_match_the_same_wherever_they_are_looked_for(kind: str) -> None:
    patterns = [pattern for pattern in builtin() if pattern.kind.startswith(kind)]
    assert patterns
    for text in _texts():
        for pattern in patterns:
            assert _spans(list(pattern.finditer(text))) == _spans(list(pattern.compiled.finditer(text))), pattern.id


def test_most_patterns_that_go_through_a_text_tell_where() -> None:
    told = [needs_of(pattern.source) is not None for pattern in builtin().kind("score-mention")]
    assert sum(told) > len(told) * 0.8
