"""Documents cited, by title and number; the document's own number is none."""

from __future__ import annotations

from pathlib import Path

from extractor.pipeline import extract
from tests.texts import scored


def cited(body: str, head: str = "") -> list[tuple[str | None, str | None, str | None, int | None]]:
    _, facts, _ = scored(f"{head}某县民政局自评报告\n\n县财政局：\n\n{body}\n\n一、组织领导\n\n制度健全。")
    return [(one.title, one.number, one.issuer, one.year) for one in facts.citations]


def test_title_with_number() -> None:
    assert cited("根据《云溪市财政局关于开展绩效评价工作的通知》(云财绩〔2022〕48 号)要求，现报告如下。") == [
        ("云溪市财政局关于开展绩效评价工作的通知", "云财绩〔2022〕48号", "云溪市财政局", 2022)
    ]


def test_title_alone_and_number_alone() -> None:
    assert cited("出台《社会救助实施办法》，并下达资金（云财社〔2016〕214号），现报告如下。") == [
        ("社会救助实施办法", None, None, None),
        (None, "云财社〔2016〕214号", None, 2016),
    ]


def test_title_within_a_title_is_one_citation() -> None:
    assert cited("转发《关于印发《办法》的通知》，现报告如下。") == [("关于印发《办法》的通知", None, None, None)]


def test_own_number_is_no_citation() -> None:
    assert cited("现将情况报告如下。", "某县民政局文件\n\n某民〔2022〕6号\n\n") == []


def test_seed(seeds: Path) -> None:
    found = extract(seeds / "yunnan-2016.txt").facts.citations
    assert ("民办函〔2017〕48号", 2017) in [(one.number, one.year) for one in found]
    assert "云民社救〔2017〕7号" not in [one.number for one in found]
    assert len(found) > 15
