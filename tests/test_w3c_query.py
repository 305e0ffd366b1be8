"""The W3C's tests of query evaluation and result formats, on kg's own path: from the command line to the engine."""

import csv
import io
from pathlib import Path

import pytest

from kg import cli, query
from kg.frames import Request
from tests import w3c

pytestmark = w3c.needed

FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery",
)  # fmt: skip
KNOWN = frozenset({
    "aggregates/agg-empty-group-count-graph", "aggregates/agg-groupconcat-04", "aggregates/agg-groupconcat-06",
    "bindings/graph", "functions/bnode01", "negation/graph-minus",
    "property-path/zero_or_more_set_end", "property-path/zero_or_more_set_start",
    "property-path/zero_or_one_set_end", "property-path/zero_or_one_set_start",
})  # fmt: skip
"""Where the engine, pyoxigraph, itself answers otherwise than the W3C; shown below, so that none stays for ever."""


def files(case: w3c.Case, folder: Path) -> tuple[str, ...]:
    """What ``--data`` is given: the default graph's files, and one file of the named graphs."""
    import pyoxigraph as ox

    quads = []
    for file in case.named:
        syntax = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML}[file.suffix]
        read = ox.parse(path=str(file), format=syntax, base_iri=file.as_uri(), rename_blank_nodes=True)
        quads += [ox.Quad(*quad.triple, ox.NamedNode(file.as_uri())) for quad in read]
    ox.serialize(quads, str(folder / "named.nq"), ox.RdfFormat.N_QUADS)
    return (*map(str, case.data), str(folder / "named.nq"))


def answered(case: w3c.Case, folder: Path) -> tuple[bytes, str]:
    pieces: list[bytes] = []
    text = case.query.read_text(encoding="utf-8")
    request = Request(
        text, data=files(case, folder), base=case.query.as_uri(), format="xml", graph_format="nt", timeout=20
    )
    outcome = query.ask(request, pieces.append, lambda _: None)
    return b"".join(pieces), ".nt" if outcome.kind == "triples" else ".srx"


@pytest.mark.parametrize("case", list(w3c.cases(*FOLDERS)), ids=lambda case: case.name)
def test_evaluation(case: w3c.Case, tmp_path: Path) -> None:
    answer = answered(case, tmp_path)
    assert w3c.same(*answer, case.result) is (case.name not in KNOWN)
    if case.name in KNOWN:
        assert w3c.isomorphic(w3c.graph_of(*answer), w3c.graph_of(*raw(case, tmp_path)))


def raw(case: w3c.Case, folder: Path) -> tuple[bytes, str]:
    """What the engine says alone, asked without anything of ours."""
    import pyoxigraph as ox

    store = ox.Store()
    for file in case.data:
        store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=file.as_uri())
    store.load(path=str(folder / "named.nq"), format=ox.RdfFormat.N_QUADS)
    result = store.query(case.query.read_text(encoding="utf-8"), base_iri=case.query.as_uri())
    return result.serialize(format=ox.QueryResultsFormat.XML), ".srx"


def test_all_of_the_tests_of_evaluation_were_run() -> None:
    folders = {path.parent.name for path in w3c.ROOT.glob("*/manifest.ttl") if list(w3c.cases(path.parent.name))}
    assert folders - set(FOLDERS) == {"csv-tsv-res", "json-res", "service"}  # two are below, SERVICE is refused
    assert len(list(w3c.cases(*FOLDERS))) == 225
    assert {case.name for case in w3c.cases(*FOLDERS)} >= KNOWN


@pytest.mark.parametrize("case", list(w3c.cases("csv-tsv-res", "json-res")), ids=lambda case: case.name)
def test_result_formats_on_the_command_line(case: w3c.Case, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    format = {".csv": "csv", ".tsv": "tsv", ".srj": "json"}[case.result.suffix]
    code = cli.main(["query", "-f", str(case.query), "--data", *map(str, case.data), "--format", format])
    answer = capfdbinary.readouterr().out
    assert code == 0
    if format == "csv":
        assert table(answer) == table(case.result.read_bytes())
    else:
        assert w3c.same(answer, case.result.suffix, case.result)


def table(content: bytes) -> list[list[str]]:
    """The rows of a CSV in any order; numbers by value, blank nodes without their names, which CSV leaves open."""
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    return [head, *sorted([_cell(cell) for cell in row] for row in rows)]


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return repr(float(text))
    except ValueError:
        return text
