"""A batch on a cluster, without a cluster: its tasks are done here, one after the other; addresses are those of fsspec's memory."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from extractor.batch import command, parts, station
from extractor.batch.cluster import Ended
from extractor.dataset.building import frames
from extractor.dataset.columns import TABLES
from tests.batch.folders import folder, left_in, report
from tests.conftest import Run

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (gouji[ray])")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (gouji[ray])")
Gouji = Callable[..., Run]


class Here:
    """What `Cluster` is to a batch. lose: the numbers of tasks whose workers are lost."""

    here = True
    processors = 1
    environment: ClassVar[dict[str, str | None]] = {}
    lose: ClassVar[frozenset[int]] = frozenset()
    sites: ClassVar[dict[str, Any]] = {}

    def __init__(self, jobs: int | None) -> None:
        pass

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        if station._station is not None:
            station._station.close()
            station._station = None

    def map(self, work: Callable[..., Any], site: station.Site, tasks: list[tuple[Any, ...]]) -> Iterator[Ended[Any]]:
        site = site._replace(**self.sites)
        for number, task in reversed(list(enumerate(tasks))):
            lost = number in self.lose and work is station.read_shard
            yield Ended(number, None, "WorkerCrashedError: gone") if lost else Ended(number, work(site, *task), None)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(command, "Cluster", Here)
    yield
    memory = fsspec.filesystem("memory")
    if memory.exists("/"):
        memory.rm("/", recursive=True)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports, the same content twice, a broken file, an archive with a report of its own and one that is there already, a hidden file."""
    root = folder(tmp_path_factory.mktemp("many") / "in", 4)
    (root / "县").mkdir()
    (root / "县" / "copy.txt").write_text(report(1), encoding="utf-8")
    (root / "县" / "wrong.txt").write_text(report(5, total=17), encoding="utf-8")
    (root / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (root / ".hidden").write_bytes(b"x")
    with zipfile.ZipFile(root / "报送.zip", "w") as archive:
        archive.writestr("甲/报告.txt", report(6))
        archive.writestr("甲/copy.txt", report(2))
        archive.writestr("乙.pdf", b"%PDF-1.7\nnothing else")
    return root


@pytest.fixture(scope="module")
def local(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine leaves."""
    from extractor.cli import main

    out = tmp_path_factory.mktemp("local") / "out"
    assert main(["batch", str(inputs), "-o", str(out), "--jobs", "1"]) == 3
    return left_in(out)


def put(root: Path, address: str) -> str:
    files = fsspec.filesystem("memory")
    for path in root.rglob("*"):
        if path.is_file():
            files.pipe_file(f"{address}/{path.relative_to(root).as_posix()}", path.read_bytes())
    return address


def at(address: str) -> dict[str, bytes]:
    files = fsspec.filesystem("memory")
    start = files._strip_protocol(address)
    return {path.removeprefix(start).lstrip("/"): files.cat_file(path) for path in files.find(start)}


def ray(gouji: Gouji, *arguments: object) -> Run:
    return gouji("batch", *arguments, "--engine", "ray")


def without_parts(left: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in left.items() if not name.startswith(f"{parts.PARQUET}/")}


def same_rows(tables: Path, local: dict[str, bytes]) -> None:
    """The parts, one after the other, hold what `frames` makes of the local reports in the order of their hashes."""
    reports = [content for name, content in sorted(local.items()) if name.startswith("reports/")]
    expected = frames(reports)
    for table in TABLES:
        found = [parquet.read_table(path) for path in sorted((tables / table).iterdir())]
        assert [row for one in found for row in one.to_pylist()] == expected[table].to_pylist(), table


def test_a_folder_gives_what_the_local_engine_gives(
    gouji: Gouji, inputs: Path, local: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run = ray(gouji, inputs, "-o", out)
    assert run.status == 3
    left = left_in(out)
    assert without_parts(left) == local
    same_rows(out / parts.PARQUET, local)
    # smaller parts hold the same rows; a part of another number does not stay
    monkeypatch.setattr(parts, "LARGEST", 2)
    run = ray(gouji, inputs, "-o", out, "--lang", "zh")
    assert "这次读取 0 份，已有结果 6 份" in run.err
    assert {path.name for path in (out / parts.PARQUET / "reports").iterdir()} <= {parts.name(number, 2) for number in range(4)}
    assert len(list((out / parts.PARQUET / "reports").iterdir())) > 1
    same_rows(out / parts.PARQUET, local)
    assert without_parts(left_in(out)) == local


def test_addresses_are_read_into_a_folder(gouji: Gouji, inputs: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    source = put(inputs, "memory://bucket/in")
    run = ray(gouji, source, "-o", out)
    assert run.status == 3
    assert without_parts(left_in(out)) == local
    assert ".hidden" in run.err
    next((out / "reports").glob("*0003*")).unlink()
    run = ray(gouji, source, "-o", out, "--lang", "zh")
    assert "这次读取 1 份，已有结果 5 份" in run.err
    assert without_parts(left_in(out)) == local


def test_results_go_to_an_address(gouji: Gouji, inputs: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    source, out = put(inputs, "memory://bucket/in"), "memory://bucket/out"
    expected = {name: content for name, content in local.items() if name.startswith("reports/") or name == "failed.json"}
    run = ray(gouji, source, "-o", out, "--lang", "zh")
    assert run.status == 3
    left = at(out)
    assert without_parts(left) == expected
    for name, content in left.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    same_rows(tmp_path / parts.PARQUET, local)
    assert f"{out}/{parts.PARQUET}" in run.err
    assert "这次读取 6 份，已有结果 0 份" in run.err
    assert "错误 1" in run.err

    files = fsspec.filesystem("memory")
    files.pipe_file("/bucket/out/parquet/reports/part-9-of-16.parquet", b"of an earlier run")
    result = next(name for name in left if "0003" in name)
    files.pipe_file(f"/bucket/out/{result}", left[result][:-2])  # cut off
    again = ray(gouji, inputs, "-o", out, "--lang", "zh")
    assert "这次读取 1 份，已有结果 5 份" in again.err
    assert at(out) == left


def test_a_shard_whose_workers_are_lost_costs_itself_alone(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = folder(tmp_path / "in", 24), tmp_path / "out"
    monkeypatch.setattr(Here, "lose", frozenset({1}))
    assert ray(gouji, root, "-o", out).status == 3
    failed = json.loads((out / "failed.json").read_text(encoding="utf-8"))
    assert {one["code"] for one in failed} == {"ray-lost"}
    assert 0 < len(failed) < 24
    assert len(list((out / "reports").iterdir())) == 24 - len(failed)
    monkeypatch.setattr(Here, "lose", frozenset())
    run = ray(gouji, root, "-o", out, "--lang", "zh")
    assert run.status == 0
    assert f"这次读取 {len(failed)} 份" in run.err


@pytest.mark.parametrize(
    ("site", "code"),
    [
        ({"digest": "0" * 64}, "ray-differs"),
        ({"versions": {"gouji": "0.0"}}, "ray-differs"),
        ({"roots": (Path("/nowhere"),)}, "ray-not-shared"),
        ({"token": "another"}, "ray-not-shared"),
    ],
)
def test_a_worker_that_would_give_other_results_ends_the_batch(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: dict[str, Any], code: str
) -> None:
    root, out = folder(tmp_path / "in", 1), tmp_path / "out"
    monkeypatch.setattr(Here, "sites", site)
    run = ray(gouji, root, "-o", out, "--lang", "en")
    assert run.status == 2
    assert len(run.err.splitlines()) == 1
    assert {"ray-differs": "same versions", "ray-not-shared": "share"}[code] in run.err
    assert not list((out / "reports").iterdir())


def test_the_packs_of_a_user_travel_with_the_batch(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, pack = folder(tmp_path / "in", 1), tmp_path / "pack"
    (pack / "rubrics").mkdir(parents=True)
    (pack / "mine.toml").write_text('schema = 1\nabout = "mine"\n', encoding="utf-8")
    (pack / "rubrics" / "ours.toml").write_text('schema = 1\nabout = "ours"\n', encoding="utf-8")
    monkeypatch.setattr(Here, "here", False)  # a machine of its own: it unpacks them, and shares the folder for results alone
    for engine in ("local", "ray"):
        assert gouji("batch", root, "-o", tmp_path / engine, "--patterns", pack, "--engine", engine).status == 0
    assert without_parts(left_in(tmp_path / "ray")) == left_in(tmp_path / "local")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("memory://a", "-o", "out"), "--engine ray"),
        (("in", "-o", "memory://out"), "--engine ray"),
        (("in", "memory://a", "-o", "out", "--engine", "ray"), "--engine ray"),
        (("memory://a", "-o", "memory://a", "--engine", "ray"), "memory://a"),
        (("memory://a", "-o", "memory://out", "--engine", "ray", "--consensus"), "--consensus"),
        (("memory://a", "-o", "out", "--engine", "ray", "--dry-run"), "--dry-run"),
        (("memory://nothing", "-o", "memory://out", "--engine", "ray"), "memory://nothing"),
        (("what://a", "-o", "memory://out", "--engine", "ray"), "what://a"),
    ],
)
def test_addresses_that_mean_nothing_are_wrong_usage(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "in", 1)
    run = gouji("batch", *arguments)
    assert (run.status, len(run.err.splitlines())) == (2, 1), run.err
    assert said in run.err


def test_a_damaged_result_is_taken_away(gouji: Gouji, tmp_path: Path) -> None:
    root, out = folder(tmp_path / "in", 1), tmp_path / "out"
    assert ray(gouji, root, "-o", out, "--no-pages").status == 0
    (result,) = (out / "reports").iterdir()
    whole = result.read_bytes()
    result.write_bytes(whole[: len(whole) // 2] + b"\0" * 9 + whole[len(whole) // 2 :])
    assert ray(gouji, root, "-o", out, "--no-pages").status == 2
    assert not result.exists()
    assert ray(gouji, root, "-o", out, "--no-pages").status == 0
    assert result.read_bytes() == whole
