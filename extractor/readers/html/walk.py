"""Walks a parsed page in document order and gives its text as blocks, every character of it in one channel.

The walk keeps its own stack, so that no depth of nesting matters. A block element ends the line before it and its own; ``br`` ends a line.
Automatic numbers of lists are kept beside their blocks. Tables of data become rows, those that lay the page out are walked through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.model.limits import bound
from extractor.model.page import Row
from extractor.readers.html.blocks import BREAK, FILE, LINK, Block, Channel, Flow, Place, joined
from extractor.readers.html.lists import Lists
from extractor.readers.html.styles import SKIPPED, Attributes, block, hidden, preserving, style_of
from extractor.readers.html.tables import Grid, only_lays_out, rows_of, shown
from extractor.readers.rows import row_line

DOCUMENT = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|rar|zip|7z|txt|jpe?g|png)(?:[?#].*)?$", re.IGNORECASE)
"""What a link to an annex ends with."""
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
ASIDE = frozenset(("button", "rt", "rtc"))
CHOICES = frozenset(("checkbox", "radio"))
PUSHED = frozenset(("submit", "button", "reset"))
UNSEEN_INPUTS = frozenset(("hidden", "image", "file", "range", "color", "password"))
CHECKED, UNCHECKED = "☑", "□"
DEEPEST_FRAME = 3


class State(NamedTuple):
    """What holds inside an element. channel: where its characters go. link: `LINK` or `FILE` inside one. script: ``sup``, ``sub`` or nothing."""

    tag: str
    block: bool
    place: int
    channel: Channel
    preserved: bool = False
    link: str = ""
    script: str = ""


class Walk:
    """Reads one page. blocks: its text. places: the block elements. frames_unread, deleted: what a flag must say."""

    def __init__(self, name: str, frames: Mapping[str, str]) -> None:
        self.blocks: list[Block] = []
        self.places: list[Place] = [Place(-1, "html", "")]
        self.frames_unread = False
        self.deleted = False
        self._name = name
        self._frames = frames
        self._within: list[str] = []
        """Addresses of the frames being read, from the outermost."""
        self._paragraphs = count(1)
        self._tables = 0
        self._in_cell = False
        self._flows = {channel: Flow(channel, self._paragraphs) for channel in Channel}
        self._lists = Lists()
        self._stack = [State("html", True, 0, Channel.TEXT)]

    def read(self, root: LexborNode) -> None:
        """The whole of an element."""
        depth = 0
        node = root
        while True:
            child = self._enter(node)
            if child is not None:
                depth, node = depth + 1, child
                continue
            while True:
                if depth == 0:
                    return
                following = node.next
                if following is not None:
                    node = following
                    break
                node = node.parent  # type: ignore[assignment] # above the root none is asked for
                self._leave()
                depth -= 1

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Takes a node; its first child where the walk goes on in it (then `_leave` follows)."""
        tag = str(node.tag)
        state = self._stack[-1]
        if tag == "-text":
            self._text(node.text_content or "", state)
            return None
        if tag.startswith("-") or tag in SKIPPED:
            if tag in ("iframe", "frame"):
                self._frame(tag, node.attributes, state)
            return None
        if tag == "br":
            self._flows[state.channel].add(BREAK)
            return None
        attributes: Attributes = node.attributes
        style = style_of(attributes)
        channel = state.channel
        if channel is not Channel.HIDDEN:
            channel = Channel.HIDDEN if hidden(tag, attributes, style) else Channel.ASIDE if tag in ASIDE else channel
        self.deleted = self.deleted or tag == "del"
        if tag in ("input", "select", "template"):
            self._control(node, tag, state._replace(channel=channel))
            return None
        if tag == "table" and channel is Channel.TEXT and not self._in_cell and self._table(node):
            return None
        return self._open(node, tag, attributes, style, state, channel)

    def _open(self, node: LexborNode, tag: str, attributes: Attributes, style: str, state: State, channel: Channel) -> LexborNode | None:
        """Begins an element that is walked through."""
        is_block, place = block(tag, style), state.place
        if is_block:
            self._flush()
            place = self._place(tag, attributes)
        if tag in ("ol", "ul"):
            self._lists.open(tag, attributes, node)
        elif tag == "li":
            self._lists.item(attributes)
        child = node.first_child
        entered = State(
            tag,
            is_block,
            place,
            channel,
            preserving(tag, style, state.preserved),
            _link(tag, attributes, state),
            _script(tag, style, state),
        )
        self._stack.append(entered)
        if child is None:
            self._leave()
        return child

    def _leave(self) -> None:
        state = self._stack[-1]
        if state.block:
            self._flush()
        elif state.channel is Channel.ASIDE:
            self._flows[Channel.ASIDE].add(" ")
        if state.tag == "li":
            self._lists.end_item()
        elif state.tag in ("ol", "ul"):
            self._lists.close()
        self._stack.pop()

    def _place(self, tag: str, attributes: Attributes) -> int:
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        self.places.append(Place(self._stack[-1].place, tag, names))
        return len(self.places) - 1

    def _flush(self) -> None:
        """Ends the line of every channel."""
        place = self._stack[-1].place
        for channel, flow in self._flows.items():
            if flow.empty:
                continue
            made = flow.take(place)
            if made and channel is Channel.TEXT:
                made[0].item = self._lists.take()
            self.blocks.extend(made)

    def _text(self, text: str, state: State) -> None:
        flow = self._flows[state.channel]
        if state.script and text.strip().isascii() and flow.last().isascii() and flow.last().isalnum():
            # 10 to the 4th is not 104, and a note's mark is no digit of the figure before it
            text = text.translate(RAISED if state.script == "sup" else LOWERED)
        flow.add(text, state.link, preserved=state.preserved)

    def _control(self, node: LexborNode, tag: str, state: State) -> None:
        """Fields of a form: what stands in them is text, what they do is not."""
        attributes: Attributes = node.attributes
        if tag == "template":
            self._flows[Channel.HIDDEN].add("".join(fragment.text(deep=True) for fragment in node.template_fragments()))
        elif tag == "select":
            options = [one for one in node.css("option") if one.text().strip()]
            chosen = [one for one in options if "selected" in one.attributes] or options[: "multiple" not in attributes]
            for option in options:
                picked = any(option.mem_id == one.mem_id for one in chosen)
                self._flows[state.channel if picked else Channel.HIDDEN].add(f" {option.text().strip()} ")
        elif (kind := (attributes.get("type") or "text").lower()) in CHOICES:
            self._flows[state.channel].add(CHECKED if "checked" in attributes else UNCHECKED)
        elif kind not in UNSEEN_INPUTS:
            value, hint = attributes.get("value") or "", attributes.get("placeholder") or ""
            aside = kind in PUSHED or not value
            channel = Channel.ASIDE if aside and state.channel is Channel.TEXT else state.channel
            self._flows[channel].add(f"{value or hint} " if aside else value)

    def _frame(self, tag: str, attributes: Attributes, state: State) -> None:
        """A page within the page: read where an MHTML holds it."""
        address = (attributes.get("src") or "").strip()
        unseen = state.channel is Channel.HIDDEN or hidden(tag, attributes, style_of(attributes))
        if not address or unseen or address.startswith(("about:", "javascript:")):
            return
        source = self._frames.get(address)
        if source is None or address in self._within or len(self._within) >= DEEPEST_FRAME:
            self.frames_unread = True
            return
        self._flush()
        self._within.append(address)
        parser = LexborHTMLParser(source)
        if parser.body is not None:
            self.read(parser.body)
        self._within.pop()

    def _table(self, table: LexborNode) -> bool:
        """Reads a table of data, row by row; False where it only lays out."""
        rows = rows_of(table)
        if not any(row.cells for row in rows) or only_lays_out(table, rows, first=not self.blocks):
            return False
        self._flush()
        place = self._place("table", table.attributes)
        self._stack.append(self._stack[-1]._replace(tag="table", block=True, place=place))
        for child in table.iter():
            if child.tag == "caption":
                self.read(child)
        visible = [row for row in rows if shown(row)]
        grid = Grid(len(visible))
        read: list[list[Block]] = []
        for row in visible:
            cells: list[tuple[str, Attributes]] = []
            blocks: list[Block] = []
            for cell in row.cells:
                if hidden("td", cell.attributes, style_of(cell.attributes)):
                    self.read(cell)
                    continue
                found = self._cell(cell)
                words = [one for one in found if one.channel is Channel.TEXT]
                cells.append((joined([(one.item[1] if one.item else "") + one.text.strip() for one in words]), cell.attributes))
                blocks.extend(found)
            grid.row(cells)
            read.append(blocks)
        self._rows(grid, read, place)
        for row in rows:
            if not shown(row):
                self.read(row.node)
        self._leave()
        return True

    def _rows(self, grid: Grid, read: list[list[Block]], place: int) -> None:
        """The lines of a table whose cells have been read, each followed by what its cells hold beside their text."""
        placed, columns = grid.cells()
        bound("html-too-large", self._name, "html-cells", columns * len(placed), what="cells")
        self._tables += 1
        for number, (cells, blocks) in enumerate(zip(placed, read, strict=True)):
            made = row_line(cells, columns, self._tables, number)
            if made.text:
                row: Row = made.row
                words = [one for one in blocks if one.channel is Channel.TEXT]
                links, files = sum(one.links for one in words), sum(one.files for one in words)
                self.blocks.append(Block(made.text, Channel.TEXT, place, next(self._paragraphs), links, files, row))
            self.blocks.extend(one for one in blocks if one.channel is not Channel.TEXT)

    def _cell(self, cell: LexborNode) -> list[Block]:
        before, self.blocks, self._in_cell = self.blocks, [], True
        self.read(cell)
        found, self.blocks, self._in_cell = self.blocks, before, False
        return found


def _link(tag: str, attributes: Attributes, state: State) -> str:
    """`LINK` or `FILE` inside a link."""
    if tag != "a" or not attributes.get("href"):
        return state.link
    return FILE if DOCUMENT.search(attributes.get("href") or "") else LINK


def _script(tag: str, style: str, state: State) -> str:
    if tag in ("sup", "sub") or "vertical-align" not in style:
        return tag if tag in ("sup", "sub") else state.script
    return "sup" if "vertical-align:super" in style else "sub" if "vertical-align:sub" in style else state.script
