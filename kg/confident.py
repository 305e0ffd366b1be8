"""A graph's sorted lines → those of a graph without the facts below a confidence: what ``--min-confidence`` asks.

A fact goes with its claims in the articles' graphs, its membership, its statement and its proof; entities, articles and
what is no fact anyway (planned, negated, doubtful) stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg import nquads
from kg.namespaces import ONTOLOGY, PROVENANCE, RDF

_TYPE = f"<{RDF}type>"


class _Weak(NamedTuple):
    """What goes: ``nodes`` as subjects of any line, ``facts`` as (subject, predicate, object) of any graph."""

    nodes: frozenset[str]
    facts: frozenset[tuple[str, ...]]


def surer(lines: Callable[[], Iterable[str]], least: float) -> Iterator[str]:
    """The lines that remain, in their order; ``lines`` gives the whole graph anew at each call."""
    weak = _weak(lines(), least)
    for line in lines():
        found = nquads.split(line)
        if found.subject not in weak.nodes and (found.subject, found.predicate, found.object) not in weak.facts:
            yield line


def _weak(lines: Iterable[str], least: float) -> _Weak:
    nodes: set[str] = set()
    sure: set[tuple[str, ...]] = set()
    doubtful: set[tuple[str, ...]] = set()  # facts, and posts as (member, organization, role, "role")
    memberships: dict[str, tuple[str, ...]] = {}
    for node, pairs in nquads.blocks(nquads.triples(lines, PROVENANCE)):
        about = dict(pairs)
        kind = about.get(_TYPE, [""])[0]
        if kind == _kg("Membership"):
            memberships[node] = tuple(about[_kg(name)][0] for name in ("member", "organization", "role"))
        if kind != _kg("Statement"):
            continue
        subject, predicate, object_ = (about[f"<{RDF}{name}>"][0] for name in ("subject", "predicate", "object"))
        said = {(subject, predicate, object_), (subject, object_, about.get(_kg("role"), [""])[0], "role")}
        if float(nquads.term(about[_kg("confidence")][0]).value) >= least:
            sure |= said
        else:
            doubtful |= said
            nodes |= {node, *about.get(_kg("evidence"), [])}
    gone = doubtful - sure
    nodes |= {node for node, post in memberships.items() if (*post, "role") in gone}
    return _Weak(frozenset(nodes), frozenset(said for said in gone if len(said) == 3))


def _kg(name: str) -> str:
    return f"<{ONTOLOGY}{name}>"
