"""Exports hold what the reports hold, in forms that other programs take."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'gouji[dataset]'")

from extractor.dataset import spreadsheet
from extractor.dataset.columns import TABLES
from extractor.dataset.rows import table_rows
from extractor.dataset.sources import Loaded, parse
from extractor.dataset.tei import tei
from tests.conftest import Run
from tests.dataset.conftest import CORPUS, made, put

Gouji = Callable[..., Run]
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def loaded(report: bytes) -> Loaded:
    parsed = parse(report)
    return Loaded(parsed, table_rows(parsed))


def test_json_lines_are_the_reports(gouji: Gouji, batch: Path, corpus_reports: dict[str, bytes], tmp_path: Path) -> None:
    assert gouji("corpus", "export", "--format", "jsonl", batch, "-o", tmp_path).status == 0
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    exact = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
    reports = [json.loads(report, parse_float=str, parse_int=str) for report in corpus_reports.values()]
    assert exact == sorted(reports, key=lambda report: report["source"]["sha256"])


def test_csv_holds_the_rows(gouji: Gouji, batch: Path, corpus_reports: dict[str, bytes], tmp_path: Path) -> None:
    assert gouji("corpus", "export", "--format", "csv", batch, "-o", tmp_path).status == 0
    assert {path.stem for path in tmp_path.iterdir()} == set(TABLES)
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (tmp_path / "scores.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(rows) == sum(len(table_rows(parse(report))["scores"]) for report in corpus_reports.values())
    assert all(Decimal(row["value"]) == Decimal(row["value_text"]) for row in rows)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-0.5", "-0.5"),
        ("-办法", "'-办法"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("普通=文字", "普通=文字"),
        (Decimal("-0.50"), "-0.50"),
        (True, "true"),
        (["甲", "乙"], '["甲", "乙"]'),
    ],
)
def test_no_cell_is_a_formula(value: object, text: str) -> None:
    file = io.StringIO(newline="")
    spreadsheet.write(file, ["a"], [[value]])
    assert list(csv.reader(io.StringIO(file.getvalue().removeprefix("\ufeff"), newline="")))[1:] == [[text] if text else []] or text == ""
    assert spreadsheet.cell(value) == text


@pytest.mark.parametrize("name", CORPUS)
def test_tei_loses_no_character_and_no_figure(corpus_reports: dict[str, bytes], name: str) -> None:
    one = loaded(corpus_reports[name])
    root = ET.fromstring(tei(one))
    text = root.find(f"{TEI}text")
    assert text is not None
    assert "".join("".join(text.itertext()).split()) == "".join(one.report["text"].split())
    by_id = {element.get(ID): element for element in root.iter() if element.get(ID)}
    assert len(by_id) == sum(element.get(ID) is not None for element in root.iter())
    for quantity in one.report["quantities"]:
        element = by_id[quantity["id"]]
        assert element.tag == f"{TEI}measure"
        if element.get("next") is None:
            assert "".join(element.itertext()).replace("\n", "") == quantity["text"].replace("\n", "")
        if quantity["value"] is not None:
            assert Decimal(str(element.get("quantity"))) == quantity["value"] * quantity["scale"]
    pointers = [
        name[1:] for element in root.iter() for key in ("ana", "target", "next", "prev") for name in (element.get(key) or "").split()
    ]
    assert set(pointers) <= set(by_id)


def test_tei_has_the_structure_of_p5(corpus_reports: dict[str, bytes]) -> None:
    """Header before text, the three parts of a file description in their order, divisions that begin with their head, paragraphs before sub-divisions."""
    one = loaded(corpus_reports["social-assistance-2022.txt"])
    root = ET.fromstring(tei(one))
    assert root.tag == f"{TEI}TEI"
    assert [child.tag for child in root if child.tag != f"{TEI}standOff"] == [f"{TEI}teiHeader", f"{TEI}text"]
    description = root.find(f"{TEI}teiHeader/{TEI}fileDesc")
    assert description is not None
    assert [child.tag.removeprefix(TEI) for child in description] == ["titleStmt", "publicationStmt", "sourceDesc"]
    assert root.findtext(f".//{TEI}publicationStmt/{TEI}idno[@type='SHA-256']") == one.report["source"]["sha256"]
    divisions = root.findall(f".//{TEI}div[@type='section']")
    assert len(divisions) == len(one.rows["sections"])
    for division in divisions:
        tags = [child.tag.removeprefix(TEI) for child in division]
        assert tags[0] == "head"
        assert re.fullmatch("head( p)*( div)*", " ".join(tags))
    nested = root.find(f".//{TEI}div[@{ID}='s1']/{TEI}div[@{ID}='s1.2']/{TEI}p")
    assert nested is not None
    assert [(one.get("value"), one.get("ana")) for one in nested.iter(f"{TEI}num")] == [
        ("8", "#score-max"),
        ("1.25", "#deduction"),
        ("6.75", "#score-self"),
    ]
    assert [child.tag for child in root.find(f"{TEI}text/{TEI}body") or []] == [f"{TEI}div"] * len(
        root.findall(f"{TEI}text/{TEI}body/{TEI}div")
    )


def test_marks_that_cross_are_written_in_parts() -> None:
    """Crossing each other, and crossing the end of a paragraph; a control character and markup in the text."""
    report = parse(made("甲.txt", "某县自评报告\n\n一、组织领导（10分，自评得9分）\n\n支出12万元<&>用于\n\n二、其他\n\n无。\n"))
    text = report["text"]
    first, second = text.index("支出"), text.index("二、")
    span = {"places": [{"line": 1}]}
    report["quantities"] = [
        {**report["quantities"][0], "id": "q1", "at": {"start": first, "end": first + 4, **span}},
        {**report["quantities"][0], "id": "q2", "at": {"start": first + 2, "end": second + 1, **span}},
    ]
    report["text"] = text.replace("用于", "用\x01")
    root = ET.fromstring(tei(Loaded(report, table_rows(report))))
    parts = [(one.get(ID), one.get("prev"), one.get("next"), "".join(one.itertext())) for one in root.iter(f"{TEI}measure")]
    assert parts == [
        ("q1", None, None, "支出12"),
        ("q2", None, "#q2.2", "12"),
        ("q2.2", "#q2", "#q2.3", "万元<&>用\ufffd"),
        ("q2.3", "#q2.2", None, "二"),
    ]


def test_reports_without_text_are_counted(gouji: Gouji, corpus_reports: dict[str, bytes], tmp_path: Path) -> None:
    report = json.loads(corpus_reports[CORPUS[0]])
    del report["text"]
    put(tmp_path, CORPUS[0], json.dumps(report).encode())
    put(tmp_path, CORPUS[1], corpus_reports[CORPUS[1]])
    run = gouji("corpus", "export", "--format", "tei", tmp_path, "--lang", "en")
    assert run.status == 0
    assert "no text: 1" in run.err
    assert len(list((tmp_path / "dataset" / "tei").iterdir())) == 1


def test_docbin_trains_a_span_categoriser(gouji: Gouji, batch: Path, corpus_reports: dict[str, bytes], tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'gouji[spacy]'")
    from spacy.training import Corpus
    from spacy.util import fix_random_seed

    assert gouji("corpus", "export", "--format", "docbin", batch, "-o", tmp_path).status == 0
    (path,) = tmp_path.iterdir()
    again = tmp_path / "again"
    assert gouji("corpus", "export", "--format", "docbin", batch, "-o", again).status == 0
    assert (again / path.name).read_bytes() == path.read_bytes()

    fix_random_seed(8)
    nlp = spacy.blank("zh")
    examples = list(Corpus(path)(nlp))
    docs = {one.reference.user_data.get("name", index): one.reference for index, one in enumerate(examples)}
    assert len(docs) == len(corpus_reports)
    found = sorted(
        sum(len(doc.spans[f"gouji/{group}"]) for doc in docs.values()) for group in ("quantities", "deductions", "citations", "elements")
    )
    rows = [table_rows(parse(report)) for report in corpus_reports.values()]
    assert found == sorted(sum(len(one[table]) for one in rows) for table in ("quantities", "deductions", "citations", "elements"))
    quantity = next(span for doc in docs.values() for span in doc.spans["gouji/quantities"] if span.label_ == "money")
    assert quantity.text.endswith("元")

    few = tmp_path / "few"
    for name, sums in (("a.txt", "120万元，占15%"), ("b.txt", "80.5万元，占7%，惠及36户")):
        put(few, name, made(name, f"某县自评报告\n\n一、资金（10分，自评得10分）\n\n支出{sums}。\n"))
    assert gouji("corpus", "export", "--format", "docbin", few).status == 0
    short = list(Corpus(few / "dataset" / "docbin")(nlp))
    suggester = {"@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2, 3]}
    spancat = nlp.add_pipe("spancat", config={"spans_key": "gouji/quantities", "suggester": suggester})
    optimizer = nlp.initialize(lambda: short)
    assert {"money", "count", "percent"} <= set(spancat.labels)
    losses = []
    for _ in range(4):
        step: dict[str, float] = {}
        nlp.update(short, sgd=optimizer, losses=step)
        losses.append(step["spancat"])
    assert losses[-1] < losses[0]


def test_docbin_without_spacy(gouji: Gouji, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith(("extractor.dataset.docbin", "extractor.dataset.spacy"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "spacy", None)
    run = gouji("corpus", "export", "--format", "docbin", batch, "-o", tmp_path)
    assert run.status == 2
    assert "pip install 'gouji[spacy]'" in run.err
