from functools import cache

import numpy as np

from kg.mentions.candidates import group
from kg.mentions.features import extra, features, names
from kg.mentions.gather import candidates
from kg.mentions.lexicon import TABLE, Lexicon, load
from kg.mentions.scene import prepare
from tests import factory

TEXT = "居民赵玉兰说,柳影街道小河里社区的“邻里帮”服务队来了。赵玉兰很高兴"


@cache
def lexicon() -> Lexicon:
    return load()


def numbers(text: str, *rows: tuple[int, int, int]) -> np.ndarray:
    """Feature numbers of candidates (start, end, type)."""
    scene = prepare([factory.passage(text)], lexicon())
    return np.stack(features(scene, group([(*row, 0, row[1]) for row in rows])), axis=1)


def columns(*rows: tuple[int, int, int], text: str = TEXT) -> set[str]:
    """The templates in which two candidates differ."""
    scene = prepare([factory.passage(text)], lexicon())
    found = group([(*row, 0, row[1]) for row in rows])
    first, second = np.stack(features(scene, found), axis=1)
    return {name for name, a, b in zip(names(scene, found), first, second, strict=True) if a != b}


def test_every_candidate_has_one_number_per_template_within_the_table() -> None:
    scene = prepare([factory.passage(TEXT)], lexicon())
    found = candidates(scene, lexicon())
    table = np.stack(features(scene, found), axis=1)
    assert table.shape == (len(found.start), len(names(scene, found)))
    assert len(set(names(scene, found))) == table.shape[1]
    assert table.min() >= 0
    assert table.max() < TABLE


def test_the_same_evidence_has_the_same_numbers() -> None:
    assert (numbers(TEXT, (2, 5, 6)) == numbers(TEXT, (2, 5, 6))).all()


def test_a_type_of_its_own_changes_every_number() -> None:
    first, second = numbers(TEXT, (2, 5, 6), (2, 5, 5))
    assert (first != second).all()


def test_the_left_neighbour_is_seen_on_the_left_only() -> None:
    again = TEXT.rindex("赵玉兰")
    differing = columns((2, 5, 6), (again, again + 3, 6))
    assert "character before" in differing
    assert "character after" in differing
    assert not {"first character", "last character", "times on page"} & differing


def test_names_at_the_very_ends_have_numbers_too() -> None:
    assert numbers("赵玉兰", (0, 3, 6), (0, 2, 6), (1, 3, 6)).shape[0] == 3


def test_further_evidence_is_told_apart_by_value_and_place() -> None:
    found = group([(0, 2, 6, 0, 2), (0, 2, 6, 0, 2)])
    assert len(set(extra(found, np.array([1, 2]), 64).tolist())) == 2
    assert extra(found, np.array([1, 1]), 64)[0] != extra(found, np.array([1, 1]), 65)[0]
