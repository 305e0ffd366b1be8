"""The data behind names, compiled once: head nouns, areas, surnames, posts, weights, and one automaton over them all.

Takes the files of ``data/gazetteer`` and ``data/rules/mentions`` (and a user's overlay), gives a frozen ``Lexicon``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg import resources
from kg.errors import InputError
from kg.model import ENTITY_TYPES

AREA, SHORT_AREA, POST, ADDRESS, KNOWN = "area", "short area", "post", "address", "known"
_AREA_ENDS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
)


class Head(NamedTuple):
    """A head noun that speaks for a type: the stem before it has ``shortest`` to ``longest`` characters."""

    type: str
    rule: str
    shortest: int
    longest: int


class MentionRule(NamedTuple):
    """One block of ``data/rules/mentions``: what it yields and the sentences that test it."""

    id: str
    type: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that mention finding looks up. ``patterns[i]`` is what pattern ``i`` of ``automaton`` says."""

    automaton: Any
    patterns: tuple[tuple[str, tuple[Head, ...], tuple[str, ...]], ...]
    areas: Mapping[str, str]
    """Full or short form of an area → its full name."""
    levels: Mapping[str, str]
    """Full name of an area → province, city or county."""
    surnames: frozenset[str]
    addresses: frozenset[str]
    known: Mapping[str, str]
    lookalikes: Mapping[str, frozenset[str]]
    rules: tuple[MentionRule, ...]
    weights: Mapping[str, float]


def load(overlay: Path | None = None, *, gazetteers: bool = True) -> Lexicon:
    """Compile the shipped data and what ``overlay`` lays over it; without ``gazetteers`` only rules and word lists."""
    from ahocorasick_rs import AhoCorasick  # type: ignore[attr-defined]

    heads, rules = _rules(resources.data_files("rules/mentions", ".toml", overlay))
    areas = dict(_rows("areas.tsv", overlay)) if gazetteers else {}
    known = dict(_rows("names.tsv", overlay)) if gazetteers else {}
    shorts = _short_areas(areas)
    kinds: dict[str, set[str]] = {}
    for kind, words in (
        (AREA, areas), (SHORT_AREA, shorts), (POST, _words("posts.txt", overlay)),
        (ADDRESS, addresses := frozenset(_words("address-forms.txt", overlay))), (KNOWN, known),
    ):  # fmt: skip
        for word in words:
            kinds.setdefault(word, set()).add(kind)
    surfaces = sorted({*heads, *kinds})
    patterns = tuple((word, tuple(heads.get(word, ())), tuple(sorted(kinds.get(word, ())))) for word in surfaces)
    surnames = frozenset(name for word in _words("surnames.txt", overlay) for name in _split_surnames(word))
    return Lexicon(
        AhoCorasick(surfaces), patterns, {**shorts, **{name: name for name in areas}}, areas, surnames, addresses, known,
        _lookalikes(overlay), tuple(rules), _weights(overlay),
    )  # fmt: skip


def _split_surnames(word: str) -> Iterable[str]:
    """A run of single surnames is split into characters; two characters alone are one compound surname."""
    return (word,) if len(word) == 2 else word


def _rules(files: list[Path]) -> tuple[dict[str, list[Head]], list[MentionRule]]:
    heads: dict[str, list[Head]] = {}
    rules: list[MentionRule] = []
    for file in files:
        try:
            blocks = tomllib.loads(file.read_text(encoding="utf-8")).get("rule", [])
        except tomllib.TOMLDecodeError as error:
            raise InputError(str(file), f"not valid TOML: {error}", "mend the line it names") from None
        for block in blocks:
            rule = _rule(file, block)
            rules.append(rule)
            shortest, longest = block["stem"]
            for head in block["heads"]:
                heads.setdefault(head, []).append(Head(rule.type, rule.id, shortest, longest))
    return heads, rules


def _rule(file: Path, block: dict[str, Any]) -> MentionRule:
    missing = [key for key in ("id", "type", "heads", "stem", "examples", "counterexamples") if key not in block]
    if missing or block["type"] not in ENTITY_TYPES:
        fault = f"lacks {', '.join(missing)}" if missing else f"has the unknown type {block['type']}"
        raise InputError(str(file), f"rule {block.get('id', '?')} {fault}", "see data/README.md for the form of a rule")
    return MentionRule(block["id"], block["type"], tuple(block["examples"]), tuple(block["counterexamples"]))


def _lines(name: str, overlay: Path | None) -> Iterator[str]:
    for file in resources.data_files("gazetteer", name, overlay):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line


def _words(name: str, overlay: Path | None) -> list[str]:
    return [word for line in _lines(name, overlay) for word in line.split()]


def _rows(name: str, overlay: Path | None) -> Iterator[tuple[str, str]]:
    """The first two columns of a gazetteer."""
    for line in _lines(name, overlay):
        first, second, *_ = [*line.split("\t"), ""]
        yield first, second


def _lookalikes(overlay: Path | None) -> dict[str, frozenset[str]]:
    """Character → the characters that OCR mistakes it for, either way."""
    pairs: dict[str, set[str]] = {}
    for first, others in _rows("lookalikes.tsv", overlay):
        for other in others:
            pairs.setdefault(first, set()).add(other)
            pairs.setdefault(other, set()).add(first)
    for family in _words("lookalikes-parts.txt", overlay):
        for char in family:
            pairs.setdefault(char, set()).update(set(family) - {char})
    return {char: frozenset(alike) for char, alike in pairs.items()}


def _short_areas(areas: Mapping[str, str]) -> dict[str, str]:
    """河西 → 河西区, 三都 → 三都水族自治县: forms of two characters and more that name one area only."""
    shorts: dict[str, str] = {}
    for name in areas:
        short = short_area(name)
        if short and short not in areas:
            shorts[short] = name if short not in shorts else shorts[short]
    return shorts


def short_area(name: str) -> str:
    """The everyday form of an area's name without its kind, or "" where too little is left."""
    for end in _AREA_ENDS:
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name[:2] if "族" in name[2:] or len(name) - len(end) > 3 else name[: -len(end)]
    return name[:-1] if len(name) >= 3 and name[-1] in "省市区县旗州盟" else ""


def _weights(overlay: Path | None) -> dict[str, float]:
    weights: dict[str, float] = {}
    for file in resources.data_files("weights", "mentions.tsv", overlay):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                feature, _, weight = line.rpartition("\t")
                weights[feature] = float(weight)
    return weights
