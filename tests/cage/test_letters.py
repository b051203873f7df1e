"""What comes out of a worker is data: everything that results hold passes, nothing that would run does."""

from __future__ import annotations

import os
import pickle
from collections import Counter, OrderedDict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from extractor.cage import letters
from extractor.cage.limits import Failure
from extractor.model.errors import GoujiError, ReadError
from extractor.pipeline import extract
from tests.conftest import ROOT


class Reduced:
    """Whatever it is told to be made by."""

    def __init__(self, *by: Any) -> None:
        self.by = by

    def __reduce__(self) -> tuple[Any, ...]:
        return self.by


@pytest.mark.parametrize("name", ["social-assistance-2022.txt", "childcare-2022.txt", "water-rules-2023.txt"])
def test_a_whole_report_passes(name: str) -> None:
    report = extract(ROOT / "corpus" / name)
    assert letters.read(letters.write((report, None))) == (report, None)


@pytest.mark.parametrize(
    "content",
    [
        None, b"x", "x", 1.5, {"a": [1, (2, {3}, frozenset({4}))]}, Decimal("1.50"), Fraction(1, 3), date(2021, 1, 2), Path("a/b"),
        Counter("aab"), OrderedDict(a=1), Failure("time-limit", {"seconds": "1"}),
    ],
)  # fmt: skip
def test_plain_values_pass(content: object) -> None:
    assert letters.read(letters.write(content)) == content


def test_errors_pass_as_what_they_were_made_of() -> None:
    error = letters.read(letters.write(ReadError("docx-bomb", "a.docx", what="entries", limit=3)))
    assert (type(error), error.code, error.place, error.params) == (ReadError, "docx-bomb", "a.docx", {"what": "entries", "limit": 3})
    assert isinstance(error, GoujiError)


@pytest.mark.parametrize(
    "by",
    [
        (os.system, ("true",)),
        (eval, ("1",)),
        (getattr, (Path("a"), "unlink")),
        (Path.unlink, (Path("a"),)),
        (pickle.loads, (b"N.",)),
        (__import__, ("os",)),
        (type, ("A", (), {})),
    ],
    ids=lambda by: getattr(by[0], "__qualname__", ""),
)
def test_what_would_run_is_refused(by: tuple[Any, ...]) -> None:
    with pytest.raises(pickle.UnpicklingError):
        letters.read(pickle.dumps(Reduced(*by)))


@pytest.mark.parametrize(
    "name",
    [
        "extractor.emitters.files write_whole",
        "extractor.cli main",
        "extractor.batch.results Folder",
        "extractor.__main__ main",
        "builtins object",
        "os system",
    ],
)
def test_what_is_no_noun_is_refused(name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        letters.read(b"c" + name.replace(" ", "\n").encode() + b"\n.")


def test_a_dotted_name_leads_to_no_function() -> None:
    for name in ("Report.__init__", "Report.__eq__", "Decimal.__init__"):
        with pytest.raises((pickle.UnpicklingError, AttributeError)):
            letters.read(b"\x80\x04\x8c\x16extractor.model.report\x8c" + bytes([len(name)]) + name.encode() + b"\x93.")
