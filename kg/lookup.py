"""A name → the entities called so; an IRI → the label a reader is shown. Asked of a store by SPARQL.

Command line and worker look names up here, so that a name means the same in every command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DCTERMS, ONTOLOGY, RDF, RDFS
from kg.namespaces import short as short
from kg.results import Row, written
from kg.sparql import NO_IRI
from kg.stores import Found as Found
from kg.stores import Solutions, Store, Term

if TYPE_CHECKING:
    from kg.stores.generations import Generation

_PREFIXED = re.compile(r"([a-z][a-z0-9]*):(\S+)")


class Reader(NamedTuple):
    """A store with the prefixes of its graph, which its queries use undeclared. Use it in a ``with`` to close it."""

    store: Store
    prefixes: Mapping[str, str]
    generation: Generation | None = None
    """What ``store`` belongs to; its lock is held as long as this lives."""

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        (self.generation or self.store).close()

    def rows(self, text: str) -> Iterator[Row]:
        """The rows of a SELECT."""
        result = self.store.query(text, prefixes=self.prefixes)
        assert isinstance(result, Solutions)
        return result.rows


def as_iri(name: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that ``name`` is already: ``<…>``, ``https://…`` or a name with a known prefix."""
    match = _PREFIXED.fullmatch(name)
    if name.startswith("<") and name.endswith(">"):
        iri = name[1:-1]
    elif name.startswith(("http://", "https://", "urn:")):
        iri = name
    elif match and match[1] in prefixes:
        iri = prefixes[match[1]] + match[2]
    else:
        return None
    return None if NO_IRI.search(iri) else iri


def named(reader: Reader, name: str, class_name: str = "") -> list[Found]:
    """The entities labelled ``name``, else those with that alias; of class ``kg:<class_name>`` if given."""
    values = " ".join((written(Term("literal", name, language="zh")), written(Term("literal", name))))
    for predicate in ("rdfs:label", "skos:altLabel"):
        found = select(reader, f"VALUES ?name {{ {values} }} ?entity {predicate} ?name .", class_name)
        if found:
            return found
    return []


class StoreNames(NamedTuple):
    """The names in a store, in the form of ``kg.search.Names``; with a ``limit`` whichever come first."""

    reader: Reader

    def beginning(self, text: str, class_name: str = "", *, limit: int = 0) -> list[Found]:
        """The labels and aliases that begin with ``text``, by name."""
        found = self._named(f"STRSTARTS(STR(?name), {_quoted(text)})", class_name, limit)
        return sorted(found, key=lambda found: (found.name, found.iri))

    def holding(self, text: str, class_name: str = "") -> list[Found]:
        """Those that have ``text`` in them, in whatever case."""
        return self._named(f"CONTAINS(LCASE(STR(?name)), {_quoted(text.lower())})", class_name)

    def matching(self, pattern: str, class_name: str = "") -> list[Found]:
        """Those in which a stretch matches a regular expression."""
        return self._named(f"REGEX(STR(?name), {_quoted(pattern)})", class_name)

    def prefixed(self, iri: str, class_name: str = "", *, limit: int = 0) -> list[Found]:
        """The labels of the entities whose IRI begins with ``iri``."""
        pattern = f"?entity rdfs:label ?name . FILTER STRSTARTS(STR(?entity), {_quoted(iri)})"
        return select(self.reader, pattern, class_name, limit=limit)

    def _named(self, condition: str, class_name: str, limit: int = 0) -> list[Found]:
        pattern = f"VALUES ?property {{ rdfs:label skos:altLabel }} ?entity ?property ?name . FILTER({condition})"
        return select(self.reader, pattern, class_name, limit=limit)


def _quoted(text: str) -> str:
    return written(Term("literal", text))


