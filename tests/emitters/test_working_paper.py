"""The working paper: its formulas, computed by LibreOffice from the cells of the figures, come to the verdicts of the checks."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extractor.emitters.formulas import Equations
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.emitters.working_paper import COMPUTED, HEAD, INDEX, OTHERS, _stated_of, working_paper
from extractor.language.patterns import builtin
from extractor.model.facts import Facts
from extractor.model.report import Check, Operand, Report, Verdict, Verification
from extractor.pipeline import extract_bytes
from tests.conftest import ROOT
from tests.emitters.planted import SLIPS, planted

ZH = Wording(builtin(), "zh")
CORPUS = ("social-assistance-2022", "farmland-2021", "health-2022", "emergency-supplies-2022", "sports-facilities-2020")


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet: Worksheet, first: int = HEAD + 2) -> dict[str, tuple[Any, ...]]:
    """The rows of checks by their number; the cells as they stand."""
    return {str(row[0].value): row for row in sheet.iter_rows(min_row=first) if row[0].value}


def word(check: Check) -> str:
    return "未核" if check.verdict is Verdict.UNCHECKED else "不符" if check.verdict is Verdict.INCONSISTENT else "相符"


def recalculated(folder: Path, books: dict[str, Any]) -> dict[str, Any]:
    """The workbooks after LibreOffice has computed every formula; openpyxl saves formulas without results, so that none can be left over."""
    program = shutil.which("soffice")
    if program is None or not (Path(program).resolve().parent / "libsclo.so").exists():
        pytest.skip("LibreOffice Calc (libreoffice-calc-nogui) is not installed here")
    given, computed = folder / "given", folder / "computed"
    given.mkdir()
    for name, one in books.items():
        one.save(given / f"{name}.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(computed), *map(str, sorted(given.iterdir()))]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert computed.exists(), done.stderr
    return {name: openpyxl.load_workbook(computed / f"{name}.xlsx", data_only=True) for name in books}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    made = {"planted": planted()}
    for name in CORPUS:
        made[name] = extract_bytes(f"{name}.txt", (ROOT / "corpus" / f"{name}.txt").read_bytes(), builtin())
    return made


def test_libreoffice_comes_to_the_same_verdicts(reports: dict[str, Report], tmp_path: Path) -> None:
    computed = recalculated(tmp_path, {name: book(working_paper(report, ZH)) for name, report in reports.items()})
    rules: set[tuple[str, str]] = set()
    for name, report in reports.items():
        paper, others = computed[name].worksheets
        counted, listed = rows(paper), rows(others, 2)
        assert counted.keys() | listed.keys() == {check.id for check in report.verification.checks}
        ends = {"相符": 0, "不符": 0, "未核": 0}
        for check in report.verification.checks:
            ends[word(check)] += 1
            if check.id in listed:
                assert listed[check.id][5].value == word(check)
                continue
            cells = counted[check.id]
            rules.add((check.rule, word(check)))
            assert cells[INDEX["verdict"]].value == word(check), (name, check)
            assert check.computed is not None
            assert float(cells[INDEX["computed"]].value) == pytest.approx(float(check.computed), rel=1e-12, abs=1e-12)
            if check.interval is not None and check.interval[0] != check.interval[1]:
                bounds = [float(cells[INDEX[id]].value) for id in ("low", "high")]
                assert bounds == pytest.approx([float(bound) for bound in check.interval], rel=1e-12)
        assert [paper.cell(7, column).value for column in (3, 8, 13)] == [ends["相符"], ends["不符"], ends["未核"]]
    assert {rule for rule, verdict in rules if verdict == "不符"} >= set(SLIPS)
    assert {rule for rule, verdict in rules if verdict == "相符"} >= {
        "score/section-max-sum", "score/total-max-sum", "score/deduction", "score/total-deduction", "score/self-exceeds-max", "claim/ratio",
        "claim/growth", "claim/difference", "claim/product", "claim/breakdown", "claim/average", "claim/bound", "claim/count",
    }  # fmt: skip


def test_a_figure_that_is_changed_changes_the_verdict(tmp_path: Path) -> None:
    report = planted()
    ids = {check.rule: check.id for check in report.verification.checks if check.verdict is Verdict.INCONSISTENT}
    mended, emptied, doubted = (book(working_paper(report, ZH)) for _ in range(3))
    by_id = rows(mended.worksheets[0])
    by_id[ids["claim/ratio"]][INDEX["stated"]].value = 95.0
    by_id[ids["score/section-self-sum"]][len(COMPUTED)].value = 24
    rows(emptied.worksheets[0])[ids["claim/ratio"]][len(COMPUTED)].value = None
    rows(doubted.worksheets[0])[ids["claim/ratio"]][INDEX["decidable"]].value = "存疑"
    found = recalculated(tmp_path, {"mended": mended, "emptied": emptied, "doubted": doubted})
    told = {name: rows(one.worksheets[0]) for name, one in found.items()}
    assert told["mended"][ids["claim/ratio"]][INDEX["verdict"]].value == "相符"
    assert told["mended"][ids["score/section-self-sum"]][INDEX["verdict"]].value == "相符"
    assert told["emptied"][ids["claim/ratio"]][INDEX["verdict"]].value == "未核"
    assert told["doubted"][ids["claim/ratio"]][INDEX["verdict"]].value == "未核"


def test_the_equation_is_a_formula_over_the_cells_of_its_figures() -> None:
    report = planted()
    found = rows(book(working_paper(report, ZH)).worksheets[0])
    failed = {
        check.rule: found[check.id] for check in report.verification.checks if check.verdict is Verdict.INCONSISTENT and check.id in found
    }
    ratio = failed["claim/ratio"]
    row = ratio[0].row
    assert ratio[INDEX["computed"]].value == f"=O{row}/Q{row}*100"
    assert ratio[INDEX["low"]].value == f"=(O{row}-0.5)/(Q{row}+0.5)*100"
    assert [ratio[len(COMPUTED) + index].value for index in range(4)] == [821, "821万元，第9行", 864, "864万元，第9行"]
    assert ratio[len(COMPUTED)].number_format == '0"万元"_ '
    assert ratio[INDEX["stated"]].value == 91.5
    assert ratio[INDEX["stated"]].number_format == '0.0"%"_ '
    summed = failed["score/section-self-sum"]
    assert summed[INDEX["computed"]].value == f"=O{summed[0].row}+Q{summed[0].row}"
    assert failed["score/deduction"][INDEX["computed"]].value == f"=O{failed['score/deduction'][0].row}-Q{failed['score/deduction'][0].row}"
    product = failed["claim/product"]
    assert product[INDEX["computed"]].value == f"=O{product[0].row}*Q{product[0].row}/10000"
    for cells in found.values():
        assert str(cells[INDEX["verdict"]].value).startswith("=IF(")
        assert str(cells[INDEX["difference"]].value).startswith("=ROUND(")


def test_what_is_no_equation_says_so() -> None:
    report = planted()
    others = rows(book(working_paper(report, ZH)).worksheets[1], 2)
    rules = {check.id: check for check in report.verification.checks}
    missing = next(cells for id, cells in others.items() if rules[id].rule == "score/missing")
    assert missing[5].value == "相符"
    assert "不设公式" in missing[6].value
    undecided = next(cells for id, cells in others.items() if rules[id].rule == "claim/ratio")
    assert undecided[5].value == "未核"
    assert undecided[6].value == "缺少参与计算的数字"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_prepared_and_who_reviewed_is_left_to_fill_in(lang: str) -> None:
    sheet = book(working_paper(planted(), Wording(builtin(), lang))).worksheets[0]
    names = [str(cell.value) for row in sheet.iter_rows(max_row=HEAD) for cell in row if cell.value]
    for name in ("编制人", "复核人", "日期") if lang == "zh" else ("Prepared by", "Reviewed by", "Date"):
        assert name in names
        cell = next(cell for row in sheet.iter_rows(max_row=HEAD) for cell in row if cell.value == name)
        assert sheet.cell(cell.row, cell.column + 2).value is None
        assert sheet.cell(cell.row, cell.column + 2).fill.fgColor.rgb == "FFFFFBE6"
    assert "云丰县民政局" in names


def test_the_bytes_come_again() -> None:
    assert working_paper(planted(), ZH) == working_paper(planted(), ZH)


def test_a_report_without_checks_has_a_paper_all_the_same() -> None:
    empty = replace(planted(), verification=Verification((), ()))
    paper, others = book(working_paper(empty, ZH)).worksheets
    assert rows(paper) == {}
    assert rows(others, 2) == {}


def test_nothing_of_the_report_is_run() -> None:
    document = replace(planted().outline.document, title="=cmd|' /C calc'!A0\x00")
    report = replace(planted(), outline=replace(planted().outline, document=document))
    sheet = book(working_paper(report, ZH)).worksheets[0]
    assert sheet.cell(4, 3).value == "'=cmd|' /C calc'!A0\\u0000"
    assert sheet.cell(4, 3).data_type == "s"


def sole(check: Check) -> Equations:
    return Equations(replace(planted(), facts=Facts(), verification=Verification((check,), ())))


def score(rule: str, stated: str, computed: str, verdict: Verdict, *operands: tuple[str, str]) -> Check:
    given = tuple(Operand(role, Decimal(value), None, None) for role, value in operands)
    return Check("c1", rule, None, given, Decimal(stated), Decimal(computed), None, verdict)


@pytest.mark.parametrize(
    ("check", "formula"),
    [
        (score("score/total-deduction", "97", "97", Verdict.EXACT, ("stated", "97"), ("max", "100"), ("deduction", "4"), ("bonus", "1")), "B1-C1+D1"),
        (score("score/total-deduction", "3", "4", Verdict.INCONSISTENT, ("stated", "3"), ("deduction", "3"), ("deduction", "1")), "B1+C1"),
        (score("score/deduction-count", "4", "3", Verdict.INCONSISTENT, ("stated", "4"), ("deduction", "1"), ("deduction", "2"), ("deduction", "1")), "COUNT(B1,C1,D1)"),
        (score("score/self-exceeds-max", "-3", "0", Verdict.EXACT, ("stated", "-3")), "0"),
        (score("score/conflict", "19", "20", Verdict.INCONSISTENT, ("stated", "20"), ("restated", "19")), "A1"),
        (score("score/self-exceeds-max", "12", "10", Verdict.EXACT, ("stated", "12"), ("max", "10")), None),  # a bonus: more than the formula decides
        (score("score/section-self-sum", "9", "7", Verdict.INCONSISTENT, ("stated", "9"), ("addend", "3"), ("addend", "5")), None),  # 3 + 5 is not 7
        (score("score/indicator", "9", "9", Verdict.EXACT, ("stated", "9"), ("max", "9")), None),
    ],
    ids=lambda given: given.rule if isinstance(given, Check) else str(given),
)  # fmt: skip
def test_a_formula_stands_only_where_it_gives_the_result(check: Check, formula: str | None) -> None:
    stated = _stated_of(check)
    cells = {index: f"{'ABCD'[index]}1" for index, operand in enumerate(check.operands) if operand is not stated}
    equation = sole(check).equation(check, cells)
    assert (equation and equation.result.at[0]) == formula
    if equation is not None:
        assert equation.result.value[0] == Fraction(check.computed or 0)
        assert equation.holds == (check.verdict is not Verdict.INCONSISTENT)


def test_every_column_has_a_head() -> None:
    paper, others = book(working_paper(planted(), ZH)).worksheets
    assert [cell.value for cell in paper[HEAD + 1]][: len(COMPUTED) + 2] == [ZH.say(f"paper.column-{id}") for id, _ in COMPUTED] + [
        "要素1",
        "出处1",
    ]
    assert [cell.value for cell in others[1]] == [ZH.say(f"paper.column-{id}") for id, _ in OTHERS]
