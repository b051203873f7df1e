"""The line from file to JSON beside bare PDFium (characters with their boxes), pdfplumber's text and python-docx, on reports of three lengths.

Run with ``--write`` to put the table into RESULTS.md.
"""

from __future__ import annotations

import ctypes
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from documents import Document, report  # noqa: E402
from turns import arguments, medians, tell  # noqa: E402

from extractor import readers  # noqa: E402
from extractor.emitters.json import to_json  # noqa: E402
from extractor.emitters.wording import Wording  # noqa: E402
from extractor.facts import extract_facts  # noqa: E402
from extractor.facts.claims import find_claims  # noqa: E402
from extractor.facts.figures import find_quantities  # noqa: E402
from extractor.language.patterns import Patterns, builtin  # noqa: E402
from extractor.model.facts import Facts  # noqa: E402
from extractor.model.outline import Outline  # noqa: E402
from extractor.model.page import Reading  # noqa: E402
from extractor.model.text import Text  # noqa: E402
from extractor.normaliser import normalise  # noqa: E402
from extractor.pipeline import extract  # noqa: E402
from extractor.segmenter import segment  # noqa: E402
from extractor.validator import verify  # noqa: E402
from extractor.validator.claim import CLAIM_RULES  # noqa: E402
from extractor.validator.matter import Matter  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS.md")


def bare_pdfium(path: Path) -> int:
    """Every character of the file with its loose box, and nothing else; the number of characters."""
    count = 0
    document = pypdfium2.PdfDocument(path)
    box = pdfium.FS_RECTF()
    for page in document:
        text = page.get_textpage()
        for index in range(pdfium.FPDFText_CountChars(text.raw)):
            pdfium.FPDFText_GetUnicode(text.raw, index)
            pdfium.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(box))
            count += 1
        text.close()
        page.close()
    document.close()
    return count


def stages(path: Path) -> dict[str, Callable[[], object]]:
    """Each stage on what the stages before it made, and the whole line."""
    patterns = builtin()
    reading = readers.read(path)
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    facts = extract_facts(text, outline, patterns)
    report = extract(path, patterns)
    return {
        "read": lambda: readers.read(path),
        "normalise": lambda: normalise(reading, patterns),
        "segment": lambda: segment(text, patterns),
        "facts": lambda: extract_facts(text, outline, patterns),
        "of which claims": lambda: claim_pass(text, outline, facts, reading, patterns),
        "verify": lambda: verify(text, outline, facts, reading, patterns),
        "to JSON": lambda: to_json(report, Wording(patterns)),
        "whole line": lambda: to_json(extract(path, patterns), Wording(patterns)),
    }


def claim_pass(text: Text, outline: Outline, facts: Facts, reading: Reading, patterns: Patterns) -> int:
    """Quantities, claims and the verdicts on them, which are part of facts and verify; the number of checks."""
    quantities = find_quantities(text, outline, patterns)
    claims = find_claims(text, outline, quantities, facts.scores, facts.totals, patterns)
    matter = Matter(text, outline, replace(facts, quantities=quantities, claims=claims), reading, patterns)
    return sum(1 for rule in CLAIM_RULES.values() for _ in rule(matter))


def pdfplumber_text(path: Path) -> int:
    """The text of every page as pdfplumber's ``extract_text`` gives it; the number of characters."""
    import pdfplumber

    count = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            count += len(page.extract_text())
            page.close()
    return count


def measured(document: Document, folder: Path, rounds: int) -> dict[str, float]:
    """Median seconds of each work on one document in its three forms."""
    patterns = builtin()
    paths = {form: folder / f"report.{form}" for form in ("txt", "pdf", "docx")}
    for form, content in (("txt", document.text), ("pdf", document.pdf), ("docx", document.docx)):
        paths[form].write_bytes(content)
    work: dict[str, Callable[[], object]] = {
        "bare PDFium": lambda: bare_pdfium(paths["pdf"]),
        "pdfplumber's extract_text": lambda: pdfplumber_text(paths["pdf"]),
        "python-docx opens": lambda: docx.Document(str(paths["docx"])),
        "text: whole line": lambda: to_json(extract(paths["txt"], patterns), Wording(patterns)),
        "docx: read": lambda: readers.read(paths["docx"]),
        "docx: whole line": lambda: to_json(extract(paths["docx"], patterns), Wording(patterns)),
    }
    return medians(work | {f"pdf: {name}": run for name, run in stages(paths["pdf"]).items()}, rounds)


def main() -> None:
    """Measure and print the tables."""
    parser = arguments(__doc__, rounds=7)
    parser.add_argument("--pages", default="3,15,30", help="lengths of the reports that are looked for")
    options = parser.parse_args()

    found: dict[str, dict[str, float]] = {}
    for pages in map(int, options.pages.split(",")):
        document = report(pages)
        with tempfile.TemporaryDirectory() as folder:
            found[f"{document.pages} pages, {document.characters} characters"] = measured(document, Path(folder), options.rounds)
    columns = list(found.values())
    lines = [
        "# Benchmark: the line beside bare PDFium, pdfplumber and python-docx",
        "",
        f"`python benchmarks/bench_line.py --rounds {options.rounds} --pages {options.pages} --write`: generated reports of the dev split; medians of rounds",
        "taken in turns, in one process that has the patterns compiled. Bare PDFium reads every character with its box and does nothing else; the whole line",
        "reads, normalises, segments, extracts, checks and writes the JSON. Trust the ratios, not the times.",
        "",
        f"| work | {' | '.join(found)} |",
        f"|---|{'---:|' * len(found)}",
        *[f"| {name}, ms | {' | '.join(f'{one[name] * 1000:.1f}' for one in columns)} |" for name in columns[0]],
        "",
        f"| ratio | {' | '.join(found)} |",
        f"|---|{'---:|' * len(found)}",
        *[ratio(f"pdf: {name} ÷ bare PDFium", columns, f"pdf: {name}", "bare PDFium") for name in ("read", "whole line")],
        ratio("pdfplumber's extract_text ÷ bare PDFium", columns, "pdfplumber's extract_text", "bare PDFium"),
        ratio("pdfplumber's extract_text ÷ pdf: whole line", columns, "pdfplumber's extract_text", "pdf: whole line"),
        *[ratio(f"docx: {name} ÷ python-docx opens", columns, f"docx: {name}", "python-docx opens") for name in ("read", "whole line")],
    ]
    tell(lines, RESULTS if options.write else None)


def ratio(said: str, columns: Sequence[dict[str, float]], one: str, other: str) -> str:
    """A row of the table of ratios."""
    return f"| {said} | {' | '.join(f'{times[one] / times[other]:.1f}' for times in columns)} |"


if __name__ == "__main__":
    main()
