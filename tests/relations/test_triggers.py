from kg.model import ENTITY_TYPES
from kg.relations.draw import scenes
from kg.relations.rules import load
from kg.relations.scene import type_bits
from kg.relations.triggers import Awake, Need, build
from tests import factory

ANY = type_bits(list(ENTITY_TYPES))


def awake(text: str, *needs: Need, modal: dict[str, list[str]] | None = None) -> list[Awake]:
    _, _, passages, entities = factory.marked(text)
    return [a for scene in scenes(passages, entities, load()) for a in build(needs, modal or {}).awake(scene)]


def woken(text: str, *needs: Need) -> list[int]:
    return [number for sentence in awake(text, *needs) for number in sentence.frames]


def words(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(listed.split("|")) for listed in sets)


def test_a_word_inside_or_over_another_wakes_its_frames_too() -> None:
    text = "[ORG 区文化馆]联合举办灯会。"
    assert woken(text, Need(words("举办"), ANY, 0), Need(words("联合举办"), ANY, 0), Need(words("合举"), ANY, 0)) == [
        0, 1, 2,
    ]  # fmt: skip


def test_a_frame_waits_for_one_word_of_each_set_in_its_sentence() -> None:
    need = Need(words("走进|到", "送"), ANY, 0)
    assert woken("[ORG 区文化馆]到村里送书。", need) == [0]
    assert woken("[ORG 区文化馆]到村里。[ORG 区文化馆]送书。", need) == []


def test_a_frame_waits_for_names_of_both_its_ends() -> None:
    need = Need((), type_bits(["ORG"]), type_bits(["ORG", "EVENT"]))
    assert woken("[ORG 区文化馆]办灯会。", need) == []
    assert woken("[ORG 区文化馆]办[EVENT 邻里节]。", need) == [0]
    assert woken("[EVENT 邻里节]和[EVENT 中秋灯会]。", need) == []


def test_an_end_taken_from_before_must_be_somewhere_in_the_passage() -> None:
    need = Need((), type_bits(["ORG"]), 0, type_bits(["EVENT"]))
    assert woken("[ORG 区文化馆]来了。", need) == []
    assert woken("[EVENT 邻里节]。[ORG 区文化馆]来了。", need) == [0]


def test_words_of_plan_and_denial_come_with_their_sentence() -> None:
    found = awake("[ORG 区文化馆]来。[ORG 区文化馆]打算办展。", Need((), ANY, 0), modal={"planned": ["打算"]})
    assert [[kind for kind, _, _ in sentence.modal] for sentence in found] == [[], ["planned"]]
