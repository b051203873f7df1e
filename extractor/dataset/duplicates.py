"""Near-duplicate reports and copied paragraphs: candidates by MinHash and locality-sensitive hashing (the library rensa), decided by exact Jaccard similarity.

J(A, B) = |A ∩ B| / |A ∪ B| (Jaccard 1912) of the sets of `SHINGLE` characters in a row, white space left out. MinHash (Broder 1997) only proposes pairs; with
`BANDS` bands of 4 values a pair is proposed with probability 1 − (1 − J⁴)^32: 0.988 for J = 0.6, above 0.9999 for J = 0.8. Everything is taken in the
order of the dataset with a fixed seed, so that the same dataset gives the same answer. Memory holds signatures (1 KB a report or distinct paragraph),
the texts stay in the search file.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dataset.library import require
from extractor.dataset.search import opened

SHINGLE = 5
PERMUTATIONS, BANDS, SEED = 128, 32, 20121
MOST = 10
"""Candidates of one report or paragraph that are compared, the likeliest first; the rest are counted."""
MARGIN = 0.2
"""How far below the threshold the estimate of a pair may lie that is compared: five times its standard error, √(J(1 − J)/128)."""
THRESHOLD = Fraction(4, 5)
SHORTEST = 40
"""Characters of a paragraph below which its repetition says nothing."""


class Source(NamedTuple):
    """A report: its key, file name and title."""

    report: str
    name: str
    title: str | None


class Pair(NamedTuple):
    """Two reports and their similarity."""

    similarity: Fraction
    first: Source
    second: Source


class Occurrence(NamedTuple):
    """A paragraph as it stands in a report: section (None: outside), offsets into the report's text, similarity to the first of its group."""

    source: Source
    section: str | None
    start: int
    end: int
    similarity: Fraction


class Group(NamedTuple):
    """A paragraph that stands in several reports: the words of its first occurrence, and all occurrences in the order of the dataset."""

    text: str
    occurrences: list[Occurrence]

    @property
    def reports(self) -> int:
        return len({one.source.report for one in self.occurrences})


@dataclass(slots=True)
class Duplicates:
    """pairs: the most similar first. groups: those in most reports first. not_compared: pairs beyond `MOST` of a report or paragraph."""

    pairs: list[Pair]
    groups: list[Group]
    not_compared: int


class _Paragraph(NamedTuple):
    piece: int
    start: int
    end: int


def duplicates(folder: Path, threshold: Fraction = THRESHOLD, shortest: int = SHORTEST) -> Duplicates:
    """What reports of a dataset have in common.

    threshold: the least similarity, 0.6 to 1. shortest: characters that a paragraph must have.
    Raises `UsageError`: ``corpus-dataset``, ``library-missing``.
    """
    rensa = require("rensa")
    with closing(opened(folder)) as base:
        sources = {row[0]: Source(*row[1:]) for row in base.execute("SELECT id, report, name, title FROM reports ORDER BY id")}
        pairs, pairs_more = _pairs(base, rensa, sources, threshold)
        groups, groups_more = _groups(base, rensa, sources, threshold, shortest)
        return Duplicates(pairs, groups, pairs_more + groups_more)


def shingles(text: str) -> set[str]:
    """The sets that are compared: every `SHINGLE` characters in a row, or the whole where it is shorter."""
    packed = "".join(text.split())
    return {packed[index : index + SHINGLE] for index in range(max(1, len(packed) - SHINGLE + 1))}


def jaccard(one: set[str], other: set[str]) -> Fraction:
    """Exact Jaccard similarity."""
    common = len(one & other)
    return Fraction(common, len(one) + len(other) - common)


def _pairs(base: sqlite3.Connection, rensa: Any, sources: dict[int, Source], threshold: Fraction) -> tuple[list[Pair], int]:
    index = rensa.RMinHashLSH(float(threshold), PERMUTATIONS, BANDS)
    signatures: dict[int, Any] = {}
    pairs: list[Pair] = []
    not_compared = 0
    for number, text in _texts(base):
        own = shingles(text)
        signature = signatures[number] = _signature(rensa, own)
        likeliest, more = _likeliest(signature, index.query(signature), signatures, threshold)
        not_compared += more
        for other in likeliest:
            similarity = jaccard(own, shingles(_text(base, other)))
            if similarity >= threshold:
                pairs.append(Pair(similarity, sources[other], sources[number]))
        index.insert(number, signature)
    pairs.sort(key=lambda pair: (-pair.similarity, pair.first, pair.second))
    return pairs, not_compared


