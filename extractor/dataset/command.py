"""The commands ``gouji corpus build|search|export|stats|duplicates``: their arguments, and what they print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from extractor.emitters.terminal import plain, say
from extractor.emitters.wording import Wording
from extractor.language.patterns import load
from extractor.model.errors import UsageError

OK, UNREADABLE = 0, 3
DATASET = "dataset"
FORMATS = ("parquet", "jsonl", "csv", "docbin", "tei")
"""The keys of `export.FORMATS`; the libraries behind them are imported when one is asked for."""
LIMIT = 20


def add_arguments(parser: argparse.ArgumentParser, action: str, words: Wording) -> None:
    """The arguments of one of `ACTIONS`."""
    say = words.say
    if action in ("build", "export"):
        parser.add_argument("folders", nargs="+", type=Path, metavar="OUT", help=say("cli.corpus-out"))
        parser.add_argument("-o", dest="output", type=Path, metavar="DIR", help=say(f"cli.corpus-{action}-output"))
    elif action == "search":
        parser.add_argument("query", metavar="QUERY", help=say("cli.corpus-query"))
        parser.add_argument("folders", nargs="*", type=Path, default=[Path()], metavar="DIR", help=say("cli.corpus-dataset"))
        parser.add_argument("--year", type=_year, help=say("cli.corpus-year"))
        for name in ("region", "programme", "rule"):
            parser.add_argument(f"--{name}", help=say(f"cli.corpus-{name}"))
        parser.add_argument("--limit", type=_positive, default=LIMIT, metavar="N", help=say("cli.corpus-limit"))
    else:
        parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help=say("cli.corpus-dataset"))
        parser.add_argument("-o", dest="output", type=Path, metavar="DIR", help=say(f"cli.corpus-{action}-output"))
    if action == "export":
        parser.add_argument("--format", required=True, choices=FORMATS, help=say("cli.corpus-format"))
    if action == "duplicates":
        parser.add_argument("--threshold", type=_share, default=Decimal("0.8"), metavar="J", help=say("cli.corpus-threshold"))
    if action in ("search", "duplicates"):
        parser.add_argument("--json", action="store_true", help=say("cli.corpus-json"))
    parser.add_argument("--patterns", action="append", type=Path, default=[], metavar="DIR", help=say("cli.pack"))
    parser.set_defaults(action=action)


def run(options: argparse.Namespace, words: Wording) -> int:
    """One of `ACTIONS`; the exit status."""
    return ACTIONS[options.action](options, Wording(load(options.patterns), words.lang))


def _build(options: argparse.Namespace, words: Wording) -> int:
    from extractor.dataset.building import build

    target = _target(options, "")
    built = build(options.folders, target, words)
    say(words.say("corpus.built", target=target, count=built.reports))
    return _said_skipped(((one.path, one.reason) for one in built.skipped), words)


def _export(options: argparse.Namespace, words: Wording) -> int:
    from extractor.dataset.export import export

    target = _target(options, options.format)
    done = export(options.folders, options.format, target, words.patterns)
    say(words.say("corpus.built", target=target, count=done.reports - done.without_text))
    if done.without_text:
        say(words.say("corpus.without-text", count=done.without_text))
    return _said_skipped(((one.path, one.reason) for one in done.skipped), words)


def _search(options: argparse.Namespace, words: Wording) -> int:
    from extractor.dataset.search import Filters, search
    from extractor.emitters.encoding import encode

    filters = Filters(options.year, options.region, options.programme, options.rule)
    count = shown = 0
    for folder in options.folders:
        found, hits = search(folder, options.query, filters, options.limit - shown)
        count, shown = count + found, shown + len(hits)
        for hit in hits:
            if options.json:
                print(encode(hit._asdict(), one_line=True))
            else:
                section = f"{hit.label}{hit.section_title}" if hit.section else words.say("corpus.outside")
                print(plain(f"{hit.name}\t{section}\t{hit.snippet}"))
    say(words.say("corpus.found", count=count, shown=shown))
    return OK


def _stats(options: argparse.Namespace, words: Wording) -> int:
    from extractor.dataset.statistics import files, markdown, statistics

    count, tables = statistics(options.folder, words)
    if options.output is None:
        sys.stdout.write(markdown(count, tables, words))
    else:
        _write(options.output, files(count, tables, words), words)
    return OK


def _duplicates(options: argparse.Namespace, words: Wording) -> int:
    from extractor.dataset import copies
    from extractor.dataset.duplicates import duplicates
    from extractor.emitters.encoding import encode

    found = duplicates(options.folder, Fraction(options.threshold))
    if options.output is not None:
        _write(options.output, copies.files(found), words)
    elif options.json:
        print(encode(copies.as_object(found), one_line=True))
    else:
        sys.stdout.write(plain(copies.listing(found, words)))
    if found.not_compared:
        say(words.say("corpus.duplicates.more", count=found.not_compared))
    return OK


ACTIONS: dict[str, Callable[[argparse.Namespace, Wording], int]] = {
    "build": _build,
    "search": _search,
    "export": _export,
    "stats": _stats,
    "duplicates": _duplicates,
}


def _target(options: argparse.Namespace, below: str) -> Path:
    """The folder asked for, else ``OUT/dataset`` where there is one OUT. Raises `UsageError` ``corpus-output``."""
    if options.output is not None:
        return Path(options.output)
    folders: Sequence[Path] = options.folders
    if len(folders) > 1:
        raise UsageError("corpus-output", ", ".join(map(str, folders)))
    return folders[0] / DATASET / below


def _write(folder: Path, made: Iterable[tuple[str, bytes]], words: Wording) -> None:
    from extractor.emitters.files import write_whole

    for name, content in made:
        try:
            write_whole(folder / name, content)
        except OSError as error:
            raise UsageError("output", str(folder), reason=error.strerror or type(error).__name__) from error
        say(words.say("corpus.written", target=folder / name))


def _said_skipped(skipped: Iterable[tuple[Path, str]], words: Wording) -> int:
    status = OK
    for path, reason in skipped:
        say(words.say("corpus.skipped", path=path, reason=words.say(f"corpus.reason.{reason}")))
        status = UNREADABLE
    return status


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _share(text: str) -> Decimal:
    """A similarity that duplicates can be asked for: below 0.6 MinHash would not propose every pair."""
    value = Decimal(text) if text.replace(".", "", 1).isdigit() else Decimal(0)
    if not Decimal("0.6") <= value <= 1:
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    return int(text)


_positive.__name__, _share.__name__, _year.__name__ = "N", "0.6–1", "YEAR"  # as argparse names them where they are wrong
