"""What a person typed of a name → the entities that may be meant: names that hold it, then names that look like it.

Pages are misread and people mistype: 宜景村 reaches 谊景村社区. The store filters by a pattern, so that a large graph's
names need not all be looked at here; the few that fit are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.lookup import Found, Reader, containing, select
from kg.resources import data_files
from kg.results import written
from kg.stores import Term

ALIKE, OTHER = 1, 2
"""What a look-alike in another's place costs, and any other character changed, lost or too many."""


def search(reader: Reader, text: str, class_name: str = "", *, limit: int = 50) -> list[Found]:
    """Entities with ``text`` in a label or alias, best first, then those with something that looks like it."""
    found = containing(reader, text, class_name, limit=limit)
    known = {each.iri for each in found}
    others = (each for each in alike(reader, text, class_name) if each.iri not in known)
    return [*found, *others][:limit] if len(found) < limit else found


def alike(reader: Reader, text: str, class_name: str = "") -> list[Found]:
    """Entities with a stretch in a label or alias that differs little from ``text``, nearest first."""
    if not 2 <= len(text) <= _LONGEST:
        return []
    families = _families(text)
    pattern = written(Term("literal", "|".join(_patterns(text, families))))
    chosen = select(
        reader,
        "VALUES ?property { rdfs:label skos:altLabel } ?entity ?property ?name . "
        f"FILTER REGEX(STR(?name), {pattern})",
        class_name,
    )
    weighed = ((distance(text, found.name, families), found) for found in chosen)
    ranked = sorted((cost, len(found.name), found.label, found.iri, found) for cost, found in weighed)
    best: dict[str, Found] = {}
    for cost, *_, found in ranked:
        if cost <= _budget(text):
            best.setdefault(found.iri, found)
    return list(best.values())


_LONGEST = 40
"""Characters: the pattern grows with the square of the text, and nobody mistypes so much and means one name."""


def _budget(text: str) -> int:
    """What may differ: a look-alike in a short name, any character in one of four, one more of each from six on."""
    return 1 if len(text) < 4 else 2 if len(text) < 6 else 3


def distance(text: str, name: str, families: Mapping[str, frozenset[str]]) -> int:
    """The least cost of making some stretch of ``name`` of ``text`` (Sellers' algorithm for approximate matching)."""
    costs = [0] * (len(name) + 1)
    for letter in text:
        left, costs[0] = costs[0], costs[0] + OTHER
        for at, other in enumerate(name, 1):
            same = 0 if other == letter else ALIKE if other in families.get(letter, ()) else OTHER
            left, costs[at] = costs[at], min(left + same, costs[at] + OTHER, costs[at - 1] + OTHER)
    return min(costs)


def _patterns(text: str, families: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Regular expressions of which each name within the budget matches one: classes of look-alikes, one edit."""
    classes = [_class(letter, families.get(letter, frozenset())) for letter in text]
    yield "".join(classes)
    if _budget(text) >= OTHER:
        for at in range(len(classes)):
            yield "".join([*classes[:at], ".?", *classes[at + 1 :]])
        for at in range(1, len(classes)):
            yield "".join([*classes[:at], ".", *classes[at:]])


def _class(letter: str, family: frozenset[str]) -> str:
    return f"[{letter}{''.join(sorted(family))}]" if letter.isalnum() else re.escape(letter)


def _families(text: str) -> dict[str, frozenset[str]]:
    """Each character of ``text`` with what OCR takes it for, by the files that pages are mended by."""
    found: dict[str, set[str]] = {letter: set() for letter in text}
    for line in _lines("lookalikes.tsv"):
        first, _, others = line.partition("\t")
        for letter in found.keys() & {first, *others}:
            found[letter].update(others if letter == first else first)
    for line in _lines("lookalikes-parts.txt"):
        for family in line.split():
            for letter in found.keys() & set(family):
                found[letter].update(family)
    return {letter: frozenset(alike - {letter}) for letter, alike in found.items()}


def _lines(name: str) -> Iterable[str]:
    for path in data_files("gazetteer", name):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (line for line in lines if line and not line.startswith("#"))
