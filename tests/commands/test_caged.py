"""``gouji extract``, ``check`` and ``diff`` through the cage as it is: what one file does to its worker costs that file alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT

GOOD = "一、组织领导（分值10分，自评得分9分）\n因制度不全，扣减1分。\n"
LARGE = b"".join(b"%08x " % (number * 2654435761 % 2**32) for number in range(4_000_000))
"""36 MB of words: far more than the limit below as soon as they are text, lines and paragraphs."""


def gouji(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=300, check=False
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("a.txt", "large.txt", "z.txt")]
    for path in paths:
        path.write_text(GOOD, encoding="utf-8")
    paths[1].write_bytes(LARGE)
    return paths


def test_a_file_over_its_memory_costs_itself(files: list[Path], tmp_path: Path) -> None:
    run = gouji("extract", "--limit", "megabytes=250", "-o", tmp_path / "out", *files)
    assert run.returncode == 3, run.stderr
    (failed,) = json.loads((tmp_path / "out/failed.json").read_text(encoding="utf-8"))
    assert (failed["name"], failed["code"], failed["limit"]) == ("large.txt", "memory-limit", "megabytes")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "failed.json", "z.json"]


def test_a_member_over_its_memory_costs_itself(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as made:
        for name, content in (("1.txt", GOOD.encode()), ("2.txt", LARGE), ("3.txt", GOOD.encode() + b"\n")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    run = gouji("extract", "--no-text", "--limit", "megabytes=250", tmp_path / "a.tar")
    assert run.returncode == 3, run.stderr
    assert [json.loads(line)["source"]["name"] for line in run.stdout.splitlines()] == ["a.tar/1.txt", "a.tar/3.txt"]
    assert len(run.stderr.splitlines()) == 1 and "a.tar/2.txt" in run.stderr


def test_results_are_those_of_this_process(files: list[Path]) -> None:
    from extractor.emitters.json import to_json
    from extractor.emitters.wording import Wording
    from extractor.language.patterns import builtin
    from extractor.pipeline import extract

    run = gouji("extract", files[0])
    assert run.returncode == 0, run.stderr
    assert run.stdout.encode() == to_json(extract(files[0]), Wording(builtin(), "zh"))


def test_check_and_diff_read_in_the_cage(files: list[Path]) -> None:
    files[2].write_text(GOOD.replace("得分9分", "得分8分"), encoding="utf-8")
    run = gouji("check", "--fail-on", "never", files[0])
    assert run.returncode == 0 and "组织领导" in run.stdout, run.stderr
    run = gouji("diff", "--fail-on", "never", files[0], files[2])
    assert run.returncode == 0 and "8" in run.stdout, run.stderr
    run = gouji("diff", "--limit", "file-bytes=10", files[0], files[2])
    assert run.returncode == 3
    assert run.stderr.count("--limit file-bytes=") == 2


def test_what_is_wrong_for_all_files_is_wrong_usage(files: list[Path], tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text("schema = 1\nabout = 'mine'\nnonsense = 1\n", encoding="utf-8")
    for options in (("--patterns", pack), ("--profile", "nothing")):
        run = gouji("extract", *options, files[0], files[2])
        assert (run.returncode, run.stdout) == (2, ""), run.stderr
        assert len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
def test_an_interrupt_ends_the_worker_too(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(LARGE)
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "extract", str(tmp_path / "large.txt")], cwd=ROOT, stderr=subprocess.PIPE
    )
    children: list[psutil.Process] = []
    while not any("spawn_main" in " ".join(one.cmdline()) for one in children):
        assert process.poll() is None
        children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(2)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(said.decode().splitlines()) == 1
    gone, alive = psutil.wait_procs(children, timeout=20)
    assert not alive, gone
