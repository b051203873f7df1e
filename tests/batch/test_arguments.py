"""Where a batch reads and writes: paths, addresses, and addresses that are paths."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.batch.arguments import add_arguments
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from tests.batch.folders import folder
from tests.conftest import Run


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("报送 材料", Path("报送 材料")),
        ("file:///home/a b/甲", Path("/home/a b/甲")),
        ("FILE://localhost/home/a", Path("/home/a")),
        ("file:///C:/reports", Path("C:/reports")),
        ("file://in", Path("in")),
        ("s3://bucket/reports", "s3://bucket/reports"),
        ("memory://file://a", "memory://file://a"),
    ],
)
def test_places(written: str, meant: Path | str) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser, Wording(builtin(), "en"))
    options = parser.parse_args([written, "-o", written])
    assert (options.directories, options.output) == ([meant], meant)


def test_an_address_of_this_machine_needs_no_cluster(gouji: Callable[..., Run], tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 1)
    run = gouji("batch", f"file://{root}", "-o", f"file://{tmp_path / 'out'}", "--no-pages", "--no-dataset", "--jobs", "1")
    assert (run.status, len(list((tmp_path / "out" / "reports").glob("*.json")))) == (0, 1), run.err
