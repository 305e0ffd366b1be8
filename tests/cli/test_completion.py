"""What TAB offers: asked as shells ask, and by the shells themselves where they are there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import cli
from tests import factory

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("completing") / "graph")


@pytest.fixture
def shell(tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``kg`` on the path, and the sample as the graph."""
    kg = tmp_path / "kg"
    kg.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
    kg.chmod(0o755)
    told = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "KG_GRAPH": str(graph), "PYTHONPATH": str(ROOT)}
    for name, value in {**told, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path), "KG_DATA": ""}.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def offered(line: str, folder: Path, **told: str) -> dict[str, str]:
    """Word → what stands beside it."""
    out = folder / "out"
    asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_DFS": "\t", "_ARGCOMPLETE_SHELL": "fish"}
    asked |= {"COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_STDOUT_FILENAME": str(out)}
    done = subprocess.run([sys.executable, "-m", "kg"], env={**os.environ, **asked, **told}, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    pairs = (row.partition("\t") for row in out.read_text(encoding="utf-8").split("\n") if row)
    return {word.rstrip(): beside for word, _, beside in pairs}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kg qu", ["query", "queries"]),
        ("kg query who-h", ["who-helps-whom", "who-holds-which-post"]),
        ("kg query who-holds-which-post ", ["--body", "--person"]),
        ("kg query who-holds-which-post --bo", ["--bom", "--body"]),
        ("kg query who-holds-which-post --body 小河里", ["小河里社区", "小河里社区党委"]),
        ("kg query who-holds-which-post --body=小河里社区党", ["--body=小河里社区党委"]),
        ("kg query --format csv communities-of-street --street ", ["柳影街", "柳影街道"]),
        ("kg query evidence --predicate par", ["partOf", "participatesIn"]),
        ("kg queries award", ["awards", "awards-by-giver", "awards-of-street"]),
        ("kg show 高", ["高远山"]),
        ("kg show street:", ["street:柳影街道"]),
        ("kg show nothing:", []),
        ("kg same 青", ["青禾超市"]),
        ("kg find --type st", ["street"]),
        ("kg remove ", [factory.PAGE]),
        ("kg export --format t", ["ttl", "trig"]),
        ("kg completion z", ["zsh"]),
        ("kg query --limit ", []),
        ("kg nonsense ", []),
        ("kg version ", []),
    ],
)
def test_words_that_may_follow(shell: Path, line: str, words: list[str]) -> None:
    assert list(offered(line, shell)) == words


def test_a_point_in_bytes_is_understood(shell: Path) -> None:
    assert list(offered("kg show 高", shell, COMP_POINT="11")) == ["高远山"]


def test_a_graph_without_a_table_of_names_completes_them_too(shell: Path, tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "old")
    (graph / "generations" / "g000001" / "names.tsv").unlink()
    assert list(offered("kg show 高", shell, KG_GRAPH=str(graph))) == ["高远山"]
    assert list(offered("kg show street:", shell, KG_GRAPH=str(graph))) == ["street:柳影街道"]


def test_titles_and_types_stand_beside_the_words(shell: Path) -> None:
    assert offered("kg query who-h", shell)["who-helps-whom"] == "谁帮助谁"
    assert offered("kg show 小河里社", shell)["小河里社区党委"] == "Organization"


def test_without_a_graph_there_are_no_names_and_no_complaints(shell: Path, tmp_path: Path) -> None:
    assert offered("kg show 高", shell, KG_GRAPH=str(tmp_path / "none")) == {}


def test_ones_own_questions_are_offered(shell: Path, tmp_path: Path) -> None:
    (tmp_path / "mine" / "queries").mkdir(parents=True)
    head = "# title: 问\n# title-en: Q\n# param where: street 街道 street\n"
    (tmp_path / "mine" / "queries" / "my-own.rq").write_text(head + "ASK WHERE { ?s ?p ?where }", encoding="utf-8")
    assert list(offered(f"kg query my-own --data {tmp_path / 'mine'} --wh", shell)) == ["--where"]
    assert list(offered("kg query my", shell, KG_DATA=str(tmp_path / "mine"))) == ["my-own"]


