"""Whatever is killed, whenever: a run that is left alone afterwards gives what an undisturbed one gives, byte for byte."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.batch.folders import folder, kill_at, left_in, started

COUNT = 36
KILLS = (("batch", 4), ("worker", 12), ("batch", 25))
"""What is ended, and after how many results."""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("seed", [8])
def test_a_batch_that_is_killed_again_and_again_loses_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    root = folder(tmp_path / "in", COUNT)
    (root / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    reference, out = tmp_path / "reference", tmp_path / "out"
    process = started(root, "-o", reference, "--jobs", 2)
    process.communicate(timeout=120)
    assert process.returncode == 3

    struck = 0
    for what, results in KILLS:
        process = started(root, "-o", out, "--jobs", 2)
        struck += kill_at(process, out, results, chance, worker=what == "worker")
        if what == "worker":  # the batch goes on without it
            _, said = process.communicate(timeout=120)
            assert process.returncode == 3, said.decode()
            assert left_in(out) == left_in(reference)
            for path in list((out / "reports").iterdir())[results:]:
                path.unlink()
        else:
            process.communicate(timeout=120)
        for name in (path.name for path in (out / "reports").glob("*.json")):  # whatever is there is whole
            assert (out / "reports" / name).read_bytes() == (reference / "reports" / name).read_bytes()
    assert struck == len(KILLS)
    process = started(root, "-o", out, "--jobs", 2)
    process.communicate(timeout=120)
    assert process.returncode == 3
    assert left_in(out) == left_in(reference)
