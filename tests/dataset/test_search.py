"""Search finds what stands in the text: words of two characters, phrases, numbers; nothing else, and says where."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'gouji[dataset]'")

from extractor.dataset.search import Filters, expression, pieces, search, spaced
from extractor.dataset.sources import parse
from extractor.model.errors import UsageError
from tests.conftest import Run
from tests.dataset.conftest import CORPUS

Gouji = Callable[..., Run]


@pytest.fixture(scope="module")
def texts(corpus_reports: dict[str, bytes]) -> list[str]:
    """The words of every piece of every report."""
    return [text for report in corpus_reports.values() for *_, text in pieces(parse(report))]


def holding(texts: list[str], *words: str) -> int:
    return sum(all(word in text for word in words) for text in texts)


@pytest.mark.parametrize("name", CORPUS)
def test_the_pieces_are_the_whole_text(corpus_reports: dict[str, bytes], name: str) -> None:
    report = parse(corpus_reports[name])
    found = list(pieces(report))
    assert all(report["text"][start : start + len(text)] == text for *_, start, text in found)
    assert "".join("".join(text for *_, text in found).split()) == "".join(report["text"].split())


def test_words_of_two_characters_are_found_wherever_they_stand(dataset: Path, texts: list[str]) -> None:
    pairs = sorted(set(re.findall("(?=([\u4e00-\u9fff]{2}))", "\n".join(texts))))
    for word in ["低保", *random.Random(8).sample(pairs, 60)]:
        count, hits = search(dataset, word, limit=1000)
        assert count == len(hits) == holding(texts, word) > 0, word


@pytest.mark.parametrize("phrase", ["城市低保标准", "加强急难救助等政策文件", "自评得分"])
def test_phrases(dataset: Path, texts: list[str], phrase: str) -> None:
    for query in (phrase, f'"{phrase}"', f"“{phrase}”"):
        assert search(dataset, query)[0] == holding(texts, phrase) > 0
    assert search(dataset, phrase[::-1])[0] == 0


def test_and_or_not_and_brackets(dataset: Path, texts: list[str]) -> None:
    both = holding(texts, "资金", "救助")
    assert search(dataset, "资金 救助")[0] == search(dataset, "资金 AND 救助")[0] == both > 0
    either = sum("资金" in text or "救助" in text for text in texts)
    assert search(dataset, "资金 OR 救助")[0] == either > both
    assert search(dataset, "资金 NOT 救助")[0] == holding(texts, "资金") - both
    grouped = sum(("资金" in text or "救助" in text) and "低保" in text for text in texts)
    assert search(dataset, "（资金 OR 救助） 低保")[0] == search(dataset, "低保 (资金 OR 救助)")[0] == grouped > 0


def test_numbers_and_latin_words_are_whole(dataset: Path, texts: list[str]) -> None:
    assert any("36,620人" in text for text in texts)
    assert search(dataset, "36620")[0] == search(dataset, "36,620人")[0] == 1
    assert search(dataset, "3662")[0] == search(dataset, "6620")[0] == 0
    assert search(dataset, "8.64亿元")[0] == holding(texts, "8.64亿元") > 0
    assert search(dataset, "64亿元")[0] == 0
    assert spaced("ＧＤＰ增长１２.５%，共1,205户") == "gdp 增 长 12.5 共 1205 户"


def test_matches_are_where_the_words_stand(dataset: Path, corpus_reports: dict[str, bytes]) -> None:
    text = {json.loads(report)["source"]["sha256"]: json.loads(report)["text"] for report in corpus_reports.values()}
    for query, words in (("低保", {"低保"}), ("36620 OR 低保标准", {"36,620", "低保标准"})):
        _, hits = search(dataset, query, limit=100)
        found = {text[hit.report][start:end] for hit in hits for start, end in hit.matches}
        assert found == words
        assert all(re.search("【(36,620|低保(标准)?)】", hit.snippet) for hit in hits)
        assert all(len(hit.snippet) < 200 for hit in hits)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(year=2022), {"social-assistance-2022.txt"}),
        (Filters(year=1999), set()),
        (Filters(region="青岚"), {"social-assistance-2022.txt"}),
        (Filters(programme="文化"), {"culture-2023.txt"}),
        (Filters(rule="no/such-rule"), set()),
    ],
)
def test_filters(dataset: Path, filters: Filters, names: set[str]) -> None:
    assert {hit.name for hit in search(dataset, "自评", filters, limit=1000)[1]} == names


def test_filter_by_rule(dataset: Path, corpus_reports: dict[str, bytes]) -> None:
    rules = {name: {one["rule"] for one in json.loads(report)["findings"]} for name, report in corpus_reports.items()}
    (rule, *_) = sorted(set().union(*rules.values()))
    expected = {name for name in rules if rule in rules[name]}
    assert expected
    assert {hit.name for hit in search(dataset, "分", Filters(rule=rule), limit=1000)[1]} == expected


@pytest.mark.parametrize("query", ["", "AND", "低保 AND", "NOT 低保", "(低保", "低保)", "，。", "低保 OR OR 特困"])
def test_a_query_that_is_not_understood(gouji: Gouji, dataset: Path, query: str) -> None:
    with pytest.raises(UsageError, match="search-query"):
        expression(query)
    run = gouji("corpus", "search", query, dataset)
    assert run.status == 2
    assert "AND" in run.err


@pytest.mark.parametrize("query", ["低保*", 'title:低保"', "低保; DROP TABLE pieces", "NEAR(低 保)", "低'保", "^低保", "-低保", "a:b"])
def test_what_fts5_would_take_for_an_operator_is_a_word(query: str) -> None:
    assert set(re.sub('"[^"]*"', "", expression(query)).split()) <= {"AND", "(", ")"}


def test_a_folder_without_a_dataset(gouji: Gouji, tmp_path: Path) -> None:
    for content in (None, b"", b"no database at all"):
        if content is not None:
            (tmp_path / "search.sqlite").write_bytes(content)
        run = gouji("corpus", "search", "低保", tmp_path)
        assert run.status == 2
        assert "gouji corpus build" in run.err


def test_the_command_prints_lines_or_json(gouji: Gouji, dataset: Path) -> None:
    run = gouji("corpus", "search", "低保标准", dataset, dataset, "--limit", "3")
    lines = run.out.splitlines()
    assert run.status == 0
    assert len(lines) == 3
    name, section, snippet = lines[0].split("\t")
    assert name == "social-assistance-2022.txt"
    assert section.startswith("（")
    assert "【低保标准】" in snippet
    found = [json.loads(line) for line in gouji("corpus", "search", "低保标准", dataset, "--json").out.splitlines()]
    assert {one["name"] for one in found} == {"social-assistance-2022.txt"}
    assert all(one["year"] == 2022 and one["section"] and one["matches"] for one in found)
    nothing = gouji("corpus", "search", "查无此词", dataset, "--lang", "en")
    assert (nothing.status, nothing.out) == (0, "")
    assert "0 found" in nothing.err


def test_searching_writes_nothing(dataset: Path) -> None:
    before = sorted(path.name for path in dataset.iterdir())
    content = (dataset / "search.sqlite").read_bytes()
    search(dataset, "低保")
    assert sorted(path.name for path in dataset.iterdir()) == before
    assert (dataset / "search.sqlite").read_bytes() == content
    with sqlite3.connect(dataset / "search.sqlite") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
