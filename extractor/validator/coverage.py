"""coverage/score, coverage/heading, coverage/page: what the extraction could not account for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.validator.application import Notice
from extractor.validator.matter import Matter

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
        if one.unusable is not None:
            variant = one.unusable if one.unusable in _PAGE_VARIANTS else "other"
            yield Notice("coverage/page", None, (), {"page": one.number, "cause": one.unusable, "variant": variant})
