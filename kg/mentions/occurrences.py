"""Many short strings → all their places in one page, by hashes: sooner than an automaton could be built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_SALT = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)
_PAGE = 1 << 12
SHELVES = 1 << 16
"""Size of the tables that gather what is known of a surface; surfaces that share a place are rare and harmless."""


def codes_of(text: str) -> Ints:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)


def hashing(codes: Ints) -> tuple[Hashes, Hashes]:
    """Prefix sums of code × base^i, and base^-i: together the hash of any substring in three operations."""
    size = len(codes)
    powers, inverse = _powers((size // _PAGE + 1) * _PAGE)
    sums = np.zeros(size + 1, np.uint64)
    np.cumsum(codes.view(np.uint64) * powers[:size], out=sums[1:])
    return sums, inverse[: size + 1]


@lru_cache(4)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """base^(i + 1) and base^-i for i up to ``size``."""
    powers, inverse = (np.full(size + 1, base, np.uint64) for base in (_BASE, _INVERSE))
    inverse[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverse, dtype=np.uint64)


def hasher(codes: Ints) -> Callable[[Ints, Ints], Hashes]:
    """(starts, ends) → a number for each ``text[start:end]``, the same for equal strings on any machine."""
    sums, scale = hashing(codes)
    return lambda start, end: (sums[end] - sums[start]) * scale[start]


def shelves(surface: Hashes) -> Ints:
    """A place below ``SHELVES`` for each surface."""
    mixed = surface ^ (surface >> _SHIFT)
    found: Ints = ((mixed * _SALT) >> np.uint64(48)).astype(np.int64)
    return found


def occurrences(surfaces: Sequence[str], size: int, hashed: Callable[[Ints, Ints], Hashes]) -> tuple[Ints, Ints, Ints]:
    """Every place of surfaces of two characters and more in a text of ``size`` characters, hashed by ``hashed``: which
    surface it is, its start and its end, in the order of starts.

    Only places that begin like a surface are compared as a whole.
    """
    length = np.fromiter(map(len, surfaces), np.int64, len(surfaces))
    last = np.cumsum(length)
    own, first = hasher(codes_of("".join(surfaces))), last - length
    whole, opening = own(first, last), own(first, first + 2)
    order = np.argsort(opening)
    ordered = opening[order]
    begins = np.zeros(SHELVES, np.bool_)
    begins[shelves(opening)] = True
    place = np.arange(max(size - 1, 0))
    pairs = hashed(place, place + 2)
    place = np.flatnonzero(begins[shelves(pairs)])
    asked = pairs[place]
    low, high = (np.searchsorted(ordered, asked, side) for side in ("left", "right"))
    times = high - low
    start = np.repeat(place, times)
    which = order[np.repeat(low - np.cumsum(times) + times, times) + np.arange(len(start))]
    end = np.minimum(start + length[which], size)
    same = (hashed(start, end) == whole[which]) & (end - start == length[which])
    return which[same], start[same], end[same]
