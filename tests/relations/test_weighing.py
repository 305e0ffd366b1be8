from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.model import PREDICATES, Relation
from kg.relations import draw, load
from kg.relations.candidates import Candidate
from kg.relations.draw import candidates, scenes
from kg.relations.evidence import TABLE, Evidence, evidence, names
from kg.relations.field import Field, field
from kg.relations.gate import Gate, lines, read, widest
from kg.relations.pairs import Pairs, pairs
from kg.relations.rules import Rules
from kg.relations.scorer import HEAD_END, Scorer
from kg.relations.scorer import load as load_scorer
from kg.relations.templates import edges
from kg.relations.words import known
from tests import factory

SMALL = "[STREET 南桥街道]办起[EVENT 邻里节]。"


def looked_at(text: str, hits: tuple[Candidate, ...] = (), gate: Gate | None = None) -> tuple[Field, Pairs]:
    _, _, passages, entities = factory.marked(text)
    rules = load(scored=False)
    views = scenes(passages, entities, rules)
    ground = field(views, entities, rules.known, rules.modal)
    return ground, pairs(ground, hits, [view.index for view in views], widest() if gate is None else gate)


def stated(text: str, hits: tuple[Candidate, ...] = ()) -> set[tuple[int, str, int]]:
    found = looked_at(text, hits)[1]
    rows = zip(found.subject.tolist(), found.predicate.tolist(), found.object.tolist(), strict=True)
    return {(subject, PREDICATES[predicate], obj) for subject, predicate, obj in rows}


def of_text(text: str) -> Evidence:
    _, _, passages, entities = factory.marked(text)
    hits = tuple(candidates(passages, entities, load(scored=False)))
    return evidence(*looked_at(text, hits), hits)


def as_sure(probability: float, *, least: float = 0.5, known: bool = True) -> Rules:
    """Rules with a scorer that gives every candidate this probability; unless ``known`` it never met a rule."""
    rules = load(scored=False)
    met = frozenset(frame.rule.id for frame in rules.frames) | frozenset(rules.confidences) if known else frozenset()
    steps = (np.array([0.0]), np.array([probability]))
    return replace(
        rules, scorer=Scorer(np.zeros(TABLE, np.float32), steps, met, least, widest(), np.zeros(len(PREDICATES)))
    )


def drawn(text: str, rules: Rules) -> tuple[tuple[Relation, ...], str]:
    page, layout, passages, entities = factory.marked(text)
    return draw(page, layout, passages, entities, rules), page.text


def test_pairs_are_asked_for_what_their_types_permit() -> None:
    assert stated(SMALL) == {(0, "organizes", 1), (0, "participatesIn", 1), (1, "locatedIn", 0)}


def test_what_opens_a_clause_is_asked_for_up_to_two_sentences_on() -> None:
    assert (0, "organizes", 1) in stated("[STREET 南桥街道]忙。人多。[EVENT 邻里节]开幕。")
    assert (1, "organizes", 2) not in stated("[PERSON 周明]来。[STREET 南桥街道]忙。人多。很热。[EVENT 邻里节]开幕。")
    assert {pair[:1] for pair in stated("[PERSON 周明]到[STREET 南桥街道]了。[EVENT 邻里节]开幕。")} == {(0,)}


def test_what_a_passage_opens_with_is_asked_for_at_any_distance() -> None:
    far = "[EVENT 邻里节]开幕。人多。很热。真热。[PERSON 周明]来。[PERSON 李红]来。"
    assert {(1, "participatesIn", 0), (2, "participatesIn", 0)} <= stated(far)
    many = "".join(f"[ORG 北桥{n}队]、" for n in "甲乙丙丁戊己庚") + "到。很热。真热。人多。[EVENT 邻里节]开幕。"
    found = stated(many)
    assert (0, "participatesIn", 7) in found
    assert (6, "participatesIn", 7) not in found


def test_an_undirected_relation_is_asked_for_once() -> None:
    assert stated("[STREET 南桥街道]和[STREET 北桥街道]签约。") >= {(0, "cooperatesWith", 1)}
    assert (1, "cooperatesWith", 0) not in stated("[STREET 南桥街道]和[STREET 北桥街道]签约。")


