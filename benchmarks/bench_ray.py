"""`gouji batch --engine ray` beside the local engine, and what a report costs: the figures that docs/cluster.md reckons with.

Both engines take turns on the same folder, with as many workers; medians. What a batch costs before its first report is the time of a batch of one. The cost of
a report is the processor time of a plain loop, which other work on the machine disturbs less than it does the clock.
Run with ``--write`` to put the tables into RESULTS-ray.md.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bench_batch import made, timed  # noqa: E402
from turns import arguments, tell  # noqa: E402

from extractor.batch import parts  # noqa: E402
from extractor.emitters.json import to_json  # noqa: E402
from extractor.emitters.wording import Wording  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.pipeline import extract  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-ray.md")
ENGINES = ("local", "ray")
FORMS = ("txt", "pdf", "docx")


def batch(folder: Path, out: Path, engine: str, jobs: int) -> None:
    command = [sys.executable, "-m", "extractor", "batch", str(folder), "-o", str(out), "--jobs", str(jobs), "--engine", engine]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_ADDRESS": ""}
    subprocess.run(
        [*command, "--fail-on", "never", "--no-pages", "--no-dataset"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, check=True
    )


def cost(folder: Path) -> tuple[float, float, float, float]:
    """Of a report on the average: processor seconds for the report, and for its rows of the tables; bytes of JSON, and of Parquet."""
    wording = Wording(builtin())
    paths = sorted(folder.iterdir())
    extract(paths[0])
    start = process_time()
    reports = [to_json(extract(path), wording) for path in paths]
    read = process_time() - start
    sizes: list[int] = []
    given = [lambda report=report: ("", report) for report in reports]
    start = process_time()
    parts.make(given, "part", lambda table, part, path: sizes.append(path.stat().st_size))  # type: ignore[arg-type]
    rows = process_time() - start
    count = len(paths)
    return read / count, rows / count, sum(map(len, reports)) / count, sum(sizes) / count


def main() -> None:
    """Measure and print the tables."""
    parser = arguments(__doc__, rounds=3)
    parser.add_argument("--count", type=int, default=300, help="reports of the batch, a third of each form")
    parser.add_argument("--each", type=int, default=48, help="reports of each form whose cost is measured")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        folders = {count: made(Path(scratch, str(count)), "mixed", count) for count in (1, options.count)}
        times: dict[tuple[str, int], list[float]] = {}
        out = Path(scratch, "out")
        for _ in range(options.rounds):
            for engine in ENGINES:
                for count, folder in folders.items():
                    times.setdefault((engine, count), []).append(timed(lambda: batch(folder, out, engine, options.jobs)))  # noqa: B023
                    shutil.rmtree(out, ignore_errors=True)
        median = {key: statistics.median(values) for key, values in times.items()}
        costs = {form: cost(made(Path(scratch, form), form, options.each)) for form in FORMS}

    lines = [
        "# Benchmark: a batch on Ray beside the local engine",
        "",
        f"{options.count} mixed reports made of the corpus, {options.jobs} workers on one machine, no pages or dataset; medians of {options.rounds} rounds",
        "taken in turns. The rate leaves out what a batch of one takes. Trust the ratios, not the rates.",
        "",
        "| engine | batch of one, s | whole batch, s | reports a second after the start |",
        "|---|---:|---:|---:|",
    ]
    for engine in ENGINES:
        one, all_ = median[engine, 1], median[engine, options.count]
        lines.append(f"| {engine} | {one:.1f} | {all_:.1f} | {(options.count - 1) / max(all_ - one, 1e-9):.1f} |")
    lines += [
        "",
        f"What a report costs, means of {options.each} reports of each form, processor time:",
        "",
        "| form | report, s | rows of the tables, s | JSON, kB | Parquet, kB |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {form} | {read:.3f} | {rows:.3f} | {size / 1000:.0f} | {packed / 1000:.0f} |"
            for form, (read, rows, size, packed) in costs.items()
        ),
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
