"""A query that was answered → what in it the graph has never heard of, and what may have been meant.

Only names are looked at: a mistyped predicate, entity or variable makes an answer that looks like a true one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg import lookup, sparql
from kg.lookup import Reader
from kg.namespaces import GAZETTEER, GRAPH, ONTOLOGY
from kg.stores import Term

MOST = 5
"""Names that are told of one query."""
_USED = """ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }}
  UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s <{iri}> ?o }} }}
  UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}"""


def hints(text: str, reader: Reader, *, empty: bool = True) -> Iterator[str]:
    """One line for each IRI of the query that stands nowhere in the graph, with the nearest one that does.

    Of an answer that is not ``empty`` only what the ontology does not know is told, for nothing can match that;
    and in any case the variables that are asked for and stand nowhere else.
    """
    body = sparql.read(text).body
    yield from _lonely(body)
    if not empty and _matched(body):
        return
    looked_up = [iri for iri in sparql.iris(text) if empty or iri.startswith(ONTOLOGY)]
    unknown = [iri for iri in looked_up if _ours(iri, reader) and not _used(iri, reader)]
    if unknown and not empty:
        known_names = _ontology()
        unknown = [iri for iri in unknown if iri[len(ONTOLOGY) :] not in known_names]
    if GAZETTEER in unknown:
        yield "the graph knows no official list of divisions; kg places import one, and kg build again"
        return
    for iri in unknown[:MOST]:
        name, near = lookup.short(iri, reader.prefixes), _near(iri, reader)
        meant = f"; did you mean {near}?" if near not in ("", name) else ""
        yield f"{name} stands nowhere in this graph{meant}"


def _matched(body: list[sparql.Token]) -> bool:
    """Whether a row says that all triples of the query were found: it has no word or mark that lets one be missing."""
    return all(
        token.text in _PLAIN_MARKS if token.kind == "mark" else token.kind != "word" or token.text.upper() in _PLAIN
        for token in body
    )


_PLAIN = frozenset({"SELECT", "DISTINCT", "WHERE", "GRAPH", "A", "ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET"})
_PLAIN_MARKS = frozenset("{}().;,/^+")


def _lonely(found: list[sparql.Token]) -> Iterator[str]:
    """The variables of SELECT's head that stand nowhere else in the query."""
    words = [token.text.upper() for token in found]
    if words[:1] != ["SELECT"] or "{" not in words:
        return
    head, rest = found[: words.index("{")], found[words.index("{") :]
    known = {token.text[1:] for token in rest if token.kind == "variable"}
    made = {token.text[1:] for before, token in pairwise(head) if before.text.upper() == "AS"}
    for token in head:
        if token.kind == "variable" and token.text[1:] not in known | made:
            near = _nearest(token.text[1:], known)
            yield f"{token.text} stands nowhere in the pattern" + (f"; did you mean ?{near}?" if near else "")


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # after most answers nobody needs it

    return next(iter(get_close_matches(name, known, 1)), "")


def _ontology() -> frozenset[str]:
    """The local names of classes and properties."""
    from kg import ontology

    vocabulary = ontology.load()
    return frozenset({*vocabulary.classes, *vocabulary.properties})


def _ours(iri: str, reader: Reader) -> bool:
    """Whether an IRI is one that this graph could have: of the ontology, of its graphs or of its entities.

    ``kg:`` alone, the ontology's own start, stands in questions as ``STRSTARTS(…, STR(kg:))``.
    """
    if iri == ONTOLOGY:
        return False
    return iri.startswith((ONTOLOGY, GRAPH, *(start for name, start in reader.prefixes.items() if name in _ENTITIES)))


_ENTITIES = frozenset(
    {"area", "street", "community", "compound", "place", "org", "person", "programme", "event", "award", "article"}
)


def _used(iri: str, reader: Reader) -> bool:
    if sparql.NO_IRI.search(iri):
        return True
    match = reader.store.match
    if any(next(found, None) for found in (match(None, iri), match(None, None, Term("iri", iri)), match(iri))):
        return True
    return reader.store.query(_USED.format(iri=iri)) is True


def _near(iri: str, reader: Reader) -> str:
    if iri.startswith(ONTOLOGY):
        folded = {name.casefold(): name for name in _ontology()}
        near = _nearest(iri.removeprefix(ONTOLOGY).casefold(), folded)
        return f"kg:{folded[near]}" if near else ""
    from urllib.parse import unquote

    from kg.search import names_of, search

    name = unquote(lookup.local(iri))
    others = lookup.named(reader, name) or search(names_of(reader), name, limit=1)
    return lookup.short(others[0].iri, reader.prefixes) if others else ""
