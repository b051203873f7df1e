"""claim/count where the items are told in words of order and no number: 做好三项工作。首先，…；其次，…；最后，…."""

from __future__ import annotations

from extractor.language.patterns import Patterns

_FEWEST = 2


def spoken_order(content: str, start: int, end: int, patterns: Patterns) -> tuple[int, int, bool] | None:
    """How many items the words of order of a paragraph tell from ``start`` on, where the last of them ends, and whether a word says that it is the last.

    None where the first word is not there. Where something is told besides (同时，…), it may be an item or a part of one: nothing says which is the last.
    """
    reached, behind, closed, besides = 0, start, False, False
    for match in patterns.one("claim.count.spoken-order").finditer(content, start, end):
        if reached and match["besides"] is not None:
            besides = True
            continue
        opens = match["first"] is not None
        if opens != (reached == 0) or (reached == 0 and match.start() != start):
            break
        reached, behind, closed = reached + 1, match.end(), match["last"] is not None
        if closed:
            break
    return (reached, behind, closed and not besides) if reached >= _FEWEST else None
