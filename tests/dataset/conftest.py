"""A small batch folder: reports of the corpus and some written here, as ``gouji batch`` leaves them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.emitters.files import digest_name
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.pipeline import extract_bytes
from tests.conftest import ROOT

CORPUS = ("culture-2023.txt", "social-assistance-2022.txt", "lighting-project-2023.txt", "water-rules-2023.txt")


def made(name: str, content: str | bytes) -> bytes:
    """The JSON of a report."""
    return to_json(extract_bytes(name, content if isinstance(content, bytes) else content.encode(), builtin()), Wording(builtin()))


def put(out: Path, name: str, report: bytes) -> Path:
    """Lay a report's JSON into a batch folder, under the name that a batch gives it."""
    (key,) = re.findall(b'"sha256": "([0-9a-f]{64})"', report)
    target = out / "reports" / digest_name(name, key.decode())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(report)
    return target


@pytest.fixture(scope="session")
def corpus_reports() -> dict[str, bytes]:
    return {name: made(name, (ROOT / "corpus" / name).read_bytes()) for name in CORPUS}


@pytest.fixture(scope="session")
def batch(corpus_reports: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch folder that no test writes into."""
    out = tmp_path_factory.mktemp("batch")
    for name, report in corpus_reports.items():
        put(out, name, report)
    return out


@pytest.fixture(scope="session")
def dataset(batch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of `batch`."""
    from extractor.dataset import build

    target = tmp_path_factory.mktemp("dataset")
    build([batch], target, Wording(builtin()))
    return target
