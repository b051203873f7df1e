"""The cells of a table are held against each other, whatever stands unread in the prose beside it."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes

ROWS = [("决策", "15", "14"), ("过程", "25", "23.5"), ("产出", "40", "38"), ("效益", "20", "19")]
UNREAD = "上级组织的现场核对中，苗圃一处记作12.5分，另一处记作11分。"


def told(rows: list[tuple[str, str, str]], total: str) -> list[str]:
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [("一级指标", "分值", "得分"), *rows, ("合计", "100", total)]
    )
    page = f"<h1>苗圃改造项目绩效自评报告</h1><p>一、评价情况</p><p>{UNREAD}</p><table>{body}</table>"
    findings = extract_bytes("a.html", page.encode()).verification.findings
    return [one.rule for one in findings if one.rule in ("score/table", "coverage/score")]


def test_a_table_that_holds() -> None:
    assert set(told(ROWS, "94.5")) == {"coverage/score"}


@pytest.mark.parametrize(("rows", "total"), [(ROWS, "95.5"), ([*ROWS[:3], ("效益", "20", "21")], "96.5")])
def test_a_slip_in_it_is_told(rows: list[tuple[str, str, str]], total: str) -> None:
    assert "score/table" in told(rows, total)
