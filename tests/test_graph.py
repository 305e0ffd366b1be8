"""Store → networkx graph: entities, facts, evidence; neighbourhoods, clusters, places."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx as nx
import pytest

from kg import graph, iri, namespaces
from kg.errors import GraphError
from kg.patches import Box
from kg.stores import Store, memory, oxigraph
from tests import factory

STORES = pytest.mark.parametrize("build", [memory.from_lines, oxigraph.from_lines], ids=["memory", "oxigraph"])
Build = Callable[[Iterable[str]], Store]
COMMUNITY, STREET = iri.iri(factory.COMMUNITY), iri.iri(factory.STREET)


def sample(build: Build = oxigraph.from_lines, around: str | None = None, hops: int = 1) -> graph.Graph:
    return graph.load(build(factory.sample_lines()), around=around, hops=hops)


def labels(found: graph.Graph) -> set[str]:
    return {label for _, label in found.nodes(data="label")}


def net(*edges: str, **types: str) -> graph.Graph:
    """``"a partOf b"``…; a node is a Place unless its type is given."""
    made: graph.Graph = nx.MultiDiGraph()
    for i, (subject, predicate, object_) in enumerate(edge.split() for edge in edges):
        for name in (subject, object_):
            made.add_node(name, label=name.upper(), type=types.get(name, "Place"), aliases=(f"old {name}",))
        made.add_edge(subject, object_, f"s{i}", predicate=predicate, role=None, confidence=0.9, evidence=())
    return made


@STORES
def test_entities_are_nodes_with_label_class_and_aliases(build: Build) -> None:
    found = sample(build)
    assert len(found) == 8
    assert found.nodes[STREET] == {"label": "柳影街道", "type": "Street", "aliases": ("柳影街",)}


@STORES
def test_facts_are_edges_and_plans_are_none(build: Build) -> None:
    found = sample(build)
    facts = {(found.nodes[a]["label"], p, found.nodes[b]["label"]) for a, b, p in found.edges(data="predicate")}
    assert facts == {
        ("小河里社区", "partOf", "柳影街道"),
        ("𬇕湾社区", "partOf", "柳影街道"),
        ("小河里社区", "implements", "“邻里帮”助老服务"),
        ("小河里社区党委", "belongsTo", "小河里社区"),
        ("高远山", "memberOf", "小河里社区党委"),
    }


@STORES
def test_a_proof_over_a_broken_column_is_one_with_two_spans(build: Build) -> None:
    person, committee = iri.iri(factory.PERSON), iri.iri(factory.COMMITTEE)
    [fact] = sample(build)[person][committee].values()
    [proof] = fact["evidence"]
    assert fact["role"] == "书记"
    assert proof.words == "由社区党委书记高远山牵⏎头，每周二上门。"
    assert [factory.TEXT[start:end] for start, end in proof.spans] == proof.words.split("⏎")
    assert (proof.rule, proof.file, proof.title) == ("test.rule", factory.PAGE, "小河里社区办起“邻里帮”助老服务")


def test_every_proof_of_a_fact_is_kept() -> None:
    programme = iri.iri(factory.PROGRAMME)
    [fact] = sample()[COMMUNITY][programme].values()
    assert len(fact["evidence"]) == 2


def test_words_outside_any_article_lead_to_their_page() -> None:
    [fact] = sample()[iri.iri(factory.RARE)][STREET].values()
    assert [(proof.title, proof.file) for proof in fact["evidence"]] == [("", factory.PAGE)]


def test_replaced_entities_stay_out() -> None:
    replaced = f"<{COMMUNITY}> <{namespaces.DCTERMS}isReplacedBy> <{STREET}> ."
    found = graph.load(oxigraph.from_lines([*factory.sample_lines(), replaced]))
    assert COMMUNITY not in found
    assert STREET in found


def test_loading_gives_the_same_order_whatever_the_order_of_lines() -> None:
    forwards = graph.load(oxigraph.from_lines(factory.sample_lines()))
    backwards = graph.load(memory.from_lines(reversed(factory.sample_lines())))
    assert list(forwards.nodes(data=True)) == list(backwards.nodes(data=True))
    assert list(forwards.edges(keys=True, data=True)) == list(backwards.edges(keys=True, data=True))


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        (1, {"小河里社区", "小河里社区党委", "柳影街道", "“邻里帮”助老服务"}),
        (2, {"小河里社区", "小河里社区党委", "柳影街道", "“邻里帮”助老服务", "高远山", "𬇕湾社区"}),
    ],
)
def test_around_takes_both_directions(hops: int, expected: set[str]) -> None:
    assert labels(sample(around=COMMUNITY, hops=hops)) == expected


def test_around_an_unknown_entity_says_how_to_mend() -> None:
    with pytest.raises(GraphError, match="is not in the graph"):
        sample(around="https://example.org/none")


@pytest.mark.parametrize(
    ("name", "expected"), [("b", ["b"]), ("B", ["b"]), ("old c", ["c"]), ("C", ["c"]), ("D", ["dd"]), ("zz", [])]
)
def test_find_by_iri_label_alias_and_part(name: str, expected: list[str]) -> None:
    assert graph.find(net("a partOf b", "b partOf c", "dd partOf c"), name) == expected


def test_narrow_keeps_the_best_connected() -> None:
    star = net("a partOf hub", "b partOf hub", "c partOf hub", "c helps b")
    assert set(graph.narrow(star, 3)) == {"hub", "b", "c"}
    assert graph.narrow(star, 4) is star


def test_weights_run_from_0_to_1() -> None:
    assert graph.weights(net("a partOf hub", "b partOf hub", "c partOf hub", "d partOf hub"))["hub"] == 1
    assert graph.weights(net("a partOf hub", "b partOf hub", "c partOf hub", "d partOf hub"))["a"] == 0.5


def test_clusters_gather_around_streets_and_components_come_largest_first() -> None:
    town = net(
        "a partOf s", "p livesIn a", "q helps p", "b partOf t", "c partOf t", "q helps b", "x helps y",
        s="Street", t="Street",
    )  # fmt: skip
    town.add_edge("s", "t", "st", predicate="cooperatesWith")
    assert graph.clusters(town) == [[["t", "b", "c", "q"], ["s", "a", "p"]], [["y", "x"]]]


def test_clusters_hold_every_entity_once() -> None:
    found = [name for part in graph.clusters(sample()) for cluster in part for name in cluster]
    assert sorted(found) == sorted(sample())


def test_layout_does_not_hang_on_the_order_of_nodes() -> None:
    edges = [f"n{i} partOf n{i * 7 % 5}" for i in range(5, 40)]
    boxes = {f"n{i}": Box(80, 40) for i in range(40)}
    assert graph.layout(net(*edges), boxes) == graph.layout(net(*reversed(edges)), boxes)


def test_an_empty_graph_has_no_places() -> None:
    empty: graph.Graph = nx.MultiDiGraph()
    assert graph.layout(empty, {}) == {}
    assert graph.clusters(empty) == []
    assert graph.weights(empty) == {}


def test_centrality_is_of_neighbours_or_of_paths_between() -> None:
    chain = net("a partOf b", "b partOf c", "b partOf c", "c partOf c")
    assert graph.centrality(chain, "degree") == {"a": 0.5, "b": 1.0, "c": 0.5}
    assert graph.centrality(chain, "betweenness") == {"a": 0.0, "b": 1.0, "c": 0.0}


def test_paths_are_the_shortest_in_either_direction() -> None:
    made = net(
        "a partOf b", "c partOf b", "a helps d", "d helps e", "e helps c", "a livesIn f", "c livesIn f", f="Street"
    )
    assert graph.paths(made, "a", "c", limit=9) == [
        [("a", "b", "s0"), ("c", "b", "s1")], [("a", "f", "s5"), ("c", "f", "s6")],
    ]  # fmt: skip
    assert len(graph.paths(made, "a", "c", limit=1)) == 1
    assert graph.paths(made, "a", "c", limit=9, without={"Street"}) == [[("a", "b", "s0"), ("c", "b", "s1")]]
    assert graph.paths(made, "a", "f", limit=9, without={"Street"}) == [[("a", "f", "s5")]]
    assert graph.paths(net("a partOf b", "c partOf d"), "a", "d", limit=9) == []


def test_of_two_facts_a_path_takes_the_surer() -> None:
    made = net("a partOf b", "a livesIn b")
    made.edges["a", "b", "s1"]["confidence"] = 0.95
    assert graph.paths(made, "b", "a", limit=1) == [[("a", "b", "s1")]]
