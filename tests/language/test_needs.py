import pytest

from extractor.language.needs import BORDERS, Needs, needs_of


def _told(source: str) -> tuple[list[tuple[set[str], int, int | None]], str, int]:
    needs = needs_of(source)
    assert isinstance(needs, Needs)
    return [(set(one.words), one.least, one.most) for one in needs.held], needs.borders, needs.ahead


@pytest.mark.parametrize(
    ("source", "held"),
    [
        ("得分", [({"得分"}, 0, 0)]),
        ("自评|自查", [({"自评", "自查"}, 0, 0)]),
        ("(?:自评|自查)得?分", [({"自评分", "自评得分", "自查分", "自查得分"}, 0, 0)]),
        (r"\d{1,3}分", [({"分"}, 1, 3)]),
        (r"\d+分", [({"分"}, 1, None)]),
        (r"为?\d", []),
        ("[，,]共", [({"，共", ",共"}, 0, 0)]),
        (r"(?P<a>共\d|计)", [({"共", "计"}, 0, 0)]),
        (r"得\d\.\d分", [({"得"}, 0, 0), ({"."}, 2, 2), ({"分"}, 4, 4)]),
        ("分[值数]?[：:]", [({"分：", "分:", "分值：", "分值:", "分数：", "分数:"}, 0, 0)]),
        ("(?:扣\\d分){2,}", [({"扣"}, 0, 0), ({"分"}, 2, 2)]),
        ("(?:扣\\d分)*共", [({"共"}, 0, None)]),
        (r"(?P<x>\d)甲(?P=x)乙", [({"甲"}, 1, 1), ({"乙"}, 2, 3)]),
        ("得分|得分率", [({"得分"}, 0, 0)]),
        ("\\u5206\\[", [({"分["}, 0, 0)]),
        ("(?!不)(?<=已)完成(?=率)", [({"完成"}, 0, 0)]),
    ],
)
def test_a_word_of_each_need_stands_in_every_match(source: str, held: list[tuple[set[str], int, int | None]]) -> None:
    assert _told(source)[0] == held if held else needs_of(source) is None


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
    assert set(_told(source)[1]) == set(BORDERS) - set(over)


@pytest.mark.parametrize(
    ("source", "ahead"), [("分", 0), ("分$", 2), (r"分\b", 1), ("分(?=值.)", 2), ("分(?=值(?!为是。))", 4), ("(?<=得)分", 0)]
)
def test_so_far_ahead_decides_whether_it_is_a_match(source: str, ahead: int) -> None:
    assert _told(source)[2] == ahead


@pytest.mark.parametrize("source", ["[[a-z]--[x]]分", "(?R)分", "(?i)分", "(?i:ab)", r"\K分", "分)", "(分", "(?P=x)分", r"\d*", "(?:分)?"])
def test_nothing_is_told_of_what_is_not_understood_or_may_be_empty(source: str) -> None:
    assert needs_of(source) is None