@pytest.mark.parametrize("line", ["kg qu", "kg query who-h", "kg query members --", "kg show 高", "kg show person:高"])
@pytest.mark.usefixtures("shell")
def test_completion_imports_nothing_slow(line: str) -> None:
    slow = "{'rdflib', 'jieba', 'rjieba', 'networkx', 'numpy', 'jinja2', 'prompt_toolkit', 'pyoxigraph', 'kg.lookup'}"
    code = (
        "import sys, os, argcomplete\nfrom kg.cli import main\n"
        f"def told(code): print(sorted({slow} & set(sys.modules))); sys.stdout.flush(); os._exit(0)\n"
        "finish = argcomplete.autocomplete\n"
        "argcomplete.autocomplete = lambda parser, **more: finish(parser, exit_method=told, **more)\nmain()"
    )
    asked = {"_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line))}
    env = {**os.environ, **asked, "_ARGCOMPLETE_STDOUT_FILENAME": os.devnull}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kg query who-h", ["who-helps-whom", "who-holds-which-post"]),
        ("kg show 高", ["高远山 "]),
        ("kg show street:柳", ["柳影街道 "]),
    ],
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing")
@pytest.mark.usefixtures("shell")
def test_bash_completes(line: str, words: list[str]) -> None:
    script = (
        'eval "$(kg completion bash)"; complete -p kg >/dev/null || exit 1; '
        f"COMP_LINE='{line}' COMP_POINT={len(line)}; _python_argcomplete kg; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.splitlines() == words, done.stderr


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is missing: its completion was not tried")
@pytest.mark.usefixtures("shell")
def test_fish_completes() -> None:
    script = 'kg completion fish | source; complete -C "kg query who-h"; complete -C "kg show 高"'
    done = subprocess.run(["fish", "-c", script], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.splitlines() == [
        "who-helps-whom\t谁帮助谁",
        "who-holds-which-post\t谁在哪里任什么职务",
        "高远山\tPerson",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kg qu", ["query", "queries"]),
        ("$null; kg query who-h", ["who-helps-whom", "who-holds-which-post"]),
        ("kg query who-holds-which-post ", ["--body", "--person"]),
        ("kg show 高", ["高远山"]),
        ("kg show street:", ["street:柳影街道"]),
        ("kg show '“邻", ["'“邻里帮”助老服务'"]),
    ],
)
@pytest.mark.skipif(shutil.which("pwsh") is None, reason="pwsh is missing: PowerShell's completion was not tried")
@pytest.mark.usefixtures("shell")
def test_powershell_completes(line: str, words: list[str]) -> None:
    quoted = line.replace("'", "''")
    script = (
        "[Console]::OutputEncoding = [Text.Encoding]::UTF8; kg completion powershell | Out-String | Invoke-Expression; "
        f"(TabExpansion2 -inputScript '{quoted}' -cursorColumn {len(line)}).CompletionMatches.CompletionText"
    )
    done = subprocess.run(["pwsh", "-NoProfile", "-Command", script], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.splitlines() == words, done.stderr


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is missing: its completion was not tried")
@pytest.mark.usefixtures("shell")
def test_zsh_completes() -> None:
    import pexpect

    child = pexpect.spawn("zsh", ["-f", "-i"], encoding="utf-8", timeout=20, dimensions=(40, 120))
    try:
        child.sendline("PS1='ready> '; setopt combining_chars; eval \"$(kg completion zsh)\"; echo go''ne")
        child.expect("gone")
        child.send("kg show 高\t")
        child.expect("远山")
        child.sendline("\x15kg query who-hel\t; echo do''ne")
        child.expect("done")
        assert "who-helps-whom" in child.before
    finally:
        child.close(force=True)


def test_the_shell_is_the_users_own_unless_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert cli.main(["completion"]) == 0
    assert "complete --command kg" in capsys.readouterr().out
    monkeypatch.setenv("SHELL", "/bin/nosh")
    assert cli.main(["completion"]) == 2
    assert "name it: bash, zsh, fish, powershell" in capsys.readouterr().err
    assert cli.main(["completion", "powershell"]) == 0
    out = capsys.readouterr().out
    assert "Register-ArgumentCompleter -Native -CommandName kg" in out
