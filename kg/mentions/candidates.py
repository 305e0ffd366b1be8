"""Scene → candidates: every stretch that some evidence says could be a name, with its type; choosing comes later.

One generator per kind of evidence: head nouns, quotation marks, title marks, known areas, surnames, posts, bylines,
coordinations. They are arrays side by side, one place per candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from kg.mentions.lexicon import ADDRESS, AREA, KNOWN, POST, SHORT_AREA, SURNAME, Lexicon
from kg.mentions.scene import Flags, Ints, Scene, is_han, member
from kg.model import ENTITY_TYPES, LINE_ROLES


class Candidates(NamedTuple):
    """``start``, ``end`` in the scene's text; ``type`` indexes ENTITY_TYPES, ``rule`` the lexicon's rules (or ORIGINS
    after them); ``head`` is where the head noun starts (``end`` if there is none)."""

    start: Ints
    end: Ints
    type: Ints
    rule: Ints
    head: Ints


ORIGINS = (
    "area.known", "area.short", "name.known", "person.compound", "coordination",
    "alias.same", "alias.stem", "alias.quoted", "alias.core", "alias.tail", "alias.introduced", "repeated",
)  # fmt: skip
"""Kinds of evidence that no block of data/rules/mentions describes."""

AREA_TYPE, STREET_TYPE, COMMUNITY_TYPE, COMPOUND_TYPE, PLACE_TYPE, ORG_TYPE, PERSON_TYPE = range(7)
PROGRAMME_TYPE, EVENT_TYPE, AWARD_TYPE = 7, 8, 9
_NOT_GIVEN = "的是在了和与也就都把被从给说不这那们着及或等她他它你我呢吗吧啊"
_ANYWHERE = np.array([0, 3, 4, 3, 0, 0, 0, 0, 0, 0])
"""Longest stem, by type, whose left edge may stand inside a word: cut tokens are soft evidence only."""
_PREFIXED = np.array([False, False, False, False, False, True, False, True, True, False])
"""Types whose head noun may stand before the quoted name (户外劳动者服务站“暖心驿站”)."""
_DOTTED = re.compile(r"[\u4e00-\u9fff]{0,7}(?:[·•・][\u4e00-\u9fff]{1,7})+")
_DOT = re.compile(r"[·•・]")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff] +[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_TITLED = re.compile(r"《([^《》\n]{2,40})》")
_BYLINE = re.compile(r"[\u4e00-\u9fff·]+")
_NOUNS = {"社区": COMMUNITY_TYPE, "村": COMMUNITY_TYPE, "街道": STREET_TYPE, "镇": STREET_TYPE, "乡": STREET_TYPE,
          "小区": COMPOUND_TYPE, "自然村": COMPOUND_TYPE, "寨子": COMPOUND_TYPE, "村委会": ORG_TYPE,
          "居委会": ORG_TYPE, "嘎查": COMMUNITY_TYPE, "居民区": COMMUNITY_TYPE}  # fmt: skip
_SHARED = re.compile(
    r"(?:等)?(?:[0-9]{1,2}|[一二三四五六七八九十两多几]{1,2})个(自然村|社区|街道|小区|村委会|居委会|村|镇|乡|嘎查|寨子|居民区)"
)
_LAST = re.compile(r"[、和及与][\u4e00-\u9fff]{1,7}?(社区|街道|小区|村委会|居委会|居民区|嘎查|村|镇|乡)")
_ITEM = re.compile(r"[^、,。;:!?“”()《》\s和及与]{2,8}$")


def candidates(scene: Scene, lexicon: Lexicon) -> Candidates:
    """All candidates of a scene, without doubles, sorted by start, end and type."""
    found = distinct([
        *_heads(scene, lexicon), _quoted(scene, lexicon), _areas(scene, lexicon), *_persons(scene, lexicon),
        _listed(scene, lexicon),
    ])  # fmt: skip
    return select(found, ~_in_doctrine(scene, found, lexicon))


def _in_doctrine(scene: Scene, c: Candidates, lexicon: Lexicon) -> Flags:
    """Which candidates lie in, or run into, what is said of a doctrine."""
    inside = np.zeros(len(scene.text) + 1, np.int64)
    for match in lexicon.doctrines.finditer(scene.text):
        inside[match.start() : match.end()] = 1
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(inside)))
    touched = sums[c.end] - sums[c.start]
    found: Flags = (touched > 0) & (inside[c.start] + inside[c.end - 1] > 0)
    return found


def distinct(groups: Iterable[Candidates]) -> Candidates:
    """One candidate per (start, end, type): that of the earliest group."""
    parts = list(groups)
    joined = Candidates(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    key = (joined.start << 40) | (joined.end << 8) | joined.type
    _, first = np.unique(key, return_index=True)
    return select(joined, first)


def select(candidates: Candidates, places: Ints | Flags) -> Candidates:
    """The candidates at the given places."""
    return Candidates(*(array[places] for array in candidates))


def rule_number(lexicon: Lexicon, name: str) -> int:
    """The number of a rule or origin by its id."""
    if name in ORIGINS:
        return len(lexicon.rules) + ORIGINS.index(name)
    return next(i for i, rule in enumerate(lexicon.rules) if rule.id == name)


def rule_name(lexicon: Lexicon, number: int) -> str:
    """The id of a rule or origin by its number."""
    known = len(lexicon.rules)
    return lexicon.rules[number].id if number < known else ORIGINS[number - known]


def group(rows: Iterable[tuple[int, int, int, int, int]]) -> Candidates:
    """Candidates from rows of (start, end, type, rule, head)."""
    return Candidates(*np.array(list(rows), dtype=np.int64).reshape(-1, 5).T)


def _heads(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    """Names that end in a head noun; and a head noun with a quoted name or a bracket after it."""
    rows = _head_rows(scene, lexicon)
    start, end, type_, rule, shortest, longest = rows
    yield from _with_stems(scene, start, end, (type_, rule, shortest, longest))
    after = np.array([scene.partner.get(e, 0) + 1 for e in end.tolist()], dtype=np.int64)
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

    A single character must end a word, but for places (槐河镇|前高庄村); a head noun of three characters may be a name
    by itself (邻里节).
    """
    heads = lexicon.heads
    pattern, start, end = scene.matches.T
    count = heads.first[pattern + 1] - heads.first[pattern]
    which = np.repeat(np.arange(len(pattern)), count)
    row = np.repeat(heads.first[pattern] - np.cumsum(count) + count, count) + np.arange(len(which))
    start, end, type_ = start[which], end[which], heads.type[row]
    loose = (end - start == 1) & (scene.word_start[end] < 0) & is_han(scene.codes[end]) & (type_ > COMMUNITY_TYPE)
    row, start, end, type_ = row[~loose], start[~loose], end[~loose], type_[~loose]
    order = np.lexsort((start, type_, end))
    kept = np.ones(len(order), np.bool_)
    kept[1:] = (end[order][1:] != end[order][:-1]) | (type_[order][1:] != type_[order][:-1])
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
    ends = end[which]
    mark = scene.next_mark[start]
    open_ = (
        (scene.edge[start] | (stem <= _ANYWHERE[type_[which]]))
        & (scene.depth[start] == scene.depth[ends])
        & ((mark >= ends) | scene.opener[np.minimum(mark, len(scene.opener) - 1)])
    )
    which, start = which[open_], start[open_]
    yield Candidates(start, end[which], type_[which], rule[which], head[which])


