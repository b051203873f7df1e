"""OUT/dataset as a batch leaves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.batch import dataset_output, outputs
from extractor.batch.dataset_output import Dataset
from extractor.batch.outcome import Outcome, Reported
from extractor.dataset.building import build
from extractor.dataset.columns import TABLES
from extractor.dataset.search import search
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError
from extractor.pipeline import extract_bytes
from tests.batch.folders import report
from tests.conftest import Run

Gouji = Callable[..., Run]
WORDS = Wording(builtin())


def results(out: Path, count: int = 3) -> list[Reported]:
    (out / "reports").mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(count):
        path = out / "reports" / f"{number}.json"
        path.write_bytes(to_json(extract_bytes(f"{number}.txt", report(number, 17).encode()), WORDS))
        found.append(Reported(f"{number}.txt", path))
    return found


def written(out: Path, found: list[Reported], work: str, tell: Callable[[int], None] = lambda _: None) -> dict[str, bytes]:
    outputs.write([Dataset(tell)], found, Outcome(), out, out / work, WORDS)
    return {path.name: path.read_bytes() for path in (out / "dataset").iterdir() if path.is_file()}


def test_it_is_what_corpus_build_makes_of_the_folder(tmp_path: Path) -> None:
    told: list[int] = []
    found = results(tmp_path)
    made = written(tmp_path, found, "work", told.append)
    assert told == [1, 2, 3]
    assert made.keys() == {*(f"{name}.parquet" for name in TABLES), "search.sqlite", "datasheet.md", "dictionary.csv", "dictionary.md"}
    build([tmp_path], tmp_path / "again", WORDS)
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == made
    assert written(tmp_path, found[::-1], "once-more") == made  # by the hashes, not by the order of the names
    assert search(tmp_path, "自评")[0] > 0


def test_results_of_no_input_stand_in_no_table_and_exports_stay(tmp_path: Path) -> None:
    found = results(tmp_path)
    (tmp_path / "dataset" / "csv").mkdir(parents=True)
    (tmp_path / "dataset" / "csv" / "reports.csv").write_text("theirs")
    written(tmp_path, found[1:], "work")
    assert sorted(pq.read_table(tmp_path / "dataset" / "reports.parquet")["name"].to_pylist()) == ["1.txt", "2.txt"]
    assert (tmp_path / "dataset" / "csv" / "reports.csv").read_text() == "theirs"
    written(tmp_path, [], "nothing")
    assert {pq.read_table(tmp_path / "dataset" / f"{name}.parquet").num_rows for name in TABLES} == {0}


def test_a_result_that_changes_meanwhile_is_said_and_nothing_is_moved(tmp_path: Path) -> None:
    found = results(tmp_path)

    class Spoils(Dataset):
        def add(self, report: outputs.Report, path: Path, shown: str) -> None:
            super().add(report, path, shown)
            path.write_bytes(path.read_bytes()[:-500])

    with pytest.raises(GoujiError) as caught:
        outputs.write([Spoils()], found, Outcome(), tmp_path, tmp_path / "work", WORDS)
    assert caught.value.code == "result-damaged"
    assert not (tmp_path / "dataset").exists()


def test_a_batch_leaves_it_where_it_can_and_is_not_told_otherwise(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(report(1), encoding="utf-8")
    run = gouji("batch", tmp_path / "a.txt", "-o", tmp_path / "out", "--jobs", 1, "--no-pages")
    assert (run.status, str(tmp_path / "out" / "dataset") in run.err) == (0, True)
    assert pq.read_table(tmp_path / "out" / "dataset" / "reports.parquet")["name"].to_pylist() == ["a.txt"]
    gouji("batch", tmp_path / "a.txt", "-o", tmp_path / "asked", "--jobs", 1, "--no-pages", "--no-dataset")
    monkeypatch.setattr(dataset_output, "find_spec", lambda _: None)
    run = gouji("batch", tmp_path / "a.txt", "-o", tmp_path / "bare", "--jobs", 1, "--no-pages")
    assert run.status == 0
    assert not [one for one in ("asked", "bare") if (tmp_path / one / "dataset").exists()]
