"""Plain paragraphs made into a `Text`, for tests that look at the segmenter alone."""

from __future__ import annotations

import re
from array import array

from extractor.model.page import Line
from extractor.model.text import Paragraph, SourceLine, Text

_FOLDED = str.maketrans("():,;", "（）：，；")


def to_text(source: str) -> Text:
    """Each line that is not blank is one paragraph. White space is dropped and remembered as gaps, as the normaliser does between Chinese
    characters and digits; half-width brackets and marks beside Chinese characters are folded. A line that begins with ``|`` is a table row.
    """
    content: list[str] = []
    gaps: list[int] = []
    paragraphs: list[Paragraph] = []
    lines: list[SourceLine] = []
    line_of, start_of, end_of = array("i"), array("i"), array("i")
    for number, raw in enumerate(source.split("\n"), 1):
        lines.append(SourceLine(1, Line(raw, number)))
        if not raw.strip():
            continue
        folded = re.sub(r"(?<=[^\x00-\x7f])[():,;]|[():,;](?=[^\x00-\x7f])", lambda match: match[0].translate(_FOLDED), raw)
        if paragraphs:
            content.append("\n")
            for target in (line_of, start_of, end_of):
                target.append(-1)
        start = len(content)
        gap = False
        for column, sign in enumerate(folded):
            if sign.isspace():
                gap = True
                continue
            if gap and len(content) > start:
                gaps.append(len(content))
            gap = False
            content.append(sign)
            line_of.append(number - 1)
            start_of.append(column)
            end_of.append(column + 1)
        paragraphs.append(Paragraph(start, len(content), number - 1, number - 1, table=raw.startswith("|")))
    return Text("".join(content), tuple(lines), line_of, start_of, end_of, tuple(gaps), tuple(paragraphs), (), False)
