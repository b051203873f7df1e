"""Table layouts written by hand (``layouts/*.toml``) and how they are set as Word, PDF and HTML.

``grid`` holds the rows; ``<`` is covered by the cell to the left, ``^`` by the one above. ``\\n`` breaks a line inside a cell. upright: texts that
are set downwards, a character a line. breaks: rows that begin a new page in a PDF; repeated: how many rows of the head stand there again.
"""

from __future__ import annotations

import html
import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests import wordfiles
from tests.setting import HEIGHT, WIDTH, require

LAYOUTS = Path(__file__).parent / "layouts"
MARGIN, LEADING, SIZE, PADDING = 50.0, 13.0, 10.0, 4.0
FOLDED = str.maketrans("()", "（）")
"""Brackets round Chinese words are wide in the normalised text."""
Rulings = Literal["lines", "boxes", "bars", "open"]


@dataclass(frozen=True)
class Placed:
    """A cell as the layout has it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True)
class Layout:
    """A layout: its cells, and what is to be read of it."""

    name: str
    cells: tuple[Placed, ...]
    rows: int
    columns: int
    role: str
    header: tuple[str, ...]
    head_from: int
    head_rows: int
    upright: frozenset[str]
    breaks: tuple[int, ...]
    repeated: int

    def truth(self) -> list[tuple[int, int, int, int, str]]:
        """Row, column, rowspan, colspan and text of each cell, without white space."""
        return [(one.row, one.column, one.rowspan, one.colspan, "".join(one.text.split()).translate(FOLDED)) for one in self.cells]

    def in_row(self, row: int) -> list[Placed]:
        return [cell for cell in self.cells if cell.row == row]


def layout(path: Path) -> Layout:
    """Reads a layout; `ValueError` where its rows differ in length."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    grid: list[list[str]] = data["grid"]
    if len({len(row) for row in grid}) != 1:
        raise ValueError(f"{path.name}: rows of different length")
    return Layout(
        path.stem,
        tuple(placed(grid)),
        len(grid),
        len(grid[0]),
        data["role"],
        tuple(name.translate(FOLDED) for name in data["header"]),
        data.get("head_from", 0),
        data.get("head_rows", 1),
        frozenset(data.get("upright", ())),
        tuple(data.get("breaks", ())),
        data.get("repeated", 0),
    )


def placed(grid: Sequence[Sequence[str]]) -> list[Placed]:
    """The cells of a grid, row by row."""
    cells: list[Placed] = []
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if text in "<^" and text:
                continue
            wide = 1
            while column + wide < len(texts) and texts[column + wide] == "<":
                wide += 1
            high = 1
            while row + high < len(grid) and grid[row + high][column] == "^":
                high += 1
            cells.append(Placed(row, column, high, wide, text))
    return cells


def printable(table: Layout) -> Layout:
    """The layout without the one mark that the typefaces of the tests lack."""
    return replace(table, cells=tuple(replace(cell, text=cell.text.replace("☑", "■")) for cell in table.cells))


def layouts() -> list[Layout]:
    return [layout(path) for path in sorted(LAYOUTS.glob("*.toml"))]


def long_layout() -> Layout:
    """Seventy items over several pages: page breaks fall between rows, within cells and within merged ones."""
    said = (
        "按照年度计划完成入户核查并建立台账",
        "每季度会商一次形成纪要",
        "资料按时归档并由专人保管定期抽查结果较好整改及时到位没有发现重大问题群众评价良好",
        "及时公示",
    )
    grid = [["一级指标", "二级指标", "分值", "得分", "扣分原因"]]
    for item in range(70):
        name = f"第{item // 7 + 1}类工作" if item % 7 == 0 else "^"
        grid.append(
            [name, f"第{item + 1}项" + said[item % 4] * (1 + item % 3), str(item % 9 + 1), str(item % 9), f"缺第{item}号材料" * (item % 5)]
        )
    return Layout("long", tuple(placed(grid)), len(grid), 5, "score", tuple(grid[0]), 0, 1, frozenset(), (), 0)


