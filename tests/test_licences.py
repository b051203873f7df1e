"""What is installed is what ``docs/licences.md`` says, and its licences are accepted."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / ".ci" / "licences.py"


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    specification = importlib.util.spec_from_file_location("licences", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform != "linux", reason="the page lists what Linux installs; other systems add a package or two")
def test_the_page_is_what_is_installed() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "said", "accepted"),
    [
        ("a", "MIT", True),
        ("a", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("a", "Apache-2.0 OR GPL-3.0-only", True),
        ("a", "Apache-2.0 AND LGPL-2.1-only", False),
        ("a", "AGPL-3.0-or-later", False),
        ("a", "GNU General Public License v3 (GPLv3)", False),
        ("a", "MPL-2.0", False),
        ("pikepdf", "MPL-2.0", True),
        ("pikepdf", "GPL-3.0-only", False),
        ("a", "Proprietary", False),
        ("a", "unknown", False),
    ],
)
def test_what_is_accepted(licences: ModuleType, name: str, said: str, accepted: bool) -> None:
    assert licences.permissive(name, said) is accepted


def test_a_package_that_is_not_accepted_is_named(licences: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = licences.installed()
    assert licences.problems(packages) == []
    monkeypatch.setattr(licences, "FILE_LEVEL", {})
    monkeypatch.setattr(licences, "BUNDLED", {})
    told = licences.problems(packages)
    assert "pikepdf: MPL-2.0 is not accepted" in told
    assert "shapely: its wheel holds LICENSE_GEOS, which name a GNU licence" in told
