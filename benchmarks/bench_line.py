"""The line from file to JSON beside bare PDFium (characters with their boxes), on a long report as text and as PDF.

Times on a shared machine swing; ratios of medians taken in turns hardly do. Run with ``--write`` to put the table into RESULTS.md.
"""

from __future__ import annotations

import argparse
import ctypes
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pypdfium2
import pypdfium2.raw as pdfium

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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


def medians(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each in seconds; every round runs each once, so that a slow moment strikes all alike."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            start = perf_counter()
            run()
            times[name].append(perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the table into RESULTS.md")
    options = parser.parse_args()

    from tests.setting import set_report  # sets the same PDFs that the tests use

    source = max((ROOT / "corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "report.pdf"
        pdf.write_bytes(set_report(source.read_text(encoding="utf-8")).pdf)
        work: dict[str, Callable[[], object]] = {"bare PDFium": lambda: bare_pdfium(pdf)}
        work |= {f"text: {name}": run for name, run in stages(source).items()}
        work |= {f"pdf: {name}": run for name, run in stages(pdf).items()}
        characters = bare_pdfium(pdf)
        found = medians(work, options.rounds)
    bare = found["bare PDFium"]
    lines = [
        "# Benchmark: the line beside bare PDFium",
        "",
        f"`{source.name}`, {characters} characters as PDF; medians of {options.rounds} rounds taken in turns; bare PDFium reads every character with its",
        "box and does nothing else. Trust the ratios, not the times.",
        "",
        "| work | ms | × bare PDFium |",
        "|---|---:|---:|",
        *[f"| {name} | {seconds * 1000:.1f} | {seconds / bare:.1f} |" for name, seconds in found.items()],
    ]
    print("\n".join(lines))
    if options.write:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
