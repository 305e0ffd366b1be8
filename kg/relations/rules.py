"""Rule data (TOML) → compiled rules and word lists, once per process; what a pattern may say is described here.

A pattern is a regular expression over the masked text of ``scene`` with these additions::

    {s:ORG|AREA}   the subject, one slot of these types ({o:…} the object; {x:…} any other, not captured)
    {s+:BODY}      a coordination of them (A、B和C); groups of types are named in ``[types]``
    {s=:ORG}       named in the text, not referred to
    {role}         the words of a post
    <举办|HOST>    trigger words; capitals name a list of ``[words]``. A sentence without one of them is never matched,
                   unless they stand in brackets
    ^^             the opening of a clause
    _8  -8  ~8     up to 8 characters between: within the clause and without names; without names; within the sentence
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.automaton import Automaton, automaton
from kg.errors import InputError
from kg.model import ENTITY_TYPES, PREDICATES
from kg.relations.references import References, compile_references
from kg.relations.scene import SLOT, type_bits, type_class
from kg.relations.scorer import Scorer
from kg.relations.scorer import load as load_scorer
from kg.relations.triggers import Need, Triggers, build
from kg.relations.words import Known, known
from kg.resources import data_files

_GAPS = {"_": rf"[^,。!?;:\n{SLOT}]", "-": rf"[^。!?;\n{SLOT}]", "~": r"[^。!?;\n]"}
_PIECE = re.compile(r"(\^\^)|\{(role|[sox])([+=]*)(?::([A-Z|]+))?\}|<([\w|]+)>|([_~-])(\d+)")
_GUARD = "(?<![在到向往给对从跟至])"


class Pattern(NamedTuple):
    """A compiled pattern. ``needs`` are ``scene.type_bits`` of subject and object, 0 without one."""

    expression: re.Pattern[str]
    triggers: tuple[frozenset[str], ...]
    needs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One block of rule data; ``patterns`` go with the trigger words of each (none: it always runs).

    ``carry`` are the types of a subject that the clause leaves out, at most ``reach`` sentences before it, failing
    that the heading's (``topic``). ``carry_object`` are those of an object named at most ``reach_object`` sentences
    before; ``like`` is what its name must match, ``main`` wants one that heading or lead name. ``among`` relates the
    members of the subject's coordination; ``swap`` turns subject and object round.
    """

    id: str
    predicate: str
    patterns: tuple[Pattern, ...]
    confidence: float
    carry: frozenset[str]
    carry_object: frozenset[str]
    swap: bool
    among: bool
    reach: int
    reach_object: int
    topic: bool
    main: bool
    like: re.Pattern[str] | None


