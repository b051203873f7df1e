"""The examples of rubrics: the test that travels with the data (``gouji patterns check``)."""

from __future__ import annotations

from extractor.language.examples import ExampleFailure
from extractor.language.patterns import Patterns
from extractor.language.rubrics import rubrics
from extractor.model.outline import Kind
from extractor.model.rubric import Rubric, RubricExample
from extractor.validator.score.deviations import DEVIATIONS, compared
from extractor.validator.score.profile import titles_of


def check_rubrics(patterns: Patterns) -> list[ExampleFailure]:
    """What does not hold: items that do not add up, an example in which something is found, a counter-example in which something else is found.

    A rubric needs one example at least. Raises `PatternError` where a rubric is malformed.
    """
    return [failure for rubric in rubrics(patterns) for failure in _failures(patterns, rubric)]


def _failures(patterns: Patterns, rubric: Rubric) -> list[ExampleFailure]:
    file, line = patterns.entry(rubric.entry).origin
    found = [
        ExampleFailure(file, line, rubric.entry, "rubric-sum", title, expected, sum_of) for title, expected, sum_of in _unequal_sums(rubric)
    ]
    for example in rubric.examples:
        finds = _finds(patterns, rubric, example)
        if finds != example.finds:
            outline = " ".join(item.title for item in example.items)
            found.append(ExampleFailure(file, line, rubric.entry, "rubric-example", outline, ", ".join(example.finds), ", ".join(finds)))
    if not any(not example.finds for example in rubric.examples):
        found.append(ExampleFailure(file, line, rubric.entry, "rubric-without", rubric.id, None, None))
    return found


def _finds(patterns: Patterns, rubric: Rubric, example: RubricExample) -> tuple[str, ...]:
    outcomes = compared(rubric.items, example.items, titles_of(patterns))
    return tuple(f"{one.standing} {one.title}" for one in outcomes if one.standing in DEVIATIONS)


def _unequal_sums(rubric: Rubric) -> list[tuple[str, str, str]]:
    """Title, 分值 and the sum of the items below, wherever the two differ; the total against the items that are neither bonus nor penalty."""
    found: list[tuple[str, str, str]] = []
    levels = [(item.title, item.max, item.children) for item in rubric.walk() if item.children]
    levels.append((rubric.id, rubric.total, tuple(item for item in rubric.items if item.kind is Kind.NORMAL)))
    for title, most, children in levels:
        below = [child.max for child in children if child.max is not None]
        if most is not None and len(below) == len(children) and sum(below) != most:
            found.append((title, str(most), str(sum(below))))
    return found
