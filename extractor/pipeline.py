"""The line from a file to its report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from extractor import __version__, readers
from extractor.facts import extract_facts
from extractor.language.patterns import Patterns, builtin
from extractor.language.words import library_version
from extractor.model.report import Engine, Report
from extractor.normaliser import normalise
from extractor.segmenter import segment
from extractor.validator import verify


def extract(path: Path, patterns: Patterns | None = None, options: Mapping[str, object] | None = None, words: bool = False) -> Report:
    """Read, extract and check one file.

    patterns: the packs in force, the built-in ones by default. options: whatever else the result depends on, by name; kept in
    ``engine.options``. words: read the subjects of quantities with jieba's words (extra ``gouji[words]``); its version is kept there, too.

    Raises:
        ReadError: the file can't be read; ``code`` says why.
        PatternTimeoutError: a pattern ran past its time limit on this document.
        UsageError: ``library-missing``: ``words`` is asked for and jieba is not installed.
    """
    return extract_bytes(path.name or str(path), readers.file_bytes(path), patterns, options, words)


def extract_bytes(
    name: str, data: bytes, patterns: Patterns | None = None, options: Mapping[str, object] | None = None, words: bool = False
) -> Report:
    """`extract` for the content of a file, or of a member of an archive; ``name`` only stands in the result and in errors."""
    settings = dict(options or {}) | ({"words": library_version()} if words else {})
    patterns = patterns or builtin()
    reading = readers.read_bytes(name, data)
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    facts = extract_facts(text, outline, patterns, words)
    verification = verify(text, outline, facts, reading, patterns)
    engine = Engine(__version__, patterns.digest, dict(reading.versions), settings)
    return Report(reading, text, outline, facts, verification, engine)
