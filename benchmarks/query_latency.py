"""What kg query adds to the engine: seven shapes of queries on a made graph of a million triples, beside pyoxigraph.

python benchmarks/query_latency.py [--triples N] [--rounds N] [--keep DIR]

Both sides ask one open store in one process, turn about, and end with the same bytes, W3C TSV: the raw side by
pyoxigraph's own writer, kg's side as its worker answers a request (guard, prefixes, replaced IRIs, limits, answer).
Seconds are the processor's, so that other programs do not count. What starting a worker costs is told apart, by the
clock: a fork, a process of its own, one that stays.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pyoxigraph

from kg import query, sparql, worker
from kg.frames import Request
from kg.lookup import Reader
from kg.namespaces import BASE, DCTERMS, OA, ONTOLOGY, PROVENANCE, RDF, RDFS, XSD
from kg.resident import Resident
from kg.stores import generations

SHAPES = {
    "label look-up": """SELECT ?thing ?type ?article {
      ?thing rdfs:label "第500社区"@zh ; a ?type ; kg:mentionedIn ?article }""",
    "star join": """SELECT ?person ?name ?body ?home { ?home kg:partOf street:第7街道 .
      ?person kg:livesIn ?home ; a kg:Person ; rdfs:label ?name ; kg:memberOf ?body }""",
    "path": "SELECT ?body { ?body kg:belongsTo/kg:partOf+ area:第3区 }",
    "aggregate": """SELECT ?street (COUNT(DISTINCT ?person) AS ?people) { ?home kg:partOf ?street .
      ?person kg:livesIn ?home } GROUP BY ?street ORDER BY DESC(?people) ?street LIMIT 20""",
    "optional, filter": """SELECT ?home ?programme ?words { ?home kg:partOf/kg:partOf area:第2区
      OPTIONAL { ?home kg:implements ?programme . ?programme rdfs:label ?words FILTER(STRENDS(?words, "7项目")) } }""",
    "text filter": 'SELECT ?thing ?name { ?thing rdfs:label ?name FILTER CONTAINS(?name, "77小") }',
    "order, limit": """SELECT ?home ?name ?street { ?home a kg:Community ; rdfs:label ?name ; kg:partOf ?street }
      ORDER BY DESC(?name) ?street LIMIT 20""",
}
"""Shape → query, of the names that ``made`` gives."""


def main() -> None:
    """Make the graph, measure, print two tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=21, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the graph here, and use it again the next time")
    args = parser.parse_args()
    with nullcontext(str(args.keep)) if args.keep else tempfile.TemporaryDirectory() as folder:
        graph = Path(folder)
        if not generations.exists(graph):
            with generations.new_generation(graph) as draft:
                draft.write(_distinct(args.triples), {})
        _shapes(graph, args.rounds)
        _starts(graph, args.rounds)


def _distinct(count: int) -> list[str]:
    lines: set[str] = set()
    for line in made():
        lines.add(line)
        if len(lines) == count:
            break
    return sorted(lines)


def made() -> Iterator[str]:
    """N-Quads lines without end: districts of 10 streets of 25 communities with bodies, people, programmes, proofs."""
    chance = random.Random(1)
    number = 0
    while True:
        area, street = number // 250, number // 25
        if number % 250 == 0:
            yield from _thing("area", "AdministrativeArea", f"第{area}区", number, chance)
        if number % 25 == 0:
            yield from _thing("street", "Street", f"第{street}街道", number, chance)
            yield _fact("street", f"第{street}街道", "partOf", "area", f"第{area}区")
        yield from _community(number, street, chance)
        number += 1


def _community(number: int, street: int, chance: random.Random) -> Iterator[str]:
    home, programme = f"第{number}社区", f"第{number // 3}项目"
    yield from _thing("community", "Community", home, number, chance)
    yield _fact("community", home, "partOf", "street", f"第{street}街道")
    yield from _thing("programme", "Programme", programme, number, chance)
    yield from _proved("community", home, "implements", "programme", programme, chance=chance)
    for i in range(2):
        body = f"第{number}社区{'党委' if i else '居委会'}"
        yield from _thing("org", "Organization", body, number, chance)
        yield _fact("org", body, "belongsTo", "community", home)
        for j in range(3):
            person = f"{chance.choice('赵钱孙李周吴郑王')}{number * 6 + i * 3 + j}小{chance.choice('明红林雨')}"
            yield from _thing("person", "Person", person, number, chance)
            yield from _proved("person", person, "memberOf", "org", body, chance=chance)
            yield _fact("person", person, "livesIn", "community", home)


