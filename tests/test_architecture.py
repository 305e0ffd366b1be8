"""The shape of the tree, read from its source: imports, doors to third parties, state, names that belong in data."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kg.resources import shared_root

ROOT = Path(__file__).resolve().parents[1]
KG = ROOT / "kg"

SPINE: tuple[tuple[str, ...], ...] = (
    ("errors", "model"),
    ("resources", "tokens"),
    ("gold", "ontology", "pages"),
    ("mentions",),
    ("relations",),
    ("reading", "resolve", "statements"),
    ("rdf", "corpus"),
    ("stores",),
    ("graph", "exporters", "jsonl"),
    ("build", "evaluate", "explain", "query", "view"),
    ("serve",),
    ("cli",),
)
"""The order of ARCHITECTURE.md's table. A unit (a file or folder of kg/) imports only from rows above its own; those
that stand in no row may stand anywhere as long as no imports run in a circle."""

PUBLIC = {("kg", f"kg.{home}") for home in ("answer", "card", "entity", "errors", "lookup", "opened")}
"""Where the public names of the package live, which it imports when they are first used."""

DOORS = {
    "ahocorasick_rs": {"automaton.py"},
    "argcomplete": {"cli/completing.py", "cli/completion.py"},
    "charset_normalizer": {"pages/decode.py"},
    "jieba": {"tokens.py"},
    "jinja2": {"view.py", "explain/page.py"},
    "markupsafe": {"view.py"},
    "networkx": {"graph.py"},
    "pandas": {"answer.py"},
    "portalocker": {"stores/locks.py"},
    "prompt_toolkit": {"shell/terminal.py"},
    "pyoxigraph": {"stores/oxigraph.py", "stores/answers.py"},
    "pyshacl": {"validate.py"},
    "pyvis": {"view.py"},
    "rdflib": {"ontology.py", "stores/memory.py", "validate.py", "exporters/rdfxml.py", "exporters/jsonld.py"},
    "rjieba": {"tokens.py"},
    "starlette": {"serve/app.py", "serve/answer.py", "serve/run.py"},
    "uvicorn": {"serve/run.py"},
    "wcwidth": {"table.py"},
}
EVERYWHERE = {"numpy"}
"""Arrays are a language of their own in layout and mentions."""

LONGEST_FILE = 300
MUTATORS = {"append", "add", "update", "extend", "insert", "setdefault", "pop", "clear", "remove", "discard"}


@cache
def modules() -> dict[str, Path]:
    """Dotted name → file, of all of kg."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(KG.rglob("*.py"))
    }


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, functions included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else str(node.module)


@cache
def edges() -> dict[str, frozenset[str]]:
    """Our modules → those of ours that they import."""
    found = {}
    for name, path in modules().items():
        ours = {other for other in imported(path) if other.split(".")[0] == "kg"}
        found[name] = frozenset(other for other in ours if other != name and (name, other) not in PUBLIC)
    return found


def unit(module: str) -> str:
    """The file or folder of kg/ that a module is or lies in."""
    return module.split(".")[1] if "." in module else module


def circle(graph: dict[str, frozenset[str]]) -> list[str]:
    """Some circle of imports, [] where there is none."""
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph.get(name, ())):
            found = visit(other, (*way, name))
            if found:
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, ()))), [])


def test_no_imports_run_in_a_circle() -> None:
    assert circle(edges()) == []


def test_no_imports_of_files_and_folders_run_in_a_circle() -> None:
    units: dict[str, set[str]] = {}
    for name, others in edges().items():
        units.setdefault(unit(name), set()).update(unit(other) for other in others)
    assert circle({name: frozenset(others - {name}) for name, others in units.items()}) == []


def test_the_package_itself_imports_only_for_its_public_names() -> None:
    ours = {("kg", other) for other in imported(modules()["kg"]) if other.split(".")[0] == "kg"}
    assert ours == PUBLIC


