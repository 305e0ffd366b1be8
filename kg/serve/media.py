"""An ``Accept`` header or a format's name → the format in which an answer is written, and its media type.

q-values and wildcards by RFC 9110, section 12.5.1; media types by the SPARQL 1.1 result formats and RDF syntaxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.errors import InputError


class Media(NamedTuple):
    """A format (as ``--format`` names it) under one of its media types."""

    format: str
    type: str

    @property
    def content_type(self) -> str:
        """The header's value; texts say their encoding."""
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type


class Choice(NamedTuple):
    """How rows, truth values and graphs would be written; None where the client takes none of their formats."""

    rows: Media | None
    boolean: Media | None
    triples: Media | None

    def of(self, kind: str) -> Media | None:
        """The format of an answer of this ``Outcome.kind``."""
        return {"rows": self.rows, "boolean": self.boolean}.get(kind, self.triples)


ROWS = (
    Media("json", "application/sparql-results+json"),
    Media("xml", "application/sparql-results+xml"),
    Media("csv", "text/csv"),
    Media("tsv", "text/tab-separated-values"),
    Media("json", "application/json"),
    Media("xml", "application/xml"),
    Media("xml", "text/xml"),
    Media("md", "text/markdown"),
    Media("html", "text/html"),
)
"""In the order in which they are taken where a client does not mind."""

TRUTHS = (*ROWS[:7], Media("table", "text/plain"), ROWS[-1])
GRAPHS = (
    Media("ttl", "text/turtle"),
    Media("nt", "application/n-triples"),
    Media("rdfxml", "application/rdf+xml"),
    Media("jsonld", "application/ld+json"),
    Media("trig", "application/trig"),
    Media("nq", "application/n-quads"),
    Media("ttl", "application/x-turtle"),
    Media("ttl", "text/n3"),
    Media("rdfxml", "application/xml"),
    Media("jsonld", "application/json"),
    Media("nt", "text/plain"),
    ROWS[-1],
)
_NAMES = {
    "turtle": "ttl", "n3": "ttl", "ntriples": "nt", "n-triples": "nt", "nquads": "nq", "n-quads": "nq",
    "json-ld": "jsonld", "rdf": "rdfxml", "rdf+xml": "rdfxml", "rdf/xml": "rdfxml", "srj": "json", "srx": "xml",
    "markdown": "md", "htm": "html", "sparql-results+json": "json", "sparql-results+xml": "xml",
}  # fmt: skip
"""Other names of formats, as clients write them after ``format=``."""
_LIKE = {"json": "jsonld", "xml": "rdfxml", "jsonld": "json", "rdfxml": "xml"}
"""The format of graphs that goes with one of rows, and the other way: clients say ``format=json`` for both."""


def accepted(header: str) -> Choice:
    """What the ``Accept`` header asks for; an empty one takes anything."""
    ranges = _ranges(header) or [("*/*", 1.0)]
    return Choice(*(_best(ranges, offered) for offered in (ROWS, TRUTHS, GRAPHS)))


def named(name: str) -> Choice:
    """What ``?format=`` asks for: a format's name or media type, the first of several. Raises InputError for others."""
    plain = name.partition(",")[0].strip().lower().replace(" ", "+")
    plain = next((media.format for media in (*ROWS, *GRAPHS) if media.type == plain), _NAMES.get(plain, plain))
    names = {plain, _LIKE.get(plain, plain)}
    chosen = Choice(*(_first(names, offered) for offered in (ROWS, TRUTHS, GRAPHS)))
    if not any(chosen):
        known = " ".join(dict.fromkeys(media.format for media in (*ROWS, *GRAPHS)))
        raise InputError("request", f"format={name[:40]} is no format known here", f"use one of {known}")
    return chosen


def reads_page(choice: Choice) -> bool:
    """Whether a person asks, in a browser: the answer is to be a page."""
    return choice.rows is not None and choice.rows.format == "html"


def _first(names: set[str], offered: Sequence[Media]) -> Media | None:
    return next((media for media in offered if media.format in names), None)


def _best(ranges: list[tuple[str, float]], offered: Sequence[Media]) -> Media | None:
    best = max(offered, key=lambda media: _quality(ranges, media.type))
    return best if _quality(ranges, best.type) > 0 else None


def _quality(ranges: list[tuple[str, float]], type: str) -> float:
    """The q of the most specific range that covers the type."""
    family = type.partition("/")[0] + "/*"
    found = dict(reversed(ranges))
    return next((found[pattern] for pattern in (type, family, "*/*") if pattern in found), 0.0)


def _ranges(header: str) -> list[tuple[str, float]]:
    """(type or wildcard, q) of each element; what cannot be read is left out."""
    found = []
    for element in header.split(","):
        type, *parameters = (part.strip().lower() for part in element.split(";"))
        q = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        try:
            weight = float(q)
        except ValueError:
            continue
        if "/" in type and 0 <= weight <= 1:
            found.append((type, weight))
    return found
