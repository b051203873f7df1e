"""Old Word documents: what the converter makes of them, held against their piece table, and what is said where it falls short."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import doc2docx
import olefile
import pytest

from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.model.page import Reading
from extractor.pipeline import extract
from extractor.readers import office, read_bytes
from extractor.readers.doc import reader as doc
from extractor.readers.doc.fields import with_fields_kept
from extractor.readers.doc.stories import STORIES, read_stories, shown, text_of
from extractor.readers.doc.witness import converted, lost, squeezed
from tests.conftest import ROOT
from tests.docfiles import MISSING, made
from tests.goldens import differences, projection
from tests.readers.test_docx_numbering import torture
from tests.wordfiles import abstract, cell, docx, level, num, p, paragraphs_of, r, report_as_docx, row

REPORTS = ("business-environment-2022", "culture-2023", "veterans-2021")
ANCHOR = (
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="2000000" cy="800000"/>'
    '<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="b"/>'
)
SHAPE = (
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
)
FORM = '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'


def box(*blocks: str) -> str:
    inside = f"<wps:txbx><w:txbxContent>{''.join(blocks)}</w:txbxContent></wps:txbx>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{ANCHOR}{SHAPE}{FORM}{inside}<wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, result: str) -> str:
    told = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{mark('begin')}{told}{mark('separate')}{r(result)}{mark('end')}"


def ruled(*rows: list[tuple[int, str] | tuple[int, str, str]]) -> str:
    """A table of cells with their widths: old documents know wide cells by nothing else."""

    def made_of(width: int, text: str, merge: str | None = None) -> str:
        return cell(text, span=width // 2000, merge=merge, more=f'<w:tcW w:w="{width}" w:type="dxa"/>')

    grid = '<w:gridCol w:w="2000"/>' * (sum(one[0] for one in rows[0]) // 2000)
    inside = "".join(row(*(made_of(*one) for one in cells)) for cells in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>'


LEVELS = abstract(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)
FEATURES: dict[str, tuple[bytes, list[str]]] = {
    "numbers": (
        docx(
            *(p(text, num=(1, at)) for text, at in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 3), ("己", 3), ("庚", 0), ("辛", 1), ("壬", 2)]),
            numbering=LEVELS + num(1, 1),
        ),
        ["一、甲", "（一）乙", "（二）丙", "1.丁", "①戊", "②己", "二、庚", "（一）辛", "1.壬"],
    ),
    "table": (
        docx(
            p("前"),
            ruled(
                [(2000, "指标"), (2000, "名称"), (2000, "分值")],
                [(2000, "产出", "restart"), (2000, "数量"), (2000, "9")],
                [(2000, "", "continue"), (2000, "质量"), (2000, "8.50")],
                [(4000, "合计"), (2000, "17.50")],
            ),
            p("后"),
        ),
        ["前", "| 指标 | 名称 | 分值 |", "| 产出 | 数量 | 9 |", "|  | 质量 | 8.50 |", "| 合计 |  | 17.50 |", "后"],
    ),
    "notes": (
        docx(
            p("文", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。"),
            p("尾", '<w:r><w:endnoteReference w:id="2"/></w:r>'),
            footnotes=f'<w:footnote w:id="2">{p("脚注")}</w:footnote>',
            endnotes=f'<w:endnote w:id="2">{p("尾注")}</w:endnote>',
        ),
        ["文。", "尾", "[1] 脚注", "[i] 尾注"],
    ),
    "heads": (docx(p("正文"), headers={"header1": p("眉头"), "footer1": p("— ", field("PAGE", "1"), " —")}), ["正文", "眉头", "—  —"]),
    "fields": (docx(p(field('HYPERLINK "http://a/"', "链接"), "后"), p(field("= 1+2", "5"), "项")), ["链接后", "5项"]),
    "changes": (
        docx(
            p(
                "得分",
                '<w:del w:id="1" w:author="a" w:date="2020-01-01T00:00:00Z"><w:r><w:delText>8</w:delText></w:r></w:del>',
                '<w:ins w:id="2" w:author="a" w:date="2020-01-01T00:00:00Z"><w:r><w:t>9</w:t></w:r></w:ins>',
                "分",
            )
        ),
        ["得分9分"],
    ),
    "characters": (
        docx(
            p("显", r("隐", "<w:vanish/>"), "示"),
            p("甲", "<w:r><w:br/></w:r>", "乙"),
            p("𠮷A\t中—“引”℃㎡"),
            p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "选"),
        ),
        ["显示", "甲", "乙", "𠮷A\t中—“引”℃㎡", "☑选"],
    ),
}  # fmt: skip
"""Documents, and the lines that must be read of each."""
BOX = docx(p("前", box(p("框内自评得分9分"), p("第二段")), "后"), p("末"))
HEAD_BOX = docx(p("正文"), headers={"footer1": p("脚", box(p("第", field("PAGE", "1"), "页")))})
DATE = docx(p("日期：", field('DATE \\@ "yyyy年MM月dd日"', "2019年01月05日"), "止"))


@pytest.fixture(scope="module")
def docs() -> dict[str, bytes]:
    """All documents of this module, as .doc."""
    wanted = {name: data for name, (data, _) in FEATURES.items()} | {"torture": torture(), "box": BOX, "head-box": HEAD_BOX, "date": DATE}
    wanted["picture"] = docx(p(box(p())))
    for name in REPORTS:
        lines = paragraphs_of("\n".join(line.text.replace("**", "") for _, line in report(name).lines()))
        wanted |= {f"{name}-{numbers}": report_as_docx(lines, numbers) for numbers in ("typed", "direct")}  # type: ignore[arg-type]
    files = made(wanted)
    if files is None:
        pytest.skip(MISSING)
    # LibreOffice saves a date as today's: the document is to hold another day's.
    today = re.compile(r"(?:\d\0){4}\x74\x5e(?:\d\0){2}\x08\x67(?:\d\0){2}\xe5\x65".encode("latin-1"))
    files["date"], count = today.subn("2019年01月05日".encode("utf-16-le"), files["date"])
    assert count == 1
    return files


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setattr(office, "found", lambda: None)


@pytest.fixture
def by_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library fails, LibreOffice converts."""

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(doc2docx, "convert", fail)


