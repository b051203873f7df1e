"""Pages in Chromium: a review page of 60 printed pages, the page of a batch of 1,000 reports, and what a person waits for in them.

Each page is opened anew, in a profile of its own, as often as ``--rounds`` says, in turns; medians. `shown`: the first page of the document with its marks, or
the first rows, are drawn. Times on a shared machine swing. Run with ``--write`` to put the table into RESULTS-page.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from turns import arguments, tell  # noqa: E402

from extractor.emitters.json import to_json  # noqa: E402
from extractor.emitters.wording import Wording  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.pipeline import extract_bytes  # noqa: E402
from extractor.review.index import Lost, Row, index_page  # noqa: E402
from extractor.review.page import review_page  # noqa: E402
from tests.conftest import CHROMIUM  # noqa: E402
from tests.review.long_reports import long_report  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-page.md")
PAGES, REPORTS = 60, 1000
STATES = ("error", "warning", "agrees")


def review(folder: Path) -> tuple[Path, str]:
    """The review page, and what it is."""
    setting = long_report(PAGES)
    report = extract_bytes("long.pdf", setting.pdf)
    result = to_json(report, Wording(builtin()))
    begun = perf_counter()
    content = review_page(report, setting.pdf, result, builtin()).encode()
    took = perf_counter() - begun
    path = folder / "review.html"
    path.write_bytes(content)
    about = f"{len(setting.pages)} pages, {len(report.verification.findings)} findings, {len(report.verification.checks)} checks"
    return path, f"review page ({about}; {len(content) / 1e6:.1f} MB, made in {took:.1f} s)"


def index(folder: Path) -> tuple[Path, str]:
    """The page of a batch, and what it is."""
    rows = [
        Row(
            f"reports/{number:04}.pdf",
            STATES[number % 3],
            f"第{number:04}县民政局",
            "关于2022年度困难群众救助补助资金绩效自评情况的报告",
            year=2022,
            max="100",
            self=str(100 - number % 40),
            lost=str(number % 40),
            findings=(number % 3, number % 5, 0),
            coverage="0.987",
            page=f"pages/{number}.html",
            result=f"reports/{number}.json",
        )
        for number in range(REPORTS)
    ]
    begun = perf_counter()
    content = index_page(rows, [Lost(f"（{number}）项", number + 1, str(number + 1)) for number in range(30)], builtin()).encode()
    took = perf_counter() - begun
    path = folder / "index.html"
    path.write_bytes(content)
    return path, f"page of a batch ({REPORTS} reports; {len(content) / 1e6:.1f} MB, made in {took:.2f} s)"


def opened(browser: Browser, path: Path, sight: str, act: Callable[[Page], object]) -> tuple[float, float, int]:
    """Seconds until something is in sight, seconds that an act takes, and megabytes of the page's script."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    begun = perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector(sight)
    shown = perf_counter() - begun
    begun = perf_counter()
    act(page)
    acted = perf_counter() - begun
    session = context.new_cdp_session(page)
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    context.close()
    return shown, acted, int(used / 1e6)


def find(page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_selector(".mark.on")


def search(page: Page) -> None:
    page.locator("#search").fill("第0777县")
    page.wait_for_selector('[data-row="0"] >> text=第0777县')


def main() -> None:
    parser = arguments(__doc__, rounds=7)
    options = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("no Chromium here: install the Debian package chromium")
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as name, sync_playwright() as playwright:
        cases = [
            (*review(Path(name)), ".sheet .mark", find, "`n`: a finding and its figure"),
            (*index(Path(name)), ".body .row", search, "search for one body"),
        ]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        times: list[list[tuple[float, float, int]]] = [[] for _ in cases]
        for _ in range(options.rounds):
            for took, (path, _, sight, act, _) in zip(times, cases, strict=True):
                took.append(opened(browser, path, sight, act))
        version = browser.version
        browser.close()
    rows = ["| page | shown | then | | script's memory |", "|---|---:|---|---:|---:|"]
    for took, (_, about, _, _, said) in zip(times, cases, strict=True):
        shown, acted, used = (median(one[column] for one in took) for column in range(3))
        rows.append(f"| {about} | {shown * 1000:.0f} ms | {said} | {acted * 1000:.0f} ms | {used:.0f} MB |")
    lines = [
        "# Benchmark: pages in a browser",
        "",
        f"Chromium {version}, window of 1366×768, from disk, medians of {options.rounds}.",
        "",
        *rows,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
