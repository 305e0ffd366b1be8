"""Names found once → candidates for their short forms and further occurrences on the same page.

Second look: 菱塘 after 菱塘社区, 乐邻公司 after 南昌市乐邻养老服务有限公司, 岸上灯 after “岸上灯”党建联盟, and strings
that the page repeats between different neighbours although no dictionary has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from kg.mentions.candidates import ORIGINS, Candidates, rule_number, select
from kg.mentions.lexicon import Lexicon
from kg.mentions.likeness import area_in_front
from kg.mentions.occurrences import occurrences
from kg.mentions.scene import Flags, Ints, Scene
from kg.model import ENTITY_TYPES

Form = tuple[str, str, str]
"""A surface to look for, the type it would have, and why: a plain tuple, since hundreds are made for a page."""
_STEMMED = {"COMMUNITY": ("社区", "村", "嘎查"), "STREET": ("街道", "街", "镇", "乡"), "COMPOUND": ("小区", "自然村"),
            "AREA": ("省", "市", "区", "县", "旗", "州")}  # fmt: skip
_INTRODUCED = re.compile(r"(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,12})")
_QUOTE = re.compile(r"[“‘]([^“”‘’]{2,12})[”’]")
_NUMBER = {name: number for number, name in enumerate(ENTITY_TYPES)}
_REPEATED_TYPES = ("ORG", "PLACE", "COMPOUND", "PROGRAMME")


def forms(name: str, kind: str, lexicon: Lexicon) -> Iterator[Form]:
    """The forms in which a page may name the same thing again."""
    yield name, kind, "alias.same"
    for end in _STEMMED.get(kind, ()):
        if name.endswith(end) and len(name) - len(end) >= 2:
            stem = name[: -len(end)]
            yield stem, kind, "alias.stem"
            if kind == "COMMUNITY" and end == "社区":
                yield stem, "COMPOUND", "alias.stem"
            break
    if kind in ("ORG", "PLACE", "PROGRAMME", "EVENT", "COMPOUND"):
        for quoted in _QUOTE.findall(name) if "”" in name or "’" in name else ():
            yield quoted, kind, "alias.quoted"
        # without the areas in front of it: 南昌市乐邻养老服务有限公司 → 乐邻养老服务有限公司
        core = name[len(area_in_front(name, lexicon)) :]
        for size in range(2, min(5, len(core))):
            yield core[:size], kind, "alias.core"
        if core != name and len(core) > 3:
            yield core, kind, "alias.tail"


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
    form = scene.hash(starts, ends)
    order = np.argsort(form)
    form, starts, ends = form[order], starts[order], ends[order]
    first = np.flatnonzero(np.concatenate(([True], form[1:] != form[:-1]))) if len(form) else order
    left, right = scene.codes[starts - 1], scene.codes[ends]
    found = first[_vary(left, first) & _vary(right, first)]
    return [scene.text[start:end] for start, end in zip(starts[found].tolist(), ends[found].tolist(), strict=True)]


def _vary(neighbour: Ints, first: Ints) -> Flags:
    """Which of the groups that begin at ``first`` have several neighbours."""
    if not len(first):
        return np.zeros(0, np.bool_)
    varied: Flags = np.minimum.reduceat(neighbour, first) != np.maximum.reduceat(neighbour, first)
    return varied


def again(scene: Scene, names: Sequence[tuple[int, int, int]], lexicon: Lexicon) -> Candidates:
    """Every occurrence of another form of the chosen names (start, end, type), and of introduced and repeated forms."""
    wanted: dict[str, dict[int, str]] = defaultdict(dict)
    for name, number in {(scene.text[start:end], number) for start, end, number in names}:
        for surface, kind, rule in forms(name, ENTITY_TYPES[number], lexicon):
            _want(wanted[surface], _NUMBER[kind], rule)
    for surface in introduced(scene.text):
        _want(wanted[surface], _NUMBER["ORG"], "alias.introduced")
    for surface in repeated(scene):
        for kind in _REPEATED_TYPES:
            _want(wanted[surface], _NUMBER[kind], "repeated")
    found = _everywhere(scene, {form: why for form, why in wanted.items() if len(form) > 1}, lexicon)
    return select(found, scene.balanced(found.start, found.end))


def _want(why: dict[int, str], kind: int, rule: str) -> None:
    """Of several rules for one type the first by name stands."""
    if why.setdefault(kind, rule) > rule:
        why[kind] = rule


def _everywhere(scene: Scene, wanted: dict[str, dict[int, str]], lexicon: Lexicon) -> Candidates:
    """Every occurrence of each surface, once with each of its types and the rule for it."""
    numbers = {name: rule_number(lexicon, name) for name in ORIGINS}
    count = np.fromiter(map(len, wanted.values()), np.int64, len(wanted))
    kinds = np.fromiter(chain.from_iterable(wanted.values()), np.int64)
    rules = np.fromiter((numbers[rule] for why in wanted.values() for rule in why.values()), np.int64)
    which, start, end = occurrences(list(wanted), len(scene.text), scene.hash)
    times = count[which]
    row = np.repeat((np.cumsum(count) - count)[which] - np.cumsum(times) + times, times) + np.arange(times.sum())
    start, end = np.repeat(start, times), np.repeat(end, times)
    return Candidates(start, end, kinds[row], rules[row], end)
