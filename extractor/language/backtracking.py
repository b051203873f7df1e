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


def is_steady(source: str) -> bool:
    """Whether no repeated group of a regex holds a repetition or a choice (``(?:a+b)*``, ``(?:a|ab)+``): what it may try then grows with the length of
    the text to a fixed power, and is little where that is short. Errs on the other side only.
    """
    tokens: list[str] = _TOKEN.findall(source)
    branching = [False]  # for each open group: whether it holds a repetition or a choice
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token[0] == "(":
            branching.append(False)
        elif token == ")" and len(branching) > 1:
            inner = branching.pop()
            if inner and _REPEATS.fullmatch(following):
                return False
            branching[-1] |= inner
        elif token in ("|", "?") or _REPEATS.fullmatch(token):
            branching[-1] = True
    return True
