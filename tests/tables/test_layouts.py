"""Every layout, in every form: each cell's text, place and spans, the head and the role."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractor.emitters.json import to_json
from extractor.emitters.schema import report_schema
from extractor.emitters.wording import Wording
from extractor.facts.tables import find_tables
from extractor.language.patterns import builtin
from extractor.model.facts import Table
from extractor.normaliser import normalise
from extractor.pipeline import extract_bytes
from extractor.readers import MODULES, read_bytes
from tests.tables.setting_tables import Layout, as_docx, as_html, as_markdown, as_pdf, layouts, long_layout, printable

ALL = layouts()
LONG = long_layout()
NAMES = [one.name for one in ALL]


def tables_of(name: str, data: bytes) -> tuple[Table, ...]:
    return find_tables(normalise(read_bytes(name, data), builtin()), builtin())


def said(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text.replace(" ", "")) for cell in table.cells]


def check(tables: tuple[Table, ...], layout: Layout) -> None:
    assert len(tables) == 1
    (table,) = tables
    assert said(table) == layout.truth()
    assert (table.role, table.header) == (layout.role, layout.header)
    assert (table.head_from, table.head_rows) == (layout.head_from, layout.head_rows)


def test_there_are_layouts_enough() -> None:
    assert len(ALL) >= 12


@pytest.mark.parametrize("layout", ALL, ids=NAMES)
def test_word(layout: Layout) -> None:
    check(tables_of("a.docx", as_docx(layout)), layout)


@pytest.mark.parametrize("rulings", ["lines", "boxes", "bars", "open"])
@pytest.mark.parametrize("layout", ALL, ids=NAMES)
def test_pdf(layout: Layout, rulings: Any) -> None:
    layout = printable(layout)
    check(tables_of("a.pdf", as_pdf(layout, rulings)), layout)


@pytest.mark.parametrize("layout", [one for one in ALL if one.upright], ids=lambda one: one.name)
def test_pdf_with_words_turned(layout: Layout) -> None:
    layout = printable(layout)
    check(tables_of("a.pdf", as_pdf(layout, rotated=True)), layout)


@pytest.mark.parametrize("layout", ALL, ids=NAMES)
def test_html(layout: Layout) -> None:
    if "html" not in MODULES:
        pytest.skip("web pages are not read yet")
    check(tables_of("a.html", as_html(layout)), layout)


@pytest.mark.parametrize("layout", ALL, ids=NAMES)
def test_text_in_bars(layout: Layout) -> None:
    """Text cannot say that cells are merged: what is covered is an empty cell."""
    (table,) = tables_of("a.txt", as_markdown(layout))
    texts = {(row, column): text for row, column, _, _, text in layout.truth()}
    grid = [(row, column, 1, 1, texts.get((row, column), "")) for row in range(layout.rows) for column in range(layout.columns)]
    assert said(table) == grid
    assert table.role == layout.role


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_report_holds_them_as_the_schema_says(form: str) -> None:
    layout = next(one for one in ALL if one.name == "pages-with-heads")
    report = extract_bytes(f"a.{form}", as_docx(layout) if form == "docx" else as_pdf(layout))
    found = json.loads(to_json(report, Wording(builtin(), "zh")))
    jsonschema.Draft202012Validator(report_schema()).validate(found)
    (table,) = found["tables"]
    assert list(table) == ["id", "role", "header", "head_rows", "head_from", "cells", "scores"]
    assert (table["id"], table["role"], table["header"]) == ("t1", "score", list(layout.header))
    for cell in table["cells"]:
        assert cell["at"] is not None if cell["text"] else cell["at"] is None
    spans = [cell["at"] for cell in table["cells"] if cell["text"]]
    assert [found["text"][span["start"] : span["end"]] for span in spans] == [cell["text"] for cell in table["cells"] if cell["text"]]
    pages = [place.get("page") for span in spans for place in span["places"]]
    assert set(pages) == ({1, 2, 3} if form == "pdf" else {None})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every layout as LibreOffice prints it, in one call."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no soffice here: install LibreOffice Writer")
    folder = tmp_path_factory.mktemp("printed")
    for layout in ALL:
        (folder / f"{layout.name}.docx").write_bytes(as_docx(layout))
    for repeated in (True, False):
        (folder / f"long-{repeated}.docx").write_bytes(as_docx(LONG, repeated_head=repeated))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {path.stem: path.read_bytes() for path in Path(folder).glob("*.pdf")}


@pytest.mark.parametrize("layout", ALL, ids=NAMES)
def test_pdf_by_libreoffice(layout: Layout, printed: dict[str, bytes]) -> None:
    check(tables_of("a.pdf", printed[layout.name]), layout)


@pytest.mark.parametrize("repeated", [True, False])
def test_a_long_table_by_libreoffice(repeated: bool, printed: dict[str, bytes]) -> None:
    data = printed[f"long-{repeated}"]
    assert len(read_bytes("a.pdf", data).pages) >= 5
    check(tables_of("a.pdf", data), LONG)