def report(name: str) -> Reading:
    return read_bytes(name, (ROOT / "corpus" / f"{name}.txt").read_bytes())


def texts(reading: Reading) -> list[str]:
    return [line.text for _, line in reading.lines()]


def patched(data: bytes, stream: str, at: int, content: bytes) -> bytes:
    """A document with some bytes of a stream replaced."""
    whole = io.BytesIO(data)
    with olefile.OleFileIO(whole, write_mode=True) as file:
        before = file.openstream(stream).read()
        file.write_stream(stream, before[:at] + content + before[at + len(content) :])
        return whole.getvalue()


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", FEATURES)
def test_features(docs: dict[str, bytes], name: str) -> None:
    reading = read_bytes("a.doc", docs[name])
    assert texts(reading) == FEATURES[name][1]
    assert (reading.format, reading.reader, reading.paged, reading.bytes) == ("doc", "msdoc2docx", False, len(docs[name]))
    assert reading.flags == (("tracked-changes",) if name == "changes" else ())
    assert set(reading.versions) == {"msdoc2docx", "olefile", "python-docx"}
    assert reading == read_bytes("a.doc", docs[name])


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("numbers", ["typed", "direct"])
@pytest.mark.parametrize("name", REPORTS)
def test_reports(docs: dict[str, bytes], tmp_path: Path, name: str, numbers: str) -> None:
    path = tmp_path / f"{name}.doc"
    path.write_bytes(docs[f"{name}-{numbers}"])
    found = extract(path)
    assert found.reading.format == "doc"
    assert differences(projection(extract(ROOT / "corpus" / f"{name}.txt")), projection(found)) == []


@pytest.mark.usefixtures("alone")
def test_a_saved_date_stays(docs: dict[str, bytes]) -> None:
    assert texts(read_bytes("a.doc", docs["date"])) == ["日期：2019年01月05日止"]


