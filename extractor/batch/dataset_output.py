"""OUT/dataset: the tables of a batch as ``gouji corpus build`` makes them of its folder (extra ``gouji[dataset]``)."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Report, Surroundings
from extractor.dataset.building import make
from extractor.dataset.command import DATASET
from extractor.dataset.sources import inventory_of
from extractor.model.errors import GoujiError


def is_possible() -> bool:
    """Whether the library that writes the tables is installed."""
    return find_spec("pyarrow") is not None


class Dataset:
    """Writes the folder ``dataset``. Its rows come in the order of the reports' hashes, so each report is read once more when all names are known.

    tell: is told how many reports have passed.
    """

    name = DATASET

    def __init__(self, tell: Callable[[int], None] = lambda _: None) -> None:
        self._tell = tell
        self._paths: list[Path] = []

    def open(self, at: Surroundings) -> None:
        self._at = at

    def add(self, report: Report, path: Path, shown: str) -> None:
        self._paths.append(path)

    def close(self, outcome: Outcome) -> None:
        """Raises `GoujiError` ``result-damaged``: a result changed while the batch looked at it."""
        found = inventory_of(self._paths)
        target = self._at.scratch / self.name
        target.mkdir()
        make(found, target, self._at.wording, self._tell)
        for one in found.skipped:
            raise GoujiError("result-damaged", str(one.path))