def as_docx(table: Layout, *, repeated_head: bool = False, before: Sequence[str] = ("附件：",)) -> bytes:
    """A Word file with paragraphs before and one behind the table; line breaks in a cell are paragraphs. repeated_head: the first row stands on every page."""
    covered = {(cell.row + down, cell.column): cell for cell in table.cells for down in range(1, cell.rowspan)}
    rows: list[str] = []
    for row in range(table.rows):
        here = {cell.column: cell for cell in table.in_row(row)}
        pieces: list[str] = []
        for column in range(table.columns):
            if column in here:
                cell = here[column]
                lines = "\n".join(cell.text) if cell.text in table.upright else cell.text
                content = "".join(wordfiles.p(line) if line else "<w:p/>" for line in lines.split("\n"))
                pieces.append(wordfiles.cell(content, span=cell.colspan, merge="restart" if cell.rowspan > 1 else None))
            elif (row, column) in covered:
                pieces.append(wordfiles.cell("<w:p/>", span=covered[row, column].colspan, merge="continue"))
        rows.append(wordfiles.row(*pieces, properties="<w:tblHeader/>" if repeated_head and row == 0 else ""))
    grid = "".join(f'<w:gridCol w:w="{round(20 * width)}"/>' for width in widths(table, "song"))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    drawn = wordfiles.table(*rows).replace(
        "<w:tblPr/><w:tblGrid/>", f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    return wordfiles.docx(*map(wordfiles.p, before), drawn, wordfiles.p("填表说明：据实填写。"))


def as_html(table: Layout, before: Sequence[str] = ("附件：",)) -> bytes:
    """A web page with the table between two paragraphs."""
    rows = ""
    for row in range(table.rows):
        cells = "".join(
            f"<td{f' rowspan={chr(34)}{cell.rowspan}{chr(34)}' if cell.rowspan > 1 else ''}{f' colspan={chr(34)}{cell.colspan}{chr(34)}' if cell.colspan > 1 else ''}>"
            + "<br>".join(html.escape(line) for line in ("\n".join(cell.text) if cell.text in table.upright else cell.text).split("\n"))
            + "</td>"
            for cell in table.in_row(row)
        )
        rows += f"<tr>{cells}</tr>"
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>自评表</title></head><body>'
        + "".join(f"<p>{html.escape(line)}</p>" for line in before)
        + f"<table>{rows}</table><p>填表说明：据实填写。</p></body></html>"
    ).encode()


def as_markdown(table: Layout) -> bytes:
    """The table in bars, a rule under its first row; what is merged is empty."""
    lines = ["附件：", ""]
    for row in range(table.rows):
        here = {cell.column: cell.text.replace("\n", "") for cell in table.in_row(row)}
        lines.append("| " + " | ".join(here.get(column, "") for column in range(table.columns)) + " |")
        if row == 0:
            lines.append("|" + "---|" * table.columns)
    return "\n".join([*lines, "", "填表说明：据实填写。"]).encode()


def widths(table: Layout, face: str) -> list[float]:
    """Points for each column: what its longest word needs, within limits, stretched to the page."""
    narrow = [SIZE + 2 * PADDING] * table.columns
    for cell in table.cells:
        if cell.colspan == 1 and cell.text not in table.upright:
            longest = max(len(line) for line in cell.text.split("\n")) * SIZE
            narrow[cell.column] = max(narrow[cell.column], min(longest, 8 * SIZE) + 2 * PADDING)
    share = (WIDTH - 2 * MARGIN) / sum(narrow)
    return [width * share for width in narrow]


def _wrapped(text: str, width: float, font: str) -> list[str]:
    lines = [""]
    for char in text:
        if char == "\n":
            lines.append("")
        elif pdfmetrics.stringWidth(lines[-1] + char, font, SIZE) > width:
            lines.append(char)
        else:
            lines[-1] += char
    return lines


