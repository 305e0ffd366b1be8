"""The wheel, installed elsewhere: the demo runs from another folder, on the data that travelled in the wheel."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(command: Sequence[str | Path], folder: Path) -> str:
    """What the command prints; it must succeed, and sees neither the checkout nor its environment's variables."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON"))}
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, env=told, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    run([*pip, "wheel", ROOT, "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def kg(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that has the wheel; dependencies are lent by the environment of the tests."""
    home = tmp_path_factory.mktemp("fresh")
    run([sys.executable, "-m", "venv", "--without-pip", home], home)
    scheme = {"base": str(home), "platbase": str(home)}
    name = "venv" if "venv" in sysconfig.get_scheme_names() else sysconfig.get_default_scheme()
    library, programs = (Path(sysconfig.get_path(part, name, scheme)) for part in ("purelib", "scripts"))
    lent = dict.fromkeys(sysconfig.get_path(part) for part in ("purelib", "platlib"))
    (library / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf-8")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    install = ["install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel]
    run([sys.executable, "-m", "pip", "--python", python, *install], home)
    return programs / ("kg.exe" if os.name == "nt" else "kg")


def test_the_wheel_holds_what_it_needs_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "kg/_share/ontology/linpu.ttl", "kg/_share/ontology/shapes.ttl", "kg/_share/queries/about.rq",
        "kg/_share/data/demo.toml", "kg/_share/data/pages/hexi-demo.txt", "kg/_share/data/weights/mentions.tsv",
        "kg/_share/data/weights/relations.tsv",
        "kg/templates/view.html", "kg/templates/serve.html", "kg/templates/serve.js", "kg/py.typed",
    ):  # fmt: skip
        assert needed in names
    assert [name for name in names if "cache" in name or name.startswith(("tests", "benchmarks", "docs"))] == []
    for folder in ("ontology", "queries", "data"):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert here <= {name.removeprefix("kg/_share/") for name in names}


def test_the_demo_runs_from_any_folder(kg: Path, tmp_path: Path) -> None:
    code = "import kg; print(kg.__file__)"
    assert Path(run([kg.with_stem("python"), "-c", code], tmp_path).strip()).is_relative_to(kg.parents[1])
    out = run([kg, "demo"], tmp_path)
    told = out[out.index("谊景村社区 partOf 友谊路街道\n") :]
    first, second = told.split("谊景村社区 implements “1+N帮1”助老服务模式\n")
    assert "友谊路街道谊景村社区" in first
    assert "社区为此探索出“1+N帮1”助老服务模式" in second
    assert "not in the graph" not in out
    assert (tmp_path / "linpu-demo" / "graph.html").stat().st_size > 100_000
    assert "street:友谊路街道" in (tmp_path / "linpu-demo" / "graph.ttl").read_text(encoding="utf-8")


def test_the_questions_and_the_vocabulary_travel(kg: Path, tmp_path: Path) -> None:
    assert "who-holds-which-post" in run([kg, "queries"], tmp_path)
    page = tmp_path / "page.txt"
    page.write_text("■ 通讯员 林小满\n  天津市河西区柳影街道小河里社区党委书记周立新走访居民。\n", encoding="utf-8")
    run([kg, "build", page], tmp_path)
    assert "周立新" in run([kg, "query", "who-holds-which-post", "--labels"], tmp_path)
