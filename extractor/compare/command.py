"""``gouji diff OLD NEW``: reports in any format that Gouji reads, or their results as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from extractor.cage.arguments import limits_of
from extractor.cage.limits import error_of
from extractor.cage.pool import Pool
from extractor.compare.alignment import ReportObject
from extractor.compare.diff import difference
from extractor.compare.diff_view import diff_object, diff_view
from extractor.emitters.encoding import encode
from extractor.emitters.json import to_json
from extractor.emitters.mask import masked
from extractor.emitters.schema import REPORT_SCHEMA
from extractor.emitters.terminal import plain, say
from extractor.emitters.wording import Wording
from extractor.language.patterns import load
from extractor.model.errors import ReadError
from extractor.readers import file_bytes

OK, FINDINGS, UNREADABLE = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Asked:
    """How reports are to be read, as the options of these names say."""

    packs: tuple[Path, ...]
    lang: str
    profile: str | None
    mask: bool


def run(options: argparse.Namespace, words: Wording, severities: Sequence[str]) -> int:
    """The command; its exit status: 1 where the new report has findings of these severities, 3 where a report could not be read."""
    asked = Asked(tuple(options.patterns), words.lang, options.profile, options.mask)
    reports: list[ReportObject] = []
    with Pool[Path, bytes](partial(result_of, asked), partial(prepare, asked), 1, limits_of(options)) as pool:
        pool.start()
        patterns = load(options.patterns)
        wording = Wording(patterns, words.lang)
        for done in pool.run([options.old, options.new]):  # one worker: they come as they were given
            if done.failure is None:
                assert done.result is not None
                reports.append(json.loads(done.result, parse_float=Decimal))
            else:
                say(words.error(error_of(done.failure, str(done.task)), str(done.task)))
    if len(reports) < 2:
        return UNREADABLE
    old, new = reports
    found = difference(old, new, patterns)
    print(encode(diff_object(old, new, found)) if options.json else plain(diff_view(old, new, found, wording)))
    return FINDINGS if any(finding["severity"] in severities for finding in new["findings"]) else OK


def prepare(asked: Asked) -> None:
    """What a worker does before its first report."""
    load(asked.packs)


def result_of(asked: Asked, path: Path) -> bytes:
    """A report as JSON, sound as far as its schema: that of a result as it is, else made from the document. A worker does it.

    Raises `ReadError`: what the readers raise, ``not-a-report`` for JSON of another kind or schema, ``mask-result`` for a result that is not masked
    where that is asked for.
    """
    data = file_bytes(path)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        from extractor.pipeline import extract_bytes  # noqa: PLC0415 - the worker's

        patterns = load(asked.packs)
        made = extract_bytes(path.name, data, patterns, profile=asked.profile)
        return to_json(masked(made, patterns) if asked.mask else made, Wording(patterns, asked.lang))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        report = json.loads(data, parse_float=Decimal)
        known = report["schema"] == REPORT_SCHEMA
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ReadError("not-a-report", str(path), schema=REPORT_SCHEMA) from error
    if not known:
        raise ReadError("not-a-report", str(path), schema=REPORT_SCHEMA)
    if asked.mask and not report["engine"]["options"].get("mask"):
        raise ReadError("mask-result", str(path))
    return data
