"""The word lists of ``data/rules/layout``, a user's own added to them → what reading a page's lines asks of words.

Lists of the same name in several files are put together, so that a file with one word adds that word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import InputError
from kg.pages.neighbours import Neighbours, read
from kg.resources import data_files, shared_root

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_FOLDER = "rules/layout"
_NEIGHBOURS = "data/weights/neighbours.tsv"

Lists = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """By what bylines, credits, leads and signatures are known."""

    role: re.Pattern[str]
    task: frozenset[str]
    task_end: re.Pattern[str]
    body: re.Pattern[str]
    marks: str
    single: frozenset[str]
    given: tuple[str, ...]
    double: frozenset[str]
    credit: re.Pattern[str]
    credit_tail: re.Pattern[str]
    credit_end: tuple[str, ...]
    lead: re.Pattern[str]
    reporter: tuple[str, ...]
    writing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Patterns over single lines."""

    furniture: re.Pattern[str]
    kicker: re.Pattern[str]
    place: re.Pattern[str]
    named: re.Pattern[str]
    dash: re.Pattern[str]
    subtitle: re.Pattern[str]
    section: re.Pattern[str]
    caption: re.Pattern[str]
    continues: frozenset[str]
    starts: re.Pattern[str]
    opener: re.Pattern[str]
    closer: re.Pattern[str]
    dated: re.Pattern[str]
    later: re.Pattern[str]
    day: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All that layout knows of words; ``common`` are the language's commonest bigrams, which say little when shared,
    ``neighbours`` what stands after what."""

    names: Names
    shapes: Shapes
    common: frozenset[str]
    neighbours: Neighbours


@cache
def shipped() -> Words:
    """The words that the program brings along; read once a process."""
    return load()


def load(overlay: Path | None = None) -> Words:
    """The shipped words and those of ``<overlay>/rules/layout``. Raises InputError."""
    lists: Lists = {}
    for path in data_files(_FOLDER, ".toml", overlay):
        for name, words in _read(path).items():
            lists[name] = lists.get(name, []) + words
    common = frozenset(
        gram for path in data_files(_FOLDER, "common.txt", overlay) for gram in path.read_text("utf-8").split()
    )
    with (shared_root() / _NEIGHBOURS).open(encoding="utf-8") as lines:
        neighbours = read(lines)
    return Words(_names(lists), _shapes(lists), common, neighbours)


def _read(path: Path) -> Lists:
    """One file's lists; a list written as one string is its words, or its characters where it has no spaces."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), str(error), 'write lists as name = ["word", …] in UTF-8') from error
    return {name: _words(path, name, value) for name, value in found.items()}


def _words(path: Path, name: str, value: object) -> list[str]:
    if isinstance(value, str):
        return value.split() if len(value.split()) > 1 else list(value.strip())
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return value
    raise InputError(str(path), f"{name} is no list of words", f'write {name} = ["word", …]')


def either(words: Iterable[str]) -> str:
    """A pattern that matches any of ``words``, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def _names(words: Lists) -> Names:
    reporter, credit = either(words["reporter"]), either(words["credit"])
    outlet = rf"(?:[{HAN}]{{0,12}}?)"
    return Names(
        role=re.compile(rf"^{outlet}{either(words['grade'])}*{reporter}"),
        task=frozenset(words["task"]) | frozenset(words["grade"]),
        task_end=re.compile(rf"(?<=[{HAN}]{{2}}){either(w for w in words['task'] if len(w) > 1 or w == '摄')}$"),
        body=re.compile(rf"^[{HAN}]{{1,14}}{either(words['body_end'])}$"),
        marks="".join(words["mark"]),
        single=frozenset("".join(words["single"])),
        double=frozenset(words["double"]),
        given=tuple(words["given"]),
        credit=re.compile(rf"(?:{credit}|提供)[)]?$|^(?:图|摄影|图片)[/:]"),
        credit_tail=re.compile(rf"[。!?”]\s*[(]?([^。!?,“”()]{{2,30}}{either(words['credit_end'])})[)]?$"),
        credit_end=tuple(words["credit_end"]),
        lead=re.compile(
            rf"^[(【]?(?:本[报刊网台]|[{HAN}]{{2,6}}[报网])[{HAN}\d]{{0,12}}?[讯电](?=[\s(:】—“]|$)[】)]?"
            rf"|^[(]?(?:\d{{1,2}}月\d{{1,2}}日|[{HAN}]{{2,4}}(?=讯\())[讯电](?=[\s(:])"
            rf"|^(?:{outlet}{either(words['grade'])}+|){reporter}(?=.{{2,24}}报道\s)"
            rf"|^(?=[(]{either(words['grade'])}*{reporter}[^()]{{2,30}}[)])"
        ),
        reporter=tuple(words["reporter"]),
        writing=frozenset(words["writing"]),
    )


def _shapes(words: Lists) -> Shapes:
    return Shapes(
        furniture=re.compile(rf"^(?:[(【\[]?|.{{0,16}}\s){either(words['furniture'])}[::\s].{{0,60}}$"),
        kicker=re.compile(rf"{either(words['kicker_end'])}$|{either(words['kicker_event'])}$"),
        later=re.compile(either(words["later"])),
        place=re.compile(rf"^[^ “”,]{{2,12}}{either(words['kicker_end'])}:?$"),
        named=re.compile(rf"^[^ “”,]{{2,12}}?{either(words['kicker_end'])}"),
        dash=re.compile("^[—-]"),
        subtitle=re.compile(rf"^(?:——|--|—)|{either(words['subtitle'])}$"),
        section=re.compile(either(words["section"])),
        caption=re.compile(either(words["caption"])),
        continues=frozenset(words["continues"]),
        opener=re.compile(rf"^.{{0,30}}?(?:{either(words['opener'])}|\d{{1,2}}月\d{{1,2}}日)"),
        closer=re.compile(either(words["closer"])),
        day=re.compile(r"(?:^|\s)\d{4}年\d{1,2}月\d{1,2}日$"),
        dated=re.compile(rf"^(?:{either(words['opener'])}|\d{{1,2}}月\d{{1,2}}日)[,,]"),
        starts=re.compile(
            rf"^(?:[“《(]|[^,。“”]{{1,6}}(?:以来|多来|来|之后|后|之前|期间|之际|时),|{either(words['starts'])}|\d{{1,4}}[年月日时点])"
        ),
    )
