"""Automatic numbers as Word shows them, beside LibreOffice's own rendering of the same file.

Each case is a paragraph with the label that the standard (ISO/IEC 29500-1, 17.9 and 17.18.59) gives it. Where LibreOffice shows another one, that one
stands beside it with the clause that it departs from.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from extractor.readers import read_bytes
from extractor.readers.docx.number_formats import written
from tests.wordfiles import abstract, docx, level, num, p, style

ISLGL = "17.9.4 w:isLgl: all numbers of the level in decimal digits"
RESTART = "17.9.10 w:lvlRestart: begins anew after the level that it names, never with 0"
FORMS = "17.18.59: LibreOffice writes other East Asian forms as chineseCountingThousand"
BEYOND = "17.18.59: enclosed numbers end at 20, then decimal digits"
ENCLOSED = "17.18.59: U+2474, U+2488, and the parenthesised ideographs that Word shows ([MS-OI29500] 2.1.540)"
BULLET = "a bullet is no label: the reader leaves it out"
SHARED = "17.9.15: numbers of one definition count together; a start that is overridden begins where the number is first used"


class Case(NamedTuple):
    shown: str
    num: int | None = None
    level: int = 0
    style: str | None = None
    libreoffice: str | None = None
    why: str = ""


OFFICIAL = abstract(
    1,
    level(0, "chineseCounting", "%1、"), level(1, "chineseCountingThousand", "（%2）"), level(2, "decimal", "%3."), level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircleChinese", "%5"), level(5, "upperLetter", "%6."), level(6, "lowerLetter", "%7)"), level(7, "upperRoman", "%8."),
    level(8, "lowerRoman", "%9."),
)  # fmt: skip
NUMBERING = "".join(
    [
        OFFICIAL,
        abstract(2, level(0, "chineseCounting", "第%1章", suffix="space"), level(1, "decimal", "%1.%2", legal=True, suffix=None), level(2, "decimal", "%1.%2.%3", legal=True)),
        abstract(3, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", restart=0), level(2, "decimal", "%3.", restart=1)),
        abstract(4, level(0, "decimal", "%1."), level(1, "decimal", "(%2)")),
        abstract(5, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", start=3)),
        abstract(6, level(0, "decimal", "%1.", start=None), level(1, "decimal", "%1-%2", start=0)),
        abstract(7, level(0, "chineseCounting", "%1、", style="Chapter"), level(1, "chineseCounting", "（%2）", style="Part")),
        abstract(8, level(0, "decimal", "【%1】"), more='<w:styleLink w:val="Linked"/>'),
        abstract(9, more='<w:numStyleLink w:val="Linked"/>'),
        abstract(10, level(0, "decimal", "%1.")),
        *(abstract(100 + order, level(0, form, "%1、")) for order, form in enumerate([
            "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "ideographTraditional", "ideographZodiac",
            "japaneseCounting", "decimalEnclosedCircle", "decimalFullWidth", "decimalZero", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman",
            "ideographEnclosedCircle", "decimalEnclosedParen", "decimalEnclosedFullstop", "none", "bullet",
        ])),
        num(1, 1), num(2, 2), num(3, 3), num(41, 4), num(42, 4), num(43, 4, level0=1), num(44, 4, level0=7), num(5, 5), num(6, 6), num(7, 7), num(8, 8), num(9, 9), num(10, 10),
        f'<w:num w:numId="11"><w:abstractNumId w:val="10"/><w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=4)}</w:lvlOverride></w:num>',
        *(num(100 * (100 + order) + start, 100 + order, level0=start) for order in range(19) for start in (1, 3, 10, 12, 20, 21, 27)),
        *(num(10000 + start, 100, level0=start) for start in (100,)), num(10199, 101, level0=101), num(10299, 102, level0=110),
    ]
)  # fmt: skip
STYLES = "".join(
    [
        style("Normal", default=True),
        style("Chapter", based_on="Normal", paragraph='<w:numPr><w:numId w:val="7"/></w:numPr>'),
        style("Part", based_on="Normal", paragraph='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'),
        style("Chapter2", based_on="Chapter"),
        style("Bare", based_on="Part", paragraph='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        style("Linked", kind="numbering", paragraph='<w:numPr><w:numId w:val="8"/></w:numPr>'),
    ]
)
CASES = [
    # the levels of an official document, restarting below each other
    *(Case(label, 1, index) for label, index in [
        ("一、", 0), ("（一）", 1), ("（二）", 1), ("1.", 2), ("2.", 2), ("（1）", 3), ("（2）", 3), ("①", 4), ("②", 4), ("（三）", 1), ("1.", 2),
        ("二、", 0), ("（一）", 1), ("1.", 2), ("（1）", 3), ("①", 4), ("A.", 5), ("B.", 5), ("a)", 6), ("I.", 7), ("i.", 8), ("ii.", 8), ("三、", 0),
    ]),
    # compound numbers, decimal throughout
    Case("第一章", 2, 0),
    Case("1.1", 2, 1, None, "一.1", ISLGL),
    Case("1.2", 2, 1, None, "一.2", ISLGL),
    Case("1.2.1", 2, 2, None, "一.2.1", ISLGL),
    Case("第二章", 2, 0),
    Case("2.1", 2, 1, None, "二.1", ISLGL),
    # a level that never restarts, one that restarts after the first level only
    Case("一、", 3, 0), Case("（一）", 3, 1), Case("（二）", 3, 1), Case("1.", 3, 2), Case("（三）", 3, 1), Case("2.", 3, 2, None, "1.", RESTART),
    Case("二、", 3, 0), Case("（四）", 3, 1, None, "（一）", RESTART), Case("1.", 3, 2),
    # several numbers on one definition, overridden starts
    Case("1.", 41), Case("2.", 41), Case("3.", 42), Case("(1)", 42, 1), Case("1.", 43), Case("2.", 43), Case("3.", 41), Case("(1)", 41, 1), Case("7.", 44),
    Case("8.", 44), Case("9.", 41),
    # levels passed over
    Case("1.1", 5, 1), Case("1.2", 5, 1), Case("2.", 5, 0), Case("2.1.3", 5, 2), Case("2.2", 5, 1), Case("3.", 5, 0), Case("3.1.3", 5, 2),
    # no start, and a start of nought
    Case("0.", 6, 0), Case("0-0", 6, 1), Case("0-1", 6, 1), Case("1.", 6, 0),
    # by styles, by what they are based on, taken away by number 0
    Case("一、", style="Chapter"), Case("（一）", style="Part"), Case("（二）", style="Part"), Case("二、", style="Chapter2"), Case("（一）", style="Part"),
    Case("", style="Bare"), Case("（二）", style="Part"), Case("", 0, 0, "Chapter"), Case("三、", style="Chapter"),
    # definitions linked by a numbering style, levels replaced
    Case("【1】", 8), Case("【2】", 9), Case("【3】", 9), Case("【4】", 8),
    Case("1.", 10), Case("2.", 10), Case("C)", 11), Case("D)", 11), Case("5.", 10),
    # the forms
    Case("一、", 10001), Case("十、", 10010), Case("十二、", 10012), Case("二十一、", 10021), Case("一○○、", 10100, 0, None, "一百、", FORMS),
    Case("二十七、", 10127), Case("一百零一、", 10199), Case("叁、", 10203), Case("壹拾贰、", 10212), Case("壹佰壹拾、", 10299),
    Case("一〇、", 10310, 0, None, "十、", FORMS), Case("二一、", 10321, 0, None, "二十一、", FORMS), Case("丙、", 10403), Case("癸、", 10410), Case("12、", 10412),
    Case("寅、", 10503), Case("亥、", 10512), Case("二十、", 10620), Case("⑫、", 10712), Case("⑳、", 10720), Case("21、", 10721, 0, None, "㉑、", BEYOND),
    Case("２７、", 10827), Case("03、", 10903), Case("12、", 10912), Case("C、", 11003), Case("AA、", 11027), Case("aa、", 11127), Case("XX、", 11220),
    Case("xxvii、", 11327), Case("㈢、", 11403, 0, None, "③、", ENCLOSED), Case("⑶、", 11503, 0, None, "3、", ENCLOSED), Case("⒊、", 11603, 0, None, "3、", ENCLOSED),
    Case("、", 11703), Case("", 11803, 0, None, "•", BULLET),
]  # fmt: skip


def torture() -> bytes:
    blocks = []
    for order, case in enumerate(CASES):
        properties = '<w:numPr><w:numId w:val="0"/></w:numPr>' if case.num == 0 else ""
        blocks.append(p(f"甲{order}", num=(case.num, case.level) if case.num else None, style=case.style, properties=properties))
    return docx(*blocks, numbering=NUMBERING, styles=STYLES)


def labels(lines: list[str]) -> list[str]:
    """What stands before each paragraph's text, white space aside."""
    return ["".join(line.split()).removesuffix(f"甲{order}") for order, line in enumerate(lines)]


