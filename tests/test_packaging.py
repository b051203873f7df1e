"""A wheel in an environment of its own, outside the checkout, does the work.

The environment gets the wheel alone (``--no-deps``, no index); the libraries that it needs come from the running environment by way of a ``.pth``
line, so that the test needs no network. The checkout is not on that path: the test makes sure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

REPORT = "某县民政局关于2021年度工作的自评报告\n\n省民政厅：\n\n一、组织领导（10分，自评得分9分）\n\n制度健全。\n"


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)  # the sdist, and the wheel from it
    assert built.returncode == 0, built.stdout + built.stderr
    assert len(list(out.glob("*.tar.gz"))) == 1
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment that holds the wheel and sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    scripts, library = _paths(folder)
    installed = run(sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--no-deps", "--no-index", wheel, cwd=folder)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    # A plain path line, not a site directory: the .pth by which this environment sees the checkout is not followed from there.
    (library / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def _paths(environment: Path) -> tuple[Path, Path]:
    variables = {"base": str(environment), "platbase": str(environment)}
    return Path(sysconfig.get_path("scripts", "venv", variables)), Path(sysconfig.get_path("purelib", "venv", variables))


def test_the_wheel_carries_the_patterns(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.removeprefix("extractor/_patterns/") for name in names if name.startswith("extractor/_patterns/")}
    assert shipped == {path.relative_to(ROOT / "patterns").as_posix() for path in (ROOT / "patterns").rglob("*") if path.is_file()}
    assert not [name for name in names if name.startswith(("tests/", "corpus/", "golden/"))]


def test_it_runs_outside_the_checkout(elsewhere: Path) -> None:
    scripts, library = _paths(elsewhere)
    where = run(scripts / "python", "-c", "import extractor; print(extractor.__file__)", cwd=elsewhere)
    assert where.stdout.strip() == str(library / "extractor" / "__init__.py")
    gouji = scripts / "gouji"

    schema = run(gouji, "schema", cwd=elsewhere)
    assert json.loads(schema.stdout)["title"] == "gouji.report/1"

    patterns = run(gouji, "patterns", "check", cwd=elsewhere)
    assert patterns.returncode == 0, patterns.stdout + patterns.stderr

    source = elsewhere / "报告.txt"
    source.write_text(REPORT, encoding="utf-8")
    extracted = run(gouji, "extract", "--fail-on", "never", source, cwd=elsewhere)
    assert extracted.returncode == 0, extracted.stderr
    report = json.loads(extracted.stdout)
    assert report["source"]["name"] == "报告.txt"
    assert report["sections"][0]["score"] == {"max": 10, "self": 9}
