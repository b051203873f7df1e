"""Tables of a report: rows that readers mark, joined over page breaks, with their heads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.table_heads import main_head
from extractor.facts.table_pieces import Piece
from extractor.language.patterns import Patterns
from extractor.model.facts import Table, TableCell
from extractor.model.page import Row
from extractor.model.text import Paragraph, Removal, Span, Text


def find_tables(text: Text, patterns: Patterns) -> tuple[Table, ...]:
    """The tables of a text in document order.

    Pieces are one table where nothing but a mark like 续表 stands between them and they have equally many columns: across a page break, or
    where the head is repeated (and then left out). A merged cell and one whose text a page break cuts go on over it.
    """
    found: list[Table] = []
    joined: Piece | None = None
    for piece in _pieces(text):
        if joined is not None and _continues(text, joined, piece, patterns):
            _join(joined, piece, patterns)
            continue
        if joined is not None:
            found.append(_table(len(found) + 1, joined, patterns))
        joined = piece
        joined.head = main_head(list(joined.rows.values()), patterns)
    if joined is not None:
        found.append(_table(len(found) + 1, joined, patterns))
    return tuple(found)


def _pieces(text: Text) -> list[Piece]:
    """The runs of rows with one table number."""
    pieces: list[Piece] = []
    between: list[Paragraph] = []
    for paragraph in text.paragraphs:
        source = text.lines[paragraph.first_line]
        row = source.line.row if paragraph.table else None
        if row is None:
            between.append(paragraph)
            continue
        if not pieces or pieces[-1].table != row.table:
            pieces.append(Piece(row.table, source.page, row, between=between, first=paragraph.start))
        piece = pieces[-1]
        piece.add(row.number, _cells(text, paragraph, row))
        piece.last, piece.end_page = paragraph.end, source.page
        between = []
    return pieces


def _cells(text: Text, paragraph: Paragraph, row: Row) -> list[TableCell]:
    """The cells of a row with their text and its place; a row is one line of the source, so columns rise with offsets."""
    cells: list[TableCell] = []
    for cell in row.cells:
        start = bisect_left(text.start_of, cell.start, paragraph.start, paragraph.end)
        end = bisect_left(text.start_of, cell.end, start, paragraph.end)
        content = text.content[start:end]
        word = content.strip()
        start += len(content) - len(content.lstrip())
        at = Span(start, start + len(word)) if word else None
        cells.append(TableCell(row.number, cell.column, cell.rowspan, cell.colspan, word, at))
    return cells


def _continues(text: Text, joined: Piece, piece: Piece, patterns: Patterns) -> bool:
    """Whether a piece goes on the table before it."""
    if piece.columns != joined.columns and not piece.shape.shares_columns(joined.shape):
        return False
    mark = patterns.one("table.continued")
    if any(mark.search(text.slice(paragraph.span).strip()) is None for paragraph in piece.between):
        return False
    repeated = bool(_repeated(joined, piece, patterns))
    if text.paged:
        return piece.page == joined.end_page + 1 and (repeated or not _has_own_head(piece, patterns))
    return repeated or bool(piece.between) or (_turned(text, joined, piece) and not _has_own_head(piece, patterns))


def _turned(text: Text, joined: Piece, piece: Piece) -> bool:
    """Whether nothing but a page number or a running head stands between two pieces of a text without pages."""
    lines = range(text.line_of[joined.last - 1] + 1, text.line_of[piece.first])
    return any(one.reason is Removal.FURNITURE and one.line in lines for one in text.removed)


def _has_own_head(piece: Piece, patterns: Patterns) -> bool:
    """Whether a piece begins with a head: another than that of the piece before, it begins another table."""
    head = main_head(list(piece.rows.values()), patterns)
    return head is not None and head[0] == 0


def _repeated(joined: Piece, piece: Piece, patterns: Patterns) -> list[int]:
    """Numbers of the rows at the top of a piece that repeat those at the top of the table, its head among them; none where the head is not."""
    same: list[int] = []
    for one, other in zip(joined.rows.items(), piece.rows.items(), strict=False):
        if _said(one[1]) != _said(other[1]):
            break
        same.append(other[0])
    if joined.head is not None and joined.head[0] < len(same):
        return same[: joined.head[1]]
    top = next(iter(joined.rows.values()))
    plain = joined.head is None and len(_said(top)) > 1 and not _figures(top, patterns)
    return same if plain else []


def _said(row: Sequence[TableCell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row if cell.text]


def _figures(row: Sequence[TableCell], patterns: Patterns) -> set[int]:
    """The columns in which a row has a figure and nothing else."""
    figure = patterns.one("table.figure")
    return {cell.column for cell in row if cell.text and figure.search("".join(cell.text.split()))}


def _join(joined: Piece, piece: Piece, patterns: Patterns) -> None:
    """Add a piece to the table that it goes on."""
    if piece.columns < joined.columns:
        piece.recount(joined.shape)
    elif piece.columns > joined.columns:
        joined.recount(piece.shape)
    dropped = _repeated(joined, piece, patterns)
    rows = [(number, row) for number, row in piece.rows.items() if number not in dropped]
    joined.last, joined.end_page = piece.last, piece.end_page
    if not rows:
        return
    last = next(reversed(joined.rows))
    first, cells = rows[0]
    shift = joined.behind - first
    merged = _merged_over(joined, [row for _, row in rows])
    cut = _is_cut(joined.rows[last], cells, patterns)
    if cut:
        joined.rows[last] = _whole(joined.rows[last], cells)
        rows, shift = rows[1:], shift - 1
    for column, rowspan in merged.items():
        _extend(joined, column, rowspan - cut)
    for order, (number, row) in enumerate(rows):
        kept = (cell for cell in row if order or cut or cell.column not in merged)
        joined.add(number + shift, [replace(cell, row=number + shift) for cell in kept])


def _is_cut(last: Sequence[TableCell], first: Sequence[TableCell], patterns: Patterns) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before: it only goes on cells that had not come to an end, and
    leaves empty where that one has its figures. Words in the first column alone may as well name what follows: that is a row.
    """
    figures = _figures(last, patterns)
    above = {(cell.column, cell.colspan): cell.text for cell in last}
    worded = [cell for cell in first if cell.text]
    if not figures or _figures(first, patterns) or any(cell.column in figures for cell in worded):
        return False
    if [cell.column for cell in worded] == [0]:
        return False
    ends = patterns.one("table.sentence-end")
    before = [above.get((cell.column, cell.colspan), "") for cell in worded]
    return all(text and not ends.search(text) for text in before)


