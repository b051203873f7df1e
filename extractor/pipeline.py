"""The line from a file to its report."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from extractor import __version__, readers
from extractor.facts import extract_facts
from extractor.language.patterns import Patterns, builtin
from extractor.language.words import library_version
from extractor.model.collecting import collected_seldom
from extractor.model.limits import shaping
from extractor.model.report import Engine, Report, Verification
from extractor.normaliser import normalise
from extractor.segmenter import segment
from extractor.validator import verify
from extractor.validator.score.profile import find_profile


def extract(
    path: str | os.PathLike[str],
    patterns: Patterns | None = None,
    options: Mapping[str, object] | None = None,
    words: bool = False,
    profile: str | None = None,
) -> Report:
    """Read, extract and check one file.

    patterns: the packs in force, the built-in ones by default. options: whatever else the result depends on, by name; kept in
    ``engine.options``. words: read the subjects of quantities with jieba's words (extra ``gouji[words]``); its version is kept there, too.
    profile: the name of the rubric that the report must follow, kept there, too; without one the best match is sought.

    Raises:
        ReadError: the file can't be read; ``code`` says why.
        PatternTimeoutError: a pattern ran past its time limit on this document.
        UsageError: ``library-missing``: ``words`` is asked for and jieba is not installed. ``profile-unknown``: no rubric has this name.
    """
    path = Path(path)
    return extract_bytes(path.name or str(path), readers.file_bytes(path), patterns, options, words, profile)


def extract_bytes(
    name: str,
    data: bytes,
    patterns: Patterns | None = None,
    options: Mapping[str, object] | None = None,
    words: bool = False,
    profile: str | None = None,
) -> Report:
    """`extract` for the content of a file, or of a member of an archive; ``name`` only stands in the result and in errors."""
    settings = dict(options or {}) | ({"words": library_version()} if words else {}) | ({"profile": profile} if profile else {})
    settings |= {"limits": shaping()} if shaping() else {}
    patterns = patterns or builtin()
    with collected_seldom():
        reading = readers.read_bytes(name, data)
        text = normalise(reading, patterns)
        outline = segment(text, patterns)
        facts = extract_facts(text, outline, patterns, words)
        rubric = find_profile(outline, facts, patterns, profile)
        verification = verify(text, outline, facts, reading, patterns, rubric)
    engine = Engine(__version__, patterns.digest, dict(reading.versions), settings)
    return Report(reading, text, outline, facts, verification, engine, rubric)


def check(report: Report, patterns: Patterns | None = None) -> Verification:
    """Apply the rules to what was extracted, once more or as other packs have them (the built-in ones by default); the report stays as it is.

    Raises `PatternTimeoutError` where a pattern runs past its time limit.
    """
    patterns = patterns or builtin()
    named = report.engine.options.get("profile")
    rubric = find_profile(report.outline, report.facts, patterns, None if named is None else str(named))
    return verify(report.text, report.outline, report.facts, report.reading, patterns, rubric)
