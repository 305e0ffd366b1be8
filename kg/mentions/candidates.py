"""Scene → candidates: every stretch that some evidence says could be a name, with its type; choosing comes later.

One generator per kind of evidence: head nouns, quotation marks, title marks, known areas, surnames, posts, bylines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.mentions.lexicon import ADDRESS, AREA, KNOWN, POST, SHORT_AREA, Lexicon
from kg.mentions.scene import HARD, Scene


class Candidate(NamedTuple):
    """``[start, end)`` could be a name of ``type``; ``head`` is where its head noun starts (``end`` if none).

    ``name`` is given where it is more than the surface (a head noun supplied from a coordination).
    """

    start: int
    end: int
    type: str
    rule: str
    head: int
    name: str = ""


_ADMIN = frozenset("省市区县旗州镇乡街道村路里")
_SOFT = frozenset(
    "在和与对由为向到把被将从给是的了请同跟及让住往去来等据于以并各该本这那有后前中上下内外全过着会说经按靠"
)
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[·•・][\u4e00-\u9fff]{1,7})+")
_NOT_GIVEN = frozenset("的是在了和与也就都把被从给说不这那们着及或等她他它你我呢吗吧啊")
_ANYWHERE = {"COMMUNITY": 4, "STREET": 3, "COMPOUND": 3}
"""Longest stem whose left edge may stand inside a word: cut tokens are soft evidence only."""
_QUOTED_TYPES = (
    ("PROGRAMME", "programme.quoted"),
    ("EVENT", "event.quoted"),
    ("AWARD", "award.quoted"),
    ("ORG", "org.quoted"),
)
_BYLINE = re.compile(r"[\u4e00-\u9fff·]+")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff] +[\u4e00-\u9fff](?![\u4e00-\u9fff])")


def candidates(scene: Scene, lexicon: Lexicon) -> list[Candidate]:
    """All candidates of a scene, without doubles, in order."""
    found = {
        (c.start, c.end, c.type): c
        for generator in (_heads, _quoted, _titled, _areas, _persons, _bylines, _coordinations)
        for c in generator(scene, lexicon)
    }
    return sorted(found.values())


def _heads(scene: Scene, _lexicon: Lexicon) -> Iterator[Candidate]:
    for end, heads in scene.heads.items():
        for start, head in heads:
            anywhere = _ANYWHERE.get(head.type, 0) if end - start > 1 or head.type == "STREET" else 0
            for left in _lefts(scene, start, head.shortest, head.longest, anywhere):
                yield Candidate(left, end, head.type, head.rule, start)


def _lefts(scene: Scene, head: int, shortest: int, longest: int, anywhere: int) -> Iterator[int]:
    """Where a name whose head noun starts at ``head`` could begin, nearest first.

    ``anywhere`` is the stem length up to which any position will do; beyond it only word boundaries and positions
    after words that end or precede names.
    """
    text, partner = scene.text, scene.partner
    if shortest == 0:
        yield head
    position = head
    limit = max(0, head - longest)
    while position > limit:
        char = text[position - 1]
        opened = partner.get(position - 1)
        if opened is not None and opened < position - 1:
            if char == "》":
                return
            position = opened
            yield position
            continue
        if char in HARD or char in "“‘(《〈[”’)》〉]":
            return
        position -= 1
        if head - position < shortest:
            continue
        if head - position <= anywhere or position in scene.after or _edge(text, position):
            yield position


def _edge(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] in _ADMIN or text[position - 1] in _SOFT


def _quoted(scene: Scene, _lexicon: Lexicon) -> Iterator[Candidate]:
    text = scene.text
    for opened, closed in scene.partner.items():
        if opened < closed and text[opened] in "“‘" and 3 <= closed - opened <= 32:
            for kind, rule in _QUOTED_TYPES:
                yield Candidate(opened + 1, closed, kind, rule, closed)
            for head_start, head in scene.heads.get(opened, ()):
                if head.type in ("PROGRAMME", "ORG", "EVENT"):
                    for left in _lefts(scene, head_start, 0, 10, 0):
                        yield Candidate(left, closed + 1, head.type, head.rule, closed + 1)


def _titled(scene: Scene, _lexicon: Lexicon) -> Iterator[Candidate]:
    for opened, closed in scene.partner.items():
        if opened < closed and scene.text[opened] == "《" and closed - opened > 2:
            yield Candidate(opened + 1, closed, "PROGRAMME", "programme.title", closed)


def _areas(scene: Scene, lexicon: Lexicon) -> Iterator[Candidate]:
    for kind, rule in ((AREA, "area.known"), (SHORT_AREA, "area.short")):
        for start, end in scene.words.get(kind, {}).items():
            yield Candidate(start, end, "AREA", rule, end)
    for start, end in scene.words.get(KNOWN, {}).items():
        yield Candidate(start, end, lexicon.known[scene.text[start:end]], "name.known", end)


def _persons(scene: Scene, lexicon: Lexicon) -> Iterator[Candidate]:
    text, surnames = scene.text, lexicon.surnames
    addresses = scene.words.get(ADDRESS, {})
    posts = scene.ends.get(POST, set())
    size = len(text)
    for start in range(size - 1):
        if text[start] in surnames:
            yield from _named(scene, start, 1, posts)
            if text[start : start + 2] in surnames:
                yield from _named(scene, start, 2, posts)
            if start + 1 in addresses:
                yield Candidate(start, addresses[start + 1], "PERSON", "person.address", start + 1)
            if start and text[start - 1] in "老小阿大":
                yield Candidate(start - 1, start + 1, "PERSON", "person.nickname", start)
        elif start + 1 in addresses and _is_han(text[start]) and text[start] not in _NOT_GIVEN:
            yield Candidate(start, addresses[start + 1], "PERSON", "person.nickname", start + 1)
        if start in posts and _is_han(text[start]):
            for end in (start + 2, start + 3, start + 4):
                if end <= size and all(map(_is_han, text[start:end])) and not _NOT_GIVEN.intersection(text[start:end]):
                    yield Candidate(start, end, "PERSON", "person.post", end)
    for match in _SPACED.finditer(text):
        if text[match.start()] in surnames:
            yield Candidate(match.start(), match.end(), "PERSON", "person.byline", match.end())
    for match in _DOTTED.finditer(text):
        yield Candidate(match.start(), match.end(), "PERSON", "person.dotted", match.end())
        first = match.start() + min(i for i, char in enumerate(match.group()) if char in "·•・")
        for start in range(match.start() + 1, first):
            yield Candidate(start, match.end(), "PERSON", "person.dotted", match.end())


def _named(scene: Scene, start: int, surname: int, posts: set[int]) -> Iterator[Candidate]:
    """A surname and one or two characters, where the words or the marks around leave room for a name."""
    text = scene.text
    free = start in scene.after or start in posts or _edge(text, start)
    for end in (start + surname + 1, start + surname + 2):
        given = text[start + surname : end]
        if end > len(text) or not all(map(_is_han, given)) or _NOT_GIVEN.intersection(given):
            return
        if free and (end in scene.before or end - start == 3 or end == len(text)):
            yield Candidate(start, end, "PERSON", "person.surname", end)


def _bylines(scene: Scene, _lexicon: Lexicon) -> Iterator[Candidate]:
    posts = scene.ends.get(POST, set())
    for line_start, line_end, role in scene.roles:
        if role not in ("byline", "caption"):
            continue
        for match in _BYLINE.finditer(scene.text, line_start, line_end):
            start, end = match.span()
            starts = {start, *(p for p in posts if start < p < end)}
            for begin in starts:
                for size in (2, 3, 4):
                    if begin + size <= end and (begin + size == end or size < 4):
                        yield Candidate(begin, begin + size, "PERSON", "person.byline", begin + size)


_LIST = re.compile(r"(?:等)?(?:[0-9一二三四五六七八九十两多几]+)个$|等$|和$|、$|以及$|及$|与$")
_ITEM = re.compile(r"[^、,。;:!?“”()《》\s和及与]{1,8}$")


def _coordinations(scene: Scene, _lexicon: Lexicon) -> Iterator[Candidate]:
    """竹隐、绿茵、灯草巷三个社区; 文静里、三合里社区: items that share the head noun of the last."""
    text = scene.text
    for end, heads in scene.heads.items():
        for start, head in heads:
            if head.type in ("COMMUNITY", "STREET", "COMPOUND", "ORG") and start > 2:
                yield from _items(text, start, text[start:end], head.type)


def _items(text: str, start: int, noun: str, kind: str) -> Iterator[Candidate]:
    window = text[max(0, start - 40) : start]
    shared = _LIST.search(window)
    position = start
    if shared:
        position -= len(shared.group())
    else:
        item = _ITEM.search(window)
        if not item:
            return
        position -= len(item.group())
        if position < 1 or text[position - 1] not in "、和及与":
            return
        position -= 1
    for _ in range(8):
        item = _ITEM.search(text, max(0, position - 9), position)
        if not item or item.end() != position:
            return
        stem = item.group()
        for cut in range(len(stem) - 1):
            name = stem[cut:]
            if cut and cut > 4:
                break
            if not name.endswith(noun):
                yield Candidate(position - len(name), position, kind, "coordination", position, name + noun)
        position -= len(stem) + 1
        if position < 1 or text[position] not in "、和及与":
            return


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"
