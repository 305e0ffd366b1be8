"""Passages → where OCR misread a head noun, a place of the gazetteer, or a name that the page surely has elsewhere.

A misreading is a look-alike in place of a character; of the page's own names also a doubled or, in a long one, a lost
character. Mends are offered, not made: what the page has stays, ``kg.pages.passages`` keeps the map to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.automaton import Automaton, automaton
from kg.mentions.occurrences import codes_of, hasher, occurrences
from kg.model import Mend, Mention, Passage
from kg.tokens import tag

Alike = Mapping[str, frozenset[str]]
_AROUND = 6
_SHORTEST, _LONG = 3, 6
_SURE = 1.0
_NAMED = frozenset({"AREA", "STREET", "COMMUNITY", "COMPOUND", "PLACE", "ORG", "PROGRAMME", "EVENT"})
_TELLING = frozenset(
    "零一二三四五六七八九十百千万两甲乙丙丁东西南北中上下前后左右大小新老总分副区县市省镇乡村街路里0123456789"
)
"""Characters that tell names apart: a name without one, or with another, is another name."""

_SILENT = frozenset(["g", "ag", "ng", "tg", "vg", "zg", "e", "i", "l", "o", "x", "z"])
_NAMING = frozenset(["nr", "nrfg", "nrt", "ns", "nt", "nz"])
"""Tags of single characters that are no words, or mostly begin names: others (占道, 万人桥) stand by themselves."""


@dataclass(frozen=True, slots=True)
class Misreadings:
    """Each word with one character misread → the word; ``words[i]`` is pattern i of ``automaton`` and what it means."""

    automaton: Automaton
    words: tuple[tuple[str, str], ...]


def compile_misreadings(words: Iterable[str], names: Iterable[str], alike: Alike) -> Misreadings:
    """Every misreading of ``words`` and ``names`` that is none of them itself, and of one only.

    The first character of a name must be as it is: before it anything may stand.
    """
    known = dict.fromkeys(words, 0) | dict.fromkeys(names, 1)
    found: dict[str, str] = {}
    for word, first in sorted(known.items()):
        for i, char in enumerate(word[first:], first):
            for other in alike.get(char, frozenset()) - _TELLING:
                form = word[:i] + other + word[i + 1 :]
                if form not in known:
                    found[form] = "" if found.get(form, word) != word else word
    rows = tuple((form, word) for form, word in sorted(found.items()) if word) or (("\0", "\0"),)
    return Misreadings(automaton(form for form, _ in rows), rows)


def misread_words(passages: Sequence[Passage], table: Misreadings) -> Iterator[tuple[int, Mend]]:
    """Where a word stands misread, and mending leaves fewer words in the text around: (number of the passage, mend).

    A word of two characters must stand elsewhere as it should, more often than misread.
    """
    for number, passage in enumerate(passages):
        text = passage.text
        for pattern, start, end in table.automaton.find_matches_as_indexes(text, overlapping=True):
            form, word = table.words[pattern]
            if len(word) < _SHORTEST and _times(passages, word) <= _times(passages, form):
                continue
            at = next(i for i, (a, b) in enumerate(zip(form, word, strict=True)) if a != b)
            if _fewer_words(text, (start, end), word, start + at):
                yield number, Mend(start + at, form[at], word[at])


def _times(passages: Sequence[Passage], words: str) -> int:
    return sum(passage.text.count(words) for passage in passages)


def _fewer_words(text: str, span: tuple[int, int], word: str, place: int) -> bool:
    """Whether ``word`` instead of the span makes a word with the character at ``place``, which alone says nothing."""
    start, end = span
    left = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    line_end = text.find("\n", end)
    right = min(end + _AROUND, line_end if line_end >= 0 else len(text))
    before = _bounds(tag(text[left:right]), left)
    after = _bounds(tag(text[left:start] + word + text[end:right]), left)
    alone = before.get((place, place + 1), "v")
    silent = len(word) >= _SHORTEST or alone in _SILENT or (alone in _NAMING and place == start)
    return (place, place + 1) in before and silent and len(after) < len(before) and end in {stop for _, stop in after}


def _bounds(words: Iterable[tuple[str, str]], at: int) -> dict[tuple[int, int], str]:
    """Where each word stands, and its tag."""
    found = {}
    for word, kind in words:
        found[at, at + len(word)] = kind
        at += len(word)
    return found


def misread_names(passages: Sequence[Passage], mentions: Sequence[Mention], alike: Alike) -> Iterator[tuple[int, Mend]]:
    """Where a surely found name stands misread: (number of the passage, mend).

    A misreading is taken for one only where it stands less often than the name.
    """
    names = {m.name for m in mentions if m.type in _NAMED and m.weight >= _SURE and len(m.name) >= _SHORTEST}
    texts = [passage.text for passage in passages]
    whole = "\n".join(texts)
    words = list(dict.fromkeys(part for name in sorted(names) for part in (name, *_halves(name))))
    which, start, _ = occurrences(words, len(whole), hasher(codes_of(whole)))
    times = dict(zip(words, np.bincount(which, minlength=len(words)).tolist(), strict=True))
    number = {word: i for i, word in enumerate(words)}
    for name in sorted(names):
        if times[name] < 2:  # a misreading stands less often
            continue
        for part, head in zip(_halves(name), (True, False), strict=True):
            if times[part] > times[name]:
                places = start[which == number[part]].tolist()
                for form in sorted(_forms(whole, (name, part), places, head=head)):
                    mend = difference(form, name, alike)
                    if mend is not None and whole.count(form) < times[name]:
                        yield from _everywhere(texts, form, mend)


def _halves(name: str) -> tuple[str, str]:
    return name[: (len(name) + 1) // 2], name[len(name) // 2 :]


def _forms(text: str, parts: tuple[str, str], places: Iterable[int], *, head: bool) -> set[str]:
    """What stands in the text around a half of the name, its head or its tail, and could be the name misread.

    ``parts`` are the name and the half, ``places`` where the half starts.
    """
    name, part = parts
    found: set[str] = set()
    lengths = (len(name), len(name) + 1, len(name) - 1)
    rest = name[len(part) :] if head else name[: -len(part)][::-1]
    for at in places:
        end = at + len(part)
        beside = text[end : end + 2] if head else text[max(0, at - 2) : at][::-1]
        # One misread character leaves the next one where it was, or the one after that.
        if len(rest) == 1 or beside[:1] in rest[:2] or beside[1:] == rest[1]:
            for n in lengths:
                found.add(text[at : at + n] if head else text[max(0, end - n) : end])
    return {form for form in found if len(form) in lengths and form != name and "\n" not in form}


def _everywhere(texts: Sequence[str], form: str, mend: Mend) -> Iterator[tuple[int, Mend]]:
    for number, text in enumerate(texts):
        at = text.find(form)
        while at >= 0:
            yield number, mend._replace(place=at + mend.place)
            at = text.find(form, at + len(form))


def difference(form: str, name: str, alike: Alike) -> Mend | None:
    """The one mend that makes ``name`` of ``form``: a look-alike, a doubled character, a lost one of a long name."""
    i = 0
    for a, b in zip(form, name, strict=False):
        if a != b:
            break
        i += 1
    if len(form) == len(name):
        same = form[i + 1 :] == name[i + 1 :] and name[i] in alike.get(form[i], ()) and form[i] not in _TELLING
        return Mend(i, form[i], name[i]) if same else None
    if len(form) > len(name):
        doubled = 0 < i < len(name) and form[i] == form[i - 1] and form[i + 1 :] == name[i:]
        return Mend(i, form[i], "") if doubled else None
    lost = 0 < i < len(form) and len(name) >= _LONG and name[i] not in _TELLING and form[i:] == name[i + 1 :]
    return Mend(i, "", name[i]) if lost else None
