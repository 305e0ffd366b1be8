"""Reading one page, and the digest that tells whether a reading still holds."""

from pathlib import Path

import factory

from kg import reading


def test_the_digest_changes_with_the_data_and_only_then(tmp_path: Path) -> None:
    before = reading.digest(tmp_path)
    assert reading.digest(tmp_path) == before
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "names.tsv").write_text("青禾超市\tORG\n", encoding="utf-8")
    assert reading.digest(tmp_path) != before


def test_reading_a_page_twice_gives_the_same() -> None:
    knowledge = reading.load()
    first, second = (reading.read(factory.page(), knowledge) for _ in range(2))
    assert first == second
    assert first.page.text == factory.TEXT
    assert {line.number for line in first.layout.lines} == {1, 2, 3, 4, 5}


def test_a_reader_gives_what_reading_gives() -> None:
    page = factory.page()
    assert reading.reader()(page).reading() == reading.read(page, reading.load())
