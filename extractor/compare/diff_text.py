"""Which words changed, and whether the scores changed with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, NamedTuple

from extractor.compare.alignment import ReportObject, SectionObject, rows, walk

_END = re.compile("(?<=[。！？；;])")
_POINTS = re.compile(r"[-−]?\d+(?:\.\d+)?(?=\s*分)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_QUOTES = str.maketrans("“”‘’「」『』", '""\'\'""""')
_HIDDEN = "#"


class Change(StrEnum):
    """What changed of a section."""

    TEXT_ONLY = "text-without-score"
    SCORE_ONLY = "score-without-text"
    BOTH = "text-and-score"
    OTHER = "text"
    """The section states no score."""


class TextChange(NamedTuple):
    """A section whose words or scores changed; ids are None for what stands outside all sections. passages: the sentences that were replaced, old and new
    (``""`` where one was left out or put in), scores hidden as ``#``.
    """

    change: Change
    old_section: str | None
    new_section: str | None
    passages: list[tuple[str, str]]


def text_changes(old: ReportObject, new: ReportObject, pairs: Mapping[str, str], rescored: Iterable[str | None]) -> list[TextChange]:
    """The sections that both reports have, in the new order, then what stands outside the sections. rescored: ids in the new report; None for the totals.

    Widths, white space, line breaks, kinds of quotation marks and labels do not count as words.
    """
    before = {section["id"]: section for section in walk(old["sections"])}
    back = {there: here for here, there in pairs.items()}
    scores = set(rescored)
    found: list[TextChange] = []
    for section in walk(new["sections"]):
        if section["id"] not in back:
            continue
        other = before[back[section["id"]]]
        passages = [pair for one, two in zip(_words(old, other), _words(new, section), strict=True) for pair in _passages(one, two)]
        changed = section["id"] in scores
        if passages or changed:
            scored = any(value is not None for value in (*section["score"].values(), *other["score"].values()))
            change = Change.OTHER if not scored else Change.TEXT_ONLY if not changed else Change.BOTH if passages else Change.SCORE_ONLY
            found.append(TextChange(change, other["id"], section["id"], passages))
    outside = list(_passages(_outside(old), _outside(new)))
    return found + ([TextChange(Change.OTHER, None, None, outside)] if outside else [])


def _words(report: ReportObject, section: SectionObject) -> tuple[str, str]:
    """The heading without its label and the body of a section, scores hidden."""
    hidden = [section["score_at"]["max"], section["score_at"]["self"]]
    hidden += [one["at"] for one in (*section["parts"], *section["deductions"])]
    hidden += _tabled(report)
    spans = [span for span in hidden if span is not None]
    heading, body = (_without(report["text"], section[name], spans) for name in ("heading", "body"))
    return heading.strip().removeprefix(section["label"]), body


def _tabled(report: ReportObject) -> list[Any]:
    """Where the scores of score tables stand."""
    return [span for item in walk(rows(report)) for span in item["score_at"].values()]


def _without(text: str, span: Mapping[str, Any], hidden: Iterable[Mapping[str, Any]]) -> str:
    """The characters of a span, the figures in ``hidden`` spans and all others of points replaced."""
    pieces: list[str] = []
    position = span["start"]
    for one in sorted(hidden, key=lambda item: (item["start"], item["end"])):
        start, end = max(position, one["start"]), min(one["end"], span["end"])
        if start < end:
            pieces += [text[position:start], _FIGURE.sub(_HIDDEN, text[start:end])]
            position = end
    return _POINTS.sub(_HIDDEN, "".join([*pieces, text[position : span["end"]]]))


def _outside(report: ReportObject) -> str:
    """What stands in no section: head, opening, closing, signature."""
    text, pieces, position = report["text"], [], 0
    hidden = [span for span in _tabled(report) if span is not None]
    spans = sorted((section[name]["start"], section[name]["end"]) for section in walk(report["sections"]) for name in ("heading", "body"))
    for start, end in spans:
        pieces.append(_without(text, {"start": position, "end": max(position, start)}, hidden))
        position = max(position, end)
    return "\n".join([*pieces, _without(text, {"start": position, "end": len(text)}, hidden)])


def _folded(words: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", words).translate(_QUOTES) if not char.isspace())


def _passages(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The runs of sentences in which two texts differ. Where lines break does not matter: readers of different formats break them differently."""
    if _folded(old) == _folded(new):
        return
    sentences = [[one for one in _END.split("".join(text.split("\n"))) if one.strip()] for text in (old, new)]
    keys = [list(map(_folded, ones)) for ones in sentences]
    for kind, start, end, first, last in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if kind != "equal":
            yield "".join(sentences[0][start:end]).strip(), "".join(sentences[1][first:last]).strip()
