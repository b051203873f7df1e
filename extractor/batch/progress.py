"""The progress of a batch on stderr: a bar with rate, remaining time and failures on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from extractor.batch.run import Progress
from extractor.emitters.wording import Wording

EVERY = 10.0
"""Seconds between two lines where there is no terminal."""


class Display:
    """Shows `Progress` as it comes; used as a context manager. Each phase has a bar of its own."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self._bar: Bar | None = None
        self._task = TaskID(0)
        self._phase = ""
        self._begun = self._said = monotonic()
        self._before = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[failed]}", style="red"),
                console=Console(stderr=True),
            )
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Take note of how far the batch is."""
        now = monotonic()
        if progress.phase != self._phase:
            # what was there already is not counted as speed
            self._phase, self._before, self._begun = progress.phase, progress.done, now
            if self._bar is not None:
                self._task = self._bar.add_task(self._words.say(f"batch.phase.{progress.phase}"), total=None, rate="", failed="")
        rate = (progress.done - self._before) / max(now - self._begun, 1e-3)
        if self._bar is not None:
            failed = self._words.say("batch.failed-so-far", count=progress.failed) if progress.failed else ""
            shown = self._words.say("batch.rate", rate=f"{rate:.1f}")
            self._bar.update(self._task, completed=progress.done, total=progress.total, rate=shown, failed=failed)
        elif now - self._said >= EVERY:
            self._said = now
            self._line(progress, rate)

    def _line(self, progress: Progress, rate: float) -> None:
        known = progress.total is not None and rate > 0
        params = {
            "phase": self._words.say(f"batch.phase.{progress.phase}"),
            "done": progress.done,
            "total": "?" if progress.total is None else progress.total,
            "failed": progress.failed,
            "rate": f"{rate:.1f}",
            "left": f"{((progress.total or 0) - progress.done) / rate:.0f}" if known else "?",
        }
        print(self._words.say("batch.line", **params), file=sys.stderr, flush=True)
