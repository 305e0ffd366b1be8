"""The address of a SPARQL 1.1 server → a store that asks it over HTTP (SPARQL 1.1 Protocol, query by POST).

The server's answer is read as results in JSON or as RDF; nothing is kept, and nothing is ever changed there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import __version__, guard
from kg.errors import GraphError, QueryError
from kg.literals import literal
from kg.namespaces import XSD
from kg.stores import Graphs, Result, Solutions, Term, Triple, Triples

if TYPE_CHECKING:
    from urllib.error import HTTPError

_ROWS = "application/sparql-results+json, application/json;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A server at ``address``; a request that takes longer than ``timeout`` seconds (0: any time) is given up."""

    address: str
    timeout: float = 0.0

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None, dataset: Graphs | None = None) -> Result:
        """Ask the server. Raises QueryError where it refuses the query, GraphError where it cannot be asked."""
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        fields = [("query", declared + text)]
        if dataset is not None:
            fields += [("default-graph-uri", iri) for iri in dataset.default]
            fields += [("named-graph-uri", iri) for iri in dataset.named]
        rows = guard.form(text) in ("SELECT", "ASK")
        kind, content = self._post(fields, _ROWS if rows else _TRIPLES)
        if "json" in kind and "ld+json" not in kind:
            return _solutions(self.address, content)
        from kg.stores import oxigraph

        return Triples(oxigraph.triples(content, kind, where=self.address))

    def match(
        self, subject: str | None = None, predicate: str | None = None, object: Term | None = None
    ) -> Iterator[Triple]:
        """The triples of the default graph that fit, None for any; one request."""
        ends = (subject and f"<{subject}>", predicate and f"<{predicate}>", object and _written(object))
        names = ("?s", "?p", "?o")
        pattern = " ".join(end or name for end, name in zip(ends, names, strict=True))
        told = " ".join(f"({end} AS {name})" if end else name for end, name in zip(ends, names, strict=True))
        result = self.query(f"SELECT {told} {{ {pattern} }}")
        assert isinstance(result, Solutions)
        return (Triple(*filter(None, row)) for row in result.rows)

    def lines(self) -> Iterator[str]:
        """A server's graph is not read as a whole."""
        raise GraphError(self.address, "is not read as a whole", "export it there")

    def count(self) -> int:
        """The number of triples in the default graph."""
        result = self.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert isinstance(result, Solutions)
        return next(int(row[0].value) for row in result.rows if row[0])

    def close(self) -> None:
        """Every request closes its connection."""

    def _post(self, fields: list[tuple[str, str]], accept: str) -> tuple[str, bytes]:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.parse import urlencode
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        class Stay(HTTPRedirectHandler):  # urllib repeats a POST that is sent elsewhere as a GET without the query
            def redirect_request(self, *_: Any) -> None:
                """Nowhere."""

        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": f"linpu/{__version__}",
        }
        try:
            request = Request(self.address, urlencode(fields).encode(), headers)
            with build_opener(Stay).open(request, timeout=self.timeout or None) as answer:
                return answer.headers.get("Content-Type", ""), answer.read()
        except HTTPError as error:
            with error:
                raise _refusal(self.address, error) from None
        except (OSError, HTTPException, ValueError) as error:
            told = str(getattr(error, "reason", error)) or type(error).__name__
            raise GraphError(self.address, f"cannot be asked: {told}", "check the address and the network") from None


def _written(term: Term) -> str:
    if term.kind == "iri":
        return f"<{term.value}>"
    suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return literal(term.value) + suffix


def _refusal(address: str, error: HTTPError) -> GraphError | QueryError:
    """A server's refusal in one line; its own words where it says some in plain text."""
    if 300 <= error.code < 400:
        there = error.headers.get("Location", "elsewhere")
        return GraphError(address, f"the server points to {there}", f"--endpoint {there} if you trust it")
    is_page = "html" in error.headers.get("Content-Type", "")
    said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:400]
    told = f"{error.code} {error.reason}" + (f": {said}" if said and not is_page else "")
    if error.code == 400:
        return QueryError(address, f"the server refuses the query: {told}", "mend it, or ask what that server knows")
    return GraphError(address, f"the server answers {told}", "check the address and whether it is to be asked")


def _solutions(address: str, content: bytes) -> Solutions | bool:
    try:
        answer = json.loads(content)
        if "boolean" in answer:
            return bool(answer["boolean"])
        variables = tuple(answer["head"]["vars"])
        rows = [tuple(_term(row.get(name)) for name in variables) for row in answer["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraphError(address, f"answers no SPARQL results: {error}", "check the address") from None
    return Solutions(variables, iter(rows))


def _term(value: Any) -> Term | None:
    if value is None:
        return None
    kind = {"uri": "iri", "bnode": "bnode", "literal": "literal", "typed-literal": "literal"}[value["type"]]
    datatype = value.get("datatype", "")
    return Term(kind, value["value"], "" if datatype == XSD + "string" else datatype, value.get("xml:lang", ""))
