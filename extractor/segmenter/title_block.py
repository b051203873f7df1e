"""The document's title, the bodies named below it, and the addressees (标题, 主送机关)."""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.outline import Element
from extractor.model.text import Span
from extractor.segmenter.bodies import bodies, enumeration
from extractor.segmenter.passages import Passage

_LONGEST_LINE = 80
_SHORT_LINE = 12
"""A line of a title that looks complete is followed by no more than this, if it goes on."""


def find_title(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """The lines of the title, top to bottom; sets the kind ``title``. Further titles (the same on cover and first page) are
    ``title_again``.

    A title ends in a line such as …报告; where there are several, the longest is the document's. Without any, a line that ends like a
    weaker title (…自评, …情况) or begins with 关于, else a centred line. None of these: no title.
    """
    titles = _complete(front, kinds, patterns) or _weak(front, kinds, patterns)
    if not titles:
        return []
    wording = ["".join(front[index].content for index in lines) for lines in titles]
    best = max(range(len(titles)), key=lambda index: (len(wording[index]), -index))
    found: list[Element] = []
    for lines in titles:
        for index in lines:
            kinds[index] = "title"
            found.append(Element("title" if lines == titles[best] else "title_again", front[index].content, front[index].span))
    return found


def _runs(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[list[int]]:
    """Runs of neighbouring lines that may belong to a title."""
    runs: list[list[int]] = []
    for index, passage in enumerate(front):
        if kinds[index] is None and len(passage.content) <= _LONGEST_LINE * 2 and not passage.content.endswith(("：", ":")):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    return runs


def _complete(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[list[int]]:
    """Runs cut after each line in which a title ends, the tails that go on with 暨, 的 … included."""
    found: list[list[int]] = []
    for run in _runs(front, kinds, patterns):
        lines: list[int] = []
        complete = False
        for index in run:
            content = front[index].content
            ends = patterns.one("title.complete").search(content) is not None
            if complete and not (patterns.one("title.joint").search(content) or (ends and len(content) <= _SHORT_LINE)):
                found.append(lines)
                lines, complete = [], False
            lines.append(index)
            complete = complete or ends
        if complete:
            found.append(lines)
    return found


def _weak(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[list[int]]:
    """Lines that may be a title although none ends like one."""
    for run in _runs(front, kinds, patterns):
        ends = [place for place, index in enumerate(run) if patterns.one("title.weak").search(front[index].content)]
        if ends:
            return [run[: ends[-1] + 1]]
    for run in _runs(front, kinds, patterns):
        lines = [index for index in run if len(front[index].content) <= _LONGEST_LINE]
        leads = [place for place, index in enumerate(lines) if patterns.one("title.lead").search(front[index].content)]
        if leads:
            first = leads[0]
            begin = first - 1 if first and bodies(front[lines[first - 1]], patterns) else first
            return [lines[begin : first + 1]]
        if lines and front[lines[0]].centred and not bodies(front[lines[0]], patterns):
            return [lines[:1]]
    return []


def find_byline(front: list[Passage], kinds: list[str | None], patterns: Patterns) -> list[Element]:
    """A signature below the title, alone or with its date; sets the kind ``byline``.

    A body there without a date, just above the text, is an addressee unless the letterhead or the title names it as issuer or begins with
    the same region.
    """
    found: list[Element] = []
    if "title" not in kinds:
        return found
    title = kinds.index("title")
    issuing = tuple(passage.content for index, passage in enumerate(front) if kinds[index] in ("title", "letterhead"))
    for index in range(title + 1, len(front)):
        passage = front[index]
        if kinds[index] is not None:
            continue
        match = patterns.one("tail.signature").search(passage.content)
        named = bodies(passage.part(*match.span("bodies")), patterns) if match and match["bodies"] else []
        dated = match is not None and (match["date"] is not None or (index + 1 < len(front) and kinds[index + 1] in ("head_date", "blank")))
        if match is None or not named or not (dated or match["seal"] or all(_issues(body.content, issuing) for body in named)):
            continue
        kinds[index] = "byline"
        found.extend(Element("byline", body.content, body.span) for body in named)
        found.append(Element("byline_line", passage.content, passage.span))
        if match["date"]:
            found.append(Element("head_date", match["date"], Span(passage.start + match.start("date"), passage.start + match.end("date"))))
    return found


def _issues(name: str, issuing: tuple[str, ...]) -> bool:
    """Whether the letterhead or the title begins like a body's name."""
    return any(line.startswith(name[:2]) for line in issuing)


def find_addressees(front: list[Passage], kinds: list[str | None], patterns: Patterns, named: bool) -> list[Element]:
    """The addressees, at the end of the head; sets the kind ``addressees``.

    named False: only lines that end with a colon (and the lines above that they go on from). named True: one without a colon, below the
    title.
    """
    if "addressees" in kinds:
        return []
    last = len(front) - 1
    while last >= 0 and kinds[last] in ("frame", "contents", "table"):
        last -= 1
    if last < 0 or kinds[last] is not None:
        return []
    colon = front[last].content.endswith(("：", ":"))
    if colon == named or (named and "title" not in kinds[:last]):
        return []
    first = last
    while first and kinds[first - 1] is None and front[first - 1].content.endswith("、"):
        first -= 1
    found: list[Element] = []
    for index in range(first, last + 1):
        names = addressees(front[index], patterns)
        if not names:
            return []
        found.extend(Element("addressees", name.content, name.span) for name in names)
    for index in range(first, last + 1):
        kinds[index] = "addressees"
        found.append(Element("addressees_line", front[index].content, front[index].span))
    return found


def addressees(passage: Passage, patterns: Patterns) -> list[Passage]:
    """The names in a line of addressees, without its colon; empty where anything in it is no addressee."""
    line = patterns.one("head.addressees").search(passage.content)
    if line is None:
        return []
    one = patterns.one("head.addressee")
    found: list[Passage] = []
    for item in enumeration(passage.part(*line.span("names"))):
        fields = item.fields()
        if len(fields) > 1 and all(len(field.content) > 1 and one.search(field.content) for field in fields):
            found.extend(fields)
        elif one.search(item.content):
            found.append(item)
        else:
            return []
    return found
