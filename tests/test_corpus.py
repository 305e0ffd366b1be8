"""Pages are read once for each text, and remembered by it."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from kg import corpus
from kg.corpus import Kept, Options
from kg.crew import Failure
from kg.model import Page
from kg.packing import Packed


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read, in order; one that says so fails."""
    read: list[str] = []

    def each(pages: Iterable[Page], *_: Any, **__: Any) -> Iterator[Packed | Failure]:
        for page in pages:
            read.append(page.text)
            yield Failure("it failed") if page.text == "坏" else Packed(page, page.text.encode())

    monkeypatch.setattr(corpus.crew, "each", each)
    monkeypatch.setattr(corpus, "shelf", lambda packed: corpus.Shelf(tuple(packed)))
    return read


def bodies(found: corpus.Corpus) -> dict[str, str]:
    return {packed.page.id: packed.body.decode() for packed in found.readings.packed}


def test_a_text_is_read_once(texts: list[str]) -> None:
    found = corpus.read([Page("a", "甲"), Page("b", "乙"), Page("c", "甲")], Options())
    assert (texts, found.fresh) == (["甲", "乙"], 2)
    assert bodies(found) == {"a": "甲", "b": "乙", "c": "甲"}
    assert [packed.page.id for packed in found.distinct.packed] == ["a", "b"]


def test_a_text_is_remembered_under_another_name_and_date(texts: list[str]) -> None:
    kept = Kept({"a": Packed(Page("a", "甲"), b"kept")}, "digest")
    found = corpus.read([Page("z", "甲", date="2025-01-02"), Page("b", "乙")], Options(), kept, "digest")
    assert (texts, found.fresh) == (["乙"], 1)
    assert bodies(found) == {"z": "kept", "b": "乙"}
    assert found.readings.packed[0].page.date == "2025-01-02"


def test_nothing_is_remembered_under_another_digest(texts: list[str]) -> None:
    kept = Kept({"a": Packed(Page("a", "甲"), b"kept")}, "other")
    assert bodies(corpus.read([Page("a", "甲")], Options(), kept, "digest")) == {"a": "甲"}
    assert texts == ["甲"]


def test_every_page_of_a_text_that_cannot_be_read_is_skipped(texts: list[str]) -> None:
    found = corpus.read([Page("b", "坏"), Page("a", "坏"), Page("c", "甲")], Options())
    assert [(page.id, page.reason) for page in found.skipped] == [("a", "it failed"), ("b", "it failed")]
    assert bodies(found) == {"c": "甲"}
    assert texts == ["坏", "甲"]
