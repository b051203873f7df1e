"""Reports as other programs write them: what LibreOffice and Chromium make of a text gives the same as the text itself."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.pipeline import extract
from tests.goldens import differences, projection

ROOT = Path(__file__).resolve().parent.parent
REPORTS = [
    "social-assistance-2022",
    "veterans-2021",
    "culture-2023",
    "market-regulation-2022",
    "childcare-2022",
    "business-environment-2022",
]
SWITCHES = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-pdf-header-footer",
]  # fmt: skip


def _sources(seeds: Path | None) -> list[Path]:
    own = [ROOT / "corpus" / f"{name}.txt" for name in REPORTS]
    return own + (sorted(seeds.glob("*.txt")) if seeds is not None else [])


@pytest.fixture(scope="module")
def sources() -> list[Path]:
    folder = ROOT.parent / "shared" / "seeds"
    return _sources(folder if folder.is_dir() else None)


def _office(sources: Sequence[Path], target: str, out: Path) -> None:
    """All sources in one call of LibreOffice, with a profile of its own."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no soffice here (Debian package libreoffice-writer-nogui)")
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--infilter=Text (encoded):UTF8,LF,,,",
        "--convert-to",
        target,
        "--outdir",
        str(out),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)


@pytest.mark.parametrize("target", ["pdf", "docx"])
def test_libreoffice(sources: list[Path], target: str, tmp_path: Path) -> None:
    _office(sources, target, tmp_path)
    wrong = {path.stem: differences(projection(extract(path)), projection(extract(tmp_path / f"{path.stem}.{target}"))) for path in sources}
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def test_chromium(sources: list[Path], tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no chromium here (Debian package chromium)")
    wrong: dict[str, list[str]] = {}
    for path in sources:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").replace("**", "").splitlines() if line.strip()]
        body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        page, made = tmp_path / f"{path.stem}.html", tmp_path / f"{path.stem}.pdf"
        page.write_text(f"<meta charset=utf-8><style>body{{font:16px serif}}p{{text-indent:2em;margin:0}}</style>{body}", encoding="utf-8")
        command = [browser, *SWITCHES, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        found = differences(projection(extract(path)), projection(extract(made)))
        if found:
            wrong[path.stem] = found
    assert wrong == {}
