"""Whole reports as Word documents give what the text gives, with numbers typed and automatic; places are paragraphs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from extractor.emitters.json import to_json
from extractor.emitters.schema import report_schema
from extractor.emitters.view import view
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.normaliser import normalise
from extractor.pipeline import extract
from extractor.readers import read_bytes
from tests.conftest import ROOT, Run
from tests.goldens import differences, projection
from tests.test_conservation import check_figures, check_homes, check_source
from tests.wordfiles import Numbers, docx, p, paragraphs_of, r, report_as_docx, row, table

NUMBERS: tuple[Numbers, ...] = ("typed", "direct", "styles")
CORPUS = (
    "business-environment-2022",
    "childcare-2022",
    "culture-2023",
    "elderly-care-2023",
    "forestry-narrative-2020",
    "health-2022",
    "market-regulation-2022",
    "veterans-2021",
)
CHANGED = (
    '<w:del w:id="1" w:author="a"><w:r><w:delText>8</w:delText></w:r></w:del><w:ins w:id="2" w:author="a"><w:r><w:t>9</w:t></w:r></w:ins>'
)


def compare(source: Path, numbers: Numbers, tmp_path: Path) -> None:
    text = extract(source)
    lines = [line.text.replace("**", "") for _, line in text.reading.lines()]
    path = tmp_path / f"{source.stem}.docx"
    path.write_bytes(report_as_docx(paragraphs_of("\n".join(lines)), numbers))
    report = extract(path)
    assert report.reading.format == "docx"
    assert differences(projection(text), projection(report)) == []
    check_source(report.text)
    check_homes(report.text, report.outline)
    check_figures(report.text, report.facts)


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_seeds(seeds: Path, tmp_path: Path, name: str, numbers: Numbers) -> None:
    """Their lines are the paragraphs of a print whose page breaks cut some: those are joined as in the text."""
    compare(seeds / f"{name}.txt", numbers, tmp_path)


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_seeds_with_their_true_paragraphs(seeds: Path, tmp_path: Path, name: str, numbers: Numbers) -> None:
    text = extract(seeds / f"{name}.txt")
    path = tmp_path / "a.docx"
    whole = [text.text.original(paragraph.span).replace("**", "") for paragraph in text.text.paragraphs]
    path.write_bytes(report_as_docx(whole, numbers))
    assert differences(projection(text), projection(extract(path))) == []


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("name", CORPUS)
def test_reports_of_the_corpus(tmp_path: Path, name: str, numbers: Numbers) -> None:
    compare(ROOT / "corpus" / f"{name}.txt", numbers, tmp_path)


# ── how lines become paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("blocks", "content"),
    [
        # paragraphs stay apart, however short and however they end
        (["工作总体开展情况良好", "各项指标完成情况符合年度预期目标要求，资金使用规范。"], ["工作总体开展情况良好", "各项指标完成情况符合年度预期目标要求，资金使用规范。"]),
        (["全市城乡低保对象动态管理和资金发放有关工作情况", "我局高度重视，全年共检查12次，发现的问题均已整改到位并逐级上报备案。"], None),
        # but what a page break of an older print cut is joined, as in a text
        (["（一）动态监测机制建设。（分值8分，自", "评得分8分）"], ["（一）动态监测机制建设。（分值8分，自评得分8分）"]),
        (["突出民政部门在脱贫攻坚中的基础性作用，并按权重赋予相应分值，突出基础性作", "用。此项分值9分。"], ["突出民政部门在脱贫攻坚中的基础性作用，并按权重赋予相应分值，突出基础性作用。此项分值9分。"]),
        # lines of one paragraph go on
        ([["全市共有低保对象", "11077户。"]], ["全市共有低保对象11077户。"]),
        ([["（一）工作", "保障（5分）"]], ["（一）工作保障（5分）"]),
        # unless the writer used soft breaks for paragraphs
        ([["一、工作保障", "制度健全，落实到位。", "（一）组织领导", "成立专班。"]], ["一、工作保障", "制度健全，落实到位。", "（一）组织领导", "成立专班。"]),
        ([["云南省民政厅", "云南省财政厅", "2017年3月21日"]], ["云南省民政厅", "云南省财政厅", "2017年3月21日"]),
    ],
)  # fmt: skip
def test_what_is_joined(blocks: list[str | list[str]], content: list[str] | None) -> None:
    def block(given: str | list[str]) -> str:
        pieces = [given] if isinstance(given, str) else given
        return p("<w:r><w:br/></w:r>".join(r(piece) for piece in pieces))

    text = normalise(read_bytes("a.docx", docx(*map(block, blocks))), builtin())
    assert text.content.split("\n") == (content if content is not None else blocks)


# ── places, findings, words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

REPORT = (
    p("某县民政局关于2021年度工作的自评报告"),
    p(),
    p("省民政厅："),
    p("一、组织领导（10分，自评得分", CHANGED, "分）"),
    p("因制度不全，扣减1分。"),
)


@pytest.fixture
def report_path(tmp_path: Path) -> Path:
    path = tmp_path / "自评报告.docx"
    path.write_bytes(docx(*REPORT))
    return path


def test_places_are_paragraphs(report_path: Path) -> None:
    found = json.loads(to_json(extract(report_path), Wording(builtin(), "zh")))
    jsonschema.Draft202012Validator(report_schema()).validate(found)
    assert found["source"]["format"] == "docx"
    assert found["source"]["flags"] == ["tracked-changes"]
    assert found["sections"][0]["score"] == {"max": 10, "self": 9}
    assert found["sections"][0]["score_at"]["self"]["places"] == [{"paragraph": 4}]
    assert found["sections"][0]["body"]["places"] == [{"paragraph": 5}]


def test_a_span_over_paragraphs_names_each(report_path: Path) -> None:
    report = extract(report_path)
    whole = report.outline.sections[0]
    places = report.text.places(type(whole.heading)(whole.heading.start, whole.body.end))
    assert [(place.page, place.line, place.paragraph) for place in places] == [(None, None, 4), (None, None, 5)]


def test_a_score_with_a_tracked_change(report_path: Path) -> None:
    found = json.loads(to_json(extract(report_path), Wording(builtin(), "zh")))
    (finding,) = [one for one in found["findings"] if one["rule"] == "document/tracked-change"]
    assert (finding["severity"], finding["section"]) == ("warning", "1")
    assert (finding["params"]["accepted"], finding["params"]["rejected"]) == ("9", "8")
    (span,) = finding["evidence"]
    assert found["text"][span["start"] : span["end"]] == "9"
    assert span["places"] == [{"paragraph": 4}]


@pytest.mark.parametrize(("lang", "place"), [("zh", "第4段"), ("en", "paragraph 4")])
def test_the_view_names_paragraphs(report_path: Path, lang: str, place: str) -> None:
    assert place in view(extract(report_path), Wording(builtin(), lang))


def test_the_command_reads_word(gouji: Callable[..., Run], report_path: Path) -> None:
    run = gouji("check", "--fail-on", "warning", report_path)
    assert (run.status, run.err) == (1, "")
    assert "接受后为 9，拒绝后为 8" in run.out


def test_a_change_in_a_table_and_one_in_a_deleted_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    deleted = '<w:del w:id="9" w:author="a"><w:r><w:delText>扣减0.5分。</w:delText></w:r></w:del>'
    path.write_bytes(
        docx(
            *REPORT[:3],
            p("一、组织领导"),
            table(row("得分", f"<w:p>{CHANGED}</w:p>")),
            p(deleted, mark='<w:del w:id="8" w:author="a"/>'),
            p("完。"),
        )
    )
    found = [one.params for one in extract(path).verification.findings if one.rule == "document/tracked-change"]
    assert [(one["variant"], one["accepted"], one["rejected"]) for one in found] == [("changed", "9", "8"), ("removed", None, "0.5")]


def test_the_same_bytes_give_the_same_json(report_path: Path) -> None:
    wording = Wording(builtin(), "zh")
    assert to_json(extract(report_path), wording) == to_json(extract(report_path), wording)


def test_footnotes_do_not_hide_the_end_of_the_document(seeds: Path, tmp_path: Path) -> None:
    source = seeds / "yunnan-2016.txt"
    paragraphs = list(paragraphs_of(source.read_text(encoding="utf-8")))
    blocks = [p(one) for one in paragraphs]
    blocks[10] = blocks[10].replace("</w:p>", '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    notes = f'<w:footnote w:id="2">{p("数据截至2016年底。")}</w:footnote>'
    path = tmp_path / "a.docx"
    path.write_bytes(docx(*blocks, footnotes=notes))
    found, wanted = projection(extract(path)), projection(extract(source))
    assert differences(wanted, found) == []
