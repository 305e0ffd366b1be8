"""Scene of one page → chosen names: sift the candidates, weigh them, choose, look again for other forms, choose again.

The second look adds two kinds of evidence that only the page as a whole has: short forms of names already found, and
how sure the same surface is at its other occurrences.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.mentions.aliases import again
from kg.mentions.candidates import Candidates, distinct, select
from kg.mentions.choose import choose
from kg.mentions.features import Numbers, early, extra, features, sides
from kg.mentions.gather import candidates
from kg.mentions.lexicon import KNOWN, Lexicon
from kg.mentions.occurrences import SHELVES, shelves
from kg.mentions.scene import Flags, Ints, Scene

Weights = NDArray[np.float32]
_ORIGIN, _ELSEWHERE = 64, 65


class Look(NamedTuple):
    """Candidates in groups side by side: ``features[g]`` are the feature numbers of group g; ``later`` are the arrays
    of evidence that all groups share."""

    candidates: Candidates
    features: tuple[Numbers, ...]
    later: tuple[Ints, ...] = ()

    def of(self, place: int) -> list[int]:
        """The feature numbers of one candidate."""
        start = 0
        for group in self.features:
            if place < start + group.shape[1]:
                shared = [int(row[place]) for row in self.later]
                return [*group[:, place - start].tolist(), *shared]
            start += group.shape[1]
        raise IndexError(place)


def first_look(scene: Scene, lexicon: Lexicon) -> Look:
    """The candidates that each passage's own evidence gives, without the hopeless that no list has."""
    found = candidates(scene, lexicon)
    seen = sides(scene, found)
    hopeful = _sum(early(scene, found, seen), lexicon.sieve) >= 0
    places = np.flatnonzero(hopeful | (scene.reach[KNOWN][found.start] == found.end))
    found = select(found, places)
    return Look(found, (features(scene, found, seen.of(places)),))


def second_look(scene: Scene, first: Look, lexicon: Lexicon, weights: Weights) -> tuple[Look, NDArray[np.float64]]:
    """Add the other forms of the chosen names, and what the same surface weighs elsewhere on the page.

    Gives the look and the weight of each of its candidates.
    """
    c, weight = first.candidates, _sum(first.features[0], weights)
    places = choose(c.start, c.end, weight)
    rows = zip(c.start[places].tolist(), c.end[places].tolist(), c.type[places].tolist(), strict=True)
    wanted = distinct([again(scene, list(rows), lexicon)])
    place, known = _found(c, wanted)
    new = select(wanted, ~known)
    both = Candidates(*(np.concatenate(pair) for pair in zip(c, new, strict=True)))
    numbers = features(scene, new)
    origin = np.zeros(len(both.start), np.int64)
    origin[place[known]] = wanted.rule[known] + 1
    origin[len(c.start) :] = new.rule + 1
    forms_of = extra(both, origin, _ORIGIN)
    weight = np.concatenate((weight, _sum(numbers, weights))) + weights[forms_of]
    elsewhere = _elsewhere(scene, both, weight)
    look = Look(both, (first.features[0], numbers), (forms_of, elsewhere))
    return look, weight + weights[elsewhere]


def _sum(numbers: Numbers, weights: Weights) -> NDArray[np.float64]:
    """The sum of the features' weights for each candidate."""
    found: NDArray[np.float64] = weights.take(numbers).sum(axis=0).astype(np.float64)
    return found


def _found(c: Candidates, wanted: Candidates) -> tuple[Ints, Flags]:
    """For each wanted candidate its place among ``c`` (which is sorted), and whether it is there at all."""
    if not len(c.start):
        return np.zeros(len(wanted.start), np.int64), np.zeros(len(wanted.start), np.bool_)
    keys, key = _key(c), _key(wanted)
    place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    return place, keys[place] == key


def _key(c: Candidates) -> Ints:
    key: Ints = (c.start << 40) | (c.end << 8) | c.type
    return key


def _elsewhere(scene: Scene, c: Candidates, weight: NDArray[np.float64]) -> Ints:
    """The weight, in steps, of the surest other occurrence of the same surface and type."""
    form = shelves(scene.hash(c.start, c.end) + c.type.astype(np.uint64))
    best, rest = np.empty((2, SHELVES))
    best[form] = rest[form] = -np.inf
    np.maximum.at(best, form, weight)
    lower = weight < best[form]
    np.maximum.at(rest, form[lower], weight[lower])
    other = np.where(lower, best[form], rest[form])
    known = np.isfinite(other)
    step = np.where(known, np.clip(np.floor(np.where(known, other, 0.0)), -3, 6) + 4, 0)
    return extra(c, step.astype(np.int64), _ELSEWHERE)
