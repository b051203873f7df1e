from __future__ import annotations

import errno
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.batch import outputs
from extractor.batch.outcome import Outcome, Reported
from extractor.batch.outputs import Report, Surroundings
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError
from extractor.pipeline import extract_bytes
from tests.batch.folders import report

WORDS = Wording(builtin())


class Names:
    """An output as the protocol has it: a file or folder with the names of the reports."""

    def __init__(self, name: str, fails: str = "") -> None:
        self.name = name
        self._fails = fails

    def open(self, at: Surroundings) -> None:
        self.target = at.scratch / self.name
        self.names: list[str] = []

    def add(self, report: Report, path: Path, shown: str) -> None:
        if self._fails == "add":
            raise OSError(errno.ENOSPC, "No space left on device")
        self.names.append(shown)

    def close(self, outcome: Outcome) -> None:
        if self._fails == "close":
            raise OSError(errno.ENOSPC, "No space left on device")
        target = self.target
        if not target.suffix:
            target.mkdir()
            target = target / "names.txt"
        target.write_text("\n".join(self.names), encoding="utf-8")


def reports(tmp_path: Path, count: int = 2) -> list[Reported]:
    found = []
    for number in range(count):
        path = tmp_path / f"{number}.json"
        path.write_bytes(to_json(extract_bytes(f"{number}.txt", report(number, 17).encode()), WORDS))
        found.append(Reported(f"{number}.txt", path))
    return found


def test_one_pass_feeds_all_outputs_and_moves_them_when_they_are_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcome = Outcome()
    for names in (("a", "b"), ("c",)):
        (out / "tables").mkdir(parents=True, exist_ok=True)
        (out / "tables" / "old.txt").write_text("old")
        kept = [one for one, _ in zip(reports(tmp_path), names, strict=False)]
        outputs.write([Names("one.txt"), Names("tables")], kept, outcome, out, tmp_path / "work" / names[0], WORDS)
        shown = "\n".join(one.shown for one in kept)
        assert (out / "one.txt").read_text() == (out / "tables" / "names.txt").read_text() == shown
        assert sorted(path.name for path in (out / "tables").iterdir()) == ["names.txt", "old.txt"]  # which may be the person's own
    assert outcome.findings["error"] == 3


@pytest.mark.parametrize("fails", ["add", "close"])
def test_where_one_fails_none_is_moved(tmp_path: Path, fails: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "one.txt").write_text("before")
    with pytest.raises(GoujiError) as caught:
        outputs.write([Names("one.txt"), Names("two.txt", fails)], reports(tmp_path), Outcome(), out, tmp_path / "work", WORDS)
    assert (caught.value.code, caught.value.params) == ("output", {"reason": "No space left on device"})
    assert [path.name for path in out.iterdir()] == ["one.txt"]
    assert (out / "one.txt").read_text() == "before"


def test_figures_are_exact_and_offsets_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(to_json(extract_bytes("a.txt", report(1).replace("分值10分", "分值10.50分").encode()), WORDS))
    section = outputs.load(path)["sections"][0]
    assert str(section["score"]["max"]) == "10.50"
    assert isinstance(section["score"]["max"], Decimal)
    assert isinstance(section["heading"]["start"], int)


def test_a_damaged_result_is_taken_away_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{\n")
    with pytest.raises(GoujiError) as caught:
        outputs.write([], [Reported("a.txt", path)], Outcome(), tmp_path, tmp_path / "work", WORDS)
    assert caught.value.code == "result-damaged"
    assert not path.exists()
