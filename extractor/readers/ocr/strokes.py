"""Level strokes: the number one (一), dashes and the minus look alike to an engine. What stands round them tells which was printed."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.language.numerals import int_to_chinese
from extractor.readers.ocr.engine import Recognised

ONE = "\u4e00"
DASHES = "\\-\u2010-\u2015\u2212\uff0d"
DIGITS = "0-9\uff10-\uff19"
RANGE = re.compile(rf"(?:(?<=[{DIGITS}%\uff05])|^(?![^{DIGITS}][{DIGITS}]+\s*(?:[{DASHES}{ONE}]|$))){ONE}(?=[{DIGITS}])")
"""Between digits stands no 一, nor in front of one at the head of a line (a page number aside): it is the dash of a range."""


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """In front of the bracket or mark that ends a number at the head of a line stands no dash."""
    numerals = "".join(int_to_chinese(number) for number in range(1, 11))
    return re.compile(rf"^[(\uff08]?[{numerals}]{{0,2}}([{DASHES}])(?=[)\uff09\u3001])")


def set_right(read: Recognised) -> Recognised:
    """What was read, its level strokes as they must have been printed; characters keep their places."""
    text = RANGE.sub("-", read.text)
    label = _label().match(text)
    if label is not None:
        text = text[: label.start(1)] + ONE + text[label.end(1) :]
    return read if text == read.text else read._replace(text=text)
