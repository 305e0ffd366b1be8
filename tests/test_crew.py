"""Workers: results in order, deaths noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kg import crew
from kg.crew import Failure, each


def doubling() -> Callable[[int], int]:
    return lambda number: number * 2


def slow_first() -> Callable[[int], int]:
    def work(number: int) -> int:
        time.sleep(0.2 if number == 0 else 0)
        return number

    return work


def failing() -> Callable[[int], int]:
    return lambda number: 10 // number


def dying(marks: Path, times: int) -> Callable[[int], int]:
    """Dies of item 2 as often as ``times``, leaving a mark each time."""

    def work(number: int) -> int:
        if number == 2 and len(list(marks.iterdir())) < times:
            (marks / f"{time.monotonic_ns()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_items(workers: int) -> None:
    assert list(each(range(40), doubling, workers=workers)) == [2 * n for n in range(40)]


def test_spawned_workers_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_context", lambda: multiprocessing.get_context("spawn"))
    assert list(each(range(6), doubling, workers=2)) == [0, 2, 4, 6, 8, 10]


def test_a_slow_item_holds_its_place() -> None:
    assert list(each(range(5), slow_first, workers=2)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_is_told_and_the_rest_goes_on(workers: int) -> None:
    first, second = each([0, 5], failing, workers=workers)
    assert isinstance(first, Failure)
    assert "ZeroDivisionError" in first.reason
    assert second == 2


def test_a_worker_s_death_costs_a_retry_only(tmp_path: Path) -> None:
    assert list(each(range(6), partial(dying, tmp_path, 1), workers=2)) == [0, 1, 2, 3, 4, 5]
    assert len(list(tmp_path.iterdir())) == 1


def test_an_item_that_kills_twice_is_told(tmp_path: Path) -> None:
    results = list(each(range(6), partial(dying, tmp_path, 9), workers=2))
    assert results[2] == Failure("the process that read it died 2 times (signal 9)")
    assert results[:2] + results[3:] == [0, 1, 3, 4, 5]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_cannot_be_prepared_fails_at_once() -> None:
    def unprepared() -> Callable[[int], int]:
        raise ValueError("no data")

    with pytest.raises(ValueError, match="no data"):
        list(each([1], unprepared, workers=2))


def test_no_process_outlives_an_abandoned_run() -> None:
    results = each(range(100), doubling, workers=2)
    assert next(iter(results)) == 0
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
