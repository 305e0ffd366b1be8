import random
import re
from dataclasses import replace

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import rdf
from kg.iri import iri
from kg.model import Article, Key, Layout, Mention, PageEntity, Reading, Statement
from kg.namespaces import DCTERMS, OWL, prefixes
from kg.sources import ArticleSource, PageSource, sources
from kg.stores import Solutions, oxigraph
from kg.stores.oxigraph import OxigraphStore
from tests import factory

LINES = factory.sample_lines()


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return oxigraph.from_lines(LINES)


def rows(store: OxigraphStore, text: str) -> list[tuple[str, ...]]:
    result = store.query(text, prefixes=prefixes())
    assert isinstance(result, Solutions)
    return sorted(tuple(term.value if term else "" for term in row) for row in result.rows)


def local(iri: str) -> str:
    return iri.rsplit("/", 1)[1]


def test_lines_are_sorted_unique_and_canonical() -> None:
    assert sorted(set(LINES)) == LINES
    canonical = "".join(
        f"{quad} .\n" for quad in pyoxigraph.parse("\n".join(LINES).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    )
    assert canonical == "\n".join(LINES) + "\n"


def test_nothing_is_a_blank_node() -> None:
    assert not [line for line in LINES if re.search(r"(^| )_:", line)]


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    for seed in range(3):
        parts = factory.sample()
        for part in parts:
            random.Random(seed).shuffle(part)
        assert rdf.quads(*parts, factory.vocabulary()) == LINES


def test_a_fact_is_once_in_the_default_graph_and_once_per_article(store: OxigraphStore) -> None:
    fact = "community:小河里社区 kg:implements ?p"
    assert len(rows(store, f"SELECT * {{ {fact} }}")) == 1
    assert [local(g) for g, _ in rows(store, f"SELECT ?g ?p {{ GRAPH ?g {{ {fact} }} }}")] == [
        "a-第一版-txt-1-287e996fb159"
    ]


def test_a_plan_is_only_in_the_provenance(store: OxigraphStore) -> None:
    assert not [line for line in LINES if "cooperatesWith> <" in line and "syntax-ns" not in line]
    text = """SELECT ?m { GRAPH graph:provenance {
        ?s a kg:UnassertedStatement ; kg:modality ?m ; rdf:object org:青禾超市 } }"""
    assert rows(store, text) == [("planned",)]


def test_an_entity_has_its_names_and_where_it_is_mentioned(store: OxigraphStore) -> None:
    text = """SELECT ?label ?other ?title {
        street:柳影街道 rdfs:label ?label ; skos:altLabel ?other ; kg:mentionedIn/rdfs:label ?title }"""
    assert rows(store, text) == [("柳影街道", "柳影街", "小河里社区办起“邻里帮”助老服务")]


def test_an_article_has_its_reporter_date_and_section(store: OxigraphStore) -> None:
    text = """SELECT ?id ?date ?byline ?section ?who { ?a a kg:Article ; dcterms:identifier ?id ; dcterms:date ?date ;
        kg:byline ?byline ; kg:section ?section ; dcterms:creator/rdfs:label ?who }"""
    assert rows(store, text) == [("a/第一版.txt#1", "2024-05-06", "林小满", "民生", "林小满")]


def test_a_page_is_in_the_provenance(store: OxigraphStore) -> None:
    text = """SELECT ?file ?sha ?publication ?number ?encoding { GRAPH graph:provenance { ?a kg:page ?p .
        ?p kg:file ?file ; kg:sha256 ?sha ; kg:publication ?publication ; kg:pageNumber ?number ;
            kg:encoding ?encoding } }"""
    assert rows(store, text) == [("a/第一版.txt", factory.page().sha256, "柳影报", "1", "utf-8")]


def test_a_post_is_a_node(store: OxigraphStore) -> None:
    text = "SELECT ?who ?body ?role { ?m a kg:Membership ; kg:member ?who ; kg:organization ?body ; kg:role ?role }"
    assert [(local(who), local(body), role) for who, body, role in rows(store, text)] == [
        ("小河里社区党委-高远山", "小河里社区党委", "书记")
    ]


def test_evidence_is_the_pages_own_characters(store: OxigraphStore) -> None:
    text = "SELECT ?exact ?start ?end { GRAPH graph:provenance { ?e oa:exact ?exact ; oa:start ?start ; oa:end ?end } }"
    found = rows(store, text)
    assert len(found) == 8
    for exact, start, end in found:
        assert factory.TEXT[int(start) : int(end)] == exact


def test_pieces_over_a_broken_column_are_in_order(store: OxigraphStore) -> None:
    text = """SELECT ?order ?exact ?previous { GRAPH graph:provenance { ?s kg:role ?role ; kg:evidence ?e .
        ?e kg:order ?order ; oa:exact ?exact OPTIONAL { ?e kg:continues/oa:exact ?previous } } }"""
    assert rows(store, text) == [
        ("1", "由社区党委书记高远山牵", ""),
        ("2", "头，每周二上门。", "由社区党委书记高远山牵"),
    ]


def test_words_outside_every_article_are_the_pages(store: OxigraphStore) -> None:
    text = """SELECT ?f { GRAPH ?page { ?c kg:partOf street:柳影街道 }
        GRAPH graph:provenance { ?page a kg:Page ; kg:file ?f } }"""
    assert rows(store, text) == [("a/第一版.txt",)]


def test_each_proof_is_its_own_evidence() -> None:
    proofs = [
        factory.proof("社区党委"),
        factory.proof("社区党委")._replace(rule="other"),
        factory.proof("社区党委")._replace(repaired=True),
    ]
    found = Statement(factory.COMMITTEE, "belongsTo", factory.COMMUNITY, None, 0.9, tuple(proofs))
    lines = rdf.quads([], [found], [factory.source()], factory.vocabulary())
    assert len([line for line in lines if "oa#exact" in line]) == 3


def test_an_article_without_headline_is_named_by_its_place() -> None:
    source = PageSource(factory.page(), (ArticleSource(3, ""),))
    lines = rdf.quads([], [], [source], factory.vocabulary())
    assert [line for line in lines if 'rdf-schema#label> "a/第一版.txt#3" .' in line]


def test_a_date_that_is_none_stays_text() -> None:
    lines = rdf.quads([], [], [factory.source(date="五月")], factory.vocabulary())
    assert len([line for line in lines if 'terms/date> "五月"' in line]) == 2


def test_bylines_lead_to_people() -> None:
    reading = factory.reading([("PERSON", "林小满"), ("ORG", "青禾超市")], [])
    layout = replace(reading.layout, articles=(Article(1, (1,), "题", ("林小满", "佚名")),))
    keys = {factory.PAGE: (Key("PERSON", "林小满", "柳影报"), Key("ORG", "青禾超市"))}
    [source] = sources([replace(reading, layout=layout)], keys)
    assert source.articles == (ArticleSource(1, "题", ("林小满", "佚名"), (keys[factory.PAGE][0],)),)


def test_of_two_people_of_one_name_the_article_s_own_has_its_byline() -> None:
    page = factory.page("题\n林小满\n题\n林小满\n")
    layout = Layout((), (Article(1, (1, 2), "题", ("林小满",)), Article(3, (3, 4), "题", ("林小满",))), ())
    texts = factory.passage("题\n林小满"), replace(factory.passage("题\n林小满"), article=1)
    people = [PageEntity("PERSON", "林小满", (), (Mention(n, 2, 5, "PERSON", "林小满", "t"),)) for n in (0, 1)]
    keys = (Key("PERSON", "林小满", "甲报"), Key("PERSON", "林小满", "乙报"))
    [source] = sources([Reading(page, layout, texts, tuple(people), ())], {page.id: keys})
    assert [article.creators for article in source.articles] == [keys[:1], keys[1:]]


def test_what_was_replaced_leads_on_and_is_counted_by_no_question() -> None:
    old, new, split = Key("STREET", "柳彰街道"), Key("STREET", "柳影街道"), Key("STREET", "双街")
    parts = Key("STREET", "双街", "甲-1"), Key("STREET", "双街", "乙-1")
    lines = rdf.quads([], [], [], factory.vocabulary(), replaced={old: (new,), split: parts})
    to = {key: f"<{iri(key)}> <{DCTERMS}isReplacedBy> " for key in (old, split)}
    told = [to[old] + f"<{iri(new)}> .", f"<{iri(old)}> <{OWL}sameAs> <{iri(new)}> ."]
    assert lines == sorted([*told, *(to[split] + f"<{iri(part)}> ." for part in parts)])


def test_a_statement_s_iri_is_the_one_that_the_graph_has() -> None:
    found = Statement(factory.COMMITTEE, "belongsTo", factory.COMMUNITY, None, 0.9, (factory.proof("社区党委"),))
    lines = rdf.quads([], [found], [factory.source()], factory.vocabulary())
    node = rdf.statement_iri(found, factory.vocabulary())
    assert [line for line in lines if line.startswith(f"<{node}> ") and "rdf-syntax-ns#subject>" in line]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_literals_are_canonical(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {rdf.literal(text)} ."
    assert "\n" not in line
    [quad] = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert quad.object.value == text


@pytest.mark.parametrize(
    ("value", "written"), [(0.93, "0.93"), (0.9, "0.9"), (1.0, "1"), (0.0, "0"), (1 / 3, "0.3333")]
)
def test_decimals_are_canonical(value: float, written: str) -> None:
    assert rdf.decimal(value) == f'"{written}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
