"""coverage/score, coverage/heading, coverage/page: what the extraction could not account for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.page import Page
from extractor.validator.application import Notice
from extractor.validator.matter import Matter
from extractor.validator.unread import REASON as UNREAD

FEWEST_LETTERS = 3
"""A page with fewer that shows ink besides has no text."""
_NO_TEXT = "no-text"
_PAGE_VARIANTS = frozenset({"no-ocr", "no-text", "no-unicode", "image-too-large"})
"""Causes that have words of their own."""


def score(matter: Matter) -> Iterator[Notice]:
    """A score-like figure that was neither extracted nor explained."""
    for figure in matter.facts.look_alikes:
        if figure.explained is None:
            where = matter.located.at(figure.at.start)
            params: dict[str, object] = {"figure": matter.text.slice(figure.at), "context": matter.context(figure.at)}
            yield Notice("coverage/score", where.id if where else None, (figure.at,), params)


def heading(matter: Matter) -> Iterator[Notice]:
    """A line that looks like a heading and stands outside the tree."""
    for span in matter.outline.heading_like:
        where = matter.located.at(span.start)
        yield Notice("coverage/heading", where.id if where else None, (span,), {"line": matter.text.slice(span)})


def page(matter: Matter) -> Iterator[Notice]:
    """A page that gave no text."""
    for one in matter.reading.pages:
        cause = one.unusable if one.unusable is not None else _NO_TEXT if _shows_no_words(one) else None
        if cause is not None:
            variant = cause if cause in _PAGE_VARIANTS else "other"
            yield Notice("coverage/page", None, (), {"page": one.number, "cause": cause, "variant": variant})


def _shows_no_words(page: Page) -> bool:
    """Whether recognition found nothing but ink that gave no words: a picture."""
    unread = any(doubt.reason == UNREAD for line in page.lines for doubt in line.doubts)
    return unread and sum(char.isalpha() for line in page.lines for char in line.text) < FEWEST_LETTERS
