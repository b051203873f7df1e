"""The documents say what is so: the rules are those in force, the example in the READMEs is what the tool prints, the links lead somewhere."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.emitters.schema import report_schema
from tests.conftest import ROOT, Run

READMES = {"en": "README.md", "zh": "README.zh-CN.md"}
RULES = {"en": "docs/rules.md", "zh": "docs/rules.zh-CN.md"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_rules_is_what_the_command_prints(gouji: Callable[..., Run], lang: str) -> None:
    assert (ROOT / RULES[lang]).read_text(encoding="utf-8") == gouji("rules", "--markdown", "--lang", lang).out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_in_the_readme_is_a_real_run(gouji: Callable[..., Run], lang: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / READMES[lang]).read_text(encoding="utf-8"), re.DOTALL)
    given, said = blocks[:2]
    source = tmp_path / "example.txt"
    source.write_text(given, encoding="utf-8")
    assert gouji("check", "--lang", lang, source).out == said


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_the_packs_in_the_documents_work(gouji: Callable[..., Run], page: str, tmp_path: Path) -> None:
    blocks = [textwrap.dedent(block) for block in re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)]
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "words.toml").write_text("\n".join(blocks), encoding="utf-8")
    assert gouji("patterns", "check", pack).status == 0
    source = tmp_path / "report.txt"
    forms = ["班子会议定为9.5分", "会上定在9.5分"][: len(blocks)]
    for form in forms:
        source.write_text(f"某县民政局自评报告\n\n一、组织领导（分值10分）\n\n制度健全，{form}。\n", encoding="utf-8")
        with_pack = json.loads(gouji("extract", "--fail-on", "never", "--patterns", pack, source).out)
        assert with_pack["sections"][0]["score"] == {"max": 10, "self": 9.5}
        without = json.loads(gouji("extract", "--fail-on", "never", source).out)
        assert without["sections"][0]["score"] == {"max": 10, "self": None}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/report.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_page_of_the_report_names_every_field() -> None:
    page = (ROOT / "docs/report.md").read_text(encoding="utf-8")
    schema = report_schema()
    objects = [schema["properties"], *(one["properties"] for one in schema["properties"].values() if "properties" in one)]
    for name in {name for properties in objects for name in properties}:
        assert f"`{name}`" in page or f".{name}`" in page, name
