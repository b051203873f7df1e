"""Whole reports with real tables, written once (``whole/*.txt``) and set as the files that offices send: Word, workbook, web page, print, plain text.

A line is a paragraph; ``@c `` centres it, ``@r `` sets it at the right, ``@page`` turns the page. Lines that begin with ``|`` are rows of a table: ``<`` is
covered by the cell to the left, ``^`` by the one above, ``/n`` breaks a line inside a cell, ``[[a;b//c;d]]`` is a table in the cell, ``@split`` between
rows ends the table and begins another one (as writers cut tables that do not fit). ``#.`` in a cell is an automatic number in Word, a typed one elsewhere.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from tests import wordfiles
from tests.htmlfiles import SITES
from tests.setting import require
from tests.tables.setting_tables import Placed, placed

Grid = list[list[str]]
HERE = Path(__file__).parent / "whole"
NESTED = re.compile(r"\[\[(.+?)\]\]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PERCENT = re.compile(r"(-?\d+(?:\.(\d+))?)%")
ALIGN = {"c": WD_ALIGN_PARAGRAPH.CENTER, "r": WD_ALIGN_PARAGRAPH.RIGHT, "": None}


def source(name: str) -> str:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[tuple[str, str] | Grid | None]:
    """Paragraphs with how they are set, grids, and None for a page break."""
    rows: Grid = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().replace("/n", "\n") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")])
            continue
        if rows:
            if len({len(row) for row in rows}) != 1:
                raise ValueError(f"rows of different length: {[(len(row), row[0]) for row in rows]}")
            yield rows
            rows = []
        if line.startswith("@page"):
            yield None
        elif line.startswith(("@c ", "@r ")):
            yield line[3:].strip(), line[1]
        elif line.strip() and line != "@split":
            yield line.strip(), ""


def typed(grid: Grid) -> Grid:
    """The grid with its automatic numbers typed."""
    count = 0
    out: Grid = []
    for row in grid:
        out.append([])
        for cell in row:
            count += cell == "#."
            out[-1].append(str(count) if cell == "#." else cell)
    return out


def flat(words: str) -> str:
    """A cell's words with the cells of a table inside it set apart by spaces."""
    return NESTED.sub(lambda match: re.sub(r";|//", " ", match[1]), words)


def as_text(text: str) -> bytes:
    """Cells in tabs, what is covered empty: what copying from a word processor gives."""
    lines: list[str] = []
    for block in blocks(text):
        if isinstance(block, tuple):
            lines.append(block[0])
        elif block is not None:
            lines.extend("\t".join("" if cell in ("<", "^") else flat(cell).replace("\n", "") for cell in row) for row in typed(block))
            lines.append("")
    return "\n".join(lines).encode()


def as_docx(text: str) -> bytes:
    """By python-docx: merged cells, tables in cells, cells with automatic numbers."""
    document = Document()
    for block in blocks(text):
        if block is None:
            document.add_page_break()
        elif isinstance(block, tuple):
            document.add_paragraph(block[0]).alignment = ALIGN[block[1]]
        else:
            table = document.add_table(len(block), len(block[0]), style="Table Grid")
            for cell in placed(block):
                box = table.cell(cell.row, cell.column)
                if cell.rowspan > 1 or cell.colspan > 1:
                    box = box.merge(table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1))
                _fill(box, cell.text)
            document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _fill(box: object, words: str) -> None:
    nested = NESTED.search(words)
    if words == "#.":
        box.paragraphs[0].style = "List Number"  # type: ignore[attr-defined]
        properties = box.paragraphs[0]._p.get_or_add_pPr()  # type: ignore[attr-defined]
        properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:left="0" w:firstLine="0"/>'))
        return
    first, *more = NESTED.sub("", words).split("\n")
    box.paragraphs[0].text = first  # type: ignore[attr-defined]
    for line in more:
        box.add_paragraph(line)  # type: ignore[attr-defined]
    if nested:
        rows = [row.split(";") for row in nested[1].split("//")]
        inner = box.add_table(len(rows), len(rows[0]))  # type: ignore[attr-defined]
        for row, cells in enumerate(rows):
            for column, inside in enumerate(cells):
                inner.cell(row, column).text = inside
        box.add_paragraph()  # type: ignore[attr-defined]


def _set_apart(text: str, made: Callable[[Grid], str]) -> tuple[list[str], list[str]]:
    """The paragraphs with ``TABLEnEND`` for each table, and the tables as ``made`` sets them."""
    pieces: list[str] = []
    tables: list[str] = []
    for block in blocks(text):
        if isinstance(block, tuple):
            pieces.append(block[0])
        elif block is not None:
            pieces.append(f"TABLE{len(tables)}END")
            tables.append(made(typed(block)))
    return pieces, tables


def as_numbered_docx(text: str) -> bytes:
    """Labels at the heads of paragraphs are automatic numbers; tables as `wordfiles` writes them."""
    pieces, tables = _set_apart(text, _word_table)
    made = wordfiles.report_as_docx(pieces, "direct")
    return _with_tables(made, tables)


