"""Time and memory of the whole line on PDFs of 1, 10, 100 and 1000 pages, beside bare PDFium on the same file: both must grow with the pages and no more.

Each size is measured in a process of its own, which reads a report first, so that patterns are compiled and libraries loaded; memory is what the highest point
of the process rises by. The pages are generated reports, one after the other. Run with ``--write`` to put the table into RESULTS-growth.md.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from bench_line import bare_pdfium  # noqa: E402
from documents import pages_of, report  # noqa: E402
from turns import arguments, tell  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-growth.md")
T = TypeVar("T")
WARM = 15
"""Pages of the report that is read first."""


def highest() -> int:
    """Kilobytes of memory at the highest point of this process."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def work(warm: Path, path: Path) -> dict[str, float]:
    """Seconds of each stage of the line, as `extract` calls them, and kilobytes that all of it needs, on one file."""
    from extractor import readers
    from extractor.emitters.json import to_json
    from extractor.emitters.wording import Wording
    from extractor.facts import extract_facts
    from extractor.language.patterns import builtin
    from extractor.model.report import Engine, Report
    from extractor.normaliser import normalise
    from extractor.pipeline import extract
    from extractor.segmenter import segment
    from extractor.validator import verify
    from extractor.validator.score.profile import find_profile

    patterns = builtin()
    to_json(extract(warm), Wording(patterns))
    before = highest()
    times: dict[str, float] = {}

    def timed(name: str, stage: Callable[[], T]) -> T:
        begun = perf_counter()
        made = stage()
        times[name] = perf_counter() - begun
        return made

    reading = timed("read", lambda: readers.read(path))
    text = timed("normalise", lambda: normalise(reading, patterns))
    outline = timed("segment", lambda: segment(text, patterns))
    facts = timed("facts", lambda: extract_facts(text, outline, patterns))

    def checked() -> Report:
        profile = find_profile(outline, facts, patterns, None)
        verification = verify(text, outline, facts, reading, patterns, profile)
        return Report(reading, text, outline, facts, verification, Engine("", patterns.digest, {}, {}), profile)

    report = timed("verify", checked)
    written = timed("to JSON", lambda: to_json(report, Wording(patterns)))
    memory = highest() - before
    whole = sum(times.values())
    timed("bare PDFium", lambda: bare_pdfium(path))
    return {**times, "whole line": whole, "memory": memory, "json": len(written)}


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__)
    parser.add_argument("--pages", default="1,10,100,1000")
    parser.add_argument("--seconds", type=float, default=90, help="longest time of one size; what takes longer is said")
    parser.add_argument("--work", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        print(json.dumps(work(*options.work)))
        return

    stages = ("bare PDFium", "whole line", "read", "normalise", "segment", "facts", "verify", "to JSON")
    lines = [
        "# Benchmark: growth with the pages",
        "",
        f"`python benchmarks/bench_growth.py --pages {options.pages} --write`: generated reports one after the other, set as one PDF; a process for each size,",
        f"which has read a report of {WARM} pages before; one run each. Memory is what the highest point of the process rises by, the JSON included.",
        "",
        f"| pages | {' | '.join(f'{one}, ms a page' for one in stages)} | × bare PDFium | memory, KB a page | JSON, KB a page |",
        f"|---:|{'---:|' * (len(stages) + 3)}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        warm, path = Path(folder, "warm.pdf"), Path(folder, "long.pdf")
        warm.write_bytes(report(WARM).pdf)
        for pages in map(int, options.pages.split(",")):
            path.write_bytes(pages_of(pages))
            command = [sys.executable, __file__, "--work", str(warm), str(path)]
            try:
                said = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=options.seconds).stdout
            except subprocess.TimeoutExpired:
                lines.append(f"| {pages} | more than {options.seconds:.0f} s |{' — |' * (len(stages) + 2)}")
                continue
            found = json.loads(said)
            cells = [f"{found[one] * 1000 / pages:.2f}" for one in stages]
            ratio = found["whole line"] / found["bare PDFium"]
            lines.append(
                f"| {pages} | {' | '.join(cells)} | {ratio:.1f} | {found['memory'] / pages:.0f} | {found['json'] / 1024 / pages:.0f} |"
            )
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