def test_labels_are_those_of_the_standard() -> None:
    assert len(CASES) >= 60
    found = labels([line.text for line in read_bytes("a.docx", torture()).pages[0].lines])
    assert found == [case.shown for case in CASES]


def test_labels_are_those_that_libreoffice_shows(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is not here (Debian: libreoffice-writer-nogui)")
    (tmp_path / "torture.docx").write_bytes(torture())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, tmp_path / "torture.docx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    assert (tmp_path / "torture.txt").exists(), done.stdout + done.stderr
    found = labels((tmp_path / "torture.txt").read_text(encoding="utf-8-sig").splitlines())
    assert found == [case.shown if case.libreoffice is None else case.libreoffice for case in CASES]
    assert all(case.why and case.libreoffice != case.shown for case in CASES if case.libreoffice is not None)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (
            "chineseCountingThousand",
            {
                0: "零",
                1001: "一千零一",
                1010: "一千零一十",
                10000: "一万",
                10001: "一万零一",
                21000: "二万一千",
                100000: "十万",
                110: "一百一十",
            },
        ),
        ("chineseCounting", {0: "○", 99: "九十九", 101: "一○一"}),
        ("chineseLegalSimplified", {10: "壹拾", 2021: "贰仟零贰拾壹"}),
        ("japaneseCounting", {110: "百十", 1001: "千一", 2222: "二千二百二十二"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "61"}),
        ("upperRoman", {1994: "MCMXCIV", 0: ""}),
        ("numberInDash", {3: "- 3 -"}),
        ("unheardOf", {7: "7"}),
    ],
)
def test_forms(form: str, shown: dict[int, str]) -> None:
    assert {number: written(number, form) for number in shown} == shown


