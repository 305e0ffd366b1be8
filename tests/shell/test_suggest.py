from collections.abc import Iterator

import pytest

from kg import sparql
from kg.cli.shell import COMMANDS
from kg.lookup import Found, Reader
from kg.shell import suggest as suggesting
from kg.shell.suggest import Known, suggest
from kg.shell.suggesting import known, terms
from kg.stores import oxigraph
from tests import factory


@pytest.fixture(scope="module")
def town() -> Iterator[Known]:
    with Reader(oxigraph.from_lines(factory.town()), sparql.builtin()) as reader:
        yield known(reader, terms(), COMMANDS)


def texts(before: str, known: Known) -> list[str]:
    return [each.text for each in suggest(before, known)]


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("SELECT ?c { ?c kg:partOf 城南", "street:城南街道"),
        ("SELECT ?c { ?c kg:partOf 橘圆", "community:橘园社区"),
        ("SELECT ?c { ?c kg:partOf community:橘", "community:橘园社区"),
        ("SELECT ?c { ?c comm", "community:"),
        ("SELECT ?c { ?c kg:im", "kg:implements"),
        ("SELECT ?c { ?c 实", "kg:implements"),
        ("SELECT ?c { ?c impl", "kg:implements"),
        ("SELECT ?c { ?c a kg:Comm", "kg:Community"),
        ("SELECT ?c { ?c a 社", "kg:Community"),
        ("SELECT ?who ?what { ?wh", "?who"),
        ("SELECT ?who\nWHERE { FIL", "FILTER"),
        ("sel", "SELECT"),
        ('SELECT * { ?s rdfs:label "橘园', "橘园社区"),
        (".he", ".help"),
        (".show 橘", "橘园社区"),
        (".queries award", "awards"),
        (".format cs", "csv"),
        ("memb", "members"),
        ("members ", "--body"),
        ("members --body 橘园社区", "橘园社区党委"),
        ("evidence --predicate par", "partOf"),
        ("evidence --subject 橘 --pre", "--predicate"),
    ],
)
def test_what_may_follow(town: Known, before: str, wanted: str) -> None:
    assert wanted in texts(before, town)


@pytest.mark.parametrize(
    "before", ["", "SELECT ?c { ?c ", "SELECT ?c { nope:", ".time ", "members --body ", "SELECT * { ?s <http://e/橘"]
)
def test_where_nothing_follows(town: Known, before: str) -> None:
    assert texts(before, town) == []


def test_a_suggestion_takes_the_place_of_the_word_before_the_cursor(town: Known) -> None:
    before = "SELECT * { ?c kg:partOf 城南"
    found = next(each for each in suggest(before, town) if each.text == "street:城南街道")
    assert before[: -found.replaces] + found.text == "SELECT * { ?c kg:partOf street:城南街道"
    assert found.beside == "城南街道 Street"


def test_a_parameter_is_offered_values_of_its_type_only(town: Known) -> None:
    assert texts("communities-of-street --street 城", town) == ["城南街道"]
    assert "--street" not in texts("communities-of-street --street 城南街道 ", town)


def test_names_with_blanks_are_put_into_quotation_marks() -> None:
    found = [Found("http://e/x", "敲一敲门 邻里亲", "Article", "敲一敲门 邻里亲")]
    made = Known({}, (), known_questions(), {}, (), lambda *_: found, lambda _: (), str)
    assert texts("facts-of-article --article 敲", made) == ['"敲一敲门 邻里亲"']
    assert texts(".show 敲", made) == ["敲一敲门 邻里亲"]


def known_questions() -> dict[str, suggesting.Question]:
    from kg import questions

    return questions.load()


def test_the_graph_is_asked_once_for_a_beginning() -> None:
    asked: list[str] = []

    def names(typed: str, _class_name: str) -> list[Found]:
        asked.append(typed)
        return [Found(f"http://e/{name}", name, "Place", name) for name in ("甲乙", "甲丙") if name.startswith(typed)]

    made = Known({}, (), {}, {"show": ""}, (), names, lambda _: (), str)
    assert texts(".show 甲", made) == ["甲乙", "甲丙"]
    assert texts(".show 甲乙", made) == ["甲乙"]
    assert asked == ["甲"]
