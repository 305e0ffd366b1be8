"""One contract: every named question, on both stores, gives the rows of its golden file.

Run ``python -m tests.test_named_questions`` to write the golden files anew, and read what changed.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from kg import binding, guard, questions, results, sparql
from kg.lookup import Reader, labeller
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


if __name__ == "__main__":
    for each in NAMES:
        (GOLDEN / f"{each}.csv").write_text(answer(each, town("oxigraph")), encoding="utf-8", newline="\n")
