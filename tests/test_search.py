import string

import pytest

from kg import search, sparql
from kg.lookup import Reader, StoreNames
from kg.namespaces import BASE, ONTOLOGY, RDF, RDFS
from kg.search import Names
from kg.stores import memory, oxigraph
from tests import factory

FAMILIES = {"谊": frozenset("宜"), "宜": frozenset("谊")}


def named_lines(*names: str) -> list[str]:
    return [
        line
        for number, name in enumerate(names)
        for line in (
            f'<{BASE}org/{number}> <{RDFS}label> "{name}"@zh .',
            f"<{BASE}org/{number}> <{RDF}type> <{ONTOLOGY}Organization> .",
        )
    ]


def named(*names: str) -> Names:
    return StoreNames(Reader(oxigraph.from_lines(named_lines(*names) or factory.town()), sparql.builtin()))


def labels(text: str, *names: str) -> list[str]:
    return [found.label for found in search.search(named(*names), text)]


@pytest.mark.parametrize(
    ("text", "name", "cost"),
    [
        ("宜景村", "谊景村社区", 1),
        ("谊景村", "谊景村社区", 0),
        ("宜景树", "谊景村社区", 3),
        ("谊村社区", "谊景村社区", 2),
        ("谊景景村社区", "谊景村社区", 2),
        ("社区", "", 4),
    ],
)
def test_a_look_alike_costs_less_than_another_character(text: str, name: str, cost: int) -> None:
    assert search.distance(text, name, FAMILIES) == cost


def test_look_alikes_come_after_names_that_hold_the_text() -> None:
    assert labels("宜景村", "谊景村社区", "宜景村小学", "怡园") == ["宜景村小学", "谊景村社区"]


@pytest.mark.parametrize("text", ["枫乔社区", "枫桥桥社区", "桥社区", "枫树社区"])
def test_one_character_may_be_misread_doubled_lost_or_mistaken(text: str) -> None:
    assert "枫桥社区" in labels(text, "枫桥社区", "别的名称")


@pytest.mark.parametrize("text", ["丰", "枫林", "柳树社", "柳树社区"])
def test_short_texts_and_two_mistakes_reach_nothing(text: str) -> None:
    assert labels(text, "枫桥社区") == []


def test_three_characters_may_have_a_mistake_where_nothing_else_is_found() -> None:
    assert labels("友谊街", "友谊路街道") == ["友谊路街道"]
    assert labels("友谊街", "友谊路街道", "友谊街口") == ["友谊街口"]
    assert labels("友谊街", "友谊路街道", "友宜街") == ["友宜街"]


def test_an_alias_is_reached_too_and_a_class_narrows() -> None:
    town = named()
    found = [found.label for found in search.search(town, "橘圆")]
    assert found[:4] == ["橘园社区", "橘园里", "橘园广场", "橘园社区党委"]
    assert [found.label for found in search.search(town, "橘圆", "Compound")] == ["橘园里"]
    assert len(search.search(town, "橘圆", limit=2)) == 2


@pytest.mark.parametrize("mark", [*string.punctuation, " ", "“", "·", "\u3000"])
def test_marks_mean_themselves_on_every_store(mark: str) -> None:
    text = f"甲乙丙{mark}戊己"
    lines = named_lines("甲乙丙丁戊己")
    for store in (oxigraph.from_lines(lines), memory.from_lines(lines)):
        names = StoreNames(Reader(store, sparql.builtin()))
        assert [found.label for found in search.alike(names, text)] == ["甲乙丙丁戊己"]


def test_names_begin_with_what_is_typed() -> None:
    assert [found.label for found in named().beginning("橘园社")] == ["橘园社区", "橘园社区党委"]
    assert [found.name for found in named().beginning("橘圆")] == ["橘圆社区"]
    assert len(named().beginning("", limit=3)) == 3


def test_containing_ranks_whole_names_and_beginnings_first() -> None:
    names = StoreNames(Reader(oxigraph.from_lines(factory.sample_lines()), sparql.builtin()))
    found = search.containing(names, "小河里社区")
    assert [each.label for each in found][:2] == ["小河里社区", "小河里社区党委"]
    assert search.containing(names, "小河", limit=1)[0].label == "小河里社区"


def test_where_enough_names_begin_as_typed_no_others_are_looked_for() -> None:
    names = named("枫桥小学", "枫桥", "老枫桥", "枫乔")
    assert [found.label for found in search.offered(names, "枫桥", limit=2)] == ["枫桥", "枫桥小学"]
    assert [found.label for found in search.offered(names, "枫桥", limit=4)] == ["枫桥", "枫桥小学", "老枫桥", "枫乔"]


def test_where_many_names_have_what_is_typed_none_that_look_like_it_are_offered() -> None:
    many = [f"枫桥{number}号" for number in range(8)]
    for names, last in ((many, "枫桥7号"), (many[:7], "枫乔")):
        assert [found.label for found in search.offered(named("枫乔", *names), "枫桥", limit=20)][-1] == last
