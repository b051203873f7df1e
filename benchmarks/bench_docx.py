"""Reading Word documents beside python-docx opening them (which gives no text yet): a report as it is, and one of some 200 pages.

Run with ``--write`` to put the table into RESULTS-docx.md.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from turns import arguments, medians, tell  # noqa: E402

from extractor.language.patterns import builtin  # noqa: E402
from extractor.normaliser import normalise  # noqa: E402
from extractor.readers import read_bytes  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-docx.md")


def word(paragraphs: Sequence[str], rows: int) -> bytes:
    """A document as writers make them: type face and size on every run, an automatic number on some paragraphs, a table at the end."""
    document = docx.Document()
    for order, text in enumerate(paragraphs):
        paragraph = document.add_paragraph(style="List Number" if order % 10 == 3 else None)
        for piece in (text[:20], text[20:]):
            run = paragraph.add_run(piece)
            run.font.size = Pt(16)
            run.font.name = "仿宋_GB2312"
            run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    table = document.add_table(rows, 6)
    for cell in table._cells:
        cell.text = "12.5"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=15)
    options = parser.parse_args()

    source = max((ROOT / "corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    paragraphs = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = {"a report": word(paragraphs, 30), "200 pages": word(paragraphs * (2000 // len(paragraphs)), 200)}
    rows: list[str] = []
    for name, data in files.items():
        reading = read_bytes("a.docx", data)
        found = medians(
            {
                "python-docx opens": lambda data=data: docx.Document(io.BytesIO(data)),  # type: ignore[misc]
                "read": lambda data=data: read_bytes("a.docx", data),  # type: ignore[misc]
                "normalise": lambda reading=reading: normalise(reading, builtin()),  # type: ignore[misc]
            },
            options.rounds,
        )
        bare = found["python-docx opens"]
        count = len(reading.pages[0].lines)
        rows += [f"| {name} ({count} lines) | {work} | {time * 1000:.1f} | {time / bare:.1f} |" for work, time in found.items()]
    lines = [
        "# Benchmark: Word documents beside python-docx",
        "",
        f"`{source.name}` set as Word documents; medians of {options.rounds} rounds taken in turns; python-docx only opens the file and gives no text.",
        "Trust the ratios, not the times.",
        "",
        "| document | work | ms | × python-docx opening it |",
        "|---|---|---:|---:|",
        *rows,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
