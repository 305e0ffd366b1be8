"""The namespaces that a graph's IRIs begin with, and the prefixes that stand for them in queries and exports.

Apart from ``kg/iri.py``, which mints IRIs, because every query needs these and no query mints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BASE = "https://w3id.org/linpu/id/"
ONTOLOGY = "https://w3id.org/linpu/ontology#"
GRAPH = "https://w3id.org/linpu/graph/"
PROVENANCE = GRAPH + "provenance"
GAZETTEER = GRAPH + "gazetteer"
"""Background from an official list of places: the graph's name stands for the list too."""

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"

WORDS = {
    "AREA": "area", "STREET": "street", "COMMUNITY": "community", "COMPOUND": "compound", "PLACE": "place",
    "ORG": "org", "PERSON": "person", "PROGRAMME": "programme", "EVENT": "event", "AWARD": "award",
}  # fmt: skip
"""The word of an entity type in its IRIs and as a prefix."""

_SOURCEWORDS = ("article", "page", "statement", "evidence", "membership")


def prefixes(base: str = BASE) -> dict[str, str]:
    """Every prefix that queries and exports know, in the order in which exports write them."""
    own = {word: f"{base}{word}/" for word in (*WORDS.values(), *_SOURCEWORDS)}
    outside = {"dcterms": DCTERMS, "oa": OA, "prov": PROV, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}
    more = {"owl": OWL, "schema": "https://schema.org/"}
    return {"kg": ONTOLOGY, "graph": GRAPH, **own, **outside, **more}


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI with a known prefix, or in angle brackets where none fits."""
    for prefix, start in prefixes.items():
        if iri.startswith(start) and re.fullmatch(r"[\w\-·]+", iri[len(start) :]):
            return f"{prefix}:{iri[len(start) :]}"
    return f"<{iri}>"
