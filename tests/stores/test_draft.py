"""A generation's store is the same whether it was loaded from nothing or made of the one before."""

import random
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.stores import draft, generations
from kg.stores.draft import Draft
from kg.stores.oxigraph import open_store


def line(number: int) -> str:
    return f'<http://例/{number:04}> <http://例/p> "第{number}条" <http://例/g{number % 3}> .'


def lines(*numbers: int) -> list[str]:
    return sorted(map(line, numbers))


def build(folder: Path, *numbers: int) -> None:
    with generations.new_generation(folder) as new:
        write(new, *numbers)


def write(new: Draft, *numbers: int) -> None:
    """By what changes, where there is a generation before."""
    if new.before is None:
        new.write(lines(*numbers), {})
    else:
        old = (new.before / draft.LINES).read_bytes()
        before, now = set(old.decode().splitlines()), set(lines(*numbers))
        new.change(old, before - now, now - before, {})


def held(folder: Path) -> list[str]:
    """What the store itself holds, not the file of its lines."""
    with generations.open_graph(folder) as current:
        assert current.lines_file.read_text(encoding="utf-8").splitlines() == sorted(
            open_store(current.path / "store").lines()
        )
        return list(open_store(current.path / "store").lines())


def shared(folder: Path, *numbers: int, anew: bool = False) -> bool:
    """Whether the next generation's store has files in common with the one before, which stays while it is read."""
    with generations.open_graph(folder) as before:
        with generations.new_generation(folder, anew=anew) as new:
            write(new, *numbers)
            files = {file.stat().st_ino for file in (new.path / "store").glob("*.sst")}
        return bool(files & {file.stat().st_ino for file in (before.path / "store").glob("*.sst")})


def test_changes_give_the_store_that_a_load_would(tmp_path: Path) -> None:
    chance, numbers = random.Random(7), set(range(300))
    build(tmp_path, *numbers)
    for _ in range(8):
        numbers ^= set(chance.sample(range(320), 9))
        build(tmp_path, *numbers)
        assert held(tmp_path) == lines(*numbers)


def test_few_changes_take_the_files_of_the_store_over(tmp_path: Path) -> None:
    build(tmp_path, *range(300))
    assert shared(tmp_path, *range(301))
    assert not shared(tmp_path, *range(400))
    assert not shared(tmp_path, *range(401), anew=True)


def test_the_store_before_stays_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, *range(300))
    with generations.open_graph(tmp_path) as reader:
        build(tmp_path, *range(5, 300))
        assert list(open_store(reader.path / "store").lines()) == lines(*range(300))


def test_lines_that_lack_what_goes_are_an_error(tmp_path: Path) -> None:
    old, new = Draft(tmp_path / "old"), Draft(tmp_path / "new", tmp_path / "old")
    for each in (old, new):
        each.path.mkdir()
    old.write(lines(*range(300)), {})
    with pytest.raises(GraphError, match="damaged"):
        new.change((old.path / draft.LINES).read_bytes(), lines(400), [], {})


@pytest.mark.parametrize("spoil", ["store", "less", "more"])
def test_a_store_that_is_not_what_its_lines_say_is_not_built_upon(tmp_path: Path, spoil: str) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    Draft(old).write(lines(*range(300)), {})
    if spoil == "store":
        for file in (old / "store").glob("MANIFEST*"):
            file.write_bytes(b"")
    else:
        numbers = range(1, 300) if spoil == "less" else range(302)
        (old / draft.LINES).write_text("\n".join(lines(*numbers)) + "\n", encoding="utf-8")
    write(Draft(new, old), *range(301))
    assert list(open_store(new / "store").lines()) == lines(*range(301))
