"""A graph's folder → the graph as a Python object: queries, named questions, entities with their proofs, networks.

This is what ``import kg`` offers. Queries run in worker processes with limits, as those of the command line do; what
the program itself asks (names, entities, networks) it asks here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from kg import answer, lookup
from kg.answer import Answer, Value
from kg.card import Proof, card
from kg.entity import Entity, Fact, entity, fact_of, found_in, proof_of
from kg.errors import InputError
from kg.frames import DEFAULT_MEMORY, DEFAULT_TIMEOUT, Request
from kg.lookup import Found
from kg.resident import Resident

if TYPE_CHECKING:
    from kg.graph import Graph as Network

Given = str | int | Value | Entity | Found
"""What a question can be told: a name, an IRI, a number, or something that another answer gave."""


def open(folder: str | os.PathLike[str] | None = None, *, min_confidence: float = 0.0) -> Graph:
    """Open the graph in ``folder`` (default: ``$KG_GRAPH``, else ``./graph``) for reading.

    Facts below ``min_confidence`` (0 to 1) are as if they were not there. The graph stays as it is while it is open,
    whatever is built meanwhile. Raises GraphError where there is none, or it is too old or damaged.

    >>> import kg
    >>> g = kg.open("graph")
    >>> for row in g.query("SELECT ?c WHERE { ?c kg:partOf street:友谊路街道 } ORDER BY ?c LIMIT 1"):
    ...     print(row["c"].label, row["c"].iri)
    谊景村社区 https://w3id.org/linpu/id/community/谊景村社区
    >>> g.close()
    """
    from kg.worker import open_reader

    path = os.path.abspath(folder if folder is not None else os.environ.get("KG_GRAPH") or "graph")
    return Graph(path, open_reader(path, least=min_confidence), min_confidence)


class Graph:
    """An open graph. Use it in a ``with``, or close it."""

    def __init__(self, folder: str, reader: lookup.Reader, least: float) -> None:
        self.folder, self._reader, self._least = folder, reader, least
        self._worker = Resident()

    def query(
        self, text: str, *, limit: int = 0, timeout: float = DEFAULT_TIMEOUT, memory: int = DEFAULT_MEMORY
    ) -> Answer:
        """Ask in SPARQL; the prefixes of the vocabulary need no declaration.

        ``limit`` are rows at most (0: all), ``timeout`` seconds (0: none), ``memory`` megabytes (0: no limit). Raises
        QueryError for a query that is malformed or refused, QueryTimeoutError, GraphError.

        >>> answer = g.query("SELECT ?p WHERE { community:谊景村社区 kg:partOf ?p }")
        >>> answer[0].labels()
        {'p': '友谊路街道'}
        >>> g.query("ASK { ?person kg:livesIn community:谊景村社区 }").truth
        True
        """
        return self._ask(Request(text, limit=limit, timeout=timeout, memory=memory))

    def question(self, name: str, /, **values: Given | Iterable[Given]) -> Answer:
        """Ask a named question (``kg queries`` lists them); several values for one parameter: any of them.

        Raises InputError for an unknown question or parameter, and for a name that means nothing or several things.

        >>> for row in g.question("who-holds-which-post", body="谊景村社区党委"):
        ...     print(row["person"], row["post"])
        王洋 书记
        """
        single = (str, int, Value, Entity, Found)
        told = {key: [value] if isinstance(value, single) else list(value) for key, value in values.items()}
        return self._ask(Request(question=name, values={key: list(map(_given, each)) for key, each in told.items()}))

    def find(self, text: str, *, limit: int = 50) -> list[Found]:
        """Entities with ``text`` in a name or alias, whole names first, then those with something like it; at most
        ``limit`` (0: all).

        >>> g.find("谊景村社区")[0].type
        'Community'
        """
        from kg.search import names_of, search

        return search(names_of(self._reader), text, limit=limit or 10**9)

    def entity(self, name: str | Value | Found, *, type: str = "") -> Entity:
        """What ``name`` calls: a label or alias, a prefixed name, an IRI, or what an answer gave.

        ``type`` tells things of one name apart: street, community, org, person, … Raises InputError, with the
        candidates as its notes, where nothing or several things are called so.

        >>> fact = next(fact for fact in g.entity("谊景村社区").facts if fact.predicate == "partOf")
        >>> str(fact), fact.evidence[0].page
        ('谊景村社区 partOf 友谊路街道', 'hexi-demo.txt')
        """
        return entity(card(self._reader, self._iri(name, type)))

    def sentence(self, proof: Proof) -> str:
        """The whole sentence of the page that the proof's words stand in; empty where the page is not kept.

        >>> proof = g.entity("王洋").facts[0].evidence[0]
        >>> proof.words, g.sentence(proof)
        ('谊景村社区党委书记、居委会主任王洋说', '谊景村社区党委书记、居委会主任王洋说。')
        """
        return self._sentence(proof)

    def network(self, around: str | Value | Entity | Found | None = None, *, hops: int = 1) -> Network:
        """All entities and facts as a networkx ``MultiDiGraph``, or those at most ``hops`` facts from ``around``.

        A node is an IRI with ``label``, ``type`` and ``aliases``; an edge is a fact (its key is the statement's IRI)
        with ``predicate``, ``role``, ``confidence`` and ``evidence``. It is yours to change.

        >>> near = g.network("谊景村社区", hops=1)
        >>> [label for _, label in near.nodes(data="label") if label.endswith("街道")]
        ['友谊路街道']
        """
        from kg import graph

        whole = self._network
        return whole.copy() if around is None else graph.neighbourhood(whole, self._iri(around), hops)

    def central(self, limit: int = 10, *, by: str = "degree", type: str = "") -> list[tuple[Found, float]]:
        """The ``limit`` most central entities (0: all), of one ``type`` if given, each with its centrality from 0 to 1.

        ``by`` is ``degree`` (the share of all others that it has a fact with) or ``betweenness`` (how many shortest
        paths lead through it; estimated from 500 entities where there are more). Raises InputError.

        >>> [found.label for found, score in g.central(1, type="community")]
        ['谊景村社区']
        """
        from kg import graph

        if by not in graph.CENTRALITIES:
            raise InputError("central", f"{by} is no centrality", f"use one of {', '.join(graph.CENTRALITIES)}")
        wanted = _class(type)
        scores = graph.centrality(self._network, by)
        found = [(found_in(self._network, iri), score) for iri, score in scores.items()]
        ranked = sorted(found, key=lambda each: (-each[1], each[0].label, each[0].iri))
        return [each for each in ranked if not wanted or each[0].type == wanted][: limit or None]

    def paths(
        self,
        start: str | Value | Entity | Found,
        end: str | Value | Entity | Found,
        *,
        limit: int = 10,
        without: Collection[str] = (),
    ) -> list[tuple[Fact, ...]]:
        """The shortest ways from one entity to another over facts in either direction, at most ``limit``; [] for none.

        ``without`` are types that no way leads through (areas connect almost everything). Where several facts join two
        entities the surest stands.

        >>> for way in g.paths("王洋", "友谊路街道", without=["area"]):
        ...     print(", ".join(map(str, way)))
        王洋 memberOf 谊景村社区 (居委会主任), 谊景村社区 partOf 友谊路街道
        """
        from kg import graph

        ends = (self._iri(start), self._iri(end))
        avoided = {_class(each) for each in without}
        ways = graph.paths(self._network, *ends, limit=limit, without=avoided)
        return [tuple(fact_of(self._network, step) for step in way) for way in ways]

    def close(self) -> None:
        """Let go of the graph; answers and entities stay."""
        self._worker.close()
        self._reader.__exit__()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<kg.Graph {self.folder}>"

    @cached_property
    def _network(self) -> Network:
        from kg import graph

        network = graph.load(self._reader.store)
        for _, _, about in network.edges(data=True):
            about["evidence"] = tuple(map(proof_of, about["evidence"]))
        return network

    @cached_property
    def _sentence(self) -> Callable[[Proof], str]:
        from kg.context import around

        return around(self._reader)

    def _iri(self, name: str | Value | Entity | Found, type: str = "") -> str:
        from kg.binding import iri_of

        return iri_of(self._reader, _given(name), _class(type), where="graph")

    def _ask(self, request: Request) -> Answer:
        self._reader.store.count()  # a closed graph says so
        generation = self._reader.generation
        graph = str(generation.path) if generation else self.folder
        content, notes = bytearray(), list[str]()
        request = request._replace(graph=graph, least=self._least, format="json", graph_format="nt", labels=True)
        outcome = self._worker.ask(request, content.extend, notes.append)
        if outcome.kind == "boolean":
            return Answer((), (), outcome.truth, False, tuple(notes), outcome.seconds)
        if outcome.kind == "triples":
            columns, rows = answer.read_triples(bytes(content), lookup.labeller(self._reader))
        else:
            columns, rows = answer.read_rows(bytes(content))
        return Answer(columns, rows, None, outcome.cut, tuple(notes), outcome.seconds)


def _given(value: Given) -> str:
    """What a named question is told, or an entity is looked up by: things by their IRIs."""
    if isinstance(value, Entity | Found):
        return f"<{value.iri}>"
    if isinstance(value, Value):
        return f"<{value.iri}>" if value.iri else value.text
    return str(value)


def _class(type: str) -> str:
    from kg.questions import ENTITY_CLASSES

    if type and type.lower() not in ENTITY_CLASSES:
        raise InputError("graph", f"{type} is no type", f"use one of {', '.join(ENTITY_CLASSES)}")
    return ENTITY_CLASSES[type.lower()] if type else ""
