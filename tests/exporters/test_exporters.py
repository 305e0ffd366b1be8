import csv
import io
import subprocess
import xml.etree.ElementTree as ElementTree
from shutil import which

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import exporters, nquads, rdf
from kg.errors import InputError
from kg.model import Key
from kg.namespaces import PROVENANCE
from tests import factory

TRIPLES = {"ttl": "turtle", "nt": "nt", "rdfxml": "xml"}
DATASETS = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE, "nt": pyoxigraph.RdfFormat.N_TRIPLES, "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "nq": pyoxigraph.RdfFormat.N_QUADS, "trig": pyoxigraph.RdfFormat.TRIG, "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}  # fmt: skip
AWKWARD = ["<b>", "]]>", "a\\b", "“q”", 'x"y', "制\t表\n行\r回", "&amp;", "\u2028", "𠮷", "<http://e/x>", " <g> ."]


def awkward() -> list[str]:
    """A graph whose names try every writer."""
    entities = [factory.entity("ORG", name) for name in AWKWARD] + [factory.entity("STREET", "街", scope="3+4-")]
    facts = [factory.statement(Key("ORG", name), "locatedIn", factory.STREET) for name in AWKWARD]
    return rdf.quads(entities, facts, [factory.source()], factory.vocabulary())


def exported(lines: list[str], name: str, evidence: bool = False) -> bytes:
    out = io.BytesIO()
    exporters.export(lines, name, out, evidence=evidence)
    return out.getvalue()


def expected(lines: list[str], name: str, evidence: bool) -> set[str]:
    """The lines that the export should hold."""
    if name in DATASETS:
        return {line for line in lines if evidence or not nquads.split(line).graph}
    kept = nquads.triples(lines, *([PROVENANCE] if evidence else []))
    return {f"{line.subject} {line.predicate} {line.object} ." for line in kept}


@pytest.mark.parametrize("lines", [factory.sample_lines(), awkward()], ids=["sample", "awkward"])
@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("name", [*TRIPLES, *DATASETS])
def test_rdf_is_read_back_by_oxigraph(lines: list[str], evidence: bool, name: str) -> None:
    quads = pyoxigraph.parse(exported(lines, name, evidence), format=OXIGRAPH[name])
    read = [str(quad.triple if name in TRIPLES else quad) + " ." for quad in quads]
    wanted = pyoxigraph.parse("\n".join(expected(lines, name, evidence)).encode(), format=OXIGRAPH["nq"])
    assert sorted(read) == sorted(str(quad.triple if name in TRIPLES else quad) + " ." for quad in wanted)


@pytest.mark.parametrize("lines", [factory.sample_lines(), awkward()], ids=["sample", "awkward"])
@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("name", TRIPLES)
def test_triples_are_read_back_by_rdflib(lines: list[str], evidence: bool, name: str) -> None:
    read = rdflib.Graph().parse(data=exported(lines, name, evidence), format=TRIPLES[name])
    wanted = rdflib.Graph().parse(data="\n".join(expected(lines, name, evidence)), format="nt")
    assert isomorphic(read, wanted)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", DATASETS)
def test_datasets_are_read_back_by_rdflib(name: str) -> None:
    lines = factory.sample_lines()
    read, wanted = rdflib.Dataset(), rdflib.Dataset()
    read.parse(data=exported(lines, name, True), format=DATASETS[name])
    wanted.parse(data="\n".join(lines), format="nquads")
    assert set(read.quads()) == set(wanted.quads())


@pytest.mark.skipif(which("rapper") is None, reason="raptor2-utils is not installed")
@pytest.mark.parametrize("lines", [factory.sample_lines(), awkward()], ids=["sample", "awkward"])
@pytest.mark.parametrize(("name", "syntax"), [("ttl", "turtle"), ("rdfxml", "rdfxml"), ("nt", "ntriples")])
def test_an_outside_parser_reads_as_many_triples(lines: list[str], name: str, syntax: str) -> None:
    command = ["rapper", "-q", "-i", syntax, "-o", "ntriples", "-", "http://example.org/"]
    done = subprocess.run(command, input=exported(lines, name, True), capture_output=True, check=True)
    assert (done.stdout.count(b"\n"), done.stderr) == (len(expected(lines, name, True)), b"")


