"""A hostile document is shown as text and breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from extractor.review.assembly import embedded
from tests.review.conftest import made
from tests.setting import set_report
from tests.wordfiles import report_as_docx

EVIL = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \u2028 ]]> &lt;b&gt; {{7*7}} javascript:alert(3)"
BIDI = "得分\u202e分7得评自\u202c 与 \u2067隐藏\u2069"
LONG = "长" * 10_000 + "3分"
LINES = [
    "某县民政局关于2022年度工作的自评报告" + EVIL,
    "省民政厅：",
    "一、组织领导" + EVIL,
    "此项分值10分，因" + EVIL + "，扣减1分，自评得分8分。",
    "二、" + BIDI,
    BIDI + "此项分值10分，自评得分11分。",
    LONG,
    "总分20分，自评得分21分。",
]


def hostile(form: str) -> bytes:
    """The lines as a file; what a typeface has no sign for is left out of the PDF."""
    if form == "txt":
        return "\n\n".join(LINES).encode()
    plain = [line.replace("\u2028", " ") for line in LINES]
    return report_as_docx(plain, "typed") if form == "docx" else set_report("\n\n".join(plain)).pdf


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_it_is_shown_as_text(opened: Callable[..., Page], tmp_path: Path, form: str) -> None:
    source = hostile(form)
    one = made(tmp_path, "<img src=x onerror=alert(4)>.".replace("/", "") + form, source)
    page = opened(one.path)
    assert page.evaluate("document.scripts.length") == 2
    assert page.locator("img").count() == (len(one.report.reading.pages) if form == "pdf" else 0)
    assert one.report.verification.findings
    for tab in "12345":
        page.keyboard.press(tab)
    page.keyboard.press("n")
    page.locator("#search").fill("alert(1)")
    expect(page.locator("#hits")).to_contain_text("1 / ")
    shown = page.locator(".desk").inner_text()
    assert "<script>alert(1)</script>" in shown
    assert not set(shown) & set("\u202e\u2067\u2069")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert page.evaluate("document.getElementById('desk').scrollWidth - document.getElementById('desk').clientWidth") <= 0


def test_crossing_spans_are_cut_into_pieces(opened: Callable[..., Page], tmp_path: Path) -> None:
    one = made(tmp_path, "a.txt", "\n\n".join(LINES).encode())
    html = one.path.read_text(encoding="utf-8")
    start = one.report.text.content.index("分值10分")
    crossing = [[start, start + 4], [start + 2, start + 8], [start - 1, start + 3], [start, start + 8], [0, 400]]
    one.path.write_text(
        html.replace('"unexplained":[', f'"unexplained":{embedded(crossing)[:-1]},', 1).replace(",]", "]"), encoding="utf-8"
    )
    page = opened(one.path)
    text = page.eval_on_selector_all(
        ".set p",
        "(all) => all.map((one) => Array.from(one.childNodes).slice(1).map((x) => x.className === 'badges' ? '' : x.textContent).join('')).join('')",
    )
    assert "".join(one.report.text.content.split())[:200] in "".join(text.split()).replace("\ufffd", "") or "此项分值10分" in text
    page.locator(".m-unexplained", has_text="10").first.click()
    expect(page.locator("#list [aria-current]")).to_have_count(1)


def test_embedded_json_cannot_end_the_script() -> None:
    text = embedded({"a": EVIL + "\ud800"})
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode("utf-8")
