"""Text → words."""

from __future__ import annotations

from kg.tokens import cut, tag, tagger


def test_nothing_is_left_out() -> None:
    text = "柳影街道的居民，昨天去了图书馆。"
    assert "".join(cut(text)) == text
    assert "图书馆" in cut(text)


def test_unknown_words_are_guessed_only_when_asked() -> None:
    assert len(cut("罗奶奶和钟小满来了", unknown=False)) >= len(cut("罗奶奶和钟小满来了"))


def test_own_words_stay_whole() -> None:
    text = "住在柳影小河里的人"
    own = tagger(["柳影小河里", " "])(text)
    assert tagger() is tag
    assert ("柳影小河里", "nz") in own
    assert "".join(word for word, _ in own) == text == "".join(word for word, _ in tag(text))
    assert "柳影小河里" not in dict(tag(text))
