"""The line from a file to its report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor import __version__, readers
from extractor.facts import extract_facts
from extractor.language.patterns import Patterns, builtin
from extractor.model.report import Engine, Report
from extractor.normaliser import normalise
from extractor.segmenter import segment
from extractor.validator import verify


def extract(path: Path, patterns: Patterns | None = None, options: Mapping[str, object] | None = None) -> Report:
    """Read, extract and check one file.

    patterns: the packs in force, the built-in ones by default. options: whatever else the result depends on, by name; kept in
    ``engine.options``.

    Raises:
        ReadError: the file can't be read; ``code`` says why.
        PatternTimeoutError: a pattern ran past its time limit on this document.
    """
    patterns = patterns or builtin()
    reading = readers.read(path)
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    facts = extract_facts(text, outline, patterns)
    verification = verify(text, outline, facts, reading, patterns)
    engine = Engine(__version__, patterns.digest, dict(reading.versions), dict(options or {}))
    return Report(reading, text, outline, facts, verification, engine)
