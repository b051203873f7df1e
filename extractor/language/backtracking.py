"""Whether a pattern can lose itself: a repeated group that holds a repetition or a choice may be gone through in more ways than there is time for."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    \\.                                     # an escape
    | \[\^?\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*\]  # a set of characters
    | \((?:\?(?:P<\w+>|<?[=!]|[a-zA-Z-]*:|>))?  # a group opens
    | \{\d*,?\d*\}                          # a repetition by numbers
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_REPEATS = re.compile(r"[*+]|\{\d*,\d*\}|\{(?:[2-9]|\d\d+)\}")
_THRICE_AT_MOST = re.compile(r"\{[0-3]?,?[1-3]\}")
_SO_MANY = re.compile(r"\{\d+\}")

_NONE, _CHOICE, _REPETITION = range(3)
"""What a group holds: one way through it, some, or more the longer the text is."""


def is_steady(source: str) -> bool:
    """Whether no repeated group of a regex holds a repetition or a choice (``(?:a+b)*``, ``(?:a|ab)+``): what it may try then grows with the length of
    the text to a fixed power, and is little where that is short. Errs on the other side only.

    A choice that is made three times at most (``(?:a|ab){0,3}``) is as if it were written out, and what stands so many times (``\\d{3}``) is none.
    """
    tokens: list[str] = _TOKEN.findall(source)
    held = [_NONE]  # for each open group
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token[0] == "(":
            held.append(_NONE)
        elif token == ")" and len(held) > 1:
            inner = held.pop()
            if inner and _REPEATS.fullmatch(following) and not (inner == _CHOICE and _THRICE_AT_MOST.fullmatch(following)):
                return False
            held[-1] = max(held[-1], inner)
        elif token in ("|", "?"):
            held[-1] = max(held[-1], _CHOICE)
        elif _REPEATS.fullmatch(token) and not _SO_MANY.fullmatch(token):
            held[-1] = _REPETITION
    return True
