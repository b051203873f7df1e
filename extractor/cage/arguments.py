"""``--limit``: what every command takes that reads files."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from extractor.cage.limits import Limits
from extractor.model.limits import adjust


def add_limits(made: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """Add the option. say: gives the words of a message."""
    made.add_argument("--limit", action="append", type=_limit, default=[], metavar="NAME=VALUE", help=say("cli.limit"))


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that the options ask for, which hold in this process from here on, too.

    Raises:
        UsageError: ``limit-unknown``, ``limit-value``.
    """
    given = dict(options.limit)
    for name, option in (("seconds", "timeout"), ("megabytes", "memory")):
        value = getattr(options, option, None)
        if value is not None:
            given[name] = value
    adjust(given)
    return Limits.adjusted(given)


def _limit(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    return name.strip(), int(value)


_limit.__name__ = "NAME=VALUE"  # as argparse names it where it is wrong
