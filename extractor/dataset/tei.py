"""A report as TEI P5 XML: provenance in the header, sections as ``div`` and ``head``, figures as ``measure`` and ``num``, findings as stand-off ``span``.

Every character of the report's text is in ``text``, in its order. An element that would cross another, or the end of a paragraph, is written in parts that
point to each other with ``next`` and ``prev``, as the TEI Guidelines (20.3, fragmentation) advise.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from extractor.dataset.columns import TABLES
from extractor.dataset.rows import Object, sections
from extractor.dataset.search import pieces
from extractor.dataset.sources import Loaded

NAMESPACE = "http://www.tei-c.org/ns/1.0"
CATEGORIES = (
    *(
        "score-max",
        "score-self",
        "score-part-max",
        "score-part-self",
        "score-total-max",
        "score-total-self",
        "score-total-deducted",
        "score-bonus",
    ),
    *("deduction", "hedge-about", "hedge-over", "hedge-under"),
)
"""What ``ana`` points to; the words are those of the report's schema."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACED = "\ufffd"


class _Mark(NamedTuple):
    start: int
    end: int
    tag: str
    id: str
    attributes: Mapping[str, str | None]


def tei(one: Loaded) -> str:
    """A report that has its text as a TEI document."""
    report = one.report
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{NAMESPACE}" xml:lang="zh">\n'
        + _header(report)
        + _findings(report)
        + f'<text xml:id="text">\n<body>\n{"".join(_body(one))}</body>\n</text>\n</TEI>\n'
    )


def _header(report: Object) -> str:
    source, engine, document = report["source"], report["engine"], report["document"]
    number = (document["number"] or {}).get("text")
    title = _element("title", document["title"] or source["name"])
    authors = "".join(f"<author>{_element('orgName', issuer)}</author>" for issuer in document["issuers"])
    day = document["date"] if re.fullmatch(r"\d{4}-\d\d-\d\d", document["date"] or "") else None
    date = _element("date", document["date"], when=day) if document["date"] else ""
    numbered = _element("idno", number, type="document-number") if number else ""
    categories = "".join(f'<category xml:id="{name}">{_element("catDesc", name)}</category>' for name in CATEGORIES)
    language = _element("language", "Chinese", ident="zh")
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt>{title}{authors}</titleStmt>\n"
        f"<publicationStmt>{_element('authority', 'gouji ' + engine['version'])}"
        f"{_element('idno', source['sha256'], type='SHA-256')}{_element('idno', engine['patterns'], type='patterns')}</publicationStmt>\n"
        f"<sourceDesc><bibl>{title}{authors}{numbered}{date}{_element('idno', source['name'], type='file')}"
        f"{_element('idno', source['format'], type='format')}</bibl></sourceDesc>\n</fileDesc>\n"
        f'<encodingDesc>\n<appInfo><application ident="gouji" version={_quoted(engine["version"])}><label>gouji</label></application></appInfo>\n'
        f'<classDecl><taxonomy xml:id="gouji">{categories}</taxonomy></classDecl>\n</encodingDesc>\n'
        f"<profileDesc><langUsage>{language}</langUsage></profileDesc>\n</teiHeader>\n"
    )


def _findings(report: Object) -> str:
    """The findings, each pointing to its section (to the text as a whole where it has none)."""
    spans = [
        _element(
            "span",
            one["message"],
            type=one["severity"],
            subtype=one["rule"].replace("/", "."),
            target=f"#s{one['section']}" if one["section"] else "#text",
        )
        for one in report["findings"]
    ]
    return f'<standOff>\n<spanGrp type="findings">{"".join(spans)}</spanGrp>\n</standOff>\n' if spans else ""


def _body(one: Loaded) -> Iterator[str]:
    """The text as nested ``div``; what stands outside all sections is a ``div`` of its own, beside the section that follows."""
    inline = _Inline(one.report["text"], _marks(one))
    by_id = {section["id"]: section for section, _ in sections(one.report)}
    open_ids: list[str] = []
    parts = list(pieces(one.report))
    for index, (section, _, _, start, text) in enumerate(parts):
        following = section or next((later for later, *_ in parts[index:] if later), None)
        above = [] if following is None else _above(following)
        while open_ids != above[: len(open_ids)]:
            open_ids.pop()
            yield "</div>\n"
        if section is None:
            yield f'<div type="outside">\n{"".join(_paragraphs(inline, start, start + len(text)))}</div>\n'
            continue
        open_ids.append(section)
        heading = by_id[section]["heading"]["end"]
        label = _attributes(
            {"type": "section", "xml:id": f"s{section}", "n": by_id[section]["label"] or None, "subtype": by_id[section]["kind"]}
        )
        yield f"<div{label}>\n<head>{'<lb/>'.join(inline.lines(start, heading))}</head>\n"
        yield from _paragraphs(inline, heading, start + len(text))
    yield "</div>\n" * len(open_ids)


