"""Facts that people call wrong leave, all else stays."""

from __future__ import annotations

from kg import rdf
from kg.judgements import Judgement
from kg.judging import Wrong, strike
from kg.model import Key
from tests import factory

SHOP, STREET = Key("ORG", "青禾超市"), Key("STREET", "柳影街道")
LINE = Judgement("wrong", "org:青禾超市", "memberOf street:柳影街道", line=7)


def test_a_fact_goes_with_all_its_roles_and_a_statement_alone() -> None:
    stated = [factory.statement(SHOP, "memberOf", STREET, role=role) for role in ("店长", "会计")]
    other = factory.statement(STREET, "helps", SHOP)
    assert strike([*stated, other], [Wrong(LINE, fact=(SHOP, "memberOf", STREET))], factory.vocabulary()) == (
        (other,),
        (),
    )
    node = rdf.statement_iri(stated[0], factory.vocabulary())
    assert strike(stated, [Wrong(LINE, statement=node)], factory.vocabulary()) == ((stated[1],), ())


def test_a_symmetric_fact_may_be_named_either_way() -> None:
    stated = [factory.statement(SHOP, "cooperatesWith", STREET)]
    for ends in ((SHOP, STREET), (STREET, SHOP)):
        wrong = Wrong(LINE, fact=(ends[0], "cooperatesWith", ends[1]))
        assert strike(stated, [wrong], factory.vocabulary()) == ((), ())
    backwards = Wrong(LINE, fact=(STREET, "helps", SHOP))
    assert strike([factory.statement(SHOP, "helps", STREET)], [backwards], factory.vocabulary())[1]


def test_what_no_page_says_is_told_by_line() -> None:
    stated = (factory.statement(STREET, "helps", SHOP),)
    kept, warnings = strike(stated, [Wrong(LINE, fact=(SHOP, "memberOf", STREET))], factory.vocabulary())
    assert kept == stated
    assert warnings == (f"judgements.tsv:7: {LINE.left} {LINE.right}: no page says so any more",)
