"""A query that found nothing → what in it the graph has never heard of, and what may have been meant.

Only names are looked at: a mistyped predicate or entity makes an empty answer that looks like a true one.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from kg import lookup, sparql
from kg.lookup import Reader
from kg.model import PREDICATES
from kg.namespaces import GRAPH, ONTOLOGY

MOST = 5
"""Names that are told of one query."""
_KINDS = f"SELECT DISTINCT ?kind WHERE {{ ?s a ?kind FILTER STRSTARTS(STR(?kind), '{ONTOLOGY}') }}"
_USED = """ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }}
  UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s <{iri}> ?o }} }}
  UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}"""


def hints(text: str, reader: Reader) -> Iterator[str]:
    """One line for each IRI of the query that stands nowhere in the graph, with the nearest one that does."""
    found = sparql.tokens(text)
    known = sparql.prologue(found)
    named = [sparql.expand(token, known) for token in found[known.end :] if token.kind in ("iri", "name")]
    unknown = [iri for iri in dict.fromkeys(filter(None, named)) if _ours(iri, reader) and not _used(iri, reader)]
    for iri in unknown[:MOST]:
        name, near = lookup.short(iri, reader.prefixes), _near(iri, reader)
        meant = f"; did you mean {near}?" if near not in ("", name) else ""
        yield f"{name} stands nowhere in this graph{meant}"


def _ours(iri: str, reader: Reader) -> bool:
    """Whether an IRI is one that this graph could have: of the ontology, of its graphs or of its entities."""
    return iri.startswith((ONTOLOGY, GRAPH, *(start for name, start in reader.prefixes.items() if name in _ENTITIES)))


_ENTITIES = frozenset(
    {"area", "street", "community", "compound", "place", "org", "person", "programme", "event", "award", "article"}
)


def _used(iri: str, reader: Reader) -> bool:
    return bool(sparql.NO_IRI.search(iri)) or reader.store.query(_USED.format(iri=iri)) is True


def _near(iri: str, reader: Reader) -> str:
    if iri.startswith(ONTOLOGY):
        kinds = [lookup.local(row[0].value) for row in reader.rows(_KINDS) if row[0]]
        folded = {name.casefold(): name for name in (*PREDICATES, *kinds)}
        near = get_close_matches(iri.removeprefix(ONTOLOGY).casefold(), folded, 1)
        return f"kg:{folded[near[0]]}" if near else ""
    name = unquote(lookup.local(iri))
    others = lookup.named(reader, name) or lookup.containing(reader, name, limit=1)
    return lookup.short(others[0].iri, reader.prefixes) if others else ""
