"""Two sequences of sorted lines → the lines that went and those that came, in one pass over both.

``kg diff`` tells them in words.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

_BLOCK = 256  # lines compared at once: most of two graphs is the same


class Change(NamedTuple):
    """A line that only one side has; ``came`` says that it is the new one."""

    line: str
    came: bool


def changes(old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    """The lines of one side alone, in order; both sides are sorted by code points and have each line once."""
    before, after = iter(old), iter(new)
    left, right = list(islice(before, _BLOCK)), list(islice(after, _BLOCK))
    while left and right:
        size = min(len(left), len(right))
        if left[:size] == right[:size]:
            i = j = size
        else:
            i, j = yield from _merged(left, right)
        left = left[i:] + list(islice(before, _BLOCK - len(left) + i))
        right = right[j:] + list(islice(after, _BLOCK - len(right) + j))
    yield from (Change(line, came=False) for line in chain(left, before))
    yield from (Change(line, came=True) for line in chain(right, after))


def _merged(left: list[str], right: list[str]) -> Generator[Change, None, tuple[int, int]]:
    """The changes up to where one of the blocks ends; returns how many lines of each were used."""
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            i, j = i + 1, j + 1
        elif left[i] < right[j]:
            yield Change(left[i], came=False)
            i += 1
        else:
            yield Change(right[j], came=True)
            j += 1
    return i, j
