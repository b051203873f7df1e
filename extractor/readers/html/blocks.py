"""What a page is made of once its markup is read: blocks of text in order, and the elements they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from extractor.model.page import Row

BREAK, SPACE, TAB, LINK, FILE, END = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5"
"""Characters that are none: the end of a line; white space that counts; the begin of a link, of one to a document; the end of either."""
MARKS = re.compile(f"[{LINK}{FILE}{END}]")
LINKED = re.compile(f"([{LINK}{FILE}])([^{END}]*){END}")
WHITE = re.compile(r"[ \t\n\r\f]+")
AROUND = re.compile(f"[{LINK}{FILE}{END}]*")
INDENT = re.compile(r"\u3000|[\u00a0\u2002\u2003 ]{2}")
PRESERVED = str.maketrans({" ": SPACE, "\t": TAB, "\n": BREAK})
RESTORED = str.maketrans({SPACE: " ", TAB: "\t"})


class Channel(StrEnum):
    """Where characters go."""

    TEXT = "text"
    HIDDEN = "hidden"
    """Not shown."""
    ASIDE = "aside"
    """Shown, but no part of the text: buttons, hints in empty fields, how a character is spoken."""


@dataclass(slots=True)
class Place:
    """A block element. parent: index of the one round it, -1 for the page. names: its class and id."""

    parent: int
    tag: str
    names: str


@dataclass(slots=True)
class Block:
    """A line of text. place: index of its element. paragraph: lines of one share it. links, files: characters that are links to pages, to documents.
    item: the list whose automatic number opens it, and the number as printed.
    """

    text: str
    channel: Channel
    place: int
    paragraph: int
    links: int = 0
    files: int = 0
    row: Row | None = None
    item: tuple[int, str] | None = None


class Flow:
    """Gathers the characters of one channel up to the end of their block."""

    def __init__(self, channel: Channel, paragraphs: count[int]) -> None:
        self._channel = channel
        self._paragraphs = paragraphs
        self._pieces: list[str] = []

    def add(self, text: str, link: str = "", *, preserved: bool = False) -> None:
        """Characters as the source has them. link: `LINK` or `FILE` inside one. preserved: white space counts."""
        if preserved:
            text = text.replace("\r\n", "\n").translate(PRESERVED)
        if link:
            text = BREAK.join(f"{link}{piece}{END}" for piece in text.split(BREAK))
        self._pieces.append(text)

    @property
    def empty(self) -> bool:
        return not self._pieces

    def last(self) -> str:
        """The last character so far."""
        return MARKS.sub("", self._pieces[-1])[-1:] if self._pieces else ""

    def take(self, place: int) -> list[Block]:
        """The lines gathered, none where nothing was. A blank one between two, or an indent, opens another paragraph."""
        raw = "".join(self._pieces)
        self._pieces.clear()
        blocks: list[Block] = []
        paragraph = -1
        for line in _collapsed(raw).split(BREAK):
            text = MARKS.sub("", line).strip(" ").translate(RESTORED)
            if not text.strip():
                paragraph = -1
                continue
            if paragraph < 0 or INDENT.match(text):
                paragraph = next(self._paragraphs)
            links, files = _linked(line, LINK), _linked(line, FILE)
            blocks.append(Block(text, self._channel, place, paragraph, links, files))
        return blocks


def size(text: str) -> int:
    """How many characters of a text are not white space."""
    return sum(map(len, text.split()))


def wide(char: str) -> bool:
    """Whether a character is set on the Chinese grid."""
    return char >= "\u2e80" and not "\ufdd0" <= char <= "\ufdef"


def joined(lines: list[str]) -> str:
    """The lines of a cell as one, with a space only beside what is not Chinese."""
    text = ""
    for line in lines:
        text += line if not text or (wide(text[-1]) and wide(line[0])) else f" {line}"
    return text


def _linked(line: str, mark: str) -> int:
    return sum(size(text) for kind, text in LINKED.findall(line) if kind == mark) if mark in line else 0


def _collapsed(text: str) -> str:
    """White space as a browser shows it: one space; none where a line of the source breaks between two Chinese characters (CSS Text 3, 4.1.3)."""

    def shown(match: re.Match[str]) -> str:
        if "\n" not in match[0]:
            return " "
        end = AROUND.match(text, match.end())
        after = text[end.end() : end.end() + 1] if end is not None else ""
        at = match.start()
        while at and text[at - 1] in (LINK, FILE, END):
            at -= 1
        return "" if wide(text[at - 1 : at]) and wide(after) else " "

    return WHITE.sub(shown, text)
