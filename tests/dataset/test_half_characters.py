"""Half of a character, in a file's name that is no UTF-8 or from a broken typeface, stops no dataset."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from extractor.dataset.building import build
from extractor.dataset.search import FILE
from extractor.dataset.sources import parse
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from tests.conftest import ROOT
from tests.dataset.conftest import made, put

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'gouji[dataset]'")
TEXT = (ROOT / "corpus" / "culture-2023.txt").read_text(encoding="utf-8")


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    put(tmp_path / "out", "a.txt", made("a\udcb1\udca8.txt", TEXT))
    assert build([tmp_path / "out"], tmp_path / "set", Wording(builtin())).skipped == []
    assert parquet.read_table(tmp_path / "set" / "reports.parquet").column("name").to_pylist() == ["a\ufffd\ufffd.txt"]
    with sqlite3.connect(tmp_path / "set" / FILE) as base:
        assert "a\ufffd\ufffd.txt" in str(base.execute("SELECT * FROM reports").fetchall())


def test_halves_are_read_as_one_character_each_and_pairs_as_they_are() -> None:
    data = made("a.txt", TEXT)
    report = json.loads(data)
    report["text"] = "甲\ud840乙\U00020000丙\udc00"
    read = parse(json.dumps(report).encode())
    assert read["text"] == "甲\ufffd乙\U00020000丙\ufffd"
    assert read["sections"] == parse(data)["sections"]
