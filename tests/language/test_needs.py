import pytest

from extractor.language.needs import Needs, needs_of
from extractor.language.shapes import BORDERS, RUN


def _needs(source: str) -> Needs:
    needs = needs_of(source)
    assert isinstance(needs, Needs)
    return needs


def _behind_a_digit(*words: str) -> set[str]:
    return {f"{digit}{word}" for digit in range(10) for word in words}


@pytest.mark.parametrize(
    ("source", "held"),
    [
        ("得分", [({"得分"}, 0, 0)]),
        ("自评|自查", [({"自评", "自查"}, 0, 0)]),
        ("(?:自评|自查)得?分", [({"自评分", "自评得分", "自查分", "自查得分"}, 0, 0)]),
        (r"\d{1,3}分", [(_behind_a_digit("分"), 0, 2)]),
        (r"\d+分", [(_behind_a_digit("分"), 0, RUN - 1)]),
        (r"\d(?: \d)+ ?分", [({" "}, 1, 1), (_behind_a_digit("分", " 分"), 2, RUN)]),
        (r"(?:\d|[×x]{2,})分", [(_behind_a_digit("分") | {"×分", "x分"}, 0, None)]),
        (r"(?:\d年)?分", [({"分"}, 0, 2)]),
        (r"(?:第|约)\d?分", [({"第", "约"}, 0, 0), ({"第分", "约分"} | _behind_a_digit("分"), 0, 1)]),
        (r"为?\d", []),
        ("[，,]共", [({"，共", ",共"}, 0, 0)]),
        (r"(?P<a>共\d|计)", [({"共", "计"}, 0, 0)]),
        (r"得\d\.\d分", [({"得"}, 0, 0), (_behind_a_digit("."), 1, 1), (_behind_a_digit("分"), 3, 3)]),
        (r"得\d分|扣\d分", [(_behind_a_digit("分"), 1, 1)]),
        (r"一共\d分|各项\d分", [({"一共", "各项"}, 0, 0), (_behind_a_digit("分"), 2, 2)]),
        ("分[值数]?[：:]", [({"分：", "分:", "分值：", "分值:", "分数：", "分数:"}, 0, 0)]),
        ("(?:扣\\d分){2,}", [({"扣"}, 0, 0), (_behind_a_digit("分"), 1, 1)]),
        ("(?:扣\\d分)*共", [({"共"}, 0, None)]),
        (r"(?P<x>\d)甲(?P=x)乙", [({"乙"}, 2, 3), (_behind_a_digit("甲"), 0, 0)]),
        ("得分|得分率", [({"得分"}, 0, 0)]),
        ("\\u5206\\[", [({"分["}, 0, 0)]),
        ("(?!不)(?<=已)完成(?=率)", [({"完成"}, 0, 0)]),
    ],
)
def test_a_word_of_each_need_stands_in_every_match(source: str, held: list[tuple[set[str], int, int | None]]) -> None:
    if held:
        assert [(set(one.words), one.least, one.most) for one in _needs(source).held] == held
    else:
        assert needs_of(source) is None


@pytest.mark.parametrize(
    ("source", "rest", "before", "behind"),
    [
        ("得分", 2, "", ""),
        ("得{1,3}?的，共?", 6, "", "，"),
        ("的[^。]+", None, "", BORDERS.replace("。", "")),
        (r"[^。]{0,3}得\s", 2, BORDERS.replace("。", ""), "\n"),
        ("(?:得，){2}", 4, "", "，"),
        ("(?:得，)+", None, "", "，"),
        ("得(?=[^。]*共)", None, "", BORDERS.replace("。", "")),
        ("得(?=[^。]{0,200}共)", None, "", BORDERS.replace("。", "")),
        ("，得|、、、共", 4, "", "，、"),
    ],
)
def test_a_need_tells_how_far_the_match_goes_behind_it_and_over_which_marks(
    source: str, rest: int | None, before: str, behind: str
) -> None:
    need = _needs(source).held[0]
    assert (need.rest, need.before, need.behind) == (rest, frozenset(before), frozenset(behind))


@pytest.mark.parametrize(
    ("source", "over"),
    [
        (r"得\d分", ""),
        (r"得\s分", "\n"),
        (r"得.分", BORDERS),
        ("得[^，。]分", BORDERS.replace("，", "").replace("。", "")),
        (r"得[^\s，]分", BORDERS.replace("，", "").replace("\n", "")),
        (r"得[\p{Han}、]分", "、"),
        (r"得\P{Han}分", BORDERS),
        (r"得[^\P{Han}]分", BORDERS),
        ("得[!-～]分", BORDERS.replace("\n", "")),
        ("得[!-/]分", ""),
        ("得(?=[^。]*分)", BORDERS.replace("。", "")),
        ("得(?=。{0,3}分)", ""),
    ],
)
def test_borders_are_the_marks_that_no_match_goes_over(source: str, over: str) -> None:
    first = _needs(source).held[0]
    assert first.before | first.behind == set(over)


@pytest.mark.parametrize(
    ("source", "ahead"), [("分", 0), ("分$", 2), (r"分\b", 1), ("分(?=值.)", 2), ("分(?=值(?!为是。))", 4), ("(?<=得)分", 0)]
)
def test_so_far_ahead_decides_whether_it_is_a_match(source: str, ahead: int) -> None:
    assert _needs(source).ahead == ahead


@pytest.mark.parametrize("source", ["[[a-z]--[x]]分", "(?R)分", "(?i)分", "(?i:ab)", r"\K分", "分)", "(分", "(?P=x)分", r"\d*", "(?:分)?"])
def test_nothing_is_told_of_what_is_not_understood_or_may_be_empty(source: str) -> None:
    assert needs_of(source) is None
