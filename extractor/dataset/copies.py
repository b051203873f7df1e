"""What `duplicates` found, for people and programs: a listing, CSV tables, plain data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from extractor.dataset import spreadsheet
from extractor.dataset.duplicates import Duplicates, Group, Source
from extractor.emitters.encoding import decimal_literal, fraction_decimal
from extractor.emitters.wording import Wording

SHOWN = 60
"""Characters of a paragraph in the listing."""
PAIRS = ("similarity", "report_a", "name_a", "title_a", "report_b", "name_b", "title_b")
PARAGRAPHS = ("group", "reports", "similarity", "report", "name", "section", "start", "end", "text")


def listing(found: Duplicates, words: Wording) -> str:
    """Pairs and groups as lines."""
    lines = [words.say("corpus.duplicates.reports", count=len(found.pairs))]
    lines += [f"{_digits(pair.similarity)}\t{pair.first.name}\t{pair.second.name}" for pair in found.pairs]
    lines += ["", words.say("corpus.duplicates.paragraphs", count=len(found.groups))]
    for group in found.groups:
        text = group.text if len(group.text) <= SHOWN else group.text[:SHOWN] + "…"
        lines.append(words.say("corpus.duplicates.group", count=group.reports, text=text))
        lines += [
            f"\t{_digits(one.similarity)}\t{one.source.name}\t{one.section or words.say('corpus.outside')}" for one in group.occurrences
        ]
    return "\n".join(lines) + "\n"


def files(found: Duplicates) -> Iterator[tuple[str, bytes]]:
    """``duplicate-reports.csv`` and ``copied-paragraphs.csv``: name and content."""
    pairs = [(_rounded(pair.similarity), *pair.first, *pair.second) for pair in found.pairs]
    yield "duplicate-reports.csv", _csv(PAIRS, pairs)
    yield "copied-paragraphs.csv", _csv(PARAGRAPHS, [row for number, group in enumerate(found.groups, 1) for row in _rows(number, group)])


def as_object(found: Duplicates) -> dict[str, object]:
    """Everything as plain data; similarities are exact where they have a finite decimal form."""
    groups = [
        {
            "text": group.text,
            "reports": group.reports,
            "occurrences": [
                {**_source(one.source), "section": one.section, "start": one.start, "end": one.end, "similarity": one.similarity}
                for one in group.occurrences
            ],
        }
        for group in found.groups
    ]
    pairs = [{"similarity": pair.similarity, "first": _source(pair.first), "second": _source(pair.second)} for pair in found.pairs]
    return {"pairs": pairs, "groups": groups, "not_compared": found.not_compared}


def _source(source: Source) -> dict[str, object]:
    return dict(zip(Source._fields, source, strict=True))


def _rows(number: int, group: Group) -> Iterator[tuple[object, ...]]:
    for one in group.occurrences:
        yield (
            number,
            group.reports,
            _rounded(one.similarity),
            one.source.report,
            one.source.name,
            one.section,
            one.start,
            one.end,
            group.text,
        )


def _csv(header: tuple[str, ...], rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO(newline="")
    spreadsheet.write(file, header, rows)
    return file.getvalue().encode("utf-8")


def _rounded(similarity: Fraction) -> object:
    return fraction_decimal(round(similarity, 4))


def _digits(similarity: Fraction) -> str:
    return decimal_literal(fraction_decimal(round(similarity, 4)))
