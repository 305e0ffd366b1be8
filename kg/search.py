"""What a person typed of a name → the entities that may be meant: names that hold it, then names that look like it.

Pages are misread and people mistype: 宜景村 reaches 谊景村社区. The store filters by a pattern, so that a large graph's
names need not all be looked at here; the few that fit are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.lookalikes import families
from kg.lookup import Found, Reader, containing, select
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
    known = families(only=frozenset(text))
    pattern = written(Term("literal", "|".join(_patterns(text, known))))
    chosen = select(
        reader,
        "VALUES ?property { rdfs:label skos:altLabel } ?entity ?property ?name . "
        f"FILTER REGEX(STR(?name), {pattern})",
        class_name,
    )
    weighed = ((distance(text, found.name, known), found) for found in chosen)
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


def distance(text: str, name: str, known: Mapping[str, frozenset[str]]) -> int:
    """The least cost of making some stretch of ``name`` of ``text`` (Sellers' algorithm for approximate matching)."""
    costs = [0] * (len(name) + 1)
    for letter in text:
        left, costs[0] = costs[0], costs[0] + OTHER
        for at, other in enumerate(name, 1):
            same = 0 if other == letter else ALIKE if other in known.get(letter, ()) else OTHER
            left, costs[at] = costs[at], min(left + same, costs[at] + OTHER, costs[at - 1] + OTHER)
    return min(costs)


def _patterns(text: str, known: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Regular expressions of which each name within the budget matches one: classes of look-alikes, one edit."""
    classes = [_class(letter, known.get(letter, frozenset())) for letter in text]
    yield "".join(classes)
    if _budget(text) >= OTHER:
        for at in range(len(classes)):
            yield "".join([*classes[:at], ".?", *classes[at + 1 :]])
        for at in range(1, len(classes)):
            yield "".join([*classes[:at], ".", *classes[at:]])


def _class(letter: str, family: frozenset[str]) -> str:
    return f"[{letter}{''.join(sorted(family))}]" if letter.isalnum() else re.escape(letter)
