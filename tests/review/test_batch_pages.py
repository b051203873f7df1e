"""A batch leaves a page a report and its own page; decisions beside a result are shown by the next run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from extractor.batch import results
from extractor.review import decisions
from extractor.review.decisions import Decision, Decisions, State
from tests.review.conftest import bytes_of


def data_in(page: Path) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_pages_of_a_batch(gouji: Callable[..., Any], tmp_path: Path, opened: Callable[..., Page]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "甲.txt").write_bytes(bytes_of("social-assistance-2022", "txt"))
    (folder / "乙.docx").write_bytes(bytes_of("culture-2023", "docx"))
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4\n broken")
    assert gouji("batch", folder, "-o", out, "--jobs", "1").status == 3
    made = sorted((out / "reports").glob("*.json"))
    assert [results.page_of(one).is_file() for one in made] == [True, True]

    page = opened(out / "index.html")
    expect(page.locator(".body .row")).to_have_count(3)
    expect(page.locator(".state.failed")).to_have_count(1)
    page.locator(".who a", has_text="青岚").first.click()
    expect(page.locator("#list .card").first).to_be_visible()
    page.locator(".tools a").click()
    expect(page.locator(".cards")).to_be_visible()

    result = next(one for one in made if "甲" in one.name)
    report = json.loads(result.read_bytes())
    finding = report["findings"][0]
    kept = Decisions(
        report["source"]["sha256"],
        "0" * 64,
        "甲.txt",
        (Decision(finding["id"], State.ACCEPTED, finding["rule"], by="张三", at="2026-01-02T03:04:05+08:00"),),
    )
    decisions.beside(result).write_bytes(decisions.to_json(kept))
    before = result.read_bytes()
    again = gouji("batch", folder, "-o", out, "--jobs", "1")
    assert again.status == 3
    assert result.read_bytes() == before
    assert [one["finding"] for one in data_in(results.page_of(result))["decisions"]["held"]] == [finding["id"]]
    assert str(decisions.beside(result).name) not in again.err  # no result of another run


def test_extract_writes_pages_where_asked(gouji: Callable[..., Any], tmp_path: Path) -> None:
    source = tmp_path / "甲.txt"
    source.write_bytes(bytes_of("culture-2023", "txt"))
    assert gouji("extract", source, "-o", tmp_path / "out", "--fail-on", "never").status == 0
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "甲.json"]
    assert gouji("extract", source, "-o", tmp_path / "out", "--pages", "--fail-on", "never").status == 0
    data = data_in(tmp_path / "out" / "甲.html")
    assert data["name"] == "甲.json"
    assert data["source"]["name"] == "甲.txt"
    assert data["decisions"] is None
    decisions.beside(tmp_path / "out" / "甲.json").write_text("[]", encoding="utf-8")
    again = gouji("extract", source, "-o", tmp_path / "out", "--pages", "--fail-on", "never")
    assert "甲.decisions.json" in again.err
    assert data_in(tmp_path / "out" / "甲.html")["decisions"]["wrong"]


def test_the_same_input_gives_the_same_page(gouji: Callable[..., Any], tmp_path: Path) -> None:
    source = tmp_path / "甲.pdf"
    source.write_bytes(bytes_of("veterans-2021", "pdf"))
    for folder in ("a", "b"):
        gouji("extract", source, "-o", tmp_path / folder, "--pages", "--fail-on", "never")
    assert (tmp_path / "a" / "甲.html").read_bytes() == (tmp_path / "b" / "甲.html").read_bytes()
