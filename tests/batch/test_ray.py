"""``gouji batch --engine ray`` on a cluster of this machine: from one address to another, a worker killed in the middle, nothing beyond loopback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from extractor.batch.parts import PARQUET
from tests.batch.folders import folder, left_in, started

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the test kills workers as POSIX does"),
    *(
        pytest.mark.skipif(find_spec(library) is None, reason=f"{library} is not installed (gouji[ray], gouji[dev])")
        for library in ("ray", "pyarrow", "s3fs", "moto", "flask", "flask_cors", "duckdb")
    ),
]
COUNT = 40
JOBS = 2


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = folder(tmp_path_factory.mktemp("many") / "in", COUNT)
    (root / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return root


@pytest.fixture(scope="module")
def local(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine leaves."""
    out = tmp_path_factory.mktemp("local") / "out"
    process = started(inputs, "-o", out, "--jobs", JOBS)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 3, said.decode()
    return left_in(out)


@pytest.fixture
def homes() -> Iterator[dict[str, str]]:
    """A home, and a folder for temporary files, in which nothing of Ray may be left; short, for names of sockets are."""
    with tempfile.TemporaryDirectory(prefix="g") as name:
        made = {variable: str(Path(name, variable)) for variable in ("HOME", "TMPDIR")}
        for path in made.values():
            Path(path).mkdir()
        yield {**made, "RAY_ADDRESS": ""}
        assert list(Path(made["TMPDIR"]).iterdir()) == []
        assert not Path(made["HOME"], ".ray").exists()


def addresses(process: psutil.Process) -> set[str]:
    """Where the sockets of a process are bound, and whom they speak to."""
    try:
        connections = process.net_connections()
    except psutil.Error:
        return set()
    return {str(end.ip).removeprefix("::ffff:") for one in connections for end in (one.laddr, one.raddr) if end}


@pytest.fixture
def store() -> Iterator[str]:
    """An S3-compatible store on loopback: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/moto-api/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.kill()
        server.wait()


def test_from_a_store_to_a_store_though_a_worker_is_killed(
    inputs: Path, local: dict[str, bytes], store: str, tmp_path: Path, homes: dict[str, str]
) -> None:
    """The bytes of the local engine; every socket on loopback; no process and no file left."""
    import duckdb
    import s3fs

    known = {
        "AWS_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    files = s3fs.S3FileSystem(key="nobody", secret="nothing", endpoint_url=store, use_listings_cache=False, skip_instance_cache=True)
    files.mkdir("bucket")
    for path in inputs.iterdir():
        files.pipe_file(f"bucket/in/{path.name}", path.read_bytes())

    process = started("s3://bucket/in", "-o", "s3://bucket/out", "--engine", "ray", "--jobs", JOBS, **homes, **known)
    seen: dict[int, psutil.Process] = {}
    spoken: set[str] = set()
    killed, results = None, 0
    while process.poll() is None:
        for one in psutil.Process(process.pid).children(recursive=True):
            seen[one.pid] = one
        at_work = [one for one in seen.values() if one.is_running() and one.name().startswith("ray::read_shard")]
        if at_work and killed is None and (results := len(files.find("bucket/out/reports"))) >= COUNT // 8:
            for one in seen.values():
                spoken |= addresses(one)
            killed = at_work[0]
            killed.kill()
        time.sleep(0.1)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 3, told.decode()
    assert killed is not None
    assert results < COUNT  # in the middle

    left = {name.removeprefix("bucket/out/"): files.cat_file(name) for name in files.find("bucket/out")}
    wanted = {name: content for name, content in local.items() if name.startswith("reports/") or name == "failed.json"}
    assert {name: content for name, content in left.items() if not name.startswith(f"{PARQUET}/")} == wanted
    assert [one["code"] for one in json.loads(left["failed.json"])] == ["pdf-damaged"]
    (tmp_path / "reports.parquet").write_bytes(left[f"{PARQUET}/reports/part-0-of-1.parquet"])
    found = duckdb.sql(f"select count(*), count(distinct report) from '{tmp_path}/reports.parquet'").fetchall()
    assert found == [(COUNT, COUNT)]

    assert spoken  # Ray's processes do speak to each other
    assert {address for address in spoken if not address.startswith("127.") and address != "::1"} == set()
    assert [one for one in seen.values() if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_cluster_that_is_not_there_is_wrong_usage(inputs: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = started(inputs, "-o", tmp_path / "out", "--engine", "ray", RAY_ADDRESS=address)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert len(said.decode().splitlines()) == 1
    assert address in said.decode()
