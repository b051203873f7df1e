"""The whole line beside what a user would pick to get the mere text: pdfminer.six, pypdf, pdfplumber, markitdown, unstructured's fast path.

Peers are measured where they are installed: in this environment, or in another one whose Python ``--peers`` names; absent ones are said. A process for each
environment takes turns with the other, every round runs each once, and medians are compared. Run with ``--write`` to put the table into RESULTS-peers.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from turns import arguments, tell

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("RESULTS-peers.md")
HERE = {"bare PDFium: characters and boxes": "pypdfium2", "gouji: whole line": "extractor"}
PEERS = {
    "pdfminer.six": "pdfminer",
    "pypdf": "pypdf",
    "pdfplumber": "pdfplumber",
    "markitdown": "markitdown",
    "unstructured, fast": "unstructured",
}
"""What is measured, with the module that it needs."""
NO_TEXT = "gives no text"


Reader = Callable[[str], int]
"""Reads a file and gives how many characters of text came of it: what gives none is quick for nothing."""


def readers() -> dict[str, Callable[[], Reader]]:
    """How each gives the text of a file; what it imports is imported with it."""

    def gouji() -> Reader:
        sys.path[:0] = [str(ROOT)]
        from extractor.emitters.json import to_json
        from extractor.emitters.wording import Wording
        from extractor.language.patterns import builtin
        from extractor.pipeline import extract

        def whole(path: str) -> int:
            report = extract(path)
            to_json(report, Wording(builtin()))
            return len(report.text.content)

        return whole

    def bare() -> Reader:
        sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
        from bench_line import bare_pdfium

        return lambda path: bare_pdfium(Path(path))

    def pdfminer() -> Reader:
        from pdfminer.high_level import extract_text

        return lambda path: len(extract_text(path).strip())

    def pypdf() -> Reader:
        from pypdf import PdfReader

        return lambda path: sum(len(page.extract_text()) for page in PdfReader(path).pages)

    def plumber() -> Reader:
        import pdfplumber

        def text(path: str) -> int:
            count = 0
            with pdfplumber.open(path) as document:
                for page in document.pages:
                    count += len(page.extract_text())
                    page.close()
            return count

        return text

    def markitdown() -> Reader:
        from markitdown import MarkItDown

        converter = MarkItDown()
        return lambda path: len(converter.convert(path).text_content.strip())

    def unstructured() -> Reader:
        from unstructured.partition.pdf import partition_pdf

        return lambda path: sum(len(element.text) for element in partition_pdf(path, strategy="fast"))

    return dict(zip((*HERE, *PEERS), (bare, gouji, pdfminer, pypdf, plumber, markitdown, unstructured), strict=True))


def serve() -> None:
    """For each line ``name, path`` on stdin, a line with the seconds that it took, or why it can't be had."""
    ready: dict[str, Reader] = {}
    makers = readers()
    for line in sys.stdin:
        name, path = json.loads(line)
        try:
            if name not in ready:
                ready[name] = makers[name]()
            begun = perf_counter()
            characters = ready[name](path)
            said: object = perf_counter() - begun if characters else NO_TEXT
        except Exception as error:
            said = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


class Station:
    """A process of one environment that measures what it is asked for."""

    def __init__(self, python: str) -> None:
        command = [python, __file__, "--serve"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", bufsize=1
        )

    def ask(self, name: str, path: Path) -> float | str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([name, str(path)]) + "\n")
        said: float | str = json.loads(self.process.stdout.readline())
        return said

    def close(self) -> None:
        self.process.communicate()


def documents() -> dict[str, bytes]:
    """An ordinary report, one of nothing but ruled tables, and a scanned page."""
    sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
    from documents import report, tables_of

    ordinary = report(15)
    return {ordinary.name: ordinary.pdf, "12 pages of ruled tables": tables_of(12)}


def scan() -> bytes | None:
    """One page of a report as a scan; None where the recogniser is not installed."""
    if any(find_spec(module) is None for module in ("rapidocr", "cv2", "numpy")):
        return None
    import io

    import pikepdf

    from tests.scans import scan_pdf
    from tests.setting import set_report

    scanned = scan_pdf(set_report((ROOT / "corpus" / "social-assistance-2022.txt").read_text(encoding="utf-8")).pdf)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned)) as document:
        del document.pages[1:]
        document.save(out)
    return out.getvalue()


def _cell(times: dict[str, float], name: str) -> str:
    own = times.get("gouji: whole line")
    if name not in times:
        return "—"
    return f"{times[name] * 1000:.0f}" + (f" ({times[name] / own:.1f})" if own else "")


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=5)
    parser.add_argument("--peers", help="the Python of an environment that holds the peers; this one where none is named")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return

    here = Station(sys.executable)
    stations = {**dict.fromkeys(HERE, here), **dict.fromkeys(PEERS, Station(options.peers) if options.peers else here)}
    sources = documents()
    page = scan()
    if page is None:
        print("no scan: the extra gouji[ocr] is not installed", file=sys.stderr)
    else:
        sources["a scanned page"] = page
    found: dict[str, dict[str, float]] = {}
    absent: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for title, content in sources.items():
            path = Path(folder, "report.pdf")
            path.write_bytes(content)
            times: dict[str, list[float]] = {}
            for number in range(options.rounds + 1):  # the first round warms up
                for name, station in stations.items():
                    said = station.ask(name, path) if (title, name) not in absent else ""
                    if isinstance(said, str):
                        absent.setdefault((title, name), said)
                    elif number:
                        times.setdefault(name, []).append(said)
            found[title] = {name: statistics.median(those) for name, those in times.items()}
    for station in dict.fromkeys(stations.values()):
        station.close()
    lines = [
        "# Benchmark: the whole line beside what gives the mere text",
        "",
        f"`python benchmarks/bench_peers.py --rounds {options.rounds} --write` (`--peers` names the Python that has the peers); medians of rounds taken in",
        "turns, in milliseconds, with how many times as long as gouji's whole line each takes in brackets.",
        "The peers give text without checking anything. What gives no text of a file is not timed.",
        "",
        f"| reader | {' | '.join(found)} |",
        f"|---|{'---:|' * len(found)}",
    ]
    for name in stations:
        lines.append(f"| {name} | {' | '.join(_cell(times, name) for times in found.values())} |")
    if absent:
        lines += ["", "Not measured:", "", *(f"- {name}, {title}: {reason}" for (title, name), reason in absent.items())]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