@pytest.mark.parametrize(("ends", "placed"), [((0, 7), True), (None, False)])
def test_what_a_rule_says_is_asked_for_at_any_distance(ends: tuple[int, int] | None, placed: bool) -> None:
    text = "[STREET 南桥街道]忙。。[EVENT 邻里节]开幕。"
    hit = Candidate(0, "organizes", 1, 0, ((0, 4),), "organizes.x", 0.9, ends=ends)
    found = looked_at(text, (hit,))[1]
    row = int(found.row[0])
    assert (found.subject[row], PREDICATES[found.predicate[row]], found.object[row]) == (0, "organizes", 1)
    assert bool(found.pair[row] >= 0) is placed


def test_the_gate_lets_in_what_it_says_and_what_a_rule_says() -> None:
    shut = np.zeros_like(widest())
    hit = Candidate(0, "organizes", 1, 0, ((0, 4),), "organizes.x", 0.9, ends=(0, 7))
    found = looked_at("[STREET 南桥街道]办起[EVENT 邻里节]。", (hit,), shut)[1]
    assert [PREDICATES[number] for number in found.predicate.tolist()] == ["organizes"]
    assert found.row.tolist() == [0]
    assert len(looked_at(SMALL, (), shut)[1].pair) == 0


def test_a_gate_is_written_and_read_again() -> None:
    gate = widest() & (np.random.default_rng(0).random(widest().shape) < 0.5)
    assert (read(line.split("\t") for line in lines(gate)) == gate).all()


def test_what_types_forbid_takes_no_other_pairs_place() -> None:
    text = "[PLACE 桥公园]见[PERSON 周明]到[AREA 河西区]。"
    hit = Candidate(0, "locatedIn", 1, 0, ((0, 4),), "locatedIn.x", 0.9, ends=(0, 4))
    assert (0, "locatedIn", 2) in stated(text, (hit,))
    assert looked_at(text, (hit,))[1].row.tolist() == [-1]


def test_sentences_without_names_are_counted_but_not_read() -> None:
    ground, _ = looked_at("天晴。[STREET 南桥街道]忙。人多。[ORG 小学]忙。")
    assert ground.sentence.tolist() == [1, 3]
    assert len(ground.words.hash) == len("。") + len("S忙。") + len("。") + len("O忙。\n")


def test_what_types_forbid_is_no_candidate_even_if_a_rule_says_it() -> None:
    hit = Candidate(1, "organizes", 0, 0, ((0, 4),), "organizes.x", 0.9)
    found = looked_at(SMALL, (hit,))[1]
    assert found.row.tolist() == [-1]
    assert (1, "organizes", 0) not in stated(SMALL, (hit,))


def test_names_in_a_row_are_seen_from_the_edges_of_their_row() -> None:
    text = "[COMMUNITY 东园社区]、[COMMUNITY 西园社区]和[COMMUNITY 北园社区]获[AWARD 好邻居]。"
    ground, found = looked_at(text)
    sides = edges(ground, found)
    of_award = found.right == 3
    assert set(sides.first[of_award].tolist()) == {0}
    assert set(sides.left[of_award].tolist()) == {2}
    assert (sides.left[~of_award] == found.left[~of_award]).all()


def test_every_candidate_has_a_number_for_every_template() -> None:
    text = SMALL + "[PERSON 周明]参加。"
    _, _, passages, entities = factory.marked(text)
    hits = tuple(candidates(passages, entities, load(scored=False)))
    ground, found = looked_at(text, hits)
    told = evidence(ground, found, hits)
    assert told.fixed.shape == (len(names(ground, found, hits)), len(found.pair))
    assert ((told.fixed >= 0) & (told.fixed < TABLE)).all()
    assert told.more[0].max() < len(found.pair)


def test_a_rules_hit_and_a_plan_are_evidence_of_their_own() -> None:
    fact, plan = of_text("[STREET 南桥街道]举办[EVENT 邻里节]。"), of_text("[STREET 南桥街道]计划举办[EVENT 邻里节]。")
    assert fact.fixed.shape == plan.fixed.shape
    assert (fact.fixed != plan.fixed).any()
    blind = evidence(*looked_at("[STREET 南桥街道]举办[EVENT 邻里节]。"), ())
    assert (fact.fixed != blind.fixed).any()
    assert len(fact.more[0]) > len(blind.more[0])


