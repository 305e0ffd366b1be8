"""Names found once → candidates for their short forms and further occurrences on the same page.

Second look: 菱塘 after 菱塘社区, 乐邻公司 after 南昌市乐邻养老服务有限公司, 岸上灯 after “岸上灯”党建联盟, and strings
that the page repeats between different neighbours although no dictionary has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from kg.mentions.candidates import Candidates, rule_number, select
from kg.mentions.lexicon import Lexicon
from kg.mentions.occurrences import occurrences
from kg.mentions.scene import Flags, Ints, Scene, columns
from kg.model import ENTITY_TYPES


class Form(NamedTuple):
    """A surface to look for, the type it would have, and why."""

    surface: str
    type: str
    rule: str


_STEMMED = {"COMMUNITY": ("社区", "村", "嘎查"), "STREET": ("街道", "街", "镇", "乡"), "COMPOUND": ("小区", "自然村"),
            "AREA": ("省", "市", "区", "县", "旗", "州")}  # fmt: skip
_INTRODUCED = re.compile(r"(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,12})")
_QUOTE = re.compile(r"[“‘]([^“”‘’]{2,12})[”’]")
_REPEATED_TYPES = ("ORG", "PLACE", "COMPOUND", "PROGRAMME")


def forms(name: str, kind: str, lexicon: Lexicon) -> Iterator[Form]:
    """The forms in which a page may name the same thing again."""
    yield Form(name, kind, "alias.same")
    for end in _STEMMED.get(kind, ()):
        if name.endswith(end) and len(name) - len(end) >= 2:
            stem = name[: -len(end)]
            yield Form(stem, kind, "alias.stem")
            if kind == "COMMUNITY" and end == "社区":
                yield Form(stem, "COMPOUND", "alias.stem")
            break
    if kind in ("ORG", "PLACE", "PROGRAMME", "EVENT", "COMPOUND"):
        for quoted in _QUOTE.findall(name):
            yield Form(quoted, kind, "alias.quoted")
        core = _core(name, lexicon)
        for size in range(2, min(5, len(core))):
            yield Form(core[:size], kind, "alias.core")
        if core != name and len(core) > 3:
            yield Form(core, kind, "alias.tail")


def _core(name: str, lexicon: Lexicon) -> str:
    """The name without the areas in front of it: 南昌市乐邻养老服务有限公司 → 乐邻养老服务有限公司."""
    for size in range(min(10, len(name) - 2), 1, -1):
        if name[:size] in lexicon.areas:
            return name[size:]
    return name


def introduced(text: str) -> Iterator[str]:
    """Short forms that the page introduces in so many words."""
    for match in _INTRODUCED.finditer(text):
        yield match.group(1).strip("“”‘’")


def repeated(scene: Scene) -> list[str]:
    """Two neighbouring words, one of a single character, that recur together between different neighbours."""
    starts = np.flatnonzero(scene.word_end)
    middle = scene.word_end[starts]
    ends = scene.word_end[middle]
    fits = (ends > 0) & (ends - starts <= 5) & ((middle - starts == 1) | (ends - middle == 1))
    starts, ends = starts[fits], ends[fits]
    other = np.concatenate(([0], np.cumsum(~scene.han)))
    fits = other[starts] == other[ends]
    starts, ends = starts[fits], ends[fits]
    _, first, form, count = np.unique(
        scene.hash(starts, ends), return_index=True, return_inverse=True, return_counts=True
    )
    left, right = scene.codes[starts - 1], scene.codes[ends]
    found = (count > 1) & _varies(form, left, len(count)) & _varies(form, right, len(count))
    return [scene.text[starts[i] : ends[i]] for i in first[found].tolist()]


def _varies(form: Ints, neighbour: Ints, size: int) -> Flags:
    low, high = np.full(size, 1 << 30), np.zeros(size, np.int64)
    np.minimum.at(low, form, neighbour)
    np.maximum.at(high, form, neighbour)
    found: Flags = low != high
    return found


def again(scene: Scene, names: Sequence[tuple[int, int, int]], lexicon: Lexicon) -> Candidates:
    """Every occurrence of another form of the chosen names (start, end, type), and of introduced and repeated forms."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for name, number in {(scene.text[start:end], number) for start, end, number in names}:
        for surface, kind, rule in forms(name, ENTITY_TYPES[number], lexicon):
            wanted.setdefault(surface, set()).add((kind, rule))
    for surface in introduced(scene.text):
        wanted.setdefault(surface, set()).add(("ORG", "alias.introduced"))
    for surface in repeated(scene):
        wanted.setdefault(surface, set()).update((kind, "repeated") for kind in _REPEATED_TYPES)
    found = _everywhere(scene, {form: sorted(why) for form, why in wanted.items() if len(form) > 1}, lexicon)
    return select(found, scene.balanced(found.start, found.end))


def _everywhere(scene: Scene, wanted: dict[str, list[tuple[str, str]]], lexicon: Lexicon) -> Candidates:
    """Every occurrence of each surface, once with each of its (type, rule)."""
    numbers = {
        pair: (ENTITY_TYPES.index(pair[0]), rule_number(lexicon, pair[1]))
        for pair in dict.fromkeys(chain.from_iterable(wanted.values()))
    }
    count = np.fromiter(map(len, wanted.values()), np.int64, len(wanted))
    kinds, rules = columns((numbers[pair] for pair in chain.from_iterable(wanted.values())), 2)
    which, start, end = occurrences(list(wanted), len(scene.text), scene.hash)
    times = count[which]
    row = np.repeat((np.cumsum(count) - count)[which] - np.cumsum(times) + times, times) + np.arange(times.sum())
    start, end = np.repeat(start, times), np.repeat(end, times)
    return Candidates(start, end, kinds[row], rules[row], end)
