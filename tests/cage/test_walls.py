"""Each wall bites: what a worker may not do is tried in a worker, by Python, past Python, and by a program that it starts. Reading works behind them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from extractor.cage import landlock, seccomp, walls
from extractor.cage.limits import Limits
from extractor.cage.pool import Done, Pool
from extractor.readers import office, read_bytes
from extractor.readers.ocr.engine import missing
from tests import brokenfiles
from tests.cage import probes
from tests.conftest import ROOT, Run

Task = tuple[str, str]
needs_landlock = pytest.mark.skipif(landlock.abi() == 0, reason="this kernel has no Landlock: what goes past Python is not held there")
needs_seccomp = pytest.mark.skipif(
    not seccomp.is_available(), reason="this system has no seccomp filters: what goes past Python is not held there"
)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool[Task, object]]:
    limits = Limits(seconds=60, raised={"output-bytes": 2**20})
    with Pool[Task, object](probes.attempt, probes.nothing, 1, limits, folder=tmp_path_factory.mktemp("cage")) as made:
        yield made


def tried(pool: Pool[Task, object], name: str, given: object) -> object:
    (done,) = pool.run([(name, str(given))])
    assert done.failure is None, done.failure
    return done.result


@pytest.fixture
def outside() -> Iterator[Path]:
    """A file of somebody's, in a folder that is no worker's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "theirs")
        path.write_text("theirs")
        yield path
        assert path.read_text() == "theirs"
        assert [one.name for one in Path(folder).iterdir()] == ["theirs"]


def test_a_worker_writes_in_its_own_folder(pool: Pool[Task, object]) -> None:
    assert tried(pool, "write-own", "mine") == "done"


@pytest.mark.parametrize("name", ["write", "remove", "rename", "loosen", "cut"])
def test_python_leaves_what_is_outside_alone(pool: Pool[Task, object], outside: Path, name: str) -> None:
    assert tried(pool, name, outside) == "refused PermissionError"


@pytest.mark.parametrize("name", ["write", "fold"])
def test_python_makes_nothing_outside(pool: Pool[Task, object], outside: Path, name: str) -> None:
    assert tried(pool, name, outside.with_name("new")) == "refused PermissionError"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_leads_nowhere(pool: Pool[Task, object], outside: Path) -> None:
    assert tried(pool, "through-link", outside) == "refused PermissionError"


def test_python_makes_no_socket_and_asks_for_no_address(pool: Pool[Task, object]) -> None:
    assert tried(pool, "python-socket", "") == "refused PermissionError"
    assert tried(pool, "resolve", "localhost") == "refused PermissionError"


@needs_landlock
def test_native_code_writes_nothing_outside(pool: Pool[Task, object], outside: Path) -> None:
    assert tried(pool, "native-write", outside) == "refused PermissionError"
    assert tried(pool, "native-write", outside.with_name("new")) == "refused PermissionError"
    assert tried(pool, "native-remove", outside) == "refused PermissionError"


@needs_landlock
def test_what_a_worker_starts_is_behind_the_same_wall(pool: Pool[Task, object], outside: Path) -> None:
    assert tried(pool, "shell-write", outside) == "refused"
    assert tried(pool, "shell-write", os.devnull) == "done"


@needs_seccomp
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, 16, 17, 40])  # netlink, packets, virtual machines
@pytest.mark.parametrize("kind", [1, 2, 3])
def test_native_code_makes_no_socket(pool: Pool[Task, object], family: int, kind: int) -> None:
    assert tried(pool, "native-socket", f"{int(family)} {kind}") == "refused PermissionError"


