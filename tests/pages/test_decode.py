"""Bytes → text and the encoding used."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.pages.decode import decode

TEXT = "本报讯 昨天上午，柳影街道举行邻里节，三百多位居民到场。\n青禾小学的孩子们唱了两首歌。\n"
TRADITIONAL = "昨日上午，鄰里關懷據點舉行開幕儀式，三百多位居民到場參加，並與志工一同準備午餐。\n" * 3


@pytest.mark.parametrize(
    ("encoding", "used"),
    [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_detects(encoding: str, used: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, used)


def test_detects_big5() -> None:
    assert decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, "big5")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("told", [True, False])
def test_mark_stays_in_the_text(encoding: str, told: bool) -> None:
    text, used = decode(TEXT.encode(encoding), encoding if told else None)
    assert text == "\ufeff" + TEXT
    assert used in ("utf-8", "utf-16-le", "utf-32-le")


def test_explicit_encoding_wins() -> None:
    assert decode("腾".encode("gb18030"), "big5")[0] != "腾"
    assert decode(b"plain", "gb18030") == ("plain", "gb18030")


def test_long_text_is_cut_nowhere_for_the_detector() -> None:
    text = "，" + TEXT * 3000
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 20, b"abc\0\0\0def"])
def test_binary_or_empty_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(InputError, match=r"page: .*(empty|binary).*; ") as raised:
        decode(data)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(("encoding", "what"), [("klingon", "no encoding is called"), ("utf-8", "at byte 0")])
def test_wrong_encoding_is_told(encoding: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        decode("柳影街道".encode("gb18030"), encoding)
