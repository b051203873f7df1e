"""Every harness of the fuzzer takes a few hundred cases with each change of the project: changes are seeded, so that what fails here fails again."""

from __future__ import annotations

import random
import zipfile
from array import array
from math import nan

import pytest

from extractor.model.errors import GoujiError, ReadError
from extractor.model.page import Line, Page, Reading
from extractor.readers import office
from extractor.readers.ocr import image
from extractor.readers.ocr import pdf as ocr_pdf
from extractor.readers.ofd import scan as ofd_scan
from tests.fuzz import formats, oracle, packages, targets
from tests.fuzz.mutations import changed_text
from tests.fuzz.names import NAMES
from tests.fuzz.oracle import Broken
from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS

CASES = {"line": 3, "doc": 4, "html": 8, "mhtml": 8, "pdf": 10, "docx": 12, "ofd": 12, "patterns": 1, "papers": 2}
"""Of each target; 20 of those that are not named."""


@pytest.fixture(autouse=True)
def without_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (image, ocr_pdf, ofd_scan):
        monkeypatch.setattr(module, "recognise", lambda *_: ())
    monkeypatch.setattr(office, "found", lambda: None)


def test_the_names_are_those_of_the_targets() -> None:
    assert set(NAMES) == set(TARGETS) == set(SEEDS)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "doc"])
def test_changed_inputs_are_read_or_refused(name: str) -> None:
    seeds, target = SEEDS[name](), TARGETS[name]
    assert seeds
    ended = set()
    for number in range(CASES.get(name, 20)):
        chance = random.Random(number)
        data = target.change(chance.choice(seeds), chance, chance.choice(seeds))
        try:
            target.run(data)
            ended.add("read")
        except GoujiError as error:
            ended.add(error.code)
    assert "read" in ended


def test_changes_are_the_same_again() -> None:
    for name in ("text", "pdf", "docx", "html", "archive", "line"):
        seeds = SEEDS[name]()
        assert len({TARGETS[name].change(seeds[0], random.Random(5), seeds[-1]) for _ in range(3)}) == 1


def test_a_changed_package_is_a_package() -> None:
    seed, sound = SEEDS["docx"]()[0], 0
    for number in range(30):
        members = packages.members_of(packages.changed_package(seed, random.Random(number)))
        sound += members is not None
    assert sound > 25
    assert packages.members_of(b"PK\x03\x04") is None


def test_a_package_that_is_written_by_hand_is_what_others_read() -> None:
    import io

    made = packages.zipped([("a.xml", b"<a/>"), ("甲/b.xml", b"b" * 999), ("a.xml", b"")], random.Random(1))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.xml", "甲/b.xml", "a.xml"]


def test_a_pdf_that_is_written_anew_is_read() -> None:
    seed = SEEDS["pdf"]()[0]
    objects = {int(one[1]): one[3] for one in formats.OBJECT.finditer(seed)}
    trailer = formats.TRAILER.search(seed)
    assert trailer is not None
    for number in range(8):
        TARGETS["pdf"].run(formats.written(objects, trailer[1], random.Random(number)))


def test_text_changes() -> None:
    text = SEEDS["line"]()[0].decode()
    assert len({changed_text(text, random.Random(number), text) for number in range(50)}) > 45


def test_the_oracle_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Broken):
        oracle.check_error(ReadError("image-too-large", "a"))  # words with a hole
    with pytest.raises(Broken, match="quotes"):
        oracle.check_error(ReadError("image-damaged", "a", reason="甲" * 30), ("甲" * 40).encode())
    with pytest.raises(Broken):
        oracle.check_again(b'{"a": 1e2}\n')
    for lines in ((Line("甲\n乙", 1),), (Line("甲", 1, array("d", [0.0, 0.0, 1.0])),), (Line("甲", 1, array("d", [0.0, 0.0, 1.0, nan])),)):
        with pytest.raises(Broken):
            oracle.check_reading(Reading("a", "0", 1, "text", "text", (Page(1, lines),), paged=False))
    once = iter((Page(1, (Line("甲", 1),)), Page(1, (Line("乙", 1),))))
    monkeypatch.setattr(targets, "read_bytes", lambda name, data: Reading("a", "0", 1, "text", "text", (next(once),), paged=False))
    monkeypatch.setattr(targets, "SHARE", 1)
    with pytest.raises(Broken, match="read again"):
        TARGETS["text"].run(b"x")


def test_an_unknown_error_code_is_found() -> None:
    def refuses(data: bytes) -> None:
        raise ReadError("no-such-code", "a")

    with pytest.raises(Broken, match="no-such-code has no words"):
        targets.said_once(refuses)(b"")
