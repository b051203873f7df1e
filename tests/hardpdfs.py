"""Hard PDFs, each made by one of five writers from the same report: what must come out of it, or what must be said of it.

A case gives its bytes and the characters of its source in reading order (white space aside). A writer that the machine lacks skips the test
and names the package to install: libreoffice-writer-nogui and chromium are Debian's, weasyprint and fpdf2 Python's.
"""

from __future__ import annotations

import html
import importlib.util
import io
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFont, UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.setting import FACES, HEIGHT, WIDTH, require

TITLE = "临江县民政局2021年度困难群众救助工作自评报告"
BODY = (
    "按照《关于开展绩效评价工作的通知》（临民发〔2021〕15号）要求，我局对照评价标准逐条自查，自查得分97.5分，现将自查情况报告如下。",
    "一、工作保障（分值12分，自评得分11.5分）",
    "（一）政策保障。制定方案3个，召开推进会12次，此项分值6分，自评得分6分。",
    "（二）资金保障。共发放救助资金1205.50万元，惠及困难群众3641户7282人，同比增长3.4%，因拨付时间晚于时限12天，扣减0.5分，此项分值6分，自评得分5.5分。",
    "二、工作管理（分值88分，自评得分86分）",
    "（一）对象认定。入户核查2310户，新增213户，退出97户，做到应保尽保、应退尽退，此项分值48分，自评得分47分，因个别档案资料不完整，扣减1分。",
    "（二）动态管理。每月公示一次，全年公示12次，受理投诉举报9件，全部按期办结，此项分值40分，自评得分39分，因台账更新不及时，扣减1分。",
    "三、存在的问题和下一步打算",
    "一是基层力量不足，全县乡镇民政助理员平均每人服务对象超过500户；二是信息共享不够及时，跨部门数据比对每季度才进行一次。下一步将加强队伍建设，提高数据比对频次。",
)
WHOLE = TITLE + "".join(BODY)


@dataclass(frozen=True)
class Hard:
    """One case. text: the characters that the normalised text must hold. flags and unusable: what the reading must say."""

    name: str
    writer: str
    make: Callable[[], bytes]
    text: str = WHOLE
    flags: tuple[str, ...] = ()
    unusable: tuple[str | None, ...] = ()


CASES: list[Hard] = []


