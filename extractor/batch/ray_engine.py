"""``gouji batch --engine ray``: plan, shards and parts of a batch, handed out to the stations of a cluster. The results are those of a local batch."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from extractor.batch import parts, remote, results
from extractor.batch.cluster import Cluster
from extractor.batch.installation import packed, versions
from extractor.batch.job import MEMBERS, Settings, Task
from extractor.batch.outcome import Failed, Outcome, Reported
from extractor.batch.plan import Input, once_each
from extractor.batch.run import Progress, Tell, plan, task, workers
from extractor.batch.shards import bits, cut
from extractor.batch.station import Item, Looked, Read, Site, is_current, look_shard, make_part, read_shard
from extractor.cage.limits import Failure, Limits, error_of
from extractor.dataset.columns import TABLES
from extractor.dataset.library import require
from extractor.model.errors import GoujiError
from extractor.model.limits import beyond, limit

Given = TypeVar("Given")


class Batch:
    """A batch on a cluster. roots: folders, or addresses. out: the folder for the results; where they go to an address, a local name for it.

    Raises `GoujiError` as a local batch does, and ``address``, ``library-missing``, ``ray-not-shared``, ``ray-differs``, ``ray-lost``.
    """

    def __init__(
        self, cluster: Cluster, settings: Settings, limits: Limits, roots: Sequence[Path | str], out: Path, outcome: Outcome, tell: Tell
    ) -> None:
        require("pyarrow.parquet")
        self._cluster, self._limits, self._outcome, self._tell = cluster, limits, outcome, tell
        self._settings = replace(settings, out=out.absolute())
        self._out = out
        self._roots = roots
        self._address: str | None = None

    def to_folder(self) -> None:
        """Read what is missing into the batch's folder, then make the parts of the tables there."""
        site = self._site()
        site.marker.touch()
        items = self._found(site) if self._remote else self._planned()
        self._read(site, items)
        names = sorted(one.path.name for one in self._outcome.reports)
        self._make(site, names)
        work, out = self._settings.work / parts.PARQUET, self._out / parts.PARQUET
        try:
            for number, table in enumerate(TABLES if names else ()):
                place = out / table
                place.parent.mkdir(exist_ok=True)
                if place.exists():
                    place.rename(self._settings.work / f"before-{number}")
                (work / table).rename(place)
        except OSError as error:
            raise results.unwritable(self._out, error) from error

    def to_address(self, address: str) -> None:
        """The same into an address; what stands there under other names of parts, and the members of archives, are taken away in the end."""
        remote.check(address)
        self._address = address
        self._settings = replace(self._settings, pages=False)
        site = self._site()
        items = self._found(site) if self._remote else self._planned()
        self._read(site, items)
        names = sorted(one.path.name for one in self._outcome.reports)
        self._make(site, names)
        width = parts.width(len(names))
        kept = frozenset(f"{table}/{parts.name(number, width)}" for table in TABLES for number in cut(names, str, width))
        remote.clear(remote.joined(address, parts.PARQUET), kept)
        remote.clear(remote.joined(address, results.WORK))

    @property
    def _remote(self) -> bool:
        return any(remote.is_address(root) for root in self._roots)

    def _site(self) -> Site:
        patterns, settings = self._settings.patterns, self._settings
        return Site(
            secrets.token_hex(8),
            settings,
            self._limits,
            self._address,
            tuple(root.absolute() for root in self._roots if isinstance(root, Path)),
            self._cluster.here,
            patterns.digest,
            versions(),
            packed(settings.packs),
            self._cluster.environment if self._cluster.here else {},
        )

    def _planned(self) -> list[Item]:
        """Files of folders: looked at, and their archives opened, by this machine, into a folder that all share."""
        roots = [Path(root) for root in self._roots]
        with workers(self._settings, None, self._limits) as pool:
            tasks = plan(pool, roots, self._settings, self._out, self._outcome, self._tell)
        return [self._shared(one._replace(path=one.path.absolute())) for one in tasks]

    def _shared(self, one: Task) -> Item:
        """A task as every worker can do it: members of archives were put where only this machine sees them, unless the results' folder is shared."""
        if self._address is None or self._cluster.here or not one.path.is_relative_to(self._settings.work):
            return Item(one, None)
        place = remote.joined(self._address, results.WORK, MEMBERS, one.sha256)
        remote.put(place, one.path.read_bytes())
        return Item(one, place)

    def _found(self, site: Site) -> list[Item]:
        """Files at addresses: looked at, and their archives opened, by the cluster; each content once."""
        stored, passed = remote.listed([str(root) for root in self._roots])
        self._outcome.passed_over += passed
        for one in stored:
            if one.size > limit("file-bytes"):
                self._outcome.failures.append(Failed(one.shown, beyond("file-too-large", one.shown, "file-bytes", count=one.size)))
        stored = [one for one in stored if one.size <= limit("file-bytes")]
        size = -(-len(stored) // (1 << bits(len(stored), self._cluster.processors))) or 1
        chunks = [stored[begin : begin + size] for begin in range(0, len(stored), size)]
        found: list[Input] = []
        sources: dict[tuple[str, str], str] = {}
        done = 0

        def looked(number: int, given: Looked) -> None:
            nonlocal done
            for one, source in given.inputs:
                found.append(one)
                sources[one.shown, one.sha256] = source
            self._outcome.failures += [Failed(*one) for one in given.failures]
            self._outcome.passed_over += given.passed_over
            done += len(chunks[number])
            self._tell(Progress("looking", done, len(stored), len(self._outcome.failures)))

        def lost(number: int, reason: str) -> None:
            self._lost([one.shown for one in chunks[number]], reason)

        self._hand_out(look_shard, site, [(chunk,) for chunk in chunks], looked, lost)
        once, self._outcome.duplicates = once_each(found)
        items = [_item(task(one), sources[one.shown, one.sha256]) for one in once]
        return items if self._address is not None else self._missing(site, items)

    def _missing(self, site: Site, items: Sequence[Item]) -> list[Item]:
        """The items that have no current result in the batch's folder; of an address the workers find out."""
        missing: list[Item] = []
        for item in items:
            target = results.target(self._out, item.task.name, item.task.sha256)
            if is_current(target, item.task.sha256, site.digest, self._settings):
                self._outcome.reports.append(Reported(item.task.shown, target))
            else:
                missing.append(item)
        self._outcome.current = len(self._outcome.reports)
        return missing

    def _read(self, site: Site, items: Sequence[Item]) -> None:
        outcome = self._outcome
        total = len(outcome.reports) + len(outcome.failures) + len(items)
        shards = list(cut(items, lambda item: item.task.sha256, bits(len(items), self._cluster.processors)).values())

        def tell() -> None:
            self._tell(Progress("reading", len(outcome.reports) + len(outcome.failures), total, len(outcome.failures)))

        def read(number: int, given: Read) -> None:
            if self._address is not None:
                outcome.current += given.current
            for item, failure in zip(shards[number], given.failures, strict=True):
                if failure is None:
                    outcome.reports.append(Reported(item.task.shown, results.target(self._out, item.task.name, item.task.sha256)))
                else:
                    outcome.failures.append(Failed(item.task.shown, error_of(failure, item.task.shown)))
            tell()

        def lost(number: int, reason: str) -> None:
            self._lost([item.task.shown for item in shards[number]], reason)
            tell()

        tell()
        try:
            self._hand_out(read_shard, site, [(shard,) for shard in shards], read, lost)
        except KeyboardInterrupt:  # shards that were at work have left results, too
            told = {one.path for one in outcome.reports}
            targets = ((item.task, results.target(self._out, item.task.name, item.task.sha256)) for item in items)
            outcome.reports += [Reported(task.shown, path) for task, path in targets if path not in told and path.exists()]
            raise

    def _make(self, site: Site, names: Sequence[str]) -> None:
        """The Parquet files; ``outcome.findings`` is told what is in them only where no other output counts."""
        width = parts.width(len(names))
        cuts = cut(names, str, width)
        done = 0
        findings: Counter[str] = Counter()

        def made(number: int, given: Counter[str]) -> None:
            nonlocal done
            findings.update(given)
            done += len(list(cuts.values())[number])
            self._tell(Progress("tables", done, len(names), len(self._outcome.failures)))

        def lost(number: int, reason: str) -> None:
            raise GoujiError("ray-lost", parts.name(list(cuts)[number], width), reason=reason)

        self._hand_out(make_part, site, [(parts.name(number, width), some) for number, some in cuts.items()], made, lost)
        if self._address is not None:
            self._outcome.findings = findings

    def _hand_out(
        self,
        work: Callable[..., Given | Failure],
        site: Site,
        tasks: Iterable[tuple[object, ...]],
        take: Callable[[int, Given], None],
        lost: Callable[[int, str], None],
    ) -> None:
        for ended in self._cluster.map(work, site, tasks):
            if ended.lost is not None:
                lost(ended.number, ended.lost)
            elif isinstance(ended.given, Failure):
                params = dict(ended.given.params)
                raise GoujiError(ended.given.code, str(params.pop("place", "")), **params)
            elif ended.given is not None:
                take(ended.number, ended.given)

    def _lost(self, names: Iterable[str], reason: str) -> None:
        self._outcome.failures += [Failed(shown, GoujiError("ray-lost", shown, reason=reason)) for shown in names]


def _item(one: Task, source: str) -> Item:
    return Item(one, source) if remote.is_address(source) else Item(one._replace(path=Path(source)), None)
