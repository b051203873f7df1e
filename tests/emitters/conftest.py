"""A report made by hand, small enough to be checked by eye."""

from __future__ import annotations

from array import array
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import load
from extractor.model.facts import Deduction, Facts, Figure, Part, Role, Score, ScoreLike, Totals
from extractor.model.outline import DocumentInfo, DocumentNumber, Kind, Outline, Section
from extractor.model.page import Line, Page, Reading
from extractor.model.report import (
    Check,
    Diagnosis,
    Engine,
    Finding,
    Operand,
    Related,
    Report,
    Severity,
    Verdict,
    Verification,
)
from extractor.model.text import Paragraph, SourceLine, Span, Text

PRINTED = (
    "某县民政局文件",
    "某民〔2021〕38号",
    "省民政厅：",
    "自查得分９.5分，现报告如下。",
    "一、组织领导（10分，自评得分９分）",
    "因制度不全，扣减1分。",
    "二、资金管理（5分，自评得分3分）",
    "检查3次，覆盖率约三分",
)
"""The source lines; the full-width nines are folded in the text."""

CONTENT = "\n".join(PRINTED).replace("９", "9")

RULES = """
schema = 1
about = "the rules of the hand-made report"

[[entry]]
id = "score/total-self-sum"
kind = "rule"
severity = "error"
title_zh = "总自评得分合计"
title_en = "sum of the self scores"
formula_zh = "Σ 自评 = 总自评"
formula_en = "Σ self = total self"
message_zh = "各项（{items}）合计 {computed}，总自评写 {stated}，占 {share}"
message_en = "the items ({items}) add up to {computed}; the report states {stated}; share {share}"

[[entry]]
id = "score/deduction"
kind = "rule"
severity = "error"
title_zh = "扣分"
title_en = "deduction"
formula_zh = "分值 − 扣分 = 自评"
formula_en = "max − deductions = self"
message_zh = "扣分不符"
message_en = "the deduction does not agree"
"""


def at(words: str, start: int = 0) -> Span:
    """The span of the first ``words`` in the text."""
    begin = CONTENT.index(words, start)
    return Span(begin, begin + len(words))


def text_of(lines: tuple[str, ...], content: str, *, paged: bool = False) -> Text:
    """A text whose paragraphs are the lines, character for character."""
    sources, paragraphs = [], []
    line_of, start_of, end_of = array("l"), array("l"), array("l")
    offset = 0
    for index, line in enumerate(lines):
        boxes = array("d", [edge for column in range(len(line)) for edge in (90 + 16 * column, 100.004, 106 + 16 * column, 116)])
        sources.append(SourceLine(index // 4 + 1, Line(line, index + 1, boxes if paged else None)))
        if index:
            line_of.append(-1), start_of.append(-1), end_of.append(-1)
            offset += 1
        for column in range(len(line)):
            line_of.append(index), start_of.append(column), end_of.append(column + 1)
        paragraphs.append(Paragraph(offset, offset + len(line), index, index))
        offset += len(line)
    assert offset == len(content)
    return Text(content, tuple(sources), line_of, start_of, end_of, (), tuple(paragraphs), (), paged)


def report_of(*, paged: bool = False) -> Report:
    """Two sections; the first agrees, the second does not."""
    lines = tuple(Line(line, number) for number, line in enumerate(PRINTED, 1))
    reading = Reading("甲.txt", "ab" * 32, 300, "pdf" if paged else "text", "text", (Page(1, lines),), paged, versions={"python": "3"})
    first = Section("1", "一、", 1, "cjk", 1, "组织领导", Kind.NORMAL, at(PRINTED[4].replace("９", "9")), at(PRINTED[5]))
    second = Section("2", "二、", 2, "cjk", 1, "资金管理", Kind.NORMAL, at(PRINTED[6]), at(PRINTED[7]))
    deduction = Deduction(Decimal(1), "制度不全", at("扣减1分"))
    facts = Facts(
        scores={
            "1": Score(Decimal("10"), Decimal("9"), at("10分"), at("自评得分9分"), deductions=(deduction,)),
            "2": Score(
                Decimal("5"), Decimal("3"), at("5分", 40), at("自评得分3分"), parts=(Part("资金", Decimal("5"), None, at("5分", 40)),)
            ),
        },
        totals=Totals(
            self=Figure(Decimal("9.50"), at("9.5分")),
            restated=((Role.TOTAL_SELF, Figure(Decimal("9.5"), at("9.5"))),),
            deductions=(deduction,),
        ),
        look_alikes=(ScoreLike(at("三分"), "not-score.part"), ScoreLike(at("9.5"), None)),
        extracted=5,
    )
    addends = (
        Operand("addend", Decimal("9"), "section:1.self", at("9分")),
        Operand("addend", Decimal("3"), "section:2.self", at("3分")),
    )
    diagnosis = Diagnosis("digit", "totals.self", Decimal("9.50"), Decimal("12"))
    checks = (
        Check(
            "c1", "score/deduction", "1", (Operand("max", Decimal("10"), "section:1.max", at("10分")), Operand("deduction", Decimal(1), "section:1.deductions.1", at("扣减1分"))),
            Decimal(9), Decimal(9), (Decimal(9), Decimal(9)), Verdict.EXACT, params={"equation": "10 − 1 = 9"},
        ),
        Check("c2", "score/total-self-sum", None, addends, Decimal("9.50"), Decimal(12), (Decimal(12), Decimal(12)), Verdict.INCONSISTENT, None, diagnosis, {"equation": "9 + 3 = 12"}),
        Check("c3", "score/deduction", "2", (Operand("max", None, None, None),), None, Fraction(1, 3), None, Verdict.UNCHECKED, "missing-operand"),
    )  # fmt: skip
    finding = Finding(
        "f-1",
        "score/total-self-sum",
        Severity.ERROR,
        None,
        {"stated": Decimal("9.50"), "computed": Decimal(12), "where": at("9.5分"), "items": ["一、", "二、"], "share": Fraction(1, 3)},
        "c2",
        (at("9.5分"),),
        (Related("score/deduction", "2", "c3"),),
    )
    document = DocumentInfo(
        issuers=("某县民政局",), number=DocumentNumber("某民〔2021〕38号", "某民", 2021, 38), addressees=("省民政厅",),
        at={"number": (at("某民〔2021〕38号"),), "issuers": (at("某县民政局"),)},
    )  # fmt: skip
    return Report(
        reading,
        text_of(PRINTED, CONTENT, paged=paged),
        Outline((first, second), document, headings_found=2),
        facts,
        Verification(checks, (finding,)),
        Engine("0.1.0", "cd" * 32, {"regex": "1"}, {}),
    )


@pytest.fixture
def report() -> Report:
    return report_of()


@pytest.fixture
def paged_report() -> Report:
    return report_of(paged=True)


@pytest.fixture(params=LANGUAGES)
def wording(request: pytest.FixtureRequest, tmp_path: Path) -> Wording:
    """The built-in words, with rules of this page's own."""
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    return Wording(load([tmp_path]), request.param)
