"""What the whole path promises, on sample pages and, beside a checkout that has them, on real ones."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import archive, nquads, ontology
from kg.namespaces import DCTERMS, OA, ONTOLOGY, PROVENANCE, RDF
from kg.resources import shared_root
from kg.stores import memory, oxigraph
from kg.stores.generations import open_graph

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "corpus"
KILLS = 10


def kg(*words: object, seed: int = 0) -> subprocess.Popen[bytes]:
    program = "import sys; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    words = tuple(map(str, words))
    return subprocess.Popen(
        [sys.executable, "-c", program, *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def said(*words: object, seed: int = 0) -> bytes:
    process = kg(*words, seed=seed)
    out = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    return out


@pytest.fixture(scope="module", params=["sample", "real"])
def files(request: pytest.FixtureRequest) -> list[Path]:
    if request.param == "sample":
        plan = tomllib.loads((shared_root() / "data" / "demo.toml").read_text(encoding="utf-8"))
        return [shared_root() / "data" / "pages" / name for name in plan["pages"]]
    if not REAL.is_dir():
        pytest.skip("no real pages beside this checkout")
    return sorted(REAL.glob("*.txt"))


@pytest.fixture(scope="module")
def graph(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "graph"
    said("build", *files, "--graph", folder)
    return folder


def quads(graph: Path) -> Iterator[nquads.Line]:
    with open_graph(graph) as current:
        for line in current.store.lines():
            yield nquads.split(line)


def lines(graph: Path) -> bytes:
    with open_graph(graph) as current:
        return current.lines_file.read_bytes()


def home(graph: Path) -> str:
    with open_graph(graph) as current:
        return str(current.meta["home"])


def digests(graph: Path, turtle: Path) -> tuple[str, str]:
    said("export", "--graph", graph, "--evidence", "-o", turtle)
    return hashlib.sha256(lines(graph)).hexdigest(), hashlib.sha256(turtle.read_bytes()).hexdigest()


def test_every_evidence_is_the_pages_own_characters(files: list[Path], graph: Path) -> None:
    with open_graph(graph) as current:
        texts = {packed.page.id: packed.page.text for packed in archive.read(current.path)}
    assert texts == {path.name: path.read_bytes().decode("utf-8-sig") for path in files}
    about: dict[str, dict[str, str]] = {}
    for subject, predicate, object_, _ in quads(graph):
        about.setdefault(subject, {})[predicate[1:-1]] = nquads.term(object_).value
    pieces = [known for known in about.values() if OA + "exact" in known]
    for piece in pieces:
        article = about[f"<{piece[DCTERMS + 'source']}>"]
        page = article if ONTOLOGY + "file" in article else about[f"<{article[ONTOLOGY + 'page']}>"]
        start, end = int(piece[OA + "start"]), int(piece[OA + "end"])
        assert texts[page[ONTOLOGY + "file"]][start:end] == piece[OA + "exact"] != ""
    assert len(pieces) > 100


def test_the_default_graph_holds_what_extract_prints(files: list[Path], graph: Path) -> None:
    printed, posts = set(), set()
    for line in said("extract", *files, "--workers", 2).decode().splitlines():
        page = json.loads(line)
        iris = {entity["id"]: entity["iri"] for entity in page["entities"]}
        for fact in page["relations"]:
            subject, object_ = iris[fact["subject"]], iris[fact["object"]]
            printed.add((subject, fact["predicate"], object_))
            if fact["role"]:
                posts.add((subject, object_, fact["role"]))
    kept: set[tuple[str, str, str]] = set()
    nodes: dict[str, dict[str, str]] = {}
    predicates = ontology.load().predicates
    for subject, predicate, object_, where in quads(graph):
        name = predicate[1:-1].removeprefix(ONTOLOGY)
        if not where and name in predicates:
            kept.add((subject[1:-1], name, object_[1:-1]))
        if not where and name in ("member", "organization", "role"):
            nodes.setdefault(subject, {})[name] = nquads.term(object_).value
    assert kept == printed
    assert {(n["member"], n["organization"], n["role"]) for n in nodes.values() if "role" in n} == posts
    assert len(kept) > 100


def test_seed_order_and_workers_change_no_byte(files: list[Path], graph: Path, tmp_path: Path) -> None:
    first = digests(graph, tmp_path / "first.ttl")
    for seed, workers in ((1, 2), (77, 1)):
        shuffled = random.Random(seed).sample(files, len(files))
        other = tmp_path / f"graph{seed}"
        said("build", *shuffled, "--graph", other, "--workers", workers, seed=seed)
        assert digests(other, tmp_path / f"{seed}.ttl") == first


@pytest.mark.parametrize("evidence", [False, True], ids=["facts", "with evidence"])
def test_every_reader_of_turtle_finds_the_same_triples(graph: Path, tmp_path: Path, evidence: bool) -> None:
    file = tmp_path / "graph.ttl"
    said("export", "--graph", graph, "-o", file, *(["--evidence"] if evidence else []))
    shown = {"", f"<{PROVENANCE}>"} if evidence else {""}
    wanted = {row[:3] for row in quads(graph) if row.graph in shown}
    counts = {"rdflib": memory.from_files([file]).count(), "oxigraph": oxigraph.from_files([file]).count()}
    if shutil.which("rapper"):
        done = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", file], capture_output=True, check=True)
        assert done.stderr == b""
        counts["rapper"] = len(set(done.stdout.splitlines()))
    assert counts == dict.fromkeys(counts, len(wanted))


def test_a_graph_survives_ten_killed_builds(files: list[Path], tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    said("build", files[0], "--graph", graph)
    before = lines(graph)
    started = time.monotonic()
    said("build", *files, "--graph", tmp_path / "other", "--workers", 2, "--home", home(graph))
    whole, after = time.monotonic() - started, lines(tmp_path / "other")
    old = 0
    for kill in range(KILLS):
        build = kg("build", *files, "--graph", graph, "--yes", "--workers", 2)
        time.sleep(whole * 0.9 * (kill + 1) / KILLS)
        build.kill()
        build.communicate()
        found = lines(graph)
        assert found in (before, after)  # never anything between
        old += found == before
        assert said("query", "ASK { ?s kg:partOf ?o }", "--graph", graph) == b"true\n"
        if found == after:  # the kill came after the swap: back to the old graph
            said("build", files[0], "--graph", graph, "--yes")
    assert old >= KILLS // 2
    said("build", *files, "--graph", graph, "--yes")
    assert len([path for path in (graph / "generations").iterdir() if path.is_dir()]) == 1


def test_facts_are_typed_and_labelled(graph: Path) -> None:
    rows = [row for row in quads(graph) if not row.graph]
    typed = {row[0] for row in rows if row[1] == f"<{RDF}type>"}
    predicates = {f"<{ONTOLOGY}{name}>" for name in ontology.load().predicates}
    ends = {end for row in rows if row[1] in predicates for end in (row[0], row[2])}
    assert ends <= typed
