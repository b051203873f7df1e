"""Two far cells of the matrix (`tests.determinism` runs all): another locale, time zone, hash seed and number of workers, and the bytes are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.determinism import SEEDS, WORKERS, ZONES, Cell, inputs, left, locales, made, matrix


def test_two_far_cells_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'gouji[dataset]'")
    given, places = inputs(tmp_path / "in"), locales()
    first, last = (
        made(given, tmp_path / str(index), Cell(index, WORKERS[index], places[-index], SEEDS[-index], ZONES[index])) for index in (0, 1)
    )
    assert {name for name in first.keys() | last.keys() if first.get(name) != last.get(name)} == set()
    kinds = {name.rpartition(".")[2] for name in first}
    assert {"json", "csv", "parquet", "xlsx", "xml", "html"} <= kinds


def test_a_difference_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"1")
    before = left(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"2")
    assert left(tmp_path) != before
    assert len(set(matrix(["C", "C.UTF-8"]))) == 2 * 2 * 2 * 3 * 3
