"""Where sentences begin and end round a figure."""

from __future__ import annotations

import pytest

from extractor.facts.figures.sentences import ENDS, begin_of, end_of

TEXT = "一、工作情况\n共发放9户。其中城市3户！农村6户？\n\n全部到位"


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [("9户", "共发放9户"), ("3户", "其中城市3户"), ("6户", "农村6户"), ("全部", "全部到位"), ("工作", "一、工作情况")],
)
def test_a_sentence_ends_at_its_marks_and_with_its_paragraph(figure: str, sentence: str) -> None:
    at = TEXT.index(figure)
    assert TEXT[begin_of(TEXT, at) : end_of(TEXT, at + len(figure))] == sentence


def test_they_are_the_nearest_ends_on_both_sides_of_every_offset() -> None:
    for offset in range(len(TEXT) + 1):
        assert begin_of(TEXT, offset) == max((at + 1 for at, char in enumerate(TEXT[:offset]) if char in ENDS), default=0)
        assert end_of(TEXT, offset) == next((at for at in range(offset, len(TEXT)) if TEXT[at] in ENDS), len(TEXT))
