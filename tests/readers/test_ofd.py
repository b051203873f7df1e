"""OFD pages: every character once, in order, at its place, however its writer put it; what is shown on top of pages, and what cannot be seen."""

from __future__ import annotations

import io
import pickle
from itertools import pairwise

import pytest

from extractor.model import limits
from extractor.model.page import Line, Page, Reading
from extractor.readers import read_bytes
from extractor.readers.ocr.engine import missing
from extractor.readers.ofd import scan as ofd_scan
from extractor.readers.ofd.package import DECLARED
from tests.ofdfiles import (
    MM,
    NAMESPACE,
    RESOURCES,
    advances,
    box,
    code,
    colour,
    deltas,
    document,
    entry,
    image,
    layer,
    ofd,
    page,
    parts,
    path,
    root,
    rule,
    table,
    text,
    zipped,
)  # fmt: skipfrom tests.scans import scan_pages
from tests.setting import set_pages

EM = 5.64


def reading(*pages: str, **more: object) -> Reading:
    return read_bytes("a.ofd", ofd(*pages, **more))  # type: ignore[arg-type]


def only(*objects: str, **more: object) -> Page:
    return reading(page(*objects), **more).pages[0]


def texts(found: Page) -> list[str]:
    return [line.text for line in found.lines]


def places(line: Line) -> list[tuple[float, float]]:
    """Where each character begins and its baseline, in millimetres."""
    assert line.boxes is not None
    size = line.boxes[3] - line.boxes[1]
    return [(round(x / MM, 2), round((bottom - 0.14 * size) / MM, 2)) for x, bottom in zip(line.boxes[0::4], line.boxes[3::4], strict=True)]


def test_a_line_with_its_boxes() -> None:
    found = only(text("自评得分98.5分", 30, 50, 5, dx="g 4 5 g 3 2.5 2.5"))
    (line,) = found.lines
    assert (line.text, line.number, line.mark, round(line.size or 0, 2)) == ("自评得分98.5分", 1, None, round(5 * MM, 2))
    assert (round(found.width or 0, 2), round(found.height or 0, 2)) == (595.28, 841.89)
    assert places(line) == [(30.0 + x, 50.0) for x in (0, 5, 10, 15, 20, 22.5, 25, 27.5, 30)]
    whole = line.box(0, len(line.text))
    assert whole is not None
    assert [round(side / MM, 2) for side in whole] == [30.0, 45.7, 65.0, 50.7]


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ("g 4 5", [5, 5, 5, 5]),
        ("5 5 5 5", [5, 5, 5, 5]),
        ("g 2 5 6 7", [5, 5, 6, 7]),
        ("g 2 5 g 2 6", [5, 5, 6, 6]),
        ("5,5,6,6", [5, 5, 6, 6]),
        ("5 6", [5, 6, 6, 6]),  # the last one goes on
        ("g 9 5", [5, 5, 5, 5]),
        ("g 999999999 5", [5, 5, 5, 5]),
        (None, [5, 5, 5, 5]),
        ("", [5, 5, 5, 5]),
        ("0 0 0 0", [5, 5, 5, 5]),
        ("g 4", [5, 5, 5, 5]),
        ("5 nan 5 5", [5, 0, 5, 5]),
    ],
)
def test_offsets_as_writers_give_them(given: str | None, steps: list[float]) -> None:
    """Repeated, one by one, too few (the last one goes on), too many, missing or 0 (each follows the one before), broken."""
    content = code("一二三四五", 0.0, 5.0, dx=given) if given is not None else code("一二三四五", 0.0, 5.0)
    (line, *others) = only(text(content, 20, 30, 5)).lines
    begins = [20.0 + sum(steps[:index]) for index in range(5)]
    found = [(char, x) for each in (line, *others) for char, (x, _) in zip(each.text, places(each), strict=True) if char != " "]
    assert sorted(found) == sorted(zip("一二三四五", begins, strict=True))


