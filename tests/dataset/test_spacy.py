"""The researchers' door: spans in a spaCy doc are what the line finds, survive DocBin, and none is lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("jieba", reason="jieba is not installed: pip install 'gouji[spacy]'")
spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'gouji[spacy]'")

from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin  # noqa: E402

from extractor.dataset import document, gouji_nlp, to_docbin  # noqa: E402
from extractor.facts.figures import find_quantities  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.pipeline import extract  # noqa: E402
from tests.conftest import ROOT  # noqa: E402

if TYPE_CHECKING:
    from extractor.model.claims import Quantity

REPORTS = ["culture-2023.txt", "social-assistance-2022.txt"]
GROUPS = ["gouji/quantities", "gouji/scores", "gouji/sections"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return gouji_nlp()


def shown(quantity: Quantity) -> tuple[object, ...]:
    value = None if quantity.value is None else quantity.value * quantity.scale
    return quantity.id, quantity.kind.value, value, quantity.unit, quantity.subject, quantity.period, quantity.hedge.value, *quantity.at


def placed(doc: Doc) -> list[tuple[object, ...]]:
    facts = doc.user_data["gouji/facts"]
    return [
        (
            one.id_,
            one.label_,
            one._.gouji_value,
            one._.gouji_unit,
            one._.gouji_subject,
            one._.gouji_period,
            one._.gouji_hedge,
            facts[one.id_]["start"],
            facts[one.id_]["end"],
        )
        for one in doc.spans["gouji/quantities"]
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_quantities_are_those_of_the_line(nlp: Language, name: str) -> None:
    path = ROOT / "corpus" / name
    report = extract(path)
    line = find_quantities(report.text, report.outline, builtin())
    doc = nlp(path.read_text(encoding="utf-8"))
    assert doc.text == report.text.content
    assert len(line) > 20
    assert placed(doc) == [shown(one) for one in line]
    assert placed(document(nlp, report)) == placed(doc)


@pytest.mark.parametrize("name", REPORTS)
def test_sections_and_scores_are_those_of_the_line(nlp: Language, name: str) -> None:
    path = ROOT / "corpus" / name
    report = extract(path)
    doc = nlp(path.read_text(encoding="utf-8"))
    headings = {one._.gouji_section: one for one in doc.spans["gouji/sections"] if one.label_ == "heading"}
    assert list(headings) == [one.id for one in report.outline.walk()]
    for section in report.outline.walk():
        assert headings[section.id]._.gouji_title == section.title
        assert headings[section.id]._.gouji_level == section.level
    for side in ("max", "self"):
        stated = {of: getattr(score, side) for of, score in report.facts.scores.items() if getattr(score, f"{side}_at") is not None}
        found: dict[str, Decimal] = {}
        for one in doc.spans["gouji/scores"]:
            if one._.gouji_role == side:
                found.setdefault(one._.gouji_section, one._.gouji_value)
        assert found == stated
    assert report.facts.totals.self is not None
    assert next(one._.gouji_value for one in doc.spans["gouji/scores"] if one.label_ == "total-self") == report.facts.totals.self.value


def test_what_is_not_whole_tokens_is_widened_and_listed(nlp: Language) -> None:
    doc = nlp("关于工作的报告\n\n一、工作情况\n\n前三名获得称号，发放资金12.5万元。\n")
    (listed,) = doc.user_data["gouji/unaligned"]
    assert doc.text[listed["start"] : listed["end"]] == "三名"
    (widened,) = [one for one in doc.spans["gouji/quantities"] if one.id_ == listed["id"]]
    assert widened.text == "前三名"
    assert [one.text for one in doc.spans["gouji/quantities"]] == ["前三名", "12.5万元"]


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*-202[123].txt")), ids=lambda path: path.stem)
def test_no_span_is_lost(nlp: Language, path: Path) -> None:
    report = extract(path)
    doc = document(nlp, report)
    listed = {one["id"] for one in doc.user_data["gouji/unaligned"]}
    spans = [one for group in GROUPS for one in doc.spans[group]]
    facts = doc.user_data["gouji/facts"]
    assert len(spans) == len(facts)
    assert len(doc.spans["gouji/quantities"]) == len(report.facts.quantities)
    for one in spans:
        exact = (one.start_char, one.end_char) == (facts[one.id_]["start"], facts[one.id_]["end"])
        assert exact != (one.id_ in listed)


@pytest.mark.parametrize("text", ["", " \n", "无", "\n\n12"])
def test_small_texts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert sorted(doc.spans) == GROUPS
    assert len(doc.spans["gouji/quantities"]) == text.count("12")


def test_a_doc_of_another_text_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match="normaliser"):
        nlp(Doc(nlp.vocab, words=["１２", "万", "元"]))


def test_docbin_bytes_are_the_same_every_time_and_hold_everything(nlp: Language) -> None:
    reports = [extract(ROOT / "corpus" / name) for name in REPORTS]
    data = to_docbin(reports)
    assert data == to_docbin(reports, gouji_nlp())
    docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("zh").vocab))
    assert [doc.text for doc in docs] == [report.text.content for report in reports]
    for doc, report in zip(docs, reports, strict=True):
        assert placed(doc) == [shown(one) for one in report.facts.quantities]
        assert doc.user_data["gouji/report"]["sha256"] == report.reading.sha256


def test_a_pipeline_comes_back_from_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    text = (ROOT / "corpus" / REPORTS[0]).read_text(encoding="utf-8")
    assert placed(again(text)) == placed(nlp(text))
    assert [one.text for one in again(text)] == [one.text for one in nlp(text)]


def test_words_refine_subjects_as_the_line_does() -> None:
    path = ROOT / "corpus" / REPORTS[0]
    doc = gouji_nlp(words=True)(path.read_text(encoding="utf-8"))
    assert placed(doc) == [shown(one) for one in extract(path, words=True).facts.quantities]


def test_the_page_for_researchers_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    page = (ROOT / "docs/research.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(python|text)\n(.*?)```", page, re.DOTALL)
    (tmp_path / "reports").mkdir()
    for name in REPORTS:
        (tmp_path / "reports" / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    ran = 0
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, "docs/research.md", "exec"), names)
            ran += 1
        else:
            assert capsys.readouterr().out == block
    assert ran == 4
    assert (tmp_path / "reports.spacy").stat().st_size > 1000
