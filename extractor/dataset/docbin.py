"""Reports as spaCy training data: a doc a report with the spans of its own facts, in `DocBin` files that `spacy.training.Corpus` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from extractor.dataset.columns import TABLES
from extractor.dataset.rows import Object, sections
from extractor.dataset.sources import Loaded
from extractor.dataset.spacy_components import QUANTITIES, REPORT, SCORES, SECTIONS, Placed, put, tokens
from extractor.language.patterns import Patterns
from extractor.model.text import Span

CITATIONS, DEDUCTIONS, ELEMENTS = "gouji/citations", "gouji/deductions", "gouji/elements"
DOCS = 500
"""Docs of a file: spaCy reads and writes a file whole."""


def docbins(found: Iterable[Loaded], patterns: Patterns) -> Iterator[bytes]:
    """The reports with text as the bytes of one `DocBin` for every `DOCS` of them, with user data, in the order given."""
    docs: list[Doc] = []
    vocab = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "gouji.words.v1", "packs": []}}}).vocab
    for one in found:
        if one.report.get("text") is not None:
            docs.append(report_doc(vocab, one, patterns))
        if len(docs) == DOCS:
            yield DocBin(docs=docs, store_user_data=True).to_bytes()
            docs = []
    if docs:
        yield DocBin(docs=docs, store_user_data=True).to_bytes()


def report_doc(vocab: Vocab, one: Loaded, patterns: Patterns) -> Doc:
    """The doc of a report's JSON. Groups: those of the components, and ``gouji/deductions``, ``gouji/citations``, ``gouji/elements``."""
    doc = tokens(vocab, one.report["text"], patterns)
    source = one.report["source"]
    doc.user_data[REPORT] = {"name": source["name"], "sha256": source["sha256"], "engine": one.report["engine"]["version"]}
    put(doc, SECTIONS, _sections(one.report))
    put(
        doc,
        QUANTITIES,
        _placed(one, "quantities", "kind", ("value_text", "scale", "decimals", "unit", "kind", "hedge", "subject", "period")),
    )
    put(doc, SCORES, _placed(one, "scores", "role", ("value_text", "role", "section")))
    put(doc, DEDUCTIONS, _placed(one, "deductions", None, ("points_text", "reason", "section")))
    put(doc, CITATIONS, _placed(one, "citations", None, ("title", "number", "issuer", "year")))
    put(doc, ELEMENTS, _placed(one, "elements", "field", ("field",)))
    return doc


def _placed(one: Loaded, table: str, label: str | None, details: tuple[str, ...]) -> Iterator[Placed]:
    """The rows of a table as spans, labelled by a column (None: by the table's own name in the singular); ids ``score:1`` …, or those of the report."""
    columns = [column.name for column in TABLES[table]]
    named = table.removesuffix("s")
    for number, row in enumerate(one.rows[table], 1):
        cells = dict(zip(columns, row, strict=True))
        at = Span(cells["start"], cells["end"])
        data = {name.removesuffix("_text"): cells[name] for name in details}
        id = str(cells.get("quantity") or f"{named}:{number}")
        if at.start < at.end:
            yield Placed(at, str(cells[label]) if label else named, id, data)


def _sections(report: Object) -> Iterator[Placed]:
    for section, _ in sections(report):
        details: dict[str, object] = {name: section[name] for name in ("title", "level", "kind")} | {"section": section["id"]}
        start, end = section["heading"]["start"], section["heading"]["end"]
        yield Placed(Span(start, end), "heading", f"heading:{section['id']}", details)
        yield Placed(Span(start, _end(section)), "section", f"section:{section['id']}", details)


def _end(section: Object) -> int:
    while section["children"]:
        section = section["children"][-1]
    return int(section["body"]["end"])
