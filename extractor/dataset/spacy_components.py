"""Gouji's finders as components of a spaCy pipeline (extra ``gouji[spacy]``).

    nlp = gouji_nlp()
    doc = nlp(text)
    for span in doc.spans["gouji/quantities"]:
        span.text, span.label_, span._.gouji_value, span._.gouji_unit

The components wrap the functions that the line from file to JSON calls (`segment`, `find_quantities`, `extract_facts`); they stand in this room and not in
``language/`` because that room knows nothing of documents and may not import ``facts``. The line never imports this module.

A doc's text is the *normalised* text: the tokenizer runs the normaliser first and keeps what it was given in ``doc.user_data["gouji/source"]``, so
that a component (in a pipeline loaded from disk, in another process, on a doc out of a `DocBin`) sees the same `Text` again. A figure's details are plain
data in ``doc.user_data["gouji/facts"]``, by the id of its span; they are written to bytes with the doc, and two spans over the same words don't
share them. Where a span does not begin and end with tokens it is widened to whole tokens and listed, with the exact characters, in
``doc.user_data["gouji/unaligned"]``; none is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from extractor.facts import extract_facts
from extractor.facts.figures import find_quantities
from extractor.language.patterns import Patterns, load
from extractor.language.words import cut
from extractor.model.claims import Quantity
from extractor.model.facts import Facts, Figure, Role
from extractor.model.outline import Outline
from extractor.model.report import Report
from extractor.model.text import Span, Text
from extractor.normaliser import normalise
from extractor.readers.text import reader as text_reader
from extractor.segmenter import segment

QUANTITIES, SECTIONS, SCORES = "gouji/quantities", "gouji/sections", "gouji/scores"
SOURCE, FACTS, UNALIGNED, REPORT = "gouji/source", "gouji/facts", "gouji/unaligned", "gouji/report"


class Placed(NamedTuple):
    """A span to be put into a group: where, label, id, and its details as plain data."""

    at: Span
    label: str
    id: str
    details: dict[str, object]


def gouji_nlp(packs: Sequence[Path] = (), words: bool = False) -> Language:
    """A blank ``zh`` pipeline with our tokenizer and the components ``gouji_sections``, ``gouji_quantities``, ``gouji_scores``.

    packs: directories of patterns over the built-in ones. words: read the subjects of quantities with words, as ``gouji extract --words`` does.
    Add your own components with ``nlp.add_pipe``. Raises `UsageError` ``library-missing`` where jieba is not installed.
    """
    directories = [str(pack) for pack in packs]
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "gouji.words.v1", "packs": directories}}})
    nlp.add_pipe("gouji_sections", config={"packs": directories})
    nlp.add_pipe("gouji_quantities", config={"packs": directories, "words": words})
    nlp.add_pipe("gouji_scores", config={"packs": directories})
    return nlp


def document(nlp: Language, report: Report, packs: Sequence[Path] = ()) -> Doc:
    """The doc of a report that the line has read (a PDF, a Word file), with the spans of its own facts; ``nlp(doc)`` then runs every other component."""
    doc = tokens(nlp.vocab, report.text.content, patterns_of(tuple(map(str, packs))))
    doc.user_data[REPORT] = {"name": report.reading.name, "sha256": report.reading.sha256, "engine": report.engine.version}
    put(doc, SECTIONS, _sections(report.outline))
    put(doc, QUANTITIES, _quantities(report.facts.quantities))
    put(doc, SCORES, _scores(report.facts))
    return doc


def to_docbin(reports: Iterable[Report], nlp: Language | None = None) -> bytes:
    """Reports as the bytes of a `DocBin` with user data, in the order given: equal reports and components give equal bytes.

    nlp: the pipeline that each doc goes through (`gouji_nlp` by default). Read them with ``DocBin(store_user_data=True).from_bytes(…)``.
    """
    nlp = nlp or gouji_nlp()
    return DocBin(docs=[nlp(document(nlp, report)) for report in reports], store_user_data=True).to_bytes()


class WordsTokenizer(DummyTokenizer):
    """Normalises a text and cuts it into the words of `extractor.language.words`."""

    def __init__(self, vocab: Vocab, packs: tuple[str, ...]) -> None:
        self.vocab = vocab
        self.packs = packs

    def __call__(self, text: str) -> Doc:
        patterns = patterns_of(self.packs)
        doc = tokens(self.vocab, _read(text, self.packs)[0].content if text.strip() else text, patterns)
        doc.user_data[SOURCE] = text
        return doc


@registry.tokenizers("gouji.words.v1")  # type: ignore[untyped-decorator]
def _make_tokenizer(packs: list[str]) -> Callable[[Language], WordsTokenizer]:
    return lambda nlp: WordsTokenizer(nlp.vocab, tuple(packs))


@Language.factory("gouji_sections", default_config={"packs": []}, assigns=["doc.spans"])
def _make_sections(nlp: Language, name: str, packs: list[str]) -> Callable[[Doc], Doc]:
    """Component that puts headings and whole sections into ``doc.spans["gouji/sections"]``, labelled ``heading`` and ``section``."""
    return _component(SECTIONS, tuple(packs), lambda text, outline, patterns: _sections(outline))


@Language.factory("gouji_quantities", default_config={"packs": [], "words": False}, assigns=["doc.spans"])
def _make_quantities(nlp: Language, name: str, packs: list[str], words: bool) -> Callable[[Doc], Doc]:
    """Component that puts every figure into ``doc.spans["gouji/quantities"]``, labelled by its kind (money, count, percent …)."""
    return _component(
        QUANTITIES, tuple(packs), lambda text, outline, patterns: _quantities(find_quantities(text, outline, patterns, words))
    )


@Language.factory("gouji_scores", default_config={"packs": []}, assigns=["doc.spans"])
def _make_scores(nlp: Language, name: str, packs: list[str]) -> Callable[[Doc], Doc]:
    """Component that puts the scores of sections and the totals into ``doc.spans["gouji/scores"]``, labelled by their role (max, self, deduction …)."""
    return _component(SCORES, tuple(packs), lambda text, outline, patterns: _scores(extract_facts(text, outline, patterns)))


def _component(group: str, packs: tuple[str, ...], find: Callable[[Text, Outline, Patterns], Iterator[Placed]]) -> Callable[[Doc], Doc]:
    def run(doc: Doc) -> Doc:
        if group in doc.spans:  # put there by `document` from the report itself
            return doc
        if not doc.text.strip():
            put(doc, group, iter(()))
            return doc
        text, outline = _read(doc.user_data.get(SOURCE, doc.text), packs)
        if text.content != doc.text:
            raise ValueError("the doc's text is not what Gouji's normaliser makes of it: make docs with the tokenizer of gouji_nlp()")
        put(doc, group, find(text, outline, patterns_of(packs)))
        return doc

    return run


def patterns_of(packs: tuple[str, ...]) -> Patterns:
    """The built-in patterns with packs over them."""
    return load([Path(pack) for pack in packs])


@lru_cache(maxsize=1)  # the components of a pipeline ask for the same text one after the other
def _read(source: str, packs: tuple[str, ...]) -> tuple[Text, Outline]:
    patterns = patterns_of(packs)
    text = normalise(text_reader.read("text", source.encode("utf-8")), patterns)
    return text, segment(text, patterns)


def tokens(vocab: Vocab, content: str, patterns: Patterns) -> Doc:
    """The doc of a normalised text. A single space behind a word belongs to its token, as spaCy has it; any other white space is a token."""
    words: list[str] = []
    spaces: list[bool] = []
    for word in cut(content, patterns):
        if word.text == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
        else:
            words.append(word.text)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


def put(doc: Doc, group: str, placed: Iterator[Placed]) -> None:
    """Put spans into a group, their details beside them; what is not whole tokens is widened and listed."""
    facts: dict[str, dict[str, object]] = doc.user_data.setdefault(FACTS, {})
    unaligned: list[dict[str, object]] = doc.user_data.setdefault(UNALIGNED, [])
    spans: list[DocSpan] = []
    for one in placed:
        span = doc.char_span(*one.at, label=one.label, span_id=one.id, alignment_mode="expand")
        if span is None or (span.start_char, span.end_char) != tuple(one.at):
            unaligned.append({"group": group, "id": one.id, "label": one.label, "start": one.at.start, "end": one.at.end})
        facts[one.id] = {**one.details, "start": one.at.start, "end": one.at.end}
        if span is not None:
            spans.append(span)
    doc.spans[group] = spans


def _sections(outline: Outline) -> Iterator[Placed]:
    for section in outline.walk():
        details: dict[str, object] = {"section": section.id, "title": section.title, "level": section.level, "kind": section.kind.value}
        yield Placed(section.heading, "heading", f"heading:{section.id}", details)
        yield Placed(Span(section.heading.start, section.end), "section", f"section:{section.id}", details)


def _quantities(quantities: Sequence[Quantity]) -> Iterator[Placed]:
    for one in quantities:
        details: dict[str, object] = {
            "value": _printed(one.value),
            "scale": one.scale,
            "decimals": one.decimals,
            "unit": one.unit,
            "kind": one.kind.value,
            "hedge": one.hedge.value,
            "subject": one.subject,
            "period": one.period,
        }
        yield Placed(one.at, one.kind.value, one.id, details)


def _scores(facts: Facts) -> Iterator[Placed]:
    """Each stated figure once, sections first, then the totals; ids ``score:1`` … in this order."""
    found: list[tuple[str, str | None, Figure]] = []
    for section, score in facts.scores.items():
        stated = [(Role.MAX, score.max, score.max_at), (Role.SELF, score.self, score.self_at)]
        found += [(role.value, section, Figure(value, at)) for role, value, at in stated if at is not None]
        found += [("part", section, Figure(part.self if part.self is not None else part.max, part.at)) for part in score.parts]
        found += [(Role.DEDUCTION.value, section, Figure(one.points, one.at)) for one in score.deductions]
        found += [(role.value, section, figure) for role, figure in score.restated]
    totals = facts.totals
    whole = [
        (Role.TOTAL_MAX, totals.max),
        (Role.TOTAL_SELF, totals.self),
        (Role.TOTAL_DEDUCTION, totals.deducted),
        (Role.BONUS, totals.bonus),
    ]
    found += [(role.value, None, figure) for role, figure in whole if figure is not None]
    found += [(Role.DEDUCTION.value, None, Figure(one.points, one.at)) for one in totals.deductions]
    found += [(role.value, None, figure) for role, figure in totals.restated]
    for number, (label, of, figure) in enumerate(found, 1):
        details: dict[str, object] = {"value": _printed(figure.value), "role": label, "section": of}
        yield Placed(figure.at, label, f"score:{number}", details)


def _printed(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _detail(span: DocSpan, name: str) -> Any:
    facts: dict[str, dict[str, object]] = span.doc.user_data.get(FACTS, {})
    return facts.get(span.id_, {}).get(name)


def _value(span: DocSpan) -> Decimal | None:
    """What the figure says, scale included (130.57亿元: 13057000000), exact; None where it is masked or the span is no figure."""
    value = _detail(span, "value")
    if value is None:
        return None
    with localcontext() as exact:
        exact.prec = 60
        return Decimal(value) * int(_detail(span, "scale") or 1)


def _register() -> None:
    """The extension attributes, all read from the doc's user data."""
    getters: dict[str, Callable[[DocSpan], Any]] = {"gouji_value": _value}
    for name in ("unit", "role", "subject", "period", "hedge", "section", "title", "level"):
        getters[f"gouji_{name}"] = lambda span, name=name: _detail(span, name)  # type: ignore[misc]
    for attribute, getter in getters.items():
        DocSpan.set_extension(attribute, getter=getter, force=True)


_register()
