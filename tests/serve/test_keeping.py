"""Decisions that come in one by one: only what changed changes, and a file that can't be read is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.errors import GoujiError
from extractor.review import decisions
from extractor.review.decisions import State
from extractor.serve.keeping import LONGEST, bound, keep, settled

DOCUMENT, RESULT = "d" * 64, "e" * 64
FINDINGS = ["f1", "f2", "f3"]


def change(finding: str, state: str, **more: str) -> dict[str, str]:
    return {"finding": finding, "state": state, "by": "张三", **more}


def kept(folder: Path, *changes: object, result: str = RESULT, findings: list[str] = FINDINGS) -> dict[str, str]:
    made = keep(folder / "a.json", "a.pdf", DOCUMENT, result, findings, list(changes))
    assert made is not None
    return {finding: one.state.value for finding, one in made.held.items()}


def test_two_windows_do_not_undo_each_other(tmp_path: Path) -> None:
    assert kept(tmp_path, change("f1", "accepted")) == {"f1": "accepted"}
    assert kept(tmp_path, change("f2", "rejected", reason="口径")) == {"f1": "accepted", "f2": "rejected"}
    assert kept(tmp_path, change("f1", "noted", comment="再核")) == {"f1": "noted", "f2": "rejected"}
    assert settled(bound(tmp_path / "a.json", DOCUMENT, RESULT, FINDINGS)) == 1
    assert kept(tmp_path, change("f2", "withdrawn"), change("f3", "corrected", value="9.5")) == {"f1": "noted", "f3": "corrected"}
    assert settled(bound(tmp_path / "b.json", DOCUMENT, RESULT, FINDINGS)) == 0


def test_what_a_later_result_does_not_find_any_more_is_not_lost(tmp_path: Path) -> None:
    kept(tmp_path, change("f1", "accepted"), change("f2", "accepted"))
    assert kept(tmp_path, change("f3", "accepted"), result="0" * 64, findings=["f2", "f3"]) == {"f2": "accepted", "f3": "accepted"}
    there = decisions.load(decisions.beside(tmp_path / "a.json"))
    assert [one.finding for one in there.decisions] == ["f1", "f2", "f3"]
    assert there.result == "0" * 64


@pytest.mark.parametrize(
    "wrong",
    [
        change("nobody", "accepted"),
        change("nobody", "withdrawn"),
        change("f1", "odd"),
        change("f1", "rejected"),
        {"state": "withdrawn"},
        {"finding": 1, "state": "accepted"},
        change("f1", "noted", comment="长" * (LONGEST + 1)),
        "f1",
        None,
    ],
)
def test_a_change_that_is_none_changes_nothing(tmp_path: Path, wrong: object) -> None:
    kept(tmp_path, change("f1", "accepted"))
    before = decisions.beside(tmp_path / "a.json").read_bytes()
    with pytest.raises(GoujiError, match="decisions-damaged"):
        kept(tmp_path, change("f2", "accepted"), wrong)
    assert decisions.beside(tmp_path / "a.json").read_bytes() == before


@pytest.mark.parametrize(("there", "code"), [(b"{", "decisions-damaged"), (None, "decisions-other-document")])
def test_a_file_that_is_of_no_use_stays_as_it_is(tmp_path: Path, there: bytes | None, code: str) -> None:
    place = decisions.beside(tmp_path / "a.json")
    place.write_bytes(there or decisions.to_json(decisions.Decisions("0" * 64, RESULT, "b.pdf", ())))
    before = place.read_bytes()
    with pytest.raises(GoujiError, match=code):
        kept(tmp_path, change("f1", "accepted"))
    assert place.read_bytes() == before


def test_the_file_is_that_of_the_review_page(tmp_path: Path) -> None:
    kept(tmp_path, change("f1", "corrected", value="9.5", rule="score/deduction", at="2026-01-02T03:04:05+08:00"))
    one = decisions.load(decisions.beside(tmp_path / "a.json")).decisions[0]
    assert (one.state, one.value, one.rule, one.by, one.at) == (
        State.CORRECTED,
        "9.5",
        "score/deduction",
        "张三",
        "2026-01-02T03:04:05+08:00",
    )
