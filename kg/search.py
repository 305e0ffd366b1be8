"""What a person typed of a name → the entities that may be meant: names that begin with it, hold it, look like it.

Pages are misread and people mistype: 宜景村 reaches 谊景村社区. A graph keeps its names in a file that is searched in
place; where there is none (RDF files, a graph of an older version, what a confidence has thinned) the store is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.lookalikes import families
from kg.namespaces import BASE, prefixes
from kg.stores import Found

if TYPE_CHECKING:
    from kg.lookup import Reader

ALIKE, OTHER = 1, 2
"""What a look-alike in another's place costs, and any other character changed, lost or too many."""


class Names(Protocol):
    """The labels and aliases of a graph's entities, each once for each entity; of one class if that is given."""

    def beginning(self, text: str, class_name: str = "", *, limit: int = 0) -> Iterable[Found]:
        """Those that begin with ``text``, by name; at most ``limit`` (0: all)."""
        ...

    def holding(self, text: str, class_name: str = "") -> Iterable[Found]:
        """Those that have ``text`` in them, in whatever case."""
        ...

    def matching(self, pattern: str, class_name: str = "") -> Iterable[Found]:
        """Those in which a stretch matches a regular expression."""
        ...

    def prefixed(self, iri: str, class_name: str = "", *, limit: int = 0) -> Iterable[Found]:
        """The labels of the entities whose IRI begins with ``iri``; at most ``limit`` (0: all)."""
        ...


class Named(NamedTuple):
    """A graph's names, and the prefixes that stand for its IRIs."""

    names: Names
    prefixes: Mapping[str, str]


@contextmanager
def open_named(graph: str) -> Iterator[Named]:
    """The names of the graph in the folder ``graph``; its store is opened only where it must be. Raises GraphError."""
    from kg.stores import generations

    found = generations.open_table(Path(graph))
    if found is not None:
        table, meta = found
        yield Named(table, prefixes(meta.get("base") or BASE))
        return
    from kg.lookup import Reader, StoreNames

    with generations.open_graph(Path(graph)) as generation:
        known = prefixes(generation.meta.get("base") or BASE)
        yield Named(StoreNames(Reader(generation.store, known)), known)


def names_of(reader: Reader) -> Names:
    """The names of what ``reader`` reads: by its generation's file where that tells of the store that it asks."""
    from kg.lookup import StoreNames
    from kg.stores import nametable

    generation = reader.generation
    if generation is not None and reader.store is generation.store and not generation.lock.closed:
        table = nametable.open_table(generation.path / nametable.NAMES)
        if table is not None:
            return table
    return StoreNames(reader)


def prefixed(known: Named, typed: str, class_name: str = "", *, limit: int) -> Iterable[Found]:
    """Entities whose prefixed name begins as typed, as ``street:友``."""
    prefix, _, local = typed.partition(":")
    return known.names.prefixed(known.prefixes.get(prefix, "urn:none:") + local, class_name, limit=limit)


def search(names: Names, text: str, class_name: str = "", *, limit: int = 50) -> list[Found]:
    """Entities with ``text`` in a label or alias, best first, then those with something that looks like it."""
    found = containing(names, text, class_name, limit=limit)
    return found if len(found) >= limit else _with_alike(names, text, class_name, found=found)[:limit]


def _with_alike(names: Names, text: str, class_name: str, *, found: list[Found]) -> list[Found]:
    others = alike(names, text, class_name, but={each.iri for each in found})
    if not found and not others and len(text) == 3:  # too short for any character to differ, but better than nothing
        others = alike(names, text, class_name, budget=OTHER)
    return [*found, *others]


def offered(names: Names, text: str, class_name: str = "", *, limit: int) -> list[Found]:
    """As ``search``, for names that are being typed: no others are looked for where enough begin so, or have it."""
    begun = _best(names.beginning(text, class_name, limit=_BEGUN), text)
    if len(begun) >= limit:
        return begun[:limit]
    found = containing(names, text, class_name, limit=limit)
    return found if len(found) >= _ENOUGH else _with_alike(names, text, class_name, found=found)[:limit]


_BEGUN = 500
"""Names with one beginning of which the best are told; of more, those that come first by name."""

_ENOUGH = 8
"""Names that have the text, beside which nobody who types needs to be told what looks like it."""


def containing(names: Names, text: str, class_name: str = "", *, limit: int = 50) -> list[Found]:
    """Entities with ``text`` in a label or alias: whole names first, then beginnings, then shorter names."""
    return _best(names.holding(text, class_name), text)[:limit]


def _best(found: Iterable[Found], text: str) -> list[Found]:
    """Each entity once, by the best of its names."""
    best: dict[str, Found] = {}
    for each in sorted(found, key=lambda each: _rank(each, text)):
        best.setdefault(each.iri, each)
    return list(best.values())


def _rank(found: Found, text: str) -> tuple[bool, bool, int, str, str, str]:
    return (found.name != text, not found.name.startswith(text), len(found.name), found.label, found.iri, found.name)


def alike(
    names: Names, text: str, class_name: str = "", *, but: AbstractSet[str] = frozenset(), budget: int = 0
) -> list[Found]:
    """Entities, but those of some IRIs, with a stretch in a label or alias like ``text``, nearest first.

    ``budget`` is what may differ, by default as much as suits the length.
    """
    budget = budget or _budget(text)
    if not 2 <= len(text) <= _LONGEST:
        return []
    known = families(only=frozenset(text))
    chosen = names.matching("|".join(_patterns(text, known, budget)), class_name)
    weighed = ((distance(text, found.name, known), found) for found in chosen if found.iri not in but)
    ranked = sorted((cost, len(found.name), found.label, found.iri, found) for cost, found in weighed)
    best: dict[str, Found] = {}
    for cost, *_, found in ranked:
        if cost <= budget:
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


def _patterns(text: str, known: Mapping[str, frozenset[str]], budget: int) -> Iterable[str]:
    """Regular expressions of which each name within the budget matches one: classes of look-alikes, one edit."""
    classes = [_class(letter, known.get(letter, frozenset())) for letter in text]
    yield "".join(classes)
    if budget >= OTHER:
        for at in range(len(classes)):
            yield "".join([*classes[:at], ".?", *classes[at + 1 :]])
        for at in range(1, len(classes)):
            yield "".join([*classes[:at], ".", *classes[at:]])


def _class(letter: str, family: frozenset[str]) -> str:
    return f"[{letter}{''.join(sorted(family))}]" if letter.isalnum() else re.escape(letter)
