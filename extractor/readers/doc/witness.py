"""Compares what a converter made of an old Word document with the characters that its piece table holds."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from extractor.readers.doc.stories import Stories, equation, shown
from extractor.readers.docx.names import ALTERNATE, TEXT_BOX, Element, M, W, chosen
from extractor.readers.docx.runs import CIRCLED, FIELD

STORIES = ("main", "textboxes", "footnotes", "endnotes", "headers", "header_textboxes")
WORDS = (f"{W}t", f"{W}delText", f"{M}t")
INSTRUCTION, SYMBOL = f"{W}instrText", f"{W}sym"
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
"""Categories of characters that a converter may write otherwise: spaces, controls, halves, those of symbol fonts."""
SYMBOL_MARK = "("
"""What a document holds where a character of a symbol font stands ([MS-DOC] 2.6.1, sprmCSymbol)."""


def squeezed(text: str) -> str:
    """The characters that a comparison goes by."""
    return "".join(char for char in text if char > " " and unicodedata.category(char) not in UNSEEN and char != "\ufffc")


def converted(package: bytes) -> dict[str, str]:
    """The text of each story in a DOCX package that a converter wrote, deleted text included; for each `w:sym` the character that stands for it."""
    told: dict[str, list[str]] = {story: [] for story in STORIES}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for part in sorted(archive.namelist()):
            kind = part.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            story = {"document": "main", "footnotes": "footnotes", "endnotes": "endnotes", "header": "headers", "footer": "headers"}.get(
                kind
            )
            if story is not None and part.startswith("word/"):
                boxes = "header_textboxes" if story == "headers" else "textboxes"
                root = etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
                instruction: list[str] = []
                for inside, text in _texts(root, False, instruction):
                    told[boxes if inside else story].append(text)
    return {story: "".join(pieces) for story, pieces in told.items()}


def _texts(element: Element, inside: bool, instruction: list[str]) -> Iterator[tuple[bool, str]]:
    """Every piece of text below an element in order, and whether it stands in a text box. instruction: pieces of that of the open field; of
    all instructions only enclosed characters are text, as they are for `docx.runs`.
    """
    for child in element:
        tag = child.tag
        if tag in WORDS:
            yield inside, child.text or ""
        elif tag == INSTRUCTION:
            instruction.append(child.text or "")
        elif tag == FIELD:
            said = "".join(instruction)
            instruction.clear()
            yield inside, equation(said) if CIRCLED.match(said) else ""
        elif tag == SYMBOL:
            yield inside, SYMBOL_MARK
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from _texts(branch, inside, instruction)
        elif isinstance(tag, str) and len(child):
            yield from _texts(child, inside or tag == TEXT_BOX, instruction)


def lost(stories: Stories, package: bytes) -> dict[str, int]:
    """How many characters of each story the package does not hold; stories of which nothing is lost are left out."""
    told = converted(package)
    counts = {story: _missing(squeezed(shown(getattr(stories, story))), squeezed(told[story])) for story in STORIES}
    return {story: count for story, count in counts.items() if count}


def _missing(wanted: str, found: str) -> int:
    return 0 if wanted == found else (Counter(wanted) - Counter(found)).total()


def unread(stories: Stories, package: bytes, story: str) -> list[str]:
    """The paragraphs of a story that the package does not hold, in order."""
    found = squeezed(converted(package)[story])
    paragraphs = shown(getattr(stories, story)).replace("\x07", "\r").replace("\x0b", "\r").replace("\x0c", "\r").split("\r")
    cleaned = ("".join(char for char in one if char >= " " or char == "\t").strip() for one in paragraphs)
    return [one for one in cleaned if squeezed(one) and squeezed(one) not in found]
