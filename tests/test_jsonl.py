"""The object that ``kg extract`` prints for a page."""

import factory

from kg.iri import iri
from kg.jsonl import record
from kg.model import Key, Mention, PageEntity, Passage, Reading

KEYS = (Key("COMMUNITY", "小河里社区"), Key("STREET", "柳影街道"), Key("PERSON", "高远山", "小河里社区"))


def read(
    *relations: object, names: tuple[tuple[str, str], ...] = (("COMMUNITY", "小河里社区"), ("STREET", "柳影街"))
) -> Reading:
    return factory.reading(list(names), list(relations))  # type: ignore[arg-type]


def of(reading: Reading, *keys: Key) -> dict:  # type: ignore[type-arg]
    return record(reading, keys, factory.vocabulary())


def test_a_relation_names_its_ends_by_the_page_s_own_ids_and_shows_its_words() -> None:
    found = of(read(factory.relation(0, "partOf", 1, "柳影街道小河里社区")), *KEYS[:2])
    start = factory.TEXT.index("柳影街道小河里社区")
    assert found["relations"] == [
        {
            "subject": "x1", "predicate": "partOf", "object": "x2", "role": None, "confidence": 0.9,
            "rule": "test.rule", "evidence": [[start, start + 9]],
        }
    ]  # fmt: skip
    assert [e["id"] for e in found["entities"]] == ["x1", "x2"]


def test_an_entity_has_its_node_its_label_and_its_pieces() -> None:
    reading = read()
    broken = Passage("小河里社区", [3, 4, 5, 20, 21], (), 0)
    entity = PageEntity("COMMUNITY", "小河里社区", ("小河里",), (Mention(0, 0, 5, "COMMUNITY", "小河里社区", "r"),))
    found = of(Reading(reading.page, reading.layout, (broken,), (entity,), ()), KEYS[0])
    assert found["entities"] == [
        {
            "id": "x1", "iri": iri(KEYS[0]), "type": "COMMUNITY", "label": "小河里社区", "aliases": ["小河里"],
            "mentions": [{"spans": [[3, 6], [20, 22]]}],
        }
    ]  # fmt: skip


def test_two_entities_of_one_key_are_one() -> None:
    found = of(read(factory.relation(0, "partOf", 1)), KEYS[0], KEYS[0])
    assert len(found["entities"]) == 1
    assert found["relations"] == []


def test_what_the_ontology_does_not_allow_is_left_out() -> None:
    assert of(read(factory.relation(1, "memberOf", 0)), *KEYS[:2])["relations"] == []


def test_the_surest_proof_is_shown_once() -> None:
    weak = factory.relation(0, "partOf", 1, "小河里社区", confidence=0.5)
    strong = factory.relation(0, "partOf", 1, "柳影街道小河里社区", confidence=0.8)
    (relation,) = of(read(weak, strong), *KEYS[:2])["relations"]
    start = factory.TEXT.index("柳影街道小河里社区")
    assert relation["evidence"] == [[start, start + 9]]


def test_what_is_planned_is_unasserted() -> None:
    found = of(read(factory.relation(0, "partOf", 1, modality="planned")), *KEYS[:2])
    assert found["relations"] == []
    assert [u["modality"] for u in found["unasserted"]] == ["planned"]


def test_articles_and_joins_are_told_by_line() -> None:
    found = of(read(), *KEYS[:2])
    assert found["articles"][0]["lines"] == [1, 2, 3, 4, 5, 6]
    assert found["document"] == factory.PAGE
    assert found["joins"] == []