def case(
    writer: str, text: str = WHOLE, flags: tuple[str, ...] = (), unusable: tuple[str | None, ...] = ()
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Adds a maker of a file to the cases, under its own name."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES.append(Hard(make.__name__.removeprefix("_").replace("_", "-"), writer, make, text, flags, unusable))
        return make

    return add


# reportlab


class Sheet:
    """A canvas that sets paragraphs line by line. ``draw`` puts one line down and may be replaced by something harder."""

    def __init__(self, size: float = 14.0, columns: int = 30, left: float = 85.0, page: tuple[float, float] = (WIDTH, HEIGHT)) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=page, invariant=1)
        self.font = require()
        self.size, self.columns, self.left, self.height = size, columns, left, page[1]
        self.top = 100.0
        self.draw: Callable[[float, float, str], None] = self.canvas.drawString

    def lines(self, paragraphs: Sequence[str], columns: int | None = None) -> Iterator[tuple[int, str]]:
        """Indent in ems and text of each line."""
        for paragraph in paragraphs:
            text, indent = paragraph, 2
            while text:
                width, cut = 0.0, 0
                while cut < len(text) and width <= (columns or self.columns) - indent - 1:
                    width += 1.0 if ord(text[cut]) > 0x2000 else 0.5
                    cut += 1
                while cut < len(text) and text[cut] in "，。、；：）》%.0123456789":
                    cut += 1
                yield indent, text[:cut]
                text, indent = text[cut:], 0

    def paragraphs(self, paragraphs: Sequence[str], pitch: float = 1.7) -> Sheet:
        self.canvas.setFont(self.font, self.size)
        for indent, text in self.lines(paragraphs):
            self.draw(self.left + indent * self.size, self.height - self.top, text)
            self.top += pitch * self.size
        return self

    def title(self, size: float = 18.0) -> Sheet:
        self.canvas.setFont(self.font, size)
        self.draw((WIDTH - pdfmetrics.stringWidth(TITLE, self.font, size)) / 2, self.height - self.top, TITLE)
        self.top += 2.5 * size
        return self

    def turn(self) -> Sheet:
        self.canvas.showPage()
        self.canvas.setFont(self.font, self.size)
        self.top = 100.0
        return self

    def pdf(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


@case("reportlab")
def _bold_by_overprinting() -> bytes:
    """Everything two to four times, 0.2 to 1 pt apart, whole lines or character by character, small type too."""
    sheet = Sheet(size=9.0, columns=45)

    def bold(x: float, y: float, text: str) -> None:
        step = 0.2 + 0.2 * (int(y) % 5)
        if int(y) % 2:
            for char in text:
                width = pdfmetrics.stringWidth(char, sheet.font, sheet.canvas._fontsize)
                for shift in (0.0, step):
                    sheet.canvas.drawString(x + shift, y + shift / 3, char)
                x += width
        else:
            for shift in (0.0, step / 2, step):
                sheet.canvas.drawString(x + shift, y, text)

    sheet.draw = bold
    return sheet.title().paragraphs(BODY).pdf()


@case("reportlab")
def _bold_by_stroking() -> bytes:
    """Filled and stroked, and the same text object twice at one place."""
    sheet = Sheet()

    def bold(x: float, y: float, text: str) -> None:
        for _ in range(2):
            stroked = sheet.canvas.beginText(x, y)
            stroked.setTextRenderMode(2)
            stroked.textOut(text)
            sheet.canvas.drawText(stroked)

    sheet.draw = bold
    return sheet.title().paragraphs(BODY).pdf()


@case("reportlab")
def _shadows() -> bytes:
    """A pale copy of every line, below and to the right of it, painted first."""
    sheet = Sheet()

    def shadowed(x: float, y: float, text: str) -> None:
        sheet.canvas.setFillGray(0.75)
        sheet.canvas.drawString(x + 1.2, y - 1.2, text)
        sheet.canvas.setFillGray(0)
        sheet.canvas.drawString(x, y, text)

    sheet.draw = shadowed
    return sheet.title().paragraphs(BODY).pdf()


def _turned(quarters: int) -> bytes:
    data = Sheet().title().paragraphs(BODY).pdf()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            matrix = {1: f"0 1 -1 0 {HEIGHT} 0", 2: f"-1 0 0 -1 {WIDTH} {HEIGHT}", 3: f"0 -1 1 0 0 {WIDTH}"}[quarters]
            page.contents_add(f"q {matrix} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.Rotate = 90 * quarters
            if quarters != 2:
                page.MediaBox = pikepdf.Array([0, 0, HEIGHT, WIDTH])
        document.save(out)
    return out.getvalue()


@case("reportlab")
def _page_turned_90() -> bytes:
    return _turned(1)


@case("reportlab")
def _page_turned_180() -> bytes:
    return _turned(2)


@case("reportlab")
def _page_turned_270() -> bytes:
    return _turned(3)


ROWS = (
    ("指标", "分值", "得分", "扣分原因"),
    ("政策保障", "6", "6", "无"),
    ("资金保障", "6", "5.5", "拨付时间晚"),
    ("对象认定", "48", "47", "档案不完整"),
)


@case("reportlab", text=WHOLE + "".join("".join(row) for row in ROWS))
def _table_page_set_sideways() -> bytes:
    """A portrait file whose second page holds a ruled table that is set sideways; its page number stands upright."""
    sheet = Sheet().title().paragraphs(BODY)
    canvas = sheet.canvas
    canvas.drawString(WIDTH / 2 - 20, 50, "— 1 —")
    sheet.turn()
    canvas.drawString(WIDTH / 2 - 20, 50, "— 2 —")
    canvas.saveState()
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.setFont(sheet.font, 14)
    canvas.grid([100, 250, 350, 450, 650], [HEIGHT - 600 + 30 * row for row in range(5)])
    for row, cells in enumerate(ROWS):
        for x, cell in zip((110, 260, 360, 460), cells, strict=True):
            canvas.drawString(x, HEIGHT - 600 + 130 - 30 * (row + 1), cell)
    canvas.restoreState()
    return sheet.pdf()


@case("reportlab")
def _watermark_at_a_slant() -> bytes:
    sheet = Sheet()
    for half in (BODY[:4], BODY[4:]):
        sheet.canvas.saveState()
        sheet.canvas.setFillGray(0.85)
        sheet.canvas.setFont(sheet.font, 60)
        sheet.canvas.translate(120, 350)
        sheet.canvas.rotate(40)
        sheet.canvas.drawString(0, 0, "内部资料 请勿外传")
        sheet.canvas.restoreState()
        (sheet.title() if half is BODY[:4] or half[0] == BODY[0] else sheet).paragraphs(half).turn()
    return sheet.pdf()


@case("reportlab")
def _watermark_in_tiles() -> bytes:
    """Small words at a slant all over the page, drawn after the text and hardly paler."""
    sheet = Sheet().title().paragraphs(BODY)
    canvas = sheet.canvas
    canvas.setFillGray(0.45)
    for x in range(60, 560, 170):
        for y in range(80, 800, 120):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(25)
            canvas.setFont(sheet.font, 11)
            canvas.drawString(0, 0, "张三 2022-03-01")
            canvas.restoreState()
    return sheet.pdf()


@case("reportlab")
def _watermark_level_across_the_lines() -> bytes:
    """Large, pale and level, between and on the lines; on the last page no line is near it."""
    sheet = Sheet()
    for number, half in enumerate((BODY[:6], BODY[6:])):
        sheet.canvas.saveState()
        sheet.canvas.setFillColorRGB(1, 0.75, 0.75)
        sheet.canvas.setFont(sheet.font, 70)
        sheet.canvas.drawString(150, HEIGHT - (320 if number == 0 else 520), "征求意见稿")
        sheet.canvas.restoreState()
        (sheet if number else sheet.title()).paragraphs(half).turn()
    return sheet.pdf()


@case("reportlab", flags=("hidden-text",))
def _hidden_and_white_words() -> bytes:
    """Invisible words (mode 3), white ones on paper and some off the page; white words on a dark bar are the title."""
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.rect(60, HEIGHT - 110, WIDTH - 120, 36, stroke=0, fill=1)
    canvas.setFillGray(1)
    sheet.title()
    canvas.setFillGray(0)
    sheet.paragraphs(BODY[:3])
    canvas.setFillGray(1)
    canvas.drawString(sheet.left, HEIGHT - sheet.top, "此处白字自评得分100分")
    canvas.saveState()
    canvas.setFillGray(0)
    unseen = canvas.beginText(sheet.left + 40, HEIGHT - sheet.top + 20)
    unseen.setTextRenderMode(3)
    unseen.textOut("此处隐藏自评得分99分")
    canvas.drawText(unseen)
    canvas.restoreState()
    canvas.setFillGray(0)
    canvas.drawString(sheet.left, -40, "页外文字扣减9分")
    return sheet.paragraphs(BODY[3:]).pdf()


@case("reportlab", flags=("ocr-layer",))
def _scan_with_what_was_recognised() -> bytes:
    """An image in two strips covers the page; the text is invisible and lies on it."""
    sheet = Sheet()
    noise = random.Random(5)
    for y in (0.0, HEIGHT / 2):
        pixels = b"P5 60 40 255 " + bytes(noise.randrange(200, 256) for _ in range(2400))
        sheet.canvas.drawImage(ImageReader(io.BytesIO(pixels)), 0, y, WIDTH, HEIGHT / 2)

    def unseen(x: float, y: float, text: str) -> None:
        words = sheet.canvas.beginText(x, y)
        words.setTextRenderMode(3)
        words.textOut(text)
        sheet.canvas.drawText(words)

    sheet.draw = unseen
    return sheet.title().paragraphs(BODY).pdf()


@case("reportlab", text="临江县民政局文件临江县财政局临民发〔2022〕8号签发人：李明" + WHOLE)
def _letterhead_of_two_bodies() -> bytes:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColorRGB(0.85, 0, 0)
    canvas.setFont(sheet.font, 24)
    canvas.drawString(130, HEIGHT - 90, "临江县民政局")
    canvas.drawString(130, HEIGHT - 125, "临江县财政局")
    canvas.setFont(sheet.font, 44)
    canvas.drawString(300, HEIGHT - 115, "文件")
    canvas.setFillGray(0)
    canvas.setFont(sheet.font, 14)
    canvas.drawString(100, HEIGHT - 165, "临民发〔2022〕8号")
    canvas.drawString(390, HEIGHT - 165, "签发人：李明")
    sheet.top = 220
    return sheet.title().paragraphs(BODY).pdf()


@case("reportlab")
def _radicals_for_characters() -> bytes:
    """The file says ⼀ for 一, ⻅ for 见, and so on, as fonts with shared glyphs do."""
    folded = {"一": "⼀", "二": "⼆", "人": "⼈", "户": "⼾", "比": "⽐", "力": "⼒", "工": "⼯", "长": "⻓", "入": "⼊", "门": "⻔"}
    return _with_other_meanings(Sheet().title().paragraphs(BODY).pdf(), folded)


@case("reportlab", flags=("private-use",), text=WHOLE.replace("档", "\ue123").replace("案", "\ue456"))
def _a_few_glyphs_of_private_use() -> bytes:
    return _with_other_meanings(Sheet().title().paragraphs(BODY).pdf(), {"档": "\ue123", "案": "\ue456"})


@case("reportlab", unusable=("no-unicode",))
def _most_glyphs_of_private_use() -> bytes:
    common = sorted(set(WHOLE) - set("0123456789"))
    return _with_other_meanings(Sheet().title().paragraphs(BODY).pdf(), {char: chr(0xE000 + at) for at, char in enumerate(common)})


@case("reportlab", unusable=("no-unicode",))
def _glyph_numbers_in_words() -> bytes:
    """Another program wrote (cid:n) for each glyph that it could not read."""
    sheet = Sheet(size=8.0)
    return sheet.paragraphs(["".join(f"(cid:{ord(char)})" for char in text[:40]) for text in BODY[:5]]).pdf()


def _with_other_meanings(data: bytes, changes: dict[str, str]) -> bytes:
    """The file with other Unicode values for the characters named, in its ToUnicode maps."""
    out = io.BytesIO()
    wanted = {f"{ord(old):04X}": f"{ord(new):04X}" for old, new in changes.items()}
    with pikepdf.open(io.BytesIO(data)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                told = item.ToUnicode.read_bytes().decode()
                item.ToUnicode.write(re.sub(r"<([0-9A-F]{4})>", lambda match: f"<{wanted.get(match[1], match[1])}>", told).encode())
        document.save(out)
    return out.getvalue()


def _not_embedded(font: UnicodeCIDFont | CIDFont) -> bytes:
    pdfmetrics.registerFont(font)
    sheet = Sheet()
    sheet.font = font.fontName
    return sheet.title().paragraphs(BODY).pdf()


@case("reportlab")
def _font_not_embedded_unicode_map() -> bytes:
    return _not_embedded(UnicodeCIDFont("STSong-Light"))


@case("reportlab")
def _font_not_embedded_gbk_map() -> bytes:
    """STSong-Light with GBK-EUC-H: the strings are GBK bytes."""
    sheet = Sheet()
    require()
    words: list[str] = ["BT"]
    for x, y, size, text in [(90.0, 740.0, 18, TITLE)] + [
        (85.0 + 14 * indent, 690.0 - 24 * row, 14, text) for row, (indent, text) in enumerate(sheet.lines(BODY))
    ]:
        words.append(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('gbk').hex()}> Tj")
    content = "\n".join([*words, "ET"]).encode()
    document = pikepdf.new()
    document.add_blank_page(page_size=(WIDTH, HEIGHT))
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/STSong-Light"), Flags=6, FontBBox=[-25, -254, 1000, 880],
        ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93,
    )  # fmt: skip
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=pikepdf.Name("/STSong-Light"), FontDescriptor=descriptor, DW=1000,
        W=[814, 907, 500], CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=2),
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name("/STSong-Light"), Encoding=pikepdf.Name("/GBK-EUC-H"),
        DescendantFonts=[document.make_indirect(inner)],
    )  # fmt: skip
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.Contents = document.make_stream(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


STACK = "产出指标"


@case("reportlab", text=TITLE + STACK + "数量指标救助人次≥700072826060质量指标认定准确率≥98%99.1%6060" + "".join(BODY))
def _letters_on_top_of_each_other() -> bytes:
    """A first column whose word runs downwards beside two rows of a table without rulings."""
    sheet = Sheet().title()
    canvas = sheet.canvas
    canvas.setFont(sheet.font, 12)
    for order, char in enumerate(STACK):
        canvas.drawString(90, HEIGHT - 160 - 15 * order, char)
    for y, row in ((168, "数量指标 救助人次 ≥7000 7282 60 60"), (197, "质量指标 认定准确率 ≥98% 99.1% 60 60")):
        for x, cell in zip((115, 190, 280, 340, 400, 440), row.split(), strict=True):
            canvas.drawString(x, HEIGHT - y, cell)
    sheet.top = 260
    return sheet.paragraphs(BODY).pdf()


@case("reportlab")
def _newspaper_columns() -> bytes:
    """The title over both columns; lines of both stand at one height, and the right one is drawn in turn with the left."""
    sheet = Sheet(size=10.5, columns=20, left=60.0).title()
    canvas = sheet.canvas
    canvas.setFont(sheet.font, 10.5)
    lines = [(indent, text) for indent, text in sheet.lines([*BODY, *BODY])]
    half = (len(lines) + 1) // 2
    for row in range(half):
        for x, at in ((60.0, row), (320.0, row + half)):
            if at < len(lines):
                canvas.drawString(x + 10.5 * lines[at][0], HEIGHT - 150 - 17 * row, lines[at][1])
    return sheet.pdf()


CASES[-1] = Hard(CASES[-1].name, "reportlab", CASES[-1].make, TITLE + "".join(BODY) * 2)


@case(
    "reportlab",
    text=TITLE
    + "产出指标数量指标完成救助人次数达到年初下达的任务7000人次60分质量指标救助对象认定准确60分效益指标社会效益困难群众生活得到改善30分"
    + "".join(BODY),
)
def _ruled_table_with_broken_cells() -> bytes:
    """Cells of several lines, one cell over two rows, words downwards in it."""
    sheet = Sheet().title()
    canvas = sheet.canvas
    canvas.setFont(sheet.font, 12)
    top = HEIGHT - 140
    for y in (top, top - 140):
        canvas.line(80, y, 500, y)
    for x in (80, 105, 190, 420, 500):
        canvas.line(x, top, x, top - 140)
    canvas.line(105, top - 60, 500, top - 60)
    canvas.line(80, top - 100, 500, top - 100)
    for order, char in enumerate(STACK):
        canvas.drawString(86, top - 22 - 16 * order, char)
    for x, y, text in (
        (110, 35, "数量指标"), (195, 20, "完成救助人次数达到年初下达的任务70"), (195, 36, "00人次"), (425, 35, "60分"), (110, 85, "质量指标"), (195, 85, "救助对象认定准确"),
        (425, 85, "60分"), (82, 118, "效益"), (82, 134, "指标"), (110, 125, "社会效益"), (195, 125, "困难群众生活得到改善"), (425, 125, "30分"),
    ):  # fmt: skip
        canvas.drawString(x, top - y, text)
    sheet.top = 320
    return sheet.paragraphs(BODY).pdf()


@case("reportlab")
def _heads_in_the_corners() -> bytes:
    """Odd pages name the office on the left and the number on the right, even ones the other way round; the date runs along."""
    sheet = Sheet()
    pages = (BODY[:2], BODY[2:4], BODY[4:6], BODY[6:8], BODY[8:])
    for number, part in enumerate(pages, start=1):
        sheet.canvas.setFont(sheet.font, 9)
        office, page = ("临江县民政局", str(number)) if number % 2 else ("自评报告（2022年3月1日）", str(number))
        left, right = (office, page) if number % 2 else (page, office)
        sheet.canvas.drawString(85, HEIGHT - 50, left)
        sheet.canvas.drawRightString(WIDTH - 85, HEIGHT - 50, right)
        (sheet if number > 1 else sheet.title()).paragraphs(part).turn()
    return sheet.pdf()


@case("reportlab", text=WHOLE + "自评得分97.5分")
def _form_field() -> bytes:
    """The score stands in a form field, not in the page's content."""
    sheet = Sheet().title().paragraphs(BODY)
    y = HEIGHT - sheet.top
    sheet.canvas.drawString(113, y, "自评得分")
    sheet.canvas.acroForm.textfield(name="score", value="97.5", x=171, y=y - 4, width=34, height=18, fontSize=14, borderWidth=0)
    sheet.canvas.drawString(206, y, "分")
    return sheet.pdf()


@case("reportlab", flags=("repaired",))
def _tail_lost() -> bytes:
    return Sheet().title().paragraphs(BODY).pdf()[:-150]


@case("reportlab", flags=("owner-password",))
def _owner_password() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(Sheet().title().paragraphs(BODY).pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(extract=False)))
    return out.getvalue()


