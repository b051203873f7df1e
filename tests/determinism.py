"""``python -m tests.determinism``: the same inputs give the same bytes over runs, numbers of workers, locales, hash seeds and time zones. Ends with 1 where any differs.

Each cell of the matrix is a ``gouji batch`` over a folder of all formats and a ``gouji corpus build`` of what it left, in processes of their own; compared is
every byte that they leave: JSON, pages, workbook, CSV, Parquet, the search file.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests import brokenfiles, ofdfiles, setting, sheetfiles
from tests.batch.folders import report
from tests.conftest import ROOT
from tests.htmlfiles import html_report
from tests.wordfiles import paragraphs_of, report_as_docx, zipped

SEEDS = ("0", "1", "4711")
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
WORKERS = (1, 2)
RUNS = 2
LOCALES = ("C", "C.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")
"""Those that this machine has are taken: other words, other decimal points, other letters for lower-case I. (Under one that is no UTF-8 the names of files are other bytes.)"""


class Cell(NamedTuple):
    """The surroundings of a run."""

    run: int
    workers: int
    locale: str
    seed: str
    zone: str

    @property
    def environment(self) -> dict[str, str]:
        return {"LC_ALL": self.locale, "LANG": self.locale, "PYTHONHASHSEED": self.seed, "TZ": self.zone}


def locales() -> list[str]:
    """The locales of this machine among those that are tried."""
    try:
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.lower().replace("-", "").split()
    except (OSError, subprocess.CalledProcessError):
        known = ["c"]
    return [one for one in LOCALES if one.lower().replace("-", "") in known]


def matrix(places: Sequence[str]) -> Iterator[Cell]:
    """All cells."""
    for run, workers, place, seed, zone in itertools.product(range(RUNS), WORKERS, places, SEEDS, ZONES):
        yield Cell(run, workers, place, seed, zone)


def inputs(folder: Path) -> Path:
    """A folder of every format that needs no other program, with findings, failures, doubles and an archive."""
    folder.mkdir()
    texts = {
        name: (ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8")
        for name in ("culture-2023", "lighting-project-2023", "social-assistance-2022")
    }
    files = {
        "甲.txt": texts["social-assistance-2022"].encode(), "乙.txt": report(2, total=17).encode("gb18030"), "丙.docx": report_as_docx(paragraphs_of(texts["culture-2023"]), "styles"),
        "丁.html": html_report(texts["lighting-project-2023"]), "戊.xlsx": sheetfiles.score_sheet(), "己.xls": sheetfiles.old_score_sheet(), "坏.pdf": b"%PDF-1.7\nnothing",
        "又甲.txt": texts["social-assistance-2022"].encode(), "包.zip": zipped({"庚.txt": report(3).encode(), "辛.ofd": ofdfiles.texts_of([["一、组织（分值10分，自评得分9分）"]])}),
    }  # fmt: skip
    if setting.face("song") is not None:
        files["壬.pdf"] = setting.set_report(brokenfiles.REPORT).pdf
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def left(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder, and of each part of a workbook."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            found[name] = hashlib.sha256(data).hexdigest()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    found |= {f"{name}!{part}": hashlib.sha256(book.read(part)).hexdigest() for part in book.namelist()}
    return found


def made(given: Path, out: Path, cell: Cell) -> dict[str, str]:
    """What a batch and a corpus leave in these surroundings."""
    for arguments in (
        ("batch", given, "-o", out, "--jobs", cell.workers, "--fail-on", "never"),
        ("corpus", "build", out, "-o", out / "dataset"),
    ):
        done = gouji(arguments, cell.environment)
        if done.returncode not in (0, 3):
            raise RuntimeError(f"{arguments[0]} in {cell}: {done.stderr.decode(errors='replace')[-1000:]}")
    return left(out)


def gouji(arguments: Sequence[object], environment: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import sys; from extractor.cli import main; sys.exit(main(sys.argv[1:]))", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take one cell of so many, and the last")
    options = parser.parse_args()
    places = locales()
    cells = list(matrix(places))
    chosen = sorted({*cells[:: options.every], cells[-1]})
    differing = 0
    with tempfile.TemporaryDirectory() as scratch:
        given = inputs(Path(scratch, "in"))
        first: dict[str, str] = {}
        for number, cell in enumerate(chosen):
            found = made(given, Path(scratch, f"out-{number}"), cell)
            first = first or found
            wrong = sorted(name for name in found.keys() | first.keys() if found.get(name) != first.get(name))
            if wrong:
                differing += 1
                print(f"{cell}: {', '.join(wrong[:8])}", flush=True)
    axes = f"{RUNS} runs x workers {WORKERS} x locales {places} x PYTHONHASHSEED {SEEDS} x TZ {ZONES}"
    print(f"{len(chosen)} of {len(cells)} cells ({axes}), {len(first)} files and parts each: {differing or 'none'} differing")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
