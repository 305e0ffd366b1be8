"""Words that introduce a name → candidates that no head noun tells: 民宿听潮, 取名慢屋, 开在中山四路的慢半拍."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kg.mentions.candidates import COMPOUND_TYPE, ORG_TYPE, PLACE_TYPE, PROGRAMME_TYPE, Candidates, rule_number
from kg.mentions.lexicon import TRADE, Lexicon
from kg.mentions.scene import Ints, Scene, run_length

_NAMES = re.compile(r"[取起]名|名[叫为]|叫[做作]?|命名为|唤[作做]|开在[^,。;:!?]{2,14}?的")
_LONGEST = 6
_TYPES = (ORG_TYPE, "org"), (PLACE_TYPE, "place"), (PROGRAMME_TYPE, "programme"), (COMPOUND_TYPE, "compound")


def introduced(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    """What stands after a kind of shop or site, and after words that name, up to where a word ends."""
    told = np.array([match.end() for match in _NAMES.finditer(scene.text)], np.int64)
    for start, rule in ((np.flatnonzero(scene.ended[TRADE]), "trade"), (told, "named")):
        start, end = _stretches(scene, start)
        for type_, name in _TYPES:
            number = rule_number(lexicon, f"{name}.{rule}")
            yield Candidates(start, end, np.full(len(start), type_), np.full(len(start), number), end)


def _stretches(scene: Scene, start: Ints) -> tuple[Ints, Ints]:
    """From each start every stretch of Han characters that ends with a word."""
    start = np.repeat(start, _LONGEST - 1)
    end = start + np.tile(np.arange(2, _LONGEST + 1), len(start) // (_LONGEST - 1))
    fits = end - start <= run_length(scene.han)[start]
    start, end = start[fits], end[fits]
    sharp = scene.sharp[end]
    return start[sharp], end[sharp]
