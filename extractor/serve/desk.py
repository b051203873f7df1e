"""What lies on the desk: the inputs with what became of them, what has changed since a page last asked, and the orders that follow. Used by several threads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from extractor import __version__
from extractor.batch import outputs, results
from extractor.batch.job import Settings, Task
from extractor.batch.members import Member
from extractor.batch.outcome import Duplicate, Failed, Outcome, Reported
from extractor.cage.limits import error_of
from extractor.emitters.files import FAILURES, write_whole
from extractor.emitters.wording import Wording
from extractor.model.errors import GoujiError
from extractor.review.decisions import Bound, is_decisions
from extractor.serve import keeping
from extractor.serve.dispatch import Ended
from extractor.serve.job import Known, Look, Make, Order, Paper, Read
from extractor.serve.names import cleaned
from extractor.serve.records import Record, Shelf, State

FILES = 20_000
"""Inputs on a desk, members of archives included."""

Give = Callable[..., "Future[Ended]"]


class Desk:
    """The desk of a folder. settings: ``out`` is that folder. give: has an order carried out, as `Dispatcher.give`."""

    def __init__(self, settings: Settings, give: Give) -> None:
        assert settings.out is not None
        self.settings, self.out = settings, settings.out
        self.shelf = Shelf(self.out)
        self.engine = f"{__version__}:{settings.patterns.digest}:{json.dumps(settings.options(), sort_keys=True)}"
        self._give = give
        self._lock = RLock()
        self._gathering = Lock()
        self._records: dict[str, Record] = {}
        self._changed: dict[str, int] = {}
        self._settled: dict[str, int] = {}
        self._reading: set[str] = set()
        self._order = 0
        self._now = 1
        self._gathered = 0
        self._made = 0

    def open(self) -> None:
        """Take up what lies in the folder: results that are whole and current stay, all else is read (again)."""
        with self._lock:
            for record in self.shelf.records():
                self._records[record.sha256] = record
                self._order = max(self._order, record.order)
                if record.state is State.DONE and not self._is_current(record):
                    record.state = State.WAITING
                if record.state is State.FAILED and record.engine != self.engine and self.shelf.has(record.sha256):
                    record.state = State.WAITING
                if record.state in (State.WAITING, State.READING):
                    self._read(record)
                self._touch(record)
            known = {record.file for record in self._records.values() if record.file}
            for path in sorted((self.out / results.REPORTS).glob("*.json")):
                if path.name not in known and not is_decisions(path):
                    self._give(Look(path.name, path)).add_done_callback(partial(self._adopt, path))

    def watch(self, orders: Sequence[Order]) -> None:
        """Note which inputs are being read."""
        reading = {order.task.sha256 for order in orders if isinstance(order, Read)}
        with self._lock:
            for sha256 in reading ^ self._reading:
                record = self._records.get(sha256)
                if record is not None and record.state in (State.READING, State.WAITING):
                    record.state = State.READING if sha256 in reading else State.WAITING
                    self._touch(record)
            self._reading = reading

    def take(self, made: Path, given: str, size: int, sha256: str, *, packed: bool) -> tuple[Record, bool]:
        """Take a file in. made: where its bytes are, on the same disk; given: its name, whatever it is. The record, and whether its content was here before.

        Raises `GoujiError` ``serve-too-many``; `OSError` where it can't be kept.
        """
        shown = cleaned(given)
        with self._lock:
            record = self._records.get(sha256)
            if record is not None:
                if record.state is State.FAILED or not self.shelf.has(sha256):
                    self.shelf.put(made, sha256)
                else:  # it may be being read, and some systems replace no file that is open
                    made.unlink(missing_ok=True)
                if shown != record.shown and shown not in record.also:
                    record.also.append(shown)
                if record.state is State.FAILED or (record.state is State.DONE and not self._is_current(record)):
                    self._read(record)
                self._keep(record)
                return record, True
            if len(self._records) >= FILES:
                raise GoujiError("serve-too-many", shown, limit=FILES)
            self.shelf.put(made, sha256)
            record = Record(sha256, shown, self._next(), size, packed)
            self._records[sha256] = record
            self._keep(record)
            self._read(record)
            return record, False

    def again(self, sha256: str) -> None:
        """Read an input anew that could not be read. Raises `GoujiError`: ``serve-unknown``, ``serve-no-source``."""
        with self._lock:
            record = self._sourced(sha256)
            if record.state is State.FAILED:
                self._read(record)
                self._keep(record)

    def remove(self, sha256: str) -> None:
        """Take an input off the desk with its result and page; what was decided stays. Raises `GoujiError` ``serve-unknown``, ``serve-busy``."""
        with self._lock:
            record = self.record(sha256)
            if record.state in (State.WAITING, State.READING):
                raise GoujiError("serve-busy", record.shown)
            if record.file:
                results.page_of(self.result(record)).unlink(missing_ok=True)
                self.result(record).unlink(missing_ok=True)
            self.shelf.drop(record)
            del self._records[sha256]
            self._now += 1
            self._changed[sha256] = self._now
            self._gathered = 0

    def record(self, sha256: str) -> Record:
        """An input. Raises `GoujiError` ``serve-unknown``."""
        record = self._records.get(sha256)
        if record is None:
            raise GoujiError("serve-unknown", sha256[:16])
        return record

    def report(self, sha256: str) -> Record:
        """An input that has a result. Raises `GoujiError` ``serve-unknown``."""
        record = self.record(sha256)
        if record.state is not State.DONE:
            raise GoujiError("serve-unknown", record.shown)
        return record

    def by_file(self, name: str) -> Record:
        """The input whose result has this file name. Raises `GoujiError` ``serve-unknown``."""
        with self._lock:
            for record in self._records.values():
                if record.file == name and record.state is State.DONE:
                    return record
        raise GoujiError("serve-unknown", cleaned(name))

    def result(self, record: Record) -> Path:
        """Where the JSON of a report is kept."""
        return self.out / results.REPORTS / record.file

    def decided(self, record: Record) -> Bound | None:
        """What was decided on a report. Raises `GoujiError`: the file of decisions is of no use."""
        return keeping.bound(self.result(record), record.sha256, record.result, record.findings)

    def decide(self, sha256: str, changes: Sequence[Any]) -> int:
        """Keep decisions; how many findings are settled then. Raises `GoujiError`, as `keeping.keep`; `OSError`."""
        with self._lock:
            record = self.report(sha256)
            held = keeping.keep(self.result(record), record.name, record.sha256, record.result, record.findings, changes)
            self._settled[sha256] = keeping.settled(held)
            self._touch(record)
            return self._settled[sha256]

    def make(self, sha256: str, paper: Paper) -> tuple[Path, Future[Ended]]:
        """Have a paper made: where it will stand. Raises `GoujiError`: ``serve-unknown``, ``serve-no-source``."""
        with self._lock:
            self.report(sha256)
            record = self._sourced(sha256)
            self._made += 1
            target = self.settings.work / "papers" / f"{self._made}-{paper.value}"
        return target, self._give(Make(paper, self._task(record), target), first=True)

    def remake(self, record: Record) -> Future[Ended]:
        """Have a review page written anew. Raises `GoujiError` ``serve-no-source``."""
        task = self._task(self._sourced(record.sha256))
        return self._give(Make(Paper.PAGE, task, results.page_of(self.result(record))), first=True)

    def gather(self) -> None:
        """Make the tables and the page of the batch, where they do not hold all that there is. Raises `GoujiError` ``output``, ``result-damaged``."""
        with self._gathering:
            with self._lock:
                if self._gathered == self._now:
                    return
                outcome, now = self._outcome(), self._now
                self._made += 1
                folder = self.settings.work / f"tables-{self._made}"
            wording = Wording(self.settings.patterns, self.settings.lang)
            outputs.write(outputs.writers(), outcome.reports, outcome, self.out, folder, wording)
            try:
                write_whole(self.out / FAILURES, outputs.failures(outcome, wording))
            except OSError as error:
                raise results.unwritable(self.out, error) from error
            self._gathered = now

    def since(self, before: int) -> tuple[int, list[Record | str]]:
        """The clock of changes, and what has changed after ``before``: records in their order, and ids of what was removed."""
        with self._lock:
            changed = [id for id, when in self._changed.items() if when > before]
            found: list[Record | str] = [self._records.get(id, id) for id in changed]
            return self._now, sorted(found, key=lambda one: one.order if isinstance(one, Record) else -1)

    def settled(self, record: Record) -> int:
        """How many findings of a report are decided."""
        if record.sha256 not in self._settled and record.state is State.DONE:
            try:
                self._settled[record.sha256] = keeping.settled(self.decided(record))
            except GoujiError:  # the page of the report says so
                self._settled[record.sha256] = 0
        return self._settled.get(record.sha256, 0)

    def _outcome(self) -> Outcome:
        """All inputs as a batch would have left them."""
        outcome = Outcome()
        for record in sorted(self._records.values(), key=lambda one: one.shown):
            if record.state is State.DONE:
                outcome.reports.append(Reported(record.shown, self.result(record)))
            elif record.state is State.FAILED and record.error is not None:
                outcome.failures.append(Failed(record.shown, record.error))
            outcome.duplicates += [Duplicate(other, record.shown) for other in record.also]
        return outcome

    def _read(self, record: Record) -> None:
        """Have an input read."""
        record.state, record.failure = State.WAITING, None
        self._touch(record)
        self._give(Read(self._task(record))).add_done_callback(lambda done: self._read_through(record, done))

    def _read_through(self, record: Record, done: Future[Ended]) -> None:
        """Note what became of an input, in the thread that drives the workers."""
        if done.cancelled():  # the server stops: it is read when it starts again
            return
        answer, failure = done.result()
        with self._lock:
            record.engine = self.engine
            if failure is not None:
                try:
                    record.fail(error_of(failure, record.shown))
                except GoujiError as error:  # one that no input has caused; the next may be written again
                    record.fail(error)
            elif isinstance(answer, Known):
                self._know(record, answer, results.target(self.out, record.name, record.sha256).name)
            elif isinstance(answer, list) and len(answer) == 1 and answer[0].shown == record.shown and answer[0].error is not None:
                record.fail(answer[0].error)  # the archive itself is damaged, or of a kind that can't be opened
            elif isinstance(answer, list):
                record.state = State.OPENED
                for member in answer:
                    self._member(record, member)
            self._keep(record)

    def _member(self, archive: Record, member: Member) -> None:
        """Take in what an archive held."""
        archive.members += 1
        if member.path is not None and member.error is None:
            if member.path.exists() or member.sha256 not in self._records:
                try:
                    self.take(member.path, member.shown, member.size, member.sha256, packed=False)
                except (GoujiError, OSError) as error:
                    archive.fail(error if isinstance(error, GoujiError) else results.unwritable(self.out, error))
        elif member.error is not None:
            sha256 = hashlib.sha256(member.shown.encode("utf-8", "surrogatepass")).hexdigest()
            record = self._records.setdefault(sha256, Record(sha256, cleaned(member.shown), self._next()))
            record.fail(member.error)
            record.engine = self.engine
            self._keep(record)
        else:
            archive.passed_over += 1

    def _adopt(self, path: Path, done: Future[Ended]) -> None:
        """Put a result on the desk that an earlier batch has left, without its input."""
        if done.cancelled() or not isinstance(answer := done.result().answer, Known):
            return
        with self._lock:
            if answer.sha256 not in self._records:
                record = Record(answer.sha256, cleaned(path.stem.partition("-")[2]), self._next(), engine=self.engine)
                self._records[answer.sha256] = record
                self._know(record, answer, path.name)
                self._touch(record)

    def _know(self, record: Record, known: Known, file: str) -> None:
        record.state, record.failure = State.DONE, None
        record.row, record.result, record.findings, record.form, record.file = known.row, known.result, known.findings, known.form, file
        self._settled.pop(record.sha256, None)

    def _is_current(self, record: Record) -> bool:
        """Whether a result is what would be made again, and its page is there."""
        target = self.result(record)
        current = results.is_current(target, record.sha256, self.settings.patterns.digest, self.settings.options())
        return current and results.page_of(target).is_file()

    def _sourced(self, sha256: str) -> Record:
        record = self.record(sha256)
        if not self.shelf.has(sha256):
            raise GoujiError("serve-no-source", record.shown)
        return record

    def _task(self, record: Record) -> Task:
        return Task(self.shelf.content(record.sha256), record.name, record.shown, record.sha256, record.packed)

    def _next(self) -> int:
        self._order += 1
        return self._order

    def _keep(self, record: Record) -> None:
        self.shelf.save(record)
        self._touch(record)

    def _touch(self, record: Record) -> None:
        self._now += 1
        self._changed[record.sha256] = self._now
