"""What a worker of a cluster does: a shard of a batch at a time, each file in a process of its own kind, with the limits and errors of a local batch.

A station is made once in each worker process and kept from shard to shard. It knows nothing of what hands out the shards.
"""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from extractor.batch import parts, remote, results
from extractor.batch.installation import differences, versions
from extractor.batch.job import MEMBERS, Answer, Settings, Task
from extractor.batch.outcome import Outcome
from extractor.batch.plan import Input, Unreadable, inputs
from extractor.batch.run import opened, workers
from extractor.cage.limits import Failure, Limits
from extractor.cage.pool import Pool
from extractor.emitters.files import write_whole
from extractor.language.patterns import load
from extractor.model.errors import GoujiError
from extractor.model.limits import adjust

Given = TypeVar("Given")


class Site(NamedTuple):
    """What every worker of a batch must know. token: tells one batch from another. settings: ``out`` is the batch's folder, absolute.

    address: where the results go in place of that folder. roots: the folders that must be there, for their files are read. here: the workers run on the
    machine that started the batch. digest, versions: of the packs and libraries there. packs: the user's, name and content of each file. environment:
    variables that are set again, None for those to be taken away.
    """

    token: str
    settings: Settings
    limits: Limits
    address: str | None
    roots: tuple[Path, ...]
    here: bool
    digest: str
    versions: dict[str, str]
    packs: tuple[dict[str, bytes], ...]
    environment: dict[str, str | None]

    @property
    def marker(self) -> Path:
        """A file that is there while the batch runs: who does not see it does not see the batch's folder."""
        return self.settings.work / f"site-{self.token}"


class Item(NamedTuple):
    """A file to read. source: the address of its content; None where it stands at the task's path."""

    task: Task
    source: str | None


class Read(NamedTuple):
    """What became of a shard: for each of its files why it has no result, or None; how many results were there before (a lost worker's too)."""

    failures: list[Failure | None]
    current: int


class Looked(NamedTuple):
    """What files at addresses are: inputs with the address of each one's content, what can't be read, what is passed over."""

    inputs: list[tuple[Input, str]]
    failures: list[tuple[str, GoujiError]]
    passed_over: list[str]


class Station:
    """Raises `GoujiError`: ``ray-not-shared``, ``ray-differs``: this machine would give other results, or put them where nobody looks."""

    def __init__(self, site: Site) -> None:
        node = platform.node()
        for path in (*site.roots, *([site.marker] if site.address is None else [])):
            if not path.exists():
                raise GoujiError("ray-not-shared", str(path.parent if path == site.marker else path), node=node)
        for name, value in site.environment.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        adjust(site.limits.raised)
        self.site = site
        self.folder = Path(tempfile.mkdtemp(prefix="gouji-", dir=site.settings.work if site.here else None))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        out = site.settings.out if site.address is None else self.folder / "out"
        work = site.settings.work if site.here else self.folder
        self.settings = replace(site.settings, work=work, out=out, packs=tuple(self._unpacked()))
        differ = [f"{name} {here} ≠ {there}" for name, here, there in differences(versions(), site.versions)]
        patterns = load(self.settings.packs)
        if patterns.digest != site.digest:
            differ.append(f"patterns {patterns.digest[:12]} ≠ {site.digest[:12]}")
        if differ:
            raise GoujiError("ray-differs", node, differences="; ".join(differ))
        self.pool: Pool[Task, Answer] = workers(self.settings, 1, site.limits)

    def close(self) -> None:
        """End the process at work and take away what is here for a while."""
        self.pool.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _unpacked(self) -> Iterator[Path]:
        for layer, files in enumerate(self.site.packs):
            for name, content in files.items():
                path = self.folder / f"packs-{layer}" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            yield self.folder / f"packs-{layer}"

    def target(self, task: Task) -> Path:
        assert self.settings.out is not None
        return results.target(self.settings.out, task.name, task.sha256)

    def is_current(self, task: Task) -> bool:
        """Whether the result of a task is there: of an earlier run, or of a worker that was lost."""
        target = self.target(task)
        if self.site.address is not None:  # a report without its page
            ends = remote.ends(result_address(self.site.address, target.name), results.HEAD, len(results.END))
            if ends is None:
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(ends)
        return is_current(target, task.sha256, self.site.digest, self.settings)

    def deliver(self, task: Task) -> None:
        """Put a result where it belongs; in a folder it is there already."""
        if self.site.address is not None:
            target = self.target(task)
            remote.put(result_address(self.site.address, target.name), target.read_bytes())
            target.unlink()


_station: Station | None = None


def station(site: Site) -> Station:
    """The station of this process, made at its first shard."""
    global _station  # noqa: PLW0603 - it is the process that has one
    if _station is None or _station.site.token != site.token:
        if _station is not None:
            _station.close()
        _station = Station(site)
    return _station


