import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.occurrences import codes_of, hasher, occurrences, shelves

TEXTS = st.text(alphabet="柳湾里社区\n", max_size=40)
SURFACES = st.lists(st.text(alphabet="柳湾里社区", min_size=2, max_size=5), unique=True, max_size=8)


def found(surfaces: list[str], text: str) -> list[tuple[int, int, str]]:
    which, start, end = occurrences(surfaces, len(text), hasher(codes_of(text)))
    return sorted(zip(start.tolist(), end.tolist(), (surfaces[i] for i in which.tolist()), strict=True))


@given(SURFACES, TEXTS)
def test_all_places_are_found_and_no_others(surfaces: list[str], text: str) -> None:
    places = [(at, at + len(one), one) for one in surfaces for at in range(len(text)) if text.startswith(one, at)]
    assert found(surfaces, text) == sorted(places)


def test_overlapping_places_count_each() -> None:
    assert found(["里里", "里里里"], "里里里") == [(0, 2, "里里"), (0, 3, "里里里"), (1, 3, "里里")]


def test_nothing_is_found_in_nothing() -> None:
    assert found([], "柳湾里") == []
    assert found(["柳湾"], "") == []
    assert found(["柳湾"], "柳") == []


def test_equal_strings_have_equal_hashes_wherever_they_stand() -> None:
    text = "柳湾里,柳湾路"
    hashed = hasher(codes_of(text))(np.array([0, 4, 1]), np.array([2, 6, 3]))
    assert hashed[0] == hashed[1] != hashed[2]
    assert shelves(hashed)[0] == shelves(hashed)[1]
