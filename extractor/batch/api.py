"""Many files from Python: ``extractor.batch(paths)``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.batch.job import Settings
from extractor.batch.outcome import Outcome
from extractor.batch.plan import Input, Unreadable, inputs
from extractor.batch.run import largest_first, opened, task, workers
from extractor.cage.limits import MEGABYTES, SECONDS, Limits, error_of
from extractor.model.errors import GoujiError
from extractor.model.limits import adjust
from extractor.model.report import Report


class Result(NamedTuple):
    """A file of a batch. name: its path below the folder given, with the way into an archive. Either ``report`` or ``error`` is None.

    ``error.code`` says what was wrong (``pdf-encrypted``, ``time-limit``, ``worker-crashed`` …), `extractor.emitters.wording.Wording.error` puts it into words.
    """

    name: str
    report: Report | None
    error: GoujiError | None


def batch(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    jobs: int | None = None,
    seconds: float = SECONDS,
    memory: int = MEGABYTES * 1024**2,
    packs: Sequence[Path] = (),
    words: bool = False,
    profile: str | None = None,
    limits: Mapping[str, int] | None = None,
) -> Iterator[Result]:
    """Read and check many files in worker processes, each with limits; a file that fails, hangs or takes its worker down harms no other.

    paths: files, folders (everything below them) and archives. jobs: workers, by default one a processor. seconds, memory: what one file may
    take (by the wall clock; bytes). packs: folders of your own patterns over the built-in ones. words: read the subjects of quantities with
    jieba's words. profile: the name of the rubric that the reports must follow. limits: further limits by name (docs/limits.md); they hold in this
    process, too.

    Gives one `Result` a file, in the order in which they end, the largest first; contents are not compared, nothing is kept on disk. Leaving the
    iterator ends the workers. Raises `GoujiError`: ``workers-die``, a pattern pack that is wrong, a library for ``words`` that is missing.
    """
    roots = [Path(paths)] if isinstance(paths, (str, os.PathLike)) else [Path(path) for path in paths]
    adjust(limits or {})
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        settings = Settings(Path(folder), packs=tuple(packs), words=words, profile=profile)
        settings.options()  # what is missing is missing for all files
        outcome = Outcome()
        with workers(settings, jobs, Limits(seconds, memory, dict(limits or {}))) as pool:
            found: list[Input] = []
            for one in inputs(roots, Path(folder)):
                if isinstance(one, Unreadable):
                    yield Result(one.shown, None, one.error)
                elif isinstance(one, Input):
                    found.append(one)
            wanted = [one for one in found if not one.packed]
            wanted += opened(pool, [one for one in found if one.packed], outcome, lambda _: None)
            yield from (Result(failed.shown, None, failed.error) for failed in outcome.failures)
            for done in pool.run([task(one) for one in largest_first(wanted)]):
                if done.failure is not None:
                    yield Result(done.task.shown, None, error_of(done.failure, done.task.shown))
                elif isinstance(done.result, Report):
                    yield Result(done.task.shown, done.result, None)
