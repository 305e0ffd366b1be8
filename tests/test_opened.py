"""The public Python API: what ``import kg`` offers, asked of a graph of its own."""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import kg
from kg.stores import generations
from tests import factory

ROOT = Path(__file__).parents[1]
MODULES = ("kg", "kg.opened", "kg.answer", "kg.entity")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("opened") / "graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[kg.Graph]:
    with kg.open(folder) as opened:
        yield opened


def test_import_is_light() -> None:
    told = "import sys, kg; print(*(name for name in sys.modules if name.startswith('kg.')), 'typing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False"]


def test_every_public_name_is_there() -> None:
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'Grpah'"):
        kg.Grpah  # noqa: B018


def test_every_public_name_and_method_says_what_it_is() -> None:
    things = [getattr(kg, name) for name in kg.__all__ if name != "__version__"]
    methods = [
        value for thing in things for name, value in vars(thing).items() if not name.startswith("_") and callable(value)
    ]
    assert [thing for thing in [*things, *methods] if not thing.__doc__] == []


@pytest.mark.parametrize("method", ["query", "question", "find", "entity", "sentence", "network", "central", "paths"])
def test_every_question_has_an_example(method: str) -> None:
    assert ">>> " in (getattr(kg.Graph, method).__doc__ or "")


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of a sample page, where the examples of the docstrings stand."""
    place = tmp_path_factory.mktemp("examples")
    shutil.copy(ROOT / "data" / "pages" / "hexi-demo.txt", place)
    words = [sys.executable, "-m", "kg", "build", "hexi-demo.txt", "--home", "河西区", "--graph", "graph"]
    told = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    subprocess.run(words, cwd=place, env={**told, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    return place


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_hold(name: str, beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(beside)
    with kg.open("graph") as opened:
        failed, tried = doctest.testmod(import_module(name), extraglobs={"g": opened})
    assert failed == 0
    assert tried or name == "kg.entity"


def test_rows_carry_labels(graph: kg.Graph) -> None:
    answer = graph.query("SELECT ?c ?n { ?c kg:partOf street:柳影街道 OPTIONAL { ?c kg:nothing ?n } } ORDER BY ?c")
    assert answer.columns == ("c", "n")
    assert [row["c"].label for row in answer] == ["小河里社区", "𬇕湾社区"]
    assert answer[0]["c"].iri == "https://w3id.org/linpu/id/community/小河里社区"
    assert not answer[0]["n"]


def test_an_ask_is_answered_with_its_truth(graph: kg.Graph) -> None:
    no = graph.query("ASK { ?a kg:cooperatesWith ?b }")
    assert (no.truth, bool(no), str(no)) == (False, False, "false")
    assert bool(graph.query("ASK { ?a kg:partOf ?b }")) is True


def test_a_construct_gives_triples_with_labels(graph: kg.Graph) -> None:
    answer = graph.query("CONSTRUCT { ?a kg:near ?b } WHERE { ?a kg:partOf ?b } ORDER BY ?a")
    assert answer.columns == ("subject", "predicate", "object")
    assert [row["object"].label for row in answer] == ["柳影街道", "柳影街道"]
    assert answer.to_rdf("nt").count("ontology#near") == 2


def test_limits_and_remarks_are_told(graph: kg.Graph) -> None:
    assert graph.query("SELECT ?s { ?s ?p ?o }", limit=2).cut
    empty = graph.query("SELECT ?s { ?s kg:partOff ?o }")
    assert not empty
    assert "did you mean kg:partOf?" in empty.notes[0]


def test_a_question_takes_names_values_and_entities(graph: kg.Graph) -> None:
    street = graph.find("柳影")[0]
    assert graph.find("柳影街到")[0].iri == graph.find("柳影街道")[0].iri
    for told in ("柳影街道", street, graph.entity("柳影街"), graph.query("SELECT ?s { ?s a kg:Street }")[0]["s"]):
        assert [row["programme"].label for row in graph.question("programmes-of-street", street=told)] == [
            "“邻里帮”助老服务"
        ]
    assert len(graph.question("evidence", subject=["小河里社区", "𬇕湾社区"], predicate="partOf")) == 2
    with pytest.raises(kg.InputError, match="did you mean programmes-of-street"):
        graph.question("programs-of-street")


def test_an_entity_has_its_facts_with_their_proofs(graph: kg.Graph) -> None:
    found = graph.entity("小河里社区")
    assert (found.label, found.type) == ("小河里社区", "Community")
    assert [str(fact) for fact in found.facts] == [
        "小河里社区 implements “邻里帮”助老服务", "小河里社区 partOf 柳影街道", "小河里社区党委 belongsTo 小河里社区",
    ]  # fmt: skip
    assert found.facts[1].evidence[0].words == "柳影街道小河里社区"
    assert [(str(fact), fact.modality) for fact in found.unasserted] == [
        ("小河里社区 cooperatesWith 青禾超市", "planned")
    ]
    assert [str(fact) for fact in graph.entity("高远山").facts] == ["高远山 memberOf 小河里社区党委 (书记)"]


def test_a_name_that_calls_nothing_or_no_type_is_told(graph: kg.Graph) -> None:
    with pytest.raises(kg.InputError, match="no entity is called 小河") as caught:
        graph.entity("小河")
    assert any("小河里社区" in note for note in caught.value.__notes__)
    with pytest.raises(kg.InputError, match="villag is no type"):
        graph.entity("小河里社区", type="villag")


def test_a_network_is_whole_or_a_neighbourhood(graph: kg.Graph) -> None:
    whole, near = graph.network(), graph.network("柳影街道", hops=1)
    assert (len(whole), len(near)) == (8, 3)
    proofs = [proof for _, _, evidence in whole.edges(data="evidence") for proof in evidence]
    assert proofs
    assert all(isinstance(proof, kg.Proof) for proof in proofs)
    whole.clear()
    assert len(graph.network()) == 8


def test_central_entities_come_first(graph: kg.Graph) -> None:
    assert [found.label for found, _ in graph.central(1)] == ["小河里社区"]
    assert [found.type for found, _ in graph.central(0, by="betweenness", type="street")] == ["Street"]
    with pytest.raises(kg.InputError, match="use one of degree, betweenness"):
        graph.central(by="fame")


def test_paths_are_facts(graph: kg.Graph) -> None:
    way = graph.paths("高远山", graph.find("𬇕湾")[0])
    assert [[fact.predicate for fact in facts] for facts in way] == [["memberOf", "belongsTo", "partOf", "partOf"]]
    assert all(fact.evidence for fact in way[0])
    assert graph.paths("高远山", "𬇕湾社区", without=["street"]) == []


def test_a_confidence_leaves_facts_out(folder: Path) -> None:
    with kg.open(folder, min_confidence=0.999) as sure:
        assert not sure.query("ASK { ?a kg:partOf ?b }")
        assert sure.entity("小河里社区").facts == ()


def test_no_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(kg.GraphError, match="no graph here"):
        kg.open(tmp_path)


def test_a_closed_graph_says_so(folder: Path) -> None:
    with kg.open(folder) as opened:
        answer = opened.query("SELECT ?s { ?s a kg:Street }")
    assert answer[0]["s"].label == "柳影街道"
    for ask in (lambda: opened.query("ASK {}"), lambda: opened.entity("柳影街道"), lambda: opened.find("柳影")):
        with pytest.raises(kg.GraphError, match="is closed"):
            ask()


def test_a_graph_stays_as_it_was_opened(tmp_path: Path) -> None:
    with kg.open(factory.sample_graph(tmp_path)) as opened:
        with generations.new_generation(tmp_path) as draft:
            draft.write([], {})
        assert opened.query("ASK { ?s a kg:Street }")
        assert opened.entity("柳影街道").facts
        with pytest.raises(kg.QueryTimeoutError):
            opened.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.3)
        assert opened.query("ASK { ?s a kg:Street }")
    with kg.open(tmp_path) as opened:
        assert not opened.query("ASK { ?s a kg:Street }")


def test_threads_may_ask_at_once(graph: kg.Graph) -> None:
    found: list[int] = []
    ask = [threading.Thread(target=lambda: found.append(len(graph.query("SELECT ?s { ?s a ?t }")))) for _ in range(4)]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 4
