"""Whole reports as OFD give what the same layout gives as PDF, in the manner of several writers; an independent reader finds the same text."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import ofdkit
import pytest

from extractor.pipeline import extract
from extractor.readers import read_bytes
from tests.conftest import ROOT, Run
from tests.goldens import differences, projection
from tests.ofdfiles import Manner, advances, deltas, ofd, ofd_of, ofd_report, page, table, text, texts_of
from tests.setting import Setting, set_pages, set_report
from tests.test_conservation import check_figures, check_homes, check_source

REPORTS = ("social-assistance-2022", "business-environment-2022", "culture-2023")
MANNERS: tuple[Manner, ...] = get_args(Manner)


def cross_read(data: bytes) -> str:
    """What `ofdkit` reads, white space left out."""
    with ofdkit.open(data) as opened:
        found = opened.text()
        assert opened.warnings == []
    return "".join(found.split())


def squeezed(data: bytes) -> str:
    return "".join("".join(line.text.split()) for page in read_bytes("a.ofd", data).pages for line in page.lines)


def compare(source: Path, tmp_path: Path, manners: tuple[Manner, ...]) -> None:
    setting = set_report(source.read_text(encoding="utf-8"))
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(setting.pdf)
    expected = projection(extract(pdf))
    for manner in manners:
        path = tmp_path / f"{manner}.ofd"
        path.write_bytes(ofd_of(setting, manner))
        report = extract(path)
        assert (report.reading.format, report.reading.flags) == ("ofd", ())
        assert differences(expected, projection(report)) == []
        check_source(report.text)
        check_homes(report.text, report.outline)
        check_figures(report.text, report.facts)


@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_seeds(seeds: Path, tmp_path: Path, name: str) -> None:
    compare(seeds / f"{name}.txt", tmp_path, ("lines",))


@pytest.mark.parametrize("name", REPORTS)
def test_reports_give_what_the_pdf_gives(name: str, tmp_path: Path) -> None:
    compare(ROOT / "corpus" / f"{name}.txt", tmp_path, MANNERS if name == "culture-2023" else ("lines", "characters"))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("manner", MANNERS)
def test_an_independent_reader_finds_the_same_text(name: str, manner: Manner) -> None:
    setting = set_report((ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8"))
    data = ofd_of(setting, manner)
    assert squeezed(data) == cross_read(data) == setting.characters


@pytest.fixture(scope="module")
def setting() -> Setting:
    return set_pages(["按照通知要求，自查得分98.5分。", "一、工作保障（分值12分，自评得分11.5分）"] * 30, letterhead=["甲市民政局"])


@pytest.mark.parametrize("manner", MANNERS)
def test_every_character_stands_where_it_was_set(setting: Setting, manner: Manner) -> None:
    for page_set, page_read in zip(setting.pages, read_bytes("a.ofd", ofd_of(setting, manner)).pages, strict=True):
        glyphs = sorted(
            (round(glyph.baseline), round(glyph.x0), glyph.char) for line in page_set for glyph in line.glyphs if glyph.char != " "
        )
        found = []
        for line in page_read.lines:
            assert line.boxes is not None
            for char, x0, top, bottom in zip(line.text, line.boxes[0::4], line.boxes[1::4], line.boxes[3::4], strict=True):
                if char != " ":
                    found.append((round(bottom - 0.14 * (bottom - top)), round(x0), char))
        assert sorted(found) == glyphs


def test_plain_lines_and_templates_are_read_alike() -> None:
    plain = texts_of([["一、工作保障（12分）", "自评得分11.5分，扣0.5分。"], ["二、工作成效（88分）"]])
    assert squeezed(plain) == cross_read(plain) == "一、工作保障（12分）自评得分11.5分，扣0.5分。二、工作成效（88分）"
    head = page(text("某市财政局", 30, 20))
    before = '<ofd:Template TemplateID="5"/>'
    data = ofd(page(text("正文", 30, 50), before=before), common='<ofd:TemplatePage ID="5" BaseLoc="T.xml"/>', extra={"Doc_0/T.xml": head})
    assert squeezed(data) == cross_read(data) == "某市财政局正文"


def test_a_table_holds_the_same_characters() -> None:
    rows = [["一级指标", "分值", "得分"], ["产出指标", "50", "48.5"], ["总分", "100", "98.5"]]
    data = ofd(page(table(30, 40, [40, 30, 30], rows), text("自评说明", 30, 90, dx=deltas(advances("自评说明", 5.64)))))
    assert squeezed(data).replace("|", "") == cross_read(data)


def test_the_command_reads_it(tmp_path: Path, gouji) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "报告.ofd"
    path.write_bytes(ofd_report((ROOT / "corpus" / "culture-2023.txt").read_text(encoding="utf-8")))
    run: Run = gouji("extract", "--no-text", path)
    assert run.status in (0, 1), run.err
    assert '"format": "ofd"' in run.out
    assert '"lxml"' in run.out
    assert "ofd" in gouji("doctor").out
