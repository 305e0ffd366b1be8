"""Figures worked out by hand on a page of four sentences."""

import json

import pytest

from kg.evaluation.facts import relations
from kg.evaluation.found import Found, FoundMention, FoundRelation, Labels, cells, evidence_cells, labels, plain
from kg.evaluation.names import entities, identity, match, mentions
from kg.evaluation.tally import Measure, Score, collect
from kg.gold import read_gold
from kg.model import Span

TEXT = (
    "柳影街道小河里社区推出“邻里帮”服务。\n社区党委书记高远山说，小河里社\n区人手多。\n青禾超市来帮忙，林老师也来了。\n"
)
GOLD = {
    "document": "a.txt",
    "entities": [
        {"id": "e1", "type": "STREET", "name": "柳影街道", "mentions": ["柳影街道"]},
        {"id": "e2", "type": "COMMUNITY", "name": "小河里社区", "mentions": ["小河里社区", "小河里社⏎区"]},
        {"id": "e3", "type": "PROGRAMME", "name": "邻里帮", "mentions": ["邻里帮"], "also": ["EVENT"]},
        {"id": "e4", "type": "PERSON", "name": "高远山", "mentions": ["高远山"]},
        {"id": "e5", "type": "ORG", "name": "青禾超市", "mentions": ["青禾超市"], "may": True},
        {"id": "e6", "type": "PERSON", "name": "林老师", "mentions": ["林老师"]},
    ],
    "relations": [
        {"subject": "e2", "predicate": "partOf", "object": "e1", "evidence": "柳影街道小河里社区"},
        {"subject": "e2", "predicate": "implements", "object": "e3", "evidence": "小河里社区推出“邻里帮”服务"},
        {"subject": "e4", "predicate": "memberOf", "object": "e2", "evidence": "书记高远山", "role": "书记"},
        {"subject": "e5", "predicate": "helps", "object": "e2", "evidence": "青禾超市来帮忙"},
    ],
}


@pytest.fixture
def gold(tmp_path) -> Labels:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return labels(read_gold(tmp_path, tmp_path / "a.json"))


def spans(*words: str) -> tuple[Span, ...]:
    return tuple(Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words)


def found(*names: tuple[str, str, tuple[str, ...]], relations: tuple[FoundRelation, ...] = ()) -> Found:
    """A page from (type, label, pieces of one mention); entities are called x0, x1, …"""
    made = []
    for number, (_, _, words) in enumerate(names):
        pieces = tuple(cells(TEXT, *span) for span in spans(*words))
        made.append(FoundMention(frozenset().union(*pieces), pieces, f"x{number}", f"rule.{number}"))
    types = {f"x{number}": type_ for number, (type_, _, _) in enumerate(names)}
    told = {f"x{number}": label for number, (_, label, _) in enumerate(names)}
    return Found(types, told, tuple(made), relations)


def said(subject: str, predicate: str, object_: str, *words: str, role: str | None = None) -> FoundRelation:
    return FoundRelation(subject, predicate, object_, role, f"{predicate}.test", spans(*words))


def measured(page: Found, gold: Labels) -> Score:
    matched = match(page, gold)
    rows = [*mentions(page, gold), *entities(page, gold, matched), *identity(matched), *relations(page, gold, matched)]
    return collect(rows)


def counts(score: Score, name: str, group: str = "") -> tuple[float, int, int]:
    tally = score.tallies[Measure(group, name)]
    return tally.found_right, tally.found, tally.labelled


STREET = ("STREET", "柳影街道", ("柳影街道",))
COMMUNITY = ("COMMUNITY", "小河里社区", ("小河里社区",))
PROGRAMME = ("PROGRAMME", "“邻里帮”", ("“邻里帮”",))
PERSON = ("PERSON", "高远山", ("高远山",))
SHOP = ("ORG", "青禾超市", ("青禾超市",))


def test_marks_and_white_space_do_not_count(gold):
    assert counts(measured(found(PROGRAMME), gold), "mention")[:2] == (1, 1)
    assert plain(" “邻里 帮”") == "邻里帮"


def test_a_name_of_the_wrong_type_is_wrong_and_of_a_further_type_right(gold):
    wrong = measured(found(("ORG", "高远山", ("高远山",))), gold)
    assert counts(wrong, "mention")[:2] == (0, 1)
    assert counts(wrong, "ORG", "by type")[:2] == (0, 1)
    assert counts(measured(found(("EVENT", "邻里帮", ("邻里帮",))), gold), "PROGRAMME", "by type")[:2] == (1, 1)


def test_a_defensible_name_is_neither_right_nor_wrong_nor_missed(gold):
    none, shop = measured(found(), gold), measured(found(SHOP), gold)
    assert counts(none, "mention") == (0, 0, 6)
    assert counts(shop, "mention") == (0, 0, 6)
    assert counts(shop, "entity") == (0, 0, 5)