def _groups(
    base: sqlite3.Connection, rensa: Any, sources: dict[int, Source], threshold: Fraction, shortest: int
) -> tuple[list[Group], int]:
    """Each paragraph joins the likeliest group whose first paragraph it equals or resembles enough; groups within one report are left out."""
    index = rensa.RMinHashLSH(float(threshold), PERMUTATIONS, BANDS)
    group_of: dict[bytes, tuple[int, Fraction]] = {}
    members: list[list[tuple[_Paragraph, Fraction]]] = []
    signatures: dict[int, Any] = {}
    not_compared = 0
    for paragraph, text in _paragraphs(base, shortest):
        packed = "".join(text.split())
        digest = hashlib.blake2b(packed.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest not in group_of:
            own = shingles(packed)
            signature = _signature(rensa, own)
            likeliest, more = _likeliest(signature, index.query(signature), signatures, threshold)
            found = ((group, jaccard(own, shingles(_words(base, members[group][0][0])))) for group in likeliest)
            near = next(((group, similarity) for group, similarity in found if similarity >= threshold), None)
            if near is None:
                not_compared += more
                near = (len(members), Fraction(1))
                signatures[len(members)] = signature
                index.insert(len(members), signature)
                members.append([])
            group_of[digest] = near
        group, similarity = group_of[digest]
        members[group].append((paragraph, similarity))
    groups = [
        Group(_words(base, of_group[0][0]), [_occurrence(base, sources, *one) for one in of_group])
        for of_group in members
        if len(of_group) > 1
    ]
    return sorted((group for group in groups if group.reports > 1), key=lambda group: -group.reports), not_compared


def _likeliest(signature: Any, candidates: list[int], signatures: dict[int, Any], threshold: Fraction) -> tuple[list[int], int]:
    """The candidates to compare, by their estimated similarity, and how many there are beyond `MOST`."""
    estimates = sorted((-signature.jaccard(signatures[other]), other) for other in candidates)
    least = float(threshold) - MARGIN
    wanted = [other for estimate, other in estimates if -estimate >= least]
    return wanted[:MOST], len(wanted[MOST:])


def _occurrence(base: sqlite3.Connection, sources: dict[int, Source], paragraph: _Paragraph, similarity: Fraction) -> Occurrence:
    report, section, start = base.execute("SELECT report, section, start FROM pieces WHERE id = ?", (paragraph.piece,)).fetchone()
    return Occurrence(sources[report], section, start + paragraph.start, start + paragraph.end, similarity)


def _signature(rensa: Any, of: set[str]) -> Any:
    signature = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    signature.update(sorted(of))
    return signature


def _texts(base: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    rows = base.execute("SELECT report, text FROM pieces ORDER BY id")
    for report, parts in groupby(rows, key=itemgetter(0)):
        yield report, "".join(text for _, text in parts)


def _text(base: sqlite3.Connection, report: int) -> str:
    return "".join(text for (text,) in base.execute("SELECT text FROM pieces WHERE report = ? ORDER BY id", (report,)))


def _paragraphs(base: sqlite3.Connection, shortest: int) -> Iterator[tuple[_Paragraph, str]]:
    """The paragraphs that are long enough, rows of tables aside."""
    for piece, text in base.execute("SELECT id, text FROM pieces ORDER BY id"):
        at = 0
        for line in text.split("\n"):
            if len(line) >= shortest and not line.startswith("|"):
                yield _Paragraph(piece, at, at + len(line)), line
            at += len(line) + 1


def _words(base: sqlite3.Connection, paragraph: _Paragraph) -> str:
    (text,) = base.execute("SELECT text FROM pieces WHERE id = ?", (paragraph.piece,)).fetchone()
    return str(text[paragraph.start : paragraph.end])
