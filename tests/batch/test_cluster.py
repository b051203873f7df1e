"""Ray that does not come up: said in one line, and nothing of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.batch import cluster
from extractor.batch.cluster import Cluster
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError, UsageError


@pytest.mark.parametrize("error", [Exception, OSError, ValueError])
def test_a_node_that_does_not_come_up_in_time(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    def init(**options: object) -> None:
        raise error("The current node timed out during startup.\nThis could happen because")

    ray = SimpleNamespace(init=init, shutdown=lambda: ended.append("shutdown"))
    monkeypatch.setattr(cluster, "require", lambda _: ray)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    before = dict(os.environ)
    with pytest.raises(UsageError) as caught, Cluster():
        pass
    assert (caught.value.code, ended, dict(os.environ) == before) == ("ray-start", ["shutdown"] * 3, True)
    assert "timed out during startup" in (said := Wording(builtin(), "en").error(caught.value)) and "--engine local" in said


def test_a_second_start_may_do_and_what_others_started_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[object] = []

    def init(**options: object) -> None:
        starts.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        if len(starts) == 1:
            raise Exception("The current node timed out during startup.")

    monkeypatch.setattr(
        cluster, "require", lambda _: SimpleNamespace(init=init, shutdown=lambda: None, cluster_resources=lambda: {"CPU": 2.0})
    )
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        with Cluster() as made:
            first, second = starts
            assert isinstance(first, subprocess.Popen) and isinstance(second, subprocess.Popen)
            assert (made.processors, first.wait(5) != 0, second.poll()) == (2, True, None)
        assert second.wait(5) != 0
        assert other.poll() is None
        other.kill()


class Fake:
    """A Ray that keeps house in one process: a node that stands for its own, tasks done when they are asked for. dies: how many nodes are gone when
    their first task has ended, whose end then tells of its worker.
    """

    class exceptions:  # noqa: N801 - as Ray has it
        RayError = LookupError

    def __init__(self, dies: int) -> None:
        self.nodes: list[subprocess.Popen[bytes]] = []
        self.done: list[object] = []
        self._dies = dies

    def init(self, **options: object) -> None:
        self.nodes.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))

    def shutdown(self) -> None:
        self.nodes[-1].kill()
        self.nodes[-1].wait()

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}

    def put(self, common: object) -> object:
        return common

    def remote(self, **options: object) -> Callable[[Callable[..., object]], object]:
        return lambda work: SimpleNamespace(remote=lambda *task: (len(self.nodes), lambda: work(*task)))

    def wait(self, running: list[Any], timeout: float) -> tuple[list[Any], list[Any]]:
        return running[:1], running[1:]

    def get(self, one: Any) -> object:
        node, work = one
        if node <= self._dies:
            self.shutdown()
            raise LookupError("the worker died")
        self.done.append(given := work())
        return given


@pytest.mark.parametrize("dies", [0, 1, 3])
def test_where_ray_itself_ends_it_is_started_again(dies: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = Fake(dies)
    monkeypatch.setattr(cluster, "require", lambda _: ray)
    monkeypatch.setattr(cluster, "_name", lambda _: "raylet")
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    with Cluster() as made:
        given = sorted(made.map(lambda common, one: common + one, 10, [(one,) for one in range(6)]))
    assert [(one.number, one.given, one.lost) for one in given] == [(one, 10 + one, None) for one in range(6)]
    assert (len(ray.nodes), len(ray.done)) == (dies + 1, 6)


def test_a_ray_that_ends_again_and_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = Fake(99)
    monkeypatch.setattr(cluster, "require", lambda _: ray)
    monkeypatch.setattr(cluster, "_name", lambda _: "raylet")
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    with pytest.raises(GoujiError) as caught, Cluster() as made:
        list(made.map(lambda common, one: one, 10, [(1,)]))
    assert (caught.value.code, len(ray.nodes), ray.done) == ("ray-ended", cluster.ATTEMPTS, [])
    assert "--engine local" in Wording(builtin(), "en").error(caught.value)
