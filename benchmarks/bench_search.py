"""The dataset at size: 10,000 reports built, searched, counted and compared.

The reports are those of ``corpus/`` over and over, with other digits in each, so that no two are the same. Times on a shared machine swing; a query is
asked nine times, the median counts. Run with ``--write`` to put the table into RESULTS-search.md.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from turns import arguments, tell  # noqa: E402

from extractor.dataset.building import build  # noqa: E402
from extractor.dataset.duplicates import duplicates  # noqa: E402
from extractor.dataset.search import Filters, search  # noqa: E402
from extractor.dataset.statistics import statistics  # noqa: E402
from extractor.emitters.json import to_json  # noqa: E402
from extractor.emitters.wording import Wording  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.pipeline import extract  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-search.md")
ROUNDS = 9
QUERIES = (
    ("a word of two characters", "低保", Filters()),
    ("a word in every report", "自评", Filters()),
    ("a phrase", '"城市低保标准"', Filters()),
    ("AND, OR, NOT", "(低保 OR 特困) AND 标准 NOT 养老", Filters()),
    ("a word, one year", "低保", Filters(year=2022)),
    ("a word, reports with a rule's finding", "自评", Filters(rule="score/section-self-sum")),
)


def reports(count: int, folder: Path, wording: Wording) -> None:
    """Write reports: each of the corpus in turn, with other digits in its text."""
    chance = random.Random(8)
    made = [to_json(extract(path), wording).decode() for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for number in range(count):
        report = made[number % len(made)]
        start = report.rindex('"text": ')
        text = re.sub(r"\d", lambda _: str(chance.randrange(10)), report[start:])
        key = hashlib.sha256(str(number).encode()).hexdigest()
        content = re.sub('"sha256": "[0-9a-f]{64}"', f'"sha256": "{key}"', report[:start], count=1) + text
        (folder / f"{key[:16]}-{number}.txt.json").write_text(content, encoding="utf-8")


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    options = parser.parse_args()
    wording = Wording(builtin())
    with tempfile.TemporaryDirectory(prefix="gouji-bench-") as name:
        folder = Path(name)
        (folder / "reports").mkdir()
        reports(options.reports, folder / "reports", wording)
        target = folder / "dataset"
        process = psutil.Process()
        before = process.memory_info().rss
        took = timed(lambda: build([folder], target, wording))
        grown = (process.memory_info().rss - before) // 2**20
        size = sum(path.stat().st_size for path in target.iterdir()) // 2**20
        rows = [f"| build ({options.reports / took:.0f} reports a second, {size} MB, memory +{grown} MB) | | {took:.1f} s |"]
        for about, query, filters in QUERIES:
            count, _ = search(target, query, filters)
            times = [timed(lambda query=query, filters=filters: search(target, query, filters)) for _ in range(ROUNDS)]  # type: ignore[misc]
            rows.append(f"| search: {about} (`{query}`) | {count} | {median(times) * 1000:.0f} ms |")
        rows.append(f"| stats | | {timed(lambda: statistics(target, wording)):.1f} s |")
        rows.append(f"| duplicates | | {timed(lambda: duplicates(target)):.1f} s |")
    lines = ["# Benchmark: the dataset", "", f"{options.reports} reports, each of `corpus/` in turn with other digits; one process.", ""]
    lines += ["| work | sections found | time |", "|---|---:|---:|", *rows]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
