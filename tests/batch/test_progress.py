from __future__ import annotations

import io
import sys

import pytest

from extractor.batch import progress
from extractor.batch.progress import Display
from extractor.batch.run import Progress
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STEPS = [
    Progress("looking", 3, None, 0),
    Progress("reading", 1, 3, 0),
    Progress("reading", 2, 3, 1),
    Progress("gathering", 2, 2, 1),
    Progress("tables", 2, 2, 1),
]


@pytest.mark.parametrize(
    ("lang", "phases"),
    [
        ("zh", ["查找文件", "读取报告", "汇总结果", "建立数据表"]),
        ("en", ["looking for files", "reading reports", "gathering results", "making tables"]),
    ],
)
def test_a_terminal_sees_a_bar_a_phase(monkeypatch: pytest.MonkeyPatch, lang: str, phases: list[str]) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("COLUMNS", "120")
    with Display(Wording(builtin(), lang)) as display:
        for step in STEPS:
            display.show(step)
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    for phase in phases:
        assert phase in shown
    assert "2/3" in shown


def test_elsewhere_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter(range(0, 100, 5))
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))
    with Display(Wording(builtin(), "en")) as display:
        for done in range(5):
            display.show(Progress("reading", done, 10, 1))
    # every ten seconds, and the clock goes on by five at each look
    assert capsys.readouterr().err.splitlines() == [
        "reading reports: 1/10, 1 failed, 0.2 a second, about 45 s left",
        "reading reports: 3/10, 1 failed, 0.2 a second, about 35 s left",
    ]
