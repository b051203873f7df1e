"""The pictures in the README, taken from the real pages: ``python -m tests.review.readme_images`` writes ``docs/images/``.

They look as the fonts of the machine do; a test takes the same views, so that what is shown here is what is tested.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from extractor.cli import main
from tests.conftest import CHROMIUM, ROOT
from tests.review.conftest import made, text_of
from tests.serve.conftest import begun
from tests.setting import set_report

SIZE = (1440, 840)
IMAGES = ROOT / "docs" / "images"


def write(folder: Path, images: Path) -> list[Path]:
    """Takes the pictures of a report with planted errors, and of a batch of the corpus, into ``images``. folder: for what is made on the way."""
    text = text_of("social-assistance-2022").split("\n\n", 1)[1]  # without what stands above the letterhead
    printed = set_report(text).pdf
    review = made(folder, "救助补助资金自评报告.pdf", printed).path
    (folder / "救助补助资金自评报告.pdf").write_bytes(printed)
    reports, out = folder / "reports", folder / "out"
    reports.mkdir()
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        (reports / path.name).write_bytes(path.read_bytes())
    (reports / "social-assistance-2022.txt").write_text(text, encoding="utf-8")
    main(["batch", str(reports), "-o", str(out), "--fail-on", "never"])
    taken: list[Path] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for lang, name in ((0, "review"), (1, "review-en")):
            _open(page, review, lang)
            page.keyboard.press("n")
            taken.append(_take(page, images / f"{name}.png"))
            page.keyboard.press("1")
            page.locator("#desk").evaluate("(one) => { one.scrollTop = 0; }")
            taken.append(_take(page, images / f"{name.replace('review', 'outline')}.png"))
            _open(page, out / "index.html", lang)
            taken.append(_take(page, images / f"{name.replace('review', 'batch')}.png"))
        taken += _desk(page, folder, reports, images)
        browser.close()
    return taken


def _desk(page: Page, folder: Path, reports: Path, images: Path) -> list[Path]:
    """The desk, with the reports handed in and one more that is broken, while others come in."""
    (folder / "损坏.pdf").write_bytes(b"%PDF-1.4\n broken")
    desk = begun(folder / "desk")
    try:
        page.goto(desk.address)
        page.locator("#choose-files").set_input_files(
            [folder / "救助补助资金自评报告.pdf", folder / "损坏.pdf", *sorted(reports.iterdir())]
        )
        page.wait_for_selector("[data-state=reading]")
        page.wait_for_selector("[data-state=reading]", state="detached", timeout=120_000)
        page.locator("#subtitle").evaluate(
            "(one, folder) => { one.textContent = one.textContent.replace(folder, 'gouji-desk'); }", str(desk.out)
        )
        taken = [_take(page, images / "desk.png")]
        page.locator("#lang").click()
        page.locator("#subtitle").evaluate(
            "(one, folder) => { one.textContent = one.textContent.replace(folder, 'gouji-desk'); }", str(desk.out)
        )
        return [*taken, _take(page, images / "desk-en.png")]
    finally:
        page.goto("about:blank")
        desk.stop()


def _open(page: Page, path: Path, lang: int) -> None:
    page.goto(path.as_uri())
    page.wait_for_selector("#app > *")
    if lang:
        page.locator("#lang").click()


def _take(page: Page, target: Path) -> Path:
    """A picture in 128 colours, which is a third of its size."""
    page.wait_for_timeout(250)
    page.evaluate("document.activeElement.blur()")
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT).save(target, optimize=True)
    return target


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        for one in write(Path(work), IMAGES):
            print(f"{one.relative_to(ROOT)} {one.stat().st_size // 1024} KB")
