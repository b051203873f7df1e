"""``gouji batch``: a folder of reports to results, tables and a summary on stderr."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.batch import outputs, roster, roster_file
from extractor.batch.cluster import Cluster
from extractor.batch.consensus_output import consensus_outputs, said
from extractor.batch.dataset_output import Dataset, is_possible
from extractor.batch.job import Settings
from extractor.batch.outcome import Outcome
from extractor.batch.parts import PARQUET
from extractor.batch.progress import Display
from extractor.batch.ray_engine import Batch
from extractor.batch.remote import is_address, joined, put
from extractor.batch.results import PAGES, REPORTS, Folder, unwritable
from extractor.batch.run import Progress, finish, plan, read, workers
from extractor.cage.arguments import limits_of
from extractor.cage.limits import Limits
from extractor.emitters.files import FAILURES, write_whole
from extractor.emitters.terminal import plain, say
from extractor.emitters.wording import Wording
from extractor.language.patterns import load
from extractor.model.errors import UsageError

OK, FINDINGS, UNREADABLE, INTERRUPTED = 0, 1, 3, 130
NAMED = 20
"""How many names of a kind the summary gives; the rest stand in the files."""


def run(options: argparse.Namespace, words: Wording, severities: Sequence[str]) -> int:
    """The command; its exit status. severities: those of findings that make it 1.

    Raises `GoujiError`: the folder can't be written, another batch runs there, the roster can't be read, a pattern pack is wrong.
    """
    _check_places(options)
    out: Path = options.output
    packs = tuple(options.patterns)
    patterns = load(packs)
    wording = Wording(patterns, words.lang)
    matcher = roster.Matcher(roster_file.read(options.roster, patterns), patterns) if options.roster else None
    limits = limits_of(options)
    if options.dry_run:
        return _dry_run(options, wording, packs, limits)
    if is_address(out):
        return _to_address(options, wording, packs, limits, severities)
    outcome = Outcome()
    try:
        with Folder(out) as folder, Display(wording) as display:
            settings = Settings(
                folder.work, out, packs, words.lang, options.text, options.words, options.profile, options.pages, options.mask
            )
            if options.engine == "ray":
                with Cluster(options.jobs) as cluster:
                    Batch(cluster, settings, limits, options.directories, out, outcome, display.show).to_folder()
            else:
                with workers(settings, options.jobs, limits) as pool:
                    read(pool, plan(pool, options.directories, settings, out, outcome, display.show), out, outcome, display.show)
            finish(outcome, out)
            agreed = consensus_outputs() if options.consensus else ()
            total, failed = len(outcome.reports), len(outcome.failures)
            tables = (
                [Dataset(lambda done: display.show(Progress("tables", done, total, failed)))] if options.dataset and is_possible() else []
            )
            made = [*outputs.writers(), *agreed, *tables]
            outputs.write(
                made,
                outcome.reports,
                outcome,
                out,
                folder.work,
                wording,
                matcher,
                lambda done: display.show(Progress("gathering", done, total, failed)),
            )
            _write_failures(outcome, out, wording)
    except KeyboardInterrupt:
        say(wording.say("batch.interrupted", count=len(outcome.reports), out=out))
        return INTERRUPTED
    _summary(outcome, out, [*(one.name for one in made), *([PARQUET] if options.engine == "ray" else [])], wording)
    for line in said(agreed[0].groups, wording) if agreed else ():
        say(line)
    return _status(outcome, severities)


def _check_places(options: argparse.Namespace) -> None:
    """Raises `UsageError`: ``batch-into-itself``, ``address-needs-ray``, ``address-option``."""
    roots, out = options.directories, options.output
    addresses = [root for root in roots if is_address(root)]
    if (addresses or is_address(out)) and (options.engine != "ray" or len(addresses) not in (0, len(roots))):
        raise UsageError("address-needs-ray", str(addresses[0] if addresses else out))
    for option in ("roster", "consensus", "dry_run"):
        if getattr(options, option) and (is_address(out) or (addresses and option == "dry_run")):
            raise UsageError("address-option", str(out), option=f"--{option.replace('_', '-')}")
    same = out in addresses if is_address(out) else any(not is_address(root) and root.resolve() == out.resolve() for root in roots)
    if same:
        raise UsageError("batch-into-itself", str(out))


def _to_address(options: argparse.Namespace, words: Wording, packs: tuple[Path, ...], limits: Limits, severities: Sequence[str]) -> int:
    """The reports, the parts of the tables and ``failed.json`` at an address; the workbook and the pages are for folders."""
    out: str = options.output
    outcome = Outcome()
    try:
        with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as work, Display(words) as display:
            settings = Settings(Path(work), None, packs, words.lang, options.text, options.words, options.profile, mask=options.mask)
            with Cluster(options.jobs) as cluster:
                Batch(cluster, settings, limits, options.directories, Path(work, "out"), outcome, display.show).to_address(out)
            finish(outcome, Path(work, "out"))
            put(joined(out, FAILURES), outputs.failures(outcome, words))
    except KeyboardInterrupt:
        say(words.say("batch.interrupted", count=len(outcome.reports), out=out))
        return INTERRUPTED
    _summary(outcome, out, [PARQUET], words)
    return _status(outcome, severities)


def _status(outcome: Outcome, severities: Sequence[str]) -> int:
    if outcome.failures:
        return UNREADABLE
    return FINDINGS if any(outcome.findings[severity] for severity in severities) else OK


def _dry_run(options: argparse.Namespace, words: Wording, packs: tuple[Path, ...], limits: Limits) -> int:
    """Say what would be done, a line a file, and leave the folder alone."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as work:
        settings = Settings(
            Path(work), options.output, packs, words.lang, options.text, options.words, options.profile, options.pages, options.mask
        )
        with workers(settings, options.jobs, limits) as pool:
            tasks = plan(pool, options.directories, settings, options.output, outcome, lambda _: None)
    lines: list[tuple[str, str, dict[str, object]]] = [(one.shown, "batch.would-read", {}) for one in tasks]
    lines += [(one.shown, "batch.is-current", {}) for one in outcome.reports]
    lines += [(one.shown, "batch.is-duplicate", {"kept": one.kept}) for one in outcome.duplicates]
    lines += [(shown, "batch.is-passed-over", {}) for shown in outcome.passed_over]
    lines += [(one.shown, "batch.is-unreadable", {"reason": words.error(one.error, one.shown)}) for one in outcome.failures]
    for shown, message, params in sorted(lines, key=lambda line: line[:2]):
        print(plain(words.say(message, name=shown, **params)))
    say(words.say("batch.dry-run", tasks=len(tasks), **_counts(outcome)))
    return UNREADABLE if outcome.failures else OK


