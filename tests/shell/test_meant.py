import pytest

from kg.shell.meant import keyword, meant

QUESTIONS = ("members", "programmes-of-street", "show-me")
COMMANDS = ("help", "queries", "show", "quit")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("SELCT", "SELECT"),
        ("selct", "SELECT"),
        ("Prefx", "PREFIX"),
        ("membrs", "members"),
        ("programes-of-street", "programmes-of-street"),
        ("help", ".help"),
        ("Quit", ".quit"),
        ("qureis", ".queries"),
        (".qureis", ".queries"),
        (".shwo", ".show"),
    ],
)
def test_a_misspelt_word_means_the_nearest(word: str, wanted: str) -> None:
    assert meant(word, QUESTIONS, COMMANDS) == wanted


@pytest.mark.parametrize("word", ["谊景村社区", "NGO", "street:x", "KTV中心", "2024", ".", ".xyzzy", "", "sel"])
def test_other_words_mean_nothing_else(word: str) -> None:
    assert meant(word, QUESTIONS, COMMANDS) == ""


def test_a_keyword_is_one_that_a_query_begins_with() -> None:
    assert (keyword("Selekt"), keyword("FILTR"), keyword("社区")) == ("SELECT", "", "")
