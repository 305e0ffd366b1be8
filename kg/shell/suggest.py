"""A statement up to the cursor → what may be typed next: keywords, variables, prefixes, the ontology's terms, names.

Names are asked of the graph as they are wanted and remembered by their beginning, so that a large graph starts as fast
as a small one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg import sparql
from kg.lookup import Found
from kg.questions import ENTITY_CLASSES, Question

KEYWORDS = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "DISTINCT", "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH",
    "BIND", "VALUES", "EXISTS", "NOT EXISTS", "PREFIX", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "COUNT",
    "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "BOUND", "COALESCE", "STR", "LANG", "CONTAINS", "STRSTARTS",
    "STRLEN", "LCASE", "REGEX", "REPLACE", "CONCAT",
)  # fmt: skip
_VARIABLE = re.compile(r"[?$]\w*$")
_WORD = re.compile(r"[\w·\-]*(?::[\w·\-]*)?$")
_IN_IRI = re.compile(r"<[^\s<>]*$")
_NAMED = ("show", "describe", "find", "view")


class Suggestion(NamedTuple):
    """``text`` takes the place of the last ``replaces`` characters; listed as ``shown`` with ``beside``."""

    text: str
    replaces: int
    shown: str = ""
    beside: str = ""


class TermName(NamedTuple):
    """A class or property as it is written in a query, with its labels in Chinese and English."""

    written: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Known:
    """What can be suggested. ``names(beginning, class)`` asks the graph, ``short`` writes an IRI as a query does."""

    prefixes: Mapping[str, str]
    terms: Sequence[TermName]
    questions: Mapping[str, Question]
    commands: Mapping[str, str]
    formats: Sequence[str]
    names: Callable[[str, str], Sequence[Found]]
    prefixed: Callable[[str], Sequence[Found]]
    short: Callable[[str], str]
    remembered: dict[tuple[str, str], Sequence[Found]] = field(default_factory=dict)


def suggest(before: str, known: Known) -> list[Suggestion]:
    """What may follow ``before``, the text up to the cursor; each text once."""
    begun = before.lstrip()
    words = begun.split()
    if begun.startswith("."):
        found = _dotted(begun, known)
    elif words and words[0] in known.questions and len(begun) > len(words[0]):
        found = _asked(begun, known.questions[words[0]], known)
    else:
        questions = _words(begun, {n: q.title for n, q in known.questions.items()}) if "\n" not in begun else ()
        found = [*(questions if len(words) == 1 and begun == words[0] else ()), *_sparql(before, known)]
    return list({each.text: each for each in found}.values())


def _words(typed: str, offered: Mapping[str, str]) -> Iterator[Suggestion]:
    for word, beside in offered.items():
        if word.startswith(typed) and word != typed:
            yield Suggestion(word, len(typed), word, beside)


def _dotted(begun: str, known: Known) -> Iterable[Suggestion]:
    command, blank, rest = begun[1:].partition(" ")
    if not blank:
        return _words(begun, {f".{name}": beside for name, beside in known.commands.items()})
    if command in _NAMED:
        return _labels(rest.lstrip(), "", known)
    if command == "queries":
        return _words(rest, {name: question.title for name, question in known.questions.items()})
    return _words(rest, dict.fromkeys(known.formats, "")) if command == "format" else ()


def _asked(begun: str, question: Question, known: Known) -> Iterable[Suggestion]:
    """The parameters of a question, and after each what may be given to it."""
    types = {f"--{parameter.name}": parameter for parameter in question.parameters}
    *_, last = begun.split(" ")
    option = begun[: len(begun) - len(last)].split()[-1]
    if option in types:
        kind = types[option].type
        if kind == "predicate":
            return _words(last, {term.written.partition(":")[2]: term.zh for term in known.terms if _is_fact(term)})
        return _labels(last, ENTITY_CLASSES[kind], known, quoted=True) if kind in ENTITY_CLASSES else ()
    return _words(last, {name: parameter.words for name, parameter in types.items() if name not in begun})


def _is_fact(term: TermName) -> bool:
    from kg.model import PREDICATES

    return term.written.partition(":")[2] in PREDICATES


def _sparql(before: str, known: Known) -> Iterator[Suggestion]:
    inside = _string(before)
    if inside is not None:
        yield from _labels(inside, "", known)
        return
    if variable := _VARIABLE.search(before):
        yield from _words(variable.group(), dict.fromkeys(_variables(before, variable.start()), ""))
        return
    typed = (_WORD.search(before) or [""])[0]
    prefix, colon, _ = typed.partition(":")
    if not typed or (colon and prefix not in known.prefixes) or _IN_IRI.search(before):
        return
    yield from _terms(typed, known)
    if colon:
        yield from (_iri(found, len(typed), known) for found in known.prefixed(typed) if prefix != "kg")
    else:
        yield from _words(typed, {f"{name}:": iri for name, iri in known.prefixes.items()})
        yield from (Suggestion(word, len(typed), word) for word in KEYWORDS if _completes(word, typed))
        if not typed.isascii():
            yield from (_iri(found, len(typed), known) for found in _beginning(typed, "", known))


def _completes(word: str, typed: str) -> bool:
    return len(typed) > 1 and word.startswith(typed.upper()) and word != typed


def _string(before: str) -> str | None:
    """What stands in the string that the cursor is in; None where it is in none."""
    found = sparql.tokens(before)
    at = next((token.start for token in found if token.kind == "mark" and token.text in "\"'"), None)
    return None if at is None else before[at:].lstrip("\"'")


def _variables(text: str, end: int) -> list[str]:
    return sorted({token.text for token in sparql.tokens(text[:end]) if token.kind == "variable"})


def _terms(typed: str, known: Known) -> Iterator[Suggestion]:
    """Classes and properties by the written form (``kg:im``), the bare name (``im``) or a label (``实施``)."""
    folded = typed.casefold()
    for term in known.terms:
        forms = (term.written, term.written.partition(":")[2], term.zh, term.en)
        if term.written != typed and any(form.casefold().startswith(folded) for form in forms if form):
            yield Suggestion(term.written, len(typed), term.written, f"{term.zh} {term.en}".strip())


def _iri(found: Found, replaces: int, known: Known) -> Suggestion:
    return Suggestion(known.short(found.iri), replaces, known.short(found.iri), f"{found.name} {found.type}")


def _labels(typed: str, class_name: str, known: Known, *, quoted: bool = False) -> Iterator[Suggestion]:
    """Names that begin as typed, as they are read; ``quoted`` puts those with blanks into quotation marks."""
    for found in _beginning(typed.lstrip("\"'"), class_name, known):
        text = f'"{found.name}"' if quoted and " " in found.name else found.name
        yield Suggestion(text, len(typed), found.name, found.type)


def _beginning(typed: str, class_name: str, known: Known) -> Sequence[Found]:
    """Entities whose name begins as typed; remembered, and a longer beginning is sought among those of a shorter."""
    if not typed:
        return ()
    for size in range(1, len(typed) + 1):
        found = known.remembered.get((typed[:size], class_name))
        if found is not None and (len(found) < MOST or size == len(typed)):
            fitting = [each for each in found if typed in each.name]
            if fitting or size == len(typed):
                return fitting
    known.remembered[typed, class_name] = known.names(typed, class_name)
    return known.remembered[typed, class_name]


MOST = 100
"""Names that one beginning may have before they are asked for again with the next character."""