def test_a_broken_name_is_one_mention(gold):
    broken = ("COMMUNITY", "小河里社区", ("小河里社\n区",))
    assert counts(measured(found(broken), gold), "mention") == (1, 1, 6)
    first_piece = FoundMention(*_first_piece(), "x0", "r")
    assert counts(measured(Found({"x0": "PERSON"}, {"x0": "高远山"}, (first_piece,), ()), gold), "mention")[:2] == (
        1,
        1,
    )


def _first_piece():
    pieces = tuple(cells(TEXT, *span) for span in spans("高远山", "说"))
    return pieces[0] | pieces[1], pieces


def test_the_same_name_found_twice_is_right_once(gold):
    twice = found(PERSON, PERSON)
    assert counts(measured(twice, gold), "mention")[:2] == (1, 2)
    assert counts(measured(twice, gold), "entity")[:2] == (1, 2)


def test_an_entity_is_matched_by_half_of_a_name_and_its_label_is_judged(gold):
    score = measured(found(("COMMUNITY", "河里社区", ("河里社区",)), STREET), gold)
    assert counts(score, "mention") == (1, 2, 6)
    assert counts(score, "entity") == (2, 2, 5)
    assert counts(score, "label")[:2] == (1, 2)


def test_identity_falls_when_one_thing_is_made_two(gold):
    def score(second: str) -> Score:
        pieces = [(cells(TEXT, *span),) for span in spans("小河里社区", "小河里社\n区")]
        found_mentions = tuple(FoundMention(p[0], p, x, "r") for p, x in zip(pieces, ("x0", second), strict=True))
        ids = {"x0": "COMMUNITY", second: "COMMUNITY"}
        return measured(Found(ids, dict.fromkeys(ids, "小河里社区"), found_mentions, ()), gold)

    assert score("x0").tallies[Measure("", "identity")].f1 == 1.0
    apart = score("x1").tallies[Measure("", "identity")]
    assert (apart.precision, apart.recall) == (1.0, 0.5)


def test_relations_are_judged_through_the_match(gold):
    page = found(
        STREET, COMMUNITY, PROGRAMME, PERSON,
        relations=(
            said("x1", "partOf", "x0", "柳影街道小河里社区"),
            said("x1", "implements", "x2", "推出"),
            said("x3", "memberOf", "x1", "书记高远山", role="党委书记"),
            said("x3", "livesIn", "x1", "高远山"),
        ),
    )  # fmt: skip
    score = measured(page, gold)
    assert counts(score, "relation") == (3, 4, 3)
    assert counts(score, "strict") == (3, 4, 3)
    assert counts(score, "roles")[:2] == (0, 1)
    assert counts(score, "evidence")[:2] == (2, 3)
    assert counts(score, "livesIn", "by predicate") == (0, 1, 0)
    assert counts(score, "partOf.test", "by relation rule")[:2] == (1, 1)
    assert {fault.kind for fault in score.faults} >= {"false relation", "role", "evidence", "missed mention"}


def test_evidence_that_is_much_too_long_does_not_count(gold):
    page = found(STREET, COMMUNITY, relations=(said("x1", "partOf", "x0", TEXT[:-1]),))
    assert counts(measured(page, gold), "evidence")[:2] == (0, 1)


def test_a_relation_of_a_defensible_name_does_not_count(gold):
    helping = (said("x0", "helps", "x1", "来帮忙"), said("x1", "cooperatesWith", "x0", "来帮忙"))
    assert counts(measured(found(SHOP, COMMUNITY, relations=helping), gold), "relation") == (0, 0, 3)


def test_the_same_relation_said_twice_counts_once(gold):
    part = said("x1", "partOf", "x0", "柳影街道小河里社区")
    assert counts(measured(found(STREET, COMMUNITY, relations=(part, part)), gold), "relation")[:2] == (1, 1)


def test_strict_wants_exact_names_at_both_ends(gold):
    page = found(
        STREET, ("COMMUNITY", "河里社区", ("河里社区",)), relations=(said("x1", "partOf", "x0", "柳影街道小河里社区"),)
    )
    score = measured(page, gold)
    assert counts(score, "relation") == (1, 1, 3)
    assert counts(score, "strict") == (0, 1, 3)


def test_evidence_in_pieces_is_found_piece_by_piece():
    assert evidence_cells(TEXT, "柳影街道…“邻里帮”") == cells(TEXT, *spans("柳影街道")[0]) | cells(
        TEXT, *spans("邻里帮")[0]
    )
    assert evidence_cells(TEXT, "没有的话") == frozenset()
