"""The folder that installs Gouji without network: its installer run on a small folder of the same make. `make bundle` tries the real one."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import string
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / ".ci" / "bundle" / "files"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    specification = importlib.util.spec_from_file_location("make_bundle", ROOT / ".ci" / "bundle" / "make_bundle.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["make_bundle"] = module
    specification.loader.exec_module(module)
    return module


def wheel(folder: Path) -> Path:
    """A wheel that is called gouji and does nothing but say so."""
    path = folder / "gouji-9.9-py3-none-any.whl"
    members = {
        "gouji_stub.py": "def main() -> None:\n    print('stub 9.9')\n",
        "gouji-9.9.dist-info/METADATA": "Metadata-Version: 2.1\nName: gouji\nVersion: 9.9\n",
        "gouji-9.9.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "gouji-9.9.dist-info/entry_points.txt": "[console_scripts]\ngouji = gouji_stub:main\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        archive.writestr("gouji-9.9.dist-info/RECORD", "".join(f"{name},,\n" for name in [*members, "gouji-9.9.dist-info/RECORD"]))
    return path


@pytest.fixture
def bundle(tmp_path: Path, maker: ModuleType) -> Path:
    folder = tmp_path / "bundle"
    shutil.copytree(FILES, folder)
    (folder / "wheels").mkdir()
    (folder / "requirements").mkdir()
    made = wheel(folder / "wheels")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    (folder / "requirements" / f"{maker.here()}-py{python}.txt").write_text(f"gouji==9.9 --hash=sha256:{digest}\n", encoding="utf-8")
    (folder / "VERSION").write_text("9.9\n", encoding="utf-8")
    maker.checksums(folder)
    return folder


def install(bundle: Path, to: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHONUTF8": "1"}
    command = [sys.executable, str(bundle / "install.py"), "--to", str(to), "--no-start", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_a_whole_folder_installs_with_no_registry_in_reach_and_is_not_installed_twice(bundle: Path, tmp_path: Path) -> None:
    to = tmp_path / "there"
    first = install(bundle, to)
    assert first.returncode == 0, first.stdout + first.stderr
    program = to / ("Scripts/gouji.exe" if os.name == "nt" else "bin/gouji")
    assert subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout == "stub 9.9\n"
    assert "正在安装" in first.stdout and str(program) in first.stdout
    mark = program.stat().st_mtime_ns
    second = install(bundle, to)
    assert second.returncode == 0 and "正在安装" not in second.stdout
    assert program.stat().st_mtime_ns == mark


def spoil(bundle: Path) -> str:
    path = next((bundle / "wheels").iterdir())
    path.write_bytes(path.read_bytes() + b"\0")
    return path.name


def lose(bundle: Path) -> str:
    path = next((bundle / "wheels").iterdir())
    path.unlink()
    return path.name


def other_machine(bundle: Path) -> str:
    path = next((bundle / "requirements").iterdir())
    path.rename(path.with_name("plan9-mips-py3.11.txt"))
    return "plan9-mips-py3.11"


@pytest.mark.parametrize("change", [spoil, lose, other_machine])
def test_a_folder_that_is_not_right_is_refused_with_the_name_of_what_is_wrong(
    bundle: Path, tmp_path: Path, change: Callable[[Path], str]
) -> None:
    named = change(bundle)
    refused = install(bundle, tmp_path / "there", "--lang", "en")
    assert refused.returncode == 3
    assert named in refused.stdout
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "there").exists()


def test_a_wheel_whose_hash_is_not_the_listed_one_is_not_installed(bundle: Path, tmp_path: Path, maker: ModuleType) -> None:
    spoil(bundle)
    maker.checksums(bundle)
    refused = install(bundle, tmp_path / "there")
    assert refused.returncode == 3
    assert "安装到" in refused.stdout
    assert not (tmp_path / "there" / "gouji-bundle.txt").exists(), "the next start tries again"


def test_the_words_of_both_languages_take_the_same_values() -> None:
    words = json.loads((FILES / "words.json").read_text(encoding="utf-8"))
    fields = {
        language: {name: {field for _, field, _, _ in string.Formatter().parse(text) if field} for name, text in listed.items()}
        for language, listed in words.items()
    }
    assert fields["zh"] == fields["en"]


def test_the_launcher_of_windows_is_ascii_with_windows_line_ends() -> None:
    launcher = (FILES / "gouji.cmd").read_bytes()
    assert launcher.isascii()
    assert launcher.count(b"\n") == launcher.count(b"\r\n") > 10


def test_checksums_are_those_of_every_other_file(bundle: Path, maker: ModuleType) -> None:
    maker.checksums(bundle)  # a second time: the list does not list itself
    listed = dict(reversed(line.split("  ", 1)) for line in (bundle / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    there = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert listed.keys() == there
    assert all(hashlib.sha256((bundle / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
