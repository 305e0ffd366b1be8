"""Text → words."""

from __future__ import annotations

import numpy as np

from kg.tokens import cut, remembered, tag, tagger


def test_nothing_is_left_out() -> None:
    text = "柳影街道的居民，昨天去了图书馆。"
    assert "".join(cut(text)) == text
    assert "图书馆" in cut(text)


def test_unknown_words_are_guessed_only_when_asked() -> None:
    assert len(cut("罗奶奶和钟小满来了", unknown=False)) >= len(cut("罗奶奶和钟小满来了"))


def test_own_words_stay_whole() -> None:
    text = "住在柳影小河里的人"
    own, plain = tagger(["柳影小河里", " "]), tagger()
    assert "柳影小河里" in own.cut(text)
    assert own.kind("柳影小河里") == "nz"
    assert "".join(own.cut(text)) == text == "".join(plain.cut(text))
    assert [(word, plain.kind(word)) for word in plain.cut(text)] == tag(text)
    assert "柳影小河里" not in plain.cut(text)


def test_what_is_told_of_a_word_is_remembered_until_another_takes_its_place() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    told, hashes = remembered(length), np.array([1, 2, 1], np.uint64)
    assert told(["a", "bb", "a"], hashes).tolist() == [1, 2, 1]
    assert told(["bb", "a"], hashes[1:]).tolist() == [2, 1]
    assert asked == ["a", "bb", "a"]
