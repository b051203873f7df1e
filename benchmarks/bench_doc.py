"""Reading old Word documents beside the bare converters: a report as it is, and one of some 200 pages.

LibreOffice, which makes the documents, has to be installed. Medians in turns, as in `bench_docx`. Run with ``--write`` to put the table into
RESULTS-doc.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import doc2docx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bench_docx import word  # noqa: E402
from turns import arguments, medians, tell  # noqa: E402

from extractor.readers import office, read_bytes  # noqa: E402
from extractor.readers.doc.stories import read_stories  # noqa: E402
from tests.docfiles import MISSING, made  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-doc.md")


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=5)
    options = parser.parse_args()

    source = max((ROOT / "corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    paragraphs = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = made({"a report": word(paragraphs, 30), "200 pages": word(paragraphs * (2000 // len(paragraphs)), 200)})
    if files is None:
        sys.exit(MISSING)
    rows: list[str] = []
    for name, data in files.items():
        with tempfile.TemporaryDirectory() as folder:
            document, made_of_it = Path(folder, "a.doc"), Path(folder, "a.docx")
            document.write_bytes(data)
            found = medians(
                {
                    "msdoc2docx converts": lambda given=document, out=made_of_it: doc2docx.convert(given, out),  # type: ignore[misc]
                    "the piece table's text": lambda data=data: read_stories("a", data),  # type: ignore[misc]
                    "read": lambda data=data: read_bytes("a.doc", data),  # type: ignore[misc]
                    "LibreOffice converts": lambda data=data: office.converted("a", data, "doc"),  # type: ignore[misc]
                },
                options.rounds,
            )
        bare = found["msdoc2docx converts"]
        count = len(read_bytes("a.doc", data).pages[0].lines)
        rows += [f"| {name} ({count} lines) | {work} | {time * 1000:.1f} | {time / bare:.2f} |" for work, time in found.items()]
    lines = [
        "# Benchmark: old Word documents beside their converters",
        "",
        f"`{source.name}` set as .doc; medians of {options.rounds} rounds taken in turns; `read` converts, compares with the piece table and reads the DOCX.",
        "LibreOffice is started for each file, with a profile of its own. Trust the ratios, not the times.",
        "",
        "| document | work | ms | × msdoc2docx converting it |",
        "|---|---|---:|---:|",
        *rows,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
