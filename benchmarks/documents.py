"""The documents that benchmarks share: generated reports of a wished length, set as PDF or DOCX, and files of any number of pages made of them."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from corpus.recipes.making import make  # noqa: E402
from corpus.recipes.setters import set_draft  # noqa: E402
from extractor.readers.text.reader import decoded  # noqa: E402

SEED = 11
PAGE = 28 * 22 * 0.85
"""Characters on a printed page, about."""
TRIED = 120
"""Generated reports that are looked through for one of the length wished."""


@dataclass(frozen=True)
class Document:
    """A report in the forms that are measured. lines: its paragraphs."""

    name: str
    pages: int
    characters: int
    text: bytes
    pdf: bytes
    docx: bytes


def lines_of(index: int) -> list[str]:
    """The paragraphs of a generated report."""
    content = decoded("report.txt", set_draft(make("dev", SEED, index).draft, "txt"))[0]
    return [line for line in content.splitlines() if line.strip()]


def report(pages: int) -> Document:
    """The generated report whose length is nearest to so many pages, as it would come in."""
    from pypdfium2 import PdfDocument

    lengths = {index: sum(map(len, lines_of(index))) for index in range(TRIED)}
    index = min(lengths, key=lambda one: abs(lengths[one] - pages * PAGE))
    draft = make("dev", SEED, index).draft
    text, pdf, docx = (set_draft(draft, form) for form in ("txt", "pdf", "docx"))
    count = len(PdfDocument(pdf))
    return Document(f"a report of {count} pages", count, lengths[index], text, pdf, docx)


def pages_of(count: int) -> bytes:
    """A PDF of so many pages: one generated report after the other, set as one document."""
    import pikepdf

    from tests.setting import set_pages

    lines: list[str] = []
    for index in range(TRIED * 10):
        lines += lines_of(index)
        if sum(len(line) + 14 for line in lines) > 1.1 * count * 28 * 22:
            break
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(set_pages(lines).pdf)) as document:
        del document.pages[count:]
        document.save(out)
    return out.getvalue()


def tables_of(pages: int, rows: int = 24) -> bytes:
    """A PDF of ruled score tables, one a page."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table, TableStyle

    from tests.setting import require

    style = TableStyle(
        [("FONTNAME", (0, 0), (-1, -1), require()), ("FONTSIZE", (0, 0), (-1, -1), 9), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    )
    head = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
    body = [["产出指标", "数量指标", f"培训第{row}批", f"{row * 10}人", f"{row * 10}人", "2", "2"] for row in range(1, rows + 1)]
    flow: list[object] = []
    for _ in range(pages):
        flow += [Table([head, *body], style=style), PageBreak()]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
    return out.getvalue()
