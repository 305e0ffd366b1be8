"""Requests → frames from worker processes, so many at once: each in a process of its own that waits ready, is told one
request, and is killed at its deadline, when nobody waits for it any more, and when the server ends.
"""

from __future__ import annotations

import asyncio
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from kg import query
from kg.errors import QueryTimeoutError
from kg.frames import END, Request, death, frames, line, too_late

CHUNK = 1 << 18
Frame = tuple[bytes, bytes]
_LEAVING = 2.0
"""Seconds in which those who are told to stop give their seats back; a process left behind would be told of at exit."""


class Desk:
    """Hands requests to workers. ``open`` before the first, ``close`` after the last."""

    def __init__(self, at_once: int) -> None:
        self._seats = asyncio.Semaphore(at_once)
        self._most = at_once
        self._ready: deque[Process] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._preparing = asyncio.Lock()
        self._closed = False

    async def open(self) -> None:
        """Start workers, so that requests need not wait for them: a waiting one takes some 25 MB."""
        await self._prepare()

    async def close(self) -> None:
        """End every process."""
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVING):
                for _ in range(self._most):
                    await self._seats.acquire()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._ready:
            await _end(self._ready.popleft())

    @asynccontextmanager
    async def ask(self, request: Request, began: float | None = None) -> AsyncIterator[AsyncIterator[Frame]]:
        """The frames of the answer; QueryTimeoutError at the deadline, which counts from ``began``, else from now."""
        began = time.monotonic() if began is None else began
        try:
            async with asyncio.timeout(request.timeout - (time.monotonic() - began)):
                await self._seats.acquire()
        except TimeoutError:
            what = f"{self._most} other queries kept this one waiting for {request.timeout:g} s"
            raise QueryTimeoutError("query", what, "try again later") from None
        process = None
        try:
            process = await self._take()
            self._later(self._prepare())
            yield _follow(process, request, began)
        finally:
            self._later(self._leave(process))

    async def _take(self) -> Process:
        while self._ready:
            process = self._ready.popleft()
            if process.returncode is None:
                return process
        return await _start()

    async def _leave(self, process: Process | None) -> None:
        """Give the seat back when the process is gone."""
        try:
            if process is not None:
                await _end(process)
        finally:
            self._seats.release()

    async def _prepare(self) -> None:
        """Have as many ready as may be asked at once; a system that gives no process is asked again with the next."""
        async with self._preparing:
            with suppress(OSError):
                while len(self._ready) < self._most and not self._closed:
                    self._ready.append(await _start())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _start() -> Process:
    words, environment = query.command()
    return await asyncio.create_subprocess_exec(
        *words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, limit=CHUNK
    )


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()  # to the end, else a pipe that is full stays open


async def _follow(process: Process, request: Request, began: float) -> AsyncIterator[Frame]:
    """The frames up to the one that ends the answer. Only the time that the worker takes counts."""
    assert process.stdin is not None
    assert process.stdout is not None
    left = request.timeout - (time.monotonic() - began)
    buffer = bytearray()
    process.stdin.write(line(request))
    while True:
        started = time.monotonic()
        try:
            async with asyncio.timeout(left):
                chunk = await process.stdout.read(CHUNK)
        except TimeoutError:
            raise too_late(request) from None
        left -= time.monotonic() - started
        if not chunk:
            raise await _death(process, request)
        buffer += chunk
        for frame in frames(buffer):
            yield frame
            if frame[0] in END:
                return


async def _death(process: Process, request: Request) -> Exception:
    assert process.stderr is not None
    number = await process.wait()
    return death(request, -number, await process.stderr.read(1 << 16))
