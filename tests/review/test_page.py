"""The review page in a real browser: marks lie on their figures, the sides find each other, the keyboard, filters, search, languages, print."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from extractor.readers.text.reader import decoded
from tests.conftest import ROOT
from tests.review.conftest import PLANTED, Made, bytes_of, made
from tests.setting import set_report

Open = Callable[..., Page]
SEEDS = ("yunnan-2016", "bazhong-2021")
MARKS = """() => Array.from(document.querySelectorAll('[data-at]')).map((mark) => {
    const sheet = mark.closest('.sheet').getBoundingClientRect(), box = mark.getBoundingClientRect();
    return {at: mark.dataset.at, kinds: mark.className, page: Number(mark.closest('.sheet').dataset.page), width: sheet.width, height: sheet.height,
            x: box.left - sheet.left, y: box.top - sheet.top, w: box.width, h: box.height};
})"""


def data_of(page: Page) -> dict[str, Any]:
    return dict(json.loads(page.locator("#data").text_content() or ""))


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def under(document: pypdfium2.PdfDocument, mark: dict[str, Any]) -> str:
    """The characters that PDFium finds below a mark."""
    page = document[mark["page"] - 1]
    scale = page.get_width() / mark["width"]
    left, right = mark["x"] * scale + 1.6, (mark["x"] + mark["w"]) * scale - 1.6
    top, bottom = (page.get_height() - (mark["y"] + mark["h"] * part) * scale for part in (0.1, 0.9))
    return folded(page.get_textpage().get_text_bounded(left=left, right=max(right, left + 0.4), bottom=bottom, top=top))


def compared(page: Page, made: Made) -> dict[str, tuple[str, str]]:
    """Each span that is marked as a figure or a finding: its text, and what stands under its marks."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # lays the marks over all pages
    text = data_of(page)["text"]
    document = pypdfium2.PdfDocument(made.source)
    found: dict[str, list[str]] = {}
    for mark in page.evaluate(MARKS):
        if re.search(r"m-(score|deduction|figure|error|warning|note)", mark["kinds"]):
            found.setdefault(mark["at"], []).append(under(document, mark))
    spans = {at: tuple(map(int, at.split("-"))) for at in found}
    return {at: (folded(text[spans[at][0] : spans[at][1]]), "".join(pieces)) for at, pieces in found.items()}


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "corpus").glob("*.txt")))
def test_every_mark_lies_on_its_figure(opened: Open, tmp_path: Path, name: str) -> None:
    source = ROOT / "corpus" / f"{name}.txt"
    pdf = bytes_of(name, "pdf") if name in PLANTED else set_report(decoded(source.name, source.read_bytes())[0]).pdf
    one = made(tmp_path, f"{name}.pdf", pdf)
    page = opened(one.path)
    found = {at: (text.replace("\ufffd", ""), below) for at, (text, below) in compared(page, one).items()}  # 〇 has no sign in the typeface
    assert len(found) > 20
    assert {at: pair for at, pair in found.items() if pair[0] != pair[1]} == {}
    for finding in one.report.verification.findings:
        for span in finding.evidence:
            assert f"{span.start}-{span.end}" in found or page.locator(f'[data-at="{span.start}-{span.end}"]').count()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_mark_lies_on_its_figure_in_a_real_report(opened: Open, seeds: Path, tmp_path: Path, seed: str) -> None:
    one = made(tmp_path, f"{seed}.pdf", set_report((seeds / f"{seed}.txt").read_text(encoding="utf-8")).pdf)
    found = compared(opened(one.path), one)
    assert len(found) > 30
    assert {at: pair for at, pair in found.items() if pair[0] != pair[1]} == {}


def test_marks_in_a_set_text_hold_their_words(opened: Open, docx: Made) -> None:
    page = opened(docx.path)
    for finding in docx.report.verification.findings:
        page.locator(f'[data-item="finding:{finding.id}"] .message').click()
        shown = page.eval_on_selector_all(".set .mark.on", "(all) => all.map((one) => one.textContent).join('')")
        for span in finding.evidence:
            assert folded(docx.report.text.slice(span)) in folded(shown)


def in_sight(page: Page, selector: str) -> bool:
    """Whether an element stands within the desk's window."""
    return bool(
        page.eval_on_selector(
            selector,
            """(one) => { const a = one.getBoundingClientRect(), b = document.getElementById('desk').getBoundingClientRect();
            return a.top >= b.top && a.bottom <= b.bottom; }""",
        )
    )


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_click_on_either_side_goes_to_the_other(opened: Open, request: pytest.FixtureRequest, form: str) -> None:
    one: Made = request.getfixturevalue(form)
    page = opened(one.path)
    finding = next(one for one in one.report.verification.findings if one.rule == "claim/breakdown")
    card = page.locator(f'[data-item="finding:{finding.id}"]')
    card.locator(".message").click()
    expect(card).to_have_attribute("aria-current", "true")
    assert in_sight(page, ".mark.on")
    page.get_by_role("tab", name="提纲").click()
    page.locator(".mark.on.m-error").first.click()
    expect(page.get_by_role("tab", name="问题")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f'[data-item="finding:{finding.id}"]')).to_be_in_viewport()
    section = page.locator(".mark.m-score:not(.m-error)").last
    section.scroll_into_view_if_needed()
    section.click()
    expect(page.locator("#list [aria-current]")).to_have_count(1)
    badge = page.locator(f'[data-badge="{finding.id}"]')
    badge.click()
    expect(page.locator(f'[data-item="finding:{finding.id}"]')).to_have_attribute("aria-current", "true")


