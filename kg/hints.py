"""A query that was answered → what in it the graph has never heard of, and what may have been meant.

Only names are looked at: a mistyped predicate, entity or variable makes an answer that looks like a true one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg import lookup, sparql
from kg.lookup import Reader
from kg.namespaces import BASE, DCTERMS, GAZETTEER, OA, ONTOLOGY, PROVENANCE, RDF, RDFS, SKOS, XSD
from kg.stores import Term

MOST = 5
"""Names that are told of one query."""
_USED = """ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }}
  UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s <{iri}> ?o }} }}
  UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}"""


def hints(text: str, reader: Reader, *, empty: bool = True) -> Iterator[str]:
    """One line for each IRI of the query that stands nowhere in the graph, with the nearest one that does.

    Of an answer that is not ``empty`` only what the ontology does not know is told, for nothing can match that;
    and in any case the variables that are asked for and stand nowhere else. Of an empty one also the texts that the
    graph has with a language only.
    """
    body = sparql.read(text).body
    yield from _lonely(body)
    if empty:
        needed = list(_needed(body))
        unknown = [iri for iri in sparql.iris(text, needed) if _is_name(iri) and not _used(iri, reader)]
        yield from _told(unknown, reader)
        yield from _speechless(needed, reader)
    elif not _matched(body):
        ours = (iri for iri in sparql.iris(text) if iri.startswith(ONTOLOGY) and _is_name(iri))
        unknown = [iri for iri in ours if not _used(iri, reader)]
        known = _ontology() if unknown else frozenset()
        yield from _told([iri for iri in unknown if iri[len(ONTOLOGY) :] not in known], reader)


def _told(unknown: list[str], reader: Reader) -> Iterator[str]:
    if GAZETTEER in unknown:
        yield "the graph knows no official list of divisions; kg places import one, and kg build again"
        return
    if PROVENANCE in unknown:
        yield "no proofs are here; a file has them from kg export --evidence --format trig or nq"
        return
    for iri in unknown[:MOST]:
        name, near = lookup.short(iri, reader.prefixes), _near(iri, reader)
        meant = f"; did you mean {near}?" if near not in ("", name) else ""
        yield f"{name} stands nowhere in this graph{meant}"


def _needed(body: list[sparql.Token]) -> Iterator[sparql.Token]:
    """The tokens of the pattern, but what is OPTIONAL: nothing else can be the reason that nothing was found."""
    words = [token.text.upper() for token in body]
    start = words.index("WHERE") if "WHERE" in words else 0
    depth, optional = 0, False
    for token, word in zip(body[start:], words[start:], strict=True):
        optional = optional or (not depth and token.kind == "word" and word == "OPTIONAL")
        if not optional:
            yield token
        elif token.text in ("{", "}"):
            depth += 1 if token.text == "{" else -1
            optional = depth > 0


def _speechless(needed: list[sparql.Token], reader: Reader) -> Iterator[str]:
    """The texts without a language that the graph has in Chinese only: SPARQL takes them for two things."""
    for token, after in pairwise([*needed, sparql.Token("end", "", 0)]):
        if token.kind == "string" and after.kind != "language" and after.text != "^" and "\\" not in token.text:
            value = token.text.strip("\"'")
            bare, chinese = Term("literal", value), Term("literal", value, language="zh")
            if next(reader.store.match(None, None, chinese), None) and not next(
                reader.store.match(None, None, bare), None
            ):
                yield f'"{value}" has a language in this graph: write "{value}"@zh'


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


def _is_name(iri: str) -> bool:
    """Whether an IRI names something that a graph can have: no datatype, no function, no start of other IRIs.

    The last stand in questions as ``STRSTARTS(…, STR(kg:))``.
    """
    return not iri.startswith((XSD, "http://www.w3.org/2005/xpath-functions#")) and not iri.endswith(("#", "/"))


def _used(iri: str, reader: Reader) -> bool:
    if sparql.NO_IRI.search(iri):
        return True
    match = reader.store.match
    if any(next(found, None) for found in (match(None, iri), match(None, None, Term("iri", iri)), match(iri))):
        return True
    return reader.store.query(_USED.format(iri=iri)) is True


_OUTSIDE = {
    RDF: ("type", "subject", "predicate", "object"),
    RDFS: ("label",),
    SKOS: ("altLabel",),
    DCTERMS: ("creator", "date", "identifier", "isReplacedBy", "source"),
    OA: ("exact", "start", "end"),
}
"""What graphs have of other vocabularies."""


def _near(iri: str, reader: Reader) -> str:
    if iri.startswith(ONTOLOGY):
        folded = {name.casefold(): name for name in _ontology()}
        near = _nearest(iri.removeprefix(ONTOLOGY).casefold(), folded)
        return f"kg:{folded[near]}" if near else ""
    for start, names in _OUTSIDE.items():
        if iri.startswith(start):
            near = _nearest(iri.removeprefix(start), names)
            return lookup.short(start + near, reader.prefixes) if near else ""
    if not iri.startswith(reader.prefixes.get("area", "").removesuffix("area/") or BASE):
        return ""
    from urllib.parse import unquote

    from kg.search import names_of, search

    name = unquote(lookup.local(iri))
    others = lookup.named(reader, name) or search(names_of(reader), name, limit=1)
    return lookup.short(others[0].iri, reader.prefixes) if others else ""
