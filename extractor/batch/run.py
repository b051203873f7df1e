"""A batch from folders to results: plan, open archives, read what is missing, gather what failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from extractor.batch import results
from extractor.batch.job import Answer, Settings, Task, prepare, receive, work
from extractor.batch.outcome import Failed, Outcome, Reported
from extractor.batch.plan import Input, PassedOver, Unreadable, inputs, once_each
from extractor.cage.limits import Limits, error_of
from extractor.cage.pool import Pool
from extractor.review.decisions import is_decisions


class Progress(NamedTuple):
    """How far a batch is. phase: ``looking`` for files, ``opening`` archives, ``reading``, ``gathering`` the results, making ``tables``.

    done: files of all (``total``, None while it is not known), failed: those of them without a result.
    """

    phase: str
    done: int
    total: int | None
    failed: int


Tell = Callable[[Progress], None]


def workers(settings: Settings, jobs: int | None = None, limits: Limits | None = None) -> Pool[Task, Answer]:
    """A pool for files, whose workers' own folders stand in the work folder. jobs: workers, by default one a processor."""
    given = (partial(work, settings), partial(prepare, settings), jobs or processors(), limits or Limits())
    return Pool(*given, folder=settings.work, receive=partial(receive, settings))


def processors() -> int:
    """How many of them this process may use."""
    usable: Callable[[], int | None] = getattr(os, "process_cpu_count", os.cpu_count)
    return usable() or 1


def plan(pool: Pool[Task, Answer], roots: Sequence[Path], settings: Settings, out: Path, outcome: Outcome, tell: Tell) -> list[Task]:
    """The tasks for all files below ``roots`` that have no current result in ``out``, the largest first, so that no long one is left to the end.

    ``outcome`` is told what is there already, what can't be opened, what is there twice and what is passed over.
    """
    digest, options = settings.patterns.digest, settings.options()

    def current(one: Input) -> bool:
        target = results.target(out, one.name, one.sha256)
        return results.is_current(target, one.sha256, digest, options) and (not settings.pages or results.is_page_current(target))

    found = _listed(roots, out, outcome, tell)
    packed = [one for one in found if one.packed and not current(one)]  # what has a report is no archive
    unopened = {one.shown for one in packed}
    wanted = [one for one in found if one.shown not in unopened] + list(opened(pool, packed, outcome, tell))
    once, outcome.duplicates = once_each(wanted)
    missing: list[Input] = []
    for one in once:
        if current(one):
            outcome.reports.append(Reported(one.shown, results.target(out, one.name, one.sha256)))
        else:
            missing.append(one)
    outcome.current = len(outcome.reports)
    return [task(one) for one in largest_first(missing)]


def read(pool: Pool[Task, Answer], tasks: Sequence[Task], out: Path, outcome: Outcome, tell: Tell) -> None:
    """Do the tasks of a plan; ``outcome`` is told what each became.

    Raises `GoujiError`: ``output`` (the results can't be written: none that follows could), ``workers-die``.
    """
    done, total = len(outcome.reports) + len(outcome.failures), len(outcome.reports) + len(outcome.failures) + len(tasks)
    tell(Progress("reading", done, total, len(outcome.failures)))
    for one in pool.run(tasks):
        if one.failure is None:
            outcome.reports.append(Reported(one.task.shown, results.target(out, one.task.name, one.task.sha256)))
        else:
            outcome.failures.append(Failed(one.task.shown, error_of(one.failure, one.task.shown)))
        done += 1
        tell(Progress("reading", done, total, len(outcome.failures)))


def finish(outcome: Outcome, out: Path) -> None:
    """Bring an outcome into the order of the names, and find the results of earlier runs that are of none of its inputs."""
    outcome.reports.sort()
    outcome.failures.sort(key=lambda one: (one.shown, one.error.code))
    outcome.passed_over.sort()
    ours = {one.path.name for one in outcome.reports}
    outcome.earlier = sorted(path for path in (out / results.REPORTS).glob("*.json") if path.name not in ours and not is_decisions(path))


def opened(pool: Pool[Task, Answer], packed: Iterable[Input], outcome: Outcome, tell: Tell) -> Iterator[Input]:
    """The members of archives, and what is none as it is."""
    by_task = {task(one, unpack=True): one for one in largest_first(packed)}
    for number, done in enumerate(pool.run(list(by_task)), start=1):
        tell(Progress("opening", number, len(by_task), len(outcome.failures)))
        if done.failure is not None:
            outcome.failures.append(Failed(done.task.shown, error_of(done.failure, done.task.shown)))
        elif not isinstance(done.result, list):
            yield by_task[done.task]
        else:
            for member in done.result:
                if member.error is not None:
                    outcome.failures.append(Failed(member.shown, member.error))
                elif member.path is None:
                    outcome.passed_over.append(member.shown)
                else:
                    yield Input(member.path, member.shown, member.name, member.size, member.sha256, packed=False)


def largest_first(found: Iterable[Input]) -> list[Input]:
    """The order in which workers end together."""
    return sorted(found, key=lambda one: (-one.size, one.shown))


def task(one: Input, unpack: bool = False) -> Task:
    """What is to be done with an input."""
    return Task(one.path, one.name, one.shown, one.sha256, unpack)


def _listed(roots: Sequence[Path], out: Path, outcome: Outcome, tell: Tell) -> list[Input]:
    found: list[Input] = []
    for one in inputs(roots, out):
        if isinstance(one, Unreadable):
            outcome.failures.append(Failed(one.shown, one.error))
        elif isinstance(one, PassedOver):
            outcome.passed_over.append(one.shown)
        else:
            found.append(one)
            tell(Progress("looking", len(found), None, len(outcome.failures)))
    return found
