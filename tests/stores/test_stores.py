"""One contract over both stores: the same questions, the same answers."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.errors import InputError, QueryError
from kg.namespaces import RDF, prefixes
from kg.stores import Solutions, Store, Term, Triples, memory, oxigraph
from tests import factory

Build = Callable[[Iterable[str]], Store]
STORES = pytest.mark.parametrize("build", [memory.from_lines, oxigraph.from_lines], ids=["memory", "oxigraph"])
Read = Callable[[Iterable[Path]], Store]
READERS = pytest.mark.parametrize("read", [memory.from_files, oxigraph.from_files], ids=["memory", "oxigraph"])
QUESTIONS = [
    "SELECT ?c ?p WHERE { ?c kg:partOf street:柳影街道 ; kg:implements ?p }",
    "SELECT ?s ?role WHERE { ?s a kg:Statement OPTIONAL { ?s kg:role ?role } }",
    "SELECT ?s ?role WHERE { GRAPH graph:provenance { ?s a kg:Statement OPTIONAL { ?s kg:role ?role } } }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT ?x ?label WHERE { ?x rdfs:label ?label FILTER(CONTAINS(?label, '社区')) }",
    "SELECT ?e ?start ?c ?r WHERE { GRAPH ?g { ?e oa:start ?start ; kg:confidence ?c ; kg:repaired ?r } }",
    "ASK { GRAPH ?article { community:小河里社区 kg:partOf ?street } }",
    "ASK { community:小河里社区 kg:cooperatesWith ?shop }",
    "CONSTRUCT { ?a kg:byline ?n } WHERE { ?a kg:byline ?n }",
    "DESCRIBE street:柳影街道",
]


def answer(store: Store, text: str) -> object:
    result = store.query(text, prefixes=prefixes())
    if isinstance(result, Solutions):
        return result.variables, sorted(result.rows, key=repr)
    return sorted(result.rows, key=repr) if isinstance(result, Triples) else result


@pytest.mark.parametrize("text", QUESTIONS)
def test_both_stores_answer_alike(text: str) -> None:
    answers = [answer(build(factory.sample_lines()), text) for build in (memory.from_lines, oxigraph.from_lines)]
    assert answers[0] == answers[1]


@STORES
def test_answers_are_neutral_terms(build: Build) -> None:
    store = build(factory.sample_lines())
    text = "SELECT ?c ?label ?none ?role WHERE { ?c a kg:Street ; rdfs:label ?label . ?m kg:role ?role }"
    street = Term("iri", "https://w3id.org/linpu/id/street/柳影街道")
    row = (street, Term("literal", "柳影街道", language="zh"), None, Term("literal", "书记"))
    assert answer(store, text) == (("c", "label", "none", "role"), [row])


@STORES
def test_the_default_graph_is_not_the_union(build: Build) -> None:
    store = build(["<http://e/s> <http://e/p> <http://e/o> <http://e/g> ."])
    assert answer(store, "ASK { ?s ?p ?o }") is False
    assert answer(store, "ASK { GRAPH ?g { ?s ?p ?o } }") is True
    assert store.count() == 1


@STORES
def test_lines_come_back_as_they_went_in(build: Build) -> None:
    lines = factory.sample_lines()
    assert list(build(reversed(lines)).lines()) == lines
    assert build(lines).count() == len(lines)


@STORES
def test_a_malformed_query_is_told_in_one_line(build: Build) -> None:
    with pytest.raises(QueryError) as told:
        build([]).query("SELECT WHERE {")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".ttl", '<http://e/s> <http://e/p> "一" .'),
        (".nq", '<http://e/s> <http://e/p> "一" .\n'),
        (".trig", '<http://e/s> <http://e/p> "一" .'),
        (".jsonld", '{"@id": "http://e/s", "http://e/p": "一"}'),
        (".rdf", f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/"><rdf:Description rdf:about="http://e/s"><e:p>一</e:p>'
         "</rdf:Description></rdf:RDF>"),
    ],
)  # fmt: skip
@READERS
def test_files_are_read_by_their_suffix(read: Read, tmp_path: Path, suffix: str, text: str) -> None:
    file = tmp_path / f"数据{suffix}"
    file.write_text(text, encoding="utf-8")
    assert answer(read([file]), "ASK { <http://e/s> <http://e/p> '一' }") is True


@READERS
def test_a_context_on_the_network_is_refused(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    file.write_text('[{"@context": ["http://e/context"], "@id": "http://e/s"}]', encoding="utf-8")
    with pytest.raises(InputError, match="@context is an address"):
        read([file])


@READERS
def test_several_files_make_one_graph(read: Read, tmp_path: Path) -> None:
    for name in ("a.ttl", "b.nt"):
        (tmp_path / name).write_text("_:b0 <http://e/p> <http://e/o> .", encoding="utf-8")
    assert read([tmp_path / "a.ttl", tmp_path / "b.nt"]).count() == 2


def test_a_byte_order_mark_is_no_turtle(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<s> <p> '一' .", encoding="utf-8-sig")
    assert oxigraph.from_files([tmp_path / "a.ttl"]).count() == 1


def test_memory_refuses_from_and_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "other.ttl"
    file.write_text("<http://e/s> <http://e/p> 1 .", encoding="utf-8")
    store = memory.from_lines(factory.sample_lines())
    with pytest.raises(QueryError, match="FROM is not read"):
        store.query(f"SELECT * FROM <{file.as_uri()}> {{ ?s ?p ?o }}")
    assert list(store.lines()) == factory.sample_lines()


@READERS
def test_what_is_no_rdf_is_told(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("no turtle", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.ttl: is no turtle"):
        read([tmp_path / "a.ttl"])


@pytest.mark.parametrize(("name", "text"), [("a.docx", ""), ("a.ttl", "no turtle"), ("a.jsonld", "{")])
def test_a_file_that_is_no_rdf_is_told(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.(docx|ttl|jsonld): "):
        memory.from_files([tmp_path / name])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl"):
        memory.from_files([tmp_path / "none.ttl"])


def test_a_closed_store_says_so() -> None:
    store = oxigraph.from_lines([])
    store.close()
    with pytest.raises(Exception, match="closed"):
        store.count()


@STORES
def test_triples_that_fit_are_found_without_a_query(build: Build) -> None:
    store = build([*factory.sample_lines(), "<http://e/s> <http://e/p> <http://e/o> <http://e/g> ."])
    label, name = "http://www.w3.org/2000/01/rdf-schema#label", Term("literal", "柳影街道", language="zh")
    (found,) = store.match(None, label, name)
    assert found.subject == Term("iri", "https://w3id.org/linpu/id/street/柳影街道")
    assert [triple.object for triple in store.match(found.subject.value, label)] == [name]
    assert list(store.match(predicate="http://e/p")) == []
    assert list(store.match(subject="no iri")) == []
