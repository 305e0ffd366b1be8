"""Scenes of one page → chosen names: weigh every candidate, choose, look again for the chosen names' other forms, choose.

The second look adds two kinds of evidence that only the page as a whole has: short forms of names already found, and
how sure the same surface is at its other occurrences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.mentions.aliases import Form, again, forms, introduced, repeated
from kg.mentions.candidates import Candidate, candidates
from kg.mentions.choose import choose
from kg.mentions.features import PageCounts, features, weigh
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Scene

_REPEATED_TYPES = ("ORG", "PLACE", "COMPOUND", "PROGRAMME")


class Weighed(NamedTuple):
    """A candidate with the features that hold for it and their weight in sum."""

    candidate: Candidate
    features: list[str]
    weight: float


Found = list[list[Weighed]]
"""Per scene, its weighed candidates."""


def first_look(
    scenes: Sequence[Scene], counts: PageCounts, lexicon: Lexicon
) -> list[list[tuple[Candidate, list[str]]]]:
    """Per scene, the candidates that each passage's own evidence gives, with their features."""
    return [[(c, features(c, scene, counts, lexicon)) for c in candidates(scene, lexicon)] for scene in scenes]


def weigh_all(first: Sequence[Sequence[tuple[Candidate, list[str]]]], weights: Mapping[str, float]) -> Found:
    """Weigh what the first look found."""
    return [[Weighed(c, names, weigh(names, weights)) for c, names in row] for row in first]


def second_look(
    scenes: Sequence[Scene], found: Found, *, counts: PageCounts, lexicon: Lexicon, weights: Mapping[str, float]
) -> Found:
    """Add the other forms of the chosen names, and what the same surface weighs elsewhere on the page."""
    wanted: dict[Form, None] = {}
    for scene, row in zip(scenes, found, strict=True):
        for weighed in chosen(row):
            c = weighed.candidate
            for form in forms(scene.text[c.start : c.end], c.type, lexicon):
                wanted[form] = None
    for surface in introduced(counts.text):
        wanted[Form(surface, "ORG", "alias.introduced")] = None
    for surface in repeated(counts.text):
        for kind in _REPEATED_TYPES:
            wanted[Form(surface, kind, "repeated")] = None
    rows: list[dict[tuple[int, int, str], Weighed]] = [
        {(w.candidate.start, w.candidate.end, w.candidate.type): w for w in row} for row in found
    ]
    for index, c in again(scenes, wanted):
        key = (c.start, c.end, c.type)
        known = rows[index].get(key)
        names = [*known.features, f"a={c.type}{c.rule}"] if known else features(c, scenes[index], counts, lexicon)
        rows[index][key] = Weighed(known.candidate if known else c, names, weigh(names, weights))
    return _with_others(scenes, [list(row.values()) for row in rows], weights)


def _with_others(scenes: Sequence[Scene], found: Found, weights: Mapping[str, float]) -> Found:
    """Give each candidate the weight of the surest other occurrence of the same surface and type."""
    best: dict[tuple[str, str], list[float]] = {}
    for scene, row in zip(scenes, found, strict=True):
        for c, _, weight in row:
            best.setdefault((scene.text[c.start : c.end], c.type), []).append(weight)
    tops = {key: sorted(values, reverse=True)[:2] for key, values in best.items() if len(values) > 1}
    result: Found = []
    for scene, row in zip(scenes, found, strict=True):
        fresh = []
        for weighed in row:
            c, names, weight = weighed
            top = tops.get((scene.text[c.start : c.end], c.type))
            if top is not None:
                other = top[1] if weight == top[0] else top[0]
                name = f"o={c.type}{max(-3, min(3, int(other)))}{'+' if other > 0 else '-'}"
                weighed = Weighed(c, [*names, name], weight + weights.get(name, 0.0))
            fresh.append(weighed)
        result.append(fresh)
    return result


def chosen(row: Sequence[Weighed]) -> list[Weighed]:
    """The names of one scene: the best set of candidates that do not overlap."""
    spans = [(w.candidate.start, w.candidate.end) for w in row]
    return [row[i] for i in choose(spans, [w.weight for w in row])]
