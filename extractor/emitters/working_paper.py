"""Report → the auditor's working paper (底稿) as XLSX: a row a check, each figure in a cell of its own, and the equation as a formula that computes.

The first sheet holds the checks whose equation can be written as formulas over the cells of their figures: computed figure, difference, bounds and
verdict follow a figure that the auditor changes. The second holds the others, each with the reason that it is not computed. Who prepared and who
reviewed it, and when, is left to fill in.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from extractor.emitters.cells import safe, width
from extractor.emitters.formula_terms import digits
from extractor.emitters.formulas import Comparison, Equation, Equations
from extractor.emitters.view import View
from extractor.emitters.wording import Wording
from extractor.model.report import Check, Operand, Report, Verdict
from extractor.validator.claim.spread import unit_text

CREATED = datetime(2000, 1, 1)
COMPUTED = (
    ("id", 6), ("rule", 26), ("section", 22), ("place", 9), ("equation", 32), ("stated", 13), ("computed", 13), ("difference", 11), ("low", 11),
    ("high", 11), ("decidable", 10), ("verdict", 9), ("remark", 22), ("review", 18),
)  # fmt: skip
"""The columns of the first sheet with their widths; behind them stand the figures, two columns each."""
OTHERS = (("id", 7), ("rule", 24), ("section", 30), ("place", 12), ("stated", 14), ("verdict", 10), ("remark", 60), ("review", 24))
INDEX = {id: index for index, (id, _) in enumerate(COMPUTED)}
OPERAND = (13, 26)
HEAD = 8
"""The row of heads, from 0."""
LINE, MOST_LINES = 14.0, 12
DIGEST = 16
"""Digits of the hash that tell one content from another, as a batch names its results."""
TINY = "1E-9*MAX(1,ABS({stated}))"
"""What binary arithmetic may leave of a difference that is none."""
_STATED = {"score/conflict": "restated", "claim/weights": None}
"""Which operand is the stated figure, where it is not the one of that role; None: the rule states the figure."""

_BORDER = {"border": 1, "border_color": "#B8C2CC", "valign": "vcenter"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "about": {"font_color": "#5B6770", "font_size": 9, "align": "center", "valign": "vcenter"},
    "name": {**_BORDER, "bg_color": "#F2F5F8", "align": "center"},
    "value": {**_BORDER, "indent": 1, "text_wrap": True},
    "blank": {**_BORDER, "bg_color": "#FFFBE6"},
    "head": {**_BORDER, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "align": "center", "text_wrap": True},
    "head-operand": {**_BORDER, "bold": True, "bg_color": "#2F6690", "font_color": "#FFFFFF", "align": "center"},
    "wrap": {**_BORDER, "text_wrap": True, "indent": 1},
    "centre": {**_BORDER, "align": "center", "text_wrap": True},
    "number": {**_BORDER, "align": "right"},
    "input": {**_BORDER, "align": "right", "font_color": "#1A4FA0"},
    "formula": {**_BORDER, "align": "right", "bg_color": "#F7FAF7"},
    "verdict": {**_BORDER, "align": "center", "bold": True},
}
_LOOKS = {"holds": ("#DDF1E1", "#1E6B33"), "fails": ("#F8D7DA", "#8B1A1A"), "unchecked": ("#EEF0F2", "#5B6770")}


def working_paper(report: Report, wording: Wording) -> bytes:
    """The workbook of ``report``; the same bytes for the same report and words."""
    written = io.BytesIO()
    _Paper(report, wording, written).write()
    return written.getvalue()


class _Paper:
    """One workbook while it is written."""

    def __init__(self, report: Report, wording: Wording, target: io.BytesIO) -> None:
        self._report, self._wording, self._say = report, wording, wording.say
        self._view, self._equations = View(report, wording), Equations(report)
        self._font = self._say("paper.font")
        self._words = {verdict: self._say(f"paper.{verdict}") for verdict in _LOOKS} | {
            "decidable": self._say("paper.decidable"),
            "doubtful": self._say("paper.doubtful"),
        }
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(target, options)
        self._book.set_properties({"title": self._say("paper.title"), "author": "Gouji", "created": CREATED})
        self._formats: dict[tuple[str, str], Any] = {}

    def write(self) -> None:
        computed: list[tuple[Check, Operand | None, Equation, list[Operand]]] = []
        others: list[tuple[Check, Operand | None]] = []
        for check in self._report.verification.checks:
            stated = _stated_of(check)
            cells = [index for index, operand in enumerate(check.operands) if operand is not stated]
            row = HEAD + 1 + len(computed)
            places = {index: xl_rowcol_to_cell(row, len(COMPUTED) + 2 * number) for number, index in enumerate(cells)}
            equation = self._equations.equation(check, places)
            if equation is None:
                others.append((check, stated))
            else:
                computed.append((check, stated, equation, [check.operands[index] for index in cells]))
        sheet = self._book.add_worksheet(self._say("paper.sheet-computed"))
        other = self._book.add_worksheet(self._say("paper.sheet-others"))
        most = max((len(operands) for *_, operands in computed), default=0)
        self._head(sheet, len(computed), len(others))
        self._columns(sheet, COMPUTED, HEAD, most)
        for number, (check, stated, equation, operands) in enumerate(computed):
            self._row(sheet, HEAD + 1 + number, check, stated, equation, operands)
        self._finish(sheet, HEAD, len(computed), len(COMPUTED), INDEX["verdict"])
        self._others(other, others)
        self._book.close()

    def _head(self, sheet: Any, computed: int, others: int) -> None:
        """What is audited, who prepared and reviewed it, and how the checks end."""
        document, last = self._report.outline.document, len(COMPUTED) - 1
        sheet.merge_range(0, 0, 0, last, self._say("paper.title"), self._format("title"))
        sheet.merge_range(1, 0, 1, last, self._say("paper.about", version=self._report.engine.version), self._format("about"))
        sheet.set_row(0, 30)
        year = "" if document.period is None else str(document.period)
        number = "" if document.number is None else document.number.text
        known: tuple[tuple[tuple[str, str | None], ...], ...] = (
            (("issuer", self._wording.listing(document.issuers)), ("year", year), ("index", None)),
            (("report", document.title or ""), ("number", number), ("period", None)),
            (("file", self._report.reading.name), ("digest", self._report.reading.sha256[:DIGEST]), ("sheets", None)),
            (("prepared", None), ("reviewed", None), ("date", None)),
        )
        areas = ((0, 1, 2, 4), (5, 6, 7, 9), (10, 11, 12, 13))
        for row, fields in enumerate(known, 2):
            sheet.set_row(row, 22)
            for (id, value), (first, end, start, stop) in zip(fields, areas, strict=True):
                sheet.merge_range(row, first, row, end, self._say(f"paper.field-{id}"), self._format("name"))
                sheet.merge_range(row, start, row, stop, self._safe(value or ""), self._format("blank" if value is None else "value"))
        if not computed + others:
            return
        areas_of = [("paper.sheet-computed", INDEX["verdict"], HEAD + 1, computed), ("paper.sheet-others", 5, 1, others)]
        for place, (id, (first, end, start, stop)) in enumerate(zip(_LOOKS, areas, strict=True)):
            counted = []
            for name, column, begin, count in areas_of:
                if count:
                    letter = xl_col_to_name(column)
                    counted.append(f"COUNTIF('{self._say(name)}'!${letter}${begin + 1}:${letter}${begin + count},\"{self._words[id]}\")")
            sheet.merge_range(6, first, 6, end, self._say("paper.counted", verdict=self._words[id]), self._format("name"))
            sheet.merge_range(6, start, 6, stop, "", self._format("centre"))
            sheet.write_formula(6, start, "=" + "+".join(counted), self._format("centre"), self._ends()[place])
        sheet.set_row(6, 22)

    def _ends(self) -> list[int]:
        verdicts = [self._class(check) for check in self._report.verification.checks]
        return [verdicts.count(id) for id in _LOOKS]

    def _class(self, check: Check) -> str:
        return "unchecked" if check.verdict is Verdict.UNCHECKED else "fails" if check.verdict is Verdict.INCONSISTENT else "holds"

    def _columns(self, sheet: Any, columns: Sequence[tuple[str, int]], row: int, operands: int) -> None:
        for index, (id, wide) in enumerate(columns):
            sheet.set_column(index, index, wide)
            sheet.write_string(row, index, self._say(f"paper.column-{id}"), self._format("head"))
        for number in range(operands):
            for offset, (id, wide) in enumerate(zip(("operand", "source"), OPERAND, strict=True)):
                column = len(columns) + 2 * number + offset
                sheet.set_column(column, column, wide)
                sheet.write_string(row, column, self._say(f"paper.column-{id}", number=number + 1), self._format("head-operand"))
        sheet.set_row(row, 26)

    def _row(self, sheet: Any, row: int, check: Check, stated: Operand | None, equation: Equation, operands: Sequence[Operand]) -> None:
        at = {id: xl_rowcol_to_cell(row, index) for id, index in INDEX.items()}
        texts = {
            "id": check.id,
            "rule": self._wording.formula(check.rule),
            "section": self._view.section(check.section),
            "place": self._place(stated),
            "equation": str(check.params.get("equation", "")),
            "remark": self._remark(check),
        }
        for id, text in texts.items():
            sheet.write_string(row, INDEX[id], self._safe(text), self._format("centre" if id in ("id", "place") else "wrap"))
        sheet.write_blank(row, INDEX["review"], None, self._format("blank"))
        number = self._number(check.stated, None if check.rule == "claim/weights" else stated)
        sheet.write_number(row, INDEX["stated"], float(equation.stated), self._format("input", number))
        value, low, high = equation.result.value
        loose = "0.######_ "
        self._formula(sheet, row, "computed", equation.result.at[0], float(value), loose)
        self._formula(
            sheet, row, "difference", f"ROUND({at['stated']}-{at['computed']},9)", float(Fraction(equation.stated) - value), loose
        )
        for id, formula, bound in (("low", equation.result.at[1], low), ("high", equation.result.at[2], high)):
            if low == high:
                sheet.write_string(row, INDEX[id], "—", self._format("centre"))
            else:
                self._formula(sheet, row, id, formula, float(bound), loose)
        undecided = check.verdict is Verdict.UNCHECKED
        sheet.write_string(row, INDEX["decidable"], self._words["doubtful" if undecided else "decidable"], self._format("centre"))
        choice = [self._words["decidable"], self._words["doubtful"]]
        sheet.data_validation(row, INDEX["decidable"], row, INDEX["decidable"], {"validate": "list", "source": choice})
        cells = []
        for index, operand in enumerate(operands):
            column = len(COMPUTED) + 2 * index
            cells.append(xl_rowcol_to_cell(row, column))
            assert operand.value is not None
            sheet.write_number(row, column, float(operand.value), self._format("input", self._number(operand.value, operand)))
            sheet.write_string(row, column + 1, self._safe(self._source(operand)), self._format("wrap"))
        sheet.write_formula(
            row, INDEX["verdict"], self._judged(equation, at, cells), self._format("verdict"), self._words[self._class(check)]
        )
        widths = {id: wide for id, wide in COMPUTED if id in texts}
        lines = max(ceil(width(text) / (widths[id] - 3)) for id, text in texts.items())
        sheet.set_row(row, 6 + LINE * min(max(lines, 1), MOST_LINES))

    def _judged(self, equation: Equation, at: dict[str, str], cells: Sequence[str]) -> str:
        """The verdict as a formula: undecided while a figure is absent or doubtful, else by the test of the equation."""
        stated, half = at["stated"], digits(equation.half)
        exact = equation.result.value[1] == equation.result.value[2]
        low, high = (at["computed"] if exact else at[id] for id in ("low", "high"))
        tiny = TINY.format(stated=stated)
        above = f"{low}-({stated}+{half})<={tiny}"
        below = f"({stated}-{half})-{high}<={tiny}"
        match equation.test:
            case Comparison.EQUAL:
                asked = f"ABS({stated}-{at['computed']})<={tiny}"
            case Comparison.AT_MOST:
                asked = below
            case Comparison.AT_LEAST:
                asked = above
            case _:
                asked = f"AND({above},{below})"
        if equation.cut:
            cut = f"TRUNC(ROUND({at['computed']},{equation.decimals + 6}),{equation.decimals})"
            asked = f"OR({asked},ABS({cut}-{stated})<={tiny})"
        counted = ",".join([stated, *cells])
        doubtful = f'OR({at["decidable"]}="{self._words["doubtful"]}",COUNT({counted})<{len(cells) + 1})'
        return f'=IF({doubtful},"{self._words["unchecked"]}",IF({asked},"{self._words["holds"]}","{self._words["fails"]}"))'

    def _others(self, sheet: Any, others: Sequence[tuple[Check, Operand | None]]) -> None:
        self._columns(sheet, OTHERS, 0, 0)
        for row, (check, stated) in enumerate(others, 1):
            remark = self._remark(check) if check.verdict is Verdict.UNCHECKED else self._say("paper.no-formula")
            texts = {
                "id": check.id,
                "rule": self._wording.formula(check.rule),
                "section": self._view.section(check.section),
                "place": self._place(stated or next(iter(check.operands), None)),
                "stated": self._stated(check),
                "verdict": self._words[self._class(check)],
                "remark": remark
                if not check.params.get("equation")
                else self._say("paper.joined", first=remark, then=self._view.equation(check)),
            }
            for index, (id, _) in enumerate(OTHERS):
                style = (
                    "blank"
                    if id == "review"
                    else "verdict"
                    if id == "verdict"
                    else "wrap"
                    if id in ("rule", "section", "remark")
                    else "centre"
                )
                sheet.write_string(row, index, self._safe(texts.get(id, "")), self._format(style))
            lines = max(ceil(width(texts[id]) / (wide - 3)) for id, wide in OTHERS if id in texts)
            sheet.set_row(row, 6 + LINE * min(max(lines, 1), MOST_LINES))
        self._finish(sheet, 0, len(others), len(OTHERS), 5)

    def _finish(self, sheet: Any, head: int, rows: int, columns: int, verdict: int) -> None:
        """Filters, colours of the verdicts, and how it is printed."""
        if rows:
            sheet.autofilter(head, 0, head + rows, columns - 1)
            for id, (ground, ink) in _LOOKS.items():
                look = self._book.add_format({"bg_color": ground, "font_color": ink})
                rule = {"type": "cell", "criteria": "==", "value": f'"{self._words[id]}"', "format": look}
                sheet.conditional_format(head + 1, verdict, head + rows, verdict, rule)
        sheet.freeze_panes(head + 1, 2)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, head + rows, columns - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)

    def _formula(self, sheet: Any, row: int, id: str, formula: str, result: float, number: str) -> None:
        sheet.write_formula(row, INDEX[id], f"={formula}", self._format("formula", number), result)

    def _remark(self, check: Check) -> str:
        if check.verdict is Verdict.UNCHECKED:
            return self._wording.reason(check.reason or "", check.params)
        said = self._wording.verdict(check.verdict) if check.verdict in (Verdict.TRUNCATED, Verdict.WITHIN_ROUNDING) else ""
        if check.diagnosis is None:
            return said
        return self._wording.diagnosis(check.diagnosis, self._view.figure(check.diagnosis.ref))

    def _place(self, operand: Operand | None) -> str:
        return "" if operand is None or operand.at is None else self._view.place([operand.at])

    def _source(self, operand: Operand) -> str:
        figure, place = self._view.figure(operand.ref or ""), self._place(operand)
        return self._say("paper.source", figure=figure, place=place) if place else figure

    def _stated(self, check: Check) -> str:
        return "" if check.stated is None else self._wording.value(check.params.get("stated", check.stated))

    def _number(self, value: object, operand: Operand | None) -> str:
        """The format that shows a figure with the decimals and the unit that it was printed with."""
        decimals = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
        shown = "0." + "0" * decimals if decimals else "0"
        quantity = None if operand is None else self._equations.quantity(operand)
        unit = "" if quantity is None else unit_text(quantity).replace('"', "").replace("\n", "")
        return f'{shown}"{unit}"_ ' if unit else f"{shown}_ "

    def _format(self, style: str, number: str = "") -> Any:
        if (style, number) not in self._formats:
            look = {"font_name": self._font, "font_size": 10, **STYLES[style], **({"num_format": number} if number else {})}
            self._formats[style, number] = self._book.add_format(look)
        return self._formats[style, number]

    def _safe(self, text: str) -> str:
        return safe(text, lambda count: self._say("workbook.cut", count=count))


def _stated_of(check: Check) -> Operand | None:
    role = _STATED.get(check.rule, "stated")
    return next((operand for operand in check.operands if operand.role == role), None)
