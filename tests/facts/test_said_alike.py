"""Items that end alike (…，得8分。): one that obtained more than its full score is told, and a mark that only looks like one is not."""

from __future__ import annotations

from extractor.model.report import Report
from extractor.pipeline import extract_bytes

ITEMS = (
    ("档案建立", "8", "台账齐全，电子档案同步更新，得8分。"),
    ("人员配备", "7", "每站配备管护员2名，到岗率100%，得7分。"),
    ("巡护频次", "10", "平均巡护频次低于目标1个百分点，扣2分，得8分。"),
)


def read(items: tuple[tuple[str, str, str], ...]) -> Report:
    said = "\n".join(f"（{number}）{title}（{most}分）。{body}" for number, (title, most, body) in zip("一二三", items, strict=True))
    return extract_bytes("a.txt", f"某县林草局关于2023年度管护补助的自评报告\n\n一、过程指标（25分，得23分）\n{said}\n".encode())


def told(report: Report) -> set[tuple[str, str | None]]:
    return {(one.rule, one.section) for one in report.verification.findings if one.rule.startswith("score/")}


def changed(number: int, old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    title, most, body = ITEMS[number]
    assert body.count(old) == 1
    return (*ITEMS[:number], (title, most, body.replace(old, new)), *ITEMS[number + 1 :])


def test_what_agrees_is_told_of_nobody() -> None:
    report = read(ITEMS)
    assert [str(one.self) for id, one in sorted(report.facts.scores.items()) if "." in id] == ["8", "7", "8"]
    assert told(report) == set()


def test_more_than_the_full_score_is_told() -> None:
    assert ("score/self-exceeds-max", "1.2") in told(read(changed(1, "得7分", "得9分")))


def test_a_smaller_full_score_is_told() -> None:
    items = ((ITEMS[0][0], "3", ITEMS[0][2]), *ITEMS[1:])
    assert ("score/self-exceeds-max", "1.1") in told(read(items))


def test_a_mark_of_something_else_is_no_score() -> None:
    for mark in ("业务考试平均得86分", "业务竞赛中得9分，列全县第二"):
        assert told(read(changed(1, "到岗率100%，得7分", mark))) <= {("score/missing", "1.2")}


def test_what_one_case_cost_goes_on_to_what_was_obtained() -> None:
    assert ("score/deduction", "1.3") in told(read(changed(2, "扣2分", "扣3分")))


def test_the_price_of_one_of_several_cases_is_no_loss() -> None:
    assert told(read(changed(2, "低于目标1个百分点，扣2分", "低于目标1个百分点，扣0.5分"))) <= {("score/unexplained-loss", "1.3")}