def is_current(target: Path, sha256: str, digest: str, settings: Settings) -> bool:
    """Whether a result, and its page where pages are made, is what this batch would make again. digest: of the packs in force."""
    whole = results.is_current(target, sha256, digest, settings.options())
    return whole and (not settings.pages or results.is_page_current(target))


def result_address(out: str, name: str) -> str:
    """Where a result stands below an address."""
    return remote.joined(out, results.REPORTS, name)


def read_shard(site: Site, items: Sequence[Item]) -> Read | Failure:
    """Read the files of a shard whose results are not there. A `Failure` is one of the whole batch."""
    return _answer(partial(_read, items=items), site)


def look_shard(site: Site, found: Sequence[remote.Stored]) -> Looked | Failure:
    """What files at addresses are; archives are opened and their members put below the batch's work folder."""
    return _answer(partial(_look, found=found), site)


def make_part(site: Site, part: str, names: Sequence[str]) -> Counter[str] | Failure:
    """Write the Parquet files of a part; its findings by severity. names: the results that it holds, in their order."""
    return _answer(partial(_make, part=part, names=names), site)


def _answer(work: Callable[[Station], Given], site: Site) -> Given | Failure:
    try:
        return work(station(site))
    except GoujiError as error:
        return Failure(error.code, {**error.params, "place": error.place})


def _read(here: Station, items: Sequence[Item]) -> Read:
    wanted = [item for item in items if not here.is_current(item.task)]
    ended: dict[str, Failure | None] = {}
    with _scratch(here) as folder:
        paths = {item.source: (folder / item.task.sha256, item.task.shown) for item in wanted if item.source is not None}
        unread = remote.fetch(paths)
        tasks: list[Task] = []
        for item in wanted:
            if item.source in unread:
                error = unread[item.source]
                ended[item.task.sha256] = Failure(error.code, {**error.params, "place": error.place})
            else:
                tasks.append(item.task if item.source is None else item.task._replace(path=paths[item.source][0]))
        for done in here.pool.run(tasks):
            ended[done.task.sha256] = done.failure
            if done.failure is None:
                here.deliver(done.task)
    return Read([ended.get(item.task.sha256) for item in items], len(items) - len(wanted))


def _look(here: Station, found: Sequence[remote.Stored]) -> Looked:
    outcome = Outcome()
    looked: list[tuple[Input, str]] = []
    with _scratch(here) as folder:
        paths = {one.address: (folder / str(number), one.shown) for number, one in enumerate(found)}
        failures: list[tuple[str, GoujiError]] = [(paths[address][1], error) for address, error in remote.fetch(paths).items()]
        packed: dict[str, str] = {}
        for one in found:
            path = paths[one.address][0]
            for seen in inputs([path], folder / "out") if path.exists() else ():
                if isinstance(seen, Unreadable):
                    failures.append((one.shown, type(seen.error)(seen.error.code, one.shown, **seen.error.params)))
                elif isinstance(seen, Input):
                    known = seen._replace(shown=one.shown, name=one.shown.rpartition("/")[2])
                    if known.packed:
                        packed[known.shown] = one.address
                    looked.append((known, one.address))
        archives = [known for known, _ in looked if known.packed]
        looked = [(known, address) for known, address in looked if not known.packed]
        for known in opened(here.pool, archives, outcome, lambda _: None):
            looked.append((known, packed.get(known.shown) or _member(here, known)))
    failures += [(one.shown, one.error) for one in outcome.failures]
    return Looked([(known._replace(path=Path()), address) for known, address in looked], failures, outcome.passed_over)


def _member(here: Station, member: Input) -> str:
    """Put a member of an archive where every worker finds it; its address, or its path."""
    content = member.path.read_bytes()
    if here.site.address is not None:
        place = remote.joined(here.site.address, results.WORK, MEMBERS, member.sha256)
        remote.put(place, content)
        member.path.unlink(missing_ok=True)
        return place
    shared = here.site.settings.work / MEMBERS / member.sha256
    if not shared.exists():
        write_whole(shared, content)
    return str(shared)


def _make(here: Station, part: str, names: Sequence[str]) -> Counter[str]:
    site, out = here.site, here.settings.out
    assert out is not None

    def result(name: str) -> tuple[str, bytes]:
        if site.address is None:
            return str(out / results.REPORTS / name), (out / results.REPORTS / name).read_bytes()
        place = result_address(site.address, name)
        return place, remote.get(place)

    def deliver(table: str, part: str, made: Path) -> None:
        if site.address is None:
            write_whole(site.settings.work / parts.PARQUET / table / part, made.read_bytes())
        else:
            remote.put(remote.joined(site.address, parts.PARQUET, table, part), made.read_bytes())

    try:
        return parts.make([partial(result, name) for name in names], part, deliver)
    except GoujiError as error:
        if error.code == "result-damaged":
            if site.address is None:
                Path(error.place).unlink(missing_ok=True)
            else:
                remote.remove(error.place)
        raise
    except OSError as error:
        raise results.unwritable(out, error) from error


@contextmanager
def _scratch(here: Station) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=here.folder, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
