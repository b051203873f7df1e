"""Reports with errors planted in them, as PDF and DOCX, and their pages opened in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from extractor.review.page import review_page
from tests.conftest import ROOT
from tests.setting import set_report
from tests.wordfiles import paragraphs_of, report_as_docx

PLANTED = {
    "social-assistance-2022": (
        ("自评得分6.75分", "自评得分7.25分"),
        ("执行率95.0%", "执行率96.0%"),
        ("农村低保13610户", "农村低保13160户"),
    ),
    "culture-2023": (),
    "childcare-2022": (),
    "veterans-2021": (),
}
"""Reports of the corpus, and what is changed in each so that figures disagree."""


class Made(NamedTuple):
    """A report with its review page: the report, the bytes that it was read from, its JSON, the page's file."""

    report: Report
    source: bytes
    result: bytes
    path: Path


def text_of(name: str) -> str:
    text = (ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8")
    for old, new in PLANTED.get(name, ()):
        assert old in text
        text = text.replace(old, new)
    return text


@lru_cache
def bytes_of(name: str, form: str) -> bytes:
    text = text_of(name)
    return {"pdf": lambda: set_report(text).pdf, "docx": lambda: report_as_docx(paragraphs_of(text), "typed"), "txt": text.encode}[form]()


def made(folder: Path, name: str, source: bytes, **how: object) -> Made:
    """The review page of a file, below ``folder``."""
    report = extract_bytes(name, source)
    result = to_json(report, Wording(builtin(), "zh"))
    path = folder / f"{name}.html"
    path.write_text(review_page(report, source, result, builtin(), name=f"{Path(name).stem}.json", **how), encoding="utf-8")  # type: ignore[arg-type]
    return Made(report, source, result, path)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page's file; at the end nothing may have been said on the console, nothing asked for but the file itself."""
    wrong: list[str] = []
    contexts = []

    def open_page(path: Path, width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None)
        page.goto(path.as_uri())
        page.wait_for_selector("#app > *")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("review"), "自评 报告.pdf", bytes_of("social-assistance-2022", "pdf"))


@pytest.fixture(scope="session")
def docx(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("review"), "自评 报告.docx", bytes_of("social-assistance-2022", "docx"))


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of the pages are put, to be looked at."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
