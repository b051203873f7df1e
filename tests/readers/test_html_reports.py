"""Whole reports as pages of government sites give what the text gives, whatever the site, the encoding and the white space."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from extractor.emitters.json import to_json
from extractor.emitters.schema import report_schema
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.pipeline import extract
from tests.conftest import ROOT
from tests.goldens import differences, projection
from tests.htmlfiles import SITES, html_report, site_page
from tests.test_conservation import check_figures, check_homes, check_source

CORPUS = ("business-environment-2022", "culture-2023", "education-run-on-2019", "health-2022", "lighting-project-2023", "veterans-2021")
FORMS = (("utf-8", True), ("gb18030", False))
"""Encoding, and whether the page is indented or minified."""


def compare(source: Path, site: str, tmp_path: Path) -> None:
    text = extract(source)
    lines = "\n".join(line.text.replace("**", "") for _, line in text.reading.lines())
    wanted = projection(text)
    path = tmp_path / f"{source.stem}.html"
    for encoding, pretty in FORMS:
        path.write_bytes(site_page(lines, site=site, encoding=encoding, pretty=pretty))
        report = extract(path)
        assert report.reading.format == "html"
        assert differences(wanted, projection(report)) == [], (encoding, pretty)
        check_source(report.text)
        check_homes(report.text, report.outline)
        check_figures(report.text, report.facts)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", ["yunnan-2016", "bazhong-2021"])
def test_the_seeds(seeds: Path, tmp_path: Path, name: str, site: str) -> None:
    compare(seeds / f"{name}.txt", site, tmp_path)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", CORPUS)
def test_reports_of_the_corpus(tmp_path: Path, name: str, site: str) -> None:
    compare(ROOT / "corpus" / f"{name}.txt", site, tmp_path)


def test_the_json_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "自评报告.html"
    path.write_bytes(
        html_report("某县民政局关于2021年度工作的自评报告\n省民政厅：\n一、组织领导（10分，自评得分9分）\n因制度不全，扣减1分。")
    )
    wording = Wording(builtin(), "zh")
    found = json.loads(to_json(extract(path), wording))
    jsonschema.Draft202012Validator(report_schema()).validate(found)
    assert (found["source"]["format"], found["source"]["reader"]) == ("html", "selectolax")
    assert list(found["engine"]["readers"]) == ["selectolax"]
    assert found["sections"][0]["score"] == {"max": 10, "self": 9}
    assert found["sections"][0]["score_at"]["self"]["places"] == [{"paragraph": 3}]
    assert to_json(extract(path), wording) == to_json(extract(path), wording)
