"""How far a long job is, on a terminal only: ``[12/500] pages``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_QUIET = 1.0
_BETWEEN = 0.1


def shown(items: Iterable[T], total: int) -> Iterator[T]:
    """The items, telling on stderr how many have come when it is a terminal and the job takes more than a second."""
    if not sys.stderr.isatty():
        yield from items
        return
    started = last = time.monotonic()
    told = False
    for count, item in enumerate(items, 1):
        now = time.monotonic()
        if now - started > _QUIET and now - last > _BETWEEN:
            print(f"\r[{count}/{total}] pages", end="", file=sys.stderr, flush=True)
            last, told = now, True
        yield item
    if told:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
