"""Coordinations → candidates: names that share the head noun of the last (竹隐、绿茵、灯草巷三个社区)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from kg.mentions.candidates import COMMUNITY_TYPE, COMPOUND_TYPE, ORG_TYPE, STREET_TYPE, Candidates, group, rule_number
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Scene

_NOUNS = {"社区": COMMUNITY_TYPE, "村": COMMUNITY_TYPE, "街道": STREET_TYPE, "镇": STREET_TYPE, "乡": STREET_TYPE,
          "小区": COMPOUND_TYPE, "自然村": COMPOUND_TYPE, "寨子": COMPOUND_TYPE, "村委会": ORG_TYPE,
          "居委会": ORG_TYPE, "嘎查": COMMUNITY_TYPE, "居民区": COMMUNITY_TYPE}  # fmt: skip
_SHARED = re.compile(r"(?:个|(?<=[两三四五六七八九十]))(自然村|社区|街道|小区|村委会|居委会|村|镇|乡|嘎查|寨子|居民区)")
_NUMBER = re.compile(r"等?(?:[0-9]{1,2}|[一二三四五六七八九十两多几]{1,2})$")
_LAST = re.compile(r"[、和及与][\u4e00-\u9fff]{1,7}?(社区|街道|小区|村委会|居委会|居民区|嘎查|村|镇|乡)")
_ITEM = re.compile(r"[^、,。;:!?“”()《》\s和及与]{2,8}$")


def listed(scene: Scene, lexicon: Lexicon) -> Candidates:
    """竹隐、绿茵、灯草巷三个社区; 文静里、三合里社区: items that share the head noun of the last."""
    rule = rule_number(lexicon, "coordination")
    rows = []
    for start, noun in _shared(scene.text, 0, len(scene.text)):
        rows += [(*span, _NOUNS[noun], rule, span[1]) for span in _items(scene.text, start)]
    for match in _LAST.finditer(scene.text):
        noun = match.group(1)
        rows += [
            (*span, _NOUNS[noun], rule, span[1])
            for span in _items(scene.text, match.start())
            if not scene.text.endswith(noun, 0, span[1])
        ]
    return group(rows)


def _items(text: str, position: int) -> Iterator[tuple[int, int]]:
    """The items of a list that ends at ``position``, with every left edge that the first may have."""
    for _ in range(8):
        item = _ITEM.search(text, max(0, position - 9), position)
        if item is None:
            return
        start = item.start()
        for cut in range(start, position - 1):
            if cut == start or position - cut <= 4:
                yield cut, position
        if start < 1 or text[start - 1] not in "、和及与":
            return
        position = start - 1


def noun_after(text: str, end: int, kind: int) -> str:
    """The head noun of type ``kind`` that a listed name takes from the end of its list, "" where there is none."""
    last = _LAST.search(text, end, end + 60)
    found = [*islice(_shared(text, end, end + 60), 1), *([(last.start(), last.group(1))] if last else [])]
    start, noun = min(found, key=itemgetter(0), default=(end, ""))
    return noun if noun and _NOUNS[noun] == kind and not re.search(r"[。;!?\n]", text[end:start]) else ""


def _shared(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Where each number with 个 and a head noun starts (等三个社区), and the noun."""
    for match in _SHARED.finditer(text, begin, end):
        number = _NUMBER.search(text, max(begin, match.start() - 3), match.start())
        if number is not None:
            yield number.start(), match.group(1)