def test_turtle_writes_han_beyond_the_basic_plane_in_full() -> None:
    text = exported(factory.sample_lines(), "ttl").decode()
    assert "community:小河里社区 a kg:Community ;" in text
    assert "<https://w3id.org/linpu/id/community/𬇕湾社区> a kg:Community ;" in text


def test_turtle_golden() -> None:
    lines = rdf.quads([factory.entity("STREET", "柳影街道", "柳影街")], [], [factory.source()], factory.vocabulary())
    street = exported(lines, "ttl").decode().split("\n\n")[-1]
    assert street == (
        'street:柳影街道 a kg:Street ;\n    rdfs:label "柳影街道"@zh ;\n    skos:altLabel "柳影街"@zh ;\n'
        "    kg:mentionedIn article:a-第一版-txt-1-287e996fb159 .\n"
    )


def test_without_evidence_only_the_default_graph() -> None:
    for name in (*TRIPLES, *DATASETS):
        assert b"exact" not in exported(factory.sample_lines(), name)
        assert b"exact" in exported(factory.sample_lines(), name, True)


def test_csv_with_evidence_has_a_row_for_every_proof_with_its_place() -> None:
    plain, proved = (
        list(
            csv.DictReader(io.StringIO(exported(factory.sample_lines(), "csv", evidence=evidence).decode(), newline=""))
        )
        for evidence in (False, True)
    )
    assert len(proved) == len(plain) + 1
    row = next(row for row in proved if row["role"] == "书记")
    pieces = [tuple(map(int, span.split("-"))) for span in row["characters"].split("+")]
    assert "".join(factory.TEXT[start:end] for start, end in pieces) == row["sentence"]
    assert (row["file"], row["rule"], row["proof_confidence"]) == (factory.PAGE, "test.rule", "0.9")
    assert len(pieces) == 2
    assert {tuple(row.items()) for row in plain} <= {tuple(row.items())[: len(plain[0])] for row in proved}


def test_csv_puts_pieces_over_a_broken_column_together() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(factory.sample_lines(), "csv").decode(), newline="")))
    row = next(row for row in rows if row["role"])
    told = {name: row[name] for name in ("subject", "predicate", "object", "role", "confidence", "sentence", "article")}
    assert told == {
        "subject": "高远山", "predicate": "任职于", "object": "小河里社区党委", "role": "书记", "confidence": "0.9",
        "sentence": "由社区党委书记高远山牵头，每周二上门。", "article": "小河里社区办起“邻里帮”助老服务",
    }  # fmt: skip
    assert len(rows) == 5


def test_graphml_has_entities_and_facts() -> None:
    tree = ElementTree.fromstring(exported(factory.sample_lines(), "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = {node.get("id") for node in tree.iter(space + "node")}
    edges = [(edge.get("source"), edge.get("target")) for edge in tree.iter(space + "edge")]
    assert len(nodes) == 8
    assert len(edges) == 5
    assert {end for edge in edges for end in edge} <= nodes


def test_controls_that_xml_cannot_hold_are_replaced() -> None:
    lines = rdf.quads([factory.entity("ORG", "甲\x0c乙")], [], [factory.source()], factory.vocabulary())
    for name in ("rdfxml", "graphml"):
        assert "甲\ufffd乙" in exported(lines, name).decode()


def test_rdfxml_refuses_a_property_that_xml_cannot_name() -> None:
    with pytest.raises(InputError, match="cannot be written as a property"):
        exported(["<http://e/s> <http://e/1> <http://e/o> ."], "rdfxml")


@pytest.mark.parametrize("name", exporters.formats())
def test_an_empty_graph_can_be_exported(name: str) -> None:
    assert b"kg:Street" not in exported([], name)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="choose one of ttl"):
        exported([], "docx")
