"""All rules together: clean reports stay clean, one wrong figure gives one finding, and nothing depends on chance."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.language.patterns import builtin
from extractor.model.report import Severity, Verdict
from extractor.validator import RULES, verify
from tests.rules.building import Built, build

NUMERALS = "一二三四五六七八"
ITEMS = st.lists(st.tuples(st.integers(2, 30), st.integers(0, 2)), min_size=2, max_size=4)
REPORTS = st.lists(ITEMS, min_size=2, max_size=4)


def written(report: list[list[tuple[int, int]]], wrong: tuple[int, int] | None = None) -> Built:
    """A report of sections with items (分值, 扣分) that adds up; ``wrong`` names the one item whose 自评得分 is printed one too low."""
    lines, most, own = [], 0, 0
    for index, items in enumerate(report):
        section = (sum(points for points, _ in items), sum(points - lost for points, lost in items))
        most, own = most + section[0], own + section[1]
        lines.append(f"{NUMERALS[index]}、 工作 {section[0]}/{section[1]}")
        for number, (points, lost) in enumerate(items):
            told = f" -{lost}:略" if lost else ""
            score = points - lost - (wrong == (index, number))
            lines.append(f"  （{NUMERALS[number]}） 事项 {points}/{score}{told}")
    return build("\n".join(lines), totals={"max": str(most), "self": str(own)})


@given(REPORTS)
@settings(max_examples=60, deadline=None)
def test_a_report_that_adds_up_has_no_finding_and_every_check_holds(report: list[list[tuple[int, int]]]) -> None:
    verification = written(report).verify()
    assert verification.findings == ()
    assert {check.verdict for check in verification.checks} == {Verdict.EXACT}


@given(REPORTS, st.data())
@settings(max_examples=60, deadline=None)
def test_one_wrong_figure_gives_one_error_with_all_else_under_it(report: list[list[tuple[int, int]]], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(report) - 1))
    number = data.draw(st.integers(0, len(report[index]) - 1))
    verification = written(report, (index, number)).verify()
    failed = [check for check in verification.checks if check.verdict is Verdict.INCONSISTENT]
    assert [finding.severity for finding in verification.findings].count(Severity.ERROR) == 1
    assert len(verification.findings) == 1
    told = [verification.findings[0].check, *(one.check for one in verification.findings[0].related)]
    assert sorted(told) == sorted(check.id for check in failed)


def test_checks_are_numbered_in_the_order_of_the_rules() -> None:
    checks = written([[(5, 1), (6, 0)], [(7, 0), (8, 2)]]).verify().checks
    assert [check.id for check in checks] == [f"c{number}" for number in range(1, len(checks) + 1)]
    order = [list(RULES).index(check.rule) for check in checks]
    assert order == sorted(order)


def test_the_same_input_gives_the_same_result() -> None:
    report = "一、 甲 20/19\n  （一） 子 9/9\n  （三） 丑 9/9"
    assert build(report).verify() == build(report).verify()


def test_ids_of_findings_are_unique_and_survive_a_change_elsewhere() -> None:
    one = "一、 甲 10/9\n二、 乙 10/9\n二、 乙 10/9"
    ids = Counter(finding.id for finding in build(one).verify().findings)
    assert len(ids) > 2
    assert set(ids.values()) == {1}
    other = "一、 丁 10/9\n二、 乙 10/9\n二、 乙 10/9"
    kept = {finding.id for finding in build(other).verify().findings}
    assert set(ids) == kept  # a title is not part of an id


def test_an_empty_report_has_nothing_to_check() -> None:
    built = build("", tail="")
    verification = verify(built.text, built.outline, built.facts, built.reading, builtin())
    assert (verification.checks, verification.findings) == ((), ())


def test_a_finding_is_worded_by_its_variant() -> None:
    finding = build("一、 甲 5/6").verify().findings[0]
    assert finding.message == "score/self-exceeds-max/above-max"
