"""Store → networkx graph of entities and facts with their evidence; neighbourhoods, clusters, sizes, places.

A node is an entity's IRI with ``label``, ``type`` (its class, as Community) and ``aliases``. An edge is a fact, its key
the statement's IRI, with ``predicate``, ``role``, ``confidence`` and ``evidence`` (Proofs).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.errors import GraphError
from kg.namespaces import DCTERMS, OA, ONTOLOGY, PROVENANCE, RDF, RDFS, SKOS
from kg.patches import Box, Point
from kg.positions import arrange
from kg.stores import Solutions, Store

if TYPE_CHECKING:
    import networkx as nx

    Graph: TypeAlias = nx.MultiDiGraph[str]

Edge = tuple[str, str, str]
"""Subject, object and key of an edge."""

CENTRALITIES = ("degree", "betweenness")
_PIVOTS = 500  # of betweenness, whose exact figure takes the product of nodes and edges

ANCHORS = ("AdministrativeArea", "Street")
_NEAR = frozenset({"partOf", "locatedIn", "belongsTo", "livesIn", "covers"})
_MOST_CLUSTERS = 150  # of one component; packing takes the square of it


class Proof(NamedTuple):
    """The page's own words for a fact. ``spans`` are page offsets, one for each piece of ``words`` (parted by ⏎)."""

    words: str
    spans: tuple[tuple[int, int], ...]
    rule: str
    confidence: float
    repaired: bool
    article: str
    title: str
    file: str


_PREFIXES = {"kg": ONTOLOGY, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "dcterms": DCTERMS, "oa": OA}
_ENTITIES = """SELECT ?entity ?class (MIN(?name) AS ?label) WHERE { ?entity a ?class ; rdfs:label ?name
  FILTER(STRSTARTS(STR(?class), STR(kg:)) && ?class NOT IN (kg:Article, kg:Membership, kg:Page))
  FILTER NOT EXISTS { ?entity dcterms:isReplacedBy ?winner } } GROUP BY ?entity ?class ORDER BY ?entity ?class"""
_ALIASES = "SELECT ?entity ?alias WHERE { ?entity skos:altLabel ?alias } ORDER BY ?entity ?alias"
_TITLES = "SELECT ?article ?title WHERE { ?article a kg:Article ; rdfs:label ?title } ORDER BY ?article ?title"
_FACTS = f"""SELECT ?fact ?subject ?predicate ?object ?confidence ?role WHERE {{ GRAPH <{PROVENANCE}> {{
  ?fact a kg:Statement ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
  kg:confidence ?confidence OPTIONAL {{ ?fact kg:role ?role }} }} }} ORDER BY ?fact"""
_FILES = f"""SELECT ?source ?file WHERE {{ GRAPH <{PROVENANCE}> {{
  {{ ?source kg:file ?file }} UNION {{ ?source kg:page/kg:file ?file }} }} }}"""
_PIECES = f"""SELECT ?fact ?piece ?words ?start ?end ?rule ?confidence ?repaired ?source ?before WHERE {{
  GRAPH <{PROVENANCE}> {{ ?fact a kg:Statement ; kg:evidence ?piece .
  ?piece oa:exact ?words ; oa:start ?start ; oa:end ?end ; kg:rule ?rule ; kg:confidence ?confidence ;
    kg:repaired ?repaired ; dcterms:source ?source OPTIONAL {{ ?piece kg:continues ?before }} }} }}
  ORDER BY ?fact ?piece"""


def load(store: Store, *, around: str | None = None, hops: int = 1) -> Graph:
    """All entities and facts of a graph, or those at most ``hops`` facts away from the entity whose IRI is ``around``.

    What is planned, negated or doubtful is no fact and stays out. Raises GraphError when the graph has no such entity.
    """
    import networkx as nx

    graph: Graph = nx.MultiDiGraph()
    aliases: dict[str, list[str]] = defaultdict(list)
    for entity, alias in _rows(store, _ALIASES):
        aliases[entity].append(alias)
    for entity, kind, label in _rows(store, _ENTITIES):
        graph.add_node(entity, label=label, type=kind.removeprefix(ONTOLOGY), aliases=tuple(aliases[entity]))
    for fact, subject, predicate, object_, confidence, role in _rows(store, _FACTS):
        if subject in graph and object_ in graph:
            about = {"predicate": predicate.removeprefix(ONTOLOGY), "role": role or None}
            graph.add_edge(subject, object_, fact, **about, confidence=float(confidence), evidence=())
    if around is not None:
        if around not in graph:
            raise GraphError(around, "is not in the graph", "look the name up with kg find")
        graph = neighbourhood(graph, around, hops)
    proofs = _proofs(store)
    for _, _, fact, known in graph.edges(keys=True, data=True):
        known["evidence"] = tuple(sorted(proofs.get(fact, ()), key=lambda p: (-p.confidence, p.file, p.spans, p.rule)))
    return graph


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    result = store.query(query, prefixes=_PREFIXES)
    assert isinstance(result, Solutions)
    return (tuple("" if term is None else term.value for term in row) for row in result.rows)


def _texts(store: Store, query: str) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(store, query)}


