"""Running heads, page numbers and watermarks: known by place, repetition and counting, and never at the cost of the text."""

from __future__ import annotations

from array import array

import pytest

from extractor.language.patterns import builtin
from extractor.model.page import Line, Page, Reading
from extractor.model.text import Removal
from extractor.normaliser import normalise

WIDTH, HEIGHT = 595.0, 842.0
SENTENCES = (
    "全县救助工作按计划推进，资金及时足额拨付。",
    "各乡镇落实入户核查制度，动态管理到位。",
    "下一步将继续加强队伍建设，规范档案管理。",
)

Put = tuple[str, float, float]
"""Text, left edge and top of a line in points."""


def line(text: str, number: int, x: float, top: float, size: float = 14.0, mark: str | None = None) -> Line:
    """A line of full- and half-width characters; a space is six ems wide, as between the corners of a head."""
    boxes = array("d")
    for char in text:
        width = 6 * size if char == " " else size if ord(char) > 0x2000 else size / 2
        boxes.extend((x, top, x + width, top + size))
        x += width
    return Line(text, number, boxes, size, mark)


def body(page: int, count: int = 3) -> list[Put]:
    return [(SENTENCES[(page + row) % 3] + f"第{page * 10 + row}项。", 85.0, 120.0 + 28 * row) for row in range(count)]


def printed(pages: list[list[Put]]) -> Reading:
    made = tuple(
        Page(number, tuple(line(text, at, x, top) for at, (text, x, top) in enumerate(puts, start=1)), WIDTH, HEIGHT)
        for number, puts in enumerate(pages, start=1)
    )
    return Reading("a.pdf", "0" * 64, 1, "pdf", "pdfium", made, paged=True)


def furniture(pages: list[list[Put]]) -> list[str]:
    text = normalise(printed(pages), builtin())
    return [text.lines[one.line].line.text for one in text.removed if one.reason is Removal.FURNITURE]


CORNERS = {
    "top-left": (60.0, 40.0),
    "top-right": (500.0, 40.0),
    "bottom-left": (60.0, 790.0),
    "bottom-right": (500.0, 790.0),
    "middle": (290.0, 790.0),
}


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("form", ["{}", "— {} —", "- {} -", "第{}页", "第 {} 页 共 4 页", "{}/4"])
def test_page_numbers_in_any_corner(corner: str, form: str) -> None:
    x, top = CORNERS[corner]
    assert furniture([[*body(page), (form.format(page), x, top)] for page in range(1, 5)]) == [form.format(page) for page in range(1, 5)]


@pytest.mark.parametrize(
    "numbers",
    [
        ("i", "ii", "iii", "iv"),
        ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"),
        ("—一—", "—二—", "—三—", "—四—"),
        ("P.1", "P.2", "P.3", "P.4"),
        ("[1]", "[2]", "[3]", "[4]"),
    ],
)
def test_page_numbers_in_other_numerals(numbers: tuple[str, ...]) -> None:
    assert furniture([[*body(page), (number, 500.0, 790.0)] for page, number in enumerate(numbers)]) == list(numbers)


@pytest.mark.parametrize("pages", [3, 4, 5, 6, 9])
def test_heads_of_odd_and_even_pages(pages: int) -> None:
    """Number and words change corners; with three pages the only even one cannot be told."""
    heads = [f"临江县民政局 {page}" if page % 2 else f"{page} 二〇二一年度自评报告" for page in range(1, pages + 1)]
    expected = [head for page, head in enumerate(heads, start=1) if pages > 3 or page % 2]
    assert furniture([[(head, 85.0, 40.0), *body(page)] for page, head in enumerate(heads, start=1)]) == expected


def test_heads_that_carry_number_and_date() -> None:
    heads = [f"临民发〔2022〕8号 2022年3月{page}日 10:2{page}" for page in range(1, 4)]
    assert furniture([[(head, 85.0, 40.0), *body(page)] for page, head in enumerate(heads)]) == heads


def test_heads_whose_words_change_with_the_chapter() -> None:
    heads = ["一基本情况 1", "一基本情况 2", "二组织实施 3", "三存在问题 4", "三存在问题 5"]
    assert furniture([[(head, 85.0, 40.0), *body(page)] for page, head in enumerate(heads)]) == heads


def test_a_title_or_document_number_like_the_head_stays_on_the_first_page() -> None:
    pages: list[list[Put]] = [
        [("自评报告", 260.0, 100.0), ("临民发〔2022〕8号", 240.0, 130.0), *[(text, x, top + 60) for text, x, top in body(0)]]
    ]
    pages += [[("自评报告", 260.0, 40.0), *body(page)] for page in range(1, 5)]
    assert furniture(pages) == ["自评报告"] * 4
    assert normalise(printed(pages), builtin()).content.startswith("自评报告\n临民发〔2022〕8号")


def test_sentences_at_one_place_of_every_other_page_are_text() -> None:
    pages = [
        [
            ("此项分值5分，自评得分5分。" if page % 2 else f"各乡镇落实制度{page}到位。", 85.0, 120.0),
            *[(t, x, top + 40) for t, x, top in body(page)],
        ]
        for page in range(1, 5)
    ]
    assert furniture(pages) == []


@pytest.mark.parametrize(("top", "taken"), [(790.0, ["7"]), (210.0, [])])
def test_a_number_alone_on_a_single_page(top: float, taken: list[str]) -> None:
    """In the lower margin it is the page's number; below the last line it may be a figure."""
    assert furniture([[*body(0), ("7", 290.0, top)]]) == taken


def test_numbers_that_do_not_count_the_pages_are_text() -> None:
    assert furniture([[*body(page), (figure, 290.0, 300.0)] for page, figure in enumerate(("98", "12", "55"))]) == []


def test_rows_of_tables_that_are_repeated_on_each_page_are_text() -> None:
    made = []
    for number in range(1, 5):
        rows = [line("| 指标 | 分值 | 得分 |", 1, 85.0, 60.0, mark="table"), line(f"| 第{number}项 | 5 | 5 |", 2, 85.0, 90.0, mark="table")]
        made.append(Page(number, tuple(rows), WIDTH, HEIGHT))
    text = normalise(Reading("a.pdf", "0" * 64, 1, "pdf", "pdfium", tuple(made), paged=True), builtin())
    assert [one.reason for one in text.removed if one.reason is not Removal.SPACE] == []
    assert all(paragraph.table for paragraph in text.paragraphs) and len(text.paragraphs) == 8


def test_marked_lines_never_stand_in_the_text() -> None:
    lines = (
        line("资金及时足额拨", 1, 85.0, 120.0),
        line("内部资料", 2, 150.0, 130.0, 40.0, "watermark"),
        line("自评得分100分", 3, 85.0, 300.0, mark="white"),
        line("自评得分99分", 4, 85.0, 320.0, mark="hidden"),
    )
    text = normalise(Reading("a.pdf", "0" * 64, 1, "pdf", "pdfium", (Page(1, lines, WIDTH, HEIGHT),), paged=True), builtin())
    assert text.content == "资金及时足额拨"
    assert [(one.line, one.reason) for one in text.removed] == [(1, Removal.FURNITURE), (2, Removal.HIDDEN), (3, Removal.HIDDEN)]