def _whole(last: Sequence[TableCell], first: Sequence[TableCell]) -> list[TableCell]:
    """The row that a page break cut; the place of a cell that was cut is that of its first part."""
    rest = {cell.column: cell.text for cell in first if cell.text}
    return [
        replace(cell, text=cell.text + _gap(cell.text, rest[cell.column]) + rest[cell.column]) if cell.column in rest else cell
        for cell in last
    ]


def _gap(before: str, after: str) -> str:
    """What parts two words at a line's end."""
    return " " if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha() else ""


def _merged_over(joined: Piece, rows: Sequence[Sequence[TableCell]]) -> dict[int, int]:
    """The leading columns whose cell goes on over the page break, with how many rows further: empty at the top of the page, in columns where no
    other cell is empty.
    """
    merged: dict[int, int] = {}
    column = 0
    for cell in sorted(rows[0], key=lambda one: one.column):
        always = cell.column in joined.worded - joined.holes and all(
            other.text for row in rows[1:] for other in row if other.column == cell.column
        )
        if cell.text or cell.column != column or not always:
            break
        merged[cell.column] = cell.rowspan
        column += cell.colspan
    return merged


def _extend(joined: Piece, column: int, rowspan: int) -> None:
    """Let the last cell that begins in a column reach ``rowspan`` rows further."""
    for number in reversed(joined.rows):
        for index, cell in enumerate(joined.rows[number]):
            if cell.column == column:
                joined.rows[number][index] = replace(cell, rowspan=cell.rowspan + rowspan)
                return


def _table(number: int, piece: Piece, patterns: Patterns) -> Table:
    rows = list(piece.rows.values())
    head = main_head(rows, patterns)
    header: tuple[str, ...] = ()
    head_rows = first = 0
    if head is not None:
        first, head_rows = rows[head[0]][0].row, head[1] - head[0]
        header = tuple(_over(column, rows[head[0] : head[1]]) for column in range(piece.columns))
    score_head = patterns.one("table.score-head")
    role = "score" if any(score_head.search("".join(word.split())) for name in header for word in name.split(" ")) else "other"
    cells = tuple(cell for row in rows for cell in row)
    return Table(f"t{number}", role, header, head_rows, cells, Span(piece.first, piece.last), first)


def _over(column: int, head: Sequence[Sequence[TableCell]]) -> str:
    """What the rows of a head say over a column, from top to bottom."""
    return " ".join(cell.text for row in head for cell in row if cell.text and cell.column <= column < cell.column + cell.colspan)
