"""No network: the suite stands behind a wall that bites, and the commands that read files make no socket at all, their workers included."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import network
from tests.batch.folders import folder
from tests.conftest import ROOT

BEYOND = ("192.0.2.1", "2001:db8::1", "gouji.invalid", "example.org", "169.254.169.254")

HOOK = """
import os, socket, sys

def watch(event, arguments):
    if event.startswith("socket.") and not (event == "socket.__new__" and arguments[1] == getattr(socket, "AF_UNIX", -1)):
        if event in ("socket.gethostname", "socket.bind", "socket.connect") and not isinstance(arguments[-1], tuple):
            return
        write(f"{event} {arguments!r}")
        raise AssertionError(event)

def write(line):
    with open(os.environ["SOCKETS"], "a") as log:
        log.write(f"{os.getpid()} {line}\\n")

sys.addaudithook(watch)
write("watched")
"""
"""A ``sitecustomize`` that every Python process below takes: it says that it is watched, tells of each socket that is not of the file system, and refuses it."""


@pytest.mark.parametrize("host", BEYOND)
def test_the_wall_bites(host: str) -> None:
    with pytest.raises(network.BeyondThisMachineError):
        socket.create_connection((host, 80), timeout=0.1)
    with pytest.raises(network.BeyondThisMachineError):
        socket.getaddrinfo(host, 80)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams, pytest.raises(network.BeyondThisMachineError):
        datagrams.sendto(b"x", (host, 53))
    with socket.socket(family) as stream, pytest.raises(network.BeyondThisMachineError):
        stream.connect((host, 80))
    assert len(network.attempts) == 4
    network.attempts.clear()


def test_a_refusal_that_is_caught_is_known() -> None:
    try:
        socket.gethostbyname("gouji.invalid")
    except Exception:
        told = list(network.attempts)
    network.attempts.clear()
    assert told == ["socket.gethostbyname 'gouji.invalid'"]


def test_this_machine_is_within_the_wall() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(("localhost", server.getsockname()[1])) as made:
        assert made.getpeername()[0] == "127.0.0.1"
    assert [network.is_here(host) for host in ("127.0.0.9", "::1", "localhost", None, "10.0.0.1", "0.0.0.0", b"example.org")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def watched(tmp_path: Path, *command: object) -> tuple[int, list[str], set[str]]:
    """Run a command in processes that are watched: its status, what they tell of sockets, and the ids of the processes."""
    hooks, log = tmp_path / "hooks", tmp_path / "sockets.log"
    hooks.mkdir(exist_ok=True)
    (hooks / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    log.unlink(missing_ok=True)
    path = os.pathsep.join([str(hooks), str(ROOT)])
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        env={**os.environ, "PYTHONPATH": path, "SOCKETS": str(log)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    lines = log.read_text(encoding="utf-8").splitlines()
    return done.returncode, [line for line in lines if not line.endswith(" watched")], {line.split()[0] for line in lines}


def test_the_watch_bites(tmp_path: Path) -> None:
    made = "import socket; socket.socket()"
    inside = f"import subprocess, sys; raise SystemExit(subprocess.run([sys.executable, '-c', {made!r}]).returncode)"
    for code, processes in ((made, 1), (inside, 2)):
        status, told, seen = watched(tmp_path, "-c", code)
        assert (status, len(told), len(seen)) == (1, 1, processes)
        assert "socket.__new__" in told[0]


def test_extract_and_check_make_no_socket(tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 2)
    for command in ("extract", "check"):
        status, told, seen = watched(tmp_path, "-m", "extractor", command, "--fail-on", "never", *sorted(root.iterdir()))
        assert (status, told) == (0, [])
        assert len(seen) >= 2  # the command and its worker


def test_a_batch_makes_no_socket_in_any_process(tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 3)
    status, told, seen = watched(tmp_path, "-m", "extractor", "batch", root, "-o", tmp_path / "out", "--jobs", 2, "--fail-on", "never")
    assert (status, told) == (0, [])
    assert len(seen) >= 3  # the command and its workers
