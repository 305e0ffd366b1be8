"""Command lines as they are mistyped: one line that says where, what and how to mend it, and the right exit code."""

import gzip
from pathlib import Path

import pytest

from kg import cli
from tests import factory

FACT = '<http://e/a> <http://e/b> "c" .\n'


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("clumsy") / "graph")


@pytest.fixture(autouse=True)
def _here(graph: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))
    monkeypatch.delenv("KG_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


def kg(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = cli.main(words)
    except SystemExit as left:
        code = int(str(left.code))
    return code, *capfd.readouterr()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("query -f empty.rq", "kg: empty.rq: nothing is asked; give SPARQL"),
        ("query @empty.rq", "kg: empty.rq: nothing is asked; give SPARQL"),
        ("query -f .", "kg: .: cannot be read: Is a directory; give"),
        ("query -f none.rq", "kg: none.rq: cannot be read: No such file or directory; give"),
        ("query -f cut.rq", "kg: cut.rq: is not UTF-16: truncated data at byte 2; save it as UTF-8"),
        ("query members --body x -o none/x.csv", "cannot be written: No such file or directory; make the folder none"),
        ("query members --body x -o .", "kg: .: cannot be written: Is a directory; choose another file"),
        ("query members --body =", "kg: --body: no entity is called =; try"),
        ("query --data fake.nt.gz who-helps-whom", "kg: fake.nt.gz: is no n-triples: Not a gzipped file"),
        ("query --data short.nt.gz who-helps-whom", "kg: short.nt.gz: is no n-triples: Compressed file ended"),
        ("query --data facts.txt who-helps-whom", "kg: facts.txt: suffix of no known RDF syntax; name the file"),
        ("query --limit -1 who-helps-whom", "kg: query: argument --limit: -1 is no whole number; see"),
        ("find x --limit -1", "kg: find: argument --limit: -1 is no whole number; see"),
        ("view --hops -1", "kg: view: argument --hops: -1 is no whole number; see"),
        ("prefixes none", "kg: prefixes: none: is no built-in prefix; kg prefixes lists them"),
        ("query who-helps-whom --endpoint http://", "kg: --endpoint: is no address: no server is named; write"),
        ("query who-helps-whom --endpoint http://e:x/", "kg: --endpoint: is no address: Port"),
    ],
)
def test_one_line_says_what_to_mend(capfd: pytest.CaptureFixture[str], words: str, said: str) -> None:
    Path("empty.rq").write_text(" \n", encoding="utf-8")
    Path("cut.rq").write_bytes(b"\xff\xfeA")
    Path("facts.txt").write_text(FACT, encoding="utf-8")
    Path("fake.nt.gz").write_text(FACT, encoding="utf-8")
    Path("short.nt.gz").write_bytes(gzip.compress(FACT.encode())[:30])
    code, out, err = kg(capfd, *words.split())
    assert (code, out, said in err, err.count("\n")) == (2, "", True, 1), err


@pytest.mark.parametrize("words", [["show", " "], ["query", "members", "--body", ""], ["view", "--around", ""]])
def test_an_empty_name_is_told_and_nothing_is_guessed(capfd: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, err = kg(capfd, *words)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert "no name is given; give one, as kg find prints them" in err


def test_a_query_as_windows_writes_it_is_read(capfd: pytest.CaptureFixture[str]) -> None:
    text = "SELECT ?c {\r\n  ?c kg:partOf street:柳影街道\r\n} ORDER BY ?c"
    assert kg(capfd, "query", text)[1].count("\n") == 3
    for encoding in ("utf-16", "utf-8-sig"):
        Path("q.rq").write_bytes(text.encode(encoding))
        assert kg(capfd, "query", "-f", "q.rq") == kg(capfd, "query", text)
    Path("q.rq").write_bytes("\ufeffASK {".encode("utf-16-be"))
    code, _, err = kg(capfd, "query", "-f", "q.rq")
    assert (code, "line 1, column 5" in err) == (1, True)


def test_packed_files_are_asked_and_compared(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.NT.gz").write_bytes(gzip.compress(FACT.encode()))
    Path("b.ttl").write_text("@prefix e: <http://e/> . e:a e:b 'c' .", encoding="utf-8")
    assert kg(capfd, "query", "--data", "a.NT.gz", "ASK { ?s ?p 'c' }")[:2] == (0, "true\n")
    assert kg(capfd, "diff", "a.NT.gz", "b.ttl", "--exit-code")[0] == 0


def test_blanks_around_a_name_do_not_hide_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert kg(capfd, "find", " 柳影街道 ") == kg(capfd, "find", "柳影街道")
