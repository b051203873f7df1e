"""Copied reports and paragraphs are found with the similarity that they have; others are not."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'gouji[dataset]'")
pytest.importorskip("rensa", reason="rensa is not installed: pip install 'gouji[dataset]'")

from extractor.dataset import build
from extractor.dataset.duplicates import duplicates, jaccard, shingles
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from tests.conftest import Run
from tests.dataset.conftest import made, put

Gouji = Callable[..., Run]
LETTERS = [chr(code) for code in range(0x4E10, 0x5E10)]


def prose(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(LETTERS, k=length)) + "。"


COPIED = prose(1, 120)
NEAR = COPIED[:60] + "改" + COPIED[61:]
TEXTS = {
    "a.txt": ["一、总体情况", prose(2, 400), "二、经验", COPIED],
    "b.txt": ["一、总体情况", prose(2, 400), "二、经验", COPIED, "三、其他", "无。"],
    "c.txt": ["一、问题", prose(3, 600), "二、做法", NEAR],
    "d.txt": ["一、别的", prose(4, 600), "二、一样短", "短句。"],
    "e.txt": ["一、又一个", prose(5, 600), "二、一样短", "短句。"],
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    for name, paragraphs in TEXTS.items():
        put(folder, name, made(name, f"某县{name[0]}自评报告\n\n" + "\n\n".join(paragraphs) + "\n"))
    build([folder], folder / "dataset", Wording(builtin()))
    return folder


def test_jaccard_by_hand() -> None:
    assert shingles("一二三四五 六\n七") == {"一二三四五", "二三四五六", "三四五六七"}
    assert shingles("一二") == {"一二"}
    assert jaccard({"a", "b", "c"}, {"b", "c", "d"}) == Fraction(1, 2)


def test_reports_that_are_alike(out: Path) -> None:
    found = duplicates(out)
    assert [{pair.first.name, pair.second.name} for pair in found.pairs] == [{"a.txt", "b.txt"}]
    texts = [json.loads(path.read_bytes())["text"] for path in (out / "reports").iterdir()]
    alike = [shingles(text) for text in texts if COPIED in text]
    assert found.pairs[0].similarity == jaccard(*alike) > Fraction(9, 10)
    assert found.not_compared == 0
    assert duplicates(out, Fraction(1)).pairs == []


def test_paragraphs_that_are_copied(out: Path) -> None:
    groups = {frozenset(one.source.name for one in group.occurrences): group for group in duplicates(out).groups}
    assert set(groups) == {frozenset({"a.txt", "b.txt", "c.txt"}), frozenset({"a.txt", "b.txt"})}
    copied = groups[frozenset({"a.txt", "b.txt", "c.txt"})]
    assert (copied.reports, copied.text in (COPIED, NEAR)) == (3, True)
    similarities = {one.source.name: one.similarity for one in copied.occurrences}
    # 121 characters make 117 shingles; one changed character is in 5 of them: 112 in common, 122 in all
    changed = Fraction(112, 122)
    assert similarities == (
        {"a.txt": 1, "b.txt": 1, "c.txt": changed} if copied.text == COPIED else {"a.txt": changed, "b.txt": changed, "c.txt": 1}
    )
    for path in (out / "reports").iterdir():
        report = json.loads(path.read_bytes())
        for one in copied.occurrences:
            if one.source.report == report["source"]["sha256"]:
                assert report["text"][one.start : one.end] in (COPIED, NEAR)
                assert one.section == "2"
    exact = duplicates(out, Fraction(1)).groups
    assert sorted(len(group.occurrences) for group in exact) == [2, 2]


def test_the_command(gouji: Gouji, out: Path, tmp_path: Path) -> None:
    run = gouji("corpus", "duplicates", out)
    assert run.status == 0
    assert run.out == gouji("corpus", "duplicates", out / "dataset").out
    assert "相近的报告：1 对" in run.out
    found = json.loads(gouji("corpus", "duplicates", out, "--json").out)
    assert [one["reports"] for one in found["groups"]] == [3, 2]
    assert gouji("corpus", "duplicates", out, "-o", tmp_path).status == 0
    with (tmp_path / "copied-paragraphs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert {row["similarity"] for row in rows} == {"1", "0.918"}
    assert len((tmp_path / "duplicate-reports.csv").read_text(encoding="utf-8").splitlines()) == 2
    for threshold in ("0", "0.59", "1.1", "half"):
        assert gouji("corpus", "duplicates", out, "--threshold", threshold).status == 2
