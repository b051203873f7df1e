"""``gouji diff OLD NEW``: reports in any format that Gouji reads, or their results as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from extractor.compare.alignment import ReportObject
from extractor.compare.diff import difference
from extractor.compare.diff_view import diff_object, diff_view
from extractor.emitters.encoding import encode
from extractor.emitters.json import to_json
from extractor.emitters.mask import masked
from extractor.emitters.schema import REPORT_SCHEMA
from extractor.emitters.wording import Wording
from extractor.language.patterns import Patterns, load
from extractor.model.errors import GoujiError, PatternError, ReadError, UsageError
from extractor.pipeline import extract_bytes
from extractor.readers import file_bytes

OK, FINDINGS, UNREADABLE = 0, 1, 3


def run(options: argparse.Namespace, words: Wording, severities: Sequence[str]) -> int:
    """The command; its exit status: 1 where the new report has findings of these severities, 3 where a report could not be read."""
    patterns = load(options.patterns)
    wording = Wording(patterns, words.lang)
    reports: list[ReportObject] = []
    for path in (options.old, options.new):
        try:
            reports.append(report_of(path, patterns, wording, options.profile, options.mask))
        except (PatternError, UsageError):
            raise
        except GoujiError as error:
            print(words.error(error, str(path)), file=sys.stderr)
    if len(reports) < 2:
        return UNREADABLE
    old, new = reports
    found = difference(old, new, patterns)
    print(encode(diff_object(old, new, found)) if options.json else diff_view(old, new, found, wording))
    return FINDINGS if any(finding["severity"] in severities for finding in new["findings"]) else OK


def report_of(path: Path, patterns: Patterns, wording: Wording, profile: str | None, mask: bool = False) -> ReportObject:
    """A report as its JSON has it: read from a result, else made from the document.

    Raises `ReadError`: what the readers raise, ``not-a-report`` for JSON of another kind or schema, ``mask-result`` for a result that is not masked
    where ``mask`` asks for it.
    """
    data = file_bytes(path)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        made = extract_bytes(path.name, data, patterns, profile=profile)
        data = to_json(masked(made, patterns) if mask else made, wording)
    try:
        report = json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_float=Decimal)
        known = report["schema"] == REPORT_SCHEMA
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ReadError("not-a-report", str(path), schema=REPORT_SCHEMA) from error
    if not known:
        raise ReadError("not-a-report", str(path), schema=REPORT_SCHEMA)
    if mask and not report["engine"]["options"].get("mask"):
        raise ReadError("mask-result", str(path))
    return report  # type: ignore[no-any-return]
