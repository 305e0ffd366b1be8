"""Progress is told on a terminal, and only when it takes long."""

import io
import sys

import pytest

from kg import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds_each: float) -> str:
    clock = iter(i * seconds_each for i in range(99))
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    assert list(progress.shown(range(3), 3)) == [0, 1, 2]
    return stream.getvalue()


def test_a_long_job_tells_how_far_it_is_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said(monkeypatch, Terminal(), 2.0)
    assert "[1/3] pages" in text
    assert text.endswith("\x1b[K")


def test_a_short_job_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Terminal(), 0.01) == ""


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, io.StringIO(), 2.0) == ""
