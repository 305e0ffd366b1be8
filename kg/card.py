"""An entity's IRI → all that the graph knows of it: names, facts in both directions, the words that prove each.

``kg show`` prints it; whatever else shows one entity reads the same card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.lookup import Reader, labeller, local

_FACTS = """
SELECT ?statement ?subject ?predicate ?object ?role ?modality ?confidence ?evidence WHERE {{
  GRAPH graph:provenance {{
    VALUES ?entity {{ <{iri}> }} VALUES ?end {{ rdf:subject rdf:object }}
    ?statement ?end ?entity ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
      kg:confidence ?confidence ; kg:evidence ?evidence .
    OPTIONAL {{ ?statement kg:role ?role }} OPTIONAL {{ ?statement kg:modality ?modality }}
  }}
}}"""
_PROOFS = """
SELECT ?evidence ?words ?start ?end ?rule ?confidence ?repaired ?article ?before ?page WHERE {{
  GRAPH graph:provenance {{
    VALUES ?evidence {{ {evidence} }}
    ?evidence oa:exact ?words ; oa:start ?start ; oa:end ?end ; kg:rule ?rule ;
      kg:confidence ?confidence ; kg:repaired ?repaired ; dcterms:source ?article .
    OPTIONAL {{ ?evidence kg:continues ?before }} OPTIONAL {{ ?article kg:page/kg:file ?page }}
  }}
}}"""
_CHUNK = 500


class Proof(NamedTuple):
    """Words that prove a fact; the pieces of a broken column are parted by ``⏎``.

    ``spans`` are their page offsets, ``article`` the headline, ``page`` the page's id.
    """

    words: str
    spans: tuple[tuple[int, int], ...]
    rule: str
    confidence: float
    repaired: bool
    article: str
    page: str

    @property
    def start(self) -> int:
        """The page offset of the first word."""
        return self.spans[0][0]


class Fact(NamedTuple):
    """A statement that names the entity; ``outgoing`` says that the entity is its subject."""

    outgoing: bool
    predicate: str
    other: str
    other_iri: str
    role: str
    modality: str
    confidence: float
    proofs: tuple[Proof, ...]


class Neighbour(NamedTuple):
    """An entity with the number of facts that join it to the card's; of an article, one that it names (no facts)."""

    iri: str
    label: str
    type: str
    facts: int


class Card(NamedTuple):
    """One entity; ``type`` is the class's local name, ``articles`` are headlines.

    ``places`` are the articles' identifiers (page id, ``#``, headline's line), sorted, each with its headline.
    ``neighbours`` go by type, those with most facts first. ``about`` says what is told of an article: (what, words).
    """

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    articles: tuple[str, ...]
    places: tuple[tuple[str, str], ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


def card(reader: Reader, iri: str) -> Card:
    """The card of the entity ``iri``; one without a type is unknown to the graph."""
    label = labeller(reader)
    kinds = _values(reader, iri, "rdf:type")
    places = tuple(sorted((_identifier(reader, a), label(a)) for a in _values(reader, iri, "kg:mentionedIn")))
    kind = local(kinds[0]) if kinds else ""
    is_article = kind == "Article"
    facts = tuple(_facts(reader, iri))
    near = [fact.other_iri for fact in facts if not fact.modality]
    return Card(
        iri,
        label(iri),
        kind,
        tuple(_values(reader, iri, "skos:altLabel")),
        facts,
        tuple(sorted({title for _, title in places})),
        places,
        _neighbours(reader, dict.fromkeys(_named_in(reader, iri), 0) if is_article else Counter(near)),
        tuple(_about(reader, iri)) if is_article else (),
    )


def _named_in(reader: Reader, article: str) -> list[str]:
    rows = reader.rows(f"SELECT DISTINCT ?entity WHERE {{ ?entity kg:mentionedIn <{article}> }}")
    return [row[0].value for row in rows if row[0]]


def _neighbours(reader: Reader, facts: Mapping[str, int]) -> tuple[Neighbour, ...]:
    label = labeller(reader)
    found = []
    for iris in _chunks(sorted(facts)):
        values = " ".join(f"<{iri}>" for iri in iris)
        for row in reader.rows(f"SELECT ?entity ?type WHERE {{ VALUES ?entity {{ {values} }} ?entity a ?type }}"):
            iri, kind = (term.value if term else "" for term in row)
            found.append(Neighbour(iri, label(iri), local(kind), facts[iri]))
    return tuple(sorted(found, key=lambda n: (n.type, -n.facts, n.label, n.iri)))


def _about(reader: Reader, article: str) -> Iterator[tuple[str, str]]:
    told = {"authors": "kg:byline", "date": "dcterms:date", "section": "kg:section", "page": "dcterms:identifier"}
    for what, predicate in told.items():
        if words := _values(reader, article, predicate):
            yield what, "、".join(words)


def _identifier(reader: Reader, article: str) -> str:
    return next(iter(_values(reader, article, "dcterms:identifier")), "")


def _values(reader: Reader, iri: str, predicate: str) -> list[str]:
    rows = reader.rows(f"SELECT ?value WHERE {{ <{iri}> {predicate} ?value }}")
    return sorted(row[0].value for row in rows if row[0])


def _facts(reader: Reader, iri: str) -> list[Fact]:
    found: dict[str, list[str]] = {}
    proving: dict[str, list[str]] = {}
    for row in reader.rows(_FACTS.format(iri=iri)):
        statement, *about, evidence = (term.value if term else "" for term in row)
        found[statement] = about
        proving.setdefault(statement, []).append(evidence)
    proofs = _proofs(reader, sorted({evidence for each in proving.values() for evidence in each}))
    label = labeller(reader)
    facts = []
    for statement, (subject, predicate, object_, role, modality, confidence) in found.items():
        outgoing = subject == iri
        other = object_ if outgoing else subject
        shown = tuple(sorted((proofs[e] for e in set(proving[statement]) if e in proofs), key=_best_first))
        facts.append(Fact(outgoing, local(predicate), label(other), other, role, modality, float(confidence), shown))
    return sorted(facts, key=lambda f: (bool(f.modality), not f.outgoing, f.predicate, f.other, f.other_iri, f.role))


def _best_first(proof: Proof) -> tuple[bool, float, str, int]:
    return (proof.repaired, -proof.confidence, proof.article, proof.start)


def _proofs(reader: Reader, evidence: list[str]) -> dict[str, Proof]:
    """Proofs by the IRI of their first piece, later pieces joined to it."""
    pieces: dict[str, Proof] = {}
    after: dict[str, str] = {}
    label = labeller(reader)
    for nodes in _chunks(evidence):
        for row in reader.rows(_PROOFS.format(evidence=" ".join(f"<{node}>" for node in nodes))):
            node, words, start, end, rule, confidence, repaired, article, before, page = (
                term.value if term else "" for term in row
            )
            spans = ((int(start), int(end)),)
            title = label(article)
            pieces[node] = Proof(words, spans, rule, float(confidence), repaired == "true", title, page)
            if before:
                after[before] = node
    later = set(after.values())
    return {node: _joined(node, pieces, after) for node in pieces if node not in later}


def _joined(node: str, pieces: dict[str, Proof], after: dict[str, str]) -> Proof:
    chain = [pieces[node]]
    while (node := after.get(node, "")) in pieces:
        chain.append(pieces[node])
    words, spans = "⏎".join(piece.words for piece in chain), tuple(span for piece in chain for span in piece.spans)
    return chain[0]._replace(words=words, spans=spans)


def _chunks(items: list[str]) -> Iterable[list[str]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))
