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


BARE = (
    ("（一）", "组织领导", "局里按要求成立了专班，明确专人负责，得10分。"),
    ("（二）", "资金管理", "资金单独核算，支付凭证齐全，指标评价得分20分。"),
    ("（三）", "项目建设", "12处水窖全部完工并通过验收，得40分。"),
    ("（四）", "使用效益", "受益群众对供水情况满意，此部分得分27分。"),
)


def without_full_scores(*bodies: str, title: str = "某县水窖建设项目绩效自评报告", end: str = "综上，自评总得分97分。") -> Report:
    said = (f"{label}{name}。\n\n{body}" for (label, name, _), body in zip(BARE, bodies, strict=True))
    return extract_bytes("a.txt", "\n\n".join((title, "一、自评情况", *said, "二、存在问题", "个别水窖管护不够。", end)).encode())


def test_items_without_full_scores_end_with_what_they_obtained() -> None:
    bodies = [body for *_, body in BARE]
    report = without_full_scores(*bodies)
    assert [str(one.self) for id, one in sorted(report.facts.scores.items()) if "." in id] == ["10", "20", "40", "27"]
    assert told(report) == set()
    for number, (old, new) in enumerate((("10", "16"), ("20", "22"), ("40", "38"), ("27", "28"))):
        slipped = [*bodies[:number], bodies[number].replace(f"{old}分", f"{new}分"), *bodies[number + 1 :]]
        assert told(without_full_scores(*slipped)) == {("score/total-self-sum", None)}


def test_a_rule_at_the_end_of_an_item_is_no_score() -> None:
    bodies = [body for *_, body in BARE]
    for rule in ("未建账的，得0分；按规定建账，得20分。", "每缺1份凭证扣1分，齐全得20分。"):
        assert told(without_full_scores(bodies[0], rule, *bodies[2:])) <= {("score/missing", "1.2")}


def test_what_somebody_else_gave_is_no_score() -> None:
    bodies = ("代表队参加市级联赛，得92分。", "省级评估中，得88分。", "水窖全部完工。", "群众满意。")
    report = without_full_scores(*bodies, title="某县2023年度工作总结", end="今后将继续努力。")
    assert not report.facts.scores
    assert told(report) == set()


PARTS = """某县2024年度水窖资金绩效评价自评报告

一、资金保障方面，指标评价得分12

（一）支出责任情况

上年本级安排64万元，本年本级安排76万元，指标评价得分7分。

（二）资金安排情况

每个项目都按细则安排，指标评价得分5分。

二、项目管理方面，指标评价得分8分

（一）项目库建设情况

项目全部入库，指标评价得分8分。
"""


def test_headings_that_tell_what_was_obtained_are_held_to_their_items() -> None:
    report = extract_bytes("a.txt", PARTS.encode())
    assert [one.title for one in report.outline.sections] == ["资金保障方面", "项目管理方面"]
    assert [str(one.self) for _, one in sorted(report.facts.scores.items())] == ["12", "7", "5", "8", "8"]
    assert told(report) == set()
    for old, new in (("得分7分", "得分6分"), ("得分12", "得分21"), ("得分5分", "得分8分")):
        assert told(extract_bytes("a.txt", PARTS.replace(old, new).encode())) == {("score/section-self-sum", "1")}
