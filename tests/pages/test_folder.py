"""INPUT paths → pages and what was skipped."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import InputError
from kg.model import Page
from kg.pages.folder import Skipped, read_pages, unmatched

WORDS = "柳影街道举行邻里节。\n"


def write(path: Path, data: str | bytes = WORDS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def ids(*inputs: Path | str) -> list[str]:
    return [found.id for found in read_pages(inputs)]


def test_folder_is_walked_in_sorted_order_and_only_txt_is_read(tmp_path: Path) -> None:
    for name in ("b.txt", "a/二.TXT", "a/一.txt", "notes.md"):
        write(tmp_path / name)
    assert ids(tmp_path) == sorted(["b.txt", "a/二.TXT", "a/一.txt"])


def test_page_says_all_that_is_known(tmp_path: Path) -> None:
    write(tmp_path / "柳影报" / "头版.txt", WORDS.encode("gb18030"))
    (page,) = read_pages([tmp_path / "柳影报"])
    digest = hashlib.sha256(WORDS.encode("gb18030")).hexdigest()
    assert page == Page("头版.txt", WORDS, "gb18030", digest, "柳影报", None, None)


def test_line_ends_are_kept(tmp_path: Path) -> None:
    (page,) = read_pages([write(tmp_path / "a.txt", "甲\r\n乙\r丙\n")])
    assert isinstance(page, Page)
    assert page.text == "甲\r\n乙\r丙\n"


def test_id_is_composed(tmp_path: Path) -> None:
    write(tmp_path / (unicodedata.normalize("NFD", "é") + ".txt"))
    assert ids(tmp_path) == [unicodedata.normalize("NFC", "é") + ".txt"]


def test_file_named_itself_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert ids(write(tmp_path / "page.ocr")) == ["page.ocr"]


def test_same_file_twice_is_one_page_and_same_id_is_refused(tmp_path: Path) -> None:
    one, two = write(tmp_path / "x" / "a.txt"), write(tmp_path / "y" / "a.txt")
    assert ids(one, one) == ["a.txt"]
    with pytest.raises(InputError, match=r"the page id a.txt is already taken"):
        read_pages([one, two])


def test_missing_input_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_pages([tmp_path / "nothing"])


def test_stdin_needs_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(WORDS.encode())))
    (page,) = read_pages(["-"], name="今天.txt")
    assert isinstance(page, Page)
    assert (page.id, page.text, page.publication) == ("今天.txt", WORDS, None)
    with pytest.raises(InputError, match="--name"):
        read_pages(["-"])


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"")
    write(tmp_path / "b.txt", b"\x7fELF\0\0\0")
    write(tmp_path / "c.txt", "\ufeff \r\n\u3000\n")
    os.symlink(tmp_path / "gone", tmp_path / "d.txt")
    write(tmp_path / "e.txt")
    found = list(read_pages([tmp_path]))
    assert [type(each) for each in found] == [Skipped] * 4 + [Page]
    reasons = [each.reason for each in found if isinstance(each, Skipped)]
    assert [word in reason for word, reason in zip(("empty", "binary", "no text", "read"), reasons, strict=True)] == [
        True
    ] * 4


def test_link_loop_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "p.txt")
    os.symlink(tmp_path, tmp_path / "a" / "up", target_is_directory=True)
    assert ids(tmp_path) == ["a/p.txt"]


def test_meta_gives_date_and_page_number(tmp_path: Path) -> None:
    write(tmp_path / "p" / "a.txt")
    meta = write(tmp_path / "meta.tsv", "\ufefffile\tdate\tpage\tpublication\r\na.txt\t2024-05-01\t2\t\r\n")
    (page,) = read_pages([tmp_path / "p"], meta=meta)
    assert isinstance(page, Page)
    assert (page.publication, page.date, page.number) == ("p", "2024-05-01", "2")


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ("", ":1: the header"),
        ("name\tdate\n", ":1: unknown column 'name'"),
        ("date\n", ":1: the header"),
        ("file\tdate\na.txt\t2024\textra\n", ":2: 3 cells under 2 columns"),
        ("file\tdate\na.txt\t2024-02-30\n", ":2: there is no day 2024-02-30"),
        ("file\tdate\na.txt\t2024/13/1\n", ":2: there is no day 2024/13/1"),
        ("file\tdate\n\n\t2024\n", ":3: the file's name is missing"),
        ("file\na.txt\n./a.txt\n", ":3: a.txt stands here a second time"),
    ],
)
def test_meta_mistakes_are_told_by_line(tmp_path: Path, rows: str, where: str) -> None:
    meta = write(tmp_path / "meta.tsv", rows or "\n")
    with pytest.raises(InputError, match="meta.tsv" + where):
        read_pages([write(tmp_path / "a.txt")], meta=meta)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025/03/13", "2025-03-13"),
        ("2025/3/3", "2025-03-03"),
        ("2025.03.13", "2025-03-13"),
        ("20250313", "2025-03-13"),
        ("2025年3月13日", "2025-03-13"),
        ("2025", "2025"),
        ("2025/03-13", "2025/03-13"),
        ("春节", "春节"),
    ],
)
def test_dates_of_meta_are_understood_as_people_write_them(written: str, meant: str, tmp_path: Path) -> None:
    write(tmp_path / "p" / "a.txt")
    meta = write(tmp_path / "meta.tsv", f"file\tdate\na.txt\t{written}\n")
    (page,) = read_pages([tmp_path / "p"], meta=meta)
    assert isinstance(page, Page)
    assert page.date == meant


def test_rows_of_meta_that_speak_of_no_page_are_found(tmp_path: Path) -> None:
    write(tmp_path / "p" / "a.txt")
    meta = write(tmp_path / "meta.tsv", "file\nb.txt\na.txt\nc/a.txt\n")
    assert unmatched([tmp_path / "p"], meta) == ["b.txt", "c/a.txt"]
