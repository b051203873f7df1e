"""What was handed in is on disk before it is acknowledged, and comes back whatever was lost beside it."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.job import Member, Settings
from extractor.cage.limits import Failure
from extractor.model.errors import GoujiError, ReadError
from extractor.serve import desk as desks
from extractor.serve.desk import Desk
from extractor.serve.dispatch import Ended
from extractor.serve.job import Known, Order, Read
from extractor.serve.records import Record, Shelf, State

ROW = {"shown": "a", "state": "agrees", "findings": [0, 0, 0]}


class Orders:
    """Takes orders as the dispatcher would, and lets a test say what became of them."""

    def __init__(self) -> None:
        self.given: list[tuple[Order, Future[Ended]]] = []

    def __call__(self, order: Order, *, first: bool = False) -> Future[Ended]:
        self.given.append((order, Future()))
        return self.given[-1][1]

    def end(self, answer: Any = None, failure: Failure | None = None) -> None:
        self.given.pop(0)[1].set_result(Ended(answer, failure))


def desk_in(out: Path) -> tuple[Desk, Orders]:
    orders = Orders()
    return Desk(Settings(out / "work", out), orders), orders


def file(folder: Path, content: bytes) -> tuple[Path, str]:
    path = folder / f"in-{hashlib.sha256(content).hexdigest()[:8]}"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def known(sha256: str) -> Known:
    return Known(dict(ROW), "f" * 64, ["f1"], sha256, "text")


def test_a_file_is_kept_with_its_record_and_ordered_to_be_read(tmp_path: Path) -> None:
    desk, orders = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"one")
    record, twice = desk.take(path, "甲/a.txt", 3, sha256, packed=False)
    assert (record.shown, twice, path.exists()) == ("甲/a.txt", False, False)
    assert (tmp_path / "inputs" / sha256).read_bytes() == b"one"
    kept = json.loads((tmp_path / "inputs" / f"{sha256}.json").read_bytes())
    assert (kept["schema"], kept["state"], kept["shown"]) == ("gouji.input/1", "waiting", "甲/a.txt")
    order = orders.given[0][0]
    assert isinstance(order, Read)
    assert (order.task.path, order.task.name) == (tmp_path / "inputs" / sha256, "a.txt")
    now, changed = desk.since(0)
    assert changed == [record]
    desk.watch([order])
    assert record.state is State.READING
    assert desk.since(now)[1] == [record]
    again, orders = desk_in(tmp_path)  # the machine lost its power here
    again.open()
    assert isinstance(orders.given[0][0], Read)
    assert again.record(sha256).state is State.WAITING


def test_what_became_of_it_is_kept(tmp_path: Path) -> None:
    desk, orders = desk_in(tmp_path)
    for content in (b"good", b"bad"):
        path, sha256 = file(tmp_path, content)
        desk.take(path, f"{content.decode()}.txt", 4, sha256, packed=False)
    orders.end(known(orders.given[0][0].task.sha256))  # type: ignore[union-attr]
    orders.end(failure=Failure("pdf-encrypted", {"place": "x", "odd": ["1"]}))
    states = {record.shown: record for record in Shelf(tmp_path).records()}
    assert states["good.txt"].state is State.DONE
    assert states["good.txt"].file.endswith("-good.txt.json")
    assert states["bad.txt"].error is not None
    assert (states["bad.txt"].error.code, states["bad.txt"].error.params) == ("pdf-encrypted", {"odd": "['1']"})
    again, orders = desk_in(tmp_path)
    again.open()
    assert [order.task.name for order, _ in orders.given if isinstance(order, Read)] == ["good.txt"]  # its result is not there


def test_members_are_inputs_of_their_own(tmp_path: Path) -> None:
    desk, orders = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"PK")
    desk.take(path, "a.zip", 2, sha256, packed=True)
    inside, digest = file(tmp_path, b"inside")
    members = [
        Member("a.zip/b.txt", "b.txt", inside, 6, digest, None),
        Member("a.zip/c.pdf", "c.pdf", None, 0, "", ReadError("archive-member-encrypted", "c.pdf")),
        Member("a.zip/Thumbs.db", "Thumbs.db", None, 0, "", None),
    ]
    orders.end(members)
    record = desk.record(sha256)
    assert (record.state, record.members, record.passed_over) == (State.OPENED, 3, 1)
    assert {one.shown: one.state.value for one in desk.since(0)[1] if isinstance(one, Record)} == {
        "a.zip": "opened",
        "a.zip/b.txt": "waiting",
        "a.zip/c.pdf": "failed",
    }
    orders.given[0][1].set_result(Ended(known(digest), None))
    path, other = file(tmp_path, b"7z")
    desk.take(path, "b.7z", 2, other, packed=True)
    orders.given[-1][1].set_result(Ended([Member("b.7z", "b.7z", None, 0, "", ReadError("archive-unsupported", "b.7z"))], None))
    assert desk.record(other).state is State.FAILED


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"schema": "gouji.input/1", "sha256": "x"}', b"\xff"])
def test_a_lost_record_does_not_lose_the_file(tmp_path: Path, damage: bytes) -> None:
    desk, _ = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"one")
    desk.take(path, "a.txt", 3, sha256, packed=False)
    (tmp_path / "inputs" / f"{sha256}.json").write_bytes(damage)
    assert [(record.sha256, record.state, record.shown) for record in Shelf(tmp_path).records()] == [
        (sha256, State.WAITING, f"-{sha256[:16]}")
    ]


def test_a_desk_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "FILES", 1)
    desk, _ = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"one")
    desk.take(path, "a.txt", 3, sha256, packed=False)
    other, digest = file(tmp_path, b"two")
    with pytest.raises(GoujiError, match="serve-too-many"):
        desk.take(other, "b.txt", 3, digest, packed=False)
    assert other.exists()  # whoever brought it takes it away
    assert not (tmp_path / "inputs" / digest).exists()


def test_what_is_being_read_is_not_removed(tmp_path: Path) -> None:
    desk, orders = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"one")
    desk.take(path, "a.txt", 3, sha256, packed=False)
    with pytest.raises(GoujiError, match="serve-busy"):
        desk.remove(sha256)
    orders.end(failure=Failure("file-empty", {"place": "x"}))
    now, _ = desk.since(0)
    desk.remove(sha256)
    assert desk.since(now)[1] == [sha256]
    assert list((tmp_path / "inputs").iterdir()) == []
    with pytest.raises(GoujiError, match="serve-unknown"):
        desk.again(sha256)


def test_results_that_cannot_be_written_are_told_and_tried_again(tmp_path: Path) -> None:
    desk, orders = desk_in(tmp_path)
    path, sha256 = file(tmp_path, b"one")
    desk.take(path, "a.txt", 3, sha256, packed=False)
    orders.end(failure=Failure("output", {"place": "/out", "reason": "No space left on device"}))
    error = desk.record(sha256).error
    assert error is not None
    assert error.code == "output"
    desk.again(sha256)
    assert desk.record(sha256).state is State.WAITING
    assert len(orders.given) == 1
