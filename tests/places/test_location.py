"""Which index is consulted."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.places import location


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("KG_PLACES")
    return tmp_path


def test_without_an_index_there_is_none(home: Path) -> None:
    assert location.chosen(None) is None
    assert location.default().is_relative_to(home)


def test_the_users_own_is_taken_unless_another_or_none_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = home / "other.index"
    location.default().parent.mkdir(parents=True)
    for path in (other, location.default()):
        path.touch()
    assert location.chosen(None) == location.default()
    assert location.chosen("-") is None
    monkeypatch.setenv("KG_PLACES", str(other))
    assert location.chosen(None) == location.to_write(None) == other
    assert location.chosen(str(location.default())) == location.default()


def test_the_graphs_own_comes_before_the_users(home: Path) -> None:
    own = home / "own.index"
    location.default().parent.mkdir(parents=True)
    for path in (own, location.default()):
        path.touch()
    assert location.chosen(None, str(own)) == own
    assert location.chosen("-", str(own)) is None
    own.unlink()
    with pytest.raises(InputError, match="no index of places is there"):
        location.chosen(None, str(own))


def test_one_that_is_told_must_be_there(home: Path) -> None:
    with pytest.raises(InputError, match="no index of places is there; make it with kg places import"):
        location.chosen(str(home / "none"))
    assert location.to_write(str(home / "none")) == home / "none"