def _quoted(scene: Scene, lexicon: Lexicon) -> Candidates:
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


def _areas(scene: Scene, lexicon: Lexicon) -> Candidates:
    rows = []
    for kind, origin in ((AREA, "area.known"), (SHORT_AREA, "area.short"), (KNOWN, "name.known")):
        rule = rule_number(lexicon, origin)
        for start in np.flatnonzero(scene.reach[kind]).tolist():
            end = int(scene.reach[kind][start])
            type_ = ENTITY_TYPES.index(lexicon.known[scene.text[start:end]]) if kind == KNOWN else AREA_TYPE
            rows.append((start, end, type_, rule, end))
    return group(rows)


def _persons(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    codes, size = scene.codes, len(scene.text)
    surname = member(codes, "".join(s for s in lexicon.surnames if len(s) == 1))
    han = is_han(codes) & ~member(codes, _NOT_GIVEN)
    run = _run_length(han)
    post = scene.ended[POST]
    known = scene.word_start >= 0
    at = np.flatnonzero(surname & (scene.edge | post) & (run >= 2))
    for length in (2, 3):
        start = at[run[at] >= length]
        end = start + length
        if length == 2:
            start, end = start[known[end]], end[known[end]]
        yield _people(lexicon, "person.surname", start, end)
    compound = np.flatnonzero((scene.reach[SURNAME] > 0) & (run >= 3))
    yield _people(lexicon, "person.compound", compound, compound + 3)
    compound = compound[run[compound] >= 4]
    yield _people(lexicon, "person.compound", compound, compound + 4)
    address = np.flatnonzero(scene.reach[ADDRESS])
    address = address[(address > 0) & han[address - 1]]
    reach = scene.reach[ADDRESS][address]
    yield _people(lexicon, "person.address", address - 1, reach)
    long = (address > 1) & (han[np.maximum(address - 2, 0)])
    yield _people(lexicon, "person.address", address[long] - 2, reach[long])
    after = np.concatenate(([False], member(codes[:-1], "老小大"))), np.concatenate(([False], codes[:-1] == ord("阿")))
    nick = np.flatnonzero((surname & after[0]) | (han & after[1]))
    yield _people(lexicon, "person.nickname", nick - 1, nick + 1)
    foreign = member(codes, lexicon.sounds)
    sounds = _run_length(foreign)
    first = np.flatnonzero((sounds >= 3) & (sounds <= 7) & ~np.concatenate(([False], foreign[:-1])))
    yield _people(lexicon, "person.dotted", first, first + sounds[first])
    named = np.flatnonzero(post & (run >= 2))
    for length in (2, 3, 4):
        start = named[run[named] >= length]
        yield _people(lexicon, "person.post", start, start + length)
    yield group(_written(scene, lexicon, size))


def _run_length(flags: Flags) -> Ints:
    """How many flagged characters stand in a row from each place on."""
    size = len(flags)
    stops = np.where(flags, size, np.arange(size))
    found: Ints = np.minimum.accumulate(stops[::-1])[::-1] - np.arange(size)
    return found


def _people(lexicon: Lexicon, rule: str, start: Ints, end: Ints) -> Candidates:
    return Candidates(
        start, end, np.full(len(start), PERSON_TYPE), np.full(len(start), rule_number(lexicon, rule)), end
    )


def _written(scene: Scene, lexicon: Lexicon, size: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Names that their form gives away: dotted, spaced out, or standing in a byline."""
    text = scene.text
    spaced, dotted = rule_number(lexicon, "person.byline"), rule_number(lexicon, "person.dotted")
    for match in _SPACED.finditer(text):
        if text[match.start()] in lexicon.surnames:
            yield *match.span(), PERSON_TYPE, spaced, match.end()
    for start, end in _dotted(text):
        yield start, end, PERSON_TYPE, dotted, end
    lines = np.isin(scene.role[:size], [LINE_ROLES.index("byline"), LINE_ROLES.index("caption")])
    turns = np.flatnonzero(np.diff(np.concatenate(([False], lines, [False])).astype(np.int8)))
    for begin, stop in turns.reshape(-1, 2).tolist():
        for match in _BYLINE.finditer(text, begin, stop):
            start, end = match.span()
            posts = np.flatnonzero(scene.ended[POST][start:end]) + start
            for opening in {start, *posts.tolist()}:
                for length in (2, 3, 4):
                    if opening + length == end or (opening + length < end and length < 4):
                        yield opening, opening + length, PERSON_TYPE, spaced, opening + length


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """Names in parts (阿依古丽·买买提), with every left edge that their first part may have."""
    done = 0
    for dot in _DOT.finditer(text):
        if dot.start() < done:
            continue
        for start in range(dot.start() - 1, max(done, dot.start() - 7) - 1, -1):
            if not "\u4e00" <= text[start] <= "\u9fff":
                break
            match = _DOTTED.match(text, start)
            if match is not None:
                done = match.end()
                yield match.span()


def _listed(scene: Scene, lexicon: Lexicon) -> Candidates:
    """竹隐、绿茵、灯草巷三个社区; 文静里、三合里社区: items that share the head noun of the last."""
    rule = rule_number(lexicon, "coordination")
    rows = []
    for match in _SHARED.finditer(scene.text):
        rows += [(*span, _NOUNS[match.group(1)], rule, span[1]) for span in _items(scene.text, match.start())]
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
    shared = _SHARED.search(text, end, end + 60)
    last = _LAST.search(text, end, end + 60)
    best = min((m for m in (shared, last) if m is not None), key=lambda m: m.start(), default=None)
    if best is None or _NOUNS[best.group(1)] != kind or re.search(r"[。;!?\n]", text[end : best.start()]):
        return ""
    return best.group(1)
