"""Head nouns, marks and known names → candidates: 柳湾街道, “三问三办”工作法, 《…条例》, 天津."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kg.mentions.candidates import (
    AREA_TYPE,
    AWARD_TYPE,
    EVENT_TYPE,
    ORG_TYPE,
    PROGRAMME_TYPE,
    Candidates,
    group,
    rule_number,
)  # fmt: skip
from kg.mentions.lexicon import AREA, KNOWN, SHORT_AREA, Lexicon
from kg.mentions.scene import Ints, Scene, member
from kg.model import ENTITY_TYPES

_SOFT_EDGE = np.array([False, True, True, True, False, True, False, False, False, False])
"""Types whose left edge may lie inside a word where a place's name ends or a body's begins (获|区文明办)."""
_SOFT_END = np.array([False, True, True, False, False, False, False, False, False, False])
"""Types whose head noun of one character may end inside a word (槐河镇|前高庄村)."""
_PREFIXED = np.array([False, False, False, False, False, True, False, True, True, False])
"""Types whose head noun may stand before the quoted name (户外劳动者服务站“暖心驿站”)."""
_WHERE = "边畔岸上下里中内外旁口头前后东西南北心沿侧"
"""Characters that say where, after a place's name in one word with its last character (河边, 街上)."""
_TITLED = re.compile(r"《([^《》\n]{2,40})》")


def headed(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    """Names that end in a head noun; and a head noun with a quoted name or a bracket after it."""
    rows = _head_rows(scene, lexicon)
    start, end, type_, rule, shortest, longest = rows
    yield from _with_stems(scene, start, end, (type_, rule, shortest, longest))
    partner = np.zeros(len(scene.codes), np.int64)
    count = len(scene.partner)
    partner[np.fromiter(scene.partner.keys(), np.int64, count)] = np.fromiter(scene.partner.values(), np.int64, count)
    after = partner[end] + 1
    quoted = (after > end + 2) & _PREFIXED[type_] & (after - end <= 26)
    zero = np.zeros_like(shortest)
    for chosen in _with_stems(
        scene,
        start[quoted],
        after[quoted],
        (type_[quoted], rule[quoted], zero[quoted], np.minimum(longest, 10)[quoted]),
    ):
        yield chosen._replace(head=chosen.end)
    bracket = (after > end + 2) & (after - end <= 8) & (scene.codes[end] == ord("("))
    yield from _with_stems(
        scene, start[bracket], after[bracket], (type_[bracket], rule[bracket], shortest[bracket], longest[bracket])
    )


def _head_rows(scene: Scene, lexicon: Lexicon) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Each head noun's match × its rules; of head nouns with one end and type only the longest.

    A single character must end a word, but for streets and villages (槐河镇|前高庄村) and before a word's last one that
    says where (安泰河|边); a head noun of three characters may be a name by itself (邻里节).
    """
    heads = lexicon.heads
    pattern, start, end = scene.matches
    count = heads.first[pattern + 1] - heads.first[pattern]
    which = np.repeat(np.arange(len(pattern)), count)
    row = np.repeat(heads.first[pattern] - np.cumsum(count) + count, count) + np.arange(len(which))
    start, end, type_ = start[which], end[which], heads.type[row]
    inside = (scene.word_start[end] < 0) & scene.han[end]
    inside &= ~(member(scene.codes[end], _WHERE) & (scene.word_start[np.minimum(end + 1, len(scene.codes) - 1)] >= 0))
    loose = inside & (end - start == 1) & ~_SOFT_END[type_]
    row, start, end, type_ = row[~loose], start[~loose], end[~loose], type_[~loose]
    size, same = len(row), end * len(ENTITY_TYPES) + type_
    key = np.sort((same * len(scene.codes) + start) * size + np.arange(size))
    order = key % max(size, 1)
    kept = np.ones(size, np.bool_)
    np.not_equal(same[order[1:]], same[order[:-1]], out=kept[1:])
    chosen = order[kept]
    row, start, end, type_ = row[chosen], start[chosen], end[chosen], type_[chosen]
    alone = (end - start >= 3) & (type_ >= ORG_TYPE)
    return start, end, type_, heads.rule[row], np.where(alone, 0, heads.shortest[row]), heads.longest[row]


def _with_stems(scene: Scene, head: Ints, end: Ints, row: tuple[Ints, Ints, Ints, Ints]) -> Iterator[Candidates]:
    """Every left edge that the marks leave open and that a word, a mark or a short stem allows."""
    type_, rule, shortest, longest = row
    wall = np.where(scene.depth[head] > 0, scene.inner_wall[head], scene.wall[head])
    count = np.maximum(np.minimum(longest, head - wall) - shortest + 1, 0)
    which = np.repeat(np.arange(len(head)), count)
    stem = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + shortest[which]
    start = head[which] - stem
    open_ = scene.sharp[start] | (scene.edge[start] & _SOFT_EDGE[type_[which]])
    which, start = which[open_], start[open_]
    whole = scene.balanced(start, end[which])
    which, start = which[whole], start[whole]
    yield Candidates(start, end[which], type_[which], rule[which], head[which])


def quoted(scene: Scene, lexicon: Lexicon) -> Candidates:
    """What stands in quotation marks alone, and in title marks."""
    types = (
        (PROGRAMME_TYPE, rule_number(lexicon, "programme.quoted")), (EVENT_TYPE, rule_number(lexicon, "event.quoted")),
        (AWARD_TYPE, rule_number(lexicon, "award.quoted")), (ORG_TYPE, rule_number(lexicon, "org.quoted")),
    )  # fmt: skip
    rows = [
        (opened + 1, closed, type_, rule, closed)
        for opened, closed in scene.partner.items()
        if 3 <= closed - opened <= 32 and scene.text[opened] in "“‘"
        for type_, rule in types
    ]
    title = rule_number(lexicon, "programme.title")
    rows += [(*match.span(1), PROGRAMME_TYPE, title, match.end(1)) for match in _TITLED.finditer(scene.text)]
    return group(rows)


def known(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    """Names that the gazetteers have."""
    for kind, origin in ((AREA, "area.known"), (SHORT_AREA, "area.short"), (KNOWN, "name.known")):
        start = np.flatnonzero(scene.reach[kind])
        end = scene.reach[kind][start]
        types = np.full(len(start), AREA_TYPE)
        if kind == KNOWN:
            spans = zip(start.tolist(), end.tolist(), strict=True)
            types[:] = [ENTITY_TYPES.index(lexicon.known[scene.text[i:j]]) for i, j in spans]
        yield Candidates(start, end, types, np.full(len(start), rule_number(lexicon, origin)), end)
