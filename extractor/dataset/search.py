"""Full-text search over the sections of many reports: a SQLite file with FTS5, a token for each Chinese character, one for each Latin word and number.

A word of two characters is a phrase of two tokens; so is every word, whatever a dictionary thinks of it. (FTS5's trigram tokenizer finds none of two
characters.) The words are cut here, so that a Unicode table of SQLite's plays no part; the index holds no text, the table ``pieces`` does.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dataset.columns import VERSION
from extractor.dataset.rows import Object, sections
from extractor.model.errors import UsageError

FILE = "search.sqlite"
AROUND = 30
"""Characters of a snippet before and behind what was found."""
LIMIT = 20
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_HAN}]"
TOKEN = re.compile(rf"[{_HAN}]|\d+(?:[.,]\d+)*|{_LETTER}+")
"""A Chinese character, a number with its point and separators, or a word of another script."""
_QUERY = re.compile(r'"([^"]*)"|“([^”]*)”|([()（）])|([^\s()（）"“”]+)')
_OPERATORS = ("AND", "OR", "NOT")
_TABLES = f"""
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA user_version = {VERSION.split(".", maxsplit=1)[0]};
    CREATE TABLE reports (id INTEGER PRIMARY KEY, report TEXT, name TEXT, title TEXT, year INTEGER, region TEXT, region_level TEXT, programme TEXT);
    CREATE TABLE rules (report INTEGER, rule TEXT, PRIMARY KEY (report, rule)) WITHOUT ROWID;
    CREATE TABLE pieces (id INTEGER PRIMARY KEY, report INTEGER, section TEXT, label TEXT, title TEXT, start INTEGER, text TEXT);
    CREATE INDEX piece_of ON pieces (report);
    CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', tokenize = "ascii tokenchars '.'");
"""
_FOUND = """
    FROM words JOIN pieces ON pieces.id = words.rowid JOIN reports ON reports.id = pieces.report
    WHERE words MATCH :query AND (:year IS NULL OR reports.year = :year)
    AND (:region IS NULL OR instr(reports.region, :region)) AND (:programme IS NULL OR instr(reports.programme, :programme))
    AND (:rule IS NULL OR EXISTS (SELECT 1 FROM rules WHERE rules.report = reports.id AND rules.rule = :rule))
"""


class Filters(NamedTuple):
    """What reports must be: the year that they speak of, words of the region's and the programme's name, a rule that has a finding."""

    year: int | None = None
    region: str | None = None
    programme: str | None = None
    rule: str | None = None


EVERYTHING = Filters()


class Hit(NamedTuple):
    """A section (None: outside all sections) that a query finds. matches: where, in characters of the report's text; snippet: the first with its
    surroundings, each match in 【】.
    """

    report: str
    name: str
    title: str | None
    year: int | None
    region: str | None
    programme: str | None
    section: str | None
    label: str | None
    section_title: str | None
    snippet: str
    matches: list[tuple[int, int]]


class Index:
    """Writes the search file, report by report."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._reports = self._pieces = 0

    def add(self, report: Object) -> None:
        """A report's sections, and what of its text stands outside them."""
        self._reports += 1
        document = report["document"]
        region, period = document["region"] or {}, document["period"] or {}
        named = (report["source"]["sha256"], report["source"]["name"], document["title"], period.get("year"))
        row = (self._reports, *named, region.get("name"), region.get("level"), document["programme"])
        self._base.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        rules = sorted({one["rule"] for one in report["findings"]})
        self._base.executemany("INSERT INTO rules VALUES (?, ?)", [(self._reports, rule) for rule in rules])
        for section, label, title, start, text in pieces(report):
            self._pieces += 1
            self._base.execute(
                "INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?)", (self._pieces, self._reports, section, label, title, start, text)
            )
            self._base.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (self._pieces, spaced(title or ""), spaced(text)))

    def close(self) -> None:
        self._base.execute("COMMIT")
        self._base.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._base.close()


def pieces(report: Object) -> Iterator[tuple[str | None, str | None, str | None, int, str]]:
    """The text of a report in pieces: id, label, title (None outside the sections), start and text of each, in document order, nothing left out.

    Where the report was made without its text, the titles of the sections.
    """
    found = [(one["heading"]["start"], one["body"]["end"], one) for one, _ in sections(report)]
    text = report.get("text")
    if text is None:
        yield from ((one["id"], one["label"], one["title"], start, one["title"]) for start, _, one in found)
        return
    at = 0
    for start, end, one in sorted(found, key=lambda item: item[:2]):
        if text[at:start].strip():
            yield None, None, None, at, text[at:start]
        yield one["id"], one["label"], one["title"], start, text[start:end]
        at = max(at, end)
    if text[at:].strip():
        yield None, None, None, at, text[at:]


