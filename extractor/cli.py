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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import __version__
from extractor.batch import arguments as batch
from extractor.dataset import command as corpus
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language import packs
from extractor.language.patterns import Patterns, load
from extractor.model.errors import GoujiError, PatternError, ReadError, UsageError
from extractor.parser import USAGE, Parser

if TYPE_CHECKING:
    from extractor.model.report import Report
    from extractor.readers.submissions import Submission
    from extractor.review.papers import Papers

OK, FINDINGS, UNREADABLE = 0, 1, 3
INTERRUPTED, BROKEN_PIPE = 130, 141
FAIL_ON = {"error": ("error",), "warning": ("error", "warning"), "never": ()}

NAMED = 20
"""How many of the entries that are passed over are named."""

OWN_WORDS = ("errors.toml", "messages.toml")
"""The packs that hold what the command itself says."""

Command = Callable[[argparse.Namespace, Wording], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
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
        _say(words.error(error))
        return USAGE
    except KeyboardInterrupt:
        _say(words.say("cli.interrupted"))
        return INTERRUPTED
    except BrokenPipeError:  # the reader of stdout has gone; nothing more can be said to it, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _extract(options: argparse.Namespace, words: Wording) -> int:
    """``gouji extract``: JSON to stdout, or one file each below ``-o``."""
    from extractor.emitters.json import to_json

    patterns = load(options.patterns)
    wording = Wording(patterns, words.lang)
    if options.output is not None:
        return _extract_into(options, words, patterns)
    several = len(options.files) > 1

    def emit(_: int, submission: Submission, report: Report) -> None:
        one_line = several or submission.member
        sys.stdout.write(to_json(report, wording, text=options.text, one_line=one_line).decode("utf-8"))

    return _over_files(options, words, patterns, emit, [])


def _extract_into(options: argparse.Namespace, words: Wording, patterns: Patterns) -> int:
    """``gouji extract -o DIR``: a file a report, and ``failed.json`` where an input could not be read."""
    from extractor.emitters import files
    from extractor.emitters.encoding import encode
    from extractor.emitters.json import to_json

    folder: Path = options.output
    wording = Wording(patterns, words.lang)
    names = files.target_names(options.files)
    taken = {name.casefold() for name in (*names, files.FAILURES) if name}
    failures: list[dict[str, object]] = []

    def emit(index: int, submission: Submission, report: Report) -> None:
        source = report.reading
        name = files.member_name(source.name, taken) if submission.member else names[index]
        target = folder / (name or files.digest_name(source.name, source.sha256))
        taken.add(target.name.casefold())
        if target.is_file() and files.report_of_other_input(target, source.sha256):
            _say(words.say("cli.replaced", target=target))
        content = to_json(report, wording, text=options.text)
        _write(target, content)
        _say(words.say("cli.written", source=_place(options.files[index], submission), target=target))
        if options.pages and isinstance(submission.content, bytes):
            from extractor.review.command import page_beside

            page_beside(target, content, report, submission.content, wording, _write, _say)

    status = _over_files(options, words, patterns, emit, failures)
    if failures:
        _write(folder / files.FAILURES, (encode(failures) + "\n").encode("utf-8"))
        _say(words.say("cli.failed", count=len(failures), target=folder / files.FAILURES))
    else:
        (folder / files.FAILURES).unlink(missing_ok=True)
    return status


def _write(target: Path, content: bytes) -> None:
    """Write a file whole. Raises `UsageError` where ``-o`` names a folder that can't be written."""
    from extractor.emitters.files import write_whole

    try:
        write_whole(target, content)
    except OSError as error:
        raise UsageError("output", str(target), reason=error.strerror or type(error).__name__) from error


def _check(options: argparse.Namespace, words: Wording) -> int:
    """``gouji check``: each report said to a reader."""
    from extractor.emitters.view import view

    patterns = load(options.patterns)
    wording = Wording(patterns, words.lang)
    papers = _papers(options, wording)
    between = ""

    def emit(index: int, submission: Submission, report: Report) -> None:
        nonlocal between
        sys.stdout.write(between + view(report, wording) + "\n")
        between = "\n"
        if papers is None or not isinstance(submission.content, bytes):
            return
        for paper in papers.of(index, report, submission.content, member=submission.member):
            if paper.content is None:
                _say(wording.say(paper.why, source=_place(options.files[index], submission)))
            else:
                _write(paper.target, paper.content)
                _say(words.say("cli.written", source=_place(options.files[index], submission), target=paper.target))

    return _over_files(options, words, patterns, emit, [])


def _papers(options: argparse.Namespace, wording: Wording) -> Papers | None:
    """What is to be written for people besides; None where nothing is. Raises `UsageError` ``mask-annotate``."""
    if not any((options.annotate, options.letter, options.working_paper)):
        return None
    if options.mask and options.annotate:
        raise UsageError("mask-annotate", str(options.annotate))
    from extractor.review.papers import Papers, Wanted

    wanted = Wanted(options.annotate, options.letter, options.working_paper, options.letter_template, options.decisions)
    return Papers(wanted, options.files, wording)


def _over_files(
    options: argparse.Namespace,
    words: Wording,
    patterns: Patterns,
    emit: Callable[[int, Submission, Report], None],
    failures: list[dict[str, object]],
) -> int:
    """Extract each file, and each one in an archive, and hand its report to ``emit`` with the file's index.

    One that fails is said, added to ``failures``, and stops no other. What is passed over in archives is said.
    """
    from extractor.emitters.mask import masked
    from extractor.pipeline import extract_bytes
    from extractor.readers.archive import Skipped

    status = OK
    passed_over: list[str] = []
    for index, submission in _submissions(options.files):
        path, content = options.files[index], submission.content
        place = _place(path, submission)
        try:
            if isinstance(content, Skipped):
                passed_over.append(place)
                continue
            if isinstance(content, Exception):
                raise content
            report = extract_bytes(submission.name, content, patterns, words=options.words, profile=options.profile)
            if options.mask:
                report = masked(report, patterns)
            emit(index, submission, report)
            if any(finding.severity in FAIL_ON[options.fail_on] for finding in report.verification.findings):
                status = max(status, FINDINGS)
            continue
        except (UsageError, PatternError, BrokenPipeError):
            raise
        except GoujiError as error:
            code, said = error.code, words.error(error, place if isinstance(error, ReadError) else None)
        except Exception as error:
            code, said = "unexpected", words.say("error.unexpected", place=place, reason=f"{type(error).__name__}: {error}")
            if os.environ.get("GOUJI_DEBUG"):
                traceback.print_exc()
        _say(said)
        failures.append({"name": submission.name, "code": code, "message": said})
        status = UNREADABLE
    if passed_over:
        shown = passed_over[:NAMED] + ["…"] * (len(passed_over) > NAMED)
        _say(words.say("cli.passed-over", count=len(passed_over), names=shown))
    return status


def _submissions(paths: Sequence[Path]) -> Iterator[tuple[int, Submission]]:
    """The submissions of each path with its index; a failure of the tool while it expands one is a submission with that failure."""
    from extractor.readers.submissions import Submission, submissions

    for index, path in enumerate(paths):
        try:
            yield from ((index, submission) for submission in submissions(path))
        except Exception as error:
            yield index, Submission(path.name, error)


def _place(path: Path, submission: Submission) -> str:
    """A submission as the person finds it: the path that they gave, and the way into the archive."""
    return f"{path}{submission.name.removeprefix(path.name)}" if submission.member else str(path)


def _batch(options: argparse.Namespace, words: Wording) -> int:
    """``gouji batch``: a folder in parallel."""
    from extractor.batch.command import run

    return run(options, words, FAIL_ON[options.fail_on])


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
    _say(words.say("patterns.summary", patterns=sum(1 for _ in patterns), examples=total, failures=len(failures)))
    return FINDINGS if failures else OK


def _schema(_: argparse.Namespace, __: Wording) -> int:
    from extractor.emitters.schema import schema_json

    print(schema_json())
    return OK


def _doctor(_: argparse.Namespace, words: Wording) -> int:
    """``gouji doctor``: a line for each part, with what it rests on or what installs it."""
    import platform

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


def _say(words: str) -> None:
    print(words, file=sys.stderr)
