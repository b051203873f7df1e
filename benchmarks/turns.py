"""What the benchmarks share: their options, medians of runs taken in turns, and the page of results.

Times on a shared machine swing; ratios of medians taken in turns hardly do.
"""

from __future__ import annotations

import argparse
import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter


def arguments(about: str | None, *, rounds: int | None = None) -> argparse.ArgumentParser:
    """The options of every benchmark: ``--write``, and ``--rounds`` where it counts medians."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    if rounds is not None:
        parser.add_argument("--rounds", type=int, default=rounds, help="how often each is run, in turns")
    parser.add_argument("--write", action="store_true", help="put the page into the file of results beside this one")
    return parser


def medians(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each in seconds; every round runs each once, so that a slow moment strikes all alike.

    The garbage of one is taken away before the next begins, so that nobody pays for another's.
    """
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            gc.collect()
            start = perf_counter()
            run()
            times[name].append(perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def tell(lines: Sequence[str], results: Path | None) -> None:
    """Prints the page, and writes it where a file is named."""
    page = "\n".join(lines) + "\n"
    print(page)
    if results is not None:
        results.write_text(page, encoding="utf-8")
