"""What the file of names says is what the store says, whatever the graph holds and however it came about."""

import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg import sparql
from kg.errors import GraphError
from kg.literals import literal
from kg.lookup import Found, Reader, StoreNames
from kg.namespaces import BASE, DCTERMS, GRAPH, ONTOLOGY, RDF, RDFS, SKOS
from kg.search import Names, alike, containing, names_of, search
from kg.stores import generations, nametable, oxigraph
from kg.worker import open_reader
from tests import factory

LETTERS = 'Aaä谊宜景村\t\n\\"\x01\x1fΣ İ😀'
LINE = f'x> <{RDFS}label> "甲" .'
CLASSES = ("Organization", "Person", "Place")


def word(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randint(1, 7)))


def some_lines(chance: random.Random) -> list[str]:
    """A small graph with entities of one class each, and all that must not be taken for a name of one."""
    lines: set[str] = set()
    for number in range(chance.randint(0, 30)):
        node = f"<{BASE}{chance.choice(('org', 'person'))}/{number}{chance.choice('谊宜')}>"
        lines.add(f"{node} <{RDF}type> <{ONTOLOGY}{chance.choice(CLASSES)}> .")
        lines.add(f"{node} <{RDFS}label> {literal(word(chance), language='zh')} .")
        lines |= {f"{node} <{SKOS}altLabel> {literal(word(chance))} ." for _ in range(chance.randrange(3))}
        odd = {
            f"{node} <{DCTERMS}isReplacedBy> <{BASE}org/0> .",
            f"{node} <{RDFS}label> {literal(word(chance), language='zh')} .",
            f"{node} <{RDFS}label> {literal(word(chance), language='zh')} <{GRAPH}gazetteer> .",
            f"{node} <{RDF}type> <http://schema.example/Thing> .",
            f"{node} <{RDF}type> <{ONTOLOGY}Award> <{GRAPH}provenance> .",
            f"{node} <{RDF}predicate> <{RDFS}label> <{ONTOLOGY}x> .",
            f"{node} <{RDFS}comment> {literal(LINE)} .",
            f"{node} <{SKOS}altLabel> {literal('7', datatype='integer')} .",
        }
        lines |= set(chance.sample(sorted(odd), chance.choice((0, 0, 1, 2))))
        if not chance.randrange(6):  # a class without a name, or a name without a class
            lines = {line for line in lines if not line.startswith(f"{node} <{chance.choice((RDF, RDFS))}")}
    return sorted(lines)


def both(folder: Path, lines: Iterable[str]) -> tuple[Names, Names]:
    """The names by the table and by the store."""
    (folder / "graph.nq").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    nametable.write(folder / "names.tsv", folder / "graph.nq")
    table = nametable.open_table(folder / "names.tsv")
    assert table is not None
    return table, StoreNames(Reader(oxigraph.from_lines(lines), sparql.builtin()))


def told(found: Iterable[Found]) -> list[Found]:
    return sorted(found)


