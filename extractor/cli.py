"""The commands. A room is imported only when a command needs it: ``gouji --help`` must not wait for a PDF library.

Results go to stdout, what is said to the person goes to stderr. Exit status: 0 nothing at or above ``--fail-on``; 1 findings at or
above it; 2 wrong usage; 3 an input could not be read (the others are still done).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor import __version__
from extractor.batch import arguments as batch
from extractor.cage.arguments import add_limits
from extractor.dataset import command as corpus
from extractor.emitters.terminal import say
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language import packs
from extractor.language.patterns import Patterns, load
from extractor.model.errors import GoujiError, unforeseen
from extractor.parser import USAGE, Parser
from extractor.serve import arguments as serve

OK, FINDINGS = 0, 1
INTERRUPTED, BROKEN_PIPE = 130, 141
UNEXPECTED = 3
"""Nobody foresaw the error, so nobody knows what was read: as an input that could not be."""
FAIL_ON = {"error": ("error",), "warning": ("error", "warning"), "never": ()}

OWN_WORDS = ("errors.toml", "messages.toml")
"""The packs that hold what the command itself says."""

Command = Callable[[argparse.Namespace, Wording], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started it, or a Windows program without a console
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # consoles of other code pages, and file names that are not UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    words = Wording(_messages(), _language(arguments))
    try:
        options = _parser(words).parse_args(arguments)
        command: Command = options.command
        status = command(options, words)
        sys.stdout.flush()
    except SystemExit as end:  # argparse has printed its help or said what is wrong
        return end.code if isinstance(end.code, int) else USAGE
    except GoujiError as error:
        say(words.error(error))
        return USAGE
    except BrokenPipeError:  # the reader of stdout has gone; nothing more can be said to it, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:  # a path that nobody may look into, a disk that fails
        _trace()
        say(words.error(GoujiError("system", str(error.filename or "gouji"), reason=error.strerror or type(error).__name__)))
        return USAGE
    except Exception as error:
        _trace()
        say(words.error(GoujiError("unexpected", "gouji", reason=unforeseen(error))))
        return UNEXPECTED
    except KeyboardInterrupt:
        say(words.say("cli.interrupted"))
        return INTERRUPTED
    return status


def _trace() -> None:
    """Where something went wrong, for those who develop Gouji."""
    if os.environ.get("GOUJI_DEBUG"):
        traceback.print_exc()


def _extract(options: argparse.Namespace, words: Wording) -> int:
    """``gouji extract``: JSON to stdout, or one file each below ``-o``."""
    from extractor.commands.extract import run

    return run(options, words, FAIL_ON[options.fail_on])


def _check(options: argparse.Namespace, words: Wording) -> int:
    """``gouji check``: each report said to a reader."""
    from extractor.commands.check import run

    return run(options, words, FAIL_ON[options.fail_on])


def _batch(options: argparse.Namespace, words: Wording) -> int:
    """``gouji batch``: a folder in parallel."""
    from extractor.batch.command import run

    return run(options, words, FAIL_ON[options.fail_on])


def _serve(options: argparse.Namespace, words: Wording) -> int:
    """``gouji serve``: the desk, on this machine alone."""
    from extractor.serve.command import run

    return run(options, words)


def _diff(options: argparse.Namespace, words: Wording) -> int:
    """``gouji diff``: what a resubmission changed."""
    from extractor.compare.command import run

    return run(options, words, FAIL_ON[options.fail_on])


def _rules(options: argparse.Namespace, words: Wording) -> int:
    """``gouji rules``: all rules in short, or one in full."""
    from extractor.emitters.rules import rule_page, rule_table, rules_markdown

    wording = Wording(load(options.patterns), words.lang)
    print(rules_markdown(wording) if options.markdown else rule_page(wording, options.rule) if options.rule else rule_table(wording))
    return OK


def _patterns_check(options: argparse.Namespace, words: Wording) -> int:
    """``gouji patterns check``: every example and counter-example of the packs in force."""
    from extractor.language.examples import check
    from extractor.language.rubrics import rubrics
    from extractor.validator.score.rubric_examples import check_rubrics

    patterns = load([*options.patterns, *options.directories])
    failures = check(patterns) + check_rubrics(patterns)
    for failure in failures:
        place = f"{failure.file}:{failure.line}"
        shown = {"expected": failure.expected or "—", "found": failure.found or "—"}
        print(words.say(f"patterns.{failure.problem}", place=place, entry=failure.entry, example=failure.example, **shown))
    total = sum(len(pattern.examples) + len(pattern.counterexamples) for pattern in patterns)
    total += sum(len(rubric.examples) for rubric in rubrics(patterns))
    say(words.say("patterns.summary", patterns=sum(1 for _ in patterns), examples=total, failures=len(failures)))
    if not failures and not sys.dont_write_bytecode:
        patterns.prepare()  # so that it is kept
    return FINDINGS if failures else OK


def _schema(_: argparse.Namespace, __: Wording) -> int:
    from extractor.emitters.schema import schema_json

    print(schema_json())
    return OK


def _doctor(_: argparse.Namespace, words: Wording) -> int:
    """``gouji doctor``: a line for each part, with what it rests on or what installs it, and for each wall round what reads."""
    import platform

    from extractor.cage.walls import walls
    from extractor.doctor import PARTS, examine

    patterns = load(())
    print(words.say("doctor.engine", version=__version__, python=platform.python_version(), executable=sys.executable))
    print(words.say("doctor.patterns", count=sum(1 for _ in patterns), digest=patterns.digest[:12]))
    for state in map(examine, PARTS):
        part, about = f"{state.part.id:<8}", words.say(f"doctor.part.{state.part.id}")
        if state.works:
            print(words.say("doctor.works", part=part, about=about, present=state.present or words.say("doctor.built-in")))
        else:
            command = state.command or words.say("doctor.install-office")
            print(words.say("doctor.missing", part=part, about=about, missing=state.missing, command=command))
    for wall in walls():
        part, about = f"{wall.id:<8}", words.say(f"doctor.wall.{wall.id}")
        if wall.holds:
            print(words.say("doctor.works", part=part, about=about, present=wall.detail or words.say("doctor.built-in")))
        else:
            print(words.say("doctor.wall-missing", part=part, about=about))
    return OK


def _parser(words: Wording) -> argparse.ArgumentParser:
    parser = Parser(words, prog="gouji", description=words.say("cli.about"), epilog=words.say("cli.statuses"))
    parser.add_argument("--version", action="version", version=f"gouji {__version__}", help=words.say("cli.version"))
    commands = parser.add_subparsers(title=words.say("cli.commands"), metavar="COMMAND", required=True)

    def command(name: str, run: Command, within: argparse._SubParsersAction[Parser] = commands, words_id: str | None = None) -> Parser:
        about = words.say(f"cli.{words_id or name}")
        made = within.add_parser(name, words=words, help=about, description=about)
        made.set_defaults(command=run)
        return made

    def group(name: str) -> argparse._SubParsersAction[Parser]:
        about = words.say(f"cli.{name}")
        parser = commands.add_parser(name, words=words, help=about, description=about)
        return parser.add_subparsers(title=words.say("cli.commands"), metavar="COMMAND", required=True, parser_class=Parser)

    for name, run in (("extract", _extract), ("check", _check)):
        made = command(name, run)
        made.add_argument("files", nargs="+", type=Path, metavar="FILE", help=words.say("cli.file"))
        _add_checking(made, words)
        made.set_defaults(words=False)
        if run is _extract:
            made.add_argument("--words", action="store_true", help=words.say("cli.words"))
            made.add_argument("-o", dest="output", type=Path, metavar="DIR", help=words.say("cli.output"))
            made.add_argument("--no-text", dest="text", action="store_false", help=words.say("cli.no-text"))
            made.add_argument("--pages", action="store_true", help=words.say("cli.pages"))
        else:
            made.add_argument("--annotate", type=Path, metavar="DIR", help=words.say("cli.annotate"))
            made.add_argument("--letter", type=Path, metavar="DIR", help=words.say("cli.letter"))
            made.add_argument("--letter-template", type=Path, metavar="FILE", help=words.say("cli.letter-template"))
            made.add_argument("--decisions", action="append", type=Path, default=[], metavar="FILE", help=words.say("cli.decisions"))
            made.add_argument("--working-paper", type=Path, metavar="DIR", help=words.say("cli.working-paper"))
    made = command("batch", _batch)
    batch.add_arguments(made, words)
    _add_checking(made, words)
    made = command("diff", _diff)
    made.add_argument("old", type=Path, metavar="OLD", help=words.say("cli.diff-old"))
    made.add_argument("new", type=Path, metavar="NEW", help=words.say("cli.diff-new"))
    made.add_argument("--json", action="store_true", help=words.say("cli.diff-json"))
    _add_checking(made, words)
    serve.add_arguments(command("serve", _serve), words)
    made = command("rules", _rules)
    made.add_argument("rule", nargs="?", metavar="RULE", help=words.say("cli.rule"))
    made.add_argument("--markdown", action="store_true", help=words.say("cli.markdown"))
    _add_patterns(made, words)
    made = command("check", _patterns_check, group("patterns"), "patterns-check")
    made.add_argument("directories", nargs="*", type=Path, metavar="DIR", help=words.say("cli.pack"))
    _add_patterns(made, words)
    actions = group("corpus")
    for name in corpus.ACTIONS:
        corpus.add_arguments(command(name, corpus.run, actions, f"corpus-{name}"), name, words)
    command("schema", _schema)
    command("doctor", _doctor)
    return parser


def _add_checking(parser: argparse.ArgumentParser, words: Wording) -> None:
    """What every command that checks takes."""
    parser.add_argument("--fail-on", choices=FAIL_ON, default="error", help=words.say("cli.fail-on"))
    _add_patterns(parser, words)
    parser.add_argument("--profile", metavar="NAME", help=words.say("cli.profile"))
    parser.add_argument("--mask", action="store_true", help=words.say("cli.mask"))
    add_limits(parser, words.say)


def _add_patterns(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--patterns", action="append", type=Path, default=[], metavar="DIR", help=words.say("cli.pack"))


def _messages() -> Patterns:
    """The tool's own words, without the rest of the packs: they are needed before a user's pack is known to be sound."""
    files = [source for source in packs.sources([packs.builtin_directory()]) if source.name in OWN_WORDS]
    return Patterns(packs.digest(files), packs.merge(files))


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, looked up before parsing: the help itself depends on it."""
    for before, after in zip(["", *arguments], [*arguments, ""], strict=True):
        asked = after.removeprefix("--lang=") if after.startswith("--lang=") else after if before == "--lang" else ""
        if asked in LANGUAGES:
            return asked
    return LANGUAGES[0]
