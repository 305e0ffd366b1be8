"""The account of a candidate's weight, on one sentence."""

from functools import cache

import pytest

from kg.mentions import weigh
from kg.mentions.account import evidence, proposed_by, touching
from kg.mentions.lexicon import Lexicon, load
from kg.model import ENTITY_TYPES
from tests import factory

TEXT = "柳影街道小河里社区党委书记高远山说，小河里社区有“邻里帮”助老服务队。"


@cache
def lexicon() -> Lexicon:
    return load()


def place(words: str, kind: str) -> int:
    c = weigh([factory.passage(TEXT)], lexicon()).look.candidates
    start = TEXT.index(words)
    rows = list(zip(c.start.tolist(), c.end.tolist(), c.type.tolist(), strict=True))
    return rows.index((start, start + len(words), ENTITY_TYPES.index(kind)))


def test_the_evidence_adds_up_to_the_weight() -> None:
    weighed = weigh([factory.passage(TEXT)], lexicon())
    assert len(weighed.places) > 3
    for chosen in weighed.places.tolist():
        told = sum(piece.weight for piece in evidence(weighed, chosen, lexicon()))
        assert told == pytest.approx(weighed.weight[chosen], abs=0.1)


def test_evidence_tells_the_words_it_found() -> None:
    weighed = weigh([factory.passage(TEXT)], lexicon())
    found = {piece.template: piece.found for piece in evidence(weighed, place("高远山", "PERSON"), lexicon())}
    assert found["word after"] == "说"
    assert found["word before"] == "党委书记"
    assert found["last character"] == "山"


def test_evidence_of_ones_own_list_is_told(tmp_path) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer/names.tsv").write_text("助老服务队\tORG\n", encoding="utf-8")
    own = load(tmp_path)
    weighed = weigh([factory.passage("去找助老服务队。")], own)
    heaviest = [evidence(weighed, chosen, own)[0] for chosen in weighed.places.tolist()]
    assert ("in your own names", "助老服务队") in {(piece.template, piece.found) for piece in heaviest}


def test_candidates_of_a_place_come_heaviest_first() -> None:
    weighed = weigh([factory.passage(TEXT)], lexicon())
    start = TEXT.index("小河里社区")
    found = touching(weighed, start, start + 2)
    weights = [float(weighed.weight[i]) for i in found]
    assert weights == sorted(weights, reverse=True)
    c = weighed.look.candidates
    assert all(c.start[i] < start + 2 and c.end[i] > start for i in found)
    assert proposed_by(weighed, place("小河里社区党委", "ORG"), lexicon()) == "org.party"
