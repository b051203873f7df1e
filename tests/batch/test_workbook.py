"""summary.xlsx: two readers agree on it, LibreOffice computes it without an error, nothing in it runs, the bytes come again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from extractor.batch import workbook, workbook_reports, workbook_sheet
from extractor.batch.outcome import Duplicate, Failed, Matched, Outcome, Roster, Unclear
from extractor.batch.outputs import Surroundings, load
from extractor.batch.workbook import Workbook
from extractor.emitters.cells import safe, sheet_name, width
from extractor.emitters.json import report_object
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from extractor.pipeline import extract_bytes
from tests.batch.made_reports import as_read, finding, placed, report, section, submissions
from tests.conftest import ROOT

LEAD = len(workbook_reports.LEAD)
FIRST = 6
"""The first row of the summary that holds a report, counted from 1."""

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # openpyxl and the newer form of data bars


def made(out: Path, reports: Sequence[dict[str, Any]], outcome: Outcome | None = None, lang: str = "zh") -> Path:
    """The workbook of ``reports``, in ``out`` where its links lead."""
    scratch = out / "scratch"
    scratch.mkdir(parents=True)
    output = Workbook()
    output.open(Surroundings(out, scratch, Wording(builtin(), lang), ExitStack()))
    for one in placed(reports, out):
        output.add(load(one.path), one.path, one.shown)
    output.close(outcome or Outcome())
    assert [path.name for path in scratch.iterdir()] == [output.name]  # nothing else is left
    return (scratch / output.name).rename(out / output.name)


def sheets(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def table(sheet: Worksheet, first: int = 3) -> list[dict[str, Any]]:
    """The rows below the row of heads."""
    heads, *rows = list(sheet.iter_rows(min_row=first, values_only=True))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def lead(sheet: Worksheet, row: int) -> dict[str, Any]:
    """The cells of a report before its items, by the ids of their columns."""
    return {id: sheet.cell(row, index + 1) for id, index in workbook_reports.INDEX.items()}


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of thirty submissions with everything that an outcome may hold."""
    out = tmp_path_factory.mktemp("thirty")
    (out / "pages").mkdir()
    reports = list(submissions(30))
    result = placed(reports, out)[0].path
    (out / "pages" / f"{result.stem}.html").write_text("页")
    bodies = (
        Matched("云丰县民政局", ("报送材料/云丰县民政局.txt",)),
        Matched("云泽县民政局", ()),
        Matched("云屏县民政局", ("一.txt", "二.txt")),
    )
    outcome = Outcome(
        failures=[Failed("乱码.doc", ReadError("file-empty", "乱码.doc"))],
        duplicates=[Duplicate("另存/甲.txt", "甲.txt")],
        passed_over=["Thumbs.db"],
        roster=Roster(bodies, (("外.txt", "某局"), ("无名.txt", None)), (Unclear("两可.txt", "教育局", ("甲县教育局", "乙县教育局")),)),
    )
    return made(out, reports, outcome)


def test_reports_as_they_are_read(tmp_path: Path) -> None:
    """What the pipeline makes of three reports of the corpus; the figures are those printed in them."""
    wording = Wording(builtin())
    read = []
    for name in ("social-assistance-2022.txt", "business-environment-2022.txt", "forestry-narrative-2020.txt"):
        found = extract_bytes(name, (ROOT / "corpus" / name).read_bytes(), builtin())
        read.append(as_read(report_object(found, wording)))
    book = sheets(made(tmp_path, read))
    rows = {lead(book["汇总表"], row)["file"].value: lead(book["汇总表"], row) for row in range(FIRST, FIRST + 3)}
    first = rows["social-assistance-2022.txt"]
    assert [first[id].value for id in ("body", "max", "self", "deducted")] == ["青岚省民政厅、青岚省财政厅", 105, 101.65, 3.35]
    assert rows["business-environment-2022.txt"]["state"].value == "有错误"
    assert rows["forestry-narrative-2020.txt"]["state"].value == "无评分"
    assert "A2.政务环境 › B4信用建设" in {row["所在栏目"] for row in table(book["问题清单"])}