def test_the_keyboard_reads_through_everything(opened: Open, pdf: Made) -> None:
    page = opened(pdf.path)
    ids = page.eval_on_selector_all("#list [data-item]", "(all) => all.map((one) => one.dataset.item)")
    assert len(ids) == len(pdf.report.verification.findings) >= 3

    def current() -> str | None:
        return page.locator("#list [aria-current]").get_attribute("data-item")

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert current() == ids[1]
    page.keyboard.press("k")
    assert current() == ids[0]
    page.keyboard.press("3")
    expect(page.get_by_role("tab", name="核对")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("n")
    assert current() == ids[1]
    page.keyboard.press("p")
    assert current() == ids[0]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.badge") == ids[0].removeprefix("finding:")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.item") == ids[0]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_filters_leave_what_they_say(opened: Open, pdf: Made) -> None:
    page = opened(pdf.path)
    findings = pdf.report.verification.findings
    cards = page.locator("#list .card")
    for severity in ("error", "warning"):
        page.locator(f'[data-severity="{severity}"]').click()
        expect(cards).to_have_count(sum(one.severity == severity for one in findings))
        page.locator(f'[data-severity="{severity}"]').click()
    rule = findings[-1].rule
    page.locator("#filter-rule").select_option(rule)
    expect(cards).to_have_count(sum(one.rule == rule for one in findings))
    page.locator("#filter-rule").select_option("")
    page.get_by_role("tab", name="核对").click()
    page.locator('[data-outcome="fails"]').click()
    expect(page.locator("#list .check")).to_have_count(sum(one.verdict == "inconsistent" for one in pdf.report.verification.checks))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_search_shows_each_place(opened: Open, request: pytest.FixtureRequest, form: str) -> None:
    one: Made = request.getfixturevalue(form)
    page = opened(one.path)
    page.locator("#search").fill("低保")
    count = one.report.text.content.count("低保")
    expect(page.locator("#hits")).to_have_text(f"1 / {count}")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_have_text(f"2 / {count}")
    assert in_sight(page, ".hit-now")
    page.keyboard.press("Escape")
    expect(page.locator(".hit, .m-hit")).to_have_count(0)


def test_the_outline_tells_scores_sums_and_losses(opened: Open, pdf: Made) -> None:
    page = opened(pdf.path)
    page.keyboard.press("1")
    row = page.locator('[data-item="section:1.3"]')
    expect(row.locator(".figure")).to_have_text(["6", "5.5", "0.5"])
    assert page.locator('[data-item="section:1"] .sum').all_inner_texts() == ["Σ 30", "Σ 28.75"]
    assert page.locator(".losses li b").first.text_content() == "−1.6"
    page.locator(".losses li button").first.click()
    assert in_sight(page, ".mark.on")
    page.locator('[data-item="section:1"] .fold').click()
    expect(page.locator('[data-item="section:1.3"]')).to_have_count(0)


def test_both_languages_say_everything(opened: Open, pdf: Made) -> None:
    page = opened(pdf.path)
    page.locator("#lang").click()
    for tab in ("Outline", "Findings", "Checks", "Coverage", "Document"):
        page.get_by_role("tab", name=tab).click()
        left = page.eval_on_selector_all(
            ".tabs, .filters, .measures dt, .origin dt, .head, .verdict, .severity, .tools",
            "(all) => all.map((one) => one.textContent).join()",
        )
        assert not re.search("[\u4e00-\u9fff]", left.replace("中文", "")), tab
    assert page.locator("html").get_attribute("lang") == "en"


def test_print_shows_pages_and_findings(opened: Open, pdf: Made) -> None:
    page = opened(pdf.path)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator("#printed li")).to_have_count(len(pdf.report.verification.findings))
    assert page.locator(".sheet .marks").count() == len(pdf.report.reading.pages)


def test_a_page_whose_words_cannot_be_read_says_so(opened: Open, tmp_path: Path, pdf: Made) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    document.new_page(400, 600)
    document.import_pages(PdfDocument(pdf.source), [0])
    target = tmp_path / "a.pdf"
    document.save(target)
    one = made(tmp_path, "a.pdf", target.read_bytes())
    page = opened(one.path)
    expect(page.locator(".sheet")).to_have_count(2)


def test_screenshots_to_look_at(opened: Open, pdf: Made, docx: Made, screenshots: Path) -> None:
    for width, height in ((1366, 768), (1920, 1080)):
        for form, one in (("pdf", pdf), ("docx", docx)):
            page = opened(one.path, width, height)
            page.keyboard.press("n")
            page.screenshot(path=screenshots / f"{form}-{width}-zh.png")
            page.locator("#lang").click()
            page.keyboard.press("1")
            page.screenshot(path=screenshots / f"{form}-{width}-en.png")
            for selector in (".panel", ".desk", ".tabs", ".tools"):
                box = page.locator(selector).bounding_box()
                assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5, selector
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(list(screenshots.glob("pdf-*.png"))) >= 4
