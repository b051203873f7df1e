"""The text of one paragraph, in both readings of its tracked changes.

What is shown is read: results of fields and not their instructions, the base of ruby, symbols as characters, one branch of what stands
twice. Hidden text (``w:vanish``, also by style) and the marks of notes are left out. A move changes no figure: moved text is read where
it went in both readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractor.readers.docx.flow import ACCEPTED, BOTH, REJECTED
from extractor.readers.docx.names import (
    ALTERNATE,
    DELETED,
    INSERTED,
    MOVED_TO,
    PARAGRAPH,
    RUN,
    RUN_PROPERTIES,
    TEXT_BOX,
    TRANSPARENT,
    VAL,
    Element,
    M,
    W,
    chosen,
    switched,
    whole,
)
from extractor.readers.docx.package import Parts
from extractor.readers.docx.styles import Styles, style_of
from extractor.readers.docx.symbols import shown

TAB = f"{W}tab"
WORDS = (f"{W}t", f"{W}delText")
INSTRUCTIONS = (f"{W}instrText", f"{W}delInstrText")
SYMBOL, FIELD = f"{W}sym", f"{W}fldChar"
MARKS = {TAB: "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
SIMPLE_FIELD = f"{W}fldSimple"
PAGE_NUMBER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
CIRCLED = re.compile(r"^\s*eq\s+\\o\s*(?:\\ac\s*)?\(\s*[○◯〇]\s*[,，]\s*(\d{1,2})\s*\)", re.IGNORECASE)
"""The field that Word writes for an enclosed character: a number laid over a circle."""
MORE_THAN_TEXT = (
    *MARKS,
    *NOTES,
    *DRAWN,
    *INSTRUCTIONS,
    *(f"{W}{name}" for name in ("br", "sym", "fldChar", "fldSimple", "ruby", "ins", "del", "moveFrom", "moveTo", "delText")),
    ALTERNATE,
    f"{M}oMath",
)
"""What makes a paragraph more than its ``w:t`` elements one after the other."""

SYMBOL_FONTS = (b"ingdings", b"INGDINGS", b"ebdings", b"ymbol")


@dataclass(slots=True)
class Content:
    """What a paragraph holds: pieces of text with the readings that they stand in, the text boxes anchored in it (and whether each stands before
    any of its text), and the notes that it refers to.
    """

    pieces: list[tuple[str, int]] = field(default_factory=list)
    boxes: list[tuple[Element, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def text(self, reading: int) -> str:
        return "".join(text for text, readings in self.pieces if readings & reading)

    @property
    def revised(self) -> bool:
        return any(readings != BOTH for _, readings in self.pieces)


@dataclass(slots=True)
class _Field:
    """A complex field that is open: whether its result has begun, and its instruction."""

    result: bool = False
    instruction: list[str] = field(default_factory=list)
    shown: str = ""


class Runs:
    """Reads paragraphs in document order; fields may run over several of them."""

    def __init__(self, parts: Parts, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._special: set[Element] = set()
        self._instructing = 0  # open fields whose result has not begun
        self.page_numbers = True
        """Whether the results of page number fields are read; in headers and footers they say nothing."""
        # Properties of a run rarely change what it shows (hidden text, symbol fonts): where no run's do, none is looked at.
        self._properties = styles.hide_anything or parts.hold(f"{W}vanish") or parts.mention(*SYMBOL_FONTS)
        self._watched = (*MORE_THAN_TEXT, *((RUN_PROPERTIES,) if self._properties else ()))

    def read(self, paragraph: Element, style: str | None) -> Content:
        """The content of a ``w:p`` of a style."""
        content = Content()
        self._walk(paragraph, BOTH, content, style)
        return content

    def scan(self, root: Element) -> None:
        """Find the paragraphs below ``root`` that hold more than text, in one pass over the tree. Most hold nothing but text, and of those
        libxml2 gives the text many times faster than `read`.
        """
        self._special.clear()
        for element in root.iter(*self._watched):
            if element.tag != TAB or element.get(VAL) is None:  # a w:tab with a value is a tab stop
                self._special.update(element.iterancestors(PARAGRAPH))

    def plain(self, paragraph: Element, style: str | None) -> str | None:
        """The text of a paragraph that holds nothing but text; None for any other."""
        if self._fields or paragraph in self._special or (self._properties and self._styles.hides(style)):
            return None
        text: str = etree.tostring(paragraph, method="text", encoding="unicode", with_tail=False)
        return None if "\r" in text else text

    def _walk(self, parent: Element, readings: int, content: Content, style: str | None) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, readings, content, style)
            elif tag in TRANSPARENT:
                if tag != SIMPLE_FIELD or self._shows(child.get(f"{W}instr", "")):
                    self._walk(child, readings, content, style)
            elif tag == INSERTED:
                self._walk(child, readings & ACCEPTED, content, style)
            elif tag == DELETED:
                self._walk(child, readings & REJECTED, content, style)
            elif tag == MOVED_TO:
                self._walk(child, readings, content, style)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, readings, content, style)
            elif tag == f"{M}oMath":
                self._piece(_formula(child), readings, content)
            # w:moveFrom is read where it went; properties, bookmarks, comments and proofing marks show nothing

    def _run(self, run: Element, readings: int, content: Content, style: str | None) -> None:
        if self._properties and self._hidden(run.find(RUN_PROPERTIES), style):
            self._fields_only(run)
            return
        font = ""
        for child in run:
            tag = child.tag
            if tag in WORDS:
                if child.text:
                    self._text(child.text, font, readings, content)
            elif tag == RUN_PROPERTIES:
                fonts = child.find(f"{W}rFonts") if self._properties else None
                font = "" if fonts is None else fonts.get(f"{W}ascii", "")
            elif tag in MARKS:
                self._piece(MARKS[tag], readings, content)
            elif tag == f"{W}br":
                if child.get(f"{W}type", "textWrapping") == "textWrapping":
                    self._piece("\n", readings, content)
            elif tag == FIELD:
                self._field(child, readings, content)
            elif tag in INSTRUCTIONS:
                if self._fields and child.text:
                    self._fields[-1].instruction.append(child.text)
            elif tag == SYMBOL:
                code = child.get(f"{W}char", "")
                if re.fullmatch("[0-9A-Fa-f]{1,6}", code) and int(code, 16) < 0x110000:
                    self._text(chr(int(code, 16)), child.get(f"{W}font", ""), readings, content)
            elif tag in NOTES:
                if readings & ACCEPTED:
                    content.notes.append((NOTES[tag], child.get(f"{W}id", "")))
            elif tag == f"{W}ruby":
                base = child.find(f"{W}rubyBase")
                if base is not None:
                    self._walk(base, readings, content, style)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._run(branch, readings, content, style)
            elif tag in DRAWN and readings & ACCEPTED:
                before = not any(text.strip() for text, _ in content.pieces)
                content.boxes.extend((box, before) for box in _boxes(child))
            # w:lastRenderedPageBreak and the marks inside notes show nothing

    def _text(self, text: str, font: str, readings: int, content: Content) -> None:
        if font:
            text = shown(text, font)
        self._piece(text, readings, content)

    def _piece(self, text: str, readings: int, content: Content) -> None:
        if readings and not self._instructing:
            if "\r" in text:  # written as a character reference, XML hands it on; Word breaks the line there
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            content.pieces.append((text, readings))

    def _shows(self, instruction: str) -> bool:
        """Whether the result of a field is read."""
        return self.page_numbers or PAGE_NUMBER.match(instruction) is None

    def _hidden(self, properties: Element | None, style: str | None) -> bool:
        own = None if properties is None else switched(properties.find(f"{W}vanish"))
        # w:vanish of a paragraph style and of a character style take each other back (17.7.3)
        return own if own is not None else self._styles.hides(style) != self._styles.hides(style_of(properties, "rStyle"))

    def _fields_only(self, run: Element) -> None:
        """A hidden run shows nothing, but the fields that it opens and closes are counted."""
        for child in run:
            if child.tag == FIELD:
                self._field(child, 0, Content())
            elif child.tag in INSTRUCTIONS and self._fields and child.text:
                self._fields[-1].instruction.append(child.text)

    def _field(self, mark: Element, readings: int, content: Content) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(shown=_form_field(mark)))
            self._instructing += 1
        elif kind == "separate" and self._fields and not self._fields[-1].result:
            if not self._shows("".join(self._fields[-1].instruction)):
                return
            self._fields[-1].result = True
            self._instructing -= 1
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            self._instructing -= not closed.result
            if not closed.result:
                circled = CIRCLED.match("".join(closed.instruction))
                text = closed.shown
                if circled:
                    number = int(circled[1])
                    text = chr(0x245F + number) if 1 <= number <= 20 else circled[1]
                self._piece(text, readings, content)


def _form_field(begin: Element) -> str:
    """What a form field shows that has no result: the mark of a check box, the entry of a list."""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = switched(box.find(f"{W}checked"))
        return "☑" if (switched(box.find(f"{W}default")) if state is None else state) else "☐"
    chosen_one = begin.find(f"{W}ffData/{W}ddList")
    if chosen_one is None:
        return ""
    entries = [one.get(VAL, "") for one in chosen_one.iterchildren(f"{W}listEntry")]
    index = chosen_one.find(f"{W}result")
    position = 0 if index is None else whole(index.get(VAL)) or 0
    return entries[position] if 0 <= position < len(entries) else ""


def _boxes(drawn: Element) -> list[Element]:
    """The text boxes of a drawing, in order; those inside another box are left to it, and of what stands twice one is taken."""
    found: list[Element] = []
    for child in drawn:
        if child.tag == TEXT_BOX:
            found.append(child)
        elif child.tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                found.extend(_boxes(branch))
        elif isinstance(child.tag, str) and len(child):
            found.extend(_boxes(child))
    return found


def _formula(formula: Element) -> str:
    """A formula in one line: fractions with a stroke, powers with ``^``; what is simple is not bracketed."""

    def said(element: Element) -> str:
        if element.tag == f"{M}t":
            return element.text or ""
        parts = {child.tag: said(child) for child in element if element.tag in (f"{M}f", f"{M}sSup")}
        if element.tag == f"{M}f":
            return f"{_bracketed(parts.get(f'{M}num', ''))}/{_bracketed(parts.get(f'{M}den', ''))}"
        if element.tag == f"{M}sSup":
            return f"{parts.get(f'{M}e', '')}^{_bracketed(parts.get(f'{M}sup', ''))}"
        return "".join(said(child) for child in element if isinstance(child.tag, str))

    return said(formula)


def _bracketed(term: str) -> str:
    return term if re.fullmatch(r"[\w.%％]*", term) else f"({term})"
