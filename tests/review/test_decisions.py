"""Decisions as a file: read, refused with words, held against a result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError
from extractor.review.decisions import SCHEMA, Decision, Decisions, State, beside, bind, is_decisions, load, parse, to_json

ONE = {
    "finding": "abc",
    "rule": "score/deduction",
    "state": "rejected",
    "reason": "口径不同",
    "by": "张三",
    "at": "2026-01-02T03:04:05+08:00",
}


def whole(*entries: object, **more: object) -> dict[str, Any]:
    return {"schema": SCHEMA, "name": "a.pdf", "document": "d" * 64, "result": "e" * 64, "decisions": list(entries), **more}


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = Decisions(
        "d" * 64, "e" * 64, "甲.pdf", (Decision("abc", State.CORRECTED, "claim/sum", value="3.50", comment="笔误", by="张三", at="2026"),)
    )
    path = tmp_path / "a.decisions.json"
    path.write_bytes(b"\xef\xbb\xbf" + to_json(kept))  # an editor on Windows puts a mark before it
    assert load(path) == kept


def test_its_name_comes_from_the_result() -> None:
    assert beside(Path("out/甲.v2.json")) == Path("out/甲.v2.decisions.json")
    assert is_decisions(beside(Path("a.json")))
    assert not is_decisions(Path("a.json"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        json.dumps(whole(ONE, schema="gouji.decisions/9")).encode(),
        json.dumps(whole(7)).encode(),
        json.dumps(whole({**ONE, "state": "maybe"})).encode(),
        json.dumps(whole({**ONE, "reason": " "})).encode(),
        json.dumps(whole({**ONE, "by": 3})).encode(),
        json.dumps({"schema": SCHEMA}).encode(),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(GoujiError) as error:
        parse(content, "甲.decisions.json")
    assert error.value.code == "decisions-damaged"
    for lang in ("zh", "en"):
        assert "甲.decisions.json" in Wording(builtin(), lang).error(error.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(GoujiError) as error:
        load(tmp_path / "a.decisions.json")
    assert error.value.code == "decisions-missing"
    assert Wording(builtin()).error(error.value)


def test_decisions_hold_for_the_same_finding_of_the_same_document() -> None:
    kept = parse(json.dumps(whole(ONE, {**ONE, "finding": "gone"}, {**ONE, "reason": "第二次"})).encode(), "a")
    bound = bind(kept, "d" * 64, "e" * 64, ["abc", "def"])
    assert bound.held["abc"].reason == "第二次"
    assert [one.finding for one in bound.gone] == ["gone"]
    assert bound.same
    assert not bind(kept, "d" * 64, "f" * 64, ["abc"]).same


def test_those_on_another_document_are_refused() -> None:
    with pytest.raises(GoujiError) as error:
        bind(parse(json.dumps(whole(ONE)).encode(), "a"), "0" * 64, "e" * 64, ["abc"])
    assert error.value.code == "decisions-other-document"
    assert Wording(builtin()).error(error.value)
