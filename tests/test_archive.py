"""Pages and readings kept in a graph."""

from pathlib import Path

import pytest

from kg import archive
from kg.errors import GraphError
from kg.model import Page
from kg.packing import Packed

FIRST = Packed(Page("a.txt", "甲\r\n\ud800乙", "gb18030", "ab", "晨报", "2024-05-06", "3"), b"one")
SECOND = Packed(Page("b.txt", "丙"), b"two")


def test_what_was_written_is_read_sorted(tmp_path: Path) -> None:
    archive.write(tmp_path, [SECOND, FIRST])
    assert list(archive.read(tmp_path)) == [FIRST, SECOND]
    assert archive.page_ids(tmp_path) == ["a.txt", "b.txt"]


def test_one_page_is_found_by_its_id(tmp_path: Path) -> None:
    archive.write(tmp_path, [FIRST, SECOND])
    assert archive.find_page(tmp_path, "a.txt") == FIRST.page
    assert archive.find_page(tmp_path, "c.txt") is None


def test_a_missing_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"pages\.sqlite"):
        list(archive.read(tmp_path))


def test_marks_are_kept_and_none_where_they_are_damaged(tmp_path: Path) -> None:
    assert archive.read_marks(tmp_path) == {}
    archive.write_marks(tmp_path, {"<b>": "2", "<a>": "1"})
    assert archive.read_marks(tmp_path) == {"<a>": "1", "<b>": "2"}
    (tmp_path / archive.MARKS).write_text("damaged\n", encoding="utf-8")
    assert archive.read_marks(tmp_path) == {}
