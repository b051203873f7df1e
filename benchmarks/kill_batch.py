"""A batch that is killed again and again beside one that is left alone: the folders must be the same, byte for byte. Ends with 1 where they differ.

``--reports 300 --kills 200`` ends workers and whole batches at random moments (seeded); ``--reports 2000 --kills 10`` is a long batch stopped ten times.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.batch.folders import folder, kill_at, left_in, started  # noqa: E402


def undisturbed(root: Path, out: Path, jobs: int) -> float:
    start = perf_counter()
    process = started(root, "-o", out, "--jobs", jobs)
    _, said = process.communicate()
    if process.returncode != 0:
        sys.exit(said.decode())
    return perf_counter() - start


def disturbed(root: Path, out: Path, jobs: int, kills: int, reports: int, chance: random.Random) -> tuple[int, int]:
    """Kill until ``kills`` have struck; how many struck workers, how many the batch. Each comes a few results after the one before."""
    struck = {"worker": 0, "batch": 0}
    while sum(struck.values()) < kills:
        process = started(root, "-o", out, "--jobs", jobs)
        while process.poll() is None and sum(struck.values()) < kills:
            done = len(list((out / "reports").glob("*.json")))
            if done >= reports:
                break
            what = chance.choice(("worker", "worker", "batch"))
            if kill_at(process, out, min(reports, done + chance.randint(1, 1 + 2 * reports // kills)), chance, worker=what == "worker"):
                struck[what] += 1
        process.communicate()
        whole = sorted((out / "reports").glob("*.json"))
        if len(whole) == reports and sum(struck.values()) < kills:  # all done before all have struck: some are taken away and made again
            for path in chance.sample(whole, reports // 2):
                path.unlink()
    return struck["worker"], struck["batch"]


def main() -> None:
    """Run both and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = folder(Path(scratch, "in"), options.reports)
        reference, out = Path(scratch, "reference"), Path(scratch, "out")
        alone = undisturbed(root, reference, options.jobs)
        start = perf_counter()
        workers, batches = disturbed(root, out, options.jobs, options.kills, options.reports, random.Random(options.seed))
        undisturbed(root, out, options.jobs)
        left, right = left_in(out), left_in(reference)
        same = left == right
        for name in sorted(one for one in left.keys() | right.keys() if left.get(one) != right.get(one))[:10]:
            print(f"{name}: {'differs' if name in left and name in right else 'is not in both'}")
        print(
            f"{options.reports} reports, seed {options.seed}: {workers} workers and {batches} batches killed in {perf_counter() - start:.0f} s "
            f"(left alone {alone:.0f} s); results {'the same, byte for byte' if same else 'DIFFER'}"
        )
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
