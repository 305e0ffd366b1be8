"""``kg demo``: the graph of the sample pages, what it holds, and the words that prove two of its facts."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli import corpus_options
from kg.cli.parsing import note, terminal_width

if TYPE_CHECKING:
    from kg.card import Fact
    from kg.lookup import Reader
    from kg.model import Key
    from kg.names import Names

_TYPES = "SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) { ?s a ?kind } GROUP BY ?kind ORDER BY DESC(?n) ?kind"
_PREDICATES = """SELECT ?kind (COUNT(?s) AS ?n) { GRAPH graph:provenance { ?s a kg:Statement ; rdf:predicate ?kind } }
                 GROUP BY ?kind ORDER BY DESC(?n) ?kind"""


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("linpu-demo"), metavar="DIR", help="default: %(default)s"
    )


def run(args: Namespace) -> int:
    """Build, tell, and leave graph.ttl and graph.html; 1 when a fact that the demo shows is not in the graph."""
    from kg.build import build
    from kg.corpus import Options
    from kg.resources import shared_root
    from kg.worker import open_reader

    data = shared_root() / "data"
    plan = tomllib.loads((data / "demo.toml").read_text(encoding="utf-8"))
    graph = args.output / "graph"
    note(f"Reading {len(plan['pages'])} sample pages, written for this project …")
    pages = [data / "pages" / name for name in plan["pages"]]
    corpus_options.tell(build(pages, graph, Options(home=plan["home"]), yes=True))
    with open_reader(str(graph)) as reader:
        print("\n".join(_counts(reader)))
        print("\nTwo facts, each with the sentence that proves it:")
        proved = [_show(reader, fact) for fact in plan["fact"]]
        _leave_files(reader, args.output)
    print(f"\nWritten:\n  {args.output / 'graph.html'}\n      the graph as a page: open it in a browser")
    print(f"  {args.output / 'graph.ttl'}\n      the graph as Turtle, for other tools\n\nTry next:")
    for step in plan["next"]:
        print(f"  {step['command'].format(graph=graph)}\n      {step['meaning']}")
    return 0 if all(proved) else 1


def _counts(reader: Reader) -> Iterator[str]:
    """The lines of two tables: entities by type, facts by predicate."""
    from kg import ontology
    from kg.table import draw

    vocabulary = ontology.load()
    types = {known.term.iri: known.term for known in vocabulary.types.values()}
    predicates = {known.term.iri: known.term for known in vocabulary.predicates.values()}
    for title, query, terms in (("entities", _TYPES, types), ("facts", _PREDICATES, predicates)):
        found = [(terms[kind.value], n.value) for kind, n in reader.rows(query) if kind and n and kind.value in terms]
        rows = [(term.name, term.zh, term.en, number.rjust(len(title))) for term, number in found]
        yield ""
        yield from draw(("name", "中文", "English", title), rows, columns=terminal_width())


def _show(reader: Reader, wanted: dict[str, Any]) -> bool:
    """Print a fact of data/demo.toml with its proof, as the graph's provenance has it; False where it has none."""
    from kg import names
    from kg.cli.show import place
    from kg.context import around

    known = names.load()
    subject, object_ = wanted["subject"], wanted["object"]
    fact = _find(reader, _key(subject, known), wanted["predicate"], _key(object_, known))
    print(f"\n  {subject['name']} {wanted['predicate']} {object_['name']}")
    if fact is None or not fact.proofs:
        print("      not in the graph: extraction has lost it; please report this")
        return False
    proof = fact.proofs[0]
    repaired = ", over repaired text" if proof.repaired else ""
    print(f"      sentence    {around(reader)(proof) or proof.words}\n      words       {proof.words}")
    print(f"      article     {proof.article}\n      page        {place(proof)}")
    print(f"      rule        {proof.rule}, confidence {fact.confidence:.2f}{repaired}")
    return True


def _key(wanted: dict[str, str], known: Names) -> Key:
    from kg.model import Key

    return Key(wanted["type"], known.canonical(wanted["type"], wanted["name"]))


def _find(reader: Reader, subject: Key, predicate: str, object_: Key) -> Fact | None:
    from kg.card import card
    from kg.iri import iri

    facts = card(reader, iri(subject)).facts
    found = (f for f in facts if f.outgoing and not f.modality and f.predicate == predicate)
    return next((fact for fact in found if fact.other_iri == iri(object_)), None)


def _leave_files(reader: Reader, folder: Path) -> None:
    from kg import exporters, graph, ontology, view

    with open(folder / "graph.ttl", "wb") as out:
        exporters.export(reader.store.lines(), "ttl", out)
    view.write(graph.load(reader.store), folder / "graph.html", title="邻谱 Linpu", vocabulary=ontology.load())
