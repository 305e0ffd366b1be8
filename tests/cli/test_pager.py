"""What goes through a pager, on a terminal of its own."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factory

LONG = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 40"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("pager") / "graph")


def on_terminal(graph: Path, *words: str, **told: str) -> tuple[int, str]:
    """Exit code and what the terminal of 24 lines and 80 columns shows."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "KG_GRAPH": str(graph), "TERM": "xterm", "LINES": "24", "COLUMNS": "80", **told}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", *words], stdout=follower, stderr=follower, env=environment
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 1 << 16)
        except OSError:  # how Linux tells the end of a terminal
            break
        if not part:
            break
        shown += part
    os.close(leader)
    return process.wait(timeout=20), shown.decode("utf-8", "replace").replace("\r\n", "\n")


def test_a_long_table_goes_through_the_pager(graph: Path, tmp_path: Path) -> None:
    code, shown = on_terminal(graph, LONG, PAGER=f"cat > {tmp_path / 'paged'}")
    assert (code, shown) == (0, "")
    assert len((tmp_path / "paged").read_text(encoding="utf-8").splitlines()) >= 42


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((LONG, "--no-pager"), {}),
        ((LONG,), {"KG_PAGER": ""}),
        ((LONG,), {"KG_PAGER": "cat"}),
        ((LONG,), {"LINES": "500"}),
        (("ASK {}",), {}),
    ],
)
def test_what_is_short_or_not_to_be_paged_is_not(
    graph: Path, tmp_path: Path, words: tuple[str, ...], told: dict[str, str]
) -> None:
    code, shown = on_terminal(graph, *words, **{"PAGER": f"cat > {tmp_path / 'paged'}", **told})
    assert code == 0
    assert shown
    assert not (tmp_path / "paged").exists()


def test_a_pager_that_is_left_early_ends_the_query_quietly(graph: Path) -> None:
    product = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    code, shown = on_terminal(graph, product, "--limit", "0", PAGER="head -n 2 > /dev/null")
    assert (code, shown) == (0, "")


def test_a_table_without_rows_is_told(graph: Path) -> None:
    code, shown = on_terminal(graph, "SELECT ?s { ?s kg:partOf ?s }", KG_PAGER="")
    assert (code, shown.splitlines()[-1]) == (0, "kg: query: no rows")


def test_remarks_come_after_the_pager(graph: Path) -> None:
    code, shown = on_terminal(graph, "SELECT * { ?s ?p ?o OPTIONAL { ?s kg:nothing ?n } }", PAGER="cat -")
    assert code == 0
    assert shown.splitlines()[-1].startswith("kg: query: kg:nothing stands nowhere in this graph")


@pytest.mark.parametrize(("told", "bold"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_the_head_of_a_table_is_bold_unless_colours_are_unwanted(graph: Path, told: dict[str, str], bold: bool) -> None:
    code, shown = on_terminal(graph, "SELECT ?s { ?s a kg:Street }", KG_PAGER="", **told)
    assert code == 0
    assert "柳影街道" in shown
    assert ("\x1b[1ms\x1b[0m" in shown) is bold
