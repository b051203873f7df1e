"""Reports a second from folder to results, by form and number of workers, beside a plain loop over `extract` in one process.

How much two workers can gain is said by an ideal loop: the same sums in one process and in two. All take turns, so that a slow moment strikes
all alike; medians. A batch's time holds everything but the dataset, the start of its workers and the closing pass too.
Run with ``--write`` to put the table into RESULTS-batch.md.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bench_docx import word  # noqa: E402
from turns import arguments, tell  # noqa: E402

from extractor.emitters.files import write_whole  # noqa: E402
from extractor.emitters.json import to_json  # noqa: E402
from extractor.emitters.wording import Wording  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.pipeline import extract  # noqa: E402
from extractor.readers.text.reader import decoded  # noqa: E402
from tests.setting import set_pages  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-batch.md")
FORMS = ("txt", "pdf", "docx", "mixed")
SPIN = "import sys\nx = 0\nfor i in range(int(sys.argv[1])): x += i * i % 7"


def made(folder: Path, form: str, count: int) -> Path:
    """``count`` reports of a form, no two alike: those of the corpus in turn, with a number in a line of its own."""
    sources = sorted((ROOT / "corpus").glob("*.txt"))
    folder.mkdir()
    for number in range(count):
        source = sources[number % len(sources)]
        lines = [line for line in decoded(source.name, source.read_bytes())[0].splitlines() if line.strip()] + [f"（第{number}份）"]
        kind = FORMS[number % 3] if form == "mixed" else form
        path = folder / f"{number:05}.{kind}"
        if kind == "txt":
            path.write_text("\n\n".join(lines), encoding="utf-8")
        elif kind == "pdf":
            path.write_bytes(set_pages(lines).pdf)
        else:
            path.write_bytes(word(lines, 4))
    return folder


def loop(folder: Path, out: Path) -> None:
    """The work of a batch without a batch."""
    wording = Wording(builtin())
    for path in sorted(folder.iterdir()):
        write_whole(out / f"{path.name}.json", to_json(extract(path), wording))


def batch(folder: Path, out: Path, jobs: int) -> None:
    command = [sys.executable, "-m", "extractor", "batch", str(folder), "-o", str(out), "--jobs", str(jobs)]
    command += ["--no-dataset", "--fail-on", "never"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL, check=True)


def spin(turns: int, processes: int) -> None:
    """The same number of turns in all, shared by the processes."""
    running = [subprocess.Popen([sys.executable, "-c", SPIN, str(turns // processes)]) for _ in range(processes)]
    for process in running:
        process.wait()


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def measured(folder: Path, jobs: Sequence[int], rounds: int, turns: int) -> dict[str, float]:
    """Median seconds: ``loop``, ``ideal 1``, ``ideal 2``, and each number of workers."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "out")
        ways: dict[str, Callable[[], object]] = {"loop": lambda: loop(folder, out)}
        ways |= {f"ideal {count}": lambda count=count: spin(turns, count) for count in (1, 2)}  # type: ignore[misc]
        ways |= {str(count): lambda count=count: batch(folder, out, count) for count in jobs}  # type: ignore[misc]
        for _ in range(rounds):
            for name, way in ways.items():
                times.setdefault(name, []).append(timed(way))
                shutil.rmtree(out, ignore_errors=True)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=3)
    parser.add_argument("--count", type=int, default=120, help="reports of each form")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--jobs", default=",".join(str(jobs) for jobs in (1, 2, 4, 8) if jobs <= (os.cpu_count() or 1)))
    options = parser.parse_args()

    jobs = [int(one) for one in options.jobs.split(",")]
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for form in options.forms.split(","):
            folder = made(Path(scratch, form), form, options.count)
            found = measured(folder, jobs, options.rounds, turns=20_000_000)
            rate = {name: options.count / seconds for name, seconds in found.items()}
            cells = [f"{rate['loop']:.1f}", *(f"{rate[str(one)]:.1f}" for one in jobs)]
            gain = f"{found['1'] / found['2']:.2f}" if {"1", "2"} <= set(found) else "—"
            rows.append(f"| {form} | {' | '.join(cells)} | {gain} | {found['ideal 1'] / found['ideal 2']:.2f} |")
    workers = " | ".join(f"{one} worker{'s' * (one > 1)}" for one in jobs)
    lines = [
        "# Benchmark: a batch beside a plain loop",
        "",
        f"Reports a second, {options.count} reports of each form made of the corpus, medians of {options.rounds} rounds taken in turns. A batch's",
        "time holds the start of its workers and the closing pass. The last columns say what two workers gain over one, and what two processes",
        "gain that only count. Trust the ratios, not the rates.",
        "",
        f"| form | loop over `extract` | {workers} | 2 workers × 1 | ideal |",
        f"|---|{'---:|' * (len(jobs) + 3)}",
        *rows,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
