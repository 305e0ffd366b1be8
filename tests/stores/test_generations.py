import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.stores import Solutions, generations
from tests import factory

LINE = '<http://e/{0}> <http://e/p> "{0}" .'


def build(folder: Path, name: str = "s") -> None:
    with generations.new_generation(folder) as draft:
        draft.write([LINE.format(name)], {"home": "甲区"})


def held(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir() if path.is_dir())


def lines(folder: Path) -> list[str]:
    with generations.open_graph(folder) as generation:
        assert generation.store.count() == generation.meta["quads"]
        return list(generation.store.lines())


def test_what_is_written_is_read(tmp_path: Path) -> None:
    build(tmp_path / "图")
    with generations.open_graph(tmp_path / "图") as generation:
        assert generation.meta == {"format": 1, "version": "0.1.0", "quads": 1, "home": "甲区"}
        assert generation.store.query('ASK { <http://e/s> <http://e/p> "s" }') is True
        assert generation.lines_file.read_bytes() == LINE.format("s").encode() + b"\n"


def test_the_sample_graph_is_whole(tmp_path: Path) -> None:
    assert lines(factory.sample_graph(tmp_path / "g")) == factory.sample_lines()


def test_a_new_generation_replaces_the_old_one(tmp_path: Path) -> None:
    build(tmp_path, "a")
    build(tmp_path, "b")
    assert lines(tmp_path) == [LINE.format("b")]
    assert held(tmp_path) == ["g000002"]


def test_a_reader_keeps_its_generation(tmp_path: Path) -> None:
    build(tmp_path, "a")
    with generations.open_graph(tmp_path) as generation:
        build(tmp_path, "b")
        build(tmp_path, "c")
        assert list(generation.store.lines()) == [LINE.format("a")]
        assert held(tmp_path) == ["g000001", "g000003"]
    build(tmp_path, "d")
    assert held(tmp_path) == ["g000004"]


def test_a_failed_build_leaves_the_old_graph(tmp_path: Path) -> None:
    build(tmp_path, "a")
    with pytest.raises(ZeroDivisionError):
        _fail_after_writing(tmp_path)
    assert lines(tmp_path) == [LINE.format("a")]
    assert held(tmp_path) == ["g000001"]


def _fail_after_writing(folder: Path) -> None:
    with generations.new_generation(folder) as draft:
        draft.write([LINE.format("b")], {})
        raise ZeroDivisionError


def test_lines_that_are_no_quads_leave_the_old_graph(tmp_path: Path) -> None:
    build(tmp_path, "a")
    with pytest.raises(SyntaxError), generations.new_generation(tmp_path) as draft:
        draft.write(["<http://e/s> nonsense ."], {})
    assert lines(tmp_path) == [LINE.format("a")]


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    with generations.new_generation(tmp_path) as draft:
        with pytest.raises(GraphError, match="is locked: another build is running; wait"):
            build(tmp_path)
        draft.write([], {})
    build(tmp_path)


def test_no_graph(tmp_path: Path) -> None:
    assert not generations.exists(tmp_path)
    with pytest.raises(GraphError, match="no graph here; build one: kg build") as told:
        generations.open_graph(tmp_path)
    assert told.value.exit_code == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 0}, "too old"),
        ({"format": 99}, "of a newer version"),
        ({"format": None}, "cannot be read"),
    ],
)
def test_other_formats_are_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    build(tmp_path)
    file = tmp_path / "generations" / "g000001" / "meta.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(GraphError, match=message):
        generations.open_graph(tmp_path)
    build(tmp_path)  # and a build mends it


@pytest.mark.parametrize("lost", ["meta.json", "store/CURRENT", "store", "graph.nq"])
def test_damage_is_told(tmp_path: Path, lost: str) -> None:
    build(tmp_path)
    path = tmp_path / "generations" / "g000001" / lost
    path.rename(tmp_path / "lost")
    with pytest.raises(GraphError, match="build the graph again"):
        generations.open_graph(tmp_path)


@pytest.mark.parametrize("spoil", [lambda data: data[:100], lambda data: bytes(len(data))], ids=["cut", "emptied"])
def test_damage_inside_the_store_is_told(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    factory.sample_graph(tmp_path)
    for file in (tmp_path / "generations" / "g000001" / "store").glob("*.sst"):
        file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(GraphError, match="build the graph again"):
        _read_all(tmp_path)


def _read_all(folder: Path) -> None:
    with generations.open_graph(folder) as generation:
        result = generation.store.query("SELECT * { ?s ?p ?o }")
        assert isinstance(result, Solutions)
        assert not list(result.rows)


def test_a_damaged_pointer_is_told(tmp_path: Path) -> None:
    build(tmp_path)
    for name, message in (("../../etc", "damaged"), ("g000099", "missing")):
        (tmp_path / "CURRENT").write_text(name)
        with pytest.raises(GraphError, match=message):
            generations.open_graph(tmp_path)


def test_a_graph_copied_without_its_locks_opens(tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / "generations" / "g000001.lock").unlink()
    assert lines(tmp_path) == [LINE.format("s")]


def test_leftovers_of_killed_builds_are_cleaned_up(tmp_path: Path) -> None:
    build(tmp_path, "a")
    (tmp_path / "generations" / "g000007" / "store").mkdir(parents=True)
    (tmp_path / "generations" / "g000003.lock").touch()
    build(tmp_path, "b")
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["g000002", "g000002.lock"]


KILLED = """
import sys
from pathlib import Path
from kg.stores import Solutions, generations
with generations.new_generation(Path(sys.argv[1])) as draft:
    print("building", flush=True)
    draft.write([f'<http://e/{i:07}> <http://e/p> "{i}" .' for i in range(3_000_000)], {})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_killed_build_leaves_the_old_graph(tmp_path: Path, delay: float) -> None:
    build(tmp_path, "a")
    root = Path(generations.__file__).parents[2]
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"building"
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
    assert held(tmp_path) == ["g000001", "g000002"]
    assert lines(tmp_path) == [LINE.format("a")]
    build(tmp_path, "b")
    assert lines(tmp_path) == [LINE.format("b")]
    assert held(tmp_path) == ["g000002"]
