"""The desk in a real browser: files dropped in, progress, a reload in the middle, decisions that outlive page and server, downloads."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.batch.folders import report
from tests.conftest import ROOT
from tests.review.conftest import bytes_of
from tests.serve.conftest import Running

Start = Callable[..., Running]
Visit = Callable[..., Page]
FINDINGS = "#list .card"


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def twenty(tmp_path: Path) -> list[Path]:
    """Twenty files, one of them broken, one a PDF with errors planted in it."""
    folder = tmp_path / "files"
    folder.mkdir()
    made = [folder / "救助.pdf", folder / "坏.pdf"]
    made[0].write_bytes(bytes_of("social-assistance-2022", "pdf"))
    made[1].write_bytes(b"%PDF-1.4\n broken")
    for number in range(18):
        made.append(folder / f"{number:02}县.txt")
        made[-1].write_text(report(number), encoding="utf-8")
    return made


def test_twenty_files_one_broken_and_a_reload_in_the_middle(start: Start, visit: Visit, twenty: list[Path], screenshots: Path) -> None:
    desk = start("--jobs", 2)
    page = visit(desk.address)
    assert page.url == desk.origin + "/"
    expect(page.locator(".bare .drop")).to_be_visible()
    assert serious(page) == []
    page.screenshot(path=screenshots / "desk-empty-1366.png")
    page.locator("#choose-files").set_input_files(twenty)
    expect(page.locator("#reading [role=progressbar]")).to_be_visible()
    expect(page.locator("#cards .card b").first).to_have_text("20")
    page.screenshot(path=screenshots / "desk-reading-1366.png")
    page.reload()
    expect(page.locator("[data-state=failed] b")).to_have_text("1", timeout=60_000)
    expect(page.locator("#reading")).to_have_count(0, timeout=60_000)
    expect(page.locator("#shown")).to_have_text("显示 20 / 20")
    assert page.locator("[data-state=agrees] b").inner_text() == str(
        sum(one["row"] is not None and one["row"]["state"] == "agrees" for one in desk.settled())
    )
    assert serious(page) == []
    page.screenshot(path=screenshots / "desk-1366.png")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.screenshot(path=screenshots / "desk-1920.png")
    page.locator("[data-state=failed]").click()
    expect(page.locator(".body .row")).to_have_count(1)
    expect(page.locator(".body .row")).to_contain_text("坏.pdf")
    expect(page.locator(".body .row [data-act=again]")).to_be_visible()
    page.locator("#clear").click()
    page.locator("#search").fill("青岚")
    expect(page.locator(".body .row")).to_have_count(1)
    page.keyboard.press("Escape")
    page.locator("[data-sort=findings]").click()
    expect(page.locator('[data-row="0"]')).to_contain_text("青岚")
    page.locator("#lang").click()
    expect(page.locator("h1")).to_have_text("The desk")
    assert serious(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(FINDINGS).first).to_be_visible()
    with page.expect_download() as saved:
        page.locator(".menu summary").click()
        page.locator('[data-download="annotated.pdf"]').click()
    assert saved.value.suggested_filename == "救助.annotated.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")


def test_decisions_outlive_the_page_and_the_server(start: Start, visit: Visit, twenty: list[Path], screenshots: Path) -> None:
    desk = start()
    page = visit(desk.address)
    page.locator("#choose-files").set_input_files(twenty[:1])
    page.locator(".links .open").click()
    cards = page.locator(FINDINGS)
    expect(cards.first).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.locator("#field-by").fill("张三")
    page.keyboard.press("Enter")
    expect(cards.nth(0).locator(".decided-line")).to_contain_text("张三")
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.locator("#field-reason").fill("口径不同")
    with page.expect_response(lambda answer: answer.url.endswith("/decisions") and answer.status == 200):
        page.locator("form .main").click()
    page.locator(".menu summary").click()
    assert serious(page) == []
    page.screenshot(path=screenshots / "desk-report-1366.png")
    page.keyboard.press("Escape")
    page.locator(".tools a").first.click()
    expect(page.locator('[data-row="0"]')).to_contain_text("2 / 3")
    kept = next((desk.out / "reports").glob("*.decisions.json"))
    assert [one["state"] for one in json.loads(kept.read_bytes())["decisions"]] == ["accepted", "rejected"]
    page.close()
    assert desk.stop() == 0

    again = start()
    again.settled()
    fresh = visit(again.address)
    fresh.locator(".links .open").click()
    expect(fresh.locator(".decided-line")).to_have_count(2)
    expect(fresh.locator("#progress")).to_contain_text("2 / 3")
    with fresh.expect_response(lambda answer: answer.url.endswith("/decisions") and answer.status == 200):
        fresh.locator("[data-decide=withdrawn]").first.click()
    fresh.reload()
    expect(fresh.locator(".decided-line")).to_have_count(1)


def test_what_the_server_cannot_take_waits_in_the_browser(start: Start, visit: Visit, tmp_path: Path) -> None:
    desk = start()
    page = visit(desk.address, lenient=True)
    source = tmp_path / "a.txt"
    source.write_text(report(1, total=19), encoding="utf-8")
    page.locator("#choose-files").set_input_files(source)
    page.locator(".links .open").click()
    page.route("**/decisions", lambda route: route.abort())
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.locator("#field-comment").fill("待核")
    page.locator("#field-by").fill("李四")
    page.locator("form .main").click()
    expect(page.locator("#told")).to_contain_text("先记在本浏览器里")
    page.unroute("**/decisions")
    page.reload()
    expect(page.locator(".decided-line")).to_contain_text("李四")
    kept = httpx.Client(base_url=desk.origin, headers={"x-gouji-token": desk.token})
    with kept:
        id = kept.get("/state").json()["changed"][0]["id"]
        page.wait_for_timeout(500)
        assert kept.get(f"/files/{id}/decisions.json").json()["decisions"][0]["by"] == "李四"
    page.locator(".tools a").first.click()
    expect(page.locator(".body .row")).to_have_count(1)
    desk.stop()
    expect(page.locator(".lost-server")).to_be_visible(timeout=20_000)


def test_a_folder_can_be_dropped(desk: Running, visit: Visit) -> None:
    page = visit(desk.address)
    expect(page.locator(".drop")).to_be_visible()
    text = report(77)
    page.evaluate(
        """(text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], '甲.txt'));
            transfer.items.add(new File(['x'], '.hidden'));
            transfer.items.add(new File(['x'], '~$甲.docx'));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
                document.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }
        }""",
        text,
    )
    expect(page.locator(".body .row", has_text="某77县民政局")).to_be_visible(timeout=30_000)
    assert {one["shown"] for one in desk.settled()} == {"甲.txt"}


def test_a_hostile_document_and_name_are_shown_as_text(desk: Running, visit: Visit, tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    with desk.client() as client:
        client.put("/files", params={"name": f"{evil}\u202efdp.txt"}, content=(report(5, 19).replace("某5县", evil) + evil).encode())
    one = next(one for one in desk.settled() if str(one["shown"]).startswith("<") or "script" in str(one["shown"]))
    page = visit(desk.address)
    expect(page.locator(f'[data-id="{one["id"]}"]')).to_be_visible()
    assert page.locator("img").count() == 0
    assert not set(page.locator("#table").inner_text()) & set("\u202e\u2067")
    page.goto(f"{desk.origin}/{one['page']}")
    expect(page.locator("#app > *").first).to_be_visible()
    assert page.evaluate("document.scripts.length") == 3  # two of them data
    assert page.locator("img").count() == 0
    page.goto(f"{desk.origin}/index.html")
    expect(page.locator(".cards")).to_be_visible()
    assert page.evaluate("document.scripts.length") == 3
    page.locator(".tools a").first.click()
    expect(page.locator(".drop")).to_be_visible()


def test_who_comes_without_the_token_is_told_what_to_do(desk: Running, visit: Visit) -> None:
    page = visit(desk.origin + "/", lenient=True)
    expect(page.locator("h1")).to_have_text("请用启动时显示的地址打开")
    assert serious(page) == []


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else on another port of this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>x</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_another_page_of_this_machine_gets_nothing(desk: Running, visit: Visit) -> None:
    page = visit(desk.address, lenient=True, others=True)
    expect(page.locator(".drop")).to_be_visible()
    before = desk.lying()  # asked of the desk: the page may not have drawn its rows yet
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        for method, path in (("POST", f"/files/{'0' * 64}/again"), ("GET", "/state"), ("POST", f"/files/{'0' * 64}/decisions")):
            for mode in ("no-cors", "cors"):
                asked = "([url, method, mode]) => fetch(url, {method: method, mode: mode, credentials: 'include'}).then(() => 'answered', () => 'blocked')"
                assert page.evaluate(asked, [desk.origin + path, method, mode]) == "blocked"
            cookies = "; ".join(
                f"{one['name']}={one['value']}" for one in page.context.cookies()
            )  # a browser sends them along: the port is the same to it
            assert desk.token in cookies
            forged = {"cookie": cookies, "origin": f"http://127.0.0.1:{elsewhere.server_port}", "sec-fetch-site": "same-site"}
            assert httpx.request(method, desk.origin + path, headers=forged).status_code == 403
        page.evaluate(
            "(url) => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame); }", desk.origin + "/"
        )
        page.wait_for_timeout(300)
        assert [frame.url for frame in page.frames[1:]] in ([f"{desk.origin}/"], ["chrome-error://chromewebdata/"])
        assert page.frames[1].locator(".drop").count() == 0
        elsewhere.shutdown()
    assert desk.lying() == before
