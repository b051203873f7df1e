"""What is printed for people: nothing of a document, nor of a file's name, moves the cursor, changes colours or turns the direction of writing."""

from __future__ import annotations

import re
import sys

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 controls but for tabs and line breaks (ECMA-48), and the controls of the Unicode bidirectional algorithm."""


def plain(text: str) -> str:
    """``text`` with such characters as their escapes (``\\u001b``)."""
    return _CONTROLS.sub(_escaped, text)


def one_line(text: str) -> str:
    """As `plain`, and on one line: a name that goes into a sentence."""
    return plain(text).replace("\n", "\\u000a").replace("\t", "\\u0009")


def say(words: str) -> None:
    """Tell the person, on stderr: stdout carries results only."""
    print(plain(words), file=sys.stderr, flush=True)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
