"""Bytes of sorted lines are looked up and changed as a list of them would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lines
from kg.errors import GraphError

WORDS = st.text("ab é里𠀀 <>", min_size=1, max_size=4)
SETS = st.sets(WORDS, max_size=30)


def data(some: set[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(some)).encode()


@given(SETS, SETS, SETS)
def test_changes_give_the_file_of_the_new_lines(stay: set[str], gone: set[str], come: set[str]) -> None:
    gone, come = gone - stay, come - stay - gone
    assert b"".join(lines.edited(data(stay | gone), gone, come)) == data(stay | come)


@given(SETS, WORDS)
def test_lines_that_begin_so_and_those_that_do_not(some: set[str], start: str) -> None:
    assert list(lines.starting(data(some), start)) == sorted(line for line in some if line.startswith(start))
    assert lines.without(data(some), [start]) == sorted(line for line in some if not line.startswith(start))


def test_several_beginnings_are_left_out() -> None:
    assert lines.without(data({"a1", "a2", "b", "c1", "d"}), ["c", "a"]) == ["b", "d"]


def test_damaged_lines_are_an_error() -> None:
    with pytest.raises(GraphError, match="lacks"):
        list(lines.edited(data({"a", "c"}), ["b"], []))
    with pytest.raises(GraphError, match="damaged"):
        lines.without(b"a\xff\n", ["b"])
