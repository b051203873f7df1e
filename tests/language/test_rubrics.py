"""Rubrics as TOML: one file makes one, its examples are run, and what is wrong is named by file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.language.patterns import builtin, load
from extractor.language.rubrics import rubric, rubrics
from extractor.model.errors import PatternError, UsageError
from extractor.model.outline import Kind
from extractor.validator.score.rubric_examples import check_rubrics
from tests.conftest import ROOT, Run

OURS = """schema = 1
about = "our county's form"

[[entry]]
id = "rubric.our-county"
kind = "rubric"
title_zh = "本县评分表"
title_en = "our county's form"
programme = "乡村道路"
issuer = "某县财政局"
clause = "某财绩〔2022〕8号"
words = ["乡村道路"]
total = "100"
items = '''
组织管理 40
  责任落实 15
  资金监管 25
建设成效 60
创新做法 5 bonus
'''
aliases = { "建设成效" = ["道路建设成果"] }

[[entry.examples]]
outline = '''
组织管理 40
  责任落实 15
  资金监管 25
道路建设成果 60
'''

[[entry.counterexamples]]
outline = '''
组织管理 30
建设成效 60
'''
finds = ["weight 组织管理"]
"""
OURS = OURS.replace("道路建设成果 60\n'''", "道路建设成果 60\n创新做法 5 bonus\n'''").replace(
    "建设成效 60\n'''\nfinds", "建设成效 60\n创新做法 5 bonus\n'''\nfinds"
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "mine" / "rubrics"
    folder.mkdir(parents=True)
    (folder / "our-county.toml").write_text(OURS, encoding="utf-8")
    return folder.parent


def test_the_built_in_rubrics_hold() -> None:
    assert {one.id for one in rubrics(builtin())} >= {"assistance-2016", "assistance-sichuan-2021", "project-10-50-30-10", "project-20-80"}
    assert check_rubrics(builtin()) == []


def test_every_built_in_rubric_shows_what_it_finds() -> None:
    for one in rubrics(builtin()):
        assert any(not example.finds for example in one.examples), one.id
        assert any(example.finds for example in one.examples), one.id


def test_the_items_of_a_rubric(pack: Path) -> None:
    ours = rubric(load([pack]), "our-county")
    assert [(item.title, item.max, item.kind, item.aliases) for item in ours.walk()] == [
        ("组织管理", Decimal(40), Kind.NORMAL, ()),
        ("责任落实", Decimal(15), Kind.NORMAL, ()),
        ("资金监管", Decimal(25), Kind.NORMAL, ()),
        ("建设成效", Decimal(60), Kind.NORMAL, ("道路建设成果",)),
        ("创新做法", Decimal(5), Kind.BONUS, ()),
    ]
    assert ours.totals == (Decimal(100), Decimal(105))


def test_a_rubric_is_part_of_the_digest(pack: Path) -> None:
    assert load([pack]).digest != builtin().digest
    before = load([pack]).digest
    (pack / "rubrics" / "our-county.toml").write_text(OURS.replace("组织管理 40", "组织管理 41"), encoding="utf-8")
    assert load([pack]).digest != before


def test_one_file_is_checked_and_used_by_the_commands(gouji: Callable[..., Run], pack: Path, tmp_path: Path) -> None:
    assert gouji("patterns", "check", pack).out.count("our-county") == 0
    report = tmp_path / "report.txt"
    report.write_text(
        "某镇乡村道路工作自评报告\n\n一、组织管理（分值40分，自评得分40分）\n\n做得好。\n\n二、道路建设成果（分值55分，自评得分55分）\n\n建成。\n",
        encoding="utf-8",
    )
    done = gouji("check", "--patterns", pack, "--profile", "our-county", report)
    assert done.status == 1
    assert "“建设成效”分值 55，细则为 60（某财绩〔2022〕8号）" in done.out
    assert "缺少细则要求的“创新做法”（分值 5，某财绩〔2022〕8号）" in done.out
    assert "评分细则：本县评分表（指定，相符 0.33）" in done.out


@pytest.mark.parametrize(
    ("change", "problem", "expected", "found"),
    [
        (("责任落实 15\n  资金监管 25\n建设", "责任落实 15\n  资金监管 26\n建设"), "rubric-sum", "40", "41"),
        (("建设成效 60\n创新做法 5 bonus\n'''\naliases", "建设成效 61\n创新做法 5 bonus\n'''\naliases"), "rubric-sum", "100", "101"),
        (('finds = ["weight 组织管理"]', 'finds = ["missing 组织管理"]'), "rubric-example", "missing 组织管理", "weight 组织管理"),
        (("道路建设成果 60", "道路建设成果 59"), "rubric-example", "", "weight 建设成效"),
    ],
)
def test_what_does_not_hold_is_named(pack: Path, change: tuple[str, str], problem: str, expected: str, found: str) -> None:
    assert change[0] in OURS
    (pack / "rubrics" / "our-county.toml").write_text(OURS.replace(*change), encoding="utf-8")
    failures = [one for one in check_rubrics(load([pack])) if one.problem == problem]
    assert [(one.entry, one.expected, one.found) for one in failures] == [("rubric.our-county", expected, found)]
    assert failures[0].file.endswith("our-county.toml")
    assert failures[0].line == 5


def test_the_example_in_the_documents_works(gouji: Callable[..., Run], tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "rubrics.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "our-county.toml").write_text(block, encoding="utf-8")
    assert check_rubrics(load([tmp_path])) == []
    assert rubric(load([tmp_path]), "our-county-2022").years == (2022,)


def test_a_rubric_needs_an_example(pack: Path) -> None:
    (pack / "rubrics" / "our-county.toml").write_text(OURS[: OURS.index("[[entry.examples]]")], encoding="utf-8")
    assert [one.problem for one in check_rubrics(load([pack]))] == ["rubric-without"]


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        (('issuer = "某县财政局"\n', ""), "rubric-key", {"key": "issuer"}),
        (('issuer = "某县财政局"', "issuer = 3"), "rubric-key", {"key": "issuer"}),
        (('total = "100"', 'totals = "100"'), "rubric-key", {"key": "totals"}),
        (('words = ["乡村道路"]', 'words = "乡村道路"'), "rubric-key", {"key": "words"}),
        (("  责任落实 15\n  资金监管 25\n建设", "  责任落实\n  资金监管 25\n建设"), "rubric-item", {"line": "责任落实"}),
        (("责任落实 15\n  资金监管 25\n建设", "责任落实 十五\n  资金监管 25\n建设"), "rubric-item", {"line": "责任落实 十五"}),
        (('"建设成效" = [', '"建设成就" = ['), "rubric-item", {"line": "建设成就"}),
        (('total = "100"', 'total = "100"\nbands = "grade-bands.none"'), "pattern-unknown", {"entry": "grade-bands.none"}),
        (('finds = ["weight 组织管理"]', "finds = []"), "rubric-key", {"key": "counterexamples"}),
        (('id = "rubric.our-county"', 'id = "our-county"'), "rubric-key", {"key": "id"}),
    ],
)
def test_what_is_malformed_is_refused(
    pack: Path, gouji: Callable[..., Run], change: tuple[str, str], code: str, named: dict[str, str]
) -> None:
    assert change[0] in OURS
    (pack / "rubrics" / "our-county.toml").write_text(OURS.replace(*change), encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        rubrics(load([pack]))
    assert caught.value.code == code
    assert named.items() <= caught.value.params.items()
    done = gouji("patterns", "check", pack)
    assert done.status == 2
    assert next(iter(named.values())) in done.err


def test_an_unknown_name_lists_those_that_there_are(gouji: Callable[..., Run], tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        rubric(builtin(), "no-such")
    assert "assistance-2016" in str(caught.value.params["known"])
    report = tmp_path / "report.txt"
    report.write_text("某县自评报告\n\n一、组织领导（分值10分，自评得分9分）\n\n做得好。\n", encoding="utf-8")
    done = gouji("check", "--profile", "no-such", report)
    assert (done.status, done.out) == (2, "")
    assert "assistance-2016" in done.err