def test_a_matrix_that_scales_points_and_a_boundary_that_begins_elsewhere() -> None:
    """One writer puts all text under a matrix of 0.3527 with sizes in points."""
    content = '<ofd:TextObject ID="121" CTM="0.3527 0 0 0.3527 -114.807533 111.352325" Boundary="114.807533 185.229584 4.083549 4.733795" Font="16" Size="14.749"'
    (line,) = only(f'{content}><ofd:TextCode X="324.419" Y="-303.723" DeltaX="14.749">局长</ofd:TextCode></ofd:TextObject>').lines
    assert line.text == "局长"
    assert places(line)[0] == (114.42, 189.46)  # 324.419 × 0.3527, and 185.23 + 111.35 − 303.723 × 0.3527
    assert round((line.size or 0) / MM, 3) == round(14.749 * 0.3527, 3)


def test_a_text_object_a_character_with_glyph_numbers() -> None:
    glyph = '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'
    found = only(
        *(text(glyph.format(index) + code(char, 0.844, 4.83), 30 + 5.63 * index, 50, 5.63) for index, char in enumerate("证件有效期：年"))
    )
    assert texts(found) == ["证件有效期：年"]


def test_several_codes_where_x_and_y_go_on() -> None:
    codes = code("自评", 0, 5, dx="5") + code("得分", 10, None, dx="5") + code("说明", None, 12, dx="5")
    found = only(text(codes, 20, 30, 5))
    assert texts(found) == ["自评得分", "说明"]
    assert places(found.lines[1])[0] == (30.0, 37.0)


def test_a_page_box_that_does_not_begin_at_zero() -> None:
    (line,) = reading(page(text("甲乙", 30, 50), area="10 20 210 297")).pages[0].lines
    assert places(line)[0] == (20.0, 30.0)


@pytest.mark.parametrize(
    ("area", "of_document", "expected"),
    [
        ("0 0 297 210", "0 0 210 297", (297, 210)),
        (None, "0 0 297 420", (297, 420)),
        (None, None, (210, 297)),
        ("0 0 0 0", "0 0 148 210", (148, 210)),
    ],
)
def test_the_size_of_a_page(area: str | None, of_document: str | None, expected: tuple[int, int]) -> None:
    found = reading(page(text("甲", 30, 50), area=area), area=of_document).pages[0]
    assert (round((found.width or 0) / MM), round((found.height or 0) / MM)) == expected


def test_the_area_of_a_template_and_the_box_that_is_displayed() -> None:
    template = root(
        "Page", f"<ofd:Area><ofd:ApplicationBox>0 0 182 257</ofd:ApplicationBox></ofd:Area><ofd:Content>{layer()}</ofd:Content>"
    )
    data = ofd(
        page(text("甲", 30, 50), before='<ofd:Template TemplateID="5"/>'),
        common='<ofd:TemplatePage ID="5" BaseLoc="T.xml"/>',
        extra={"Doc_0/T.xml": template},
    )
    assert round((read_bytes("a", data).pages[0].width or 0) / MM) == 182


def test_width_of_what_is_narrow() -> None:
    """A digit reaches to the next character unless that stands too far away; then a gap is a space."""
    (line,) = only(text("12 34AB", 20, 30, 5, dx="2.5 5 2.5 2.5 6 4.9")).lines
    assert line.text == "12 34 AB"
    assert line.boxes is not None
    widths = [round((x1 - x0) / MM, 2) for x0, x1 in zip(line.boxes[0::4], line.boxes[2::4], strict=True)]
    assert widths == [2.5, 2.5, 2.5, 2.5, 2.5, 3.5, 4.9, 3.75]


def test_words_of_a_proportional_font_set_character_by_character() -> None:
    """Nothing says how wide a character is that stands alone; a word must not fall apart."""
    wide = {"W": 0.94, "T": 0.61, "O": 0.72, "m": 0.78, "i": 0.28, "l": 0.28, "o": 0.5, "r": 0.33, "d": 0.5, " ": 0.25}
    at, objects = 30.0, []
    for char in "WTO mild world":
        objects.append(text(code(char, 0, 5), at, 50, 5))
        at += 5 * wide.get(char, 0.5)
    assert texts(only(*objects)) == ["WTO mild world"]


