"""Each file of a command in the cage, one after the other, and what is said of those that can't be read."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from extractor.cage.arguments import limits_of
from extractor.cage.limits import error_of
from extractor.cage.pool import Pool
from extractor.commands.orders import Made, Order, Wanted, prepare, work
from extractor.emitters import files
from extractor.emitters.terminal import say
from extractor.emitters.wording import Wording
from extractor.model.errors import GoujiError, UsageError

OK, FINDINGS, UNREADABLE = 0, 1, 3
NAMED = 20
"""How many of the entries that are passed over are named."""
Emit = Callable[[Order, Made], None]


class Names:
    """The file names of results, each taken once."""

    def __init__(self, inputs: Sequence[Path]) -> None:
        self._own = files.target_names(inputs)
        self._taken = {name.casefold() for name in (*self._own, files.FAILURES) if name}

    def of(self, index: int, member: str | None) -> str | None:
        """The name for the input with an index, or for a member of it; None where it is to be told apart by content."""
        return self._own[index] if member is None else files.member_name(member, self._taken)

    def take(self, name: str) -> None:
        """No other result has this name from here on."""
        self._taken.add(name.casefold())


class Run:
    """One run over the files of a command line. failures: those that can't be read, as ``failed.json`` has them."""

    def __init__(self, options: argparse.Namespace, words: Wording, wanted: Wanted) -> None:
        self._paths: list[Path] = options.files
        self._words = words
        self._limits = limits_of(options)
        self._wanted = wanted
        self.failures: list[dict[str, object]] = []
        self._passed_over: list[str] = []

    def each(self, emit: Emit) -> int:
        """Hand what is made of each file to ``emit``; the exit status. One that fails is said, and stops no other.

        Raises:
            GoujiError: what is wrong for all files: a pattern pack, a library that is missing, an unknown profile.
        """
        status = OK
        names = Names(self._paths)
        jobs: tuple[Any, ...] = (partial(work, self._wanted), partial(prepare, self._wanted), 1, self._limits)
        with Pool[Order, Any](*jobs) as pool:
            pool.start()
            for index, path in enumerate(self._paths):
                name = path.name or str(path)
                first = Order(path, name, str(path), False, names.of(index, None), len(self._paths) > 1)
                for order, made in self._read(pool, first, names, index):
                    if isinstance(made, Made) and not self._is_ours(order, made):
                        made = GoujiError("worker-crashed", order.shown, exit=None)  # noqa: PLW2901
                    if isinstance(made, GoujiError):
                        self._failed(order, made)
                        status = UNREADABLE
                        continue
                    names.take(made.target)
                    for line in made.said:
                        say(line)
                    emit(order, made)
                    if made.found:
                        status = max(status, FINDINGS)
        self._tell_passed_over()
        return status

    def _read(self, pool: Pool[Order, Any], order: Order, names: Names, index: int) -> Iterator[tuple[Order, Made | GoujiError]]:
        """What becomes of a file, or of each one in it where it is an archive."""
        (done,) = pool.run([order])
        if done.failure is not None:
            yield order, error_of(done.failure, order.shown)
        elif isinstance(done.result, Made):
            yield order, done.result
        else:
            for member in done.result or ():
                one = order._replace(name=member.name, shown=member.shown, member=True, several=True)
                if member.error is not None:
                    yield one, GoujiError(member.error.code, member.shown, **member.error.params)
                elif member.path is None:
                    self._passed_over.append(member.shown)
                else:
                    inside = member.name if member.name != order.name else None
                    yield from self._read(pool, one._replace(path=member.path, target=names.of(index, inside)), names, index)

    def _is_ours(self, order: Order, made: Made) -> bool:
        """Whether what is to be written goes where the person has asked for it: a worker may have been taken over by the file that it read."""
        wanted, stem = self._wanted.papers, made.target.removesuffix(".json")
        named = made.target in (order.target, files.digest_name(order.name, made.sha256)) and Path(made.target).name == made.target
        folders = () if wanted is None else (wanted.annotate, wanted.letter, wanted.working_paper)
        return named and all(path.parent in folders and path.name.startswith(f"{stem}.") for path, _ in made.papers)

    def _failed(self, order: Order, error: GoujiError) -> None:
        said = self._words.error(error, order.shown)
        say(said)
        self.failures.append(files.failure(order.name, error, said))

    def _tell_passed_over(self) -> None:
        if self._passed_over:
            shown = self._passed_over[:NAMED] + ["…"] * (len(self._passed_over) > NAMED)
            say(self._words.say("cli.passed-over", count=len(self._passed_over), names=shown))


def write(target: Path, content: bytes) -> None:
    """Write a file whole. Raises `UsageError` where an option names a folder that can't be written."""
    try:
        files.write_whole(target, content)
    except OSError as error:
        raise UsageError("output", str(target), reason=error.strerror or type(error).__name__) from error
