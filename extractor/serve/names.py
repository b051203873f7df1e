"""Names of files as a browser, or an archive, gives them: shown and put into results, never used as paths."""

from __future__ import annotations

import re

from extractor.review.assembly import plain

LONGEST = 120
"""Characters of one part of a name; its ending is kept."""
PARTS = 8
"""Folders of a path that are shown, the innermost."""
SPACES = re.compile(r"\s+")
DRIVE = re.compile(r"[A-Za-z]:")
NAMELESS = "-"


def cleaned(given: str) -> str:
    """A name, or a path of names with slashes, that a person can read and that leads nowhere.

    No control characters and none that turn the direction of writing around, no ``..``, no drive, no empty part; never empty.
    """
    parts = (SPACES.sub(" ", plain(part)).strip() for part in given.replace("\\", "/").split("/"))
    kept = [_short(part) for part in parts if part.strip(".") and not DRIVE.fullmatch(part)]
    return "/".join(kept[-PARTS:]) or NAMELESS


def last(shown: str) -> str:
    """The name of the file itself."""
    return shown.rpartition("/")[2]


def _short(part: str) -> str:
    if len(part) <= LONGEST:
        return part
    stem, dot, ending = part.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""
    return part[: LONGEST - 1 - len(ending)] + "…" + ending