def _with_tables(made: bytes, tables: list[str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    words = files["word/document.xml"].decode()
    for number, table in enumerate(tables):
        words = words.replace(wordfiles.p(f"TABLE{number}END"), table + "<w:p/>")
    files["word/document.xml"] = words.encode()
    return wordfiles.zipped(files)


def _word_table(grid: Grid) -> str:
    cells = placed(grid)
    covered = {(cell.row + down, cell.column): cell for cell in cells for down in range(1, cell.rowspan)}
    starts = {(cell.row, cell.column): cell for cell in cells}
    rows: list[str] = []
    for row in range(len(grid)):
        pieces: list[str] = []
        for column in range(len(grid[0])):
            if cell := starts.get((row, column)):
                content = "".join(wordfiles.p(line) if line else "<w:p/>" for line in flat(cell.text).split("\n"))
                pieces.append(wordfiles.cell(content, span=cell.colspan, merge="restart" if cell.rowspan > 1 else None))
            elif cell := covered.get((row, column)):
                pieces.append(wordfiles.cell("<w:p/>", span=cell.colspan, merge="continue"))
        rows.append(wordfiles.row(*pieces))
    return wordfiles.table(*rows)


def as_html(text: str, site: str = "portal") -> bytes:
    """A page of a government's site with the tables in the article."""
    pieces, tables = _set_apart(text, _web_table)
    page = SITES[site](list(pieces)).replace("CHARSET", "utf-8")
    for number, table in enumerate(tables):
        page = re.sub(rf"<p[^>]*>(?:<[^>]+>)*TABLE{number}END.*?</p>|TABLE{number}END", lambda _, made=table: made, page, count=1)
    return page.encode()


def _web_table(grid: Grid) -> str:
    out = ""
    last = -1
    for cell in placed(grid):
        out += "</tr><tr>" * (cell.row - last) if last >= 0 else ""
        last = cell.row
        words = "<br>".join(f"<span>{html.escape(line)}</span>" for line in flat(cell.text).split("\n"))
        out += f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}" style="border:1px solid">{words}</td>'
    return f'<table border="1" cellspacing="0"><tbody><tr>{out}</tr></tbody></table>'


def as_xlsx(text: str) -> bytes:
    """Everything on one sheet, paragraphs over its whole width, figures as numbers with the decimals printed."""
    given = list(blocks(text))
    width = max(len(block[0]) for block in given if isinstance(block, list)) - 1
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        row = 0
        for block in given:
            if isinstance(block, tuple):
                sheet.merge_range(row, 0, row, width, block[0]) if width else sheet.write(row, 0, block[0])
                row += 1
            elif block is not None:
                for cell in placed(typed(block)):
                    _write(book, sheet, row, cell)
                row += len(block)
    return buffer.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: object, top: int, cell: Placed) -> None:
    words = flat(cell.text)
    value: float | str = words
    form = None
    if NUMBER.fullmatch(words):
        value, form = float(words), "0." + "0" * len(words.partition(".")[2]) if "." in words else "0"
    elif match := PERCENT.fullmatch(words):
        value, form = float(match[1]) / 100, "0." + "0" * len(match[2]) + "%" if match[2] else "0%"
    made = book.add_format({"num_format": form} if form else {"text_wrap": True})
    row = top + cell.row
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_range(row, cell.column, row + cell.rowspan - 1, cell.column + cell.colspan - 1, value, made)  # type: ignore[attr-defined]
    else:
        sheet.write(row, cell.column, value, made)  # type: ignore[attr-defined]


def as_pdf(text: str, *, wide: bool = False) -> bytes:
    """By reportlab's page layout, which cuts tables at page ends; page numbers at the foot."""
    font = require()
    size = 9.0 if not wide else 10.0
    styles = {
        "": ParagraphStyle("body", fontName=font, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"),
        "c": ParagraphStyle("centre", fontName=font, fontSize=16, leading=26, alignment=TA_CENTER, wordWrap="CJK"),
        "r": ParagraphStyle("right", fontName=font, fontSize=12, leading=20, alignment=TA_RIGHT, wordWrap="CJK"),
    }
    inside = ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * 1.3, wordWrap="CJK")
    paper = landscape(A4) if wide else A4
    flow: list[Flowable] = []
    for block in blocks(text):
        if block is None:
            flow.append(PageBreak())
        elif isinstance(block, tuple):
            flow.append(Paragraph(html.escape(block[0]), styles[block[1]]))
        else:
            grid = typed(block)
            commands: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
            data: list[list[object]] = [[""] * len(grid[0]) for _ in grid]
            for cell in placed(grid):
                data[cell.row][cell.column] = Paragraph("<br/>".join(html.escape(line) for line in flat(cell.text).split("\n")), inside)
                if cell.rowspan > 1 or cell.colspan > 1:
                    commands.append(("SPAN", (cell.column, cell.row), (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)))
            flow.append(Table(data, colWidths=_columns(grid, paper[0] - 100, size), style=commands))
    buffer = io.BytesIO()

    def foot(canvas: object, document: object) -> None:
        canvas.setFont(font, 11)  # type: ignore[attr-defined]
        canvas.drawCentredString(paper[0] / 2, 30, f"- {document.page} -")  # type: ignore[attr-defined]

    SimpleDocTemplate(buffer, pagesize=paper, leftMargin=50, rightMargin=50, topMargin=60, bottomMargin=60, invariant=1).build(
        flow, foot, foot
    )
    return buffer.getvalue()


def _columns(grid: Grid, room: float, size: float) -> list[float]:
    wants = [3.0] * len(grid[0])
    for cell in placed(grid):
        if cell.colspan == 1:
            wants[cell.column] = max(wants[cell.column], min(max(len(line) for line in cell.text.split("\n")), 16))
    return [room * want / sum(wants) for want in wants]


FORMS = {"txt": as_text, "docx": as_docx, "numbered.docx": as_numbered_docx, "html": as_html, "xlsx": as_xlsx, "pdf": as_pdf}
