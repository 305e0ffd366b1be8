"""How two names stand → the relations between them that are worth weighing, learned along with the weights.

A gate says for the kinds of the left and the right name (see ``kg.relations.scene``, a reference 16 more) and the
sentences between them, up to ``REACH`` or more, which predicates may hold, each from right to left, then forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.model import ENTITY_TYPES, PREDICATES, SYMMETRIC
from kg.relations.choose import permitted

Gate = NDArray[np.bool_]
REACH = 2
FAR = REACH + 1
"""The distance of all pairs farther apart than ``REACH``."""
WAYS = 2 * len(PREDICATES)
_NAMES = dict(enumerate(ENTITY_TYPES))
_KINDS = _NAMES | {number + 16: "~" + name for number, name in _NAMES.items()}


@cache
def by_types() -> NDArray[np.bool_]:
    """Which predicates the types of subject and object permit."""
    return np.array([[[permitted(s, p, o) for p in PREDICATES] for o in ENTITY_TYPES] for s in ENTITY_TYPES])


@cache
def directed() -> NDArray[np.bool_]:
    """Which predicates tell subject from object."""
    return np.array([predicate not in SYMMETRIC for predicate in PREDICATES])


@cache
def widest() -> Gate:
    """All that types permit; predicates without a direction are asked for forward only."""
    forward = by_types()
    ways = np.stack((forward.transpose(1, 0, 2) & directed(), forward), axis=-1).reshape(*forward.shape[:2], -1)
    found = np.zeros((32, 32, FAR + 1, WAYS), np.bool_)
    kinds = np.array(list(_KINDS))
    found[kinds[:, None], kinds] = ways[kinds[:, None] & 15, kinds & 15][:, :, None]
    return found


def lines(gate: Gate) -> Iterator[str]:
    """A gate as lines: kinds left and right, and for each distance the bits of predicates and directions, in hex."""
    values = 1 << np.arange(WAYS)
    for left, one in _KINDS.items():
        for right, other in _KINDS.items():
            if gate[left, right].any():
                yield "\t".join((one, other, *(f"{bits:x}" for bits in (gate[left, right] @ values).tolist())))


def read(rows: Iterable[list[str]]) -> Gate:
    """The gate that the fields of ``lines`` say; what they leave out at the end is not let in."""
    numbers = {name: number for number, name in _KINDS.items()}
    found = np.zeros_like(widest())
    for left, right, *bits in rows:
        told = np.array([int(one, 16) for one in bits])
        found[numbers[left], numbers[right], : len(told)] = told[:, None] >> np.arange(WAYS) & 1
    return found
