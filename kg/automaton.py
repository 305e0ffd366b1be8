"""Word lists → one automaton that finds them all in one scan: the one door to ahocorasick_rs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast


class Automaton(Protocol):
    """Finds (number of the word, start, end) for every word in a text."""

    def find_matches_as_indexes(self, haystack: str, overlapping: bool = False) -> list[tuple[int, int, int]]: ...


def automaton(words: Iterable[str], *, longest: bool = False) -> Automaton:
    """Find ``words``; with ``longest`` only the longest word at each place, and overlapping ones not at all."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    kind = MatchKind.LeftmostLongest if longest else MatchKind.Standard
    return cast(Automaton, AhoCorasick(list(words), matchkind=kind))
