from kg import facts, rdf
from kg.iri import article_iri, iri
from kg.model import Statement
from tests import factory


def test_facts_carry_their_surest_proof() -> None:
    proofs = (factory.proof("社区党委", confidence=0.5), factory.proof("小河里社区", "社区党委", confidence=0.8))
    found = Statement(factory.COMMITTEE, "belongsTo", factory.COMMUNITY, None, 0.8, proofs)
    read = facts.read(rdf.quads([], [found], [factory.source()], factory.vocabulary()))
    [fact] = read.facts
    assert (fact.subject, fact.object) == (iri(factory.COMMITTEE), iri(factory.COMMUNITY))
    assert (fact.exact, fact.confidence, fact.role) == ("小河里社区社区党委", "0.8", "")
    assert fact.source == article_iri(factory.PAGE, 1)


def test_plans_are_no_facts() -> None:
    read = facts.read(factory.sample_lines())
    assert len(read.facts) == 5
    assert all("cooperatesWith" not in fact.predicate for fact in read.facts)
    assert read.labels[iri(factory.STREET)] == "柳影街道"
