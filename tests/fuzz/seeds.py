"""The inputs that fuzzing starts from: small sound files of every format, made by script from the reports of ``corpus/`` and by the makers of the tests."""

from __future__ import annotations

import io
from base64 import encodebytes
from collections.abc import Callable

from tests import brokenfiles, htmlfiles, ofdfiles, setting, sheetfiles
from tests.conftest import ROOT
from tests.fuzz.packages import tar_of
from tests.wordfiles import Numbers, abstract, cell, docx, level, num, p, paragraphs_of, r, report_as_docx, row, style, table, zipped

REPORTS = (
    "childcare-2022",
    "culture-2023",
    "education-run-on-2019",
    "forestry-narrative-2020",
    "lighting-project-2023",
    "social-assistance-2022",
    "disability-ocr-2021",
)
"""Of `corpus/`: flat, nested and run-on numbering, a narrative, tables, a report that came from recognition."""
NUMBERS: tuple[Numbers, ...] = ("typed", "direct", "styles")
TABLE = """某县2021年度项目支出绩效自评表
| 一级指标 | 二级指标 | 分值 | 年度指标值 | 全年实际值 | 得分 | 未完成原因 |
| 产出指标（50分） | 数量指标 | 20 | ≥100户 | 98户 | 19.6 | 搬迁2户 |
| 产出指标（50分） | 质量指标 | 30 | ≥95% | 96.5% | 30 |  |
| 效益指标 | 社会效益 | 40 | 达成 | 达成 | 38 | … |
| 总分 |  | 90 |  |  | 87.6 |  |
"""
CLAIMS = (
    "某市民政局自评报告\n\n一、资金（分值10分，自评得分9分）\n全年预算1200万元，其中：中央800万元、省级400万元，实际支出1100万元，执行率91.67%，结余100万元。"
    "共救助60人，每人500元，共3万元，同比增长3.4%，由58人增加到60人。设立4个站点，分别为甲、乙、丙、丁。权重为40%+40%+20%。扣减1分，自评总分9分。\n"
)


