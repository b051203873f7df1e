"""Where every word stands on the page that people look at: runs of characters on printed pages, paragraphs and cells elsewhere.

Offsets count UTF-16 code units, as a browser counts characters; lengths are tenths of a point from the top left of the page.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from extractor.model.page import Line
from extractor.model.text import Paragraph, Span, Text

GAP = 0.35
"""Widths of a character that a gap between two of them may have within a run; where more was printed, it is not part of the text."""
DRIFT = 0.4
"""Heights by which the next character of a run may stand higher or lower."""

Run = list[int]
"""page, offset of the first character, top, height, left edge, then for each code unit the way to the next one."""


class Offsets:
    """Turns offsets in code points into offsets in UTF-16 code units."""

    def __init__(self, content: str) -> None:
        wide = any(char > "\uffff" for char in content)
        self._before = list(accumulate((1 + (char > "\uffff") for char in content), initial=0)) if wide else None

    def at(self, offset: int) -> int:
        return offset if self._before is None else self._before[min(offset, len(self._before) - 1)]

    def span(self, span: Span | None) -> list[int] | None:
        """Start and end."""
        return None if span is None else [self.at(span.start), self.at(span.end)]


def runs(text: Text, offsets: Offsets) -> list[Run]:
    """The characters of ``text`` where they are printed, in the order of their offsets; a paged text only."""
    found: list[Run] = []
    last_left = last_right = last_width = 0.0
    last_line = -1
    for offset, index in enumerate(text.line_of):
        if index < 0:
            continue
        source = text.lines[index]
        box = source.line.box(text.start_of[offset], text.end_of[offset])
        if box is None or _is_bar(source.line, text.start_of[offset]):
            continue
        left, top, height = _tenths(box.x0), _tenths(box.top), _tenths(box.bottom - box.top)
        run = found[-1] if found and index == last_line else None
        if (
            run is None
            or left < run[4]
            or box.x0 < last_right - last_width
            or box.x0 - last_right > GAP * max(last_width, 2.0)
            or abs((top + height / 2) - (run[2] + run[3] / 2)) > DRIFT * max(run[3], height)
        ):
            run = [source.page, offsets.at(offset), top, height, left]
            found.append(run)
        else:
            bottom = max(run[2] + run[3], top + height)
            run[2] = min(run[2], top)
            run[3] = bottom - run[2]
            run[-1] = max(0, left - _tenths(last_left))
        if text.content[offset] > "\uffff":
            run.append(0)  # of two code units the second has the width
        run.append(max(0, _tenths(box.x1) - left))
        last_left, last_right, last_width, last_line = box.x0, box.x1, box.x1 - box.x0, index
    return found


def paragraphs(text: Text, offsets: Offsets) -> list[dict[str, object]]:
    """The paragraphs of ``text`` in order: offsets, number of the line or paragraph in the source, how it is set, and its cells where it is a row."""
    return [_paragraph(text, paragraph, offsets) for paragraph in text.paragraphs]


def _paragraph(text: Text, paragraph: Paragraph, offsets: Offsets) -> dict[str, object]:
    source = text.lines[paragraph.first_line]
    made: dict[str, object] = {"at": offsets.span(paragraph.span), "number": source.line.number}
    if source.sheet is not None:
        made["sheet"] = source.sheet
    if paragraph.centred:
        made["centred"] = True
    if paragraph.size is not None:
        made["size"] = round(paragraph.size, 1)
    row = source.line.row
    if row is not None and paragraph.first_line == paragraph.last_line:
        made["table"], made["row"] = row.table, row.number
        made["cells"] = [
            [*_within(text, paragraph, cell.start, cell.end, offsets), cell.column, cell.colspan, cell.rowspan] for cell in row.cells
        ]
    return made


def _within(text: Text, paragraph: Paragraph, start: int, end: int, offsets: Offsets) -> tuple[int, int]:
    """The offsets of columns ``start`` to ``end`` of the one line that a paragraph is made of."""
    first = bisect_left(text.start_of, start, paragraph.start, paragraph.end)
    last = bisect_left(text.start_of, end, first, paragraph.end)
    return offsets.at(first), offsets.at(last)


def _is_bar(line: Line, column: int) -> bool:
    """Whether a character of a table's row is one of the bars between its cells, which are not printed."""
    return line.row is not None and not any(cell.start <= column < cell.end for cell in line.row.cells)


def _tenths(points: float) -> int:
    return round(points * 10)
