from dataclasses import replace
from functools import cache

import numpy as np

from kg.mentions.decode import first_look, second_look
from kg.mentions.features import early, names, sides
from kg.mentions.gather import candidates
from kg.mentions.lexicon import SIEVE, Lexicon, load
from kg.mentions.scene import Scene, prepare
from tests import factory

TEXT = "居民赵玉兰说,柳影街道小河里社区的“邻里帮”服务队来了。赵玉兰很高兴"


@cache
def lexicon() -> Lexicon:
    return load()


def scene() -> Scene:
    return prepare([factory.passage(TEXT)], lexicon())


def test_the_sieve_keeps_few_candidates_and_all_names() -> None:
    found, look = candidates(scene(), lexicon()), first_look(scene(), lexicon())
    kept = {TEXT[i:j] for i, j in zip(look.candidates.start, look.candidates.end, strict=True)}
    assert {"赵玉兰", "柳影街道", "小河里社区", "“邻里帮”服务队"} <= kept
    assert len(look.candidates.start) < len(found.start)


def test_without_weights_the_sieve_keeps_everything() -> None:
    open_ = replace(lexicon(), sieve=np.zeros(SIEVE, np.float32))
    assert len(first_look(scene(), open_).candidates.start) == len(candidates(scene(), open_).start)


def test_a_listed_name_passes_any_sieve() -> None:
    shut = replace(lexicon(), sieve=np.full(SIEVE, -1, np.float32))
    assert not len(first_look(scene(), shut).candidates.start)
    name = next(name for name in sorted(shut.known) if name not in shut.areas)
    look = first_look(prepare([factory.passage(f"他在{name}工作")], shut), shut)
    assert (2, 2 + len(name)) in set(zip(look.candidates.start.tolist(), look.candidates.end.tolist(), strict=True))


def test_what_is_weighed_first_has_numbers_within_its_table() -> None:
    found = candidates(scene(), lexicon())
    numbers = early(scene(), found, sides(scene(), found))
    assert numbers.shape[1] == len(found.start)
    assert 0 <= numbers.min() <= numbers.max() < SIEVE
    assert (numbers[0, found.type == 6] == numbers[0, found.type == 6][0]).all()


def test_a_candidate_weighs_the_sum_of_its_features() -> None:
    first = first_look(scene(), lexicon())
    look, weight = second_look(scene(), first, lexicon(), lexicon().weights)
    assert len(look.candidates.start) > len(first.candidates.start)
    for place in (0, len(weight) - 1):
        numbers = look.of(place)
        assert len(numbers) == len(names(scene(), look.candidates)) + 2
        assert np.isclose(weight[place], sum(float(lexicon().weights[number]) for number in numbers), atol=1e-4)
