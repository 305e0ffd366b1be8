"""Judgements over the entities of small pages: one, two, corrected; the same in any order, told where they fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.iri import iri
from kg.judgements import Judgement
from kg.model import (
    Article,
    Key,
    Layout,
    Line,
    Mention,
    Page,
    PageEntity,
    Passage,
    PassageLine,
    Reading,
    Relation,
    Span,
)
from kg.names import Names
from kg.namespaces import BASE
from kg.resolve import Resolution, resolve

LENGTH = 20


def page(id_: str, *entities: tuple[str, str, int], relations: tuple[Relation, ...] = ()) -> Reading:
    """A page of three articles, at the lines 1, 2 and 3; entities as (type, name, articles as digits: 13)."""
    lines = tuple(Line(n, (n - 1) * LENGTH, n * LENGTH - 1, "body") for n in (1, 2, 3))
    layout = Layout(lines, tuple(Article(n, (n,), f"题{n}") for n in (1, 2, 3)), ())
    passages = tuple(
        Passage("文" * LENGTH, range(line.start, line.end + 1), (PassageLine(n, 0, LENGTH, "body"),), n - 1)
        for n, line in enumerate(lines, 1)
    )
    found = tuple(
        PageEntity(kind, name, (), tuple(Mention(int(n) - 1, 0, 2, kind, name, "test") for n in str(articles)))
        for kind, name, articles in entities
    )
    return Reading(Page(id_, "文" * 3 * LENGTH), layout, passages, found, relations, None)


def rel(subject: int, predicate: str, object_: int, article: int) -> Relation:
    return Relation(subject, predicate, object_, (Span(0, 1),), "test", 0.9, article=article - 1)


def judge(*lines: str) -> tuple[Judgement, ...]:
    """Lines as ``kind: left | right``."""
    parted = [line.replace(": ", " | ", 1).split(" | ") for line in lines]
    return tuple(Judgement(*parts, line=number) for number, parts in enumerate(parted, 1))  # type: ignore[arg-type]


def run(readings: tuple[Reading, ...], *lines: str) -> Resolution:
    return resolve(readings, Names(), judgements=judge(*lines))


def local(key: Key) -> str:
    """The IRI of a key with its prefix."""
    return iri(key).removeprefix(BASE).replace("/", ":", 1)


def nodes(found: Resolution) -> dict[str, list[str]]:
    """Page → the IRIs of its entities."""
    return {page: [local(key) for key in keys] for page, keys in found.keys.items()}


def replaced(found: Resolution) -> dict[str, list[str]]:
    return {local(old): sorted(map(local, new)) for old, new in found.judged.replaced.items()}


TOWN = (
    page("a", ("COMMUNITY", "柳湾社区", 1), ("ORG", "柳湾食堂", 12), ("PERSON", "王芳", 13)),
    page("b", ("COMMUNITY", "柳弯社区", 1), ("ORG", "柳湾食堂", 1), ("PLACE", "柳湾食堂", 2)),
    page("c", ("COMMUNITY", "柳湾村", 2), ("ORG", "柳湾食堂", 3)),
)


def test_without_judgements_nothing_changes() -> None:
    found = run(TOWN)
    assert nodes(found)["b"] == ["community:柳弯社区", "org:柳湾食堂", "place:柳湾食堂"]
    assert (found.judged.replaced, found.judged.warnings, found.judged.readings) == ({}, (), TOWN)


def test_the_left_one_stays_and_the_other_leads_to_it() -> None:
    found = run(TOWN, "same: community:柳弯社区 | community:柳湾社区")
    assert nodes(found)["a"][0] == nodes(found)["b"][0] == "community:柳弯社区"
    assert replaced(found) == {"community:柳湾社区": ["community:柳弯社区"]}
    [entity] = [e for e in found.entities if e.key.name == "柳弯社区"]
    assert (entity.label, entity.aliases) == ("柳弯社区", ("柳湾社区",))
    assert entity.articles == (("a", 1), ("b", 1))


def test_of_a_chain_the_one_that_is_never_on_the_right_stays() -> None:
    chain = "same: community:柳湾村 | 柳湾社区@a#1", "same: 柳湾社区@a | community:柳弯社区"
    found = run(TOWN, *chain)
    assert {local(key[0]) for key in found.keys.values()} == {"community:柳湾村"}
    assert replaced(found) == {f"community:{name}": ["community:柳湾村"] for name in ("柳弯社区", "柳湾社区")}


@pytest.mark.parametrize(
    "form", ["org:柳湾食堂", f"<{BASE}org/柳湾食堂>", f"{BASE}org/柳湾食堂", "柳湾食堂@b#1", "org:柳湾食堂@b"]
)
def test_a_thing_may_be_named_in_many_ways(form: str) -> None:
    found = run(TOWN, f"same: {form} | place:柳湾食堂")
    assert nodes(found)["b"][2] == "org:柳湾食堂"
    assert found.judged.warnings == ()


def test_one_article_is_told_apart_from_the_rest() -> None:
    found = run(TOWN, "not same: org:柳湾食堂 | 柳湾食堂@c#3")
    assert nodes(found)["a"][1] == nodes(found)["b"][1] == "org:柳湾食堂"
    alone = Key("ORG", "柳湾食堂", "c-3")
    assert found.keys["c"][1] == alone
    assert replaced(found) == {}
    assert found.judged.apart == {(Key("ORG", "柳湾食堂"), alone)}
    assert [e.label for e in found.entities if e.key == alone] == ["柳湾食堂"]


def test_one_iri_on_both_sides_is_split_by_article() -> None:
    found = run(TOWN, "not same: org:柳湾食堂 | org:柳湾食堂")
    places = {"a-1", "a-2", "b-1", "c-3"}
    assert {e.key.scope for e in found.entities if e.key.type == "ORG"} == places
    assert len(replaced(found)["org:柳湾食堂"]) == len(places)
    assert len(found.judged.apart) == 6


def test_what_was_split_can_be_put_together_anew() -> None:
    split = "not same: org:柳湾食堂 | org:柳湾食堂"
    found = run(TOWN, split, "same: 柳湾食堂@a#1 | 柳湾食堂@c#3", "same: 柳湾食堂@a#2 | org:柳湾食堂@b#1")
    assert found.keys["c"][1].scope == "a-1"
    assert found.keys["b"][1].scope == "a-2"
    again = local(Key("ORG", "柳湾食堂", "a-2"))
    further = run(TOWN, split, f"same: {again} | org:柳湾食堂@b#1")
    assert local(further.keys["b"][1]) == again


def test_two_namesakes_of_one_page_keep_their_own_relations() -> None:
    relations = rel(1, "livesIn", 0, 1), rel(1, "helps", 2, 3)
    named = ("COMPOUND", "柳湾里", 1), ("PERSON", "王芳", 13), ("PERSON", "李明", 3)
    found = run((page("a", *named, relations=relations),), "not same: 王芳@a#1 | 王芳@a#3")
    [reading] = found.judged.readings
    assert [(e.name, len(e.mentions)) for e in reading.entities] == [
        ("柳湾里", 1),
        ("王芳", 1),
        ("李明", 1),
        ("王芳", 1),
    ]
    assert [(r.subject, r.object) for r in reading.relations] == [(1, 0), (3, 2)]
    assert len(found.keys["a"]) == len(set(found.keys["a"])) == 4
    assert sorted(e.articles for e in found.entities if e.key.name == "王芳") == [(("a", 1),), (("a", 3),)]


def test_a_name_is_corrected_and_meets_the_one_that_has_it() -> None:
    found = run(TOWN, "name: community:柳弯社区 | 柳湾社区")
    assert nodes(found)["b"][0] == nodes(found)["a"][0] == "community:柳湾社区"
    assert replaced(found) == {"community:柳弯社区": ["community:柳湾社区"]}


def test_a_type_is_corrected_and_both_corrections_meet() -> None:
    found = run(TOWN, "type: place:柳湾食堂 | PROGRAMME", "name: place:柳湾食堂 | 柳湾大食堂")
    assert nodes(found)["b"][2] == "programme:柳湾大食堂"
    former = "place:柳湾食堂", "place:柳湾大食堂", "programme:柳湾食堂"
    assert replaced(found) == {name: ["programme:柳湾大食堂"] for name in former}
    [entity] = [e for e in found.entities if e.key.type == "PROGRAMME"]
    assert (entity.label, entity.aliases) == ("柳湾大食堂", ("柳湾食堂",))


def test_lines_may_speak_of_what_other_lines_bring_about() -> None:
    found = run(
        TOWN,
        "same: programme:柳湾大食堂 | org:柳湾食堂",
        "name: programme:柳湾食堂 | 柳湾大食堂",
        "type: place:柳湾食堂 | PROGRAMME",
    )
    assert found.judged.warnings == ()
    assert nodes(found)["c"][1] == nodes(found)["b"][2] == "programme:柳湾大食堂"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("same: community:柳湾社区 | community:柳弯社区", "same: community:柳弯社区 | community:柳湾村",
          "not same: community:柳湾社区 | community:柳湾村"),
         "lines 1 and 2 make one thing of community:柳湾社区 and community:柳湾村, line 3 two"),
        (("not same: 柳湾社区@a#1 | community:柳弯社区", "name: community:柳弯社区 | 柳湾社区"),
         "line 2 makes one thing of 柳湾社区@a#1 and community:柳弯社区, line 1 two"),
        (("name: community:柳湾村 | 柳湾一村", "name: 柳湾村@c | 柳湾二村"),
         "lines 1 and 2 give one thing several names: 柳湾一村, 柳湾二村"),
        (("type: org:柳湾食堂 | PLACE", "same: place:柳湾食堂 | org:柳湾食堂", "type: place:柳湾食堂 | COMPOUND"),
         "lines 1 and 3 give one thing several types: COMPOUND, PLACE"),
        (("not same: 柳湾食堂@a#1 | 柳湾食堂@c#3", "same: 柳湾食堂@a#1 | 柳湾食堂@c#3"),
         "line 2 makes one thing of 柳湾食堂@a#1 and 柳湾食堂@c#3, line 1 two"),
    ],
)  # fmt: skip
def test_contradictions_are_told_by_line_and_stop_all(lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError) as error:
        run(TOWN, *lines)
    assert told in error.value.what
    assert "1 contradiction, so nothing was changed" in error.value.what
    assert error.value.where == "judgements.tsv"


def test_several_contradictions_are_all_told() -> None:
    with pytest.raises(InputError) as error:
        run(
            TOWN,
            "name: org:柳湾食堂 | 甲食堂",
            "name: org:柳湾食堂 | 乙食堂",
            "type: 王芳@a | ORG",
            "type: 王芳@a | PLACE",
        )
    assert "2 contradictions" in error.value.what
    assert [note for note in error.value.__notes__ if "lines 3 and 4" in note]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("same: org:柳湾食堂 | org:没有食堂", f"judgements.tsv:1: <{BASE}org/没有食堂>: no page names it any more"),
        ("name: 没有食堂@a#1 | 甲食堂", "judgements.tsv:1: 没有食堂: a#1 names it no more"),
        ("type: 柳湾食堂@z#1 | PLACE", "judgements.tsv:1: 柳湾食堂@z#1: the graph has no such page"),
        ("name: 柳湾食堂@b | 甲食堂", "means several things in b; write one of"),
        ("not same: 柳湾社区@a#1 | 柳湾社区@a#1", "both are one thing in one article"),
        ("wrong: org:柳湾食堂 | partOf area:没有区", f"<{BASE}area/没有区>: no page names it any more"),
    ],
)
def test_lines_without_a_target_are_told_and_change_nothing(line: str, told: str) -> None:
    found = run(TOWN, line)
    assert len(found.judged.warnings) == 1
    assert told in found.judged.warnings[0]
    assert (found.entities, found.keys) == (run(TOWN).entities, run(TOWN).keys)


def test_what_was_split_has_no_whole_to_speak_of() -> None:
    found = run(TOWN, "not same: org:柳湾食堂 | org:柳湾食堂", "name: org:柳湾食堂 | 甲食堂")
    assert [warning for warning in found.judged.warnings if "was split into its articles" in warning]
    assert not any(e.key.name == "甲食堂" for e in found.entities)


def test_unsure_changes_nothing() -> None:
    found = run(TOWN, "unsure: org:柳湾食堂 | place:没有")
    assert (found.entities, found.judged.warnings) == (run(TOWN).entities, ())


def test_wrong_facts_are_named_by_what_their_ends_are_now() -> None:
    found = run(
        TOWN, "wrong: 柳湾食堂@b#2 | locatedIn community:柳弯社区", "same: community:柳湾社区 | community:柳弯社区",
        "wrong: statement:00ff | ",
    )  # fmt: skip
    fact, statement = found.judged.wrong
    assert fact.fact == (Key("PLACE", "柳湾食堂"), "locatedIn", Key("COMMUNITY", "柳湾社区"))
    assert statement.statement == f"{BASE}statement/00ff"


THINGS = (
    "community:柳湾社区", "community:柳弯社区", "community:柳湾村", "org:柳湾食堂", "place:柳湾食堂",
    "org:柳湾食堂@a#1", "org:柳湾食堂@a#2", "org:柳湾食堂@b", "柳湾食堂@c#3", "柳湾社区@a", "王芳@a#1", "王芳@a#3",
    "programme:柳湾村", "community:柳湾大村",
)  # fmt: skip


def some(things: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Several lines about a few of the things."""
    thing = st.sampled_from(things)
    pair = st.builds("{}: {} | {}".format, st.sampled_from(["same", "same", "not same", "unsure"]), thing, thing)
    name = st.builds("name: {} | {}".format, thing, st.sampled_from(["柳湾社区", "柳湾大村"]))
    kind = st.builds("type: {} | {}".format, thing, st.sampled_from(["PLACE", "PROGRAMME"]))
    return st.lists(pair | name | kind, min_size=2, max_size=8)


