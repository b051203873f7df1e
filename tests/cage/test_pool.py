from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from extractor.cage.limits import Limits
from extractor.cage.pool import Done, Pool
from extractor.model.errors import GoujiError
from tests.cage import jobs
from tests.conftest import ROOT

Order = tuple[str, object]


def ran(
    tasks: list[Order], jobs_at_once: int = 2, limits: Limits | None = None, folder: Path | None = None
) -> dict[Order, Done[Order, object]]:
    with Pool[Order, object](jobs.obey, jobs.nothing, jobs_at_once, limits or Limits(), folder=folder) as pool:
        done = list(pool.run(tasks))
    assert len(done) == len(tasks)
    return {one.task: one for one in done}


def test_every_task_comes_back_once_with_its_result() -> None:
    found = ran([("give", number) for number in range(40)])
    assert {task: one.result for task, one in found.items()} == {("give", number): number for number in range(40)}


def test_what_is_wrong_with_a_file_is_told_and_the_worker_lives_on() -> None:
    found = ran([("who", 1), ("refuse", "a.txt"), ("raise", "odd"), ("who", 2)], jobs_at_once=1)
    assert found["refuse", "a.txt"].failure == ("file-empty", {"place": "a.txt"})
    failed = found["raise", "odd"].failure
    assert failed is not None
    assert failed.code == "unexpected"
    assert str(failed.params["reason"]).startswith("ValueError")
    assert "odd" not in str(failed.params["reason"])  # an error's own words may be those of the document
    assert found["who", 1].result == found["who", 2].result


@pytest.mark.parametrize("order", ["abort", "crash"])
def test_a_worker_that_dies_costs_its_own_task_only(order: str) -> None:
    found = ran([("give", 1), (order, 0), ("give", 2), ("give", 3)], jobs_at_once=1)
    assert found[order, 0].failure is not None
    assert found[order, 0].failure.code == "worker-crashed"
    assert [found["give", number].result for number in (1, 2, 3)] == [1, 2, 3]


def test_a_task_over_its_time_is_ended_and_told() -> None:
    found = ran([("sleep", 60), ("give", 1)], limits=Limits(seconds=0.5))
    assert found["sleep", 60].failure == ("time-limit", {"seconds": "0.5", "limit_name": "seconds"})
    assert found["give", 1].result == 1


def test_a_task_over_its_memory_is_ended_and_told() -> None:
    found = ran([("eat", 400 * 1024**2), ("give", 1)], limits=Limits(memory=200 * 1024**2))
    assert found["eat", 400 * 1024**2].failure == ("memory-limit", {"megabytes": 200, "limit_name": "megabytes"})
    assert found["give", 1].result == 1


def test_what_a_task_started_ends_with_it(tmp_path: Path) -> None:
    with Pool[Order, object](jobs.obey, jobs.nothing, 1, Limits(seconds=2), folder=tmp_path) as pool:
        (done,) = pool.run([("child", "pid")])
        assert done.failure == ("time-limit", {"seconds": "2", "limit_name": "seconds"})
        (note,) = tmp_path.glob("*/pid")
        pid = int(note.read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert list(tmp_path.iterdir()) == []


def test_runs_share_the_workers() -> None:
    with Pool[Order, object](jobs.obey, jobs.nothing, 1, Limits()) as pool:
        assert [one.result for one in pool.run([("who", 1)])] == [one.result for one in pool.run([("who", 2)])]


def test_closing_ends_the_workers_those_at_work_too() -> None:
    with Pool[Order, object](jobs.obey, jobs.nothing, 2, Limits()) as pool:
        first = next(pool.run([("who", 0), ("sleep", 60), ("sleep", 61)]))
    assert not psutil.pid_exists(int(str(first.result)))


def test_workers_that_cannot_even_start_are_told_and_not_tried_for_ever() -> None:
    before = time.monotonic()
    with Pool[Order, object](jobs.obey, jobs.dies, 1, Limits()) as pool, pytest.raises(GoujiError) as caught:
        list(pool.run([("give", 1)]))
    assert caught.value.code == "workers-die"
    assert time.monotonic() - before < 60


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by the system on Linux alone")
def test_memory_that_no_worker_can_start_in_is_told_as_that() -> None:
    with Pool[Order, object](jobs.obey, jobs.nothing, 1, Limits(memory=1024**2)) as pool, pytest.raises(GoujiError) as caught:
        list(pool.run([("give", 1)]))
    assert (caught.value.code, caught.value.params) == ("cage-memory", {"megabytes": 1})


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    task = ("die-once", "note")
    assert ran([task, ("give", 1)], folder=tmp_path)[task].result == "alive"


def test_what_preparing_raises_is_raised() -> None:
    with Pool[Order, object](jobs.obey, jobs.refuses, 1, Limits()) as pool, pytest.raises(GoujiError) as caught:
        list(pool.run([("give", 1)]))
    assert (caught.value.code, caught.value.place, caught.value.params) == ("output", "/here", {"reason": "full"})


def test_a_worker_ends_with_its_parent_and_so_does_what_it_started(tmp_path: Path) -> None:
    code = (
        "from extractor.cage.limits import Limits; from extractor.cage.pool import Pool; from tests.cage import jobs\n"
        f"from pathlib import Path; folder = Path({str(tmp_path)!r})\n"
        "with Pool(jobs.obey, jobs.nothing, 1, Limits(), folder=folder) as pool: list(pool.run([('child', 'pid')]))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    try:
        while not (found := [note.read_text() for note in tmp_path.glob("*/pid")]) or not found[0]:
            time.sleep(0.02)
        started = psutil.Process(int(found[0]))
    finally:
        parent.kill()
        parent.wait()
    gone, _ = psutil.wait_procs([started], timeout=20)
    assert gone == [started] or started.status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
def test_an_interrupt_while_a_worker_starts_is_not_lost_and_ends_it_too(tmp_path: Path) -> None:
    code = (
        "import os, signal, psutil\n"
        "from multiprocessing.process import BaseProcess; from tests.cage import jobs\n"
        "from extractor.cage.limits import Limits; from extractor.cage.pool import Pool\n"
        "start = BaseProcess.start\n"
        "def interrupted(process):\n"
        "    os.kill(os.getpid(), signal.SIGINT); start(process); os.kill(os.getpid(), signal.SIGINT)\n"
        "BaseProcess.start = interrupted\n"
        "try:\n"
        "    with Pool(jobs.obey, jobs.nothing, 1, Limits()) as pool: list(pool.run([('sleep', 60)]))\n"
        "except KeyboardInterrupt:\n"
        "    print(sum('spawn_main' in ' '.join(one.cmdline()) for one in psutil.Process().children()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_script_needs_no_guard_for_its_main_module(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from extractor.cage.limits import Limits; from extractor.cage.pool import Pool; from tests.cage import jobs\n"
        "with Pool(jobs.obey, jobs.nothing, 1, Limits()) as pool: print([one.result for one in pool.run([('give', 7)])])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[7]\n", "")