def texts() -> list[str]:
    """Reports, a bare score table, a paragraph of claims."""
    return [*((ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8") for name in REPORTS), TABLE, CLAIMS, brokenfiles.REPORT]


def text_files() -> list[bytes]:
    found = [text.encode() for text in texts()]
    return [*found, found[0].decode().encode("gb18030"), found[1].decode().encode("utf-16"), found[-1].decode().encode("utf-8-sig")]


def pdfs() -> list[bytes]:
    """Pages with a type of one letter (small), and set reports where the machine has a Chinese typeface."""
    made = [
        brokenfiles.pages(),
        brokenfiles.pages(
            3, b"q 1 0 0 1 40 700 cm 0 0 200 20 re S 0 20 200 20 re S Q BT /F 12 Tf 1 0 0 1 42 705 Tm (self 9) Tj 100 0 Td (8.5) Tj ET"
        ),
        brokenfiles.pages(1, b"BT /F 9 Tf 40 800 Td 14 TL (1. alpha \\(10\\)) Tj T* (2. beta) Tj 3 Tr T* (hidden) Tj ET"),
    ]
    if setting.face("song") is not None:
        made += [setting.set_report(text).pdf for text in (CLAIMS, brokenfiles.REPORT)]
    return made


def docxs() -> list[bytes]:
    paragraphs = paragraphs_of(brokenfiles.REPORT)
    changed = (
        p('<w:ins w:id="1">' + r("自评得分9分") + '</w:ins><w:del w:id="2"><w:r><w:delText>自评得分8分</w:delText></w:r></w:del>'),
        p("<w:sdt><w:sdtContent>" + r("一、控件") + "</w:sdtContent></w:sdt>", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        table(
            row(cell(p("指标")), cell(p("分值")), cell(p("得分"))),
            row(cell(p("合计"), span=2), cell(p("9"), merge="restart")),
            row(cell(p("甲")), cell(p("9")), cell(p(""))),
        ),
        p(r("列表", "<w:b/><w:vanish/>"), num=(1, 1)),
    )
    levels = abstract(1, level(0, "chineseCounting", "%1、"), level(1, "decimalEnclosedCircle", "%1.%2"))
    return [
        *(report_as_docx(paragraphs, numbers) for numbers in NUMBERS),
        docx(*changed, numbering=levels + num(1, 1), styles=style("Normal", default=True)),
    ]


def ofds() -> list[bytes]:
    lines = [ofdfiles.texts_of([["一、组织领导（分值10分，自评得分9分）", "扣减1分。"], ["二、资金"]])]
    lines.append(
        ofdfiles.ofd(ofdfiles.page(ofdfiles.table(20.0, 40.0, [40.0, 30.0, 30.0], [["指标", "分值", "得分"], ["数量", "50", "45.5"]])))
    )
    if setting.face("song") is not None:
        short = setting.set_report(brokenfiles.REPORT)
        lines += [ofdfiles.ofd_of(short, "words"), ofdfiles.ofd_of(short, "points"), ofdfiles.ofd_of(short, "naked")]
    return lines


def xlsxs() -> list[bytes]:
    cells = "<sheetData>" + "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>指标{row}</t></is></c><c r="B{row}" t="s"><v>0</v></c><c r="C{row}" s="1"><v>{row}.5</v></c></row>'
        for row in range(1, 5)
    )
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0.00%;[Red]-0.0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    return [
        sheetfiles.score_sheet(),
        sheetfiles.parts(cells + "</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells>", None, "<si><t>分值</t></si>", styles),
    ]


def xlss() -> list[bytes]:
    return [sheetfiles.old_score_sheet()]


def htmls() -> list[bytes]:
    pages = [
        htmlfiles.site_page(text, site=site, pretty=pretty).replace(b"CHARSET", b"utf-8")
        for text in (CLAIMS, TABLE)
        for site, pretty in zip(htmlfiles.SITES, (False, True) * 9, strict=False)
    ]
    return [*pages, brokenfiles.html("<ol><li>甲<li>乙</ol><table><tr><td rowspan=2>产出<td>9<tr><td>8</table><p>自评得分9分")]


def mhtmls() -> list[bytes]:
    page = htmlfiles.html_report(CLAIMS)
    head = 'From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"; type="text/html"\n\n--b\nContent-Type: text/html; charset="utf-8"\n'
    coded = head.encode() + b"Content-Transfer-Encoding: base64\nContent-Location: a.html\n\n" + encodebytes(page)
    quoted = (
        head.encode() + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"<p>=E8=87=AA=E8=AF=84=E5=BE=97=E5=88=869=\n=E5=88=86</p>"
    )
    return [coded + b"\n--b--\n", quoted + b"\n--b\nContent-Type: image/png\n\nx\n--b--\n"]


def archives() -> list[bytes]:
    report = brokenfiles.REPORT.encode()
    members = [("甲.txt", report), ("dir/b.html", brokenfiles.html("<p>自评得分9分")), ("__MACOSX/._b", b"x"), ("~$c.docx", b"y")]
    inner = zipped(dict(members[:2]))
    return [
        zipped(dict(members)),
        zipped({"inner.zip": inner, "a.txt": report}),
        *(tar_of(members, mode) for mode in ("w", "w:gz", "w:bz2", "w:xz")),
    ]


def pictures() -> list[bytes]:
    """Small pages in each form that scanners write."""
    from PIL import Image

    made = [brokenfiles.png(64)]
    grey = Image.linear_gradient("L").resize((48, 68))
    for form, more in (
        ("PNG", {}),
        ("JPEG", {"dpi": (200, 200)}),
        ("TIFF", {"compression": "tiff_lzw", "dpi": (200, 100)}),
        ("BMP", {}),
        ("WEBP", {}),
        ("GIF", {}),
        ("JPEG2000", {}),
    ):
        buffer = io.BytesIO()
        grey.save(buffer, form, **more)  # type: ignore[arg-type]
        made.append(buffer.getvalue())
    buffer = io.BytesIO()
    grey.save(buffer, "TIFF", save_all=True, append_images=[grey.convert("1"), grey.convert("RGBA")])
    return [*made, buffer.getvalue()]


def docs() -> list[bytes]:
    """Old Word documents; none where LibreOffice, which makes them, is not installed."""
    from tests.docfiles import made

    return list((made({str(index): data for index, data in enumerate(docxs()[: len(NUMBERS)])}) or {}).values())


def numerals() -> list[bytes]:
    spelled = (
        "3亿5000万元",
        "16.4亿",
        "500余万",
        "百分之九十五",
        "三分之二",
        "二〇二一",
        "3 000",
        "1,205.50",
        "约30.5%",
        "十几",
        "第十一",
        "0。5",
        "２．５万",
        "20xx",
        "负三",
        "7.21",
        "八成五",
        "几十",
        "一千零一",
    )
    return [one.encode() for one in spelled]


def pack_files() -> list[bytes]:
    """Packs as a user writes them."""
    own = (
        'schema = 1\nabout = "words of our county"\n\n[fragments]\nours = "给自己打"\n\n[[words]]\nid = "score.self"\nadd = ["自我核定"]\n\n'
        '[[pattern]]\nid = "score.self-given"\nkind = "score-mention"\nrole = "self"\nstrong = true\nabout = "our form"\nregex = \'\'\'(?P<lead>{ours}){value}{fen}\'\'\'\n'
        'examples = [{ text = "我局给自己打9.5分", gives = { value = "9.5" } }]\ncounterexamples = ["给自己打气"]\n\n[[entry]]\nid = "x.y"\nkind = "message"\nzh = "甲{a}"\nen = "b{a}"\n'
    )
    return [own.encode(), *(path.read_bytes() for path in sorted((ROOT / "patterns").glob("*.toml")) if path.stat().st_size < 9000)]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "text": text_files, "pdf": pdfs, "docx": docxs, "ofd": ofds, "xlsx": xlsxs, "xls": xlss, "html": htmls, "mhtml": mhtmls, "archive": archives, "image": pictures, "doc": docs,
    "line": lambda: [text.encode() for text in texts()], "numerals": numerals, "packs": pack_files, "patterns": lambda: [text.encode() for text in texts()],
    "papers": lambda: [text.encode() for text in texts()],
    "json": lambda: [text.encode() for text in texts()[-3:]],
}  # fmt: skip
"""Of each target (`targets.TARGETS`)."""
