"""The data behind names, compiled once: head nouns, areas, surnames, posts, weights, and one automaton over them all.

Takes the files of ``data/gazetteer`` and ``data/rules/mentions`` (and a user's overlay), gives a frozen ``Lexicon``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg import resources
from kg.automaton import Automaton, automaton
from kg.errors import InputError
from kg.lookalikes import families
from kg.mentions.misreadings import Misreadings, compile_misreadings
from kg.model import ENTITY_TYPES
from kg.tokens import remembered, tagger

HEAD, AREA, SHORT_AREA, POST, ADDRESS, KNOWN, SURNAME, TRADE = KINDS = (
    "head", "area", "short area", "post", "address", "known", "surname", "trade",
)  # fmt: skip
"""What a pattern of the automaton can be; the place in this tuple is its bit in ``Lexicon.kind_bits``."""
TABLE, SIEVE = 1 << 20, 1 << 15
"""Sizes of the tables of weights; feature numbers are hashes below them."""
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
_TAGS = "n nr nrt ns nt nz v vn vd a ad an d m q r p c u uj ul ud ug uv uz f s t x eng i l j b z g k o e y h"
_TAG_NUMBER = {name: number for number, name in enumerate(_TAGS.split(), start=1)}
_OTHER_TAG = 60
_REMARK = re.compile("^#.*$", re.MULTILINE)
_AREA_ENDS = (
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区",
)  # fmt: skip


class MentionRule(NamedTuple):
    """One block of ``data/rules/mentions``: what it yields and the sentences that test it."""

    id: str
    type: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


class Heads(NamedTuple):
    """One row per (head noun, rule): its type, its rule, and the stem's least and greatest length.

    ``first[p]`` … ``first[p + 1]`` are the rows of pattern p.
    """

    first: Ints
    type: Ints
    rule: Ints
    shortest: Ints
    longest: Ints


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that mention finding looks up. ``patterns[i]`` is the word of pattern i of ``automaton``."""

    automaton: Automaton
    patterns: tuple[str, ...]
    kind_bits: Ints
    heads: Heads
    areas: Mapping[str, str]
    """Full or short form of an area → its full name."""
    openings: frozenset[str]
    """The first two characters of each of ``areas``."""
    levels: Mapping[str, str]
    """Full name of an area → province, city or county."""
    surnames: frozenset[str]
    addresses: frozenset[str]
    sounds: str
    """Characters that write the sounds of names from other languages."""
    known: Mapping[str, str]
    own: frozenset[str]
    """Those of ``known`` that a user laid over the shipped ones: they count as sure."""
    cut: Callable[[str], list[str]]
    """Text → words; ``own`` names are words. ``tags`` are the numbers of words' tags, by words and their hashes."""
    tags: Callable[[Sequence[str], Hashes], Ints]
    lookalikes: Mapping[str, frozenset[str]]
    misreadings: Misreadings
    doctrines: re.Pattern[str]
    """What is said of doctrines; nothing inside is a name."""
    rules: tuple[MentionRule, ...]
    numbers: Mapping[str, int]
    """Id of a rule → its place among ``rules``."""
    sieve: NDArray[np.float32]
    """Weights of the few features that tell hopeless candidates: below 0 in sum."""
    weights: NDArray[np.float32]


def load(overlay: Path | None = None, *, gazetteers: bool = True) -> Lexicon:
    """Compile the shipped data and what ``overlay`` lays over it; without ``gazetteers`` only rules and word lists."""
    rules, heads = _rules(resources.data_files("rules/mentions", ".toml", overlay))
    areas = dict(_rows("areas.tsv", overlay)) if gazetteers else {}
    shipped = dict(_rows("names.tsv", None)) if gazetteers else {}
    known = dict(_rows("names.tsv", overlay)) if gazetteers else {}
    own = frozenset(name for name, kind in known.items() if shipped.get(name) != kind)
    shorts = _short_areas(areas)
    addresses = frozenset(_words("address-forms.txt", overlay))
    surnames = frozenset(name for word in _words("surnames.txt", overlay) for name in _split_surnames(word))
    kinds: dict[str, int] = {}
    words: tuple[Iterable[str], ...] = (
        heads, areas, shorts, _words("posts.txt", overlay), addresses, known,
        [s for s in surnames if len(s) > 1], _words("trades.txt", overlay),
    )  # fmt: skip
    for bit, group in enumerate(words):
        for word in group:
            kinds[word] = kinds.get(word, 0) | 1 << bit
    patterns = tuple(sorted(kinds))
    alike, words_of = families(overlay), tagger(own)
    return Lexicon(
        automaton=automaton(patterns),
        patterns=patterns,
        kind_bits=np.array([kinds[word] for word in patterns]),
        heads=_head_table([heads.get(word, []) for word in patterns]),
        areas={**shorts, **{name: name for name in areas}},
        openings=frozenset(name[:2] for name in (*shorts, *areas)),
        levels=areas,
        surnames=surnames,
        addresses=addresses,
        sounds="".join(_words("sounds.txt", overlay)),
        known=known,
        own=own,
        cut=words_of.cut,
        tags=remembered(lambda word: _TAG_NUMBER.get(words_of.kind(word), _OTHER_TAG)),
        lookalikes=alike,
        misreadings=compile_misreadings(
            [head for head in heads if len(head) > 1], [name for name in (*areas, *known) if len(name) > 2], alike
        ),
        doctrines=_doctrines(overlay),
        rules=rules,
        numbers={rule.id: number for number, rule in enumerate(rules)},
        sieve=_weights("sieve.tsv", SIEVE, overlay),
        weights=_weights("mentions.tsv", TABLE, overlay),
    )


