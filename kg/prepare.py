"""A request → the query text that a store gets: guarded, its parameters bound, prefixes declared, IRIs put right.

In the worker, before its store is asked: nothing of a hostile text is looked at anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg import guard, lookup, sparql
from kg.errors import LinpuError
from kg.frames import Request
from kg.namespaces import BASE, DCTERMS, OA, ONTOLOGY, OWL, RDF, RDFS, SKOS, XSD
from kg.results import written
from kg.stores import Term

_VOCABULARIES = (ONTOLOGY, RDF, RDFS, SKOS, DCTERMS, OA, OWL, XSD)
"""What these name is never replaced."""


def prepared(request: Request, reader: lookup.Reader, note: Callable[[str], object]) -> str:
    """The query text that the store gets: guarded, parameters bound, prefixes declared, replaced IRIs put right.

    Its first line is ours, the rest the user's, so that errors can name the user's lines.
    """
    text = request.text
    if request.question is not None:
        from kg import binding, questions

        question = questions.find(request.question, Path(request.overlay) if request.overlay else None)
        text = questions.bind(question, binding.terms(question, request.values, reader))
        if request.bound:  # the text itself is what is asked for: so every format can carry it
            text = f"SELECT ({written(Term('literal', text))} AS ?query) WHERE {{}}"
    known = {**reader.prefixes, **request.prefixes}
    if request.endpoint:
        text = sparql.declared(guard.check(text, elsewhere=True), known, request.base)
        if request.question is None:  # what a question is given was put right when it was bound
            text = _put_right(text, _replaced_there(text, reader), note)
        return text
    text = sparql.complete(guard.check(text), known, request.base)
    _check_graphs(text, reader)
    for iri in sorted({*request.dataset.default, *request.dataset.named} if request.dataset else ()):
        if not lookup.has_graph(reader, iri):
            note(f"graph <{iri}> is not in this graph and counts as empty")
    return guard.disarmed(_put_right(text, reader, note))


def _check_graphs(text: str, reader: lookup.Reader) -> None:
    """Refuse graphs that are not the store's own: an engine may go and fetch them."""
    for at, iri in guard.asked_graphs(text):
        if not lookup.has_graph(reader, iri):
            from kg import syntax

            raise sparql.complaint(
                *syntax.own(text, at), f"graph <{iri}> is not in this graph", "ask without FROM, or --data FILE"
            )


def _replaced_there(text: str, reader: lookup.Reader) -> lookup.Reader:
    """What a server says of replaced entities that the query names, asked for at once; nothing where it cannot say."""
    from kg.stores import oxigraph

    asked = " ".join(f"<{iri}>" for iri in sorted(sparql.iris(text)) if iri.startswith(BASE))
    replaced = f"<{DCTERMS}isReplacedBy>"
    query = (
        f"SELECT DISTINCT ?old ?new {{ VALUES ?named {{ {asked} }} ?named {replaced}* ?old . ?old {replaced} ?new }}"
    )
    lines: list[str] = []
    with suppress(LinpuError):  # whatever ails the server, the query itself tells
        for old, new in reader.rows(query) if asked else ():
            if old and new and not sparql.NO_IRI.search(old.value + new.value):
                lines.append(f"<{old.value}> {replaced} <{new.value}> .")
    return reader._replace(store=oxigraph.from_lines(lines))


def _put_right(text: str, reader: lookup.Reader, note: Callable[[str], object]) -> str:
    """Put what an IRI was replaced by in its place, unless the query asks for that itself."""
    iris = sparql.iris(text)
    if not {DCTERMS + "isReplacedBy", OWL + "sameAs"}.isdisjoint(iris):
        return text
    named = sorted(iri for iri in iris if not iri.startswith(_VOCABULARIES))
    changed: dict[str, str] = {}
    for iri in named:
        new, parts = lookup.replaced(reader, iri)
        if new != iri:
            changed[iri] = new
            note(f"{lookup.short(iri, reader.prefixes)} is now {lookup.short(new, reader.prefixes)}")
        if parts:
            ones = ", ".join(lookup.short(part, reader.prefixes) for part in parts)
            note(f"{lookup.short(iri, reader.prefixes)} was split into {ones}; ask for one of them")
    return sparql.rewrite(text, lambda iri, _: changed.get(iri)) if changed else text
