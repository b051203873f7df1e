"""The arguments of ``gouji serve``; in a module of its own, for the help needs them and must not wait for the rest."""

from __future__ import annotations

import argparse
from pathlib import Path

from extractor.cage.arguments import add_limits
from extractor.cage.limits import MEGABYTES, SECONDS
from extractor.emitters.wording import Wording

FOLDER = "gouji-desk"
PORT = 8417
LARGEST = 512
"""Megabytes of a file: what readers take at most."""


def add_arguments(made: argparse.ArgumentParser, words: Wording) -> None:
    """What the desk takes."""
    made.add_argument(
        "-o", dest="output", type=Path, metavar="OUT", default=Path(FOLDER), help=words.say("cli.serve-output", folder=FOLDER)
    )
    made.add_argument("--port", type=_port, default=PORT, help=words.say("cli.serve-port", port=PORT))
    made.add_argument("--open", action="store_true", help=words.say("cli.serve-open"))
    largest = words.say("cli.serve-largest", megabytes=LARGEST)
    made.add_argument("--largest", type=_positive, default=LARGEST, metavar="MB", help=largest)
    made.add_argument("--jobs", type=_positive, metavar="N", help=words.say("cli.batch-jobs"))
    seconds, megabytes = words.say("cli.batch-timeout", seconds=SECONDS), words.say("cli.batch-memory", megabytes=MEGABYTES)
    made.add_argument("--timeout", type=_positive, metavar="SECONDS", help=seconds)
    made.add_argument("--memory", type=_positive, metavar="MB", help=megabytes)
    made.add_argument("--patterns", action="append", type=Path, default=[], metavar="DIR", help=words.say("cli.pack"))
    made.add_argument("--profile", metavar="NAME", help=words.say("cli.profile"))
    made.add_argument("--mask", action="store_true", help=words.say("cli.mask"))
    add_limits(made, words.say)


def _port(number: str) -> int:
    value = int(number)
    if not 0 <= value <= 65535:
        raise ValueError(number)
    return value


def _positive(number: str) -> int:
    value = int(number)
    if value < 1:
        raise ValueError(number)
    return value


_port.__name__ = _positive.__name__ = "N"  # as argparse names it where it is wrong
