"""The arguments of ``gouji batch``; in a module of its own, for the help needs them and must not wait for the rest."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from extractor.cage.limits import MEGABYTES, SECONDS
from extractor.emitters.wording import Wording

ENGINES = ("local", "ray")
LOCAL = re.compile(r"file://(?:localhost(?=/))?(?:/(?=[A-Za-z]:))?", re.IGNORECASE)
"""What stands before a path in an address of this machine."""


def add_arguments(made: argparse.ArgumentParser, words: Wording) -> None:
    """What only a batch takes; ``--fail-on``, ``--patterns`` and ``--profile`` are those of all commands."""
    made.add_argument("directories", nargs="+", type=_place, metavar="DIR", help=words.say("cli.batch-directory"))
    made.add_argument("-o", dest="output", type=_place, metavar="OUT", required=True, help=words.say("cli.batch-output"))
    made.add_argument("--roster", type=Path, metavar="FILE", help=words.say("cli.batch-roster"))
    made.add_argument("--consensus", action="store_true", help=words.say("cli.batch-consensus"))
    made.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help=words.say("cli.batch-engine"))
    made.add_argument("--jobs", type=_positive, metavar="N", help=words.say("cli.batch-jobs"))
    seconds, megabytes = words.say("cli.batch-timeout", seconds=SECONDS), words.say("cli.batch-memory", megabytes=MEGABYTES)
    made.add_argument("--timeout", type=_positive, metavar="SECONDS", help=seconds)
    made.add_argument("--memory", type=_positive, metavar="MB", help=megabytes)
    made.add_argument("--dry-run", action="store_true", help=words.say("cli.batch-dry-run"))
    made.add_argument("--words", action="store_true", help=words.say("cli.words"))
    made.add_argument("--no-text", dest="text", action="store_false", help=words.say("cli.no-text"))
    made.add_argument("--no-pages", dest="pages", action="store_false", help=words.say("cli.no-pages"))
    made.add_argument("--no-dataset", dest="dataset", action="store_false", help=words.say("cli.no-dataset"))


def _place(text: str) -> Path | str:
    """A path, or an address as it is: ``s3://bucket/reports``. ``file:///home/a`` is a path, and ``file:///C:/a`` one of Windows."""
    if local := LOCAL.match(text):
        return Path(text[local.end() :])
    return text if "://" in text else Path(text)


def _positive(number: str) -> int:
    value = int(number)
    if value < 1:
        raise ValueError(number)
    return value


_positive.__name__ = "N"  # as argparse names it where it is wrong