LINES = some(THINGS) | some(THINGS[:3])


def outcome(readings: tuple[Reading, ...], lines: list[Judgement]) -> object:
    try:
        found = resolve(readings, Names(), judgements=lines)
    except InputError as error:
        return str(error), getattr(error, "__notes__", [])
    judged = found.judged
    return found.entities, dict(found.keys), judged.replaced, judged.apart, judged.warnings, [*judged.readings]


@settings(deadline=None, max_examples=150)
@given(LINES, st.randoms(use_true_random=False))
def test_judgements_replay_to_the_same_in_any_order(lines: list[str], random: st.random.Random) -> None:
    judged = list(judge(*lines))
    shuffled, pages = list(judged), list(TOWN)
    random.shuffle(shuffled)
    random.shuffle(pages)
    first, second = outcome(TOWN, judged), outcome(tuple(pages), shuffled)
    if not isinstance(first[0], str):  # type: ignore[index]
        first, second = ((*f[:5], sorted(f[5], key=lambda r: r.page.id)) for f in (first, second))  # type: ignore[index]
    assert first == second


@settings(deadline=None, max_examples=150)
@given(LINES)
def test_what_is_one_is_one_and_what_is_two_is_two(lines: list[str]) -> None:
    try:
        found = resolve(TOWN, Names(), judgements=judge(*lines))
    except InputError:
        return
    live = {key for keys in found.keys.values() for key in keys}
    assert {entity.key for entity in found.entities} == live
    assert all(one != other for one, other in found.judged.apart)
    assert not live & found.judged.replaced.keys()
    assert all(set(new) <= live for new in found.judged.replaced.values())
    before = {key for keys in run(TOWN).keys.values() for key in keys}
    assert before <= live | found.judged.replaced.keys()  # an IRI once given still leads somewhere
    mentions = sum(len(e.mentions) for reading in found.judged.readings for e in reading.entities)
    assert mentions == sum(len(e.mentions) for reading in TOWN for e in reading.entities)
