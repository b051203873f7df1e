"""A draft as printed lines of text, in the writer's habits: widths, spaces, marks, labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from corpus.recipes.pieces import Draft, Section, rendered

NARROW = str.maketrans("，：；（）？", ",:;()?")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Printed:
    """A paragraph as printed: its label apart from its text. rows: the cells of a table."""

    label: str
    text: str
    align: str
    role: str
    section: Section | None = None
    rows: list[list[str]] | None = None

    @property
    def whole(self) -> str:
        return self.label + self.text


def label(section: Section, style: dict[str, object], random: Random) -> str:
    """The label as this writer prints it."""
    canonical = section.label
    match section.scheme:
        case "cn":
            return canonical[:-1] + str(style["cn"])
        case "cn-brackets" | "brackets":
            narrow = style["brackets"] == "half" or (style["brackets"] == "mixed" and random.random() < 0.5)
            printed = canonical.translate(NARROW) if narrow else canonical
            return printed + ("、" if section.scheme == "cn-brackets" and style["brackets mark"] else "")
        case "dot":
            return canonical[:-1] + str(style["dot"])
        case "dotted" | "part" | "chapter" | "B":
            return canonical + " "
    return canonical


def printed(draft: Draft, *, plain: bool = False) -> list[Printed]:
    """The paragraphs of a draft in order. plain: without what only text files have (full-width digits, markdown)."""
    style = draft.style
    random = Random(f"print/{draft.split}/{draft.seed}/{draft.index}")
    found: list[Printed] = []
    for block in draft.blocks:
        mark = label(block.section, style, random) if block.section is not None else ""
        text = rendered(block.atoms)
        if block.role in ("text", "heading", "opening", "closing"):
            text = _noisy(text, style, random, plain=plain)
            if style["narrow"]:
                mark = mark.translate(NARROW)
            if style["markdown"] and not plain:
                text = re.sub(r"(?:^|(?<=[；。]))([一二三四五六]是)", r"**\1**", text)
        rows = None if block.rows is None else [[rendered(cell) for cell in row] for row in block.rows]
        if text or mark or rows:
            found.append(Printed(mark, text, block.align, block.role, block.section, rows))
    return found


def _noisy(text: str, style: dict[str, object], random: Random, *, plain: bool) -> str:
    if style["narrow"]:
        text = text.translate(NARROW)
    if style["spaced figures"]:
        text = re.sub(r"(?<=[一-鿿])(\d[\d,.]*)(?=[一-鿿])", lambda found: f" {found[0]} " if random.random() < 0.5 else found[0], text)
    if style["wide digits"] and not plain:
        text = text.translate(WIDE) if not re.search(r"[〔\[【]|[A-Za-z]", text) else text
    return text