def test_evidence_knows_no_name_but_its_last_characters() -> None:
    one, other = of_text("[ORG 青禾超市]看望[PERSON 周小明]。"), of_text("[ORG 白禾超市]看望[PERSON 赵小明]。")
    assert (one.fixed == other.fixed).all()


def test_a_known_rules_hit_falls_below_the_least_probability_and_stands_above_it() -> None:
    text = "[STREET 南桥街道]举办[EVENT 邻里节]。"
    assert [r for r in drawn(text, as_sure(0.3))[0] if r.predicate == "organizes"] == []
    (fact,) = (r for r in drawn(text, as_sure(0.8))[0] if r.predicate == "organizes")
    assert (fact.rule, fact.confidence) == ("organizes.holds", 0.8)


def test_the_hit_of_a_rule_that_was_not_there_at_the_training_stands() -> None:
    (fact,) = drawn("[STREET 南桥街道]举办[EVENT 邻里节]。", as_sure(0.1, known=False))[0]
    assert fact.rule == "organizes.holds"
    assert fact.confidence > 0.5


def test_a_likely_pair_that_no_rule_knows_is_a_fact_proved_by_both_names() -> None:
    found, text = drawn("昨天[ORG 青禾超市]又见到[PERSON 周明],天晴。", as_sure(0.7))
    assert {(r.rule, r.confidence) for r in found} == {("learnt.helps", 0.7), ("learnt.memberOf", 0.7)}
    assert {text[a:b] for r in found for a, b in r.evidence} == {"青禾超市又见到周明"}


def test_a_likely_pair_in_a_plan_is_no_fact() -> None:
    found, _ = drawn("[ORG 青禾超市]打算见见[ORG 南桥小学]。", as_sure(0.7))
    assert {(r.modality, r.confidence) for r in found} == {("planned", 0.7)}


def test_without_a_scorer_every_hit_counts() -> None:
    (fact,) = drawn("[STREET 南桥街道]举办[EVENT 邻里节]。", load(scored=False))[0]
    assert fact.rule == "organizes.holds"


def test_weights_and_steps_are_read_from_the_last_file(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    rows = (
        "# mine\nleast\t0.4\nstep\t-1\t0.2\nstep\t1\t0.8\nrule\tpartOf.under\ngate\tORG\t~EVENT\t1\t0\t4\t8\n"
        + "gate\tORG\tEVENT\t2\nbias\tlivesIn\t0.5\n"
        + HEAD_END
        + "5\t0.25\n7\t-1\n"
    )
    (tmp_path / "weights" / "relations.tsv").write_text(rows, encoding="utf-8")
    scorer = load_scorer(tmp_path)
    assert scorer is not None
    assert (scorer.least, scorer.rules) == (0.4, {"partOf.under"})
    assert np.flatnonzero(scorer.weights).tolist() == [5, 7]
    assert [(int(apart), int(way)) for _, _, apart, way in np.argwhere(scorer.gate)] == [
        (0, 1), (0, 0), (2, 2), (3, 3),
    ]  # fmt: skip
    assert scorer.probability(np.array([-9.0, 0.0, 9.0])).tolist() == pytest.approx([0.2, 0.5, 0.8])
    told = Evidence(np.array([[5, 7], [7, 7]]), (np.array([0, 0]), np.array([5, 5])))
    said = np.array([PREDICATES.index("partOf"), PREDICATES.index("livesIn")])
    assert scorer.sums(told, said).tolist() == pytest.approx([-0.25, -1.5])


def test_the_shipped_weights_know_rules_and_rise_with_the_evidence() -> None:
    rules = load()
    assert rules.scorer is not None
    assert rules.scorer.rules & {frame.rule.id for frame in rules.frames}
    assert (np.diff(rules.scorer.steps[1]) >= 0).all()


def test_a_words_lists_are_bits_in_the_order_of_their_names() -> None:
    told = known({"B": frozenset({"办"}), "A": frozenset({"办", "看"})})
    hashes = np.array([5, 7, 9], np.uint64)
    for _ in range(2):
        assert (told(("办", "看", "桥"), hashes) >> 1).tolist() == [3, 1, 0]
    assert (told(("看", "桥"), hashes[1:]) & 1).tolist() == [1, 0]
