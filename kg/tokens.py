"""Text → words: the one door to rjieba (fast) and jieba (where a user's own words count)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast


def cut(text: str, *, unknown: bool = True) -> list[str]:
    """The words of ``text`` in order, nothing left out, by rjieba (5.7M characters/s).

    ``unknown`` words are guessed by its model; without it only the dictionary's are put together.
    """
    import rjieba

    return rjieba.cut(text, unknown)


def tokenizer(words: Iterable[str] = ()) -> Callable[[str], list[str]]:
    """A function like :func:`cut` that also keeps ``words`` whole; without words it is :func:`cut` itself.

    With words it is an own jieba tokenizer (1 s to build, 20 × slower), never jieba's global one.
    """
    own = sorted({word for word in words if word.strip()})
    if not own:
        return cut
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    mine = jieba.Tokenizer()
    for word in own:
        mine.add_word(word)
    return cast("Callable[[str], list[str]]", mine.lcut)


def tag(text: str, *, unknown: bool = True) -> list[tuple[str, str]]:
    """The words of ``text`` with jieba's part-of-speech tags, by rjieba (4M characters/s)."""
    import rjieba

    return rjieba.tag(text, unknown)