def test_two_readers_see_the_same(thirty: Path) -> None:
    first, second = sheets(thirty), CalamineWorkbook.from_path(str(thirty))
    assert (
        first.sheetnames == second.sheet_names == ["汇总表", "问题清单", "失分统计", "栏目对照", "名册核对", "未能读取", "重复文件", "说明"]
    )
    values = openpyxl.load_workbook(thirty, data_only=True)
    compared = 0
    for name in first.sheetnames:
        other = second.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row in values[name].iter_rows():
            for cell in row:
                there = other[cell.row - 1][cell.column - 1] if cell.row <= len(other) else ""
                assert (cell.value if cell.value is not None else "") == there, (name, cell.coordinate)
                compared += cell.value is not None
    assert compared > 2000


def test_heads_of_three_rows(thirty: Path) -> None:
    sheet = sheets(thirty)["汇总表"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A3:A5", "B3:B5", "F3:I3", "F4:F5", "J3:O3", "P3:P5", "T3:AE3", "T4:V4", "W4:Y4", "BA3:BC4"} <= merged
    assert [sheet.cell(3, column).value for column in (2, 6, 10, 20, 32)] == ["单位", "全文合计", "核对", "一、资金管理", "二、任务完成"]
    assert [sheet.cell(4, column).value for column in (20, 23, 26)] == ["本级", "（一）预算安排", "（二）资金拨付及时率"]
    assert [sheet.cell(5, column).value for column in (20, 21, 22, 53)] == ["分值", "自评", "扣分", "分值"]
    assert sheet["BA3"].value == "四、加分项"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == f"A5:BC{FIRST + 29}"
    cells = [(cell.row, cell.column) for one in sheet.merged_cells.ranges for row in sheet[str(one)] for cell in row]
    assert len(cells) == len(set(cells))  # overlapping ranges would damage the file


def test_a_row_says_what_the_report_says(thirty: Path) -> None:
    sheet = sheets(thirty)["汇总表"]
    reports = sorted(submissions(30), key=lambda one: str(one["source"]["name"]))
    for offset, one in enumerate(reports):
        cells = lead(sheet, FIRST + offset)
        assert (cells["order"].value, cells["body"].value, cells["year"].value) == (offset + 1, one["document"]["issuers"][0], 2022)
        assert (cells["number"].value, cells["region"].value) == (one["document"]["number"]["text"], one["document"]["region"]["name"])
        stated = [Decimal(str(cells[id].value)) for id in ("max", "self", "deducted", "bonus")]
        assert stated == [one["totals"][id] for id in ("max", "self", "deducted", "bonus")]
        severities = [finding["severity"] for finding in one["findings"]]
        assert [cells[id].value for id in ("errors", "warnings", "notes")] == [severities.count(id) for id in ("error", "warning", "note")]
        assert cells["state"].value == ("有错误" if "error" in severities else "有疑点" if severities else "相符")
        items = [one["sections"][0], *one["sections"][0]["children"], one["sections"][1]]
        for index, item in enumerate(items):
            top, own, off = (sheet.cell(FIRST + offset, LEAD + 1 + 3 * index + field).value for field in range(3))
            assert (Decimal(str(top)), Decimal(str(own))) == (item["score"]["max"], item["score"]["self"])
            assert (None if off is None else Decimal(str(off))) == (item["deductions"][0]["points"] if item["deductions"] else None)


def test_numbers_keep_their_printed_decimals(tmp_path: Path) -> None:
    made_report = report(
        "a.txt",
        section("一、", "资金", "10", "9.50", number=1, deductions=["0.5"]),
        totals={"max": "100.000", "self": "-0.5", "deducted": "12345678901234567.25"},
    )
    sheet = sheets(made(tmp_path, [made_report]))["汇总表"]
    cells = lead(sheet, FIRST)
    assert [(cells[id].value, cells[id].number_format.rstrip("_ ")) for id in ("max", "self")] == [(100, "0.000"), (-0.5, "0.0")]
    assert cells["deducted"].value == "12345678901234567.25"  # more digits than a cell's number holds
    items = [sheet.cell(FIRST, LEAD + 1 + index) for index in range(3)]
    assert [(cell.value, cell.number_format.rstrip("_ ")) for cell in items] == [(10, "0"), (9.5, "0.00"), (0.5, "0.0")]


def test_links_lead_to_files_beside_the_workbook(thirty: Path) -> None:
    book = sheets(thirty)
    for sheet, column, row in ((book["汇总表"], workbook_reports.INDEX["file"] + 1, FIRST), (book["问题清单"], 2, 4)):
        link = sheet.cell(row, column).hyperlink
        assert (thirty.parent / link.target).is_file()
        assert sheet.cell(row, column).value.startswith("报送材料/")
    pages = [lead(book["汇总表"], FIRST + offset)["page"] for offset in range(30)]
    assert [page.value for page in pages] == ["查看"] + [None] * 29  # only where the page is there
    assert (thirty.parent / pages[0].hyperlink.target).read_text() == "页"


@pytest.mark.parametrize("name", ["百分之100%.txt", "a%20b.txt", "第#3份.txt", "空 格.txt", "引号'&＜.txt"])
def test_links_to_names_with_marks(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, [report(name)])
    with zipfile.ZipFile(path) as package:
        target = re.search(rb'Target="(reports[^"]*)"', package.read("xl/worksheets/_rels/sheet1.xml.rels"))
    assert target is not None
    written = target[1].decode().replace("&apos;", "'").replace("&amp;", "&")
    assert not re.search("[ #]|%(?![0-9A-F]{2})", written)
    decoded = re.sub("%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), written)
    assert (tmp_path / decoded).is_file()


def test_findings(thirty: Path) -> None:
    sheet = sheets(thirty)["问题清单"]
    rows = table(sheet)
    expected = [one["findings"][0] for one in sorted(submissions(30), key=lambda one: str(one["source"]["name"])) if one["findings"]]
    assert [row["级别"] for row in rows] == [{"error": "错误", "warning": "警告"}[one["severity"]] for one in expected]
    assert {row["所在栏目"] for row in rows} == {"全文", "二、任务完成 › （一）低保应保尽保"}
    assert (rows[0]["所写"], rows[0]["算得或对照"], rows[0]["位置"]) == (97, 96, "第3行")
    assert sheet.auto_filter.ref == f"A3:M{3 + len(rows)}"


def test_points_lost(thirty: Path) -> None:
    values = openpyxl.load_workbook(thirty, data_only=True)["失分统计"]
    rows = {row["栏目"]: row for row in table(values)}
    everyone = list(submissions(30))
    for path, wanted in (
        ("二、任务完成 › （二）特困人员供养", lambda one: one["sections"][1]["children"][1]),
        ("一、资金管理", lambda one: one["sections"][0]),
    ):
        scores = [wanted(one)["score"] for one in everyone]
        lost = [score["max"] - score["self"] for score in scores]
        row = rows[path]
        assert (row["失分份数"], row["评分份数"]) == (sum(one > 0 for one in lost), 30)
        assert (Decimal(str(row["失分合计"])), Decimal(str(row["单份最多"]))) == (sum(lost), max(lost))
        assert row["平均每份"] == pytest.approx(float(sum(lost) / 30))
        assert row["失分率"] == pytest.approx(float(sum(lost) / sum(score["max"] for score in scores)))
    assert "四、加分项" not in rows
    assert [row["失分合计"] for row in rows.values()] == sorted((row["失分合计"] for row in rows.values()), reverse=True)


def test_lost_by_a_penalty_by_a_deduction_alone_and_never_by_a_bonus(tmp_path: Path) -> None:
    sections = [
        section("一、", "减分项", "-10", "-2", number=1, kind="penalty"),
        section("二、", "台账", number=2, deductions=["0.5", "0.25"]),
        section("三、", "加分项", "5", "1", number=3, kind="bonus"),
        section("四、", "超分", "5", "6", number=4),
    ]
    book = openpyxl.load_workbook(made(tmp_path, [report("a.txt", *sections)]), data_only=True)
    assert [(row["栏目"], row["失分合计"], row["失分率"]) for row in table(book["失分统计"])] == [
        ("一、减分项", 2, -0.2),
        ("二、台账", 0.75, None),
    ]
    assert book["汇总表"].cell(FIRST, LEAD + 6).value == 0.75


def test_how_items_were_aligned_is_said(tmp_path: Path) -> None:
    def one(name: str, title: str, top: str) -> dict[str, Any]:
        return report(name, section("一、", title, top, "1", number=1))

    rows = table(
        sheets(made(tmp_path, [one("a", "资金管理", "10"), one("b", "资金管理情况", "12"), one("c", "组织领导", "5")]))["栏目对照"]
    )
    assert rows[0] == {
        "栏目": "一、资金管理",
        "份数": 2,
        "分值": "10（1份）、12（1份）",
        "标题写法": "资金管理（1份）、资金管理情况（1份）",
        "同一序号的其他标题": "一、组织领导（1份）",
        "备注": "分值不一致、同号不同名，未合并",
    }
    assert (rows[1]["栏目"], rows[1]["同一序号的其他标题"]) == ("一、组织领导", "一、资金管理（2份）")


def test_roster_failures_duplicates_and_counts(thirty: Path) -> None:
    book = sheets(thirty)
    assert book["名册核对"]["A2"].value == "应报 3 家：已报 2，未报 1，重复报送 1；名册以外 2 份，难以确定 1 份。"
    assert [(row["单位"], row["情况"], row["份数"], row["文件"]) for row in table(book["名册核对"])] == [
        ("云丰县民政局", "已报", 1, "报送材料/云丰县民政局.txt"),
        ("云泽县民政局", "未报", 0, None),
        ("云屏县民政局", "重复报送", 2, "一.txt、二.txt"),
        ("某局", "名册以外", 1, "外.txt"),
        (None, "名册以外", 1, "无名.txt"),
        ("教育局", "难以确定", 1, "两可.txt：可能是甲县教育局、乙县教育局"),
    ]
    reason = Wording(builtin()).error(ReadError("file-empty", "乱码.doc"))
    assert [tuple(row.values()) for row in table(book["未能读取"])] == [(1, "乱码.doc", reason)]
    assert [tuple(row.values()) for row in table(book["重复文件"])] == [(1, "另存/甲.txt", "甲.txt")]
    said = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert (said["已读取"], said["未能读取"], said["内容重复"], said["不是报告，已跳过"]) == ("30", "1", "1", "1")
    assert (said["gouji"], said["pypdfium2"]) == ("0.1.0", "5.1")


def test_an_empty_batch_and_no_roster(tmp_path: Path) -> None:
    book = sheets(made(tmp_path, []))
    assert "名册核对" not in book.sheetnames
    assert book["汇总表"]["A6"].value == "没有可汇总的报告。"
    told = {
        "问题清单": "没有发现问题。",
        "失分统计": "没有失分。",
        "栏目对照": "没有评分栏目。",
        "未能读取": "所有文件都读成了。",
        "重复文件": "没有内容相同的文件。",
    }
    assert {name: book[name]["A4"].value for name in told} == told


def test_reports_without_a_score_or_with_only_totals(tmp_path: Path) -> None:
    sheet = sheets(made(tmp_path, [report("a", section("一、", "概况"), body=""), report("b", totals={"self": "98"})]))["汇总表"]
    states = [(lead(sheet, FIRST + offset)["state"].value, lead(sheet, FIRST + offset)["body"].value) for offset in range(2)]
    assert states == [("无评分", None), ("相符", "青岚县民政局")]
    assert sheet.max_column == LEAD


def test_coverage_is_never_rounded_up(tmp_path: Path) -> None:
    gap = report("a", unexplained=[{"start": 0, "end": 1, "places": []}])
    gap["coverage"]["scores"]["found"] = 3000
    cell = lead(sheets(made(tmp_path, [gap]))["汇总表"], FIRST)["coverage"]
    assert (cell.value, cell.number_format) == (0.999, "0.0%")


HOSTILE = (
    '=HYPERLINK("http://x","点我")',
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "<r><t>甲</t></r>",
    "]]><x>&amp;",
    "甲\x00\x1b乙",
    "丙\udc80\ufffe",
    "_x0041_",
    " 前后 ",
    "𠀀" * 17_000,
)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    reports = [
        report(
            f"{index}.txt", section("一、", text, "1", "1", number=1), body=text, findings=[finding(message=text)], document={"title": text}
        )
        for index, text in enumerate(HOSTILE)
    ]
    outcome = Outcome(failures=[Failed(text, ReadError("file-empty", text)) for text in HOSTILE])
    path = made(tmp_path, reports, outcome)
    book = sheets(path)
    written = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert not {text for text in written if text[:1] in "+-@\t\r" and text}
    formulas = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert all(
        re.fullmatch(
            r'=(IF\(SUBTOTAL\(102,[$A-Z0-9:]+\)=0,"",)?SUBTOTAL\(\d+,[$A-Z0-9:]+\)\)?|=[A-Z]\d+/[A-Z]\d+|=IF\(G\d+=0,"",D\d+/G\d+\)', one
        )
        for one in formulas
    )
    bodies = [lead(book["汇总表"], FIRST + offset)["body"].value for offset in range(len(HOSTILE))]
    in_order = [one.shown for one in placed(reports, tmp_path)]
    expected = {
        f"{index}.txt": safe(text, lambda count: f"……（全文 {count} 字，单元格放不下，以下略）") for index, text in enumerate(HOSTILE)
    }
    assert bodies == [expected[shown] for shown in in_order]
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_name("汇总表").to_python()[FIRST - 1][1] == bodies[0]
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "external" in name.lower()]
        relations = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels") and "worksheets" in name)
        assert set(re.findall(rb'Target="([^/"]*)', relations)) == {b"reports"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1", "'=1"),
        ("<r><t>", "'<r><t>"),
        ("a=1", "a=1"),
        ("一\r\n二", "一\n二"),
        ("一\r二", "一\\u000d二"),
        ("甲\ud800", "甲\\ud800"),
        ("", ""),
        ("—", "—"),
        ("−1", "−1"),
        ("_x0041_", "_\u2060x0041_"),
    ],
)
def test_safe_text(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_the_longest_cell() -> None:
    assert safe("甲" * 32_767) == "甲" * 32_767
    cut = safe("𠀀" * 16_384)
    assert cut.endswith("… (16384)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert safe("=" * 32_767).startswith("'=")


@pytest.mark.parametrize(
    ("name", "taken", "chosen"),
    [
        ("汇总表", (), "汇总表"),
        ("a/b:c*[d]?\\", (), "a b c  d"),
        ("'引'", (), "引"),
        ("", (), "-"),
        ("History", (), "History (2)"),
        ("汇总表", ("汇总表",), "汇总表 (2)"),
        ("甲" * 40, (), "甲" * 31),
        ("甲" * 40, ("甲" * 31,), "甲" * 27 + " (2)"),
    ],
)
def test_sheet_names(name: str, taken: tuple[str, ...], chosen: str) -> None:
    assert sheet_name(name, taken) == chosen


def test_a_chinese_character_takes_two_columns() -> None:
    assert [width(text) for text in ("", "ab", "单位", "（一）a")] == [0, 2, 4, 7]


def test_items_for_which_no_column_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "CAPACITY", 2)
    sections = [section(f"{index}.", title, "5", "4", number=index) for index, title in enumerate(("台账", "公示", "培训"), start=1)]
    book = sheets(made(tmp_path, [report("a.txt", *sections)]))
    assert book["汇总表"].max_column == LEAD + 6
    assert [tuple(row.values()) for row in table(book["未入列的栏目"])] == [("a.txt", "3.培训", 5, 4, None)]
    assert [row["备注"] for row in table(book["栏目对照"])] == [None, None, "汇总表列数已满"]


def test_a_sheet_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_sheet, "ROWS", FIRST + 2 + workbook_sheet.SPARE)
    book = sheets(made(tmp_path, list(submissions(9))))
    sheet = book["汇总表"]
    assert sheet["A9"].value is None
    assert [cell.value for cell in sheet["B"]][-6:-1] == ["份数", "合计", "平均", "最高", "最低"]
    assert sheet.cell(sheet.max_row, 1).value.startswith("工作表行数已满，另有 6 行未列入")


