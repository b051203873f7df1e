"""``gouji extract``: JSON to stdout, or one file each below ``-o``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor.commands.orders import Made, Order, Wanted
from extractor.commands.over_files import Run, write
from extractor.emitters import files
from extractor.emitters.encoding import encode
from extractor.emitters.terminal import say
from extractor.emitters.wording import Wording


def run(options: argparse.Namespace, words: Wording, severities: Sequence[str]) -> int:
    """The command; its exit status. severities: those of findings that make it 1."""
    folder: Path | None = options.output
    wanted = Wanted(
        tuple(options.patterns),
        words.lang,
        options.words,
        options.profile,
        options.mask,
        tuple(severities),
        text=options.text,
        folder=folder,
        pages=options.pages,
    )
    over = Run(options, words, wanted)
    if folder is None:
        return over.each(lambda _, made: _print(made))
    status = over.each(lambda order, made: _put(folder, order, made, words))
    if over.failures:
        write(folder / files.FAILURES, (encode(over.failures) + "\n").encode("utf-8"))
        say(words.say("cli.failed", count=len(over.failures), target=folder / files.FAILURES))
    else:
        (folder / files.FAILURES).unlink(missing_ok=True)
    return status


def _print(made: Made) -> None:
    sys.stdout.write(made.printed.decode("utf-8"))


def _put(folder: Path, order: Order, made: Made, words: Wording) -> None:
    """A report, and its review page where one was made, in a folder."""
    target = folder / made.target
    if target.is_file() and files.report_of_other_input(target, made.sha256):
        say(words.say("cli.replaced", target=target))
    write(target, made.printed)
    say(words.say("cli.written", source=order.shown, target=target))
    if made.page is not None:
        page = target.with_suffix(".html")
        write(page, made.page)
        say(words.say("cli.page", target=page))
