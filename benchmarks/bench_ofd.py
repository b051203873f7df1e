"""Reading OFD files beside a bare parse of the same parts by lxml (which gives a tree and nothing else), in the manner of several writers;
and what a page costs in memory.

Run with ``--write`` to put the table into RESULTS-ofd.md.
"""

from __future__ import annotations

import gc
import io
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from turns import arguments, medians, tell  # noqa: E402

from extractor.readers import read_bytes  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-ofd.md")


def bare_lxml(data: bytes) -> int:
    """Unpacks and parses every XML part, and counts its elements."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                count += sum(1 for _ in etree.fromstring(archive.read(name)).iter())
    return count


def growth(data: bytes) -> float:
    """What a page leaves behind while a file is read, in KB: the highest point less the file itself, a page."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    reading = read_bytes("a.ofd", data)
    grown = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return grown / 1024 / len(reading.pages)


def main() -> None:
    """Measure and print the table."""
    from tests.ofdfiles import Manner, ofd, ofd_of, page, table
    from tests.setting import set_report

    parser = arguments(__doc__, rounds=7)
    parser.add_argument("--pages", type=int, default=100)
    options = parser.parse_args()
    source = max((ROOT / "corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    text = source.read_text(encoding="utf-8")
    copies = 1 + options.pages // len(set_report(text).pages)
    setting = set_report(text + ("\n" + text) * copies)
    files = {manner: ofd_of(setting, manner) for manner in get_args(Manner)}
    rows = [["指标", "分值", "得分", "说明"], *[[f"第{row}项", "10", "9.5", "按时完成"] for row in range(24)]]
    files["a table of 25 rows a page"] = ofd(*[page(table(25, 30, [40, 30, 30, 50], rows))] * options.pages)
    lines = [
        "# Benchmark: reading OFD beside a bare parse by lxml",
        "",
        f"`{source.name}` over and over; medians of {options.rounds} rounds taken in turns; the bare parse unpacks and parses each part. Memory is what",
        "Python holds at the highest point, a page. Trust the ratios, not the times.",
        "",
        "| file | pages | characters a page | bare ms a page | read ms a page | × bare lxml | KB a page |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, data in files.items():
        reading = read_bytes("a.ofd", data)
        count = len(reading.pages)
        characters = sum(len(line.text) for _, line in reading.lines()) / count
        work: dict[str, Callable[[], object]] = {
            "bare": lambda data=data: bare_lxml(data),
            "read": lambda data=data: read_bytes("a.ofd", data),
        }
        found = medians(work, options.rounds)
        bare, read = found["bare"] / count * 1000, found["read"] / count * 1000
        lines.append(f"| {name} | {count} | {characters:.0f} | {bare:.2f} | {read:.2f} | {read / bare:.1f} | {growth(data):.0f} |")
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
