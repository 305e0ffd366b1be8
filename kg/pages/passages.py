"""Layout → passages: the running text of each article, broken columns joined, with the map back to the page.

Everything after this reads passages and never the page; ``Passage.spans`` leads back to the page's characters.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.model import Join, Layout, Line, Mend, Page, Passage, PassageLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_TO_ONE: dict[int, int | str] = {
    **_FULL_WIDTH,
    0x3000: " ",
    0x00A0: " ",
    ord("「"): "“",
    ord("」"): "”",
    ord("『"): "“",
    ord("』"): "”",
}
_LONG = 500
_SENTENCE = re.compile(r"[^。!?;\n]*(?:[。!?;]+[”’)]*|\n|$)")


def normalise(text: str) -> str:
    """Fold full width and bracket-shaped quotation marks to one form each; the length never changes."""
    return text.translate(_ONE_TO_ONE) if len(text) < _LONG else _normalise_page(text)


@lru_cache(maxsize=1)  # a page's lines and its passages are of one text
def _normalise_page(text: str) -> str:
    """The same on an array of code points: ten times as fast on a page."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _table().take(codes).tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _table() -> NDArray[np.uint32]:
    import numpy as np

    found = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    for code, other in _ONE_TO_ONE.items():
        found[code] = other if isinstance(other, int) else ord(other)
    return found


def passages(page: Page, layout: Layout) -> tuple[Passage, ...]:
    """One passage per article (in page order), then one per line that belongs to no article."""
    by_number = {line.number: line for line in layout.lines}
    joins = {join.right: join for join in layout.joins}
    text = normalise(page.text)
    places = _places(len(text))
    found: list[Passage] = []
    taken: set[int] = set()
    for index, article in enumerate(layout.articles):
        taken.update(article.lines)
        found.append(_passage((text, places), [by_number[number] for number in article.lines], joins, index))
    found.extend(_passage((text, places), [line], {}, None) for line in layout.lines if line.number not in taken)
    return tuple(found)


def _places(size: int) -> array[int]:
    """0, 1, … below ``size``: copied from, it is far faster than counting again for each line."""
    import numpy as np

    return array("l", np.arange(size, dtype="l").tobytes())


def _passage(known: tuple[str, array[int]], lines: list[Line], joins: dict[int, Join], article: int | None) -> Passage:
    text, places = known
    pieces: list[str] = []
    offsets = array("l")
    placed: list[PassageLine] = []
    seams: list[int] = []
    previous = None
    for line in lines:
        start, end = line.start, line.end
        while start < end and _is_blank(text[start]):
            start += 1
        while end > start and _is_blank(text[end - 1]):
            end -= 1
        join = joins.get(line.number)
        if previous is not None:
            if join is not None and join.left == previous:
                start = min(start + join.doubled, end)
                seams.append(len(offsets))
            else:
                pieces.append("\n")
                offsets.append(-1)
        placed.append(PassageLine(line.number, len(offsets), len(offsets) + end - start, line.role))
        pieces.append(text[start:end])
        offsets += places[start:end]
        previous = line.number
    return Passage("".join(pieces), offsets, tuple(placed), article, tuple(seams))


def mended(passage: Passage, mends: Iterable[Mend]) -> Passage:
    """The passage with ``mends`` made; their places are those in ``passage.text`` as it stands.

    A mend beside another, or over the edge of a line or join, is left out.
    """
    text, offsets, shift, free = passage.text, array("l", passage.offsets), 0, 0
    lines, seams, done = list(passage.lines), list(passage.seams), list(passage.mends)
    for place, was, now in sorted(mends):
        end = place + len(was)
        if place < free or not _whole(passage, place, end, len(was) == len(now)):
            continue
        at, grown, free = place + shift, len(now) - len(was), end + 1
        text = text[:at] + now + text[at + len(was) :]
        if grown:
            offsets[at : at + len(was)] = array("l", [-1] * len(now))
            lines = [PassageLine(n, s + grown * (s > at), e + grown * (e > at), role) for n, s, e, role in lines]
            seams = [seam + grown * (seam > at) for seam in seams]
            done = [mend._replace(place=mend.place + grown * (mend.place > at)) for mend in done]
        seams += {at, at + len(now)}
        done.append(Mend(at, was, now))
        shift += grown
    return replace(passage, text=text, offsets=offsets, lines=tuple(lines), seams=tuple(sorted(set(seams))),
                   mends=tuple(sorted(done)))  # fmt: skip


def _whole(passage: Passage, start: int, end: int, same_length: bool) -> bool:
    """Whether the page has ``[start, end)`` in one stretch, and beside it nothing mended; where the length changes
    its neighbours are of the stretch."""
    near, far = max(start - 1, 0), min(end + 1, len(passage.text))
    if any(near < mend.place + len(mend.now) and mend.place < far for mend in passage.mends):
        return False
    return same_length or (far - near == end - start + 2 and len(passage.spans(near, far)) == 1)


def misread(passage: Passage, start: int, end: int) -> str:
    """``text[start:end]`` as the page has it."""
    pieces: list[str] = []
    at = start
    for mend in passage.mends:
        if at <= mend.place < end:
            pieces += passage.text[at : mend.place], mend.was
            at = mend.place + len(mend.now)
    return "".join(pieces) + passage.text[at:end]


def _is_blank(character: str) -> bool:
    return character.isspace() or character in "\ufeff\u200b"


def sentences(passage: Passage) -> list[tuple[int, int]]:
    """``[start, end)`` of each sentence of the passage, in passage offsets, closing quotation marks included."""
    found = []
    for match in _SENTENCE.finditer(passage.text):
        start, end = match.span()
        while end > start and passage.text[end - 1].isspace():
            end -= 1
        if end > start:
            found.append((start, end))
    return found
