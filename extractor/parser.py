"""The parser of the command line: help and complaints in the reader's language."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from extractor.emitters.wording import LANGUAGES, Wording

USAGE = 2
"""Exit status of wrong usage."""
COMPLAINTS = {
    "of-argument": re.compile(r"argument (?P<argument>.+?): (?P<message>.+)", re.DOTALL),
    "required": re.compile(r"the following arguments are required: (?P<names>.+)", re.DOTALL),
    "unknown": re.compile(r"unrecognized arguments: (?P<names>.+)", re.DOTALL),
    "choice": re.compile(r"invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)", re.DOTALL),
    "value": re.compile(r"invalid (?P<kind>.+) value: (?P<value>.+)", re.DOTALL),
    "one-value": re.compile(r"expected one argument"),
    "some-values": re.compile(r"expected at least one argument"),
    "no-value": re.compile(r"ignored explicit argument (?P<value>.+)", re.DOTALL),
}
"""What argparse complains of, as it says it in English: ours by the name behind ``cli.wrong.``."""


class _Help(argparse.HelpFormatter):
    """Help with the heading of the usage line in the reader's language."""

    usage = ""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, self.usage if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in the reader's language."""

    def __init__(self, words: Wording, **options: object) -> None:
        formatter = type("Help", (_Help,), {"usage": words.say("cli.usage")})
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **options)  # type: ignore[arg-type]
        self.words = words
        self._positionals.title = words.say("cli.arguments")
        self._optionals.title = words.say("cli.options")
        self.add_argument("-h", "--help", action="help", help=words.say("cli.help"))
        self.add_argument("--lang", choices=LANGUAGES, default=words.lang, help=words.say("cli.lang"))

    def error(self, message: str) -> NoReturn:
        print(self.words.say("cli.wrong", message=self._said(message), command=self.prog), file=sys.stderr)
        raise SystemExit(USAGE)

    def _said(self, message: str) -> str:
        """A complaint of argparse in the reader's language; one that is not known stays as it is."""
        for name, complaint in COMPLAINTS.items():
            if found := complaint.fullmatch(message):
                pieces = found.groupdict()
                if "message" in pieces:
                    pieces["message"] = self._said(pieces["message"])
                return self.words.say(f"cli.wrong.{name}", **pieces)
        return message