@pytest.mark.parametrize(("suffix", "between"), [(None, "\t"), ("tab", "\t"), ("space", " "), ("nothing", "")])
def test_what_stands_behind_a_label(suffix: str | None, between: str) -> None:
    data = docx(p("项目", num=(1, 0)), numbering=abstract(1, level(0, "decimal", "%1.", suffix=suffix)) + num(1, 1))
    assert read_bytes("a.docx", data).pages[0].lines[0].text == f"1.{between}项目"


def test_a_custom_form_pads_with_noughts() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    data = docx(p("甲", num=(1, 0)), p("乙", num=(1, 0)), numbering=abstract(1, custom) + num(1, 1))
    assert [line.text for line in read_bytes("a.docx", data).pages[0].lines] == ["009、甲", "010、乙"]


def test_hidden_and_deleted_paragraphs_do_not_count() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1)
    deleted = '<w:del w:id="1" w:author="a"/>'
    data = docx(
        p("甲", num=(1, 0)),
        p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>", num=(1, 0), mark="<w:vanish/>"),
        p('<w:del w:id="2" w:author="a"><w:r><w:delText>丙</w:delText></w:r></w:del>', num=(1, 0), mark=deleted),
        p("丁", num=(1, 0)),
        numbering=numbering,
    )
    assert [line.text for line in read_bytes("a.docx", data).pages[0].lines] == ["1.甲", "2.丁"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        num(1, 99),
        abstract(1) + num(1, 1),
        abstract(1, more='<w:numStyleLink w:val="Loop"/>') + num(1, 1),
        abstract(1, '<w:lvl w:ilvl="x"/><w:lvl w:ilvl="12"/><w:lvl w:ilvl="0"><w:start w:val="?"/></w:lvl>') + num(1, 1),
    ],
)
def test_broken_definitions_give_no_label(numbering: str) -> None:
    loop = style("Normal", default=True) + style(
        "Loop", kind="numbering", based_on="Loop", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    data = docx(p("甲", num=(1, 0)), p("乙", num=(1, 77)), numbering=numbering, styles=loop)
    assert [line.text for line in read_bytes("a.docx", data).pages[0].lines] == ["甲", "乙"]
