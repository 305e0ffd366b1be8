"""Rule data (TOML) → compiled rules and word lists, once per process; what a pattern may say is described here.

A pattern is a regular expression over the masked text of ``scene`` with these additions::

    {s:ORG|AREA}   the subject, one slot of these types ({o:…} the object; {x:…} any other, not captured)
    {s+:BODY}      a coordination of them (A、B和C); groups of types are named in ``[types]``
    {s=:ORG}       named in the text, not referred to
    {role}         the words of a post
    <举办|HOST>    trigger words; capitals name a list of ``[words]``. A sentence without any is never matched
    _8  -8  ~8     up to 8 characters between: within the clause and without names; without names; within the sentence
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import ENTITY_TYPES, PREDICATES
from kg.relations.references import References, compile_references
from kg.relations.scene import SLOT, type_class
from kg.resources import data_files

_GAPS = {"_": rf"[^,。!?;:\n{SLOT}]", "-": rf"[^。!?;\n{SLOT}]", "~": r"[^。!?;\n]"}
_PIECE = re.compile(r"\{(role|[sox])([+=]*)(?::([A-Z|]+))?\}|<([^>]+)>|([_~-])(\d+)")
_GUARD = "(?<![在到向往给对从跟至])"


@dataclass(frozen=True, slots=True)
class Rule:
    """One block of rule data. ``carry`` are the types of a subject that the clause leaves out."""

    id: str
    predicate: str
    patterns: tuple[re.Pattern[str], ...]
    triggers: frozenset[str]
    confidence: float
    carry: frozenset[str]
    carry_object: frozenset[str]
    swap: bool
    among: bool
    reach: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All that ``draw`` knows: frame rules, references, word lists and the confidences of the structural rules."""

    frames: tuple[Rule, ...]
    triggers: re.Pattern[str]
    by_trigger: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]
    references: References
    words: Mapping[str, frozenset[str]]
    expressions: Mapping[str, re.Pattern[str]]
    confidences: Mapping[str, float]
    posts: tuple[tuple[str, re.Pattern[str]], ...]


def load(overlay: Path | None = None) -> Rules:
    """Read and compile ``data/rules/relations/*.toml`` and the overlay's (later blocks replace those of one id)."""
    blocks = read_blocks(overlay)
    words: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for _, data in blocks:
        words.update(data.get("words", {}))
        types.update(data.get("types", {}))
    frames: dict[str, Rule] = {}
    for path, data in blocks:
        for block in data.get("rule", []):
            frames[block.get("id", "")] = _rule(path, block, (words, types))
    return _assemble(tuple(frames.values()), blocks, words)


def read_blocks(overlay: Path | None = None) -> list[tuple[Path, dict[str, Any]]]:
    """The parsed rule files with their paths, shipped ones first."""
    found = []
    for path in data_files("rules/relations", ".toml", overlay):
        try:
            found.append((path, tomllib.loads(path.read_text(encoding="utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"is no rule file ({error})", "see data/README.md for the form") from error
    return found


def _assemble(frames: tuple[Rule, ...], blocks: list[tuple[Path, dict[str, Any]]], words: dict[str, list[str]]) -> Rules:
    by_trigger: dict[str, list[int]] = {}
    for number, rule in enumerate(frames):
        for trigger in rule.triggers:
            by_trigger.setdefault(trigger, []).append(number)
    ordered = sorted(by_trigger, key=lambda word: (-len(word), word)) or ["\0"]
    inside = {word: [n for other in ordered if other in word for n in by_trigger[other]] for word in by_trigger}
    expressions: dict[str, re.Pattern[str]] = {}
    confidences: dict[str, float] = {}
    references: dict[str, Mapping[str, Any]] = {}
    posts: list[tuple[str, re.Pattern[str]]] = []
    for _, data in blocks:
        references.update({block["id"]: block for block in data.get("reference", [])})
        expressions.update({key: re.compile(text) for key, text in data.get("expressions", {}).items()})
        confidences.update(data.get("confidence", {}))
        posts.extend((post, re.compile(name)) for post, name in data.get("post_bodies", {}).items())
    return Rules(
        frames,
        re.compile("|".join(map(re.escape, ordered))),
        {word: tuple(sorted(set(numbers))) for word, numbers in inside.items()},
        tuple(n for n, rule in enumerate(frames) if not rule.triggers),
        compile_references(list(references.values())),
        {key: frozenset(value) for key, value in words.items()},
        expressions,
        confidences,
        tuple(posts),
    )


def _rule(path: Path, block: Mapping[str, Any], names: tuple[dict[str, list[str]], dict[str, list[str]]]) -> Rule:
    where = f"{path}: rule {block.get('id', '?')}"
    if block.get("predicate") not in PREDICATES:
        raise InputError(where, f"has no such predicate {block.get('predicate')!r}", "use one of " + ", ".join(PREDICATES))
    triggers: set[str] = set()
    patterns = []
    for text in block.get("patterns", []):
        try:
            patterns.append(compile_pattern(text, names, triggers, guarded=not block.get("unguarded")))
        except (KeyError, re.error) as error:
            raise InputError(where, f"cannot read the pattern {text!r} ({error})", "see kg/relations/rules.py") from error
    if not patterns or "id" not in block:
        raise InputError(where, "has no id or no pattern", "give it id = … and patterns = […]")
    expand = names[1]
    return Rule(
        block["id"], block["predicate"], tuple(patterns), frozenset(triggers), float(block.get("confidence", 0.7)),
        frozenset(_types("|".join(block.get("carry", [])), expand)),
        frozenset(_types("|".join(block.get("carry_object", [])), expand)),
        bool(block.get("swap")), bool(block.get("among")), int(block.get("reach", 2)),
    )  # fmt: skip


def compile_pattern(
    text: str, names: tuple[dict[str, list[str]], dict[str, list[str]]], triggers: set[str], *, guarded: bool = True
) -> re.Pattern[str]:
    """Compile one pattern; its trigger words are added to ``triggers`` (KeyError for an unknown list or type)."""
    words, types = names

    def piece(match: re.Match[str]) -> str:
        group, marks, wanted, trigger, gap, count = match.groups()
        if gap:
            return _GAPS[gap] + "{0," + count + "}?"
        if trigger:
            listed = [w for part in trigger.split("|") for w in (words[part] if part.isascii() else [part])]
            triggers.update(listed)
            return "(?:" + "|".join(map(re.escape, sorted(listed, key=lambda w: (-len(w), w)))) + ")"
        if group == "role":
            return rf"(?P<role>[^,。!?;:、\n{SLOT}]{{1,14}}?)"
        return _slots(group, marks, _types(wanted or "ANY", types), guarded=guarded)

    return re.compile(_PIECE.sub(piece, text))


def _slots(group: str, marks: str, types: Sequence[str], *, guarded: bool) -> str:
    one = "[" + type_class(list(types), names_only="=" in marks) + "]"
    if "+" in marks:
        place = "[" + type_class(["AREA", "STREET", "COMMUNITY"]) + "]"
        one = rf"(?:{place}的)?{one}(?:(?:、|和|与|及|以及|,)(?:{place}的)?{one})*"
    if group == "x":
        return one
    return (_GUARD if group == "s" and guarded else "") + f"(?P<{group}>{one})"


def _types(wanted: str, types: Mapping[str, list[str]]) -> list[str]:
    found: list[str] = []
    for part in filter(None, wanted.split("|")):
        found.extend([part] if part in ENTITY_TYPES else types[part])
    return found
