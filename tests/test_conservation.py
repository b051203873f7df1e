"""No character is lost: each one of a source is in the text or removed for a named reason, and each one of the text has exactly one home."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.language.patterns import builtin
from extractor.model.facts import Facts
from extractor.model.outline import Outline
from extractor.model.page import Reading
from extractor.model.text import Span, Text
from extractor.normaliser import normalise
from extractor.pipeline import extract
from extractor.readers import read_bytes
from tests.setting import set_report
from tests.texts import scored

ROOT = Path(__file__).resolve().parent.parent
REPORTS = sorted([*(ROOT / "corpus").glob("*.txt"), *(ROOT / "corpus" / "held_back").glob("*.txt")])


def check_source(text: Text) -> None:
    """Every column of every source line is covered once: by the map or by a removal (one printed character may become several)."""
    covered = [[0] * len(source.line.text) for source in text.lines]
    previous: tuple[int, int] | None = None
    for offset in range(len(text.content)):
        line, start, end = text.line_of[offset], text.start_of[offset], text.end_of[offset]
        if line < 0:
            assert text.content[offset] == "\n"
            continue
        if previous != (line, start):
            for column in range(start, end):
                covered[line][column] += 1
        previous = (line, start)
    for removal in text.removed:
        for column in range(removal.start, removal.end):
            covered[removal.line][column] += 1
    wrong = [
        (number, column, text.lines[number].line.text)
        for number, counts in enumerate(covered)
        for column, count in enumerate(counts)
        if count != 1
    ]
    assert wrong == []


def homes(text: Text, outline: Outline) -> list[int]:
    """How many homes each character of the text has (tables lie inside bodies; they are a kind of body here)."""
    counts = [0] * len(text.content)
    spans: list[Span] = [*outline.elements, *outline.contents, *outline.preamble, *outline.closing]
    for section in outline.walk():
        spans.extend((section.heading, section.body))
    for span in spans:
        for offset in range(span.start, span.end):
            counts[offset] += 1
    return counts


def check_homes(text: Text, outline: Outline) -> None:
    wrong = [(offset, count) for offset, count in enumerate(homes(text, outline)) if text.content[offset] != "\n" and count != 1]
    assert wrong == [], [text.content[max(0, offset - 10) : offset + 10] for offset, _ in wrong[:3]]


def check_figures(text: Text, facts: Facts) -> None:
    """Every figure with 分 is extracted, explained or listed."""
    found = sum(1 for match in builtin().one("score.figure").finditer(text.content))
    assert facts.extracted + len(facts.look_alikes) >= found


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    report = extract(path)
    check_source(report.text)
    check_homes(report.text, report.outline)
    check_figures(report.text, report.facts)


@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_seeds_as_text_and_as_pdf(seeds: Path, name: str) -> None:
    data = (seeds / f"{name}.txt").read_bytes()
    for given_bytes in (data, set_report(data.decode()).pdf):
        reading: Reading = read_bytes(name, given_bytes)
        check_source(normalise(reading, builtin()))


@pytest.mark.parametrize("path", [path for path in REPORTS if path.parent.name == "corpus"], ids=lambda path: path.stem)
def test_a_clean_report_has_at_most_one_coverage_warning(path: Path) -> None:
    findings = [finding.rule for finding in extract(path).verification.findings]
    if not any(rule.startswith(("score/", "structure/", "document/")) for rule in findings):
        assert len([rule for rule in findings if rule.startswith("coverage/")]) <= 1


PIECES = st.sampled_from(
    [
        "一、", "（一）", "1.", "1、", "①", "第一部分", "附件1", "附件：", "目录", "……3", "**", "*", "#", "|", "　", " ", "\t", "\u200b", "\f", "\n", "\n\n",
        "组织领导", "工作保障。", "因资料不全，扣减0.5分", "此项分值9分，", "自评得分8.5分。", "（分值5分，自评4分）", "（30）", "得满分", "平均92.5分", "10时30分",
        "每低1%扣0.5分", "满分１００分", "总分", "综上所述，", "抄送：省财政厅", "2021年3月1日", "二〇二二年一月十日", "某市民政局", "文件", "〔2021〕38号",
        "《", "》", "“", "”", "（", "）", "(", ")", "，", "。", ",", ".", "；", ":", "-", "—", "— 3 —", "口", "⼀", "㈠", "⑴", "０．５", "分", "3 000", "x", "A1.",
    ]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_generated_noise(source: str) -> None:
    if not source.strip():
        return
    outline, facts, text = scored("某市民政局自评报告\n" + source)
    check_source(text)
    check_homes(text, outline)
    check_figures(text, facts)


@pytest.mark.parametrize(
    "source",
    [
        "一、组织实施\n\n得2\n5分实得25分。\n\n自评总分101分。",
        "附件2\n\n某市民政局办公室2022年3月1日印发\n\n附件：1.得分表\n\n附件1\n附件：1.一览表",
        "（一）附件：自评得分8.5分。",
        "三、服务效果……………3\n\n二、服务…………2\n\n2022年2月17日\n\n某县民政局",
    ],
)
def test_what_mutated_reports_once_broke(source: str) -> None:
    outline, facts, text = scored("某市民政局自评报告\n\n" + source)
    check_source(text)
    check_homes(text, outline)
    check_figures(text, facts)
