"""``python -m corpus.recipes``: writes reports with their truth."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpus.recipes.making import make
from corpus.recipes.phrases import SPLITS
from corpus.recipes.planting import PLANTS
from corpus.recipes.setters import EXTENSIONS, FORMATS, set_draft


def main(arguments: list[str] | None = None) -> int:
    """Writes the reports that the command line asks for; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus.recipes", description="Makes varied self-assessment reports with their full truth."
    )
    parser.add_argument("--count", type=int, default=20, help="how many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--formats", default="txt", help=f"comma-separated, of {', '.join(FORMATS)}")
    parser.add_argument("--plant", default="none", help=f"none, mixed, or one of {', '.join(sorted(PLANTS))}")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the folder to write to")
    asked = parser.parse_args(arguments)
    forms = asked.formats.split(",")
    if unknown := [form for form in forms if form not in FORMATS]:
        parser.error(f"unknown format {unknown[0]!r}; there are {', '.join(FORMATS)}")
    if asked.plant not in ("none", "mixed", *PLANTS):
        parser.error(f"no recipe for {asked.plant!r}; there are: {', '.join(sorted(PLANTS))}")
    asked.out.mkdir(parents=True, exist_ok=True)
    for index in range(asked.count):
        made = make(asked.split, asked.seed, index, None if asked.plant == "none" else asked.plant)
        files: dict[str, str] = {}
        for form in forms:
            name = f"{made.name}.{EXTENSIONS.get(form, form)}"
            try:
                (asked.out / name).write_bytes(set_draft(made.draft, form))
            except RuntimeError as missing:
                print(f"corpus: {missing}", file=sys.stderr)
                return 3
            files[form] = name
        truth = json.dumps({**made.truth, "files": files}, ensure_ascii=False, indent=1, default=str)
        (asked.out / f"{made.name}.json").write_text(truth + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
