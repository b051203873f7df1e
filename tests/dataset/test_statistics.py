"""Statistics of reports whose figures are known by hand; charts that stand alone."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'gouji[dataset]'")

from extractor.dataset import build
from extractor.dataset.statistics import Statistic, statistics
from extractor.dataset.svg import bars
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from tests.conftest import Run
from tests.dataset.conftest import made, put

Gouji = Callable[..., Run]


def report(year: int, total: str, first: str, second: str) -> str:
    """A report whose item 2 is divided: only its parts lose points."""
    return (
        f"云溪市民政局关于{year}年度低保工作的自评报告\n\n省民政厅：\n\n现将{year}年度工作自评情况报告如下，自评总分{total}分。\n\n"
        f"一、组织领导（40分，自评得分{first}分）\n\n制度健全。\n\n二、资金管理（60分，自评得分{second}分）\n\n（一）资金安排（60分，自评得分{second}分）\n\n及时。\n"
    )


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Statistic]:
    out = tmp_path_factory.mktemp("statistics")
    for number, one in enumerate(
        ((2020, "99.5", "40", "59.5"), (2021, "97", "39", "58"), (2021, "98.25", "38.25", "60"), (2021, "100", "40", "60"))
    ):
        put(out, f"{number}.txt", made(f"{number}.txt", report(*one)))
    wording = Wording(builtin())
    build([out], out / "dataset", wording)
    count, found = statistics(out, wording)
    assert count == 4
    return {one.id: one for one in found}


def test_totals_by_year(tables: dict[str, Statistic]) -> None:
    assert tables["by-year"].rows == [
        (2020, 1, 1, *[Decimal("99.5")] * 4),
        (2021, 3, 3, Decimal(97), Decimal("98.25"), Decimal("98.42"), Decimal(100)),  # (97 + 98.25 + 100) / 3 = 98.41666…
    ]


def test_points_lost_by_item(tables: dict[str, Statistic]) -> None:
    """资金管理 is not there: what it loses, its part 资金安排 loses."""
    assert tables["lost-points"].rows == [
        ("组织领导", Decimal("2.75"), 2, 4, Decimal("0.69")),  # 2.75 / 4 = 0.6875
        ("资金安排", Decimal("2.5"), 2, 4, Decimal("0.62")),  # 0.625, half to even
    ]


def test_findings_by_rule(tmp_path: Path) -> None:
    wrong = report(2022, "90", "40", "60")
    put(tmp_path, "a.txt", made("a.txt", wrong))
    put(tmp_path, "b.txt", made("b.txt", wrong + "\n"))
    wording = Wording(builtin())
    build([tmp_path], tmp_path / "dataset", wording)
    (found,) = [one for one in statistics(tmp_path, wording)[1] if one.id == "findings"]
    rules = {row[0]: row[3:] for row in found.rows}
    assert rules["score/total-self-sum"] == (2, 2)


def test_the_command_writes_page_tables_and_charts(gouji: Gouji, dataset: Path, tmp_path: Path) -> None:
    printed = gouji("corpus", "stats", dataset)
    assert printed.out.startswith("# 统计（4 份报告）\n")
    assert gouji("corpus", "stats", dataset, "-o", tmp_path).status == 0
    assert (tmp_path / "stats.md").read_text(encoding="utf-8") == printed.out
    with (tmp_path / "by-year.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[:2] == ["年度", "报告数"]
    charts = sorted(tmp_path.glob("*.svg"))
    assert len(charts) == 8
    for chart in charts:
        root = ET.fromstring(chart.read_text(encoding="utf-8"))
        assert {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()} <= {"svg", "title", "rect", "text"}
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


def test_bars_are_as_long_as_their_figures() -> None:
    root = ET.fromstring(bars("标题 <1>", [("甲", Decimal(10)), ("乙" * 40, Decimal("2.5")), ("丙", Decimal(-1))], "注"))
    rects = [float(rect.get("width", "0")) for rect in root.findall("{http://www.w3.org/2000/svg}rect")][1:]
    assert rects == [510, 127, 0]  # 900 pixels less 300 for labels and 90 for figures
    texts = [text.text or "" for text in root.findall("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "标题 <1>"
    assert texts[2] == "10"
    assert texts[3].endswith("…")
    assert texts[-1] == "注"
    assert ET.fromstring(bars("空", [])) is not None
