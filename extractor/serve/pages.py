"""The pages that the server gives: the desk, the review pages with their decisions, the page that refuses."""

from __future__ import annotations

from pathlib import Path

from extractor.batch.results import PAGES, page_of
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import Patterns
from extractor.model.errors import GoujiError
from extractor.review import index, page
from extractor.review.assembly import assembled, plain, policy, styled, words
from extractor.review.decisions import to_object
from extractor.review.hosting import Hosted, hosted
from extractor.serve.desk import FILES, Desk
from extractor.serve.job import Paper
from extractor.serve.records import Record, State

STATIC = Path(__file__).resolve().parent / "static"
STYLES: tuple[str | Path, ...] = ("base.css", "index.css", STATIC / "desk.css")
SCRIPTS: tuple[str | Path, ...] = ("common.js", "rows.js", STATIC / "fetch.js", STATIC / "upload.js", STATIC / "desk.js")
HOST = (STATIC / "fetch.js", STATIC / "hosted.js")
"""What keeps the decisions of a review page, in the place of the browser alone."""
REFUSED = ("base.css", STATIC / "refused.css")


def _own_words(patterns: Patterns) -> dict[str, list[str]]:
    """What the server's scripts say; the ids of their words begin with ``serve-``, beside those of the pages that they are part of."""
    return {f"serve-{id}": both for id, both in words(patterns, "serve.").items()}


def said(patterns: Patterns, error: GoujiError, place: str | None = None) -> list[str]:
    """An error in each of the languages."""
    return [plain(Wording(patterns, lang).error(error, place)) for lang in LANGUAGES]


def described(desk: Desk, record: Record) -> dict[str, object]:
    """An input as the desk's page knows it."""
    error, done = record.error, record.state is State.DONE
    return {
        "id": record.sha256,
        "shown": record.shown,
        "also": record.also,
        "bytes": record.bytes,
        "order": record.order,
        "state": record.state.value,
        "reason": None if error is None else said(desk.settings.patterns, error, record.shown),
        "row": record.row if done else None,
        "findings": len(record.findings),
        "settled": desk.settled(record),
        "page": f"{PAGES}/{Path(record.file).stem}.html" if done else None,
        "result": f"files/{record.sha256}/result.json" if done else None,
        "papers": papers(desk, record) if done else [],
        "kept": desk.shelf.has(record.sha256),
        "members": record.members,
        "passed": record.passed_over,
    }


def papers(desk: Desk, record: Record) -> list[str]:
    """What can be made of a report."""
    if not desk.shelf.has(record.sha256):
        return []
    annotated = record.form == "pdf" and not desk.settings.mask
    return [one.value for one in Paper if one is not Paper.ANNOTATED or annotated]


def desk_page(desk: Desk, lang: str, folder: str, largest: int) -> Hosted:
    """The page of the desk. folder: where the results are; largest: bytes of a file that is taken."""
    patterns = desk.settings.patterns
    data = {
        "lang": lang,
        "langs": list(LANGUAGES),
        "words": {**words(patterns, "index."), **_own_words(patterns)},
        "folder": folder,
        "largest": largest,
        "most": FILES,
        "mask": desk.settings.mask,
    }
    title = str(patterns.entry("serve.title").data[lang])
    made = hosted(assembled(title, data, STYLES, SCRIPTS), STYLES, SCRIPTS, (), {})
    assert made is not None
    return made


def report_page(desk: Desk, record: Record) -> Hosted | None:
    """The review page of a report as it lies in the folder, with the decisions as they are now; None where there is none of this version."""
    patterns = desk.settings.patterns
    try:
        html = page_of(desk.result(record)).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None
    try:
        held = desk.decided(record)
        decisions = (
            None if held is None else {"held": [to_object(one) for one in held.held.values()], "gone": len(held.gone), "wrong": None}
        )
    except GoujiError as error:
        decisions = {"held": [], "gone": 0, "wrong": said(patterns, error)}
    data = {
        "decisions": decisions,
        "desk": "../",
        "decide": f"../files/{record.sha256}/decisions",
        "result": record.result,
        "downloads": [
            ["result.json", f"../files/{record.sha256}/result.json"],
            *[[name, f"../files/{record.sha256}/{name}"] for name in papers(desk, record)],
            ["summary.xlsx", "../summary.xlsx"],
        ],
        "words": _own_words(patterns),
    }
    return hosted(html, page.STYLES, page.SCRIPTS, HOST, data)


def batch_page(path: Path) -> Hosted | None:
    """The page of the batch as it lies in the folder."""
    try:
        return hosted(path.read_text(encoding="utf-8"), index.STYLES, index.SCRIPTS, (), {"desk": "./"})
    except (OSError, UnicodeError):
        return None


def refused(patterns: Patterns, lang: str) -> tuple[str, str]:
    """What somebody sees who came without the token, and the policy of that page."""
    wording, style = Wording(patterns, lang), styled(REFUSED)
    title, about = plain(wording.say("serve.refused")), plain(wording.say("serve.refused-about"))
    brand = "".join(f"<span>{char}</span>" for char in wording.say("review.brand"))
    html = (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<link rel="icon" href="data:,">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main class="dialog">'
        f'<div class="seal">{brand}</div><h1>{title}</h1><p>{about}</p></main>\n</body>\n</html>\n'
    )
    return html, policy([style], [""], "frame-ancestors 'none'")