@needs_seccomp
def test_no_service_of_this_machine_is_asked(pool: Pool[Task, object], tmp_path: Path) -> None:
    path = Path(tempfile.mkdtemp(), "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert tried(pool, "native-connect", path) == "refused PermissionError"
    path.unlink()
    path.parent.rmdir()
    assert tried(pool, "native-socket", "1 2") == "refused PermissionError"  # datagrams need no connection
    assert tried(pool, "native-socket", "1 1") == "done"
    assert tried(pool, "native-queue", "") == "refused PermissionError"


@needs_seccomp
def test_a_program_that_a_worker_starts_reaches_nobody(pool: Pool[Task, object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()[:2]
        assert tried(pool, "python-below", f"{host} {port}") == "refused"
        assert probes.python_below(f"{host} {port}") is None  # outside it is answered


@pytest.mark.skipif(landlock.abi() < 6, reason="signals are held from Landlock's ABI 6 on")
def test_a_worker_cannot_signal_its_parent(pool: Pool[Task, object]) -> None:
    assert tried(pool, "hurt", os.getpid()) == "refused PermissionError"


def test_what_comes_out_is_bounded(pool: Pool[Task, object]) -> None:
    (done,) = pool.run([("large", str(2**20 + 1))])
    assert done.failure is not None
    assert (done.failure.code, done.failure.params["limit_name"]) == ("output-limit", "output-bytes")
    if walls.walls()[2].holds:
        assert str(tried(pool, "write-much", 2**20 + 1)).startswith("refused OSError")
    assert tried(pool, "write-much", 2**20) == "done"


def test_an_answer_that_is_a_program_is_not_run(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Pool[Task, object](probes.attempt, probes.nothing, 1, Limits()) as pool:
        found = {done.task: done for done in pool.run([("bait", str(note)), ("write-own", "mine")])}
    assert found["bait", str(note)].failure == ("worker-crashed", {"exit": None})
    assert found["write-own", "mine"].result == "done"
    assert not note.exists()


def test_the_guard_stands_alone(tmp_path: Path) -> None:
    """As on a system that has no other wall."""
    code = (
        "import sys; from extractor.cage.guard import raise_guard; from tests.cage import probes\n"
        "own, outside = sys.argv[1:]; raise_guard(own); import tempfile; tempfile.tempdir = own\n"
        "print([probes.attempt(one) for one in (('write-own', 'a'), ('write', outside), ('fold', outside), ('python-socket', ''), ('resolve', 'x'))])"
    )
    own = tmp_path / "own"
    own.mkdir()
    done = subprocess.run([sys.executable, "-c", code, own, tmp_path / "ours"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"{['done'] + ['refused PermissionError'] * 4}\n", done.stderr


def test_the_folders_go_with_the_pool(tmp_path: Path) -> None:
    with Pool[Task, object](probes.attempt, probes.nothing, 2, Limits(), folder=tmp_path) as pool:
        done: list[Done[Task, object]] = list(pool.run([("write-much", "9"), ("write-much", "9")]))
        assert [one.result for one in done] == ["done", "done"]
        assert len(list(tmp_path.glob("*/much"))) >= 1
    assert list(tmp_path.iterdir()) == []


def test_doctor_tells_which_walls_hold(gouji: object) -> None:
    run: Run = gouji("doctor", "--lang", "en")  # type: ignore[operator]
    lines = [line for line in run.out.splitlines() if " wall: " in line]
    assert len(lines) == len(walls.walls()) == 5
    for line, wall in zip(lines, walls.walls(), strict=True):
        assert line.startswith("works" if wall.holds else "absent")
        assert wall.id in line and wall.detail in line


# ── reading behind the walls ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_behind(name: str, data: bytes) -> tuple[object, ...]:
    with Pool[tuple[str, bytes], object](_read, probes.nothing, 1, Limits()) as pool:
        (done,) = pool.run([(name, data)])
    assert done.failure is None, done.failure
    return done.result  # type: ignore[return-value]


def _read(task: tuple[str, bytes]) -> object:
    reading = read_bytes(*task)
    return tuple(line.text for page in reading.pages for line in page.lines)


@pytest.mark.parametrize("form", [form for form in brokenfiles.sound() if form not in ("zip", "tgz")])
def test_each_form_is_read_behind_the_walls(form: str) -> None:
    data = brokenfiles.sound()[form]
    assert read_behind(f"a.{form}", data) == _read((f"a.{form}", data)) != ()


def test_pictures_are_recognised_behind_the_walls() -> None:
    if missing() is not None:
        pytest.skip(f"recognition needs {missing()}: pip install 'gouji[ocr]'")
    data = brokenfiles.png(640)
    assert read_behind("a.png", data) == _read(("a.png", data))


def test_libreoffice_converts_behind_the_walls() -> None:
    if office.found() is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    with Pool[tuple[str, bytes], tuple[object, list[str]]](_converted, probes.nothing, 1, Limits()) as pool:
        (done,) = pool.run([("a.rtf", rb"{\rtf1\ansi self score 9}")])
    assert done.result is not None, done.failure
    text, pipes = done.result
    assert text == ("self score 9",)
    assert pipes or sys.platform == "win32"  # of this conversion alone: other tests' stand beside them in the folder of all
    assert [pipe for pipe in pipes if Path(pipe).exists()] == []


def _converted(task: tuple[str, bytes]) -> tuple[object, list[str]]:
    """What was read, and where LibreOffice may have listened meanwhile."""
    with mock.patch.object(office, "pipes", wraps=office.pipes) as named:
        text = _read(task)
    return text, [str(pipe) for call in named.call_args_list for pipe in office.pipes(*call.args)]