def _thing(word: str, class_name: str, name: str, number: int, chance: random.Random) -> Iterator[str]:
    iri = f"<{BASE}{word}/{name}>"
    yield f"{iri} <{RDF}type> <{ONTOLOGY}{class_name}> ."
    yield f'{iri} <{RDFS}label> "{name}"@zh .'
    for _ in range(2):
        yield f"{iri} <{ONTOLOGY}mentionedIn> <{BASE}article/{number // 5 + chance.randrange(5)}> ."


def _fact(word: str, name: str, predicate: str, object_word: str, object_name: str) -> str:
    return f"<{BASE}{word}/{name}> <{ONTOLOGY}{predicate}> <{BASE}{object_word}/{object_name}> ."


def _proved(
    word: str, name: str, predicate: str, object_word: str, object_name: str, *, chance: random.Random
) -> Iterator[str]:
    yield _fact(word, name, predicate, object_word, object_name)
    key, graph = f"{name}-{predicate}", f"<{PROVENANCE}>"
    statement, evidence = f"<{BASE}statement/{key}>", f"<{BASE}evidence/{key}>"
    sure = f'"{0.5 + chance.randrange(50) / 100:.2f}"^^<{XSD}decimal>'
    about = {
        f"{RDF}type": f"<{ONTOLOGY}Statement>",
        f"{RDF}subject": f"<{BASE}{word}/{name}>",
        f"{RDF}predicate": f"<{ONTOLOGY}{predicate}>",
        f"{RDF}object": f"<{BASE}{object_word}/{object_name}>",
        f"{ONTOLOGY}confidence": sure,
        f"{ONTOLOGY}evidence": evidence,
    }
    proof = {f"{OA}exact": f'"{name}{object_name}"', f"{ONTOLOGY}confidence": sure, f"{OA}start": '"3"'}
    proof[f"{DCTERMS}source"] = f"<{BASE}article/{chance.randrange(5000)}>"
    for subject, pairs in ((statement, about), (evidence, proof)):
        for property_, value in pairs.items():
            yield f"{subject} <{property_}> {value} {graph} ."


def _shapes(graph: Path, rounds: int) -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    with worker.open_reader(str(graph)) as reader:
        raw = pyoxigraph.Store.read_only(str(reader.generation.path / "store"))  # type: ignore[union-attr]
        prefixes = sparql.builtin()
        print(f"{reader.store.count():,} triples, {rounds} rounds\n")
        print(f"{'shape':18} {'rows':>7} {'raw ms':>9} {'kg ms':>9} {'ratio':>6}")
        for name, text in SHAPES.items():
            tsv = _tsv(raw, prefixes, text)
            rows = tsv().count(b"\n") - 1
            request = Request(text, format="tsv", graph=str(graph))
            ask = partial(_answer, request, reader, nothing)
            first, second = _turn_about([tsv, ask], rounds, clock=time.process_time)
            print(f"{name:18} {rows:7,} {first * 1000:9.2f} {second * 1000:9.2f} {second / first:6.2f}")
    os.close(nothing)


def _answer(request: Request, reader: Reader, number: int) -> None:
    sparql.read.cache_clear()  # a worker sees most texts for the first time
    worker.answer(request, reader, number)


def _tsv(store: pyoxigraph.Store, prefixes: dict[str, str], text: str) -> Callable[[], bytes]:
    format = pyoxigraph.QueryResultsFormat.TSV
    return lambda: store.query(text, prefixes=prefixes).serialize(format=format)  # type: ignore[return-value, union-attr]


def _starts(graph: Path, rounds: int) -> None:
    request = Request("ASK { ?s a kg:Street }", graph=str(graph))
    resident = Resident()
    ways = {
        "fork": lambda: query.ask(request, len, print, fork=True),
        "process of its own": lambda: query.ask(request, len, print, fork=False),
        "worker that stays": lambda: resident.ask(request, len, print),
    }
    print(f"\n{'a first answer from':24} {'ms':>7}")
    for name, seconds in zip(ways, _turn_about(list(ways.values()), rounds), strict=True):
        print(f"{name:24} {seconds * 1000:7.1f}")
    resident.close()


def _turn_about(
    actions: list[Callable[[], object]], rounds: int, *, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """The median seconds of each action, the actions taking turns; the first round warms up."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds + 1):
        for action, times in zip(actions, taken, strict=True):
            started = clock()
            action()
            times.append(clock() - started)
    return [statistics.median(times[1:]) for times in taken]


if __name__ == "__main__":
    main()