def spaced(text: str) -> str:
    """The tokens of a text with spaces between them: widths and letter case folded, separators of thousands taken out."""
    return " ".join(token.replace(",", "") for token in TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def expression(query: str) -> str:
    """A query in FTS5's words: each word or quoted phrase a phrase of tokens; ``AND`` (also where nothing stands between), ``OR``, ``NOT``, brackets.

    Raises `UsageError` ``search-query``: it has no word, or an operator without one.
    """
    made: list[str] = []
    for quoted, chinese, bracket, word in _QUERY.findall(query):
        if word in _OPERATORS:
            made.append(word)
            continue
        operand = bracket.translate({0xFF08: "(", 0xFF09: ")"}) or f'"{spaced(quoted or chinese or word)}"'
        if operand == '""':
            continue
        if operand != ")" and made and made[-1] not in (*_OPERATORS, "("):
            made.append("AND")
        made.append(operand)
    try:
        with closing(sqlite3.connect(":memory:")) as scratch:
            scratch.execute("CREATE VIRTUAL TABLE words USING fts5 (body)")
            scratch.execute("SELECT 1 FROM words WHERE words MATCH ?", (" ".join(made),)).fetchall()
    except sqlite3.Error as error:
        raise UsageError("search-query", query) from error
    return " ".join(made)


def search(folder: Path, query: str, filters: Filters = EVERYTHING, limit: int = LIMIT) -> tuple[int, list[Hit]]:
    """How many sections of a dataset a query finds, and the best of them (BM25, the title counting five times; equals in the order of the dataset).

    Raises `UsageError`: ``search-query``, ``corpus-dataset`` (no dataset there).
    """
    asked: dict[str, Any] = {"query": expression(query), **filters._asdict(), "limit": limit}
    with closing(opened(folder)) as base:
        try:
            (count,) = base.execute(f"SELECT count(*) {_FOUND}", asked).fetchone()
            rows = base.execute(
                "SELECT reports.report, reports.name, reports.title, reports.year, reports.region, reports.programme,"
                " pieces.section, pieces.label, pieces.title, pieces.start, pieces.text"
                f" {_FOUND} ORDER BY bm25(words, 5.0, 1.0), pieces.id LIMIT :limit",
                asked,
            ).fetchall()
        except sqlite3.Error as error:
            raise UsageError("corpus-dataset", str(folder)) from error
    wanted = _matcher(query)
    return count, [Hit._make((*row[:9], *_snippet(row[10], row[9], wanted))) for row in rows]


def opened(folder: Path) -> sqlite3.Connection:
    """The search file of a dataset, for reading. Raises `UsageError` ``corpus-dataset``."""
    path = next((path for path in (folder / FILE, folder / "dataset" / FILE) if path.is_file()), None)
    if path is None:
        raise UsageError("corpus-dataset", str(folder))
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _matcher(query: str) -> re.Pattern[str]:
    """What the words of a query look like in a text: their tokens, with anything that is no token between them. What NOT excludes is not there to be found."""
    words = [quoted or chinese or word for quoted, chinese, _, word in _QUERY.findall(query) if word not in _OPERATORS]
    phrases = ["[^\\w]*".join(map(_spelled, spaced(word).split())) for word in words]
    return re.compile("|".join(phrase for phrase in phrases if phrase), re.IGNORECASE)


def _spelled(token: str) -> str:
    """A token as it may be printed: a number with or without separators of thousands, not inside a longer one; a word of letters whole."""
    if token[0].isdigit():
        return r"(?<![\d.,])" + ",?".join(map(re.escape, token)) + r"(?![\d]|[.,]\d)"
    return token if re.match(f"[{_HAN}]", token) else rf"(?<!{_LETTER}){re.escape(token)}(?!{_LETTER})"


def _snippet(text: str, start: int, wanted: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    found = [match.span() for match in wanted.finditer(text)]
    first, last = found[0] if found else (0, 0)
    left, right = max(0, first - AROUND), min(len(text), last + AROUND)
    shown: list[str] = []
    at = left
    for begin, end in found:
        if end > right:
            break
        shown += (text[at:begin], "【", text[begin:end], "】")
        at = end
    shown.append(text[at:right])
    cut = ("…" * (left > 0), " ".join("".join(shown).split()), "…" * (right < len(text)))
    return "".join(cut), [(start + begin, start + end) for begin, end in found]
