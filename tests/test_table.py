from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from kg import table


def test_han_characters_are_two_columns_wide() -> None:
    assert list(table.draw(("名", "b"), [("友谊", "x"), ("a", "y")])) == [
        "名    b",
        "────  ─",
        "友谊  x",
        "a     y",
    ]


def test_cells_are_wrapped_to_the_terminal() -> None:
    lines = list(table.draw(("a", "b"), [("甲乙丙丁戊己庚辛壬癸", "x")], columns=13))
    assert lines[2:] == ["甲乙丙丁戊  x", "己庚辛壬癸"]


@given(st.text(alphabet=st.characters(categories=("L", "N")), max_size=60), st.integers(2, 20))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    pieces = table.wrap(text, columns)
    assert "".join(pieces) == text
    assert all(table.width(piece) <= columns for piece in pieces)


def test_a_pages_text_cannot_steer_the_terminal() -> None:
    drawn = "\n".join(table.draw(("a",), [("x\x1b[2Jy\nz",)]))
    assert "\x1b" not in drawn
    assert "y⏎z" in drawn


def test_rows_stream_after_the_measured_ones() -> None:
    numbers = count()
    lines = table.draw(("n",), ((str(number),) for number in numbers))
    for _ in range(10):
        next(lines)
    assert next(numbers) == table.MEASURED
