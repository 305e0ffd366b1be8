"""Requests one after the other → their answers, from one worker process that stays for the next.

A Python program asks hundreds of small queries; starting a process for each, and opening the graph in it, would cost
more than the answers. ``python -m kg.resident`` is the worker, which reads requests as lines of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import cache

from kg import errors
from kg.frames import Outcome, Request
from kg.query import Worker, ask, listen, started, tell


class Resident:
    """Asks one worker at a time, which is killed at its deadline and when an answer is broken off, and started anew
    when it is needed again. Threads wait for one another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Worker | None = None

    def ask(self, request: Request, out: Callable[[bytes], object], note: Callable[[str], object]) -> Outcome:
        """As ``kg.query.ask``. A request without a deadline gets a worker of its own, which ends with its asker."""
        if not request.timeout:
            return ask(request, out, note, fork=False)
        with self._lock:
            worker = self._told(request)
            sound = False
            try:
                outcome = listen(worker, request, out, note)
                sound = True
                return outcome
            except (errors.QueryLimitError, errors.QueryTimeoutError):
                raise
            except errors.LinpuError:
                sound = True  # the worker has said so itself and waits again
                raise
            finally:
                if sound:
                    self._waiting = worker
                else:
                    worker.end()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            worker, self._waiting = self._waiting, None
            if worker is not None:
                worker.end()

    def _told(self, request: Request) -> Worker:
        """A worker that has the request; the one that waited may have died of a Ctrl-C meanwhile."""
        worker, self._waiting = self._waiting, None
        if worker is not None:
            try:
                tell(worker, request)
                return worker
            except BrokenPipeError:
                worker.end()
        worker = started("kg.resident")
        tell(worker, request)
        return worker


def main() -> None:
    """Answer the requests on stdin until it is closed; the graph stays open between them."""
    from kg.lookup import Reader
    from kg.worker import open_reader, request_of, serve

    with ExitStack() as stack:

        @cache
        def opened(graph: str, data: tuple[str, ...], least: float) -> Reader:
            return stack.enter_context(open_reader(graph, data, least=least))

        for line in sys.stdin.buffer:
            request = request_of(json.loads(line))
            serve(request, sys.stdout.fileno(), lambda r: nullcontext(opened(r.graph, r.data, r.least)))


if __name__ == "__main__":
    main()
