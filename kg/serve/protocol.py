"""An HTTP request's parts → what is asked of the graph, by the SPARQL 1.1 Protocol; what cannot be asked is refused.

Nothing here reads the query itself: that happens in the worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from kg import errors
from kg.errors import Fault, InputError
from kg.frames import Request
from kg.questions import ENTITY_CLASSES
from kg.serve.media import Choice, Media, accepted, named
from kg.stores import Graphs

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_OPTIONS = frozenset({"format", "output", "results", "labels", "limit", "timeout", "download", "bom", "bound"})
_FIELDS = 200


class RefusedError(InputError):
    """A request that is no question to this server; ``status`` is its HTTP status."""

    def __init__(self, status: int, what: str, how: str, *, fault: Fault | None = None) -> None:
        self.status = status
        super().__init__("request", what, how, fault=fault)


class Limits(NamedTuple):
    """What one request may cost: seconds, rows, MB of memory, bytes of its body."""

    timeout: float = 30.0
    rows: int = 1_000_000
    memory: int = 1024
    body: int = 1 << 20


class Incoming(NamedTuple):
    """The parts of a request that matter: ``fields`` are the pairs of its query string, ``url`` its own address."""

    method: str
    url: str
    fields: tuple[tuple[str, str], ...]
    content_type: str = ""
    accept: str = ""
    body: bytes = b""


class Asked(NamedTuple):
    """A request for a worker, the formats its answer may have, and whether it is to be saved as a file.

    ``again`` are the fields that ask the same once more, but for the format.
    """

    request: Request
    choice: Choice
    download: bool = False
    again: tuple[tuple[str, str], ...] = ()


def read(incoming: Incoming, request: Request, limits: Limits) -> Asked:
    """The query that a request to the endpoint carries, laid over ``request``. Raises RefusedError."""
    fields, text = _operation(incoming)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise RefusedError(403, "updates are refused", "this endpoint only reads; change the pages and build again")
    found = _all(fields, "query") if text is None else [text, *_all(fields, "query")]
    if len(found) != 1:
        what = "no query" if not found else "several queries"
        raise RefusedError(400, what, "give one, as ?query=, in a form, or as the body of application/sparql-query")
    dataset = _graphs(fields)
    asked = _asked(incoming, fields, request._replace(text=found[0], dataset=dataset), limits)
    return asked if text is None else asked._replace(again=(("query", text), *asked.again))


def read_question(incoming: Incoming, name: str, request: Request, limits: Limits) -> Asked:
    """The named question ``name`` with its parameters from a query string or form, laid over ``request``."""
    fields, text = _operation(incoming)
    if text is not None:
        raise RefusedError(415, "a named question takes a form", f"send {FORM}, or ask at /sparql")
    values: dict[str, list[str]] = {}
    for key, value in fields:
        if key not in _OPTIONS and value.strip():
            values.setdefault(key.replace("-", "_"), []).append(value.strip())
    return _asked(incoming, fields, request._replace(question=name, values=values), limits)


def read_names(incoming: Incoming, request: Request, limits: Limits) -> Asked:
    """What is typed of a name, as ``text``, with a ``type`` and a ``limit``, laid over ``request``."""
    fields, body = _operation(incoming)
    typed, types = (_all(fields, name) for name in ("text", "type"))
    if body is not None or len(typed) != 1 or not typed[0].strip() or len(types) > 1:
        raise RefusedError(400, "no name, or several", "give one, as /names?text=, and at most one &type=")
    type = "".join(types).lower() or "entity"
    if type not in ENTITY_CLASSES:
        raise RefusedError(400, f"type={type[:40]} is no type", f"use one of {', '.join(ENTITY_CLASSES)}")
    asked = _asked(incoming, fields, request._replace(name=typed[0].strip(), class_name=ENTITY_CLASSES[type]), limits)
    most = min(int(_number(dict(fields), "limit")) or _NAMES, limits.rows)
    return asked._replace(request=asked.request._replace(limit=most, whole=False))


_NAMES = 20
"""Names that are told where no limit is asked for: as many as a person looks through."""


def status(error: errors.LinpuError) -> int:
    """The HTTP status that tells of an error."""
    if isinstance(error, RefusedError):
        return error.status
    kinds = ((errors.QueryTimeoutError, 504), (errors.QueryLimitError, 422), (errors.GraphError, 503))
    return next((code for kind, code in kinds if isinstance(error, kind)), 400)


def fields_of(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a query string or form. Raises RefusedError where they are no UTF-8 or too many."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError:
        raise RefusedError(400, "its parameters are not UTF-8", "encode them as UTF-8, then percent-encode") from None
    except ValueError:
        raise RefusedError(400, f"more than {_FIELDS} parameters", "send fewer") from None


def _operation(incoming: Incoming) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """The pairs of query string and form, and the query that is the body, where it is one."""
    if incoming.method != "POST":
        return incoming.fields, None
    type, *parameters = (part.strip().lower() for part in incoming.content_type.split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if type == UPDATE:
        raise RefusedError(403, "updates are refused", "this endpoint only reads; change the pages and build again")
    if type not in (FORM, QUERY):
        raise RefusedError(415, f"Content-Type {type[:60] or 'is missing'}", f"send {FORM} or {QUERY}")
    if charset not in ("utf-8", "utf8"):
        raise RefusedError(415, f"charset {charset[:40]}", "send UTF-8")
    try:
        text = incoming.body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"its body is not UTF-8 (byte {error.start})", "send UTF-8") from None
    return (incoming.fields, text) if type == QUERY else ((*incoming.fields, *fields_of(text)), None)


def _asked(
    incoming: Incoming, fields: Sequence[tuple[str, str]], request: Request, limits: Limits
) -> Asked:  # fmt: skip
    told = dict(fields)
    name = told.get("format") or told.get("output") or told.get("results") or ""
    choice = named(name) if name else accepted(incoming.accept)
    seconds = min(_number(told, "timeout") or limits.timeout, limits.timeout)
    rows = int(_number(told, "limit"))
    whole = not 0 < rows <= limits.rows
    rows_as, download = choice.rows or choice.boolean or Media("json", ""), "download" in told
    asked = request._replace(
        format=_written(rows_as, "html" if download else "json"),
        graph_format=_written(choice.triples or Media("nt", ""), "ttl"),
        labels=_said(told, "labels", unsaid=rows_as.format == "html"),
        bom=_said(told, "bom"),
        bound=_said(told, "bound"),
        limit=limits.rows if whole else rows,
        whole=whole,
        timeout=seconds,
        memory=limits.memory,
        base=incoming.url,
    )
    again = tuple((name, value) for name, value in fields if name not in ("format", "output", "results", "download"))
    return Asked(asked, choice, download, again)


def _written(media: Media, page: str) -> str:
    """The format that a worker writes; ``page`` is what goes into a page to be read."""
    return page if media.format == "html" else media.format


def _said(told: dict[str, str], name: str, *, unsaid: bool = False) -> bool:
    return told[name] not in ("", "0", "false") if name in told else unsaid


def _number(told: dict[str, str], name: str) -> float:
    """The option ``name``; 0 where it is not given."""
    text = told.get(name, "") or "0"
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise RefusedError(400, f"{name}={text[:40]} is no number", "write digits")
    return value


def _graphs(fields: Sequence[tuple[str, str]]) -> Graphs | None:
    default, named = (_all(fields, f"{kind}-graph-uri") for kind in ("default", "named"))
    for iri in (*default, *named):
        if not _absolute(iri):
            raise RefusedError(400, f"graph <{iri[:80]}> is no absolute IRI", "give it in full")
    return Graphs(tuple(default), tuple(named)) if default or named else None


def _absolute(iri: str) -> bool:
    try:
        return bool(urlsplit(iri).scheme) and not any(char in '<>"{}|^`\\' or char <= " " for char in iri)
    except ValueError:
        return False


def _all(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]