def test_links_beyond_what_a_sheet_holds_are_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_sheet, "LINKS", 3)
    sheet = sheets(made(tmp_path, list(submissions(5))))["汇总表"]
    cells = [lead(sheet, FIRST + offset)["file"] for offset in range(5)]
    assert [cell.hyperlink is not None for cell in cells] == [True, True, True, False, False]
    assert all(cell.value.startswith("报送材料/") for cell in cells)


def test_english(tmp_path: Path) -> None:
    book = sheets(made(tmp_path, [report("a.txt")], lang="en"))
    words = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert book.sheetnames == ["Summary", "Findings", "Points lost", "Items", "Not read", "Duplicates", "How to read this"]
    assert [word for word in words if re.search("[\u4e00-\u9fff]", word)] == ["青岚县民政局"]


def test_the_same_bytes_again(thirty: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.batch.test_workbook import made; from tests.batch.made_reports import submissions;"
        "made(Path(sys.argv[1]), list(submissions(12)))"
    )
    for name, seed, zone in (("a", "1", "UTC"), ("b", "77", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / name)], cwd=ROOT, env=environment, check=True, timeout=120)
    first, second = ((tmp_path / name / "summary.xlsx").read_bytes() for name in "ab")
    assert first == second
    with zipfile.ZipFile(tmp_path / "a" / "summary.xlsx") as package:
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_memory_does_not_grow_with_the_reports(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        output, out = Workbook(), tmp_path / str(count)
        result = out / "reports" / "0123456789abcdef-a.json"  # one path: pathlib keeps the parts of every path that it has seen
        (out / "scratch").mkdir(parents=True)
        output.open(Surroundings(out, out / "scratch", Wording(builtin()), ExitStack()))
        tracemalloc.start()
        for one in submissions(count):
            output.add(one, result, one["source"]["name"])
        output.close(Outcome())
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(40)  # what is loaded once
    assert (peak(360) - peak(60)) / 300 < 3_000  # a report's JSON is 15,000 bytes; its links and the list of items it has stay


def recalculated(path: Path, folder: Path) -> Any:
    """The workbook after LibreOffice has computed every formula and saved it."""
    program = shutil.which("soffice")
    if program is None or not (Path(program).resolve().parent / "libsclo.so").exists():
        pytest.skip("LibreOffice Calc (libreoffice-calc-nogui) is not installed here")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>'
    )
    command = [
        program,
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert (folder / path.name).exists(), done.stderr
    return openpyxl.load_workbook(folder / path.name, data_only=True)


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    for sheet in sheets(path):
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


def test_libreoffice_computes_what_is_there_without_an_error(thirty: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "summary.xlsx"
    with zipfile.ZipFile(thirty) as package, zipfile.ZipFile(spoilt, "w") as changed:  # so that a value left as it was is found out
        for name in package.namelist():
            content = package.read(name)
            changed.writestr(name, re.sub(rb"(</f><v>)[^<]*", rb"\g<1>-987654", content) if "worksheets/sheet" in name else content)
    computed, stored = recalculated(spoilt, tmp_path / "computed"), openpyxl.load_workbook(thirty, data_only=True)
    assert not [(sheet.title, cell.coordinate) for sheet in computed for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    places = list(formulas(thirty))
    assert len(places) > 200
    for title, place in places:
        now, before = computed[title][place].value, stored[title][place].value
        if isinstance(before, (int, float)):
            assert now == pytest.approx(before, abs=1e-9), (title, place)
        else:
            assert (now or "") == (before or ""), (title, place)


def test_libreoffice_computes_an_empty_and_a_hostile_one(tmp_path: Path) -> None:
    reports = [report(f"{index}.txt", section("一、", text[:200], body=text), body=text) for index, text in enumerate(HOSTILE)]
    computed = recalculated(made(tmp_path / "made", reports), tmp_path / "computed")
    assert not [(sheet.title, cell.coordinate) for sheet in computed for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    assert lead(computed["汇总表"], FIRST)["order"].value == 1
