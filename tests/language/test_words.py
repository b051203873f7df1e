"""Words of a clause: the dictionary with our lexicons, noun phrases beside figures, and who pays for loading it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.language import words
from extractor.language.patterns import Patterns, builtin, load
from extractor.model.errors import UsageError
from tests.conftest import ROOT

pytest.importorskip("jieba", reason="jieba is not installed: pip install 'gouji[words]'")

P = builtin()


def texts(clause: str, patterns: Patterns = P) -> list[str]:
    return [word.text for word in words.cut(clause, patterns)]


@pytest.mark.parametrize(
    "clause",
    ["", "全省滚存结余9.38亿元，", "A4纸\n12,345.6万元 （其中㐂〇𠀀）①", "□3、一次性☑/%‰", "。" * 5, "支出１２万"],
)
def test_words_cover_the_text_without_gap(clause: str) -> None:
    found = words.cut(clause, P)
    assert "".join(word.text for word in found) == clause
    assert [word.start for word in found] == [0, *(word.end for word in found)][: len(found)]
    assert all(clause[word.start : word.end] == word.text for word in found)


def test_numbers_and_letters_are_one_word() -> None:
    assert texts("共支出1,234.50万元GDP") == ["共", "支出", "1,234.50", "万元", "GDP"]


LEXICON = sorted(
    {
        word
        for id in P.entry("words.lexicons").data["lexicons"]
        for word in P.words(id)
        if len(word) > 1 and P.one("words.han").fullmatch(word)
    }
)


def test_words_of_the_lexicon_stay_whole() -> None:
    assert len(LEXICON) > 300
    assert [word for word in LEXICON if texts(word) != [word]] == []


@pytest.mark.parametrize("noun", ["城乡低保", "特困人员", "滚存结余", "预算执行率", "高标准农田", "适老化改造", "事实无人抚养儿童"])
def test_nouns_of_the_trade_stay_whole_in_a_sentence(noun: str) -> None:
    for frame in ("全市{}共12件", "为{}发放资金", "因{}未达到", "支出{}补助"):
        assert noun in texts(frame.format(noun))


def test_a_word_of_a_users_pack_is_kept_whole(tmp_path: Path) -> None:
    pack = 'schema = 1\nabout = "mine"\n[[words]]\nid = "words.nouns"\nadd = ["云岫惠民卡"]\n'
    (tmp_path / "mine.toml").write_text(pack, encoding="utf-8")
    assert "云岫惠民卡" not in texts("发放云岫惠民卡三百张")
    assert "云岫惠民卡" in texts("发放云岫惠民卡三百张", load([tmp_path]))
    assert "云岫惠民卡" not in texts("发放云岫惠民卡三百张")


def test_known_tells_dictionary_from_guess() -> None:
    assert {word.text: word.known for word in words.cut("资金㐂，", P)} == {"资金": True, "㐂": False, "，": False}


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        ("全市城乡低保保障", "全市城乡低保保障"),
        ("区级财政安排科普经费", "科普经费"),
        ("检查食品生产经营主体", "食品生产经营主体"),
        ("因抽查计划完成率未达到", "抽查计划完成率"),
        ("，公办园在园幼儿占比由", "公办园在园幼儿占比"),
        ("完工时间比批复工期推迟", "完工时间"),
        ("开展卫生、消防、食品安全联合检查", "食品安全联合检查"),
        ("全部到位，到位率", "到位率"),
        ("托位数由2.1个提高到", None),
        ("较上年增加", None),
        ("", None),
    ],
)
def test_the_noun_phrase_before_a_figure(before: str, phrase: str | None) -> None:
    text = f"{before}12万元"
    span = words.noun_phrase_before(text, len(before), P)
    assert (None if span is None else text[span.start : span.end]) == phrase


@pytest.mark.parametrize(
    ("figure", "behind", "phrase"),
    [
        ("12581名", "城乡特困人员供养救助补助，", "城乡特困人员供养救助补助"),
        ("两名", "退休教师担任辅导员，", "退休教师"),
        ("四分之一", "的补助资金集中在年底支付。", "补助资金"),
        ("一场", "跨区交流演出未按计划举办，", "跨区交流演出"),
        ("12万元", "，其中", None),
    ],
)
def test_the_noun_phrase_behind_a_figure(figure: str, behind: str, phrase: str | None) -> None:
    text = figure + behind
    span = words.noun_phrase_behind(text, len(figure), P)
    assert (None if span is None else text[span.start : span.end]) == phrase


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jieba", None)
    with pytest.raises(UsageError) as caught:
        words.library_version()
    assert (caught.value.code, caught.value.place, caught.value.params) == ("library-missing", "jieba", {"extra": "gouji[words]"})


def test_nothing_is_written_to_the_shared_temporary_folder(tmp_path: Path) -> None:
    code = (
        f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}\n"
        "from extractor.language.patterns import builtin\nfrom extractor.language.words import cut\nprint(len(cut('全省滚存结余', builtin())))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["--help"], ["doctor"], ["extract", "--fail-on", "never", "corpus/culture-2023.txt"]])
def test_who_does_not_ask_for_words_does_not_wait_for_them(arguments: list[str]) -> None:
    code = f"import sys\nfrom extractor.cli import main\nif {arguments!r}: main({arguments!r})\nprint(sorted({{'jieba', 'spacy', 'numpy'}} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr.strip() == "[]"
    assert bool(done.stdout) == bool(arguments)