def as_pdf(table: Layout, rulings: Rulings = "lines", *, rotated: bool = False, before: Sequence[str] = ()) -> bytes:
    """The table as reportlab draws it, a line of text above and below. rulings: whole lines from cell to cell, a stroked box a cell, thin filled bars
    (as Word draws them), or no lines at the sides. rotated: words set downwards are turned by 90° instead. before: lines on a page of their own before it.
    """
    font = require()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    columns = widths(table, font)
    lefts = [MARGIN + sum(columns[:index]) for index in range(table.columns + 1)]
    starts = [0, *table.breaks, table.rows]
    if before:
        canvas.setFont(font, SIZE)
        for number, line in enumerate(before):
            canvas.drawString(MARGIN, HEIGHT - 60 - 1.8 * LEADING * number, line)
        canvas.showPage()
    canvas.setFont(font, SIZE)
    canvas.drawString(MARGIN, HEIGHT - 60, "附件：")
    for part, (first, last) in enumerate(pairwise(starts)):
        shown = [*range(table.repeated if part else 0), *range(first, last)]
        canvas.setFont(font, SIZE)
        bottom = _page(canvas, font, table, shown, lefts, rulings, rotated)
        if last == table.rows:
            canvas.drawString(MARGIN, bottom - 30, "填表说明：据实填写。")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(canvas: Canvas, font: str, table: Layout, shown: Sequence[int], lefts: Sequence[float], rulings: Rulings, rotated: bool) -> float:
    """Draws the rows named; a merged cell that began on an earlier page goes on empty. Returns where the table ends."""
    pieces: list[Placed] = []
    for cell in table.cells:
        rows = [order for order, row in enumerate(shown) if cell.row <= row < cell.row + cell.rowspan]
        if rows:
            pieces.append(Placed(rows[0], cell.column, len(rows), cell.colspan, cell.text if shown[rows[0]] == cell.row else ""))
    lines: dict[Placed, list[str]] = {}
    heights = [LEADING + 2 * PADDING] * len(shown)
    for piece in pieces:
        width = lefts[piece.column + piece.colspan] - lefts[piece.column] - 2 * PADDING
        lines[piece] = list(piece.text) if piece.text in table.upright else _wrapped(piece.text, width, font)
        needed = LEADING * len(lines[piece]) + 2 * PADDING
        have = sum(heights[piece.row : piece.row + piece.rowspan])
        if needed > have:
            heights[piece.row + piece.rowspan - 1] += needed - have
    tops = [HEIGHT - 80 - sum(heights[:index]) for index in range(len(shown) + 1)]
    for piece in pieces:
        left, right = lefts[piece.column], lefts[piece.column + piece.colspan]
        top, bottom = tops[piece.row], tops[piece.row + piece.rowspan]
        _ruled(canvas, rulings, (left, bottom, right, top), at_side=(piece.column == 0, right == lefts[-1]))
        if rotated and piece.text in table.upright:
            canvas.saveState()
            canvas.translate((left + right) / 2 + SIZE / 3, (top + bottom) / 2 - SIZE * len(piece.text) / 2)
            canvas.rotate(90)
            canvas.drawString(0, 0, piece.text)
            canvas.restoreState()
            continue
        start = (top + bottom) / 2 + LEADING * len(lines[piece]) / 2 - SIZE
        for order, line in enumerate(lines[piece]):
            canvas.drawString(left + PADDING, start - LEADING * order, line)
    return tops[-1]


def _ruled(canvas: Canvas, rulings: Rulings, box: tuple[float, float, float, float], at_side: tuple[bool, bool]) -> None:
    left, bottom, right, top = box
    if rulings == "boxes":
        canvas.rect(left, bottom, right - left, top - bottom)
    elif rulings == "bars":
        for x0, y0, width, height in (
            (left, top - 0.25, right - left, 0.5), (left, bottom - 0.25, right - left, 0.5),
            (left - 0.25, bottom, 0.5, top - bottom), (right - 0.25, bottom, 0.5, top - bottom),
        ):  # fmt: skip
            canvas.rect(x0, y0, width, height, stroke=0, fill=1)
    else:
        for y in (top, bottom):
            canvas.line(left, y, right, y)
        for x, side in ((left, at_side[0]), (right, at_side[1])):
            if rulings == "lines" or not side:
                canvas.line(x, bottom, x, top)