def test_glyphs_squeezed_by_a_scale() -> None:
    (line,) = only(text(code("甲乙", 0, 5), 20, 30, 5, HScale="0.5")).lines
    assert places(line) == [(20.0, 30.0), (22.5, 30.0)]


def test_spaces_tabs_and_escapes() -> None:
    assert texts(only(text(code("得 分\\0020\\5206\\D840\\DC00", 0, 5, dx="g 5 5"), 20, 30, 5))) == ["得 分 分𠀀"]


def test_indented_xml_is_no_text() -> None:
    assert texts(
        only(
            text(
                '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">\n      自评\r\n      <!-- x -->得<![CDATA[分]]>\n    </ofd:TextCode>', 20, 30, 5
            )
        )
    ) == ["自评得分"]


@pytest.mark.parametrize(
    ("reading_direction", "char", "dx", "dy", "last"),
    [
        (None, None, None, "g 3 6", (20, 48)),  # offsets downwards alone
        ("90", None, None, "g 3 6", (20, 48)),
        ("90", None, None, None, (20, 45)),  # upright characters below each other
        ("90", "90", "g 3 6", None, None),  # a line turned by a quarter: advances as if it were not
        ("90", "90", None, None, None),
        ("270", "270", "g 3 6", None, None),
        ("180", "180", "g 3 6", None, None),
    ],
)
def test_directions(
    reading_direction: str | None, char: str | None, dx: str | None, dy: str | None, last: tuple[float, float] | None
) -> None:
    given = {name: value for name, value in (("ReadDirection", reading_direction), ("CharDirection", char)) if value}
    found = only(text(code("一级指标", 0, 5, dx=dx, dy=dy), 20, 30, 5, **given))
    assert texts(found) == ["一级指标"]
    if last:
        assert places(found.lines[0])[-1] == last


def test_a_line_turned_by_its_matrix_is_read_along_itself() -> None:
    body = [text("自评得分说明一共十个字", 30, 50 + 10 * row, dx=f"g 10 {EM}") for row in range(3)]
    turned = text(code("侧边文字", 0, 0, dx="g 3 5"), 195, 100, 5, CTM="0 1 -1 0 0 0")
    assert texts(only(*body, turned))[-1] == "侧边文字"


