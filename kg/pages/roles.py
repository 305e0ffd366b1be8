"""A page's non-empty lines → what each looks like by itself: byline, credit, headline-like, furniture or running text.

What a line *is* also hangs on its neighbours; ``articles.py`` decides that from these looks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.model import Page
from kg.pages.bylines import byline_names, caption_tail, credit_names, lead_names, signature_names
from kg.pages.passages import normalise
from kg.pages.words import Names, Words, shipped

BODY, SHORT, BYLINE, CREDIT, CAPTION, FURNITURE = range(6)

_LINE = re.compile(r"[^\r\n]+")
_ENDED = "。!?…;】"
_CLOSERS = "”’)》」』]\"'"
_LONGEST_HEAD = 40
_PLAIN_HEAD = 24
_Place = tuple[int, int, int, str]  # number, start, end and text of a line
PAIRS = {"“": "”", "《": "》", "(": ")"}


class Look(NamedTuple):
    """One non-empty line by itself; ``text`` is normalised and stripped.

    ``open`` says that its last sentence is broken off, ``held`` names the bracket left open, ``closes`` the one that it
    closes without having opened it. ``signed`` and ``lead`` say that it ends with a signature or begins with 本报讯;
    ``authors`` are the names that it gives in any of these ways. ``tight``: no empty line stands before it, on a page
    that parts its lines by empty ones. ``closing``: it gives the body or the day that a notice is signed with.
    """

    number: int
    start: int
    end: int
    text: str
    kind: int
    tight: bool = False
    open: bool = False
    held: str = ""
    closes: str = ""
    lead: bool = False
    signed: bool = False
    authors: tuple[str, ...] = ()
    closing: bool = False


def looks(page: Page, words: Words | None = None) -> list[Look]:
    """Every non-empty line of the page by itself, in page order; photo captions are marked with their credit."""
    words = words or shipped()
    text = normalise(page.text)
    found: list[Look] = []
    gaps: list[int] = []
    number, at, last = 1, 0, 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        between = text[at:start]
        number += between.count("\n") + between.count("\r") - between.count("\r\n")
        at = end
        bare = match[0].strip(" \t\ufeff\f\v\u200b")
        if bare:
            found.append(_look((number, start, end, bare), words))
            gaps.append(number - last)
            last = number
    if 2 * gaps.count(1) < len(gaps):
        found = [look._replace(tight=True) if gap == 1 else look for look, gap in zip(found, gaps, strict=True)]
    return _with_closings(_with_captions(found), words.shapes.day)


def _look(line: _Place, words: Words) -> Look:
    text = line[3]
    if len(text) <= _LONGEST_HEAD + 8:
        special = _special(text, words)
        if special is not None:
            kind, authors = special
            return Look(*line, kind, authors=authors)
        if _headlike(text, words):
            return Look(*line, SHORT)
    return _body(line, words.names)


def _special(text: str, words: Words) -> tuple[int, tuple[str, ...]] | None:
    """The kind of a line that is neither text nor headline, and the names in it."""
    if words.shapes.furniture.match(text):
        return FURNITURE, ()
    signature = signature_names(text, words.names) if text[0] == "(" else None
    if signature is not None and text.count("(") == 1:
        return CREDIT if words.names.credit.search(text) else BYLINE, signature
    credit = credit_names(text, words.names)
    if credit is not None:
        return CREDIT, credit
    byline = byline_names(text, words.names)
    return (BYLINE, byline) if byline is not None else None


def _headlike(text: str, words: Words) -> bool:
    """Short, without the marks that only running text has."""
    last = text.rstrip(_CLOSERS)[-1:]
    if len(text) > _LONGEST_HEAD or "。" in text or last in ",、":
        return False
    if words.shapes.dated.match(text):
        return False
    commas = text.count(",") + text.count("、") + text.count("……")
    if commas > 2 or (commas > 1 and len(text) > _PLAIN_HEAD):
        return False
    return _unbalanced(text)[0] in ("", "(") and lead_names(text, words.names) is None


def _body(line: _Place, names: Names) -> Look:
    text = line[3]
    lead = lead_names(text, names)
    signature = signature_names(text, names)
    tail = caption_tail(text, names) if signature is None else None
    authors = tuple(dict.fromkeys((lead or ()) + (signature or tail or ())))
    ended = text.rstrip(_CLOSERS + " ")[-1:] in _ENDED or signature is not None or text.endswith(")")
    held, closes = _unbalanced(text)
    is_open = not ended or bool(held and text[-1] not in "。!?…")
    kind = CAPTION if tail is not None else BODY
    return Look(*line, kind, False, is_open, held, closes, lead is not None, signature is not None, authors)


def _unbalanced(text: str) -> tuple[str, str]:
    """The last bracket left open, and the first closed without being opened."""
    held, closes = "", ""
    for opening, closing in PAIRS.items():
        if opening not in text and closing not in text:
            continue
        first_close, first_open = text.find(closing), text.find(opening)
        if first_close >= 0 and (first_open < 0 or first_close < first_open):
            closes = closes or closing
        if text.rfind(opening) > text.rfind(closing):
            held = held or opening
    return held, closes


def _with_closings(found: list[Look], day: re.Pattern[str]) -> list[Look]:
    """A day that ends a short line on which nothing follows, and a short line right before it, close the text above."""
    for i, look in enumerate(found):
        if look.kind != SHORT or not day.search(look.text):
            continue
        first = i - 1 if day.match(look.text) and i and found[i - 1].kind == SHORT else i
        if first and found[first - 1].kind == BODY:
            found[first : i + 1] = [line._replace(kind=BODY, closing=True) for line in found[first : i + 1]]
    return found


def _with_captions(found: list[Look]) -> list[Look]:
    """The running text in front of a photo credit is the caption."""
    for i, look in enumerate(found):
        if look.kind == CREDIT and i and found[i - 1].kind == BODY and not found[i - 1].signed:
            found[i - 1] = found[i - 1]._replace(kind=CAPTION)
    return found
