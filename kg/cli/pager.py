"""Bytes for a terminal → the terminal, through a pager where they are longer than it is high."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO


def command() -> str:
    """``$KG_PAGER``, ``$PAGER`` or less, as the shell takes it; empty where none is there, or it is ``cat``."""
    for name in ("KG_PAGER", "PAGER"):
        if name in os.environ:
            told = os.environ[name].strip()
            return "" if told == "cat" else told
    from shutil import which

    return "less" if os.environ.get("TERM") != "dumb" and which("less") else ""


@contextmanager
def paged(out: IO[bytes]) -> Iterator[Callable[[bytes], None]]:
    """A function that takes the bytes; the pager starts when they fill the screen, and is waited for at the end."""
    held = bytearray()
    started: list[subprocess.Popen[bytes]] = []
    rows = _rows(out)

    def write(content: bytes) -> None:
        if not started:
            held.extend(content)
            if held.count(b"\n") < rows:
                return
            content = bytes(held)
            started.append(_start())
        pipe = started[0].stdin
        assert pipe is not None
        pipe.write(content)  # raises BrokenPipeError when the reader has seen enough
        pipe.flush()

    try:
        yield write
    finally:
        if started:
            _end(started[0])
        else:
            out.write(held)
            out.flush()


def _rows(out: IO[bytes]) -> int:
    """Lines that fit on the terminal above the prompt."""
    told = os.environ.get("LINES", "")
    try:
        return (int(told) if told.isascii() and told.isdigit() else os.get_terminal_size(out.fileno()).lines) - 1
    except OSError:
        return 23


def _start() -> subprocess.Popen[bytes]:
    """The pager; less is told as git tells it: colours, no clearing of the screen, end where all fits."""
    return subprocess.Popen(command(), shell=True, stdin=subprocess.PIPE, env={"LESS": "FRX", "LV": "-c", **os.environ})


def _end(pager: subprocess.Popen[bytes]) -> None:
    """Wait for it; Ctrl-C is the pager's own until it ends."""
    assert pager.stdin is not None
    with suppress(BrokenPipeError):
        pager.stdin.close()
    while True:
        try:
            pager.wait()
            return
        except KeyboardInterrupt:
            continue
