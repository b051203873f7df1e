"""What the score reader must give for each table (``scores/*.toml``, written by hand), and tables as workbooks.

``items``: a line an item, two spaces a level: ``[label] title | 分值 | 得分 | 扣分``; ``××`` is a figure that cannot be read. ``totals``: ``place | 分值 | 得分 | 扣分``.
The rows are those of the layout of the same name, or the file's own ``grid``.
"""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from extractor.model.facts import Figure, ScoreItem, ScoreTable, TableTotal
from tests.tables.setting_tables import FOLDED, LAYOUTS, Layout, layout, placed

SCORES = Path(__file__).parent / "scores"
_LINE = re.compile(r"(?P<indent> *)(?:\[(?P<label>.+?)\] )?(?P<rest>.+)")


@dataclass(frozen=True)
class Truth:
    """A table and what must be read of it, as plain texts."""

    name: str
    table: Layout
    kind: str
    refused: str | None
    items: list[tuple[int, str, str, str, str, str]]
    totals: list[tuple[str, str, str, str]]
    reasons: dict[str, str]
    values: dict[str, str]
    funds: list[str]
    grade: str | None


def truths() -> list[Truth]:
    return [_truth(path) for path in sorted(SCORES.glob("*.toml"))]


def truth(name: str) -> Truth:
    return _truth(SCORES / f"{name}.toml")


def _truth(path: Path) -> Truth:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Truth(
        path.stem,
        of_grid(path.stem, data["grid"]) if "grid" in data else layout(LAYOUTS / path.name),
        data["kind"],
        data.get("refused"),
        [_item(line) for line in data["items"].splitlines() if line.strip()],
        [_columns(line, 4) for line in data["totals"]],  # type: ignore[misc]
        data.get("reasons", {}),
        data.get("values", {}),
        data.get("funds", []),
        data.get("grade"),
    )


def of_grid(name: str, grid: list[list[str]]) -> Layout:
    return Layout(name, tuple(placed(grid)), len(grid), len(grid[0]), "score", (), 0, 1, frozenset(), (), 0)


def _item(line: str) -> tuple[int, str, str, str, str, str]:
    match = _LINE.fullmatch(line)
    assert match is not None
    title, *figures = _columns(match["rest"], 4)
    return (len(match["indent"]) // 2 + 1, match["label"] or "", title, *figures)  # type: ignore[return-value]


def _columns(line: str, count: int) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in line.split("|")]
    return tuple((pieces + [""] * count)[:count])


def said(item: ScoreItem) -> tuple[int, str, str, str, str, str]:
    title = "".join(item.title.split())
    return item.level, item.label or "", title, *(printed(one) for one in (item.max, item.self, item.deduction))  # type: ignore[return-value]


def totalled(total: TableTotal) -> tuple[str, str, str, str]:
    return total.place, printed(total.max), printed(total.self), printed(total.deduction)


def printed(figure: Figure | None) -> str:
    return "" if figure is None else "××" if figure.value is None else format(figure.value, "f")


def check(table: ScoreTable, wanted: Truth) -> None:
    assert (table.kind.value, table.refused) == (wanted.kind, wanted.refused)
    assert [said(item) for item in table.walk()] == wanted.items
    assert [totalled(one) for one in table.totals] == wanted.totals
    by_title = {"".join(item.title.split()): item for item in table.walk()}
    for title, reason in wanted.reasons.items():
        held = by_title[title].reason
        assert held is not None
        assert held.text == reason
    for title, values in wanted.values.items():
        target, actual = by_title[title].target, by_title[title].actual
        assert f"{target and target.text} → {actual and actual.text}" == values.translate(FOLDED)
    rows = [
        " ".join([row.title, *(one.text if one else "-" for one in (row.initial, row.budget, row.spent, row.rate))]) for row in table.funds
    ]
    assert rows == wanted.funds
    assert (table.grade[0] if table.grade else None) == wanted.grade


def as_xlsx(table: Layout) -> bytes:
    """A workbook with the table on its only sheet, every cell as text, merged where the layout merges."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        for cell in table.cells:
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_range(cell.row, cell.column, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1, cell.text)
            else:
                sheet.write_string(cell.row, cell.column, cell.text)
    return buffer.getvalue()
