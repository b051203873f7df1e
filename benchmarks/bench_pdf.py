"""Reading PDFs beside bare PDFium (every character with its loose box), on plain text and on what makes reading harder.

Run with ``--write`` to put the table into RESULTS-pdf.md.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from bench_line import bare_pdfium  # noqa: E402
from turns import arguments, medians, tell  # noqa: E402

from extractor import readers  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-pdf.md")
COPIES = 8
"""How often a page of a test is repeated, so that opening the file does not decide."""
HARD = (
    "bold-by-overprinting",
    "table-page-set-sideways",
    "watermark-at-a-slant",
    "watermark-in-tiles",
    "scan-with-what-was-recognised",
    "newspaper-columns",
    "ruled-table-with-broken-cells",
    "fpdf-table-and-map-in-the-file",
)
"""Cases of tests/hardpdfs.py that need no writer beyond Python packages."""


def repeated(data: bytes) -> bytes:
    """The file with its pages ``COPIES`` times."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        pages = list(document.pages)
        for _ in range(COPIES - 1):
            document.pages.extend(pages)
        document.save(out)
    return out.getvalue()


def sources() -> dict[str, bytes]:
    from tests.hardpdfs import CASES
    from tests.setting import set_report

    report = max((ROOT / "corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    found = {f"plain ({report.name})": repeated(set_report(report.read_text(encoding="utf-8")).pdf)}
    made = {case.name: case.make for case in CASES}
    return found | {name: repeated(made[name]()) for name in HARD}


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=9)
    options = parser.parse_args()
    lines = [
        "# Benchmark: reading PDFs beside bare PDFium",
        "",
        f"Medians of {options.rounds} rounds taken in turns; bare PDFium reads every character with its box and does nothing else. Each file holds its",
        f"pages {COPIES} times. Trust the ratios, not the times.",
        "",
        "| file | characters | bare ms | read ms | × bare PDFium |",
        "|---|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in sources().items():
            path = Path(folder) / "case.pdf"
            path.write_bytes(data)
            work: dict[str, Callable[[], object]] = {
                "bare": lambda path=path: bare_pdfium(path),
                "read": lambda path=path: readers.read(path),
            }
            found = medians(work, options.rounds)
            bare, read = found["bare"], found["read"]
            lines.append(f"| {name} | {bare_pdfium(path)} | {bare * 1000:.1f} | {read * 1000:.1f} | {read / bare:.1f} |")
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
