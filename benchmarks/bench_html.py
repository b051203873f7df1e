"""Reading web pages beside bare parsers (lxml and Lexbor, which give a tree and no text): a report on a government site, and one of some 200 pages.

Run with ``--write`` to put the table into RESULTS-html.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lxml.html
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from turns import arguments, medians, tell  # noqa: E402

from extractor.language.patterns import builtin  # noqa: E402
from extractor.normaliser import normalise  # noqa: E402
from extractor.readers import read_bytes  # noqa: E402
from tests.htmlfiles import site_page  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-html.md")
COPIES = 70
"""Reports that make some 200 pages."""


def main() -> None:
    parser = arguments(__doc__, rounds=9)
    options = parser.parse_args()
    source = ROOT / "corpus" / "social-assistance-2022.txt"
    text = source.read_text(encoding="utf-8")
    rows: list[str] = []
    for name, copies, site in (("a report", 1, "portal"), ("a report", 1, "tables"), ("200 pages", COPIES, "word")):
        data = site_page(text * copies, site=site)
        page = data.decode()
        reading = read_bytes("a.html", data)
        found = medians(
            {
                "lxml parses": lambda page=page: lxml.html.document_fromstring(page),  # type: ignore[misc]
                "Lexbor parses": lambda page=page: LexborHTMLParser(page),  # type: ignore[misc]
                "read": lambda data=data: read_bytes("a.html", data),  # type: ignore[misc]
                "normalise": lambda reading=reading: normalise(reading, builtin()),  # type: ignore[misc]
            },
            options.rounds,
        )
        bare = found["lxml parses"]
        size = f"{name} ({site}, {len(data) // 1024} KB, {len(reading.pages[0].lines)} lines)"
        rows += [f"| {size} | {work} | {time * 1000:.1f} | {time / bare:.1f} |" for work, time in found.items()]
    lines = [
        "# Benchmark: web pages beside bare parsers",
        "",
        f"`{source.name}` set as pages of government sites; medians of {options.rounds} rounds taken in turns. Trust the ratios, not the times.",
        "",
        "| page | work | ms | × lxml parsing it |",
        "|---|---|---:|---:|",
        *rows,
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