def test_a_circle_would_be_found() -> None:
    assert circle({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a")}) == ["a", "b", "c", "a"]


def test_imports_run_down_the_spine_and_not_to_siblings() -> None:
    row = {name: number for number, names in enumerate(SPINE) for name in names}
    assert set(row) <= {unit(module) for module in modules()}
    upward = [
        f"{name} imports {other}"
        for name, others in edges().items()
        for other in others
        if unit(name) in row and unit(other) in row and unit(name) != unit(other)
        if row[unit(other)] >= row[unit(name)]
    ]
    assert upward == []


def test_the_model_imports_nothing_of_ours() -> None:
    assert edges()["kg.model"] == edges()["kg.errors"] == frozenset()


def test_each_third_party_has_its_door() -> None:
    through: dict[str, set[str]] = {}
    for path in modules().values():
        for name in imported(path):
            top = name.split(".")[0]
            if top != "kg" and top not in sys.stdlib_module_names and top not in EVERYWHERE:
                through.setdefault(top, set()).add(path.relative_to(KG).as_posix())
    wrong = {top: files - DOORS.get(top, set()) for top, files in through.items() if files - DOORS.get(top, set())}
    assert wrong == {}


@pytest.mark.parametrize("name", modules())
def test_a_file_is_short_and_says_what_it_is(name: str) -> None:
    text = modules()[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(tree(modules()[name]))


@pytest.mark.parametrize("name", modules())
def test_nothing_changes_what_a_module_holds(name: str) -> None:
    module = tree(modules()[name])
    held = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert [f"line {node.lineno}" for node in ast.walk(module) if _changes(node, held)] == []


def _changes(node: ast.AST, held: set[str]) -> bool:
    """Whether a node changes a module's own value in place, or rebinds it."""
    if isinstance(node, ast.Global):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _is(node.func.value, held) and node.func.attr in MUTATORS
    targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else []
    if isinstance(node, ast.AugAssign):
        targets = [node.target]
    return any(isinstance(target, ast.Subscript) and _is(target.value, held) for target in targets)


def _is(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def test_a_change_of_a_modules_value_would_be_found() -> None:
    source = "KNOWN = {}\ndef f(x):\n    KNOWN[x] = 1\n    KNOWN.update(x)\n    global KNOWN\n    return KNOWN[x]\n"
    assert sum(_changes(node, {"KNOWN"}) for node in ast.walk(ast.parse(source))) == 3


@cache
def proper_names() -> frozenset[str]:
    """Names of three characters and more that the labelled pages and the gazetteers hold."""
    data = shared_root() / "data"
    found: set[str] = set()
    for file in (data / "gold").glob("*.json"):
        for entity in json.loads(file.read_text(encoding="utf-8"))["entities"]:
            found.update((entity["name"], *entity["mentions"]))
    for file in (data / "gazetteer").glob("*.tsv"):
        rows = file.read_text(encoding="utf-8").splitlines()
        found.update(row.split("\t")[0] for row in rows if not row.startswith("#"))
    return frozenset(name for name in found if re.fullmatch(r"[\u4e00-\u9fff]{3,}", name))


def strings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of each string that the program uses: no docstrings, no examples in a command's help."""
    unused = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in module.body:
        if isinstance(node, ast.Assign) and _is(node.targets[0], {"_HELP"}):
            unused.update(id(part) for part in ast.walk(node))
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unused:
            yield node.lineno, node.value


def names_in(module: ast.Module) -> list[str]:
    return [
        f"line {line}: {run}"
        for line, text in strings(module)
        for run in re.findall(r"[\u4e00-\u9fff]{3,}", text)
        if run in proper_names()
    ]


@pytest.mark.parametrize("name", modules())
def test_code_holds_no_chinese_proper_name(name: str) -> None:
    assert names_in(tree(modules()[name])) == []


def test_a_proper_name_in_code_would_be_found() -> None:
    name = min(proper_names())
    assert len(proper_names()) > 1000
    assert names_in(ast.parse(f'"""{name}"""\n_HELP = "{name}"\nX = {{"a": "{name}"}}\n')) == [f"line 3: {name}"]
