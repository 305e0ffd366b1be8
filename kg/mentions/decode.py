"""Scene of one page → chosen names: weigh every candidate, choose, look again for their other forms, choose again.

The second look adds two kinds of evidence that only the page as a whole has: short forms of names already found, and
how sure the same surface is at its other occurrences.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.mentions.aliases import again
from kg.mentions.candidates import Candidates, candidates, distinct
from kg.mentions.choose import choose
from kg.mentions.features import Numbers, extra, features
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Ints, Scene

Weights = NDArray[np.float32]
_ORIGIN, _ELSEWHERE = 64, 65


class Look(NamedTuple):
    """Candidates and their feature numbers, one row each."""

    candidates: Candidates
    features: Numbers


def first_look(scene: Scene, lexicon: Lexicon) -> Look:
    """The candidates that each passage's own evidence gives."""
    found = candidates(scene, lexicon)
    return Look(found, features(scene, found))


def second_look(scene: Scene, first: Look, lexicon: Lexicon, weights: Weights) -> Look:
    """Add the other forms of the chosen names, and what the same surface weighs elsewhere on the page."""
    weight = weigh(first.features, weights)
    names = [(int(first.candidates.start[i]), int(first.candidates.end[i]), int(first.candidates.type[i]))
             for i in chosen(first.candidates, weight)]  # fmt: skip
    forms = again(scene, names, lexicon)
    both = distinct([first.candidates, forms])
    numbers = np.concatenate((features(scene, both), _origin(both, forms)[:, None]), axis=1)
    weight = weigh(numbers, weights)
    return Look(both, np.concatenate((numbers, _elsewhere(scene, both, weight)[:, None]), axis=1))


def weigh(numbers: Numbers, weights: Weights) -> NDArray[np.float64]:
    """The sum of the features' weights for each row."""
    found: NDArray[np.float64] = weights[numbers].sum(axis=1, dtype=np.float64)
    return found


def chosen(c: Candidates, weight: NDArray[np.float64]) -> list[int]:
    """Places of the best set of candidates that do not overlap."""
    good = np.flatnonzero(weight > 0)
    spans = list(zip(c.start[good].tolist(), c.end[good].tolist(), strict=True))
    places = good.tolist()
    return [places[i] for i in choose(spans, weight[good].tolist())]


def _origin(both: Candidates, forms: Candidates) -> Ints:
    """Which form of which name each candidate is, if any."""
    key = (both.start << 40) | (both.end << 8) | both.type
    wanted = (forms.start << 40) | (forms.end << 8) | forms.type
    order = np.argsort(wanted, kind="stable")
    place = np.searchsorted(wanted[order], key)
    hit = np.zeros(len(key), np.int64)
    inside = place < len(wanted)
    same = np.zeros(len(key), np.bool_)
    same[inside] = wanted[order][place[inside]] == key[inside]
    hit[same] = forms.rule[order][place[same]] + 1
    return extra(both, hit, _ORIGIN)


def _elsewhere(scene: Scene, c: Candidates, weight: NDArray[np.float64]) -> Ints:
    """The weight, in steps, of the surest other occurrence of the same surface and type."""
    surface = scene.hash(c.start, c.end) * np.uint64(16) + c.type.astype(np.uint64)
    _, form = np.unique(surface, return_inverse=True)
    order = np.lexsort((-weight, form))
    ranked = form[order]
    first = np.concatenate(([True], ranked[1:] != ranked[:-1])) if len(order) else np.zeros(0, np.bool_)
    best = np.full(int(form.max()) + 1 if len(form) else 0, -np.inf)
    best[ranked[first]] = weight[order][first]
    rest = np.full_like(best, -np.inf)
    later = np.flatnonzero(~first & np.concatenate(([False], first[:-1])))
    rest[ranked[later]] = weight[order][later]
    other = np.where(weight >= best[form], rest[form], best[form])
    step = np.where(np.isfinite(other), np.clip(np.floor(np.where(np.isfinite(other), other, 0)), -3, 3) + 4, 0)
    return extra(c, step.astype(np.int64), _ELSEWHERE)
