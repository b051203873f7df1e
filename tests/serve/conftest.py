"""A desk as a person starts it: the command in a process of its own, its address from what it says, a real browser before it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import ROOT

SECONDS = 60


class Running(NamedTuple):
    """A desk. address: with its token; said: lines of stderr."""

    process: subprocess.Popen[str]
    address: str
    out: Path
    said: list[str]

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    def client(self) -> httpx.Client:
        """A program that knows the token."""
        return httpx.Client(base_url=self.origin, headers={"x-gouji-token": self.token}, timeout=SECONDS)

    def lying(self) -> list[object]:
        """The ids of what lies on the desk, read or not."""
        with self.client() as client:
            return [one["id"] for one in client.get("/state").json()["changed"]]

    def settled(self) -> list[dict[str, object]]:
        """What lies on the desk, once nothing is being read."""
        import time

        with self.client() as client:
            for _ in range(SECONDS * 5):
                found = client.get("/state").json()["changed"]
                if found and all(one["state"] not in ("waiting", "reading") for one in found):
                    return list(found)
                time.sleep(0.2)
        raise AssertionError(f"still being read: {found}")

    def stop(self) -> int:
        """Ctrl-C."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


def begun(out: Path, *options: object) -> Running:
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "serve", "-o", str(out), "--port", "0", "--jobs", "1", *map(str, options)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "GOUJI_DEBUG": "1"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    lines: queue.Queue[str | None] = queue.Queue()
    said: list[str] = []

    def listen() -> None:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                said.append(line.rstrip("\n"))
                lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (line := lines.get(timeout=SECONDS)) is not None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line):
            return Running(process, found[0], out, said)
    raise AssertionError(f"it did not start: {said}")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts a desk on a folder below ``tmp_path``; all are stopped in the end."""
    running: list[Running] = []

    def start_one(*options: object, name: str = "desk") -> Running:
        running.append(begun(tmp_path / name, *options))
        return running[-1]

    yield start_one
    for one in running:
        print(one.process.poll(), *one.said, sep="\n")  # shown where the test fails
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait(SECONDS)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A desk for the tests of a module."""
    running = begun(tmp_path_factory.mktemp("serve") / "desk")
    yield running
    status = running.stop()
    assert status == 0
    assert not [line for line in running.said if "Traceback" in line]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address; at the end nothing may have been said on the console, nothing asked of anyone but that server."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(address: str, width: int = 1366, height: int = 768, lenient: bool = False, others: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        origin = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
        page = context.new_page()
        page.set_default_timeout(15000)
        if not lenient:
            page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if not others:
            page.on(
                "request", lambda request: wrong.append(request.url) if not request.url.startswith((origin, "data:", "blob:")) else None
            )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
