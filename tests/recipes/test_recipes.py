"""The generator: the same bytes for the same seed, truth that agrees with itself and with the text, one change for a planted error."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import time
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from corpus.recipes import PLANTS, make
from corpus.recipes.__main__ import main
from corpus.recipes.arithmetic import decimal, holds, standing
from corpus.recipes.lines import printed
from corpus.recipes.making import Made
from corpus.recipes.pages import words_up_to
from corpus.recipes.phrases import SPLITS, expansions, pack
from corpus.recipes.pieces import LABELS, Claim, Figure, chinese, figures
from corpus.recipes.setters import as_text, set_draft
from tests import setting

ROOT = Path(__file__).resolve().parents[2]
FORM_TABLES = ("scores", "document")
NOT_FORMS = {"contents_word"}
SHARED_WORDS = {"suffix", "grades", "security", "urgency", "stations"}
"""Words that every office has in common."""


def flat(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for section in sections for one in (section, *flat(section["children"]))]


def forms(split: str) -> set[str]:
    phrases = pack(split)
    found = [phrase for table in FORM_TABLES for name, listed in phrases[table].items() if name not in NOT_FORMS for phrase in listed]
    found += [phrase for listed in phrases["sentences"].values() for phrase in listed] + [claim["text"] for claim in phrases["claim"]]
    found += [phrase for name, listed in phrases["words"].items() if name not in SHARED_WORDS for phrase in listed]
    return {form for phrase in found for form in expansions(phrase)}


def test_the_splits_share_no_form_of_words() -> None:
    for one, other in itertools.combinations(SPLITS, 2):
        assert not forms(one) & forms(other)
        assert not set(pack(one)["programmes"]) & set(pack(other)["programmes"])


def test_every_split_has_dozens_of_forms_for_scores_and_every_claim_rule() -> None:
    for split in SPLITS:
        scores = {form for listed in pack(split)["scores"].values() for phrase in listed for form in expansions(phrase)}
        assert len(scores) >= 50
        assert {f"claim/{claim['rule']}" for claim in pack(split)["claim"]} == {rule for rule in PLANTS if rule.startswith("claim/")}


@pytest.mark.parametrize("split", SPLITS)
def test_the_same_seed_gives_the_same_bytes_in_another_process(split: str) -> None:
    here = [
        (as_text(made.draft), set_draft(made.draft, "docx"), json.dumps(made.truth, default=str))
        for made in (make(split, 3, index) for index in range(3))
    ]
    code = (
        "import hashlib, json; from corpus.recipes import make; from corpus.recipes.setters import set_draft;"
        f"print([hashlib.sha256(set_draft(made.draft, 'txt') + set_draft(made.draft, 'docx') + json.dumps(made.truth, default=str).encode()).hexdigest()"
        f" for made in (make({split!r}, 3, index) for index in range(3))])"
    )
    there = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": "77"}, capture_output=True, text=True, check=True)
    import hashlib

    assert there.stdout.strip() == str([hashlib.sha256(text + word + truth.encode()).hexdigest() for text, word, truth in here])


@pytest.mark.parametrize("split", SPLITS)
def test_clean_reports_agree_with_themselves(split: str) -> None:
    kinds: set[str] = set()
    for index in range(75):
        made = make(split, 11, index)
        truth = made.truth
        assert truth["findings"] == []
        assert all(claim["standing"] != "fails" for claim in truth["claims"])
        for section in flat(truth["sections"]):
            kinds.add(section["kind"])
            children = [child for child in section["children"] if child["max"] is not None]
            for side in ("max", "self"):
                if (
                    section[side] is not None
                    and children
                    and len(children) == len(section["children"])
                    and all(child[side] is not None for child in children)
                ):
                    assert Decimal(section[side]) == sum(Decimal(child[side]) for child in children), made.name
            if section["max"] is not None and section["self"] is not None and section["kind"] == "normal":
                assert 0 <= Decimal(section["self"]) <= Decimal(section["max"])
                if section["deductions"]:
                    assert Decimal(section["max"]) - sum(Decimal(points) for points, _ in section["deductions"]) == Decimal(section["self"])
        top = [one for one in truth["sections"] if one["self"] is not None]
        if truth["totals"]["self"] is not None and len(top) > 2 and all(one["max"] is not None for one in top):
            assert sum(Decimal(one["self"]) for one in top) == Decimal(truth["totals"]["self"])
        if truth["totals"]["deductions"]:
            assert sum(Decimal(points) for points, _ in truth["totals"]["deductions"]) == Decimal(truth["totals"]["deducted"])
    assert kinds == {"normal", "bonus", "penalty"}


@pytest.mark.parametrize("split", SPLITS)
def test_reports_are_built_in_many_ways(split: str) -> None:
    built: set[str] = set()
    for index in range(150):
        draft = make(split, 13, index).draft
        roles = [block.role for block in draft.blocks]
        for block in draft.blocks:
            section = block.section
            if section is not None and section.statement and section.deductions and section.deductions[0][0] not in section.statement.atoms:
                built.add("points taken off in a heading")
                assert section.deductions[0][0] in figures(block.atoms)
        headings = {id(block.section): block for block in draft.blocks if block.role == "heading"}
        for section in draft.walk():
            if section.parts:
                built.add("scored point by point")
                assert section.max is not None and section.self is not None
                for side, whole in ((1, section.max), (2, section.self)):
                    assert sum(part[side].value for part in section.parts) == whole.value  # type: ignore[union-attr]
            if section.max is not None and section.children and section.max not in figures(headings[id(section)].atoms):
                before = draft.blocks.index(headings[id(section)]) + 1
                follows = draft.blocks[before].section is None and section.max in figures(draft.blocks[before].atoms)
                built.add("scores in a preface" if follows else "scores behind the last item")
        if "table" in roles and roles.index("table") < roles.index("heading"):
            built.add("results before the prose")
        if any(block.rows is not None and len(block.rows[0]) == 3 for block in draft.blocks):
            built.add("rules annexed")
        if draft.programme.endswith("等项目"):
            built.add("several programmes")
            assert {section.max.value for section in draft.sections if section.max is not None} == {100}
            assert draft.totals.self is None
        closing = draft.block("closing")
        if closing is not None and sum(section.self in figures(closing.atoms) for section in draft.sections) > 1:
            built.add("a summary at the end")
    assert len(built) == 8, built


@pytest.mark.parametrize("split", SPLITS)
def test_what_the_truth_says_stands_in_the_text(split: str) -> None:
    for index in range(25):
        made = make(split, 12, index)
        text = "\n".join(re.sub(r"\s", "", one.whole).replace("**", "") for one in printed(made.draft, plain=True))
        wide = text.translate(str.maketrans(",:;()?", "，：；（）？"))
        for section in flat(made.truth["sections"]):
            assert re.sub(r"\s", "", section["title"]) in wide
        for figure in made.truth["figures"]:
            assert re.sub(r"\s", "", figure["text"]) in text
        assert made.truth["document"]["title"] in text


def test_every_rule_has_a_recipe_that_changes_one_thing() -> None:
    contract = {"score/", "claim/", "structure/", "document/", "coverage/"}
    assert {rule.split("/")[0] + "/" for rule in PLANTS} == contract
    for rule in sorted(PLANTS):
        for split in SPLITS:
            made = make(split, 21, 1, rule)
            (planted,) = made.truth["findings"]
            assert planted["rule"] == rule
            assert planted["before"] != planted["after"] or rule in ("document/tracked-change",)
            failing = [claim for claim in made.truth["claims"] if claim["standing"] == "fails"]
            if rule.startswith("claim/"):
                assert planted["hidden"] or any(claim["rule"] == rule for claim in failing)
            else:
                assert not failing


def test_every_rule_of_the_contract_has_a_recipe() -> None:
    ruled = set(re.findall(r"^## (\S+/\S+)$", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(PLANTS) == ruled


def first_of_kind(rule: str, kind: str) -> Made:
    return next(made for made in (make("dev", 23, index, rule) for index in range(30)) if made.truth["findings"][0]["kind"] == kind)


def test_a_lost_page_leaves_its_number_out() -> None:
    made = first_of_kind("structure/truncated", "lost page")
    numbers = re.findall("— ([0-9]+) —", set_draft(made.draft, "txt").decode(str(made.draft.style["encoding"])))
    assert numbers[:3] == ["1", "3", "4"]
    need_typeface()
    pages = pages_of(set_draft(made.draft, "pdf"))
    assert [re.findall("— ([0-9]+) —", page)[-1] for page in pages[:3]] == ["1", "3", "4"]


def test_a_picture_of_words_is_a_page_without_a_character() -> None:
    need_typeface()
    pages = pages_of(set_draft(make("dev", 23, 0, "coverage/page").draft, "pdf"))
    assert pages[-1] == ""
    assert all(pages[:-1])


def test_a_rubric_differs_from_its_report_in_two_weights() -> None:
    (planted,) = make("dev", 23, 0, "score/profile").truth["findings"]
    wanted = tomllib.loads(planted["profile"])["entry"][0]
    weights = dict(line.strip().rsplit(" ", 1) for line in wanted["items"].strip().splitlines() if not line.endswith(("bonus", "penalty")))
    assert (
        "、".join(f"{title} {weights[title]}" for title in (one.rsplit(" ", 1)[0] for one in planted["before"].split("、")))
        == planted["before"]
    )
    assert planted["before"] != planted["after"]
    assert sum(Decimal(weight) for title, weight in weights.items() if f"\n{title} " in "\n" + wanted["items"]) == Decimal(wanted["total"])


def test_a_blot_covers_the_figure_that_the_truth_names() -> None:
    need_typeface()
    made = make("dev", 23, 0, "coverage/doubt")
    (planted,) = made.truth["findings"]
    figure = made.draft.style["blot"]
    assert isinstance(figure, Figure)
    assert words_up_to(made.draft, figure).endswith(figure.digits)
    assert figure.spelled is None
    assert planted["after"] == planted["before"].replace(figure.digits, figure.digits[:-1] + "▒")
    with_blot = set_draft(made.draft, "pdf")
    made.draft.style["blot"] = None
    assert set_draft(made.draft, "pdf") != with_blot


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_a_planted_error_leaves_the_rest_of_the_report_as_it_was() -> None:
    made = make("dev", 22, 0, "claim/ratio")
    (planted,) = made.truth["findings"]
    others = [claim for claim in made.truth["claims"] if claim["rule"] not in {"claim/ratio", *planted["also"]}]
    assert others
    assert all(claim["standing"] != "fails" for claim in others)


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no recipe for claim/nothing"):
        make("dev", 1, 0, "claim/nothing")


def test_mixed_takes_the_rules_in_turn() -> None:
    assert [make("dev", 5, index, "mixed").truth["findings"][0]["rule"] for index in range(3)] == sorted(PLANTS)[:3]


def ratio(part: str, whole: str, stated: str, kind: str = "count") -> Claim:
    figure = Figure(Decimal(stated), "%", "percent")
    return Claim("claim/ratio", "ratio", figure, [Figure(Decimal(part), "人", kind), Figure(Decimal(whole), "人", kind)])


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (ratio("60", "74", "81.1"), "exact"),
        (ratio("60", "74", "81.0"), "exact"),  # cut
        (ratio("60", "74", "81.2"), "fails"),
        (ratio("1.0", "3.0", "34", "money"), "slack"),
        (ratio("1", "2", "50"), "exact"),
        (
            Claim(
                "claim/sum",
                "sum",
                Figure(Decimal("3.01"), "万元", "money"),
                [Figure(Decimal("1.00"), "万元", "money"), Figure(Decimal("2.00"), "万元", "money")],
            ),
            "slack",
        ),
        (
            Claim(
                "claim/sum",
                "sum",
                Figure(Decimal("4"), "个", "count"),
                [Figure(Decimal("1"), "个", "count"), Figure(Decimal("2"), "个", "count")],
            ),
            "fails",
        ),
        (Claim("claim/conversion", "same", Figure(Decimal("1.23"), "亿元", "money"), [Figure(Decimal("12345"), "万元", "money")]), "exact"),
        (Claim("claim/conversion", "same", Figure(Decimal("1.23"), "万元", "money"), [Figure(Decimal("12345"), "万元", "money")]), "fails"),
        (Claim("claim/bound", "at-least", Figure(Decimal("89.9"), "%", "percent"), [Figure(Decimal("90"), "%", "percent")]), "exact"),
        (Claim("claim/bound", "at-least", Figure(Decimal("88"), "%", "percent"), [Figure(Decimal("90"), "%", "percent")]), "fails"),
    ],
)
def test_the_arithmetic_is_that_of_the_contract(claim: Claim, expected: str) -> None:
    assert standing(claim) == expected
    assert holds(claim) == (expected != "fails")


def test_figures_round_half_up_and_cut() -> None:
    assert decimal(Fraction(5, 1000), 2) == Decimal("0.01")
    assert decimal(Fraction(2434, 10), 0, cut=True) == Decimal(243)
    assert decimal(Fraction(1, 3), 2) == Decimal("0.33")


def test_labels_count_in_chinese() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 24)] == ["一", "十", "十一", "二十", "二十四"]
    assert LABELS["part"](2) == "第二部分"


def need_typeface() -> None:
    if setting.face("song") is None:
        pytest.skip(f"no Chinese typeface here: install the Debian package {setting.FACES['song'][1]}")


@pytest.mark.parametrize("form", ["txt", "docx", "html", "pdf"])
def test_every_format_is_set_the_same_twice(form: str) -> None:
    if form == "pdf":
        need_typeface()
    short = min(range(12), key=lambda index: len(make("dev", 31, index).draft.blocks))
    first, second = (set_draft(make("dev", 31, short).draft, form) for _ in range(2))
    assert first == second
    assert len(first) > 500


def test_a_scan_is_a_pdf_of_pictures() -> None:
    need_typeface()
    pytest.importorskip("PIL", reason="scans need Pillow and numpy")
    draft = make("dev", 31, 2).draft
    draft.blocks = draft.blocks[:5]
    scanned = set_draft(draft, "scan")
    assert scanned.startswith(b"%PDF")
    assert len(scanned) > 50_000
    assert b"CreationDate" not in scanned


def test_the_command_writes_reports_beside_their_truth(tmp_path: Path) -> None:
    assert main(["--count", "2", "--split", SPLITS[-1], "--formats", "txt,html", "--plant", "mixed", "-o", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 6
    truth = json.loads((tmp_path / names[1]).read_text(encoding="utf-8"))
    assert all((tmp_path / file).exists() for file in truth["files"].values())


def test_a_hundred_text_reports_take_no_longer_than_they_should() -> None:
    start = time.process_time()
    for index in range(100):
        as_text(make("dev", 41, index).draft)
    assert time.process_time() - start < 3


def test_no_phrase_is_read_from_the_patterns() -> None:
    for path in (ROOT / "corpus" / "recipes").glob("*.py"):
        assert "patterns/" not in re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("split", SPLITS)
def test_a_page_that_is_a_picture_can_be_made_of_every_pack(split: str) -> None:
    made = make(split, 7, 0, "coverage/page")
    assert len(made.draft.style["picture page"]) == 7