# fpdf2


def _song() -> Path:
    require()
    return sorted(Path("/usr/share/fonts").rglob(FACES["song"][0]))[0]


def _fpdf():  # type: ignore[no-untyped-def]
    if importlib.util.find_spec("fpdf") is None:
        pytest.skip("no fpdf here: pip install fpdf2")
    import logging

    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(True, 90)
    pdf.set_margins(85, 80, 75)
    pdf.add_font("song", "", _song())
    pdf.set_font("song", size=14)
    return pdf


def _written(pdf, paragraphs: Sequence[str] = BODY, title: bool = True) -> bytes:  # type: ignore[no-untyped-def]
    if title:
        pdf.set_font("song", size=18)
        pdf.multi_cell(0, 34, TITLE, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("song", size=14)
    for paragraph in paragraphs:
        pdf.multi_cell(0, 24, "　　" + paragraph, new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    return bytes(pdf.output())


@case("fpdf2")
def _fpdf_stroked_and_condensed() -> bytes:
    pdf = _fpdf()
    pdf.add_page()
    pdf.text_mode = "FILL_STROKE"
    pdf.set_char_spacing(0.8)
    return _written(pdf)


@case("fpdf2")
def _fpdf_watermark_and_numbers() -> bytes:
    pdf = _fpdf()

    def header() -> None:
        with pdf.local_context(fill_opacity=0.2), pdf.rotation(45, 300, 420):
            pdf.set_font("song", size=72)
            pdf.text(120, 440, "仅供内部使用")
        pdf.set_font("song", size=14)

    def footer() -> None:
        pdf.set_y(-50)
        pdf.set_font("song", size=10)
        pdf.cell(0, 12, f"第 {pdf.page_no()} 页 共 2 页", align="R" if pdf.page_no() % 2 else "L")

    pdf.header, pdf.footer = header, footer
    pdf.add_page()
    pdf.set_font("song", size=14)
    pdf.multi_cell(0, 34, TITLE, align="C", new_x="LMARGIN", new_y="NEXT")
    for paragraph in BODY[:5]:
        pdf.multi_cell(0, 24, "　　" + paragraph, new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    pdf.add_page()
    return _written(pdf, BODY[5:], title=False)


@case("fpdf2", text=TITLE + "".join(BODY[:2]) + "".join("".join(row) for row in ROWS) + "".join(BODY[2:]))
def _fpdf_table_and_map_in_the_file() -> bytes:
    """A ruled table; then the font's character map is written into the file as a stream, where only its name was."""
    pdf = _fpdf()
    pdf.add_page()
    pdf.set_font("song", size=18)
    pdf.multi_cell(0, 34, TITLE, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("song", size=14)
    for paragraph in BODY[:2]:
        pdf.multi_cell(0, 24, "　　" + paragraph, new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    with pdf.table(first_row_as_headings=False) as table:
        for cells in ROWS:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    data = _written(pdf, BODY[2:], title=False)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for item in list(document.objects):
            if isinstance(item, pikepdf.Dictionary) and item.get("/Encoding") == pikepdf.Name("/Identity-H"):
                item.Encoding = document.make_stream(
                    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def\n"
                    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 begincidrange <0000> <FFFF> 0 endcidrange\n"
                    b"endcmap end end",
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.CMap, CMapName=pikepdf.Name.Own,
                        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
                    ),
                )  # fmt: skip
        document.save(out)
    return out.getvalue()


# WeasyPrint and Chromium, from the same pages of HTML

FAMILY = "AR PL SungtiL GB"


def _page(body: str, style: str = "") -> str:
    return (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>自评</title><style>body {{ font: 14pt/1.7 '{FAMILY}'; margin: 0 }} h1 {{ font-size: 18pt; font-weight:"
        f" normal; text-align: center }} p {{ text-indent: 2em; margin: 0 }} table {{ border-collapse: collapse; width: 100% }} td {{ border: 1px solid #000; padding: 4px }}"
        f" {style}</style>{body}</html>"
    )


def _text(paragraphs: Sequence[str] = BODY, title: bool = True) -> str:
    return (f"<h1>{TITLE}</h1>" if title else "") + "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)


def _weasy(page: str) -> bytes:
    require()
    if importlib.util.find_spec("weasyprint") is None:
        pytest.skip("no weasyprint here: pip install weasyprint (and the Debian packages libpango-1.0-0 libpangoft2-1.0-0)")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint import HTML

        return bytes(HTML(string=page).write_pdf())


@case("weasyprint")
def _weasy_corners_of_odd_and_even_pages() -> bytes:
    style = (
        f"@page {{ size: A4; margin: 30mm 28mm; font: 9pt '{FAMILY}' }} @page :right {{ @top-left {{ content: '临江县民政局' }} @bottom-right {{ content: '— ' counter(page) ' —' }} }}"
        "@page :left { @top-right { content: '2021年度自评报告' } @bottom-left { content: '— ' counter(page) ' —' } } .b { break-before: page }"
    )
    parts = (BODY[:2], BODY[2:4], BODY[4:6], BODY[6:])
    return _weasy(
        _page("".join(f"<div class={'b' if at else 'a'}>{_text(part, title=not at)}</div>" for at, part in enumerate(parts)), style)
    )


@case("weasyprint", text=TITLE + "".join(BODY) * 2)
def _weasy_newspaper_columns() -> bytes:
    style = "@page { size: A4; margin: 20mm } body { font-size: 10.5pt } .c { columns: 2; column-gap: 2em; text-align: justify }"
    return _weasy(_page(f"<h1>{TITLE}</h1><div class=c>{_text([*BODY, *BODY], title=False)}</div>", style))


@case("weasyprint", text=WHOLE + "officefilefloworprofit 项目Firefox完成率100%".replace(" ", ""))
def _weasy_ligatures_and_a_fixed_watermark() -> bytes:
    style = (
        "@page { size: A4; margin: 30mm 28mm } .w { position: fixed; top: 90mm; left: 20mm; font-size: 60pt; color: rgba(200,0,0,.3); transform: rotate(-35deg) }"
        " .l { font-family: 'DejaVu Sans', 'AR PL SungtiL GB'; font-variant-ligatures: common-ligatures }"
    )
    words = "<p class=l>office file flow or profit 项目 Firefox 完成率100%</p>"
    return _weasy(_page(f"<div class=w>送审稿</div>{_text()}{words}", style))


def _chromium(page: str, *options: str) -> bytes:
    require()
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium here: install the Debian package chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            found, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", *options, f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


@case("chromium")
def _chromium_with_its_own_head_and_foot() -> bytes:
    """Date, title, address and number of the page in all four corners."""
    return _chromium(_page(_text(BODY[:5]) + f"<div style='break-before: page'>{_text(BODY[5:], title=False)}</div>"))


@case("chromium")
def _chromium_head_and_foot_of_a_single_page() -> bytes:
    return _chromium(_page(_text(), "body { font-size: 11pt }"))


@case("chromium", text=TITLE + "产出指标数量指标救助人次7282人60分质量指标认定准确率99.1%40分" + "".join(BODY))
def _chromium_table_with_upright_words() -> bytes:
    table = (
        "<table><tr><td rowspan=2 style='writing-mode: vertical-rl; text-orientation: upright; height: 5em'>产出指标</td><td>数量指标</td><td>救助人次7282人</td><td>60分</td></tr>"
        "<tr><td>质量指标</td><td>认定准确率99.1%</td><td>40分</td></tr></table>"
    )
    return _chromium(_page(f"<h1>{TITLE}</h1>{table}{_text(title=False)}"), "--no-pdf-header-footer")


@case("chromium")
def _chromium_bold_shadow_and_watermark() -> bytes:
    """Bold that the font lacks, a shadow under the title, a fixed pale watermark at a slant on each page."""
    style = "h1, b { font-weight: bold } h1 { text-shadow: 1px 1px #999 } .w { position: fixed; top: 40%; left: 15%; font-size: 70px; opacity: .15; transform: rotate(-30deg) }"
    body = "".join(f"<p><b>{html.escape(paragraph[:6])}</b>{html.escape(paragraph[6:])}</p>" for paragraph in BODY)
    return _chromium(_page(f"<div class=w>内部资料</div><h1>{TITLE}</h1>{body}", style), "--no-pdf-header-footer")


@case("chromium", text=TITLE + "".join(BODY) * 2)
def _chromium_newspaper_columns() -> bytes:
    style = "body { font-size: 10pt } .c { columns: 2; column-gap: 24px; text-align: justify }"
    return _chromium(_page(f"<h1>{TITLE}</h1><div class=c>{_text([*BODY, *BODY], title=False)}</div>", style), "--no-pdf-header-footer")


# LibreOffice, from flat ODF

ODF = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name-asian="F" fo:font-size="14pt" style:font-size-asian="14pt"
 fo:language="zh" fo:country="CN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/></office:styles>
<office:font-face-decls><style:font-face style:name="F" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:font-family="'AR PL SungtiL GB'"/>
</office:font-face-decls>
<office:automatic-styles>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties style:font-name="F" fo:font-size="18pt"
 style:font-size-asian="18pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:text-indent="28pt" fo:line-height="24pt"/><style:text-properties style:font-name="F"/></style:style>
<style:style style:name="N" style:family="paragraph"><style:paragraph-properties fo:break-before="page" fo:text-indent="28pt" fo:line-height="24pt"/>
<style:text-properties style:font-name="F"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="9pt" style:font-size-asian="9pt"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/><style:text-properties style:font-name="F" fo:font-size="9pt"
 style:font-size-asian="9pt"/></style:style>
<style:style style:name="C" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:style style:name="S" style:family="paragraph"><style:paragraph-properties fo:text-indent="20pt" fo:line-height="17pt" fo:text-align="justify"/><style:text-properties
 style:font-name="F" fo:font-size="10pt" style:font-size-asian="10pt"/></style:style>
<style:style style:name="X" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="3pt"/></style:style>
<style:style style:name="W1" style:family="table-column"><style:table-column-properties style:column-width="0.9cm"/></style:style>
<style:style style:name="W2" style:family="table-column"><style:table-column-properties style:column-width="3.6cm"/></style:style>
<style:style style:name="G" style:family="table"><style:table-properties style:width="15.3cm" table:align="left"/></style:style>
<style:page-layout style:name="P" style:page-usage="mirrored"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm"
 fo:margin-bottom="2cm" fo:margin-left="2.8cm" fo:margin-right="2.6cm"/><style:header-style><style:header-footer-properties fo:min-height="1cm"
 fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">%HEADS%</style:master-page></office:master-styles>
<office:body><office:text>%TEXT%</office:text></office:body></office:document>"""


def _odf(body: str, heads: str = "") -> str:
    return ODF.replace("%HEADS%", heads).replace("%TEXT%", body)


def _paragraphs(paragraphs: Sequence[str] = BODY, title: bool = True, style: str = "B") -> str:
    made = [f'<text:p text:style-name="{style}">{html.escape(paragraph)}</text:p>' for paragraph in paragraphs]
    return (f'<text:p text:style-name="T">{TITLE}</text:p>' if title else "") + "".join(made)


def _heads() -> str:
    number = "<text:page-number/>"
    return (
        '<style:header><text:p text:style-name="H">临江县民政局</text:p></style:header><style:header-left><text:p text:style-name="R">2021年度自评报告</text:p></style:header-left>'
        f'<style:footer><text:p text:style-name="R">— {number} —</text:p></style:footer><style:footer-left><text:p text:style-name="H">— {number} —</text:p></style:footer-left>'
    )


def _office_table() -> str:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell table:style-name="X" {more}><text:p text:style-name="H">{text}</text:p></table:table-cell>'

    figures = (
        ("数量指标", "完成困难群众救助人次数达到年初任务", "7282人次", "30分"),
        ("质量指标", "救助对象认定准确率", "99.1%", "30分"),
        ("时效指标", "资金拨付及时率", "96.5%", "28.95分"),
    )
    rows = ""
    for at, cells in enumerate(figures):
        first = "<table:covered-table-cell/>" if at else cell("产出指标", 'table:number-rows-spanned="3"')
        rows += f"<table:table-row>{first}{''.join(cell(text) for text in cells)}</table:table-row>"
    columns = '<table:table-column table:style-name="W1"/><table:table-column table:style-name="W2" table:number-columns-repeated="4"/>'
    return f'<table:table table:style-name="G">{columns}{rows}</table:table>'


OFFICE_TABLE = (
    "产出指标数量指标完成困难群众救助人次数达到年初任务7282人次30分质量指标救助对象认定准确率99.1%30分时效指标资金拨付及时率96.5%28.95分"
)


def _office_sources() -> dict[str, str]:
    turned = "".join(
        _paragraphs(part, title=not at, style="B").replace('"B"', '"N"' if at else '"B"', 1)
        for at, part in enumerate((BODY[:3], BODY[3:5], BODY[5:7], BODY[7:]))
    )
    return {
        "heads": _odf(turned, _heads()),
        "columns": _odf(
            f'<text:p text:style-name="T">{TITLE}</text:p><text:section text:style-name="C" text:name="s">{_paragraphs([*BODY, *BODY], title=False, style="S")}</text:section>'
        ),
        "table": _odf(f'<text:p text:style-name="T">{TITLE}</text:p>{_office_table()}{_paragraphs(title=False)}'),
    }


@cache
def _office() -> dict[str, bytes]:
    """All of LibreOffice's files, in one run."""
    require()
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("no soffice here: install the Debian package libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for name, text in _office_sources().items():
            path = Path(folder) / f"{name}.fodt"
            path.write_text(text, encoding="utf-8")
            sources.append(str(path))
        command = [
            found,
            "--headless",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *sources,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return {Path(path).stem: Path(path).with_suffix(".pdf").read_bytes() for path in sources}


@case("libreoffice")
def _office_heads_of_odd_and_even_pages() -> bytes:
    return _office()["heads"]


@case("libreoffice", text=TITLE + "".join(BODY) * 2)
def _office_newspaper_columns() -> bytes:
    return _office()["columns"]


@case("libreoffice", text=TITLE + OFFICE_TABLE + "".join(BODY))
def _office_table_with_letters_on_top_of_each_other() -> bytes:
    return _office()["table"]
