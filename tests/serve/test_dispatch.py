"""Orders from any thread, carried out in the one that drives the workers."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

import pytest

from extractor.cage.limits import Limits
from extractor.cage.pool import Pool
from extractor.model.errors import GoujiError
from extractor.serve.dispatch import Dispatcher, Ended
from tests.cage import jobs


def test_orders_come_one_by_one_and_each_is_answered() -> None:
    seen: list[int] = []
    with Pool[Any, Any](jobs.obey, jobs.nothing, 1, Limits()) as pool:
        dispatcher = Dispatcher(pool)
        futures: list[Future[Ended]] = [dispatcher.give(("give", number)) for number in range(3)]
        ended: list[int] = []
        for number, future in enumerate(futures):
            future.add_done_callback(lambda _, number=number: ended.append(number))  # type: ignore[misc]
        hurried = dispatcher.give(("give", 9), first=True)
        hurried.add_done_callback(lambda _: ended.append(9))
        dispatcher.give(("sleep", 0.5))
        refused = dispatcher.give(("refuse", "a.txt"))

        def more(_: Future[Ended]) -> None:
            later = threading.Thread(target=lambda: dispatcher.give(("give", 7)).add_done_callback(lambda _: dispatcher.stop()))
            later.start()

        refused.add_done_callback(more)
        dispatcher.run(lambda orders: seen.append(len(orders)))
    assert [future.result() for future in futures] == [Ended(number, None) for number in range(3)]
    assert ended == [9, 0, 1, 2]
    failure = refused.result().failure
    assert failure is not None
    assert failure.code == "file-empty"
    assert seen[:1] == [1]  # the one that took its time


def test_orders_left_when_it_ends_are_given_up() -> None:
    with Pool[Any, Any](jobs.obey, jobs.refuses, 1, Limits()) as pool:
        dispatcher = Dispatcher(pool)
        future = dispatcher.give(("give", 1))
        with pytest.raises(GoujiError, match="output"):
            dispatcher.run(lambda _: None)
    assert future.cancelled()
