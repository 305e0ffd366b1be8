"""One contract: every named question, on both stores, gives the rows of its golden file.

Run ``python -m tests.test_named_questions`` to write the golden files anew, and read what changed.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from kg import binding, guard, questions, rdf, results, sparql
from kg.lookup import Reader, labeller
from kg.model import Key
from kg.stores import Solutions, Store, memory, oxigraph
from tests import factory

GOLDEN = Path(__file__).parent / "golden" / "questions"
NAMES = sorted(questions.load())
GIVEN = {
    "about": {"thing": ["橘园社区"]},
    "articles-about": {"thing": ["首届巷子音乐节"]},
    "articles-by-date": {"since": ["2024-06"], "until": ["2024年6月1日"]},
    "done-at": {"place": ["橘园社区"]},
    "facts-with-most-sources": {"about": ["橘园社区"]},
    "least-sure-facts": {"predicate": ["implements"]},
    "members": {"body": ["橘园社区党委"]},
    "mentioned-together": {"thing": ["org:海棠合唱队"]},
    "paths-between": {"from": ["枫桥社区"], "to": ["org:海棠合唱队"]},
    "quotes": {"about": ["橘园社区"], "and": ["城南街道"]},
    "where-is": {"thing": ["沈一舟"]},
    "programmes-of-street": {"street": ["城南街道"]},
    "evidence": {"predicate": ["memberOf"]},
    "organisations-of-community": {"community": ["community:橘园社区"]},
}
STORES: dict[str, Callable[[Iterable[str]], Store]] = {"memory": memory.from_lines, "oxigraph": oxigraph.from_lines}


@cache
def town(store: str) -> Reader:
    return Reader(STORES[store](factory.town() + factory.town_divisions()), sparql.builtin())


def answer(name: str, reader: Reader) -> str:
    question = questions.find(name)
    text = questions.bind(question, binding.terms(question, GIVEN.get(name, {}), reader))
    result = reader.store.query(sparql.complete(guard.check(text), reader.prefixes))
    assert isinstance(result, Solutions)
    pieces: list[bytes] = []
    results.write_rows(pieces.append, result.variables, result.rows, "csv", label=labeller(reader))
    return b"".join(pieces).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", NAMES)
def test_same_golden_rows_on_every_store(name: str, store: str) -> None:
    assert answer(name, town(store)) == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_an_answer_in_the_town(name: str) -> None:
    assert len((GOLDEN / f"{name}.csv").read_text(encoding="utf-8").splitlines()) > 1


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_variables_of_the_question_and_no_options_of_the_command(name: str) -> None:
    from kg.cli import query
    from kg.cli.parsing import Parser

    parser = Parser("kg query")
    query.configure(parser)
    question = questions.find(name)
    variables = {token.text[1:] for token in sparql.tokens(question.text) if token.kind == "variable"}
    for parameter in question.parameters:
        assert parameter.name in variables
        assert f"--{parameter.name}" not in parser.format_usage()


@cache
def broken(store: str) -> Reader:
    """A street with facts of several proofs, most of them in pieces, a person of two posts, and a plan."""
    street, community = factory.STREET, factory.COMMUNITY
    party, person, lane = factory.COMMITTEE, factory.PERSON, factory.PROGRAMME
    feast, hall = Key("EVENT", "邻里节"), Key("PLACE", "小礼堂")
    mended = factory.proof("小河里社区", "推出“邻里帮”", "助老服务")._replace(repaired=True)
    whole = factory.proof("每周二上门")
    facts = [
        factory.statement(community, "partOf", street, factory.proof("柳影街道小河里社区")),
        factory.statement(community, "implements", lane, mended, whole),
        factory.statement(lane, "covers", community, factory.proof("小河里社区")),
        factory.statement(person, "memberOf", party, factory.proof("书记高远山"), role="书记"),
        factory.statement(person, "memberOf", party, factory.proof("社区党委书记高远山"), role="委员"),
        factory.statement(person, "livesIn", community, factory.proof("高远山")),
        factory.statement(feast, "locatedIn", hall, factory.proof("下月")),
        factory.statement(hall, "locatedIn", community, factory.proof("小河里社区")),
        factory.statement(community, "helps", party, mended, whole, modality="planned"),
    ]
    named = (street, community, party, person, lane, feast, hall)
    entities = [factory.entity(key.type, key.name, scope=key.scope) for key in named]
    return Reader(STORES[store](rdf.quads(entities, facts, [factory.source()], factory.vocabulary())), sparql.builtin())


def rows(name: str, reader: Reader, **given: str) -> list[dict[str, str]]:
    question = questions.find(name)
    text = questions.bind(question, binding.terms(question, {key: [value] for key, value in given.items()}, reader))
    result = reader.store.query(sparql.complete(guard.check(text), reader.prefixes))
    assert isinstance(result, Solutions)
    shown = labeller(reader)
    return [
        {key: results.shown(term, shown) for key, term in zip(result.variables, row, strict=True)}
        for row in result.rows
    ]


@pytest.mark.parametrize("store", STORES)
def test_a_fact_of_several_proofs_in_pieces_is_one_row(store: str) -> None:
    reader = broken(store)
    for name in ("not-yet-facts", "planned-by"):
        (row,) = rows(name, reader)
        assert row["proofs"] == "2"
        assert row["words"] in ("小河里社区⏎推出“邻里帮”⏎助老服务", "每周二上门")
    (row,) = rows("repaired-facts", reader)
    assert (row["words"], row["repaired"], row["proofs"]) == ("小河里社区⏎推出“邻里帮”⏎助老服务", "1", "2")
    quoted = {row["words"] for row in rows("quotes", reader, about="小河里社区") if row["predicate"] == "kg:implements"}
    assert quoted == {"小河里社区⏎推出“邻里帮”⏎助老服务", "每周二上门"}
    roles = [row["role"] for row in rows("facts-with-one-source", reader, about="高远山") if row["role"]]
    assert sorted(roles) == ["书记", "委员"]


@pytest.mark.parametrize("store", STORES)
def test_a_place_is_asked_with_all_that_lies_in_it_and_nothing_is_listed_once_more_for_each_place_above(
    store: str,
) -> None:
    reader = broken(store)
    assert rows("residents", reader) == rows("residents", reader, place="柳影街道")
    assert rows("residents", reader) == [{"home": "小河里社区", "person": "高远山"}]
    there = rows("located-at", reader, place="柳影街道")
    assert [(row["where"], row["what"]) for row in there] == [("小河里社区", "小礼堂"), ("小礼堂", "邻里节")]
    assert there == rows("located-at", reader)
    assert rows("located-at", reader, place="小礼堂") == there[1:]


@pytest.mark.parametrize("store", STORES)
def test_a_street_in_numbers_counts_what_the_lists_hold(store: str) -> None:
    (street,) = rows("street-overview", broken(store))
    listed = {
        "communities": rows("communities-of-street", broken(store)),
        "programmes": rows("programmes-of-street", broken(store)),
        "events": rows("events-of-street", broken(store)),
        "bodies": rows("organisations-of-street", broken(store)),
    }
    assert {name: street[name] for name in listed} == {name: str(len(found)) for name, found in listed.items()}


if __name__ == "__main__":
    for each in NAMES:
        (GOLDEN / f"{each}.csv").write_text(answer(each, town("oxigraph")), encoding="utf-8", newline="\n")
