"""Reading workbooks beside bare libraries: openpyxl's cells (XLSX) and xlrd's (XLS), which know no printed form of a value.

Run with ``--write`` to put the table into RESULTS-xlsx.md.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlrd
import xlsxwriter
import xlwt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from turns import arguments, medians, tell  # noqa: E402

from extractor.readers import read_bytes  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-xlsx.md")
HEAD = ("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "未完成原因")
FORMATS = {3: "0.00", 5: "0.0%", 6: "0.00"}


def rows(count: int) -> list[tuple[str | float, ...]]:
    """A score table of so many rows."""
    return [(f"产出指标{index // 12}", f"数量{index // 3}", f"指标{index}", 2.5, "≥95%", 0.972, 2.5, "") for index in range(count)]


def new_workbook(count: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("得分表")
        formats = {column: book.add_format({"num_format": shown}) for column, shown in FORMATS.items()}
        for number, row in enumerate((HEAD, *rows(count))):
            for column, value in enumerate(row):
                sheet.write(number, column, value, formats.get(column) if number else None)
    return out.getvalue()


def old_workbook(count: int) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("得分表")
    styles = {column: xlwt.easyxf(num_format_str=shown) for column, shown in FORMATS.items()}
    plain = xlwt.XFStyle()
    for number, row in enumerate((HEAD, *rows(count))):
        for column, value in enumerate(row):
            sheet.write(number, column, value, styles.get(column, plain) if number else plain)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def openpyxl_cells(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def xlrd_cells(data: bytes) -> int:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    return sum(len(sheet.row_values(number)) for sheet in book.sheets() for number in range(sheet.nrows))


def main() -> None:
    parser = arguments(__doc__, rounds=9)
    options = parser.parse_args()
    table: list[str] = []
    kinds: tuple[tuple[str, Callable[[int], bytes], str, Callable[[bytes], int]], ...] = (
        ("xlsx", new_workbook, "openpyxl", openpyxl_cells),
        ("xls", old_workbook, "xlrd", xlrd_cells),
    )
    for kind, make, library, bare_cells in kinds:
        for count in (60, 6000):
            data = make(count)
            work: dict[str, Callable[[], object]] = {
                library: lambda data=data, cells=bare_cells: cells(data),  # type: ignore[misc]
                "read": lambda data=data, kind=kind: read_bytes(f"a.{kind}", data),  # type: ignore[misc]
            }
            found = medians(work, options.rounds)
            table += [
                f"| {kind}, {count} rows | {name} | {time * 1000:.1f} | {time / found[library]:.1f} |" for name, time in found.items()
            ]
    lines = [
        "# Benchmark: workbooks beside bare libraries",
        "",
        f"A score table of eight columns; medians of {options.rounds} rounds taken in turns. The libraries give stored values, reading gives them as",
        "shown, with merged cells and places. Trust the ratios, not the times.",
        "",
        "| workbook | work | ms | × the library |",
        "|---|---|---:|---:|",
        *table,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
