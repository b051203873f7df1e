"""``python -m tests.hostile [NAME…]``: each hostile file through ``gouji extract``, alone, and a table of what came of it, with time and peak memory.

The status is 1 where a file ended in another way than its documented ones.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from extractor.model.limits import DEFAULTS
from tests import brokenfiles
from tests.hostile import CASES, Hostile
from tests.hostile.running import SECONDS, alone


def main(names: list[str]) -> int:
    if not hasattr(os, "wait4"):
        print("this system does not tell the memory of processes that have ended (os.wait4): no table")
        return 2
    older = [Hostile(one.name, "", one.make, one.ends) for one in brokenfiles.CASES if one.name not in {case.name for case in CASES}]
    cases = [case for case in [*CASES, *older] if not names or case.name in names]
    print("| file | what it tries | end | seconds | MB |\n|---|---|---|---|---|")
    wrong, slowest, largest = [], 0.0, 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            ran = alone(case, Path(folder))
        if not ran.codes or not set(ran.codes) <= set(case.ends):
            wrong.append(f"{case.name}: {', '.join(ran.codes) or 'nothing'}")
        slowest, largest = max(slowest, ran.seconds), max(largest, ran.megabytes)
        print(f"| {case.name} | {case.about} | {', '.join(ran.codes)} | {ran.seconds:.1f} | {ran.megabytes} |", flush=True)
    print(
        f"\n{len(cases)} files; the slowest took {slowest:.1f} s, the largest process held {largest} MB; limits: {SECONDS} s, {DEFAULTS['megabytes']} MB."
    )
    print("Every file ended as documented." if not wrong else "Ended otherwise than documented:\n" + "\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
