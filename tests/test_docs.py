"""What the documents say is true: commands, options, questions and files they name exist, and what they print runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from glob import glob
from importlib import import_module
from pathlib import Path

import pytest

from kg import cli, questions
from kg.cli.parsing import Parser

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "data/README.md",
    "data/gold/README.md",
    "ontology/README.md",
)
HOUSE = "kg|tests|data|docs|ontology|queries|benchmarks|\\.ci"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```(?:{language})\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)


def commands(name: str) -> Iterator[list[str]]:
    """The words of each ``kg …`` in the document's blocks and code spans, without redirections."""
    spans = re.findall(r"`(kg [^`]+)`", re.sub(r"^```.*?^```$", "", text(name), flags=re.DOTALL | re.MULTILINE))
    shown = "".join(block for language in ("sh", "bash") for block in blocks(name, language))
    lines = re.findall(r"^kg (?:[^']|'[^']*')*?$", shown, re.MULTILINE)
    for line in [*spans, *lines]:
        words = shlex.split(line, comments=True)[1:]
        yield words[: next((place for place, word in enumerate(words) if word in (">", "&&")), None)]


def named_files(name: str) -> set[str]:
    """Files of the project that a document links to or names in a code span or block."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(name))
    spans = re.findall(rf"(?<![\w/.-])((?:{HOUSE})/[\w./*-]+|[A-Z]+\.md)", text(name))
    here = (ROOT / name).parent
    return {str(here / link) for link in links if "://" not in link} | {str(ROOT / span.rstrip(".")) for span in spans}


def test_every_command_stands_in_every_readme() -> None:
    for name in READMES:
        rows = re.findall(r"^\| `kg ([a-z]+)[^`]*` \| (.+) \|$", text(name), re.M)
        assert [row[0] for row in rows] == list(cli.COMMANDS), name
        assert all(len(row[1]) > 3 for row in rows)


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "version"])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["help", name])
    assert ended.value.code == 0
    assert cli.COMMANDS[name][1] in capsys.readouterr().out


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_exists(name: str) -> None:
    files = {file for file in named_files(name) if not re.search(r"some-name|NAME\.", file)}
    assert files
    assert [file for file in files if not (glob(file) if "*" in file else Path(file).exists())] == []


def left_over(words: list[str]) -> list[str]:
    """The words of a command line that its parser, or the named question that it asks, does not know."""
    parser = Parser(f"kg {words[0]}")
    import_module(f"kg.cli.{cli.COMMANDS[words[0]][0]}").configure(parser)
    asked, rest = parser.parse_known_args(words[1:])
    if words[0] != "query" or "--data" in words or not questions.NAME.fullmatch(asked.query or ""):
        return rest
    known = {f"--{parameter.name}" for parameter in questions.find(asked.query).parameters}
    return [word for word in rest if word.startswith("--") and word not in known]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_command_line_is_understood(name: str) -> None:
    said = list(commands(name))
    assert {words[0] for words in said} <= {*cli.COMMANDS, "COMMAND"}
    whole = [
        words for words in said if len(words) > 1 and words[0] != "COMMAND" and not re.search(r"\.\.\.|[|[]", words[1])
    ]
    assert whole
    assert [words for words in whole if left_over(words)] == []


def test_the_readmes_say_the_same() -> None:
    """All blocks are the same but for comments in bash and the words of the drawing of a folder."""
    english, chinese = (
        [re.sub(r" +#.*", "", block) for block in blocks(name, "sh|bash|powershell|python")] for name in READMES
    )
    assert len(english) > 10
    assert english == chinese


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the README takes for granted: pages, a table, the demo's graph, data of one's own."""
    folder = tmp_path_factory.mktemp("reader")
    for target, page in (("my-pages/2024-05-06-a3.txt", "hexi-demo"), ("more/2024-05-07-a2.txt", "suzhou-gusu")):
        (folder / target).parent.mkdir()
        shutil.copy(ROOT / "data" / "pages" / f"{page}.txt", folder / target)
    (folder / "meta.tsv").write_text(
        next(b for b in blocks("README.md", "text") if b.startswith("file")), encoding="utf-8"
    )
    own = {
        "gazetteer/names.tsv": "乐邻食堂\tORG\n",
        "queries/who-runs-canteens.rq": "# title: 问\n# title-en: Q\nSELECT ?who WHERE { ?who kg:implements ?what }\n",
    }
    for target, words in own.items():
        (folder / "my-data" / target).parent.mkdir(parents=True)
        (folder / "my-data" / target).write_text(words, encoding="utf-8")
    script(folder, "kg build my-pages more --home 河西区 --graph linpu-demo/graph")
    return folder


def script(folder: Path, lines: str) -> str:
    """What a shell says to the lines, in which ``kg`` is this checkout's."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    shim = f'set -e\nkg() {{ "{sys.executable}" -m kg "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-c", shim + lines],
        cwd=folder,
        capture_output=True,
        env={**told, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, f"{lines}\n{done.stderr.decode('utf-8', 'replace')}"
    return done.stdout.decode("utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing: the README's lines were not run")
def test_what_the_readme_prints_runs(place: Path) -> None:
    said, asking = {}, ""
    for step in blocks("README.md", "sh"):
        asking = step if "KG_GRAPH" in step else asking
        said[step] = script(place, asking + step)

    def answer(part: str) -> str:
        return next(out for step, out in said.items() if part in step)

    assert "community/谊景村社区>\t" in answer("SELECT ?c ?p")
    assert "谊景村社区" in answer("GRAPH ?article")
    assert "“1+N帮1”助老服务模式" in answer("oa:exact")
    assert "王洋" in answer("kg query who-holds-which-post")
    assert "no mistakes" in answer("kg data check")
    assert '"articles"' in (place / "pages.jsonl").read_text(encoding="utf-8")
    assert "found: 谊景村社区 COMMUNITY" in answer("kg explain")
    assert {"page.html", "graph.html", "graph.ttl", "near.html", "proof.csv", "graph", "hexi"} <= {
        path.name for path in place.iterdir()
    }


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing: the README's answers were not compared")
@pytest.mark.parametrize("name", READMES)
def test_the_walk_shows_what_is_answered(place: Path, name: str) -> None:
    shown = re.findall(r"^```sh\n(kg query [^\n]*)\n```\n\n```text\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)
    assert len(shown) >= 5
    for asked, told in shown:
        assert script(place, f"export KG_GRAPH=$PWD/linpu-demo/graph; {asked} --format table") == told


def test_the_python_that_the_readme_shows_runs(place: Path) -> None:
    program = "\n".join(blocks("README.md", "python"))
    told = {**os.environ, "PYTHONPATH": str(ROOT), "KG_GRAPH": "linpu-demo/graph", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=place, capture_output=True, encoding="utf-8", env=told, check=False
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert "王洋 书记" in said
    assert any(line.startswith("Community (") for line in said)
    assert any(line.startswith("谊景村社区 partOf 友谊路街道 0.9") for line in said)
    assert "王洋 memberOf 谊景村社区 (居委会主任), 谊景村社区 partOf 友谊路街道" in said
    assert "谊景村社区党委" in done.stdout.split("where", 1)[1]


def test_every_module_stands_in_the_architecture() -> None:
    said = set(re.findall(r"[\w.]+", text("ARCHITECTURE.md")))
    folded = {"cli", "exporters", "evaluation"}
    modules = [path for path in (ROOT / "kg").rglob("*.py") if not path.name.startswith("__")]
    assert [str(path) for path in modules if path.parent.name not in folded and path.stem not in said] == []
