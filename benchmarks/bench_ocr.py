"""Reading scans beside the bare engine (RapidOCR on the same picture, with the same limit and the same number of threads).

Run with ``--write`` to put the table into RESULTS-ocr.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402
from turns import arguments, medians, tell  # noqa: E402

from extractor.readers.ocr.engine import LIMIT, engine, threads  # noqa: E402
from extractor.readers.ocr.reader import recognise  # noqa: E402

RESULTS = Path(__file__).with_name("RESULTS-ocr.md")
DPI = 200


def bare_engine() -> Callable[[Any], Any]:
    """RapidOCR as it comes, but for the limit of its detector and its threads; with a box for each character."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_side_len": LIMIT,
            "Det.limit_type": "max",
        }
    )


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=5)
    options = parser.parse_args()

    from tests.scans import scan_pages
    from tests.setting import set_report

    report = ROOT / "corpus" / "social-assistance-2022.txt"
    pages = [np.asarray(page) for page in scan_pages(set_report(report.read_text(encoding="utf-8")).pdf, dpi=DPI)]
    bare = bare_engine()
    engine()
    lines = [
        "# Benchmark: reading scans beside the bare engine",
        "",
        f"Pages of `{report.name}` as scans of {DPI} dpi with a seal and 1° of tilt; medians of {options.rounds} rounds taken in turns, {threads()} thread(s).",
        "The bare engine detects and recognises with the same limit and gives a box for each character; reading also lifts the seal, finds tilt, rulings and",
        "lost lines, reads every figure twice and puts lines together. Trust the ratios, not the times.",
        "",
        "| page | lines | bare ms | read ms | × bare engine |",
        "|---|---:|---:|---:|---:|",
    ]
    total = {"bare": 0.0, "read": 0.0}
    for number, page in enumerate(pages, start=1):
        work: dict[str, Callable[[], object]] = {
            "bare": lambda page=page: bare(page[:, :, ::-1]),
            "read": lambda page=page: recognise(page, 72 / DPI),
        }
        found = medians(work, options.rounds)
        total = {name: total[name] + seconds for name, seconds in found.items()}
        count = len(recognise(page, 72 / DPI))
        lines.append(
            f"| {number} | {count} | {found['bare'] * 1000:.0f} | {found['read'] * 1000:.0f} | {found['read'] / found['bare']:.2f} |"
        )
    lines.append(f"| all | | {total['bare'] * 1000:.0f} | {total['read'] * 1000:.0f} | {total['read'] / total['bare']:.2f} |")
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
