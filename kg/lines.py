"""The bytes of a file of sorted lines → lines that begin so, and the same bytes with some lines out and others in.

Most lines of a large graph stay from one generation to the next: they are copied as bytes and never become strings.
UTF-8 sorts as its code points do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import GraphError

if TYPE_CHECKING:
    import mmap


def place(data: bytes | mmap.mmap, start: bytes) -> int:
    """Where the first line begins that does not sort before ``start``."""
    low, high = 0, len(data)
    while low < high:
        at = max(low, data.rfind(b"\n", low, (low + high) // 2) + 1)
        end = data.find(b"\n", at) + 1 or len(data)
        if data[at:end].removesuffix(b"\n") < start:
            low = end
        else:
            high = at
    return low


def starting(data: bytes, start: str) -> Iterator[str]:
    """The lines that begin with ``start``, without their ends. Raises GraphError where they are damaged."""
    beginning = start.encode()
    at = place(data, beginning)
    while data.startswith(beginning, at):
        end = data.index(b"\n", at)
        yield _decoded(data[at:end])
        at = end + 1


def without(data: bytes, starts: Iterable[str]) -> list[str]:
    """The lines that begin with none of ``starts``, of which none begins another. Raises GraphError, as before."""
    found, rest = [], 0
    for start in sorted(start.encode() for start in starts):
        found.append(data[rest : place(data, start)])
        rest = place(data, start[:-1] + bytes([start[-1] + 1]))
    return _decoded(b"".join([*found, data[rest:]])).split("\n")[:-1]


def edited(data: bytes, gone: Iterable[str], come: Iterable[str]) -> Iterator[bytes | memoryview]:
    """The pieces of the file without the lines ``gone`` and with ``come``. Raises GraphError where one is not there."""
    view, rest = memoryview(data), 0
    lines = [*((line.encode(), False) for line in gone), *((line.encode(), True) for line in come)]
    for line, new in sorted(lines):
        at = place(data, line)
        yield view[rest:at]
        rest = at
        if new:
            yield line + b"\n"
        elif data.startswith(line + b"\n", at):
            rest += len(line) + 1
        else:
            raise _damaged(f"it lacks {line[:80]!r}")
    yield view[rest:]


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _damaged(str(error)) from error


def _damaged(why: str) -> GraphError:
    return GraphError("graph", f"its lines are damaged: {why}", "build the graph again")
