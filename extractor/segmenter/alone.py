"""Labels that are a number or a letter alone (1 项目概况, A 投入): which of them are labels, told by what they stand over and what stands over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from extractor.segmenter.labels import LETTER, Label

BARE = "num-bare"
"""The scheme of a number with no mark behind it."""
NUMERAL = "cn-dun"
"""The scheme of 一、, which a blank may stand for the mark of."""
STRAY = 2
"""A label that runs so far ahead is no slip of the next one or of its neighbour."""


def settle_bare(heads: dict[int, list[Label]]) -> None:
    """Drop the readings of a number alone as a label (1 项目概况) unless they count from 1 and stand over decimal labels of their own (1.1), or are the
    only labels of a report, each over a text.
    """
    first = {index: labels[0] for index, labels in sorted(heads.items()) if labels}
    order = list(first)
    counted = _under_blanks(first)
    bare = [index for index in order if first[index].scheme == BARE and index not in counted]
    among = set(bare)
    nested = [index for index, following in pairwise(order) if index in among and first[following].path == (*first[index].path, 1)]
    only = bare == order and _counts_over_text(first)
    if not only and _keep_in_turn(heads, first, bare if nested else [], BARE) <= STRAY:
        _drop(heads, bare, BARE)


def _counts_over_text(first: Mapping[int, Label]) -> bool:
    """Whether labels count from 1 without a gap, and between any two of them stands a paragraph with none."""
    numbers = [label.number for label in first.values()]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and all(after - before > 1 for before, after in pairwise(first))


def _keep_in_turn(heads: dict[int, list[Label]], first: Mapping[int, Label], places: Iterable[int], scheme: str) -> int:
    """Drop the readings of a scheme at ``places`` that do not count on from 1; gives the number that would come next."""
    expected = 1
    for index in places:
        if first[index].number == expected:
            expected += 1
        else:
            _drop(heads, [index], scheme)
    return expected


def _drop(heads: dict[int, list[Label]], places: Iterable[int], scheme: str) -> None:
    """Drop the readings of a scheme at ``places``."""
    for index in places:
        heads[index] = [label for label in heads[index] if label.scheme != scheme]


def _under_blanks(first: dict[int, Label]) -> set[int]:
    """Paragraphs that count from 1 in numbers alone under numerals alone (一 绿化养护, 1 行道树修剪, 2 …): where no label has a mark, these are labels too."""
    counted: set[int] = set()
    run: list[int] = []
    under = False
    for index, label in (*first.items(), (-1, None)):
        if label is not None and label.scheme == BARE:
            run.append(index)
            continue
        if under and len(run) > 1 and [first[one].number for one in run] == list(range(1, len(run) + 1)):
            counted.update(run)
        run, under = [], label is not None and label.scheme == NUMERAL and label.end - label.start <= len(label.text) - 1
    return counted


def settle_letters(heads: dict[int, list[Label]]) -> None:
    """Drop the readings of a letter alone as a label (A 投入) unless they count from A and one stands over codes of its own (A1)."""
    first = {index: labels[0] for index, labels in sorted(heads.items()) if labels}
    order = list(first)
    letters = [index for index in order if first[index].scheme == LETTER]
    nested = any(
        first[index].scheme == LETTER and first[following].scheme == "code" and first[following].text[0] == first[index].text[0]
        for index, following in pairwise(order)
    )
    if nested:
        _keep_in_turn(heads, first, letters, LETTER)
    else:
        _drop(heads, letters, LETTER)
