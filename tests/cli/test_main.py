import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kg import cli
from kg.cli.parsing import Parser

WRITTEN = [name for name in cli.COMMANDS if name != "version"]


def run(*words: str, **told: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "kg", *words], capture_output=True, env={**os.environ, **told})


def test_help_lists_every_command_and_imports_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {name} " in out for name in cli.COMMANDS)
    code = (
        "import sys; from kg.cli import main; main(['--help']); "
        "print(sorted({'rdflib', 'jieba', 'pyoxigraph', 'networkx', 'argparse', 'kg.cli.query'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", WRITTEN)
def test_every_command_has_help_without_heavy_imports(name: str) -> None:
    code = (
        f"import sys; from kg.cli import main\ntry: main(['{name}', '--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'rdflib', 'jieba', 'pyoxigraph', 'networkx', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.stderr == ""
    assert done.stdout.startswith(f"usage: kg {name} ")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", WRITTEN)
def test_every_option_says_what_it_does(name: str) -> None:
    parser = Parser(f"kg {name}")
    import_module(f"kg.cli.{cli.COMMANDS[name][0]}").configure(parser)
    assert [action.dest for action in parser._actions if not action.help and action.dest != "action"] == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out.startswith("linpu ")


def test_an_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["quer"]) == 2
    assert capsys.readouterr().err == "kg: quer: no such command; did you mean query?\n"


def test_usage_errors_are_one_line_and_2() -> None:
    done = run("query", "--limit", "x", "ASK {}")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "kg: query: argument --limit: x is no whole number; see kg query --help"
    ]
    assert run("info", "--nonsense").returncode == 2


def test_no_graph_is_4(tmp_path: Path) -> None:
    for words in (
        ["query", "ASK {}"],
        ["info"],
        ["show", "x"],
        ["find", "x"],
        ["export"],
        ["view", "-o", "-"],
        ["validate"],
    ):
        done = run(*words, KG_GRAPH=str(tmp_path / "none"))
        assert done.returncode == 4, words
        assert len(done.stderr.decode().splitlines()) == 1


def test_output_is_utf8_under_any_locale() -> None:
    done = run("queries", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "谁在哪里任什么职务" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes streams so")
def test_closed_streams_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<http://e/a> <http://e/b> <http://e/c> .\n", encoding="utf-8")
    asked = f"'{sys.executable}' -m kg query --data '{tmp_path / 'a.nt'}' 'ASK {{ ?s ?p ?o }}'"
    for closed, out in (("<&-", b"true\n"), (">&-", b""), ("2>&-", b"true\n"), ("<&- >&- 2>&-", b"")):
        done = subprocess.run(["sh", "-c", f"{asked} {closed}"], capture_output=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, out, b""), closed
    done = subprocess.run(["sh", "-c", f"{asked} >&- -f none"], capture_output=True)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_closed_pipe_is_quiet() -> None:
    process = subprocess.Popen([sys.executable, "-m", "kg", "queries"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_query_imports_nothing_slow() -> None:
    slow = "{'dataclasses', 'inspect', 'shutil', 'hashlib', 'kg.model', 'rdflib', 'wcwidth', 'portalocker'}"
    code = (
        "import sys; from kg import cli; import kg.cli.query, kg.query, kg.worker, kg.stores.generations, pyoxigraph\n"
        "kg.cli.query.configure(kg.cli.parsing.Parser('kg query'))\n"
        f"print(sorted({slow} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"