@pytest.mark.usefixtures("by_office")
def test_a_saved_date_stays_with_libreoffice(docs: dict[str, bytes]) -> None:
    reading = read_bytes("a.doc", docs["date"])
    assert (reading.reader, texts(reading), reading.flags) == ("libreoffice", ["日期：2019年01月05日止"], ())
    assert with_fields_kept(docs["notes"]) == docs["notes"]


@pytest.mark.parametrize("name", [*FEATURES, "torture", *(f"{name}-{numbers}" for name in REPORTS for numbers in ("typed", "direct"))])
def test_the_converter_gives_the_text_of_the_piece_table(docs: dict[str, bytes], tmp_path: Path, name: str) -> None:
    stories = read_stories("a", docs[name])
    assert stories is not None
    (tmp_path / "a.doc").write_bytes(docs[name])
    doc2docx.convert(tmp_path / "a.doc", tmp_path / "a.docx")
    package = (tmp_path / "a.docx").read_bytes()
    assert lost(stories, package) == {}
    found = converted(package)
    for story in ("main", "footnotes", "endnotes"):
        # A character of a symbol font is one of the private area here and an element there.
        assert squeezed(found[story]).replace("(", "") == squeezed(shown(getattr(stories, story))).replace("(", "")
    assert sorted(squeezed(found["headers"])) == sorted(squeezed(shown(stories.headers)))
    assert squeezed(shown(stories.main))


# ── text boxes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_text_boxes_by_libreoffice(docs: dict[str, bytes]) -> None:
    reading = read_bytes("a.doc", docs["box"])
    assert (reading.reader, reading.flags) == ("libreoffice", ())
    assert texts(reading) == ["前后", "框内自评得分9分", "第二段", "末"]
    assert re.fullmatch(r"\d+(\.\d+)+", reading.versions["libreoffice"])
    assert reading == read_bytes("a.doc", docs["box"])


@pytest.mark.usefixtures("alone")
def test_text_boxes_without_libreoffice_are_read_behind_the_body(docs: dict[str, bytes]) -> None:
    reading = read_bytes("a.doc", docs["box"])
    assert (reading.reader, reading.flags) == ("msdoc2docx", ("textbox-misplaced",))
    assert [(line.text, line.number) for _, line in reading.lines()] == [("前后", 1), ("末", 2), ("框内自评得分9分", 3), ("第二段", 4)]


@pytest.mark.usefixtures("alone")
def test_a_document_that_only_libreoffice_converts(docs: dict[str, bytes]) -> None:
    assert refused(docs["head-box"]) == "office-missing"


@pytest.mark.usefixtures("alone")
def test_a_document_of_drawings_alone(docs: dict[str, bytes]) -> None:
    reading = read_bytes("a.doc", docs["picture"])
    assert (texts(reading), reading.pages[0].unusable) == ([], "no-text")


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        doc.read("自评报告.doc", data)
    assert caught.value.place == "自评报告.doc"
    return caught.value.code


