"""query, queries, show, find, info, view, export, validate and data as typed."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import cli
from kg.cli import asked, info, query, show
from kg.cli.parsing import Parser
from kg.pages.folder import read_meta
from tests import factory

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("asking") / "graph")


@pytest.fixture(autouse=True)
def _graph(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))
    monkeypatch.delenv("KG_DATA", raising=False)


def kg(capfdbinary: pytest.CaptureFixture[bytes], *words: object) -> tuple[int, str, str]:
    code = cli.main([str(word) for word in words])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_a_query_on_a_pipe_gives_w3c_tsv(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "query", "SELECT ?l { street:柳影街道 rdfs:label ?l }")
    assert (code, out) == (0, '?l\n"柳影街道"@zh\n')


def test_a_table_has_labels_and_iri_takes_them_away(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = "SELECT ?s { ?s a kg:Street }"
    assert "柳影街道\n" in kg(capfdbinary, "query", text, "--format", "table")[1].splitlines(keepends=True)
    assert "https://" in kg(capfdbinary, "query", text, "--format", "table", "--iri")[1]


@pytest.mark.parametrize("source", ["@{}", "-f{}"])
def test_a_query_comes_from_a_file(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, source: str) -> None:
    (tmp_path / "q.rq").write_text("\ufeffASK {}", encoding="utf-8")
    assert kg(capfdbinary, "query", source.format(tmp_path / "q.rq"))[:2] == (0, "true\n")


def test_a_file_that_is_given_as_the_query_is_told(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    (file := tmp_path / "q.rq").write_text("ASK {}", encoding="utf-8")
    code, _, err = kg(capfdbinary, "query", file)
    assert (code, err) == (2, f"kg: {file}: is a file; write @{file} or -f {file}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--home", "A", "--other", "B"], ["--home=A", "--other", "B"], ["--home", "A", "--other=B"],
        ["--home", "A", "--home", "C"], ["--home", "A"], [],
    ],
)  # fmt: skip
def test_a_question_may_follow_data_files(tmp_path: Path, words: list[str]) -> None:
    (file := tmp_path / "f.ttl").write_text("", encoding="utf-8")
    parser = Parser("kg query")
    query.configure(parser)
    args, args.rest = parser.parse_known_args(["--data", str(file), "some-question", *words])
    assert asked.sources(args) == ([str(file)], None)
    assert (args.query, args.rest) == ("some-question", words)


def test_a_query_comes_from_stdin(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ASK { ?s ?p 5 }")))
    assert kg(capfdbinary, "query", "-")[:2] == (0, "false\n")


def test_exit_status_tells_a_false_ask(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert kg(capfdbinary, "query", "--exit-status", "ASK { ?s ?p 5 }")[0] == 1
    assert kg(capfdbinary, "query", "--exit-status", "ASK {}")[0] == 0


def test_two_sources_and_none_are_usage_errors(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kg(capfdbinary, "query", "ASK {}", "-f", "x")[0] == 2
    assert "nothing is asked" in kg(capfdbinary, "query", " \n")[2]
    assert "is not UTF-8 at character 6" in kg(capfdbinary, "query", "ASK {\udcff}")[2]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert kg(capfdbinary, "query")[0] == 2


def test_a_named_question_takes_names_as_values(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ("query", "communities-of-street", "--street", "柳影街", "--format", "csv", "--labels")
    assert kg(capfdbinary, *words)[1].splitlines() == ["street,community", "柳影街道,小河里社区", "柳影街道,𬇕湾社区"]
    code, _, err = kg(capfdbinary, "query", "communities-of-street", "--street", "柳")
    assert code == 2
    assert "street:柳影街道" in err


@pytest.mark.parametrize("words", [["--street"], ["x"], ["--nope", "1"]])
def test_wrong_parameters_are_usage_errors(capfdbinary: pytest.CaptureFixture[bytes], words: list[str]) -> None:
    assert kg(capfdbinary, "query", "communities-of-street", *words)[0] == 2


def test_values_cannot_leave_their_literal(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    head = "# title: 回声\n# title-en: Echo\n# param said: text 文 text\n"
    (folder / "echo.rq").write_text(head + "SELECT ?said WHERE {}", encoding="utf-8")
    said = '" } UNION { SERVICE <http://x> { ?s ?p ?o } } #\\u0022'
    code, out, _ = kg(capfdbinary, "query", "echo", "--said", said, "--data", tmp_path, "--format", "json")
    assert code == 0
    assert json.loads(out)["results"]["bindings"][0]["said"]["value"] == said


def test_the_suffix_of_a_file_chooses_the_format(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    assert kg(capfdbinary, "query", "SELECT (1 AS ?n) {}", "-o", tmp_path / "a.json")[:2] == (0, "")
    assert json.loads((tmp_path / "a.json").read_text())["head"]["vars"] == ["n"]


def test_a_failed_query_leaves_the_file_as_it_was(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    assert kg(capfdbinary, "query", "SELECT *", "-o", tmp_path / "a.csv")[0] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX")
@pytest.mark.parametrize("words", [("query", "ASK {}"), ("export", "--format", "nt")])
def test_a_pipe_is_written_to_and_not_replaced(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, words: tuple[str, ...]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    try:
        assert kg(capfdbinary, *words, "-o", pipe)[0] == 0
        assert pipe.is_fifo()
        assert reading.communicate(timeout=10)[0]
    finally:
        reading.kill()


def test_a_suffix_that_names_no_format_is_told(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    code, _, err = kg(capfdbinary, "query", "ASK {}", "-o", tmp_path / "a.docx")
    assert (code, ".docx names no format; give --format, or one of .csv" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("suffix", "begins"), [("json", "{"), ("xml", "<?xml"), ("rdf", "<?xml"), ("trig", "@prefix")])
def test_a_graph_is_written_in_the_form_of_the_suffix(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, suffix: str, begins: str
) -> None:
    asked = "CONSTRUCT WHERE { ?c kg:partOf ?s }"
    assert kg(capfdbinary, "query", asked, "-o", tmp_path / f"a.{suffix}")[0] == 0
    written = (tmp_path / f"a.{suffix}").read_text(encoding="utf-8")
    assert written.startswith(begins)
    again = kg(capfdbinary, "query", "--data", tmp_path / f"a.{suffix}", "ASK { ?c kg:partOf street:柳影街道 }")
    assert again[1] == "true\n"


def test_html_is_a_page_whose_cells_cannot_break_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = """SELECT ?s ("<b>&" AS ?t) (IRI("javascript:x") AS ?j) (5 AS ?n) { ?s a kg:Street }"""
    out = kg(capfdbinary, "query", text, "--format", "html")[1]
    cells = '<td>&lt;b&gt;&amp;</td><td title="javascript:x">&lt;javascript:x&gt;</td><td class="number">5</td>'
    assert f'<td title="https://w3id.org/linpu/id/street/柳影街道">柳影街道</td>{cells}' in out
    assert "href" not in out


def test_own_prefixes_go_before_the_built_in_ones(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    own = (
        "--prefix",
        "ex: <https://w3id.org/linpu/id/street/>",
        "--prefix",
        "rdfs=http://www.w3.org/2000/01/rdf-schema#",
    )
    out = kg(capfdbinary, "query", "SELECT ?l { ex:柳影街道 rdfs:label ?l }", *own)[1]
    assert out == '?l\n"柳影街道"@zh\n'
    assert kg(capfdbinary, "query", "SELECT ?l { kg:柳影街道 rdfs:label ?l }", "--prefix", "kg=http://e/")[1] == "?l\n"
    for wrong in ("ex", "ex=", "=", "ex=nothing", "1=http://e/"):
        assert kg(capfdbinary, "query", "ASK {}", "--prefix", wrong)[0] == 2


def test_prefixes_are_printed_as_sparql_and_turtle_declare_them(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    listed = kg(capfdbinary, "prefixes")[1]
    assert "PREFIX street: <https://w3id.org/linpu/id/street/>\n" in listed
    assert kg(capfdbinary, "query", f"{listed} ASK {{ street:柳影街道 a kg:Street }}")[1] == "true\n"
    assert kg(capfdbinary, "prefixes", "rdf:", "--format", "ttl")[1].startswith("@prefix rdf: <http")
    assert kg(capfdbinary, "prefixes", "none")[0] == 2


def test_explain_shows_the_tree_and_what_each_pattern_matches(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = "SELECT ?c { ?c kg:partOf street:柳影街道 OPTIONAL { ?c kg:helps+ ?o } GRAPH ?g { ?c kg:partOf ?s } }"
    code, out, _ = kg(capfdbinary, "query", "--explain", text)
    assert code == 0
    assert out.startswith("PREFIX kg: <https://w3id.org/linpu/ontology#>\nPREFIX street: ")
    assert "?c kg:partOf street:柳影街道   2\n" in out
    assert "OPTIONAL\n" in out
    assert "Graph ?g\n" in out
    assert kg(capfdbinary, "query", "--explain", "SELECT * {")[0] == 1


def test_text_that_is_far_too_long_is_not_read_to_its_end(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    (tmp_path / "q.rq").write_bytes(b"ASK {} " + b" " * 10_000_000)
    code, _, err = kg(capfdbinary, "query", "-f", tmp_path / "q.rq")
    assert (code, "more than 4 MB are no query" in err) == (1, True)
    (tmp_path / "q.rq").write_bytes(b"ASK {} \xff")
    assert "is not UTF-8" in kg(capfdbinary, "query", "-f", tmp_path / "q.rq")[2]


@pytest.mark.skipif(os.name != "posix", reason="no POSIX shell here")
def test_the_quoting_that_the_help_shows_for_posix_shells_works() -> None:
    lines = [line.partition(": ")[2] for line in query._HELP.splitlines() if line.lstrip().startswith(("bash", "cmd"))]
    assert len(lines) == 2
    for line in lines:
        typed = line.replace("王洋", "柳影街道").replace("kg query", f'"{sys.executable}" -m kg query', 1)
        done = subprocess.run(["sh", "-c", typed], capture_output=True, check=True)
        assert done.stdout.decode() == "?s\n<https://w3id.org/linpu/id/street/柳影街道>\n"


def test_data_files_are_asked_and_the_last_word_is_the_query(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.nt").write_text('<http://e/s> <http://e/p> "x" .\n')
    assert kg(capfdbinary, "query", "--data", tmp_path / "a.nt", "SELECT ?o { ?s ?p ?o }")[1] == '?o\n"x"\n'


def test_a_timeout_is_124(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = kg(capfdbinary, "query", ENDLESS, "--timeout", "0.2")
    assert code == 124
    assert err == "kg: query: not finished after 0.2 s; narrow it, or give it more with --timeout\n"


def test_an_interrupt_is_130_and_kills_the_worker() -> None:
    process = subprocess.Popen([sys.executable, "-m", "kg", "query", ENDLESS], stderr=subprocess.PIPE)
    time.sleep(1)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) == 130
    assert time.monotonic() - started < 1
    assert process.stderr is not None
    assert process.stderr.read() == b"kg: interrupted\n"
    process.stderr.close()


def test_a_reader_that_goes_away_is_no_error() -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"?a\t?b\t?c\t?d\t?e\t?f\t?g\t?h\t?i\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=10) == 0


def test_queries_lists_titles_and_prints_sparql(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    listed = kg(capfdbinary, "queries")[1]
    assert "谁与谁合作 · Who works with whom" in listed
    assert "\n  communities-of-street [--street STREET]\n" in listed
    assert "\n  members --body ENTITY\n" in listed
    assert "[--least INTEGER=2]" in listed
    assert "SELECT DISTINCT ?street ?community" in kg(capfdbinary, "queries", "communities-of-street")[1]
    assert kg(capfdbinary, "queries", "nope")[0] == 2


def test_queries_about_a_word_are_listed_by_topic(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "queries", "荣誉")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "awards 荣誉"
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == [
        "awards", "awards-by-giver", "awards-of-street",
    ]  # fmt: skip


def test_the_help_of_a_question_says_what_it_asks_and_takes_in_both_languages(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert cli.main(["query", "shared-programmes", "--help"]) == 0
    told = capfdbinary.readouterr().out.decode()
    for part in ("[--least INTEGER=2]", "一起实施", "run by several", "至少几家 · at least so many (default: 2)"):
        assert part in told
    assert cli.main(["query", "shared-programs", "-h"]) == 2
    assert "did you mean shared-programmes?" in capfdbinary.readouterr().err.decode()
    with pytest.raises(SystemExit) as end:
        cli.main(["query", "--help"])
    assert (end.value.code, b"--endpoint" in capfdbinary.readouterr().out) == (0, True)


def test_show_proves_each_fact(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "show", "高远山")
    assert code == 0
    assert "memberOf → 小河里社区党委 (书记)  0.90" in out
    assert "「由社区党委书记高远山牵⏎头，每周二上门。」" in out
    assert json.loads(kg(capfdbinary, "show", "高远山", "--json")[1])["facts"][0]["role"] == "书记"


def test_show_finds_by_alias_iri_and_type(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    first = kg(capfdbinary, "show", "柳影街")
    assert (
        first == kg(capfdbinary, "show", "street:柳影街道") == kg(capfdbinary, "show", "柳影街道", "--type", "street")
    )
    assert kg(capfdbinary, "show", "柳影街道", "--type", "person")[0] == 2
    assert kg(capfdbinary, "show", "street:没有")[0] == 2
    assert kg(capfdbinary, "show", "柳影街道", "--type", "x")[0] == 2


def test_show_prints_the_best_proofs_first_and_says_how_many_more() -> None:
    from kg.card import Fact, Proof

    proofs = tuple(Proof(word, ((0, 1),), "r", 0.5, False, "文", "甲.txt") for word in "甲乙丙")
    lines = list(
        show._fact(Fact(True, "helps", "x", "http://x", "", "", 0.5, proofs), 2, lambda proof: proof.words * 2)
    )
    assert lines[-1].strip() == "… 1 more proofs (--all)"
    assert len(lines) == 8
    assert lines[2].strip() == "甲甲"


def test_show_ends_with_neighbours_and_articles(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = kg(capfdbinary, "show", "小河里社区")[1]
    near = out[out.index("\nneighbours") : out.index("\narticles")].split("\n")[2:-1]
    assert near == ["  Organization  小河里社区党委", "  Programme  “邻里帮”助老服务", "  Street  柳影街道"]
    told = json.loads(kg(capfdbinary, "show", "小河里社区", "--json")[1])["neighbours"]
    assert [each["facts"] for each in told] == [1, 1, 1]


def test_show_of_an_article_tells_who_wrote_it_and_what_it_names(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = kg(capfdbinary, "show", "小河里社区办起“邻里帮”助老服务")[1].splitlines()
    assert out[2:6] == ["authors: 林小满", "date: 2024-05-06", "section: 民生", f"page: {factory.PAGE}#1"]
    assert "names in it" in out
    assert "  Community  小河里社区、𬇕湾社区" in out


def test_show_cuts_long_lists_and_says_how_long_they_are() -> None:
    from kg.card import Card, Fact, Neighbour

    facts = tuple(Fact(True, "helps", f"甲{n}", f"http://{n}", "", "", 0.5, ()) for n in range(5))
    near = tuple(Neighbour(f"http://{n}", f"甲{n}", "Person", n) for n in range(5))
    card = Card("http://x", "乙", "Person", (), facts, ("文",), tuple((f"a#{n}", "文") for n in range(4)), near)
    lines = list(show.lines(card, most=3))
    assert "  … 2 more facts of helps (--all)" in lines
    assert "  Person  甲0、甲1、甲2 ×2 … 2 more (--all)" in lines
    assert lines[-1] == "  … 1 more articles (--all)"
    assert not [line for line in show.lines(card) if "more" in line]


def test_a_name_that_is_not_known_offers_look_alikes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = kg(capfdbinary, "show", "小何里社区")
    assert code == 2
    assert "did you mean\n  community:小河里社区  小河里社区 (Community)\n" in err


def test_find_tells_type_name_and_iri(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "find", "柳影街")
    assert (code, out.splitlines()[0]) == (0, "Street\t柳影街道\t柳影街\tstreet:柳影街道")
    assert kg(capfdbinary, "find", "小何里")[1].splitlines()[0].split("\t")[:3] == [
        "Community",
        "小河里社区",
        "≈小河里社区",
    ]
    assert kg(capfdbinary, "find", "查无此名")[0] == 1
    assert "at most 1" in kg(capfdbinary, "find", "小", "--limit", "1")[2]


def test_info_counts(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "info", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["types"]["Community"] == 2
    assert told["predicates"]["partOf"] == 2
    assert told["pages"] == [factory.PAGE]
    source = {"file": factory.PAGE, "publication": "柳影报", "date": "2024-05-06", "page": "1", "encoding": "utf-8"}
    assert told["sources"] == [source]
    assert json.loads(kg(capfdbinary, "info", "--json", "--pages")[1]) == told
    assert "Community" in kg(capfdbinary, "info")[1]


def test_pages_alone_are_listed_as_a_table_that_meta_reads(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = kg(capfdbinary, "info", "--pages")[1]
    assert out == f"file\tpublication\tdate\tpage\tencoding\n{factory.PAGE}\t柳影报\t2024-05-06\t1\tutf-8\n"
    meta = tmp_path / "meta.tsv"
    meta.write_text("".join("\t".join(line.split("\t")[:4]) + "\n" for line in out.splitlines()), encoding="utf-8")
    assert read_meta(meta)[factory.PAGE].date == "2024-05-06"
    monkeypatch.setattr(info, "terminal_width", lambda: 80)
    shown = kg(capfdbinary, "info", "--pages")[1].splitlines()
    assert (len(shown), shown[0].split()[:2], shown[2].split()[0]) == (3, ["file", "publication"], factory.PAGE)


def test_csv_begins_with_a_byte_order_mark_where_excel_is_to_read_it(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    asked = ("query", "who-holds-which-post", "--format", "csv", "--labels")
    assert kg(capfdbinary, *asked, "--bom")[1] == "\ufeff" + kg(capfdbinary, *asked)[1]
    assert kg(capfdbinary, "export", "--bom", "-o", tmp_path / "f.csv")[0] == 0
    assert (tmp_path / "f.csv").read_bytes().startswith(b"\xef\xbb\xbfsubject,")
    assert "\ufeff" not in kg(capfdbinary, "export", "--bom", "--format", "nt")[1]


def test_an_empty_answer_tells_what_was_mistyped(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = kg(capfdbinary, "query", "SELECT ?c { ?c kg:partof street:柳影街道 }")
    assert (code, out) == (0, "?c\n")
    assert err == "kg: query: kg:partof stands nowhere in this graph; did you mean kg:partOf?\n"
    assert kg(capfdbinary, "query", "SELECT ?c { ?c kg:partOf street:柳影街道 }")[2] == ""


def test_export_writes_the_format_of_the_suffix(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    assert kg(capfdbinary, "export")[1].startswith("@prefix kg:")
    assert kg(capfdbinary, "export", "-o", tmp_path / "g.nq", "--evidence")[:2] == (0, "")
    lines = (tmp_path / "g.nq").read_text(encoding="utf-8").splitlines()
    assert lines == factory.sample_lines()
    assert kg(capfdbinary, "export", "-o", tmp_path / "none" / "g.ttl")[0] == 2


def test_view_writes_one_page(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    code, _, err = kg(capfdbinary, "view", "--around", "小河里社区", "-o", tmp_path / "v.html")
    assert code == 0
    assert "open it in a browser" in err
    assert "小河里社区" in (tmp_path / "v.html").read_text(encoding="utf-8")
    assert kg(capfdbinary, "view", "--around", "小", "-o", tmp_path / "w.html")[0] == 2


def test_validate_says_whether_the_graph_conforms(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = kg(capfdbinary, "validate")
    assert code == (0 if out.startswith("conforms") else 1)
    assert "triples checked by SHACL" in out


def test_data_check_names_file_and_fault(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    assert kg(capfdbinary, "data", "check")[:2] == (0, "no mistakes\n")
    (tmp_path / "queries").mkdir()
    head = "# title: 题\n# title-en: T\n# param x: street 街道\n"
    (tmp_path / "queries" / "bad.rq").write_text(head + "SELECT ?s WHERE { ?s ?p }", encoding="utf-8")
    (tmp_path / "queries" / "idle.rq").write_text(head + "SELECT ?s WHERE { ?s ?p ?o }", encoding="utf-8")
    code, out, _ = kg(capfdbinary, "data", "check", tmp_path)
    assert code == 2
    assert "bad.rq" in out
    assert "parameter x is not used" in out
    assert kg(capfdbinary, "data", "check", tmp_path / "none")[0] == 2


def test_no_colour_reaches_a_pipe(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert "\x1b" not in kg(capfdbinary, "show", "小河里社区")[1]
