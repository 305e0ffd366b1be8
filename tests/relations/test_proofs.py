from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.relations.proofs import merged, rest_of_clause, whole_clause
from tests.relations.test_drawing import drawn

TEXT = "早上,区文化馆送来一台大戏,村里热闹。"
NAME = (TEXT.index("区文化馆"), TEXT.index("送"))


def test_a_name_is_shown_with_the_rest_of_its_clause_when_that_is_short() -> None:
    start, end = rest_of_clause(TEXT, NAME, 8)
    assert TEXT[start:end] == "区文化馆送来一台大戏"
    assert rest_of_clause(TEXT, NAME, 4) == NAME


def test_a_whole_clause_begins_after_the_mark_before_it() -> None:
    inside = (TEXT.index("一台"), TEXT.index("大戏"))
    start, end = whole_clause(TEXT, inside)
    assert TEXT[start:end] == "区文化馆送来一台大戏"


def test_a_stretch_that_ends_with_its_clause_stays() -> None:
    done = (NAME[0], TEXT.index(",村") + 1)
    assert rest_of_clause(TEXT, done) == done


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=6))
def test_merged_pieces_cover_the_same_and_never_touch(pieces: list[tuple[int, int]]) -> None:
    found = merged(tuple(pieces))
    assert {i for a, b in found for i in range(a, b)} == {i for a, b in pieces for i in range(a, b)}
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_a_short_form_is_shown_with_words_of_its_clause() -> None:
    text = "[AREA 南桥区]热闹。活动由[ORG 区民政局]、[ORG 区妇联]主办,大家来。"
    proofs = {s: words for r, s, _, words in drawn(text, "南桥区") if r.predicate == "belongsTo"}
    assert proofs == {"区民政局": "由区民政局、区妇联主办", "区妇联": "区妇联主办"}


def test_the_proof_of_a_reference_shows_what_it_stands_for() -> None:
    far = "这几年楼道里亮堂了,门口也干净了,人人都说好,来看的人一拨接一拨。"
    text = f"[COMMUNITY 东园社区]不大。{far}今年,社区推出[PROGRAMME “四点半”课堂]。"
    (proof,) = {words for r, _, _, words in drawn(text) if r.predicate == "implements"}
    assert proof == "东园社区不大…社区推出“四点半”课堂"
