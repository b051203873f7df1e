"""``gouji extract -o DIR --pages``: a review page beside each result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractor.emitters.wording import Wording
from extractor.model.errors import GoujiError
from extractor.model.report import Report
from extractor.review.decisions import recalled
from extractor.review.page import review_page


def page_beside(
    result: Path,
    content: bytes,
    report: Report,
    source: bytes,
    wording: Wording,
    write: Callable[[Path, bytes], None],
    say: Callable[[str], None],
) -> None:
    """Write the review page of the result whose JSON is ``content``, with the decisions that stand beside it; ``say`` tells the person."""
    decided = recalled(result, report, content)
    if isinstance(decided, GoujiError):
        say(wording.error(decided))
    page = review_page(report, source, content, wording.patterns, lang=wording.lang, name=result.name, decided=decided)
    target = result.with_suffix(".html")
    write(target, page.encode("utf-8"))
    say(wording.say("cli.page", target=target))