@pytest.mark.parametrize("name", ["Background", "Body", "Foreground", "Unheard"])
def test_layers_blocks_and_composites(name: str) -> None:
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="50" Height="10"><ofd:Content>{text("合成", 0, 6, 5)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    composite = '<ofd:CompositeObject ID="31" ResourceID="30" Boundary="30 60 100 20" CTM="2 0 0 2 0 0"/>'
    block = f'<ofd:PageBlock ID="4"><ofd:PageBlock ID="5">{text("块中", 30, 50, 5)}</ofd:PageBlock>{composite}</ofd:PageBlock>'
    data = ofd(page(layer(block, Type=name)), extra={"Doc_0/PublicRes.xml": root("Res", unit)})
    block_line, composite_line = read_bytes("a", data).pages[0].lines
    assert (block_line.text, composite_line.text) == ("块中", "合成")
    assert places(composite_line) == [(30.0, 72.0), (40.0, 72.0)]


def test_templates_before_and_behind() -> None:
    head = page(text("页眉", 30, 20))
    data = ofd(
        page(text("正文", 30, 50), before='<ofd:Template TemplateID="5" ZOrder="Foreground"/><ofd:Template TemplateID="6"/>'),
        page(text("次页", 30, 50), before='<ofd:Template TemplateID="5"/>'),
        common='<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/><ofd:TemplatePage ID="6" BaseLoc="/Doc_0/Tpls/Tpl_1/Content.xml" ZOrder="Background"/>',
        extra={"Doc_0/Tpls/Tpl_0/Content.xml": head, "Doc_0/Tpls/Tpl_1/Content.xml": page(text("底部", 30, 280))},
    )
    assert [texts(one) for one in read_bytes("a", data).pages] == [["页眉", "正文", "底部"], ["页眉", "次页"]]


def test_a_lost_template_is_said() -> None:
    found = reading(page(text("正文", 30, 50), before='<ofd:Template TemplateID="5"/>'))
    assert (texts(found.pages[0]), found.pages[0].unusable, found.flags) == (["正文"], "damaged", ("repaired",))


def test_several_documents_are_read_in_order() -> None:
    made = parts([page(text("甲文", 30, 50))])
    made |= {
        "OFD.xml": entry("Doc_0/Document.xml", "/Doc_1/Document.xml"),
        "Doc_1/Document.xml": document(2),
        "Doc_1/PublicRes.xml": RESOURCES,
    }
    made |= {f"Doc_1/Pages/Page_{index}/Content.xml": page(text(word, 30, 50)) for index, word in enumerate(("乙文", "丙文"))}
    found = read_bytes("a", zipped(made))
    assert [(one.number, texts(one)) for one in found.pages] == [(1, ["甲文"]), (2, ["乙文"]), (3, ["丙文"])]
    assert found.flags == ("several-documents",)


# Tables


ROWS = [["指标", "分值", "得分"], ["产出", "50", "48.5"], ["效益", "30", ""], ["总分", "100", "98.5"]]


def test_a_ruled_table() -> None:
    found = only(text("自评表", 80, 30), table(30, 40, [40, 30, 30], ROWS))
    assert texts(found) == ["自评表", "| 指标 | 分值 | 得分 |", "| 产出 | 50 | 48.5 |", "| 效益 | 30 |  |", "| 总分 | 100 | 98.5 |"]
    assert [line.mark for line in found.lines] == [None] + ["table"] * 4
    rows = [line.row for line in found.lines if line.row is not None]
    assert [(row.table, row.number) for row in rows] == [(1, 0), (1, 1), (1, 2), (1, 3)]
    lines = found.lines[1:]
    assert [[line.text[cell.start : cell.end] for cell in row.cells] for line, row in zip(lines, rows, strict=True)] == ROWS


def test_tables_are_numbered_over_pages() -> None:
    found = reading(page(table(30, 40, [40, 30, 30], ROWS[:2])), page(table(30, 40, [40, 30, 30], ROWS[2:])))
    assert [line.row.table for one in found.pages for line in one.lines if line.row] == [1, 1, 2, 2]


@pytest.mark.parametrize("kind", ["boxes", "thin filled boxes", "one path", "glued path", "a matrix"])
def test_rulings_as_writers_draw_them(kind: str) -> None:
    xs, ys = (30, 70, 100, 130), (40, 49, 58, 67, 76)
    words = table(30, 40, [40, 30, 30], ROWS).replace("PathObject", "Other")
    if kind == "boxes":
        drawn = "".join(box(x0, y0, x1, y1) for x0, x1 in pairwise(xs) for y0, y1 in pairwise(ys))
    elif kind == "thin filled boxes":
        thin = [box(30, y, 130, y + 0.2, Fill="true", Stroke="false") for y in ys] + [
            box(x, 40, x + 0.2, 76, Fill="true", Stroke="false") for x in xs
        ]
        drawn = "".join(thin)
    elif kind in ("one path", "glued path"):
        data = " ".join([f"M 30 {y} L 130 {y}" for y in ys] + [f"S {x} 40 L {x} 76" for x in xs])
        drawn = path(data if kind == "one path" else data.replace("M ", "M").replace(" L ", "L"))
    else:
        drawn = "".join(path("M 0 0 L 1 0", boundary=f"30 {y} 100 1", CTM="100 0 0 100 0 0") for y in ys)
        drawn += "".join(path("M 0 0 L 0 36", boundary=f"{x} 40 1 36") for x in xs)
    assert texts(only(words, drawn))[1] == "| 产出 | 50 | 48.5 |"


# How words are painted


BODY = [text("自评得分说明一共十个字", 30, 50 + 10 * row, dx=f"g 10 {EM}") for row in range(6)]


@pytest.mark.parametrize(
    ("inside", "attributes", "mark"),
    [
        ("", {}, None),
        (colour("0 0 0"), {}, None),
        (colour("255 0 0"), {}, None),
        (colour("#ff #00 #00"), {}, None),
        (colour("0"), {}, None),
        (colour("0 0 0 255"), {}, None),
        (colour("255 255 255"), {}, "white"),
        (colour("255"), {}, "white"),
        (colour("0 0 0 0"), {}, "white"),
        (colour("#ff #ff #ff"), {}, "white"),
        (colour("0 0 0", Alpha="0"), {}, "hidden"),
        ("", {"Alpha": "0"}, "hidden"),
        ("", {"Visible": "false"}, "hidden"),
        ("", {"Fill": "false"}, "hidden"),
        (colour("255 255 255") + colour("0 0 0", "StrokeColor"), {"Stroke": "true"}, None),
        ("<ofd:FillColor><ofd:AxialShd/></ofd:FillColor>", {}, None),
        ("", {"DrawParam": "41"}, "white"),
        ("", {"DrawParam": "42"}, "white"),
        (colour("0 0 0"), {"DrawParam": "41"}, None),
    ],
)
def test_words_that_cannot_be_seen(inside: str, attributes: dict[str, str], mark: str | None) -> None:
    styles = f'<ofd:DrawParams><ofd:DrawParam ID="41">{colour("255 255 255")}</ofd:DrawParam><ofd:DrawParam ID="42" Relative="41"/></ofd:DrawParams>'
    found = reading(page(*BODY, text("另写的字", 30, 120, inside=inside, **attributes)), extra={"Doc_0/PublicRes.xml": root("Res", styles)})
    line = next(line for line in found.pages[0].lines if line.text == "另写的字")
    assert line.mark == mark
    assert found.flags == (("hidden-text",) if mark else ())


def test_the_colour_of_a_layer() -> None:
    styles = f'<ofd:DrawParams><ofd:DrawParam ID="41">{colour("255 255 255")}</ofd:DrawParam></ofd:DrawParams>'
    layers = (layer(*BODY), layer(text("白字", 30, 120), DrawParam="41"))
    found = reading(page(*layers), extra={"Doc_0/PublicRes.xml": root("Res", styles)}).pages[0]
    assert [line.mark for line in found.lines] == [None] * 6 + ["white"]


def test_white_words_on_a_dark_ground_are_text() -> None:
    ground = box(28, 110, 120, 125, inside=colour("0 0 128"), Fill="true", Stroke="false")
    found = only(*BODY, ground, text("白字", 30, 120, inside=colour("255 255 255")))
    assert [line.mark for line in found.lines] == [None] * 7


def test_words_off_the_page() -> None:
    found = only(*BODY, text("界外", 300, 120))
    assert [line.mark for line in found.lines] == [None] * 6 + ["hidden"]


def test_a_slanted_watermark() -> None:
    mark = text(code("内部资料", 0, 0, dx="g 3 20"), 60, 80, 20, CTM="0.7071 0.7071 -0.7071 0.7071 0 0", inside=colour("200 200 200"))
    found = only(*BODY, mark)
    assert [(line.text, line.mark) for line in found.lines if line.mark] == [("内部资料", "watermark")]


def test_bold_by_printing_twice() -> None:
    assert texts(only(text("标题", 60, 50), text("标题", 60.1, 50))) == ["标题"]


# What stands on top of pages


def annotated(*annotations: str) -> Reading:
    list_ = root("Annotations", '<ofd:Page PageID="101"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>')
    extra = {"Doc_0/Annots/Annotations.xml": list_, "Doc_0/Annots/Page_0/Annotation.xml": root("PageAnnot", "".join(annotations))}
    return reading(page(*BODY), more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>", extra=extra)


def annot(kind: str, *objects: str, remark: str = "", more: str = "") -> str:
    said = f"<ofd:Remark>{remark}</ofd:Remark>" if remark else ""
    return f'<ofd:Annot ID="60" Type="{kind}"{more}>{said}<ofd:Appearance Boundary="20 150 100 20">{"".join(objects)}</ofd:Appearance></ofd:Annot>'


@pytest.mark.parametrize(("kind", "mark"), [("Watermark", "watermark"), ("Stamp", "furniture"), ("Path", None)])
def test_words_of_annotations(kind: str, mark: str | None) -> None:
    found = annotated(annot(kind, text("加注文字", 10, 10, 5)))
    line = found.pages[0].lines[-1]
    assert (line.text, line.mark, line.number, found.flags) == ("加注文字", mark, 7, ("annotations",))
    assert places(line)[0] == (30.0, 160.0)


def test_a_remark_is_noted_and_a_hidden_annotation_is_not_shown() -> None:
    found = annotated(annot("Highlight", remark="请核对"), annot("Stamp", text("作废", 10, 10, 5), more=' Visible="false"'))
    assert (len(found.pages[0].lines), found.flags) == (6, ("notes",))


def test_lost_annotations_are_said() -> None:
    assert reading(page(*BODY), more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>").flags == ("parts-missing",)


def test_attachments_are_listed() -> None:
    list_ = root(
        "Attachments",
        '<ofd:Attachment ID="1" Name="自评表.xlsx"><ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment><ofd:Attachment ID="2"><ofd:FileLoc>res/b.pdf</ofd:FileLoc></ofd:Attachment>',
    )
    found = reading(
        page(*BODY), more="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>", extra={"Doc_0/Attachs/Attachments.xml": list_}
    )
    assert found.flags == ("attachments-unread", "attachment: 自评表.xlsx", "attachment: b.pdf")


@pytest.mark.parametrize(("kind", "flag"), [(' Type="Seal"', "sealed"), ("", "sealed"), (' Type="Sign"', "signed")])
def test_seals_and_signatures_are_noted(kind: str, flag: str) -> None:
    made = parts([page(*BODY)])
    made["OFD.xml"] = entry("Doc_0/Document.xml", more="<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>")
    made["Doc_0/Signs/Signatures.xml"] = root(
        "Signatures", f'<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1"{kind} BaseLoc="Sign_0/Signature.xml"/>'
    )
    assert read_bytes("a", zipped(made)).flags == (flag,)


# Pages without words


NO_TEXT = "no-ocr" if missing() else "no-text"
MEDIA = '<ofd:MultiMedias><ofd:MultiMedia ID="20" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'


def test_a_scan_has_no_text() -> None:
    found = reading(
        page(*BODY),
        page(image(0, 0, 210, 297)),
        page(),
        extra={"Doc_0/PublicRes.xml": root("Res", MEDIA, BaseLoc="Res"), "Doc_0/Res/scan.png": b"no"},
    )
    assert [one.unusable for one in found.pages] == [None, NO_TEXT, None]
    assert not found.ocr


def test_a_page_number_on_a_scan_is_not_its_text() -> None:
    assert only(image(0, 0, 210, 297), text("3", 100, 285)).unusable == NO_TEXT


def test_a_scan_where_recognition_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_scan, "missing", lambda: "rapidocr")
    assert only(image(0, 0, 210, 297), text("3", 100, 285)).unusable == "no-ocr"


@pytest.mark.parametrize("quarters", [0, 1])
def test_a_scan_is_recognised(quarters: int) -> None:
    """Also where the page turns the picture; its own words stand among what is recognised."""
    if missing() is not None:
        pytest.skip(f"recognition needs {missing()}: pip install 'gouji[ocr]'")
    from tests.scans import scan_pages

    (scan,) = scan_pages(set_pages(["自评得分98.5分，扣1.5分。", "满意度达到百分之九十五。"], numbered=False).pdf, seal=False, tilt=0.0)
    buffer = io.BytesIO()
    scan.rotate(90 * quarters, expand=True).save(buffer, "PNG")
    shown = (
        image(0, 0, 210, 297)
        if not quarters
        else '<ofd:ImageObject ID="7" Boundary="0 0 210 297" CTM="0 297 -210 0 210 0" ResourceID="20"/>'
    )
    extra = {"Doc_0/PublicRes.xml": root("Res", MEDIA, BaseLoc="Res"), "Doc_0/Res/scan.png": buffer.getvalue()}
    found = reading(page(shown, text("页眉", 30, 20)), extra=extra)
    assert texts(found.pages[0]) == ["页眉", "自评得分98.5分，扣1.5分。", "满意度达到百分之九十五。"]
    assert (found.pages[0].unusable, found.ocr) == (None, True)
    assert {"lxml", "rapidocr"} <= set(found.versions)
    whole = found.pages[0].lines[1].box(0, 4)
    assert whole is not None
    assert abs(whole.x0 - (28 * MM + 32)) < 6  # the left margin, and an indent of two characters


def test_a_picture_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    if missing() is not None:
        pytest.skip(f"recognition needs {missing()}: pip install 'gouji[ocr]'")
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("1", (2000, 2000)).save(buffer, "PNG")
    monkeypatch.setitem(limits.IN_FORCE, "scan-pixels", 1_000_000)
    extra = {"Doc_0/PublicRes.xml": root("Res", MEDIA, BaseLoc="Res"), "Doc_0/Res/scan.png": buffer.getvalue()}
    assert reading(page(image(0, 0, 210, 297)), extra=extra).pages[0].unusable == "image-too-large"


def test_invisible_words_on_a_scan_are_what_was_recognised() -> None:
    found = reading(page(image(0, 0, 210, 297), *(one.replace("<ofd:TextObject", '<ofd:TextObject Fill="false"') for one in BODY)))
    assert ([line.mark for line in found.pages[0].lines], found.pages[0].unusable, found.flags) == ([None] * 6, None, ("ocr-layer",))


def test_words_turned_into_outlines() -> None:
    drawn = [
        box(30 + 6 * (index % 20), 40 + 8 * (index // 20), 34 + 6 * (index % 20), 44 + 8 * (index // 20), Fill="true")
        for index in range(80)
    ]
    assert only(*drawn).unusable == "no-text"


@pytest.mark.parametrize(
    "content",
    [
        '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>11 12 13 14</ofd:Glyphs></ofd:CGTransform>',
        '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>11 12 13 14</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5"/>',
        '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>11 12 13 14</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5">¤¤¤¤</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5">\ue001\ue002\ue003\ue004</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5">\\0001\\0002\\0003\\0004</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">ABCd</ofd:TextCode>',
    ],
)
def test_glyphs_without_characters(content: str) -> None:
    found = only(text(content, 30, 50, 5))
    assert found.unusable == "no-unicode"
    assert sum(len(line.text.replace(" ", "")) for line in found.lines) == 4


def test_a_few_private_characters_are_said() -> None:
    found = reading(page(*BODY, text("\ue001字", 30, 120)))
    assert (found.pages[0].unusable, found.flags) == (None, ("private-use",))


# Packages as writers make them


def plain() -> dict[str, str | bytes]:
    return parts([page(text("自评得分九十分", 30, 50))])


def renamed(change: dict[str, str]) -> dict[str, str | bytes]:
    return {change.get(name, name): content for name, content in plain().items()}


def edited(name: str, *changes: tuple[str, str]) -> dict[str, str | bytes]:
    made = plain()
    content = made[name]
    assert isinstance(content, str)
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return made | {name: content}


PAGE_0 = "Doc_0/Pages/Page_0/Content.xml"
SHAPES = {
    "relative to the document": plain(),
    "from the root with a slash": edited("Doc_0/Document.xml", ('BaseLoc="Pages/', 'BaseLoc="/Doc_0/Pages/')),
    "from the root without a slash": edited("Doc_0/Document.xml", ('BaseLoc="Pages/', 'BaseLoc="Doc_0/Pages/')),
    "with a dot": edited("Doc_0/Document.xml", ('BaseLoc="Pages/', 'BaseLoc="./Pages/')),
    "with two dots": edited("Doc_0/Document.xml", ('BaseLoc="Pages/', 'BaseLoc="../Doc_0/Pages/')),
    "with backslashes": edited("Doc_0/Document.xml", ("Pages/Page_0/Content.xml", "Pages\\Page_0\\Content.xml")),
    "in other case": renamed({PAGE_0: "doc_0/pages/PAGE_0/content.XML"}),
    "entry in other case": renamed({"OFD.xml": "ofd.xml"}),
    "names with a slash": {f"/{name}": content for name, content in plain().items()},
    "names with backslashes": {name.replace("/", "\\"): content for name, content in plain().items()},
    "no layer": plain() | {PAGE_0: root("Page", f"<ofd:Content>{text('自评得分九十分', 30, 50)}</ofd:Content>")},
    "another folder": {name.replace("Doc_0", "Doc_7"): content.replace("Doc_0", "Doc_7") for name, content in plain().items() if isinstance(content, str)},
    "white space round the root": edited("OFD.xml", ("Doc_0/Document.xml", "\n  Doc_0/Document.xml\n  ")),
    "place in an element": edited("Doc_0/Document.xml", ('BaseLoc="Pages/Page_0/Content.xml"/>', "><ofd:BaseLoc>Pages/Page_0/Content.xml</ofd:BaseLoc></ofd:Page>")),
    "the old namespace": {name: content.replace(NAMESPACE, "http://www.ofdspec.org") for name, content in plain().items() if isinstance(content, str)},
    "a default namespace": {name: content.replace("ofd:", "").replace("xmlns:ofd=", "xmlns=").replace("xmlns:ofd", "xmlns") for name, content in plain().items() if isinstance(content, str)},
    "a namespace for each": edited(PAGE_0, (NAMESPACE, "urn:x-other")),
    "a prefix that is not declared": {name: content.replace(f' xmlns:ofd="{NAMESPACE}"', "") for name, content in plain().items() if isinstance(content, str)},
    "no prefix": {name: content.replace("ofd:", "").replace(f'xmlns:ofd="{NAMESPACE}"', "") for name, content in plain().items() if isinstance(content, str)},
    "a byte order mark": {name: b"\xef\xbb\xbf" + content.encode() for name, content in plain().items() if isinstance(content, str)},
    "UTF-16": {name: content.replace("UTF-8", "UTF-16").encode("utf-16") for name, content in plain().items() if isinstance(content, str)},
    "GBK": {name: content.replace("UTF-8", "GBK").encode("gbk") for name, content in plain().items() if isinstance(content, str)},
    "GBK that is not declared": {name: content.replace(' encoding="UTF-8"', "").encode("gbk") for name, content in plain().items() if isinstance(content, str)},
    "other parts beside": plain() | {"Doc_0/Tags/CustomTags.xml": b"<broken", "META": b"x", "Doc_0/Res/font.ttf": b"\x00\x01"},
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_packages_as_writers_make_them(shape: str) -> None:
    found = read_bytes("a.ofd", zipped(SHAPES[shape]))
    assert ([texts(one) for one in found.pages], [one.unusable for one in found.pages], found.flags) == ([["自评得分九十分"]], [None], ())


def test_gb2312_that_holds_more() -> None:
    made = edited(PAGE_0, ("自评得分九十分", "二〇二二年朱镕"))
    content = made[PAGE_0]
    assert isinstance(content, str)
    data = zipped(made | {PAGE_0: content.replace("UTF-8", "GB2312").encode("gb18030")})
    assert DECLARED.match(content.replace("UTF-8", "GB2312").encode("gb18030"))
    assert texts(read_bytes("a", data).pages[0]) == ["二〇二二年朱镕"]


def test_names_in_gbk() -> None:
    """Where the zip does not say that names are UTF-8 their bytes are those of the writer's machine."""
    made = edited("Doc_0/Document.xml", ("Pages/Page_0", "Pages/第一页"))
    made["Doc_0/Pages/XXXXXX/Content.xml"] = made.pop(PAGE_0)
    data = zipped(made).replace(b"XXXXXX", "第一页".encode("gbk"))
    assert texts(read_bytes("a", data).pages[0]) == ["自评得分九十分"]


def test_a_reading_can_be_pickled_and_is_the_same_each_time() -> None:
    data = ofd(page(*BODY, table(30, 120, [40, 30, 30], ROWS)))
    found = read_bytes("a.ofd", data)
    assert pickle.loads(pickle.dumps(found)) == found == read_bytes("a.ofd", data)
    assert (found.format, found.reader, found.paged, list(found.versions)) == ("ofd", "lxml", True, ["lxml"])
    assert deltas(advances("一二3", 5)) == "5 5" and rule(0, 0, 1, 0)