def _proofs(store: Store) -> dict[str, list[Proof]]:
    """The proofs of each statement; the pieces of one over a broken column are put together again."""
    titles = _texts(store, _TITLES)
    files = _texts(store, _FILES)
    pieces = {(row[0], row[1]): row for row in _rows(store, _PIECES)}
    after = {(row[0], row[-1]): key for key, row in pieces.items() if row[-1]}
    found: dict[str, list[Proof]] = defaultdict(list)
    for key, row in pieces.items():
        if row[-1]:
            continue
        chain = [row]
        while key in after:
            key = after[key]
            chain.append(pieces[key])
        fact, _, _, _, _, rule, confidence, repaired, source, _ = row
        words, spans = "⏎".join(r[2] for r in chain), tuple((int(r[3]), int(r[4])) for r in chain)
        about = (source, titles.get(source, ""), files.get(source, ""))
        found[fact].append(Proof(words, spans, rule, float(confidence), repaired in ("true", "1"), *about))
    return found


def find(graph: Graph, name: str) -> list[str]:
    """The IRIs of the entities called ``name`` (IRI, label, else alias), else of those whose label holds it."""
    if name in graph:
        return [name]
    ranked = []
    for iri, entity in graph.nodes(data=True):
        rank = 0 if entity["label"] == name else 1 if name in entity["aliases"] else 2 if name in entity["label"] else 3
        ranked.append((rank, -graph.degree(iri), iri))
    best = min((rank for rank, _, _ in ranked), default=3)
    return [iri for rank, _, iri in sorted(ranked) if rank == best < 3]


def neighbourhood(graph: Graph, iri: str, hops: int = 1) -> Graph:
    """The entities at most ``hops`` facts away from ``iri``, in either direction, and all facts between them."""
    import networkx as nx

    near = nx.ego_graph(graph.to_undirected(as_view=True), iri, radius=hops)
    return graph.subgraph(near).copy()


def narrow(graph: Graph, limit: int) -> Graph:
    """The ``limit`` entities with the most neighbours and the facts between them."""
    import networkx as nx

    if len(graph) <= limit:
        return graph
    central = nx.degree_centrality(graph)
    return graph.subgraph(sorted(graph, key=lambda iri: (-central[iri], iri))[:limit]).copy()


def centrality(graph: Graph, by: str) -> dict[str, float]:
    """How central each entity is, 0 to 1, by ``degree`` (the share of the others that are its neighbours) or
    ``betweenness`` (the share of shortest paths that lead through it; from 500 pivots, the same on every run).
    """
    import networkx as nx

    plain = nx.Graph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    if by == "degree":
        return dict(nx.degree_centrality(plain))
    return dict(nx.betweenness_centrality(plain, k=min(_PIVOTS, len(plain)), seed=0))


def paths(graph: Graph, start: str, end: str, *, limit: int, without: Collection[str] = ()) -> list[list[Edge]]:
    """The first ``limit`` shortest ways between two entities, facts taken in either direction; [] where there is none.

    Entities of the types ``without`` lie on none. Of several facts between two entities the surest is taken.
    """
    import networkx as nx

    kept = [iri for iri, kind in graph.nodes(data="type") if kind not in without or iri in (start, end)]
    plain = nx.Graph()
    plain.add_nodes_from(kept)
    plain.add_edges_from(sorted(graph.subgraph(kept).edges()))
    try:
        return [
            [_surest(graph, *step) for step in pairwise(way)]
            for way in islice(nx.all_shortest_paths(plain, start, end), limit or None)
        ]
    except nx.NetworkXNoPath:
        return []


def _surest(graph: Graph, a: str, b: str) -> Edge:
    facts = [(s, o, key) for s, o in ((a, b), (b, a)) for key in graph.get_edge_data(s, o, default={})]
    return min(facts, key=lambda edge: (-graph.edges[edge]["confidence"], edge[2]))


def weights(graph: Graph) -> dict[str, float]:
    """How central each entity is, from 0 to 1: the square root of its degree centrality over the largest."""
    import networkx as nx

    central = nx.degree_centrality(graph)
    most = max(central.values(), default=0) or 1
    return {iri: (value / most) ** 0.5 for iri, value in central.items()}


def clusters(graph: Graph) -> list[list[list[str]]]:
    """Connected components, largest first; in each the entities around the street or area that is nearest to them.

    The first of a cluster is its street or area (else the one with most facts); within a cluster order is by IRI.
    """
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    for a, b, predicate in sorted(graph.edges(data="predicate")):
        if a != b:
            nearer = min(plain.get_edge_data(a, b, {}).get("far", 2), 1 if predicate in _NEAR else 2)
            plain.add_edge(a, b, far=nearer)
    components = sorted((sorted(c) for c in nx.connected_components(plain)), key=lambda c: (-len(c), c))
    return [_cells(plain, graph, component) for component in components]


def _cells(plain: nx.Graph[str], graph: Graph, component: Sequence[str]) -> list[list[str]]:
    import networkx as nx

    anchors = [iri for iri in component if graph.nodes[iri]["type"] in ANCHORS and plain.degree(iri) > 1]
    anchors = sorted(anchors, key=lambda iri: (-plain.degree(iri), iri))[:_MOST_CLUSTERS]
    if not anchors:
        anchors = [max(component, key=lambda iri: (plain.degree(iri), iri))]
    if len(component) == 1:
        return [anchors]
    cells = nx.voronoi_cells(plain.subgraph(component), anchors, weight="far")
    return [[anchor, *sorted(cells[anchor] - {anchor})] for anchor in anchors]


def layout(graph: Graph, boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Where each entity stands (pixels at scale 1), given the room that it takes; the same on every run."""
    names: list[str] = sorted(graph)
    number = {iri: i for i, iri in enumerate(names)}
    links = sorted({(number[a], number[b]) for a, b in graph.edges() if a != b})
    groups = [[[number[iri] for iri in cluster] for cluster in component] for component in clusters(graph)]
    places = arrange([boxes[iri] for iri in names], links, groups)
    return dict(zip(names, places, strict=True))
