"""Text → words: the one door to rjieba (fast) and jieba (where a user's own words count)."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def cut(text: str, *, unknown: bool = True) -> list[str]:
    """The words of ``text`` in order, nothing left out, by rjieba (5.7M characters/s).

    ``unknown`` words are guessed by its model; without it only the dictionary's are put together.
    """
    import rjieba

    return rjieba.cut(text, unknown)


def tag(text: str) -> list[tuple[str, str]]:
    """The dictionary's words of ``text`` with jieba's part-of-speech tags, by rjieba (4M characters/s)."""
    import rjieba

    return rjieba.tag(text, False)


def tagger(words: Iterable[str] = ()) -> Callable[[str], list[tuple[str, str]]]:
    """A function like :func:`tag` that also keeps ``words`` whole; without words it is :func:`tag` itself.

    With words it is an own jieba tokenizer (1 s to build, far slower than rjieba), never jieba's global one.
    """
    own = sorted({word for word in words if word.strip()})
    if not own:
        return tag
    import logging

    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    mine = jieba.posseg.POSTokenizer(jieba.Tokenizer())
    mine.initialize()
    for word in own:
        mine.tokenizer.add_word(word, tag="nz")
    mine.word_tag_tab.update(mine.tokenizer.user_word_tag_tab)
    return lambda text: [(found.word, found.flag) for found in mine.lcut(text, HMM=False)]
