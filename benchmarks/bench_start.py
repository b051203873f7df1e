"""What a person waits for before the tool does anything: the command's start, and a report of one page, beside importing the bare libraries.

Each command is a process of its own with its bytecode cached, as an installed package has it. Run with ``--write`` to put the table into RESULTS-start.md.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from turns import arguments, tell

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("RESULTS-start.md")
REPORT = (
    "某县民政局2022年度绩效自评报告\n\n一、基本情况\n\n全年支出120万元，其中低保100万元、特困20万元。\n\n二、自评结果\n\n自评得分95分。\n"
)


def main() -> None:
    """Measure and print the table."""
    parser = arguments(__doc__, rounds=7)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.txt")
        page.write_text(REPORT, encoding="utf-8")
        gouji = [sys.executable, "-m", "extractor"]
        in_process = "from extractor.pipeline import extract; extract(__import__('sys').argv[1])"
        commands = {
            "python, nothing": [sys.executable, "-c", "pass"],
            "python, `import pypdfium2`": [sys.executable, "-c", "import pypdfium2"],
            "python, `import docx`": [sys.executable, "-c", "import docx"],
            "python, `import pdfplumber`": [sys.executable, "-c", "import pdfplumber"],
            "`gouji --version`": [*gouji, "--version"],
            "`gouji --help`": [*gouji, "--help"],
            "`extract()` of one page of text, from Python": [sys.executable, "-c", in_process, str(page)],
            "`gouji extract` of one page of text": [*gouji, "extract", str(page), "--fail-on", "never"],
        }
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(options.rounds + 1):  # the first round writes the bytecode
            for name, command in commands.items():
                begun = perf_counter()
                subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
                if number:
                    times[name].append(perf_counter() - begun)
    lines = [
        "# Benchmark: starting",
        "",
        f"`python benchmarks/bench_start.py --rounds {options.rounds} --write`: medians of rounds taken in turns; a process each, bytecode cached.",
        "",
        "| command | ms |",
        "|---|---:|",
        *[f"| {name} | {statistics.median(found) * 1000:.0f} |" for name, found in times.items()],
    ]
    tell(lines, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
