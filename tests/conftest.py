"""What several rooms' tests share: where things stand, and the command run inside this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from extractor.model import limits
from tests import network

network.raise_wall()

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Run(NamedTuple):
    """What a command left: its exit status and what it wrote."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The two real reports that stand beside a checkout; they are not part of it."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed reports are not beside this checkout (../shared/seeds)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; Playwright's own is not needed. One for all rooms: Playwright runs once in a process."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the Debian package chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def within_this_machine() -> Iterator[None]:
    """No test may ask for an address beyond this machine, whoever catches the refusal."""
    network.attempts.clear()
    yield
    assert network.attempts == []


@pytest.fixture(autouse=True)
def within_the_usual_limits() -> Iterator[None]:
    """Limits that a command raises in this process hold for its own test only."""
    yield
    limits.adjust({})


@pytest.fixture
def gouji(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Run]:
    """``gouji("check", path)`` runs the command in this process and returns its `Run`. What a worker would do for a command that reads single files is
    done here, too, without walls and limits: `tests/cage` has those.
    """
    from extractor.cli import main
    from tests import uncaged

    monkeypatch.setattr(uncaged.Pool, "folder", tmp_path_factory.mktemp("own"))
    for module in ("extractor.commands.over_files", "extractor.compare.command"):
        monkeypatch.setattr(f"{module}.Pool", uncaged.Pool)

    def run(*arguments: object) -> Run:
        capfdbinary.readouterr()
        status = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Run(status, out.decode("utf-8"), err.decode("utf-8"))

    return run