def _head_table(rows: list[list[tuple[int, int, int, int]]]) -> Heads:
    first = np.cumsum([0, *map(len, rows)])
    table = np.array([row for group in rows for row in group], dtype=np.int64).reshape(-1, 4).T
    return Heads(first, *table)


def _split_surnames(word: str) -> Iterable[str]:
    """A run of single surnames is split into characters; two characters alone are one compound surname."""
    return (word,) if len(word) == 2 else word


def _rules(files: list[Path]) -> tuple[tuple[MentionRule, ...], dict[str, list[tuple[int, int, int, int]]]]:
    """The rules, and for each head noun its (type, rule, shortest, longest) rows."""
    heads: dict[str, list[tuple[int, int, int, int]]] = {}
    rules: list[MentionRule] = []
    for file in files:
        try:
            blocks = tomllib.loads(file.read_text(encoding="utf-8")).get("rule", [])
        except tomllib.TOMLDecodeError as error:
            raise InputError(str(file), f"not valid TOML: {error}", "mend the line it names") from None
        for block in blocks:
            rule = _rule(file, block)
            row = (ENTITY_TYPES.index(rule.type), len(rules), *block["stem"])
            rules.append(rule)
            for head in dict.fromkeys(block["heads"]):
                heads.setdefault(head, []).append(row)
    return tuple(rules), heads


def _rule(file: Path, block: dict[str, Any]) -> MentionRule:
    missing = [key for key in ("id", "type", "heads", "stem", "examples", "counterexamples") if key not in block]
    if missing or block["type"] not in ENTITY_TYPES:
        fault = f"lacks {', '.join(missing)}" if missing else f"has the unknown type {block['type']}"
        raise InputError(str(file), f"rule {block.get('id', '?')} {fault}", "see data/README.md for the form of a rule")
    return MentionRule(block["id"], block["type"], tuple(block["examples"]), tuple(block["counterexamples"]))


def _lines(name: str, overlay: Path | None) -> Iterator[str]:
    for file in resources.data_files("gazetteer", name, overlay):
        yield from resources.content(file)


def _words(name: str, overlay: Path | None) -> list[str]:
    return [word for line in _lines(name, overlay) for word in line.split()]


def _rows(name: str, overlay: Path | None) -> Iterator[tuple[str, str]]:
    """The first two columns of a gazetteer."""
    for line in _lines(name, overlay):
        first, second, *_ = [*line.split("\t"), ""]
        yield first, second


def _doctrines(overlay: Path | None) -> re.Pattern[str]:
    files = resources.data_files("rules/mentions", "doctrines.txt", overlay)
    return re.compile("|".join(line for file in files for line in resources.content(file)))


def _short_areas(areas: Mapping[str, str]) -> dict[str, str]:
    """河西 → 河西区, 三都 → 三都水族自治县: forms of two characters and more; of homonyms the first."""
    shorts: dict[str, str] = {}
    for name in areas:
        short = short_area(name)
        if short and short not in areas:
            shorts.setdefault(short, name)
    return shorts


def short_area(name: str) -> str:
    """The everyday form of an area's name without its kind, or "" where too little is left."""
    for end in _AREA_ENDS:
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name[:2] if "族" in name[2:] or len(name) - len(end) > 3 else name[: -len(end)]
    return name[:-1] if len(name) >= 3 and name[-1] in "省市区县旗州盟" else ""


def _weights(name: str, size: int, overlay: Path | None) -> NDArray[np.float32]:
    """The table that feature numbers index; a later file's rows replace an earlier one's."""
    table = np.zeros(size, dtype=np.float32)
    for file in resources.data_files("weights", name, overlay):
        bare = _REMARK.sub("", file.read_text(encoding="utf-8"))
        rows = np.fromstring(bare, sep=" ").reshape(-1, 2)
        table[rows[:, 0].astype(np.int64)] = rows[:, 1]
    return table
