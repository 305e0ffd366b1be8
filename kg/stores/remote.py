"""The address of a SPARQL 1.1 server → a store that asks it over HTTP (SPARQL 1.1 Protocol, query by POST).

The server's answer is read as results in JSON or as RDF; nothing is kept, and nothing is ever changed there.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg import __version__, guard
from kg.errors import GraphError, QueryError
from kg.literals import literal
from kg.namespaces import XSD
from kg.stores import Graphs, Result, Solutions, Term, Triple, Triples

if TYPE_CHECKING:
    from urllib.error import HTTPError
    from urllib.request import BaseHandler, Request

_ROWS = "application/sparql-results+json, application/json;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"

_LOG_IN = "give --user NAME (password in $KG_PASSWORD, netrc or typed) or --bearer (token in $KG_TOKEN or typed)"


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A server at ``address``; a request that takes longer than ``timeout`` seconds (0: any time) is given up.

    ``user`` and ``secret`` are its password, ``secret`` alone a bearer token. They go to that address only: what it
    points to is not followed, and no error tells them.
    """

    address: str
    timeout: float = 0.0
    user: str = ""
    secret: str = field(default="", repr=False)

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
        from http.client import HTTPException, IncompleteRead
        from urllib.error import HTTPError
        from urllib.parse import urlencode
        from urllib.request import Request

        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": f"linpu/{__version__}",
        }
        try:
            request = Request(_uri(self.address), urlencode(fields).encode(), headers)
            if self.secret:
                request.add_unredirected_header("Authorization", self._authorization())
            with self._opened(request) as answer:
                return answer.headers.get("Content-Type", ""), answer.read()
        except HTTPError as error:
            with error:
                raise _refusal(self, error) from None
        except IncompleteRead:
            raise GraphError(self.address, "broke off in the middle of its answer", "ask again, or for less") from None
        except UnicodeEncodeError:
            what = "name or password cannot be sent as the server wants it"
            raise GraphError(self.address, what, "use one of ASCII letters, digits and marks") from None
        except (OSError, HTTPException, ValueError) as error:
            told = self.hidden(str(getattr(error, "reason", error)) or type(error).__name__)
            raise GraphError(self.address, f"cannot be asked: {told}", "check the address and the network") from None

    def _opened(self, request: Request) -> Any:
        """The server's answer. Where it wants a digest instead of the password (Virtuoso does), it gets that."""
        from urllib.error import HTTPError
        from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

        try:
            return build_opener(_stay()).open(request, timeout=self.timeout or None)
        except HTTPError as error:
            wanted = error.headers.get("WWW-Authenticate", "")
            if error.code != 401 or not self.user or not wanted.lower().startswith("digest"):
                raise
            error.close()
        request.remove_header("Authorization")
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, request.full_url, self.user, self.secret)
        return build_opener(_stay(), HTTPDigestAuthHandler(known)).open(request, timeout=self.timeout or None)

    def _authorization(self) -> str:
        if not self.user:
            return f"Bearer {self.secret}"
        return "Basic " + b64encode(f"{self.user}:{self.secret}".encode()).decode()

    def hidden(self, text: str) -> str:
        """``text`` without what it gives away of the secret."""
        if self.secret:
            for secret in (self._authorization().partition(" ")[2], self.secret):
                text = text.replace(secret, "…")
        return text


def _uri(address: str) -> str:
    """The address as HTTP wants it: a Chinese host in its ASCII form, other characters of the path percent-encoded."""
    from urllib.parse import quote, urlsplit, urlunsplit

    parts = urlsplit(address)
    rest = (quote(part, safe="%/:;=?@&+$,!~*'()[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc.encode("idna").decode(), *rest, ""))


def _stay() -> BaseHandler:
    from urllib.request import HTTPRedirectHandler

    class Stay(HTTPRedirectHandler):  # urllib repeats a POST that is sent elsewhere as a GET without the query
        def redirect_request(self, *_: Any) -> None:
            """Nowhere."""

    return Stay()


def _written(term: Term) -> str:
    if term.kind == "iri":
        return f"<{term.value}>"
    suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return literal(term.value) + suffix


def _refusal(store: RemoteStore, error: HTTPError) -> GraphError | QueryError:
    """A server's refusal in one line; its own words where it says some in plain text."""
    address = store.address
    if 300 <= error.code < 400:
        there = store.hidden(error.headers.get("Location", "elsewhere"))
        return GraphError(address, f"the server points to {there}", f"--endpoint {there} if you trust it")
    said = _words(error.headers.get("Content-Type", ""), error.read(20_000).decode("utf-8", "replace"))
    told = store.hidden(f"{error.code} {error.reason}" + (f": {said}" if said not in ("", error.reason) else ""))
    if error.code == 400:
        return QueryError(address, f"the server refuses the query: {told}", "mend it, or ask what that server knows")
    if error.code in (401, 403):
        how = "check name, password or token, and what they may ask" if store.secret else _LOG_IN
        what = "does not accept the login" if store.secret else "wants a login"
        return GraphError(address, f"the server {what}: {told}", how)
    how = "check the address and whether it is to be asked"
    if error.code in (404, 405):
        how = "check the address: queries often go to a path of their own, as /sparql or /query"
    return GraphError(address, f"the server answers {told}", how)


def _words(kind: str, content: str) -> str:
    """What a server says of an error in a line: nothing of an HTML page, the detail of a problem (RFC 9457)."""
    if "html" in kind:
        return ""
    if "problem+json" in kind:
        with suppress(ValueError, KeyError, TypeError):
            content = str(json.loads(content)["detail"])
    return " ".join(content.split())[:400]


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
