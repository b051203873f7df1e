"""Web pages as saved from government sites (HTML, MHTML): the text that a browser shows, the article told from the frame of the site.

Lexbor parses as browsers do (HTML Living Standard), so no text is lost where tags are missing, crossed or misplaced. Every character shown is in a
line: those outside the article have the mark ``furniture``, those not shown ``hidden``. Scripts, style sheets and comments give nothing.

Characters of `Line.text` that are not in the file: automatic numbers of lists, the strokes between the cells of a row, ☑ and □ for boxes to tick;
raised digits (10 to the 4th) are written as such.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from extractor.model.errors import ReadError
from extractor.model.page import Line, Page, Reading, Unit
from extractor.readers.html.article import Article
from extractor.readers.html.blocks import Block, Channel
from extractor.readers.html.lists import with_numbers
from extractor.readers.html.source import Source, source_of
from extractor.readers.html.walk import Walk
from extractor.readers.libraries import version
from extractor.readers.text.mojibake import mojibake


def read(name: str, data: bytes) -> Reading:
    """Reads a page; ``paged`` is False, places are the paragraphs of the article; lines outside it have the number of the paragraph before them.

    Flags: the encoding where it is not UTF-8 (``encoding-gb18030``); ``replacement-characters`` (a few were lost); ``frames-unread`` (a page
    within the page lies in another file); ``deleted-text`` (deletions of tracked changes, which are hidden).
    `ReadError`: ``html-blank``, ``html-frames`` (all of it lies in another file), ``html-no-page``, ``html-too-deep``, ``html-too-large``, and of the text
    reader ``text-binary``, ``text-encoding``, ``text-mojibake``.
    """
    source = source_of(name, data)
    parser = LexborHTMLParser(source.text)
    walk = Walk(name, source.frames)
    if parser.root is not None:
        walk.read(parser.root)
    shown = "\n".join(block.text for block in walk.blocks if block.channel is Channel.TEXT)
    if not shown:
        raise ReadError("html-frames" if walk.frames_unread else "html-blank", name)
    reason = mojibake(shown)
    if reason is not None:
        at = source.text.find(reason.sample)
        raise ReadError(f"text-mojibake-{reason.kind}", name, line=source.text.count("\n", 0, max(0, at)) + 1, sample=reason.sample)
    with_numbers(walk.blocks)
    title = parser.css_first("title")
    furniture = Article(walk.blocks, walk.places, "" if title is None else title.text()).furniture
    return Reading(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        "html",
        "selectolax",
        (Page(1, tuple(_lines(walk.blocks, furniture))),),
        paged=False,
        flags=_flags(source, walk),
        versions={"selectolax": version("selectolax")},
        unit=Unit.PARAGRAPH,
    )


def _lines(blocks: Sequence[Block], furniture: frozenset[int]) -> list[Line]:
    lines: list[Line] = []
    number, paragraph = 0, 0
    for index, block in enumerate(blocks):
        outside = index in furniture or block.channel is not Channel.TEXT
        if not outside and block.paragraph != paragraph:
            number, paragraph = number + 1, block.paragraph
        mark = "hidden" if block.channel is Channel.HIDDEN else "furniture" if outside else "table" if block.row else None
        lines.append(Line(block.text, max(1, number), mark=mark, row=None if outside else block.row))
    return lines


def _flags(source: Source, walk: Walk) -> tuple[str, ...]:
    found = {
        f"encoding-{source.encoding}": source.encoding != "utf-8",
        "replacement-characters": source.lossy or any("\ufffd" in block.text for block in walk.blocks),
        "frames-unread": walk.frames_unread,
        "deleted-text": walk.deleted,
    }
    return tuple(sorted(flag for flag, holds in found.items() if holds))
