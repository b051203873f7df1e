"""The page of a batch: rows as needed, sorting, searching, filters, charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extractor.language.patterns import builtin
from extractor.review.index import Lost, Row, index_page

STATES = ("error", "warning", "agrees", "agrees")


def rows(count: int) -> list[Row]:
    made = [
        Row(
            f"{number:04}.pdf",
            STATES[number % 4],
            f"第{number:04}县民政局",
            "自评报告",
            year=2020 + number % 4,
            max="100",
            self=str(100 - number % 40),
            lost=str(number % 40),
            findings=((number % 5 + 1) if number % 4 == 0 else 0, 1 if number % 4 == 1 else 0, 0),
            coverage="0.987",
            page=f"pages/{number}.html",
            result=f"reports/{number}.json",
        )
        for number in range(count)
    ]
    return [*made, Row("坏.pdf", "failed", reason="文件已损坏。<b>")]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("index") / "index.html"
    losses = [Lost(f"一、工作 › （{number}）甲", number, str(100 - number)) for number in range(20)]
    target.write_text(index_page(rows(1000), losses, builtin()), encoding="utf-8")
    return target


def first(page: Page) -> str:
    return page.locator('[data-row="0"] .who').inner_text()


def test_a_thousand_reports_draw_only_the_rows_in_sight(opened: Callable[..., Page], path: Path) -> None:
    page = opened(path)
    assert path.stat().st_size < 600_000
    assert 5 < page.locator(".body .row").count() < 45
    page.locator("#scroll").evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    expect(page.locator('[data-row="1000"]')).to_be_visible()
    assert page.locator(".body .row").count() < 45
    expect(page.locator('[data-row="1000"]')).to_contain_text("文件已损坏。<b>")


def test_sorting_searching_and_filters(opened: Callable[..., Page], path: Path) -> None:
    page = opened(path)
    assert "第0004县" in first(page)  # five errors, the first in order
    page.locator("[data-sort=lost]").click()
    expect(page.locator('[data-row="0"] .lost')).to_have_text("−39")
    page.locator("[data-sort=lost]").click()
    expect(page.locator('[data-row="0"] .lost')).to_have_text("")
    page.locator("[data-sort=body]").click()
    assert "第0000县" in first(page)
    page.locator("#search").fill("第0123县")
    expect(page.locator("#shown")).to_have_text("显示 1 / 1001")
    assert page.locator('[data-row="0"] .links a').first.get_attribute("href") == "pages/123.html"
    page.locator("#clear").click()
    page.locator("[data-state=agrees]").click()
    expect(page.locator("#shown")).to_have_text("显示 500 / 1001")
    page.locator("#clear").click()
    page.locator(".bars button").nth(1).click()  # 50–60 %: none lost more than 39
    expect(page.locator("#shown")).to_have_text("显示 0 / 1001")
    page.locator(".bars button").nth(3).click()  # 70–75 %
    expect(page.locator("#shown")).to_have_text(f"显示 {sum(70 <= 100 - number % 40 < 75 for number in range(1000))} / 1001")


def test_charts_name_what_was_lost(opened: Callable[..., Page], path: Path, screenshots: Path) -> None:
    page = opened(path)
    assert page.locator(".losing b").all_inner_texts() == [f"−{100 - number}" for number in range(6)]
    page.screenshot(path=screenshots / "index-1366-zh.png")
    page.locator("#lang").click()
    expect(page.locator("h1")).to_have_text("Self-assessment reports: results")
    page.keyboard.press("j")
    expect(page.locator('[data-row="1"]')).to_have_class("row on")
