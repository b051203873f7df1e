"""Checking the examples of patterns and messages: the test that travels with the data (``gouji patterns check``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.language.messages import render
from extractor.language.patterns import Entry, Pattern, Patterns
from extractor.model.errors import PatternError, PatternTimeoutError


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """One example that does not hold.

    problem: ``no-match`` (an example is not matched), ``match`` (another text is matched), ``group`` (a group gives something else),
    ``no-group`` (the regex has no such group), ``counterexample`` (one is matched), ``rendering``, ``regex``, ``timeout``.
    expected, found: as text, None where nothing.
    """

    file: str
    line: int
    entry: str
    problem: str
    example: str
    expected: str | None
    found: str | None


def check(patterns: Patterns) -> list[ExampleFailure]:
    """Run every example and counter-example, patterns first, each in pack order; the empty list means that all hold."""
    failures: list[ExampleFailure] = []
    for pattern in patterns:
        failures.extend(_check_pattern(pattern))
    for entry in patterns.entries():
        if isinstance(entry.data.get("example"), dict):
            failures.extend(_check_rendering(patterns, entry, entry.data["example"]))
    return failures


def _check_pattern(pattern: Pattern) -> Iterator[ExampleFailure]:
    def failure(problem: str, example: str, expected: str | None, found: str | None) -> ExampleFailure:
        return ExampleFailure(pattern.origin.file, pattern.origin.line, pattern.id, problem, example, expected, found)

    try:
        groups = set(pattern.compiled.groupindex)
    except PatternError as error:
        yield failure("regex", pattern.source, None, str(error.params["reason"]))
        return
    for example in pattern.examples:
        text: str = example["text"]
        try:
            match = pattern.search(text)
        except PatternTimeoutError:
            yield failure("timeout", text, None, None)
            continue
        expected: dict[str, str] = example.get("gives", {})
        if match is None:
            yield failure("no-match", text, example.get("match", _shown(expected)), None)
            continue
        if "match" in example and match[0] != example["match"]:
            yield failure("match", text, example["match"], match[0])
        for name, value in expected.items():
            if name not in groups:
                yield failure("no-group", text, _shown({name: value}), None)
            elif (match[name] or "") != value:  # an empty string in the example also stands for a group that takes no part
                yield failure("group", text, _shown({name: value}), _shown({name: match[name] or ""}))
    for text in pattern.counterexamples:
        try:
            match = pattern.search(text)
        except PatternTimeoutError:
            yield failure("timeout", text, None, None)
            continue
        if match is not None:
            yield failure("counterexample", text, None, match[0])


def _check_rendering(patterns: Patterns, entry: Entry, example: dict[str, Any]) -> Iterator[ExampleFailure]:
    """Whether the entry's templates give the texts of its ``example = { params, zh, en }``."""
    for lang in ("zh", "en"):
        if lang not in example:
            continue
        try:
            found = render(patterns, entry.id, example.get("params", {}), lang)
        except PatternError as error:
            found = str(error)
        if found != example[lang]:
            file, line = entry.origin
            yield ExampleFailure(file, line, entry.id, "rendering", str(example.get("params", {})), str(example[lang]), found)


def _shown(groups: dict[str, str]) -> str | None:
    return ", ".join(f"{name}={value}" for name, value in groups.items()) or None
