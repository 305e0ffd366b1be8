from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.stores.locks import take


@pytest.mark.parametrize(
    ("first", "second", "both"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)]
)
def test_only_readers_share(tmp_path: Path, first: bool, second: bool, both: bool) -> None:
    with open(tmp_path / "lock", "ab") as one, open(tmp_path / "lock", "ab") as other:
        assert take(one, shared=first)
        assert take(other, shared=second) is both


def test_closing_lets_go(tmp_path: Path) -> None:
    with open(tmp_path / "lock", "ab") as one:
        assert take(one, shared=False)
    with open(tmp_path / "lock", "rb") as other:
        assert take(other, shared=True)


def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def fail(*_: object) -> None:
        raise OSError("No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with open(tmp_path / "lock", "ab") as handle, pytest.raises(GraphError, match="cannot be locked: No locks"):
        take(handle, shared=True)