@pytest.mark.parametrize("seed", range(60))
def test_table_and_store_find_the_same(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    table, store = both(tmp_path, some_lines(chance))
    texts = ["", *(found.name[: chance.randint(1, 3)] for found in store.beginning("")), word(chance)]
    for text in texts:
        for class_name in ("", chance.choice(CLASSES)):
            assert told(table.beginning(text, class_name)) == told(store.beginning(text, class_name))
            assert told(table.holding(text, class_name)) == told(store.holding(text, class_name))
            assert containing(table, text, class_name) == containing(store, text, class_name)
            assert search(table, text, class_name, limit=5) == search(store, text, class_name, limit=5)
            if "\n" not in text:  # which no dot of a pattern matches
                assert alike(table, text, class_name) == alike(store, text, class_name)
    for iri in (BASE, f"{BASE}org/", f"{BASE}person/1", "urn:none:"):
        assert {found.iri for found in table.prefixed(iri)} == {found.iri for found in store.prefixed(iri)}


def test_the_names_of_a_town(tmp_path: Path) -> None:
    table, store = both(tmp_path, factory.town())
    assert [found.name for found in table.beginning("橘园")] == ["橘园广场", "橘园社区", "橘园社区党委", "橘园里"]
    assert list(table.beginning("")) == list(store.beginning(""))
    assert len(list(table.beginning("", limit=3))) == len(list(store.beginning("", limit=3))) == 3
    assert [found.label for found in table.prefixed(f"{BASE}community/橘")] == ["橘园社区"]
    assert search(table, "橘圆") == search(store, "橘圆")


def test_what_is_no_text_is_no_name(tmp_path: Path) -> None:
    table, _ = both(tmp_path, factory.town())
    assert search(table, "\udcff橘") == list(table.beginning("\udcff")) == []


def test_a_thing_of_two_classes_is_told_once_but_found_by_both(tmp_path: Path) -> None:
    kinds = [f"<{BASE}org/a> <{RDF}type> <{ONTOLOGY}{name}> ." for name in ("Place", "Organization")]
    table, _ = both(tmp_path, sorted([*kinds, f'<{BASE}org/a> <{RDFS}label> "甲"@zh .']))
    assert [found.type for found in table.beginning("甲")] == ["Organization"]
    assert [found.type for found in table.holding("甲", "Place")] == ["Place"]


def changed(folder: Path, lines: list[str]) -> bytes:
    """The names of the next generation, made by what changes where there is one before."""
    with generations.new_generation(folder) as new:
        if new.before is None:
            new.write(lines, {})
        else:
            old = (new.before / "graph.nq").read_bytes()
            before, now = set(old.decode().split("\n")) - {""}, set(lines)
            new.change(old, before - now, now - before, {})
    with generations.open_graph(folder) as current:
        return (current.path / nametable.NAMES).read_bytes()


def test_changes_give_the_bytes_that_a_build_from_nothing_gives(tmp_path: Path) -> None:
    chance = random.Random(3)
    rest = [f'<http://e/{number:03}> <{RDFS}comment> "{number}" .' for number in range(900)]  # so that changes are few
    lines = some_lines(chance)
    for number in range(25):
        names = changed(tmp_path / "steps", sorted({*rest, *lines}))
        assert names == changed(tmp_path / f"whole{number}", sorted({*rest, *lines}))
        lines = sorted({*chance.sample(lines, len(lines) - len(lines) // 4), *some_lines(chance)[:20]})


@pytest.mark.parametrize("spoilt", [None, b"cut short"])
def test_a_table_that_cannot_be_built_upon_is_made_anew(tmp_path: Path, spoilt: bytes | None) -> None:
    lines = factory.town()
    changed(tmp_path / "g", lines)
    table = tmp_path / "g" / "generations" / "g000001" / nametable.NAMES
    table.unlink()
    if spoilt is not None:
        table.write_bytes(spoilt)
    assert changed(tmp_path / "g", lines[1:]) == changed(tmp_path / "whole", lines[1:])


def test_a_graph_without_the_table_asks_its_store(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    with open_reader(str(graph)) as reader:
        assert isinstance(names_of(reader), nametable.NameTable)
    (graph / "generations" / generations.current(graph) / nametable.NAMES).unlink()
    assert generations.open_table(graph) is None
    with open_reader(str(graph)) as reader:
        assert isinstance(names_of(reader), StoreNames)


def test_another_store_than_the_generations_is_asked_itself(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    with open_reader(str(graph), least=0.5) as reader:
        assert isinstance(names_of(reader), StoreNames)


@pytest.mark.skipif(os.name == "nt", reason="what is mapped cannot be deleted there")
def test_a_table_outlives_its_generation(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    found = generations.open_table(graph)
    assert found is not None
    changed(graph, factory.town())
    assert not (graph / "generations" / "g000001").exists()
    assert [each.label for each in found[0].beginning("青禾")] == ["青禾超市"]


@pytest.mark.parametrize("spoilt", [b"cut sho", "橘\t".encode() * 4, b"two\tcolumns\n"])
def test_a_damaged_table_is_told(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "names.tsv").write_bytes(spoilt)
    with pytest.raises(GraphError, match="is damaged"):
        nametable.open_table(tmp_path / "names.tsv")


def test_no_graph_and_one_too_old_are_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph here"):
        generations.open_table(tmp_path)
    graph = factory.sample_graph(tmp_path / "graph")
    (graph / "generations" / "g000001" / "meta.json").write_text('{"format": 0}')
    with pytest.raises(GraphError, match="too old"):
        generations.open_table(graph)
