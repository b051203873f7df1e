"""axe-core finds nothing serious, whichever view is open, in either language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from extractor.language.patterns import builtin
from extractor.review.index import Lost, Row, index_page
from tests.review.conftest import Made


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("form", "tabs"), [("pdf", "124"), ("docx", "35")])
def test_the_review_page(opened: Callable[..., Page], request: pytest.FixtureRequest, form: str, tabs: str) -> None:
    one: Made = request.getfixturevalue(form)
    page = opened(one.path)
    for tab in tabs:
        page.keyboard.press(tab)
        assert serious(page) == [], tab


def test_a_decision_being_made_and_the_help(opened: Callable[..., Page], docx: Made) -> None:
    page = opened(docx.path)
    page.locator("#lang").click()
    page.keyboard.press("n")
    page.keyboard.press("r")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert serious(page) == []


def test_the_page_of_a_batch(opened: Callable[..., Page], tmp_path: Path) -> None:
    rows = [
        Row(
            "甲.pdf",
            "error",
            "甲县民政局",
            "自评报告",
            max="100",
            self="97",
            lost="3",
            findings=(1, 0, 2),
            coverage="0.98",
            page="pages/a.html",
            result="reports/a.json",
        ),
        Row("乙.pdf", "failed", reason="文件已加密。"),
        Row("丙.pdf", "agrees", "丙县民政局", max="100", self="100", lost="0", coverage="1"),
    ]
    path = tmp_path / "index.html"
    path.write_text(index_page(rows, [Lost("一、组织领导", 1, "3")], builtin()), encoding="utf-8")
    page = opened(path)
    assert serious(page) == []
    page.locator("#lang").click()
    assert serious(page) == []
