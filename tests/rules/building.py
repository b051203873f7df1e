"""Makes Text, Outline, Facts and Reading from a few lines, so that a rule can be tried on exactly the report that shows it.

    一、 工作保障 20/19 -1:因漏报          label, title, 分值/自评得分, a deduction with its reason
      （一） 政策保障 12/12                 two more spaces: one level down
      （二） 统筹资源 8/7 part:5/4 part:3/3
    二、 工作创新 5/5 bonus                flags: bonus, penalty, annex, grand (the heading states the grand total)
    三、 存在问题                          no score; ``_`` is an absent figure, ``*`` a masked one; ``again:self=4`` states it a second time

Each line becomes a heading in the text, its figures printed in brackets behind the title, so every span lies on its figure.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from extractor.facts.claims import find_claims
from extractor.facts.figures import find_quantities
from extractor.facts.score_tables import read_score_tables
from extractor.facts.score_tables_funds import funds_claims, with_tables
from extractor.facts.tables import find_tables
from extractor.language.patterns import builtin
from extractor.model.facts import Deduction, Facts, Figure, Part, Role, Score, ScoreLike, Totals
from extractor.model.outline import DocumentInfo, DocumentNumber, Kind, Outline, Section
from extractor.model.page import Doubt, Line, Page, Reading, Revision
from extractor.model.report import Verification
from extractor.model.text import Paragraph, Removal, Removed, SourceLine, Span, Text
from extractor.readers.text.tables import with_rows
from extractor.validator import verify
from extractor.validator.score.profile import find_profile

NUMERALS = "〇一二三四五六七八九十"
ROLES = {"max": Role.MAX, "self": Role.SELF}
TOTAL_ROLES = {"max": Role.TOTAL_MAX, "self": Role.TOTAL_SELF, "deducted": Role.TOTAL_DEDUCTION, "bonus": Role.BONUS}


@dataclass
class Built:
    text: Text
    outline: Outline
    facts: Facts
    reading: Reading
    profile: str | None = None

    def verify(self) -> Verification:
        rubric = find_profile(self.outline, self.facts, builtin(), self.profile)
        return verify(self.text, self.outline, self.facts, self.reading, builtin(), rubric)


@dataclass
class _Node:
    label: str
    title: str
    depth: int
    words: list[str]
    children: list[_Node] = field(default_factory=list)


class _Writer:
    """Prints the text and remembers where each thing stands."""

    def __init__(self) -> None:
        self.content = ""
        self.paragraphs: list[Paragraph] = []
        self.scores: dict[str, Score] = {}
        self.grand: list[str] = []

    def write(self, words: str) -> Span:
        start = len(self.content)
        self.content += words
        return Span(start, len(self.content))

    def figure(self, printed: str) -> tuple[Decimal | None, Span]:
        at = self.write(printed)
        return (None if "*" in printed else Decimal(printed)), at

    def end_paragraph(self, start: int) -> None:
        number = len(self.paragraphs)
        self.paragraphs.append(Paragraph(start, len(self.content), number, number))
        self.content += "\n"


def number_of(label: str) -> int | None:
    digits = "".join(character if character.isascii() and character.isdigit() else " " for character in label).split()
    if digits:
        return int(digits[-1])
    chinese = [NUMERALS.index(character) for character in label if character in NUMERALS]
    if not chinese:
        return None
    if chinese[0] == 10:
        return sum(chinese)
    return chinese[0] * 10 + sum(chinese[2:]) if len(chinese) > 1 else chinese[0]


def scheme_of(label: str) -> str:
    return "".join("#" if character.isdigit() else "一" if character in NUMERALS else character for character in label)


def build(
    report: str,
    totals: dict[str, Any] | None = None,
    document: dict[str, Any] | None = None,
    opening: str = "",
    tail: str = "现将有关情况报告如下。",
    printed_pages: tuple[int, ...] = (),
    unexplained: tuple[str, ...] = (),
    explained: tuple[str, ...] = (),
    heading_like: tuple[str, ...] = (),
    unusable: dict[str, str] | None = None,
    prose: str = "",
    revisions: tuple[dict[str, str], ...] = (),
    doubts: tuple[dict[str, str], ...] = (),
    profile: str | None = None,
    table: str = "",
) -> Built:
    """table: rows ``| a | b |`` of an annexed table, read as a score table. doubts: ``figure`` is in doubt wherever it is printed; ``char`` of it where only one character is; ``other`` reading, ``reason``."""
    writer = _Writer()
    preamble = _paragraph(writer, opening) if opening else None
    nodes = _parse(report)
    sections = tuple(_section(writer, node, str(index), 1) for index, node in enumerate(nodes, 1))
    declared = _totals(writer, totals or {})
    info = _document(writer, document or {})
    marked = [_paragraph(writer, words) for words in (*unexplained, *explained, *heading_like)]
    for words in prose.split("\n") if prose else ():
        _paragraph(writer, words)
    rows = [_paragraph(writer, row) for row in table.splitlines() if row]
    if tail:
        _paragraph(writer, tail)
    content = writer.content.removesuffix("\n")
    likes = [
        ScoreLike(span, None if index < len(unexplained) else "x") for index, span in enumerate(marked[: len(unexplained) + len(explained)])
    ]
    outline = Outline(
        sections,
        info,
        preamble=(preamble,) if preamble else (),
        heading_like=tuple(marked[len(likes) :]),
        elements=tuple(span for spans in info.at.values() for span in spans),
    )
    facts = Facts(writer.scores, declared, tuple(likes))
    if prose:
        text = _text(content, writer.paragraphs, printed_pages)
        quantities = find_quantities(text, outline, builtin())
        facts = replace(facts, quantities=quantities, claims=find_claims(text, outline, quantities, writer.scores, declared, builtin()))
    if rows:
        text = _tabled(_text(content, writer.paragraphs, printed_pages), rows)
        tables = find_tables(text, builtin())
        read, quantities = read_score_tables(tables, builtin()), find_quantities(text, outline, builtin())
        claims = with_tables((), funds_claims(read, quantities))
        facts = replace(facts, quantities=quantities, claims=claims, tables=tables, score_tables=read)
    pages = tuple(Page(int(number), (), unusable=cause) for number, cause in (unusable or {}).items())
    text = _doubted(_tabled(_text(content, writer.paragraphs, printed_pages), rows), doubts)
    changed = tuple(_revision(text, one["accepted"], one["rejected"]) for one in revisions)
    return Built(text, outline, facts, Reading("x", "", 0, "text", "text", pages, False, ocr=bool(doubts), revisions=changed), profile)


def _tabled(text: Text, rows: list[Span]) -> Text:
    """The text with the lines of a table marked as its rows."""
    if not rows:
        return text
    starts = {row.start for row in rows}
    paragraphs = tuple(replace(one, table=True) if one.start in starts else one for one in text.paragraphs)
    indices = [one.first_line for one in paragraphs if one.table]
    marked, _ = with_rows([text.lines[index].line for index in indices], 0)
    lines = list(text.lines)
    for index, line in zip(indices, marked, strict=True):
        lines[index] = replace(lines[index], line=line)
    return replace(text, paragraphs=paragraphs, lines=tuple(lines))


def _doubted(text: Text, doubts: tuple[dict[str, str], ...]) -> Text:
    """The text, its lines with the doubts that recognition had."""

    def doubted(source: SourceLine) -> SourceLine:
        found = []
        for one in doubts:
            start = source.line.text.find(one["figure"])
            if start >= 0:
                at = start + one["figure"].index(one.get("char", one["figure"]))
                found.append(Doubt(at, at + len(one.get("char", one["figure"])), one.get("reason", "confidence"), one.get("other")))
        return replace(source, line=replace(source.line, doubts=tuple(found)))

    return replace(text, lines=tuple(doubted(source) for source in text.lines)) if doubts else text


def _revision(text: Text, accepted: str, rejected: str) -> Revision:
    """A tracked change of the paragraph whose text is ``accepted``; of none where nothing of it is left."""
    lines = tuple(index for index, source in enumerate(text.lines) if source.line.text == accepted)
    return Revision(text.lines[lines[0]].line.number if lines else 1, lines, accepted, rejected)


def _paragraph(writer: _Writer, words: str) -> Span:
    span = writer.write(words)
    writer.end_paragraph(span.start)
    return span


def _parse(report: str) -> list[_Node]:
    top: list[_Node] = []
    path: list[_Node] = []
    for line in report.splitlines():
        if not line.strip():
            continue
        depth = (len(line) - len(line.lstrip())) // 2
        label, title, *words = line.split()
        node = _Node(label, "" if title == "~" else title, depth, words)
        path = path[:depth]
        (path[-1].children if path else top).append(node)
        path.append(node)
    return top


def _section(writer: _Writer, node: _Node, id: str, level: int) -> Section:
    kind, annex = Kind.NORMAL, False
    start = writer.write(f"{node.label}{node.title}").start
    values: dict[str, Any] = {}
    parts: list[Part] = []
    deductions: list[Deduction] = []
    restated: list[tuple[Role, Figure]] = []
    for word in node.words:
        if word in ("bonus", "penalty"):
            kind = Kind(word)
        elif word == "annex":
            annex = True
        elif word == "grand":
            writer.grand.append(id)
        elif word.startswith("part:"):
            at = writer.write(word)
            most, own = (None if one == "_" else Decimal(one) for one in word.removeprefix("part:").split("/"))
            parts.append(Part(None, most, own, at))
        elif word.startswith("again:"):
            name, printed = word.removeprefix("again:").split("=")
            value, at = writer.figure(printed)
            restated.append((ROLES[name], Figure(value, at)))
        elif word[0] == "-" and ":" in word:
            points, reason = word[1:].split(":")
            value, at = writer.figure(points)
            assert value is not None
            deductions.append(Deduction(value, reason, at))
        else:
            for name, printed in zip(("max", "self"), word.split("/"), strict=True):
                writer.write("，")
                if printed != "_":
                    values[name], values[f"{name}_at"] = writer.figure(printed)
    score = Score(**values, parts=tuple(parts), deductions=tuple(deductions), restated=tuple(restated))
    if score != Score():
        writer.scores[id] = score
    heading = Span(start, len(writer.content))
    writer.end_paragraph(start)
    body = Span(len(writer.content), len(writer.content))
    children = tuple(_section(writer, child, f"{id}.{index}", level + 1) for index, child in enumerate(node.children, 1))
    return Section(id, node.label, number_of(node.label), scheme_of(node.label), level, node.title, kind, heading, body, children, annex)


def _totals(writer: _Writer, given: dict[str, Any]) -> Totals:
    start = len(writer.content)
    values: dict[str, Any] = {}
    for name in ("max", "self", "deducted", "bonus"):
        if name in given:
            values[name] = Figure(*writer.figure(str(given[name])))
            writer.write("，")
    listed = []
    for points in given.get("list", ()):
        value, at = writer.figure(points)
        assert value is not None
        listed.append(Deduction(value, "", at))
        writer.write("；")
    restated = []
    for name, printed in given.get("again", {}).items():
        restated.append((TOTAL_ROLES[name], Figure(*writer.figure(printed))))
    if "count" in given:
        values["stated_count"] = (given["count"], writer.write(str(given["count"])))
    if "grade" in given:
        values["grade"] = (given["grade"], writer.write(given["grade"]))
    if len(writer.content) > start:
        writer.end_paragraph(start)
    return Totals(**values, deductions=tuple(listed), sections=tuple(writer.grand), restated=tuple(restated))


def _document(writer: _Writer, given: dict[str, Any]) -> DocumentInfo:
    values: dict[str, Any] = {}
    at: dict[str, tuple[Span, ...]] = {}
    for name, value in given.items():
        if name in ("cover", "date_valid", "issuers_from"):
            continue
        said = value if isinstance(value, list) else [str(value)]
        at[name] = tuple(_paragraph(writer, words) for words in said)
        values[name] = tuple(value) if isinstance(value, list) else value
    if "issuers_from" in given:  # the issuers were taken from another element
        at["issuers"] = at[given["issuers_from"]]
    if "number" in given:
        year = next((int(piece) for piece in given["number"].replace("〕", "〔").split("〔") if piece.isdigit()), None)
        values["number"] = DocumentNumber(given["number"], None, year, None)
    return DocumentInfo(**values, cover=given.get("cover", False), date_valid=given.get("date_valid", True), at=at)


def _text(content: str, paragraphs: list[Paragraph], printed_pages: tuple[int, ...]) -> Text:
    """One source line a paragraph, each followed by the printed page number that it stands above (as far as there are numbers)."""
    lines: list[SourceLine] = []
    removed: list[Removed] = []
    placed: list[Paragraph] = []
    line_of, start_of, end_of = array("i", [-1] * len(content)), array("i", [-1] * len(content)), array("i", [-1] * len(content))
    for index, paragraph in enumerate(paragraphs):
        words = content[paragraph.start : paragraph.end]
        for column, offset in enumerate(range(paragraph.start, paragraph.end)):
            line_of[offset], start_of[offset], end_of[offset] = len(lines), column, column + 1
        placed.append(Paragraph(paragraph.start, paragraph.end, len(lines), len(lines)))
        lines.append(SourceLine(1, Line(words, len(lines) + 1)))
        if index < len(printed_pages):
            number = f"— {printed_pages[index]} —"
            removed.append(Removed(len(lines), 0, len(number), Removal.FURNITURE))
            lines.append(SourceLine(1, Line(number, len(lines) + 1)))
    return Text(content, tuple(lines), line_of, start_of, end_of, (), tuple(placed), tuple(removed), False)