class Frame(NamedTuple):
    """One pattern of a rule, and which of the groups s, o and role it has."""

    rule: Rule
    pattern: re.Pattern[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that ``draw`` knows: frame rules, references, word lists and the confidences of the structural rules.

    ``expressions["not a fact"]`` matches the words that make what they stand with no fact; ``modal`` finds all that
    may, ``modal_kinds`` names each one's list. ``known`` looks words up; without
    a ``scorer`` every hit of a rule counts.
    """

    frames: tuple[Frame, ...]
    triggers: Triggers
    references: References
    words: Mapping[str, frozenset[str]]
    expressions: Mapping[str, re.Pattern[str]]
    confidences: Mapping[str, float]
    posts: tuple[tuple[str, re.Pattern[str]], ...]
    modal: Automaton
    modal_kinds: tuple[str, ...]
    known: Known
    scorer: Scorer | None


def load(overlay: Path | None = None, *, scored: bool = True) -> Rules:
    """Read and compile ``data/rules/relations/*.toml`` and the overlay's (later blocks replace those of one id).

    Unless ``scored``, all that the rules propose counts, with their own confidences.
    """
    blocks = read_blocks(overlay)
    words: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for _, data in blocks:
        words.update(data.get("words", {}))
        types.update(data.get("types", {}))
    rules: dict[str, Rule] = {}
    for path, data in blocks:
        for block in data.get("rule", []):
            rules[block.get("id", "")] = _rule(path, block, (words, types))
    return _assemble(tuple(rules.values()), blocks, words, scorer=load_scorer(overlay) if scored else None)


def read_blocks(overlay: Path | None = None) -> list[tuple[Path, dict[str, Any]]]:
    """The parsed rule files with their paths, shipped ones first."""
    found = []
    for path in data_files("rules/relations", ".toml", overlay):
        try:
            found.append((path, tomllib.loads(path.read_text(encoding="utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"is no rule file ({error})", "see data/README.md for the form") from error
    return found


def _assemble(
    rules: tuple[Rule, ...], blocks: list[tuple[Path, dict[str, Any]]], words: dict[str, list[str]],
    *, scorer: Scorer | None,
) -> Rules:  # fmt: skip
    frames = [(rule, pattern) for rule in rules for pattern in rule.patterns]
    modal: dict[str, list[str]] = {}
    expressions: dict[str, re.Pattern[str]] = {}
    confidences: dict[str, float] = {}
    references: dict[str, Mapping[str, Any]] = {}
    posts: list[tuple[str, re.Pattern[str]]] = []
    for _, data in blocks:
        references.update({block["id"]: block for block in data.get("reference", [])})
        expressions.update({key: re.compile(text) for key, text in data.get("expressions", {}).items()})
        confidences.update(data.get("confidence", {}))
        modal.update(data.get("modality", {}))
        posts.extend((post, re.compile(name)) for post, name in data.get("post_bodies", {}).items())
    sure = [re.escape(word) for kind, said in modal.items() if kind != "perhaps" for word in said]
    expressions.setdefault("plan", re.compile("$^"))
    expressions["not a fact"] = re.compile("|".join([*sure, expressions["plan"].pattern]))
    lists = {key: frozenset(value) for key, value in words.items()}
    kinds = {word: kind for kind, said in modal.items() for word in said}
    modal_words = sorted(kinds)
    return Rules(
        tuple(Frame(rule, pattern.expression, frozenset(pattern.expression.groupindex)) for rule, pattern in frames),
        build([_need(rule, pattern) for rule, pattern in frames], modal),
        compile_references(list(references.values())),
        lists,
        expressions,
        confidences,
        tuple(posts),
        automaton(modal_words or ["\0"], longest=True),
        tuple(kinds[word] for word in modal_words),
        known(lists),
        scorer,
    )


def _need(rule: Rule, pattern: Pattern) -> Need:
    return Need(pattern.triggers, *pattern.needs, *(type_bits(sorted(k)) for k in (rule.carry, rule.carry_object)))


def _rule(path: Path, block: Mapping[str, Any], names: tuple[dict[str, list[str]], dict[str, list[str]]]) -> Rule:
    where = f"{path}: rule {block.get('id', '?')}"
    if block.get("predicate") not in PREDICATES:
        known = "use one of " + ", ".join(PREDICATES)
        raise InputError(where, f"has no such predicate {block.get('predicate')!r}", known)
    patterns = []
    for text in block.get("patterns", []):
        try:
            patterns.append(compile_pattern(text, names, guarded=not block.get("unguarded")))
        except (KeyError, re.error) as error:
            what = f"cannot read the pattern {text!r} ({error})"
            raise InputError(where, what, "see kg/relations/rules.py") from error
    if not patterns or "id" not in block:
        raise InputError(where, "has no id or no pattern", "give it id = … and patterns = […]")
    kinds = ("carry", "carry_object")
    types = {kind: frozenset(_types("|".join(block.get(kind, [])), names[1])) for kind in kinds}
    return Rule(
        block["id"], block["predicate"], tuple(patterns), float(block.get("confidence", 0.7)), **types,
        swap=bool(block.get("swap")), among=bool(block.get("among")), reach=int(block.get("reach", 2)),
        reach_object=int(block.get("reach_object", 3)), topic=bool(block.get("topic")), main=bool(block.get("main")),
        like=re.compile(block["like"]) if "like" in block else None,
    )  # fmt: skip


def compile_pattern(
    text: str, names: tuple[dict[str, list[str]], dict[str, list[str]]], *, guarded: bool = True
) -> Pattern:
    """Compile one pattern (KeyError for an unknown list or type, ``re.error`` for what is no expression)."""
    words, types = names
    triggers: list[frozenset[str]] = []
    needs = {"s": 0, "o": 0}

    def piece(match: re.Match[str]) -> str:
        opening, group, marks, wanted, trigger, gap, count = match.groups()
        if opening:
            return r"(?:^|(?<=[,。!?;:\n”“—]))"
        if gap:
            return _GAPS[gap] + "{0," + count + "}?"
        if trigger:
            listed = [w for part in trigger.split("|") for w in (words[part] if part.isascii() else [part])]
            if text.count("(", 0, match.start()) == text.count(")", 0, match.start()):
                triggers.append(frozenset(listed))
            return _alternatives(listed)
        if group == "role":
            return rf"(?P<role>[^,。!?;:、\n{SLOT}]{{1,14}}?)"
        found = _types(wanted or "ANY", types)
        if group != "x":
            needs[group] = type_bits(found, names_only="=" in marks)
        return _slots(group, marks, found, guarded=guarded)

    expression = re.compile(_PIECE.sub(piece, text))
    return Pattern(expression, tuple(triggers), (needs["s"], needs["o"]))


def _alternatives(words: list[str]) -> str:
    """One of the words, the longest first; a look at the first character spares trying them all at each place."""
    ordered = map(re.escape, sorted(words, key=lambda word: (-len(word), word)))
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{first}])(?:{'|'.join(ordered)})"


def _slots(group: str, marks: str, types: Sequence[str], *, guarded: bool) -> str:
    one = "[" + type_class(list(types), names_only="=" in marks) + "]"
    if "+" in marks:
        place = "[" + type_class(["AREA", "STREET", "COMMUNITY"]) + "]"
        of = "" if types == ["PERSON"] else f"(?:{place}的)?"
        one = rf"{of}{one}(?:(?:\d+[个名人家项])?(?:、|和|与|及|以及)?{of}{one})*"
    if group == "x":
        return one
    return (_GUARD if group == "s" and guarded else "") + f"(?P<{group}>{one})"


def _types(wanted: str, types: Mapping[str, list[str]]) -> list[str]:
    found: list[str] = []
    for part in filter(None, wanted.split("|")):
        found.extend([part] if part in ENTITY_TYPES else types[part])
    return found
