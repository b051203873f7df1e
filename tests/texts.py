"""Text through the real normaliser, for tests of the rooms behind it."""

from __future__ import annotations

from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.facts import Facts
from extractor.model.outline import Outline
from extractor.model.text import Text
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from extractor.segmenter import segment


def normalised(source: str) -> Text:
    """The normalised text of a source as a text file holds it."""
    return normalise(read_bytes("a.txt", source.encode()), builtin())


def outlined(source: str) -> Outline:
    """The outline of a source."""
    return segment(normalised(source), builtin())


def scored(source: str) -> tuple[Outline, Facts, Text]:
    """Outline, facts and text of a source."""
    text = normalised(source)
    outline = segment(text, builtin())
    return outline, extract_facts(text, outline, builtin()), text
