"""Surnames, posts, forms of address and bylines → candidates for names of people."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import numpy as np

from kg.mentions.candidates import PERSON_TYPE, Candidates, group, rule_number
from kg.mentions.lexicon import ADDRESS, POST, SURNAME, Lexicon
from kg.mentions.scene import Flags, Ints, Scene, member, run_length
from kg.model import LINE_ROLES

_NOT_GIVEN = "的是在了和与也就都把被从给说不这那们着及或等她他它你我呢吗吧啊"
_DOTTED = re.compile(r"[\u4e00-\u9fff]{0,7}(?:[·•・][\u4e00-\u9fff]{1,7})+")
_DOT = re.compile(r"[·•・]")
_SPACED = re.compile(r" (?<=[\u4e00-\u9fff] )(?<![\u4e00-\u9fff]{2} ) *[\u4e00-\u9fff](?![\u4e00-\u9fff])")
"""From the space on: a pattern that begins with a letter is looked for ten times faster than one with a class."""
_BYLINE = re.compile(r"[\u4e00-\u9fff·]+")
_BRACKET = re.compile(r"\([\u4e00-\u9fff· /:]{2,24}\)")
_INTRODUCED = re.compile(r"岁的?(?=[\u4e00-\u9fff])|(?:名叫|大名|叫做|喊[她他]|管[她他]叫|叫)[“‘]?")
_SPEECH = ("说", "告诉", "介绍", "笑", "坦言", "回忆")
_SPEAKS = re.compile(rf"[\u4e00-\u9fff]{{2,4}}?(?={'|'.join(_SPEECH)})")


def persons(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    codes, size = scene.codes, len(scene.text)
    surname = member(codes, _single(lexicon.surnames))
    han = scene.han & ~member(codes, _NOT_GIVEN)
    run = run_length(han)
    post = scene.ended[POST]
    known = scene.word_start >= 0
    # In 主任何平 the name does not begin with the last character of the post.
    of_post = np.append(post[1:] & surname[1:], False)
    at = np.flatnonzero(surname & (scene.sharp | post) & (run >= 2) & ~of_post)
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
    address = address[(address > 0) & han[address - 1] & (surname[address - 1] | scene.sharp[address - 1])]
    reach = scene.reach[ADDRESS][address]
    yield _people(lexicon, "person.address", address - 1, reach)
    long = (address > 1) & han[np.maximum(address - 2, 0)] & scene.sharp[np.maximum(address - 2, 0)]
    yield _people(lexicon, "person.address", address[long] - 2, reach[long])
    after = np.concatenate(([False], member(codes[:-1], "老小大"))), np.concatenate(([False], codes[:-1] == ord("阿")))
    nick = np.flatnonzero((surname & after[0]) | (han & after[1]))
    yield _people(lexicon, "person.nickname", nick - 1, nick + 1)
    yield from _transliterated(scene, lexicon)
    peace = codes == ord("和")
    opens = surname & (scene.sharp | post)
    (second, third), (next_han, third_han) = ((_ahead(flags, 1), _ahead(flags, 2)) for flags in (peace, han))
    inside = np.flatnonzero(opens & ((second & third_han) | (third & next_han)))
    yield _people(lexicon, "person.surname", inside, inside + 3)
    run = run_length(han | peace)
    named = np.flatnonzero(post & (run >= 2))
    for length in (2, 3, 4):
        start = named[run[named] >= length]
        yield _people(lexicon, "person.post", start, start + length)
    told = np.array([match.end() for match in _INTRODUCED.finditer(scene.text)], np.int64)
    for length in (2, 3, 4):
        start = told[run[told] >= length]
        yield _people(lexicon, "person.introduced", start, start + length)
    yield group(_written(scene, lexicon, size))


def _ahead(flags: Flags, places: int) -> Flags:
    """For each place the flag so many places on, False beyond the end."""
    found = np.zeros(len(flags), np.bool_)
    found[:-places] = flags[places:]
    return found


@cache
def _single(surnames: frozenset[str]) -> str:
    """The surnames of one character."""
    return "".join(sorted(name for name in surnames if len(name) == 1))


def _transliterated(scene: Scene, lexicon: Lexicon) -> Iterator[Candidates]:
    """Names from other languages without a dot (帕提古丽): rows of sounds, cut where they begin or a word does."""
    foreign = member(scene.codes, lexicon.sounds)
    row = run_length(foreign)
    opens = ~np.concatenate(([False], foreign[:-1]))
    first = np.flatnonzero((row >= 2) & (opens | scene.sharp | scene.ended[POST]))
    stop = first + row[first]
    yield _people(lexicon, "person.sounds", first[row[first] <= 7], stop[row[first] <= 7])
    for length in (2, 3, 4, 5, 6):
        start = first[row[first] > length]
        start = start[scene.sharp[start + length]]
        yield _people(lexicon, "person.sounds", start, start + length)


def _people(lexicon: Lexicon, rule: str, start: Ints, end: Ints) -> Candidates:
    return Candidates(
        start, end, np.full(len(start), PERSON_TYPE), np.full(len(start), rule_number(lexicon, rule)), end
    )


def _written(scene: Scene, lexicon: Lexicon, size: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Names that their form gives away: dotted, spaced out, or standing in a byline."""
    text = scene.text
    spaced, dotted = rule_number(lexicon, "person.byline"), rule_number(lexicon, "person.dotted")
    done = 0
    for match in _SPACED.finditer(text):
        start, end = match.start() - 1, match.end()
        if start >= done and text[start] in lexicon.surnames:
            yield start, end, PERSON_TYPE, spaced, end
        done = end if start >= done else done
    for start, end in _dotted(text):
        yield start, end, PERSON_TYPE, dotted, end
    speaks = rule_number(lexicon, "person.speaks")
    for start, end in _speakers(scene):
        yield start, end, PERSON_TYPE, speaks, end
    role = scene.role[:size]
    lines = (role == LINE_ROLES.index("byline")) | (role == LINE_ROLES.index("caption"))
    turns = np.flatnonzero(np.diff(np.concatenate(([False], lines, [False])).astype(np.int8)))
    posts = np.flatnonzero(scene.ended[POST]).tolist()
    brackets = [match.span() for match in _BRACKET.finditer(text)]
    for begin, stop in (*turns.reshape(-1, 2).tolist(), *brackets):
        for match in _BYLINE.finditer(text, begin, stop):
            start, end = match.span()
            for opening in {start, *posts[bisect_left(posts, start) : bisect_left(posts, end)]}:
                for length in (2, 3, 4):
                    if opening + length == end or (opening + length < end and length < 4):
                        yield opening, opening + length, PERSON_TYPE, spaced, opening + length


def _speakers(scene: Scene) -> Iterator[tuple[int, int]]:
    """What a clause opens with right before a word of speaking; only clauses that have one there are tried."""
    codes = scene.codes[:-1]
    place = np.arange(len(codes))
    begins = np.maximum.accumulate(np.where((codes >= 0x4E00) & (codes <= 0x9FFF), 0, place + 1))
    words = np.flatnonzero(member(codes, "".join(word[0] for word in _SPEECH)))
    begins = begins[words]
    for start in dict.fromkeys(begins[(words - begins >= 2) & (words - begins <= 4)].tolist()):
        match = _SPEAKS.match(scene.text, start)
        if match is not None:
            yield match.span()


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """Names in parts (阿依古丽·买买提), with every edge that their first and last part may have."""
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
                last = max(text.rfind(char, start, done) for char in "·•・") + 1
                yield from ((start, end) for end in range(min(last + 2, done), done + 1))
