from kg import sparql
from kg.card import Card, card
from kg.lookup import Reader
from kg.namespaces import BASE
from kg.stores import oxigraph
from tests import factory


def shown(path: str) -> Card:
    return card(Reader(oxigraph.from_lines(factory.sample_lines()), sparql.builtin()), BASE + path)


def test_a_card_has_names_type_and_articles() -> None:
    found = shown("street/柳影街道")
    assert (found.label, found.type, found.aliases) == ("柳影街道", "Street", ("柳影街",))
    assert found.articles == ("小河里社区办起“邻里帮”助老服务",)
    assert found.places == (("a/第一版.txt#1", found.articles[0]),)


def test_facts_go_out_and_in_and_plans_stand_last() -> None:
    facts = [(fact.outgoing, fact.predicate, fact.other, fact.modality) for fact in shown("community/小河里社区").facts]
    assert facts == [
        (True, "implements", "“邻里帮”助老服务", ""),
        (True, "partOf", "柳影街道", ""),
        (False, "belongsTo", "小河里社区党委", ""),
        (True, "cooperatesWith", "青禾超市", "planned"),
    ]


def test_every_fact_leads_to_the_pages_words() -> None:
    for fact in shown("community/小河里社区").facts:
        for proof in fact.proofs:
            assert factory.TEXT[proof.start : proof.start + len(proof.words)] == proof.words


def test_pieces_over_a_broken_column_are_one_proof() -> None:
    (fact,) = shown("person/小河里社区党委-高远山").facts
    assert fact.role == "书记"
    assert [proof.words for proof in fact.proofs] == ["由社区党委书记高远山牵⏎头，每周二上门。"]


def test_an_unknown_iri_has_no_type() -> None:
    assert shown("street/没有").type == ""