def _write_failures(outcome: Outcome, out: Path, words: Wording) -> None:
    try:
        write_whole(out / FAILURES, outputs.failures(outcome, words))
    except OSError as error:
        raise unwritable(out, error) from error


def _summary(outcome: Outcome, out: Path | str, made: Sequence[str], words: Wording) -> None:
    """What was done, what was not, what was found, and where to look."""
    for failed in outcome.failures[:NAMED]:
        say(words.error(failed.error, failed.shown))
    _more(len(outcome.failures), words)
    for twice in outcome.duplicates[:NAMED]:
        say(words.say("batch.is-duplicate", name=twice.shown, kept=twice.kept))
    _more(len(outcome.duplicates), words)
    counts = _counts(outcome)
    if not any(counts.values()):
        say(words.say("batch.nothing"))
        return
    if outcome.passed_over:
        say(words.say("batch.passed-over", count=len(outcome.passed_over), names=_named(outcome.passed_over)))
    if outcome.earlier:
        say(words.say("batch.earlier", count=len(outcome.earlier), folder=_below(out, REPORTS)))
    say(words.say("batch.done", read=len(outcome.reports) - outcome.current, **counts))
    say(words.say("batch.findings", **{severity: outcome.findings[severity] for severity in ("error", "warning", "note")}))
    if outcome.roster is not None:
        _roster(outcome, words)
    say(words.say("batch.where"))
    for name in (
        *made,
        *([PAGES] if isinstance(out, Path) and (out / PAGES).is_dir() else []),
        REPORTS,
        *([FAILURES] if outcome.failures else []),
    ):
        say("  " + _below(out, name))


def _below(out: Path | str, name: str) -> str:
    return joined(out, name) if isinstance(out, str) else str(out / name)


def _roster(outcome: Outcome, words: Wording) -> None:
    found = outcome.roster
    assert found is not None
    submitted = len(found.bodies) - len(found.missing)
    say(words.say("batch.roster", bodies=len(found.bodies), submitted=submitted))
    for message, names in (
        ("batch.roster-missing", found.missing),
        ("batch.roster-several", [one.body for one in found.several]),
        ("batch.roster-unknown", [shown for shown, _ in found.unknown]),
        ("batch.roster-unclear", [one.shown for one in found.unclear]),
    ):
        if names:
            say(words.say(message, count=len(names), names=_named(names)))


def _counts(outcome: Outcome) -> Mapping[str, int]:
    return {
        "current": outcome.current,
        "reports": len(outcome.reports),
        "failed": len(outcome.failures),
        "duplicates": len(outcome.duplicates),
        "passed": len(outcome.passed_over),
    }


def _named(names: Sequence[str]) -> list[str]:
    return [*names[:NAMED], *["…"] * (len(names) > NAMED)]


def _more(count: int, words: Wording) -> None:
    if count > NAMED:
        say(words.say("batch.more", count=count - NAMED))
