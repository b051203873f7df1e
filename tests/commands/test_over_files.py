"""What a worker that was taken over might ask its parent to write is not written."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from extractor.commands.orders import Made, Order, PapersWanted, Wanted
from extractor.commands.over_files import Run
from extractor.emitters.files import digest_name
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin

OUT = Path("out")
ORDER = Order(Path("a.txt"), "a.txt", "a.txt", False, "a.json", False)


def run() -> Run:
    wanted = Wanted((), "zh", False, None, False, (), papers=PapersWanted(letter=OUT))
    return Run(argparse.Namespace(files=[Path("a.txt")], limit=[]), Wording(builtin(), "zh"), wanted)


def made(target: str, *papers: Path) -> Made:
    return Made(b"{}", target, "0" * 64, False, None, tuple((path, b"x") for path in papers), ())


def test_what_was_asked_for_is_written() -> None:
    assert run()._is_ours(ORDER, made("a.json", OUT / "a.letter.docx"))
    assert run()._is_ours(ORDER._replace(target=None), made(digest_name("a.txt", "0" * 64)))


@pytest.mark.parametrize(
    "answer",
    [
        made("../a.json"),
        made("/etc/cron.d/a"),
        made("b.json"),
        made("a.json", Path("/etc/cron.d/a.x")),
        made("a.json", OUT / "b.docx"),
        made("a.json", OUT / ".." / "a.x"),
    ],
    ids=str,
)
def test_what_was_not_asked_for_is_refused(answer: Made) -> None:
    assert not run()._is_ours(ORDER, answer)
