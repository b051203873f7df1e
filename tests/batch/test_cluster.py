"""Ray that does not come up: said in one line, and nothing of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from extractor.batch import cluster
from extractor.batch.cluster import Cluster
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import UsageError


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
