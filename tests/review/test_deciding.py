"""Deciding in the browser: kept over a reload, exported, held against the next result, imported, refused where it is of another document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from extractor.review import decisions
from extractor.review.decisions import State
from tests.review.conftest import Made, bytes_of, made

Open = Callable[..., Page]


def decide_some(page: Page) -> list[str]:
    """Accepts the first finding, rejects the second, corrects the third; returns their ids."""
    ids = [str(one) for one in page.eval_on_selector_all("#list .card", "(all) => all.map((one) => one.dataset.item.slice(8))")]
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.locator("#field-by").fill("张三")
    page.locator("form [type=submit]").click()
    expect(page.locator(f'[data-item="finding:{ids[0]}"]')).to_have_class(re.compile("accepted"))
    second = page.locator(f'[data-item="finding:{ids[1]}"]')
    second.locator("[data-decide=rejected]").click()
    second.locator("[type=submit]").click()  # without a reason
    expect(second.locator(".wrong")).not_to_be_empty()
    expect(second.locator("#field-reason")).to_have_attribute("aria-invalid", "true")
    second.locator("#field-reason").fill("口径不同 <b>")
    second.locator("[type=submit]").click()
    third = page.locator(f'[data-item="finding:{ids[2]}"]')
    third.locator("[data-decide=corrected]").click()
    third.locator("#field-value").fill("13610")
    third.locator("#field-comment").fill("笔误")
    third.locator("[type=submit]").click()
    expect(page.locator("#progress")).to_contain_text("3 /")
    return ids


def test_decisions_are_kept_exported_and_held_again(opened: Open, pdf: Made, tmp_path: Path) -> None:
    page = opened(pdf.path)
    ids = decide_some(page)
    page.reload()
    expect(page.locator("#list .card.decided")).to_have_count(3)
    expect(page.locator(f'[data-item="finding:{ids[1]}"] .decided-line')).to_contain_text("口径不同 <b>")
    page.locator("#filter-decided").select_option("open")
    expect(page.locator("#list .card")).to_have_count(len(pdf.report.verification.findings) - 3)

    with page.expect_download() as event:
        page.locator("#export").click()
    assert event.value.suggested_filename == "自评 报告.decisions.json"
    target = tmp_path / "自评 报告.decisions.json"
    event.value.save_as(target)
    kept = decisions.load(target)
    by_id = {one.finding: one for one in kept.decisions}
    assert [by_id[one].state for one in ids[:3]] == [State.ACCEPTED, State.REJECTED, State.CORRECTED]
    assert by_id[ids[2]].value == "13610"
    assert {one.by for one in kept.decisions} == {"张三"}

    bound = decisions.recalled(tmp_path / "自评 报告.json", pdf.report, pdf.result)
    assert isinstance(bound, decisions.Bound)
    assert (set(bound.held), bound.gone, bound.same) == (set(ids[:3]), (), True)
    again = made(tmp_path, "自评 报告.pdf", pdf.source, decided=bound)
    fresh = opened(again.path)  # a browser that knows nothing
    expect(fresh.locator("#list .card.decided")).to_have_count(3)
    fresh.locator(f'[data-item="finding:{ids[0]}"] [data-decide=withdrawn]').click()
    fresh.reload()
    expect(fresh.locator("#list .card.decided")).to_have_count(2)


def test_import_takes_what_fits_and_refuses_the_rest(opened: Open, pdf: Made, tmp_path: Path) -> None:
    page = opened(pdf.path)
    finding = pdf.report.verification.findings[0]
    entry = {
        "finding": finding.id,
        "rule": finding.rule,
        "state": "accepted",
        "reason": "",
        "comment": "",
        "value": "",
        "by": "李四",
        "at": "2026-01-02T03:04:05+08:00",
    }
    whole = {
        "schema": decisions.SCHEMA,
        "name": "x",
        "document": pdf.report.reading.sha256,
        "result": "0" * 64,
        "decisions": [entry, {**entry, "finding": "gone"}],
    }
    for content, count, said in (
        ({**whole, "document": "0" * 64}, 0, "另一份报告"),
        ({**whole, "schema": "other"}, 0, "损坏"),
        (whole, 1, "导入 1 条意见"),
    ):
        file = tmp_path / "in.decisions.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        page.locator("#import").set_input_files(file)
        expect(page.locator("#told")).to_contain_text(said)
        expect(page.locator("#list .card.decided")).to_have_count(count)


def test_decisions_pass_to_the_next_result_of_the_same_document(opened: Open, tmp_path: Path) -> None:
    """The browser has kept them under the hash of another result."""
    source = bytes_of("social-assistance-2022", "docx")
    first = made(tmp_path, "a.docx", source)
    page = opened(first.path)
    ids = decide_some(page)
    html = first.path.read_text(encoding="utf-8")
    result = re.search(r'"result":"([0-9a-f]{64})"', html)
    assert result is not None
    first.path.write_text(html.replace(result[1], "f" * 64), encoding="utf-8")
    page.reload()
    expect(page.locator("#list .card.decided")).to_have_count(len(ids[:3]))
