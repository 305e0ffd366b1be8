"""What is being typed of a name → rows of the entities that may be meant, in any format of rows.

In a worker as any query from outside, since it may have to ask the store; the generation's file of names needs none.
"""

from __future__ import annotations

from functools import partial
from time import perf_counter

from kg import results, search
from kg.frames import Outcome, Request
from kg.namespaces import ONTOLOGY, short
from kg.pipe import Pipe
from kg.results import Counted, Row
from kg.stores import Found, Term

VARIABLES = ("entity", "label", "class", "name")
"""``name`` is the form that was found: the label, or an alias."""


def answer(request: Request, pipe: Pipe) -> Outcome:
    """Write the answer as frames, but its end. Raises GraphError."""
    started = perf_counter()
    with search.open_named(request.graph) as known:
        found = search.offered(known.names, request.name, request.class_name, limit=request.limit)
    rows = Counted(map(_row, found), request.limit)
    pipe.frame(b"k", b"rows")
    label = partial(short, prefixes=known.prefixes) if request.labels else None
    results.write_rows(pipe.write, VARIABLES, rows, request.format or "tsv", label=label)
    return Outcome("rows", rows.count, seconds=perf_counter() - started)


def _row(found: Found) -> Row:
    iris = (Term("iri", found.iri), Term("iri", ONTOLOGY + found.type))
    return iris[0], Term("literal", found.label), iris[1], Term("literal", found.name)
