"""Candidates with their sentences: made from a resolution, written beside a graph, read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.resolution import given, written
from kg.candidates import Candidate, candidates, read, write
from kg.errors import GraphError
from kg.model import Reading
from kg.resolve import resolve
from tests.test_made_archive import made, names


def found(pages: int = 16) -> list[Candidate]:
    readings: list[Reading] = [given(written(page))[0] for page in made(pages=pages)]
    return candidates(resolve(readings, names()))


def test_both_sorts_come_with_reasons_and_sentences_that_name_them() -> None:
    texts = {page.id: written(page).page.text for page in made(pages=16)}
    kinds = {candidate.merged for candidate in found()}
    assert kinds == {True, False}
    for candidate in found():
        assert candidate.reasons
        assert candidate.left.iri != candidate.right.iri
        for side in (candidate.left, candidate.right):
            assert 1 <= len(side.seen) <= side.pages
            assert all(seen.words and seen.words in texts[seen.page] for seen in side.seen)


def test_what_is_offered_comes_best_first_before_what_was_merged() -> None:
    offered = [candidate.score for candidate in found() if not candidate.merged]
    assert offered == sorted(offered, reverse=True)
    assert [candidate.merged for candidate in found()] == sorted(candidate.merged for candidate in found())


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write(tmp_path, found())
    assert read(tmp_path) == found()


def test_a_graph_without_candidates_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="build the graph again"):
        read(tmp_path)
