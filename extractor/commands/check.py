"""``gouji check``: each report said to a reader, and the papers for people that are asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from extractor.commands.orders import Made, Order, PapersWanted, Wanted
from extractor.commands.over_files import Run, write
from extractor.emitters.terminal import plain
from extractor.emitters.wording import Wording
from extractor.model.errors import UsageError


def run(options: argparse.Namespace, words: Wording, severities: Sequence[str]) -> int:
    """The command; its exit status. severities: those of findings that make it 1. Raises `UsageError` ``mask-annotate``."""
    if options.mask and options.annotate:
        raise UsageError("mask-annotate", str(options.annotate))
    papers = None
    if any((options.annotate, options.letter, options.working_paper)):
        decisions = tuple(options.decisions)
        papers = PapersWanted(options.annotate, options.letter, options.working_paper, options.letter_template, decisions)
    given = (tuple(options.patterns), words.lang, options.words, options.profile, options.mask, tuple(severities))
    between = ""

    def emit(_: Order, made: Made) -> None:
        nonlocal between
        sys.stdout.write(between + plain(made.printed.decode("utf-8")))
        between = "\n"
        for target, content in made.papers:
            write(target, content)

    return Run(options, words, Wanted(*given, view=True, papers=papers)).each(emit)