def _above(section: str) -> list[str]:
    """The ids of the sections that a section stands in, the outermost first."""
    numbers = section.split(".")
    return [".".join(numbers[:length]) for length in range(1, len(numbers))]


def _paragraphs(inline: _Inline, start: int, end: int) -> Iterator[str]:
    yield from (f"<p>{line}</p>\n" for line in inline.lines(start, end) if line.strip())


def _marks(one: Loaded) -> Iterator[_Mark]:
    for row in _rows(one, "citations"):
        yield _Mark(row["start"], row["end"], "ref", f"citation{row['position']}", {"type": "citation", "n": row["number"]})
    for order, row in enumerate(_rows(one, "scores"), 1):
        yield _Mark(
            row["start"], row["end"], "num", f"score{order}", {"type": "score", "value": row["value_text"], "ana": f"#score-{row['role']}"}
        )
    for order, row in enumerate(_rows(one, "deductions"), 1):
        yield _Mark(
            row["start"], row["end"], "num", f"deduction{order}", {"type": "score", "value": row["points_text"], "ana": "#deduction"}
        )
    for row in _rows(one, "quantities"):
        hedge = None if row["hedge"] == "exact" else f"#hedge-{row['hedge']}"
        unit, subject = ("".join((row["unit"] or "").split()) or None), " ".join((row["subject"] or "").split()) or None
        measured = {"type": row["kind"], "quantity": _value(row), "unit": unit, "commodity": subject, "ana": hedge}
        yield _Mark(row["start"], row["end"], "measure", row["quantity"], measured)


def _rows(one: Loaded, table: str) -> list[dict[str, Any]]:
    columns = [column.name for column in TABLES[table]]
    return [dict(zip(columns, row, strict=True)) for row in one.rows[table]]


def _value(row: Mapping[str, Any]) -> str | None:
    """What a figure says, its multiplier included."""
    if row["value_text"] is None:
        return None
    with localcontext() as exact:
        exact.prec = 100
        return format(Decimal(row["value_text"]) * row["scale"], "f")


class _Inline:
    """The text with its marks, taken out piece by piece from the beginning to the end."""

    def __init__(self, text: str, marks: Iterator[_Mark]) -> None:
        self._text = text
        self._waiting = [(mark.start, -mark.end, order, mark, 1) for order, mark in enumerate(marks) if mark.start < mark.end]
        heapq.heapify(self._waiting)

    def lines(self, start: int, end: int) -> list[str]:
        """The paragraphs between two offsets, with their markup."""
        made: list[str] = []
        while start <= end:
            stop = self._text.find("\n", start, end)
            stop = end if stop < 0 else stop
            made.append(self._line(start, stop))
            start = stop + 1
        return made

    def _line(self, start: int, end: int) -> str:
        out: list[str] = []
        within: list[tuple[int, str]] = []
        at = start
        while self._waiting and self._waiting[0][0] < end:
            begin, last, order, mark, part = heapq.heappop(self._waiting)
            begin, stop = max(begin, start), -last
            if stop <= begin:
                continue
            while within and within[-1][0] <= begin:
                out.append(_escaped(self._text[at : within[-1][0]]) + f"</{within[-1][1]}>")
                at = within.pop()[0]
            bound = within[-1][0] if within else end
            if stop > bound:
                heapq.heappush(self._waiting, (bound, -stop, order, mark, part + 1))
            out.append(_escaped(self._text[at:begin]) + _opened(mark, part, whole=stop <= bound))
            at = begin
            within.append((min(stop, bound), mark.tag))
        while within:
            stop, tag = within.pop()
            out.append(_escaped(self._text[at:stop]) + f"</{tag}>")
            at = stop
        out.append(_escaped(self._text[at:end]))
        return "".join(out)


def _opened(mark: _Mark, part: int, *, whole: bool) -> str:
    ids: Sequence[str] = [mark.id, *(f"{mark.id}.{number}" for number in range(2, part + 2))]
    links = {"xml:id": ids[part - 1], "prev": f"#{ids[part - 2]}" if part > 1 else None, "next": None if whole else f"#{ids[part]}"}
    return f"<{mark.tag}{_attributes({**links, **mark.attributes})}>"


def _element(tag: str, content: str, **attributes: str | None) -> str:
    return f"<{tag}{_attributes(attributes)}>{_escaped(content)}</{tag}>"


def _attributes(attributes: Mapping[str, str | None]) -> str:
    return "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value is not None)


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub(_REPLACED, value))


def _escaped(text: str) -> str:
    return escape(_NOT_XML.sub(_REPLACED, text))