def select(reader: Reader, pattern: str, class_name: str, *, limit: int = 0) -> list[Found]:
    """The entities that stand for ``?entity`` in ``pattern``, with the ``?name`` it binds; those replaced left out.

    At most ``limit`` of them, whichever come first (0: all, sorted by IRI and name).
    """
    only = f"FILTER(?type = kg:{class_name})" if class_name else "FILTER STRSTARTS(STR(?type), STR(kg:))"
    text = (
        f"SELECT DISTINCT ?entity ?label ?type ?name WHERE {{ {pattern} ?entity a ?type ; rdfs:label ?label . {only} "
        "FILTER NOT EXISTS { ?entity dcterms:isReplacedBy ?winner } } "
        + (f"LIMIT {limit}" if limit else "ORDER BY ?entity ?label ?name")
    )
    best: dict[tuple[str, str], Found] = {}
    for row in reader.rows(text):
        iri, label, kind, name = (term.value if term else "" for term in row)
        best.setdefault((iri, name), Found(iri, label, local(kind), name))
    return list(best.values())


def replaced(reader: Reader, iri: str) -> tuple[str, list[str]]:
    """What stands for ``iri`` now, itself unless one thing replaced it, and the several that this was split into."""
    for _ in range(10):
        winners = sorted(triple.object.value for triple in reader.store.match(iri, DCTERMS + "isReplacedBy"))
        if len(winners) > 1:
            return iri, winners
        if not winners or NO_IRI.search(winners[0]):
            break
        iri = winners[0]
    return iri, []


def has_graph(reader: Reader, iri: str) -> bool:
    """Whether the store has a named graph ``iri``."""
    if not iri or NO_IRI.search(iri):
        return False
    return reader.store.query(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}") is True


def local(iri: str) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return re.split("[#/]", iri)[-1]


def labeller(reader: Reader) -> Callable[[str], str]:
    """A function IRI → its label, else its short form, that asks for each IRI once.

    Where another thing of its kind has the same label, the short form follows in brackets.
    """
    known: dict[str, str] = {}

    def label(iri: str) -> str:
        if iri not in known:
            names = [] if NO_IRI.search(iri) else [t.object for t in reader.store.match(iri, RDFS + "label")]
            known[iri] = min((name.value for name in names), default="") or short(iri, reader.prefixes)
            if any(_namesakes(reader.store, iri, name) for name in names):
                known[iri] += f" ({short(iri, reader.prefixes)})"
        return known[iri]

    return label


def labeller_of(reader: Reader, rows: Iterable[Row]) -> Callable[[str], str]:
    """A function IRI of ``rows`` → its label, else its short form; the labels are asked for a hundred IRIs at a time.

    For a server, which ``labeller`` would ask once for each IRI.
    """
    known = _labels(reader, sorted({term.value for row in rows for term in row if term and term.kind == "iri"}))
    return lambda iri: known.get(iri) or short(iri, reader.prefixes)


def _labels(reader: Reader, iris: list[str]) -> dict[str, str]:
    """The label of each IRI that has one, Chinese before one without a language before English."""
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(iris), 100):
        values = " ".join(f"<{iri}>" for iri in iris[start : start + 100] if not NO_IRI.search(iri))
        pattern = "?iri rdfs:label ?label FILTER(LANG(?label) IN ('zh', '', 'en'))"
        for iri, label in reader.rows(f"SELECT ?iri ?label WHERE {{ VALUES ?iri {{ {values} }} {pattern} }}"):
            if iri and label:
                told = (("zh", "", "en").index(label.language), label.value)
                found[iri.value] = min(told, found.get(iri.value, told))
    return {iri: label for iri, (_, label) in found.items()}


def _namesakes(store: Store, iri: str, name: Term) -> bool:
    """Whether another thing of its kind has this name; articles are told apart by more than their headline."""
    others = {triple.subject.value for triple in store.match(None, RDFS + "label", name)} - {iri}
    if not others or _is_replaced(store, iri):
        return False
    kinds = _kinds(store, iri) - {ONTOLOGY + "Article"}
    return any(kinds & _kinds(store, other) and not _is_replaced(store, other) for other in others)


def _kinds(store: Store, iri: str) -> set[str]:
    return {triple.object.value for triple in store.match(iri, RDF + "type")}


def _is_replaced(store: Store, iri: str) -> bool:
    return next(store.match(iri, DCTERMS + "isReplacedBy"), None) is not None