@pytest.fixture
def lossy(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the library write a given package, with a warning."""

    def give(package: bytes, warning: str = "ANY") -> None:
        def write(_: Path, target: Path) -> object:
            target.write_bytes(package)
            return SimpleNamespace(report=SimpleNamespace(warnings=[SimpleNamespace(code=warning)]))

        monkeypatch.setattr(doc2docx, "convert", write)

    return give


@pytest.mark.usefixtures("alone")
def test_a_body_with_a_hole_is_refused(docs: dict[str, bytes], lossy: Callable[..., None]) -> None:
    lossy(docx(p("文。")))
    assert refused(docs["notes"]) == "doc-incomplete"


def test_a_body_with_a_hole_is_read_by_libreoffice(docs: dict[str, bytes], lossy: Callable[..., None]) -> None:
    lossy(docx(p("文。")))
    reading = read_bytes("a.doc", docs["notes"])
    assert (reading.reader, texts(reading)) == ("libreoffice", FEATURES["notes"][1])


@pytest.mark.usefixtures("alone")
def test_lost_notes_and_headers_are_said(docs: dict[str, bytes], lossy: Callable[..., None]) -> None:
    lossy(docx(p("文。"), p("尾")))
    reading = read_bytes("a.doc", docs["notes"])
    assert (texts(reading), reading.flags) == (["文。", "尾", "脚注", "尾注"], ("note-misplaced",))
    lossy(docx(p("正文")))
    assert read_bytes("a.doc", docs["heads"]).flags == ("header-unread",)


@pytest.mark.parametrize(
    ("instruction", "shown_by_reader", "missing"),
    [(r"eq \o\ac(○,3)", True, 0), (r"eq \o\al(\s\up 10(zi),字)", False, 3), ("PAGE", True, 0), (r"eq \f(1,2)", False, 2)],
)
def test_equations_are_text(docs: dict[str, bytes], instruction: str, shown_by_reader: bool, missing: int) -> None:
    """An enclosed number is text that the DOCX reader shows; what it does not show is missed."""
    stories = read_stories("a", docs["notes"])
    assert stories is not None
    halves = len(instruction) // 2
    split = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in (instruction[:halves], instruction[halves:])
    )
    package = docx(p("文", mark("begin") + split + mark("end")))
    told = type(stories)(f"文\x13{instruction}\x15\r", "", "", "", "", "", "1Table", False)
    assert lost(told, package) == ({"main": missing} if missing else {})
    assert ("main" in lost(told, package)) is not shown_by_reader


def test_fields_inside_fields() -> None:
    assert shown("甲\x13 IF \x13 REF a \x141\x15 = 1 \x14乙\x13 PAGE \x142\x15\x15丙") == "甲乙2丙"
    assert shown("甲\x13 PAGE") == "甲"
    assert shown("\ud842\udfb7") == "𠮷"


def test_stories_are_cut_where_the_file_cuts_them(docs: dict[str, bytes]) -> None:
    stories = read_stories("a", docs["notes"])
    assert stories is not None
    assert (stories.main, stories.footnotes, stories.endnotes) == ("文\x02。\r尾\x02\r", "\x02脚注\r\r", "\x02尾注\r\r")
    assert {name for name in STORIES if hasattr(stories, name)} == set(STORIES) - {"macros", "comments"}
    astral = read_stories("a", docs["characters"])
    assert astral is not None and "𠮷A\t" in shown(astral.main) and not astral.draws


def test_compressed_pieces(docs: dict[str, bytes]) -> None:
    """Word saves a piece of Western characters with one byte each."""
    data = docs["fields"]
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        word, tables = file.openstream("WordDocument").read(), file.openstream("1Table").read()
    start, size = struct.unpack_from("<II", word, 0x1A2)
    (text_at,) = struct.unpack_from("<2xI", tables, start + size - 8)
    (count,) = struct.unpack_from("<i", word, 76)
    data = patched(data, "WordDocument", text_at, ("x" * (count - 2) + "\x93\r").encode("latin-1"))
    data = patched(data, "1Table", start + size - 6, struct.pack("<I", text_at * 2 | 0x40000000))
    stories = read_stories("a", data)
    assert stories is not None and stories.main == "x" * (count - 2) + "“\r"


def test_pieces_of_a_document_saved_fast() -> None:
    """They stand anywhere in the stream, after properties that they share; the last may reach beyond the text."""
    word = bytes(16) + "甲乙".encode("utf-16-le") + b"ab" + "𠮷".encode("utf-16-le")
    pieces = struct.pack("<4I", 0, 2, 4, 7) + b"".join(struct.pack("<HIH", 0, at, 0) for at in (20 * 2 | 0x40000000, 16, 22))
    clx = b"\x01\x02\x00\xff\xff" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    assert shown(text_of(word, clx, 6)) == "ab甲乙𠮷"
    with pytest.raises(ValueError, match="piece"):
        text_of(word, clx, 7)


@pytest.mark.usefixtures("alone")
def test_doubtful_numbers_are_said(docs: dict[str, bytes], lossy: Callable[..., None]) -> None:
    lossy(docx(p("链接后"), p("5项")), "NUMBERING_TABLE_MALFORMED")
    assert read_bytes("a.doc", docs["fields"]).flags == ("numbers-doubtful",)


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_wps_is_told_by_its_summary(docs: dict[str, bytes]) -> None:
    data = docs["table"]
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        size = file.get_size("\x05SummaryInformation")
    name = b"WPS Office_11.1.0\0\0\0"
    section = struct.pack("<IIII", 16 + 8 + len(name), 1, 0x12, 16) + struct.pack("<II", 30, len(name)) + name
    whole = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, bytes(16), 1, bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"), 48) + section
    reading = read_bytes("a.wps", patched(data, "\x05SummaryInformation", 0, whole.ljust(size, b"\0")))
    assert (reading.format, texts(reading)) == ("wps", FEATURES["table"][1])


def test_a_password(docs: dict[str, bytes]) -> None:
    with olefile.OleFileIO(io.BytesIO(docs["table"])) as file:
        flags = file.openstream("WordDocument").read()[11]
    assert refused(patched(docs["table"], "WordDocument", 11, bytes([flags | 1]))) == "doc-encrypted"


@pytest.mark.usefixtures("alone")
def test_word_95_needs_libreoffice(docs: dict[str, bytes]) -> None:
    assert refused(patched(docs["table"], "WordDocument", 2, struct.pack("<H", 104))) == "office-missing"


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.9])
def test_files_that_are_cut(docs: dict[str, bytes], share: float) -> None:
    data = docs["veterans-2021-typed"]
    assert refused(data[: int(len(data) * share)]) == "doc-damaged"


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("stream", "at", "content", "code"),
    [
        ("WordDocument", 76, struct.pack("<i", 2**30), "doc-bomb"),
        ("WordDocument", 76, struct.pack("<i", -1), "doc-damaged"),
        ("WordDocument", 76, struct.pack("<i", 100_000), "doc-damaged"),
        ("WordDocument", 0x1A2, struct.pack("<I", 2**31), "doc-damaged"),
        ("WordDocument", 0x1A6, struct.pack("<I", 3), "doc-damaged"),
        ("WordDocument", 10, b"\xff\xf0", "doc-damaged"),
    ],
)
def test_tables_that_lie(docs: dict[str, bytes], stream: str, at: int, content: bytes, code: str) -> None:
    assert refused(patched(docs["table"], stream, at, content)) == code


@pytest.mark.parametrize("at", [44, 64, 72])
def test_a_header_that_counts_too_much(docs: dict[str, bytes], at: int) -> None:
    data = bytearray(docs["table"])
    data[at : at + 4] = struct.pack("<I", 0x7FFFFFF0)
    assert refused(bytes(data)) == "doc-damaged"


def test_too_many_bytes(docs: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.IN_FORCE, "doc-bytes", 1000)
    assert refused(docs["table"]) == "doc-bomb"


@pytest.mark.usefixtures("alone")
def test_changed_bytes_never_end_otherwise_than_in_a_reading_or_an_error(docs: dict[str, bytes]) -> None:
    import random

    chance = random.Random(5)
    ends: dict[str, int] = {}
    for _ in range(80):
        data = bytearray(docs["table"])
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(8, 600) if chance.random() < 0.5 else chance.randrange(8, len(data))
            data[at] = chance.choice((0, 0xFF, chance.randrange(256)))
        try:
            end = "read" if texts(doc.read("a", bytes(data))) else "blank"
        except ReadError as error:
            end = error.code
        ends[end] = ends.get(end, 0) + 1
    assert ends["read"] > 10 and ends["doc-damaged"] > 10


def test_a_workbook_with_a_document_in_it_is_a_workbook(docs: dict[str, bytes]) -> None:
    """The streams at the root say what a file is."""
    renamed = docs["table"].replace("WordDocument".encode("utf-16-le"), "Workbook\0\0\0\0".encode("utf-16-le"))
    entry = renamed.index("Workbook".encode("utf-16-le"))
    data = bytearray(renamed)
    data[entry + 64 : entry + 66] = struct.pack("<H", 18)  # the length of the name
    data += "WordDocument".encode("utf-16-le")
    from extractor.readers.detect import detect

    assert (detect(docs["table"]), detect(bytes(data))) == ("doc", "xls")
