"""The page on the dataset is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

for module, extra in (("pyarrow", "gouji[dataset]"), ("duckdb", "duckdb"), ("polars", "polars")):
    pytest.importorskip(module, reason=f"{module} is not installed: pip install '{extra}'")

from extractor.cli import main  # noqa: E402
from extractor.dataset.columns import TABLES  # noqa: E402
from extractor.dataset.command import ACTIONS, FORMATS  # noqa: E402
from extractor.dataset.export import FORMATS as WRITERS  # noqa: E402
from tests.conftest import ROOT  # noqa: E402
from tests.dataset.conftest import put  # noqa: E402

PAGE = (ROOT / "docs/dataset.md").read_text(encoding="utf-8")


def test_the_example_runs(
    corpus_reports: dict[str, bytes], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "social-assistance-2022.txt"
    put(tmp_path / "out", name, corpus_reports[name])
    (tmp_path / "report.txt").write_bytes((ROOT / "corpus" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    ((code, printed),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/dataset.md", "exec"), {})
    assert capsys.readouterr().out == printed


def test_the_page_names_every_table_format_and_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(re.findall(r"`(\w+)`", PAGE.split("## Search")[0])) >= set(TABLES)
    assert tuple(WRITERS) == FORMATS == tuple(re.findall(r"^\| `(\w+)` \|", PAGE.split("## Exports")[1], re.MULTILINE))
    assert set(re.findall("gouji corpus (\\w+)", PAGE)) == set(ACTIONS)
    for action in ACTIONS:
        assert main(["corpus", action, "--help"]) == 0
        assert f"gouji corpus {action}" in capsys.readouterr().out


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
