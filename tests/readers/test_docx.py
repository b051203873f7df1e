"""What Word shows of each feature of the format, and nothing else, each once."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.page import Reading, Revision, Unit
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from tests.wordfiles import abstract, cell, docx, level, num, p, r, row, style, table

DELETED = '<w:del w:id="1" w:author="a" w:date="2020-01-01T00:00:00Z">{}</w:del>'
INSERTED = '<w:ins w:id="2" w:author="a" w:date="2020-01-01T00:00:00Z">{}</w:ins>'


def gone(text: str) -> str:
    return DELETED.format(f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>')


def new(text: str) -> str:
    return INSERTED.format(r(text))


def read(*blocks: str, **parts: object) -> Reading:
    return read_bytes("自评报告.docx", docx(*blocks, **parts))  # type: ignore[arg-type]


def lines(*blocks: str, **parts: object) -> list[str]:
    return [line.text for line in read(*blocks, **parts).pages[0].lines]


def field(instruction: str, *result: str) -> str:
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + "".join(result) if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*blocks: str) -> str:
    """A text box as Word writes it: once as a shape, once more for old programs."""
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_paragraph_is_a_line_with_its_number() -> None:
    reading = read(p("某县民政局自评报告"), p(), p(r("自评得"), r("分9"), r("分。")))
    assert [(line.number, line.text) for line in reading.pages[0].lines] == [(1, "某县民政局自评报告"), (2, ""), (3, "自评得分9分。")]
    assert (reading.format, reading.reader, reading.paged, reading.unit, reading.flags) == (
        "docx",
        "python-docx",
        False,
        Unit.PARAGRAPH,
        (),
    )
    assert set(reading.versions) == {"python-docx"}


def test_soft_breaks_begin_lines_and_page_breaks_do_not() -> None:
    reading = read(
        p(
            r("甲"),
            "<w:r><w:br/></w:r>",
            r("乙"),
            '<w:r><w:br w:type="page"/></w:r>',
            "<w:r><w:lastRenderedPageBreak/></w:r>",
            r("丙"),
            "<w:r><w:cr/><w:t>丁</w:t></w:r>",
        )
    )
    assert [(line.number, line.text) for line in reading.pages[0].lines] == [(1, "甲"), (1, "乙丙"), (1, "丁")]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:r><w:t>得</w:t><w:tab/><w:t>分</w:t></w:r>", "得\t分"),
        ("<w:r><w:t>2016</w:t><w:noBreakHyphen/><w:t>2018</w:t></w:r>", "2016\u20112018"),
        ("<w:r><w:t>资</w:t><w:softHyphen/><w:t>金</w:t></w:r>", "资\u00ad金"),
        ('<w:hyperlink r:id="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        ('<w:smartTag w:uri="u" w:element="e"><w:r><w:t>3月8日</w:t></w:r></w:smartTag>', "3月8日"),
        ('<w:fldSimple w:instr=" DOCPROPERTY 自评 "><w:r><w:t>97分</w:t></w:r></w:fldSimple>', "97分"),
        (field(" REF _Ref1 \\h ", r("98"), r("分")), "98分"),
        (field(" = 1 + 2 "), ""),
        (field(" IF ", r("甲"), field(" REF 内 ", r("乙")), r("丙")), "甲乙丙"),
        (field(r" eq \o\ac(○,3) "), "③"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
         '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', "☑"),
        ('<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>shào</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>劭</w:t></w:r></w:rubyBase></w:ruby></w:r>', "劭"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="宋体" w:char="2611"/></w:r>', "☑"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r>', "☑"),
        (control(r("控件")), "控件"),
        ("<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>417765</m:t></m:r></m:num><m:den><m:r><m:t>a+b</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>", "417765/(a+b)"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "m^2"),
        ('<w:commentRangeStart w:id="0"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "甲"),
        ('<w:bookmarkStart w:id="1" w:name="b"/><w:proofErr w:type="spellStart"/><w:r><w:t>乙</w:t></w:r>', "乙"),
    ],
)  # fmt: skip
def test_what_a_paragraph_shows(inside: str, shown: str) -> None:
    assert lines(p("（"), p(inside), p("）")) == ["（", shown, "）"]


def test_a_tab_stop_is_no_tab() -> None:
    assert lines(p("甲", properties='<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>')) == ["甲"]


def test_fields_run_over_paragraphs() -> None:
    first = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert lines(p(first, r("一、甲")), p("二、乙"), p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("正文"))) == [
        "一、甲",
        "二、乙",
        "正文",
    ]


def test_symbols_that_are_not_known_are_flagged() -> None:
    reading = read(p('<w:r><w:sym w:font="Webdings" w:char="F04E"/></w:r>', r("甲")))
    assert (reading.pages[0].lines[0].text, reading.flags) == ("\uf04e甲", ("private-use-symbols",))


HIDDEN_STYLES = "".join(
    [
        style("Normal", default=True),
        style("Secret", kind="character", run="<w:vanish/>"),
        style("Secret2", kind="character", based_on="Secret"),
        style("Cover", run="<w:vanish/>"),
    ]
)


@pytest.mark.parametrize(
    ("properties", "paragraph", "shown"),
    [
        ("<w:vanish/>", None, ""),
        ('<w:vanish w:val="0"/>', None, "甲"),
        ('<w:rStyle w:val="Secret"/>', None, ""),
        ('<w:rStyle w:val="Secret2"/>', None, ""),
        ('<w:rStyle w:val="Secret"/><w:vanish w:val="false"/>', None, "甲"),
        ("", "Cover", ""),
        ('<w:rStyle w:val="Secret"/>', "Cover", "甲"),
        ("<w:webHidden/>", None, "甲"),
    ],
)
def test_hidden_text_is_left_out(properties: str, paragraph: str | None, shown: str) -> None:
    assert lines(p(r("甲", properties), style=paragraph), p("乙"), styles=HIDDEN_STYLES) == [shown, "乙"]


def test_a_hidden_paragraph_mark_runs_in() -> None:
    reading = read(p("标题。", mark="<w:vanish/><w:specVanish/>"), p("正文"), p("下一段"))
    assert [(line.number, line.text) for line in reading.pages[0].lines] == [(1, "标题。正文"), (3, "下一段")]
    assert reading.revisions == ()


def test_text_boxes_are_read_once() -> None:
    assert lines(p(box(p("某县民政局文件")), r("甲")), p(r("乙"), box(p("框一"), p("框二"))), p("丙")) == [
        "某县民政局文件",
        "甲",
        "乙",
        "框一",
        "框二",
        "丙",
    ]


def test_a_box_in_a_box_and_a_table_in_a_box() -> None:
    assert lines(p(r("外"), box(p(r("中"), box(p("内"))), table(row("a", "b"))), r("尾"))) == ["外尾", "中", "内", "| a | b |"]


def test_content_controls_round_paragraphs_rows_and_cells() -> None:
    rows = control(row(control(cell("甲")), "乙"))
    assert lines(control(p("前") + p("后"), "<w:text/>"), table(rows)) == ["前", "后", "| 甲 | 乙 |"]


def test_tables_give_each_text_once() -> None:
    grid = table(
        row(cell("一级指标", merge="restart"), cell("二级指标和分值", span=2)),
        row(cell("", merge="continue"), "数量", "10分"),
        row(cell("产出", more='<w:hMerge w:val="restart"/>'), cell("", more="<w:hMerge/>"), "20分", properties='<w:gridAfter w:val="1"/>'),
        row("", "", ""),
        row(cell(p("产") + p("出")), cell(p(r("甲"), "<w:r><w:br/></w:r>", r("乙"))), "5分", properties='<w:gridBefore w:val="1"/>'),
    )
    reading = read(p("表"), grid, p("后"))
    assert [(line.number, line.text, line.mark) for line in reading.pages[0].lines] == [
        (1, "表", None),
        (2, "| 一级指标 | 二级指标和分值 |  |", "table"),
        (4, "|  | 数量 | 10分 |", "table"),
        (7, "| 产出 |  | 20分 |  |", "table"),
        (13, "|  | 产 出 | 甲 乙 | 5分 |", "table"),
        (17, "后", None),
    ]
    assert [paragraph.table for paragraph in normalise(reading, builtin()).paragraphs] == [False, True, True, True, True, False]


def test_a_table_in_a_cell_and_a_table_that_only_frames() -> None:
    assert lines(table(row(cell(p("外") + table(row("a", "b"), row("c", "d")) + p()), "右"))) == ["| 外 a b c d | 右 |"]
    assert lines(table(row(cell(p("一、甲") + p("正文。"))), row("二、乙"))) == ["一、甲", "正文。", "二、乙"]


def test_automatic_numbers_in_cells() -> None:
    numbering = abstract(1, level(0, "decimal", "%1")) + num(1, 1)
    rows = [row(cell(p(num=(1, 0))), name) for name in ("甲", "乙")]
    assert lines(table(*rows), numbering=numbering) == ["| 1 | 甲 |", "| 2 | 乙 |"]


def test_notes_follow_the_body_with_their_marks() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = '<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>' + "".join(
        f'<w:footnote w:id="{id}">{p("<w:r><w:footnoteRef/></w:r>", r(text))}</w:footnote>'
        for id, text in ((1, "没有提到"), (2, "截至12月"), (3, "含上年"))
    )
    end = f'<w:endnote w:id="2">{p("尾注") + p("第二段")}</w:endnote>'
    found = lines(
        p(r("甲"), mark.format(3), r("乙"), mark.format(2), '<w:r><w:endnoteReference w:id="2"/></w:r>'),
        p("丙"),
        footnotes=notes,
        endnotes=end,
    )
    assert found == ["甲乙", "丙", "[1] 含上年", "[2] 截至12月", "[i] 尾注", "第二段"]


def test_headers_and_footers_are_furniture() -> None:
    footer = p("— ", field(" PAGE ", r("7")), '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>', r("—"))
    reading = read(p("正文"), headers={"header1": p("某县民政局") + p(), "footer1": footer})
    assert [(line.text, line.mark) for line in reading.pages[0].lines] == [
        ("正文", None),
        ("某县民政局", "furniture"),
        ("— —", "furniture"),
    ]
    text = normalise(reading, builtin())
    assert text.content == "正文"
    assert {(one.line, str(one.reason)) for one in text.removed} == {(1, "furniture"), (2, "furniture")}


def test_what_is_in_the_package_and_not_read_is_flagged() -> None:
    kinds = {"aFChunk": "html", "chart": "xml", "package": "bin"}
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relations = "".join(f'<Relationship Id="x-{kind}" Type="{types}{kind}" Target="{kind}.{suffix}"/>' for kind, suffix in kinds.items())
    extra = {f"word/{kind}.{suffix}": b"<x/>" for kind, suffix in kinds.items()}
    reading = read(p("甲"), '<w:altChunk r:id="x-aFChunk"/>', relations=relations, extra=extra)
    assert reading.flags == ("alt-chunk-unread", "chart-unread", "embedded-object-unread")


@pytest.mark.parametrize("kind", ["docx", "docm", "dotx"])
@pytest.mark.parametrize("strict", [False, True])
def test_kinds_of_packages(kind: str, strict: bool) -> None:
    numbering = abstract(1, level(0, "chineseCounting", "%1、")) + num(1, 1)
    assert lines(p("组织领导", num=(1, 0)), kind=kind, strict=strict, numbering=numbering) == ["一、组织领导"]


def test_a_relationship_to_nothing_is_no_obstacle() -> None:
    relations = '<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/>'
    assert lines(p("甲"), relations=relations) == ["甲"]


# ── tracked changes ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("blocks", "shown", "revisions"),
    [
        ([p(r("自评得分"), gone("8"), new("9"), r(".5分"))], ["自评得分9.5分"], [Revision(1, (0,), "自评得分9.5分", "自评得分8.5分")]),
        ([p(r("甲"), INSERTED.format(gone("乙").replace("<w:del ", "<w:del "))), p("丙")], ["甲", "丙"], []),
        ([p("甲"), p(new("新段5分"), mark='<w:ins w:id="3" w:author="a"/>'), p("乙")], ["甲", "新段5分", "乙"], [Revision(2, (1, 2), "新段5分\n乙", "乙")]),
        ([p("甲"), p(gone("旧段5分"), mark='<w:del w:id="3" w:author="a"/>'), p("乙")], ["甲", "乙"], [Revision(2, (1,), "乙", "旧段5分\n乙")]),
        ([p("前", mark='<w:del w:id="3" w:author="a"/>'), p("后")], ["前后"], [Revision(1, (0,), "前后", "前\n后")]),
        ([p("前", mark='<w:ins w:id="3" w:author="a"/>'), p("后")], ["前", "后"], [Revision(1, (0, 1), "前\n后", "前后")]),
        ([table(row("甲", cell(p(gone("8"), new("9")))))], ["| 甲 | 9 |"], [Revision(1, (0,), "| 甲 | 9 |", "| 甲 | 8 |")]),
        ([table(row("甲", "1"), row("乙", "2", properties='<w:del w:id="3" w:author="a"/>'))], ["| 甲 | 1 |"], [Revision(3, (), "", "| 乙 | 2 |")]),
        ([table(row("甲", "1"), row("乙", "2", properties='<w:ins w:id="3" w:author="a"/>'))], ["| 甲 | 1 |", "| 乙 | 2 |"], [Revision(3, (1,), "| 乙 | 2 |", "")]),
        ([p(gone("末段"))], [""], [Revision(1, (0,), "", "末段")]),
    ],
)  # fmt: skip
def test_tracked_changes_are_read_as_accepted(blocks: list[str], shown: list[str], revisions: list[Revision]) -> None:
    reading = read(p("首"), *blocks)
    found = reading.pages[0].lines
    assert [line.text for line in found] == ["首", *shown]
    moved = [Revision(one.number + 1, tuple(index + 1 for index in one.lines), one.accepted, one.rejected) for one in revisions]
    assert list(reading.revisions) == moved
    assert ("tracked-changes" in reading.flags) == bool(revisions)
    for one in reading.revisions:
        assert "\n".join(found[index].text for index in one.lines) == one.accepted


def test_a_move_is_no_change_of_figures() -> None:
    away = '<w:moveFromRangeStart w:id="5" w:name="m"/><w:moveFrom w:id="6" w:author="a"><w:r><w:t>5分</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id="5"/>'
    there = '<w:moveTo w:id="7" w:author="a"><w:r><w:t>5分</w:t></w:r></w:moveTo>'
    reading = read(p(r("甲"), away), p(r("乙"), there))
    assert [line.text for line in reading.pages[0].lines] == ["甲", "乙5分"]
    assert reading.revisions == ()


def test_a_changed_paragraph_keeps_its_number_in_both_readings() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1)
    (revision,) = read(p(r("甲"), gone("8"), new("9"), num=(1, 0)), numbering=numbering).revisions
    assert (revision.accepted, revision.rejected) == ("1.甲9", "1.甲8")


def test_a_letterhead_set_in_a_table_is_text_and_not_a_row() -> None:
    letterhead = table(row(cell(p("甲县民政局") + p("甲县财政局")), cell(p("文件"))))
    later = table(row("总分", "98"))
    assert [line for line in lines(letterhead, p("甲民发〔2022〕3号"), later) if line] == [
        "甲县民政局",
        "甲县财政局",
        "文件",
        "甲民发〔2022〕3号",
        "| 总分 | 98 |",
    ]
