"""Pages → which of them are copies of one another, and which have the same text but for the noise of OCR.

Copies count once, so that a file lying twice in a folder confirms nothing. Pages nearly the same are only told: two
editions of a paper are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIKE = 0.6
"""From this share of common runs of three letters on, pages are nearly the same: 5 % misread letters leave 0.75."""

_BANDS, _ROWS = 32, 4  # 0.6 alike: found 99 times in 100; 0.2 alike: looked at 5 times in 100
_SLOTS = _BANDS * _ROWS
_EMPTY = 2**64 - 1
_MIXERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd 64-bit constants of xxHash's kind


class Near(NamedTuple):
    """Two pages that are nearly the same, and how alike they are, up to 1."""

    page: str
    other: str
    alike: float


def copies(pages: Iterable[Page]) -> dict[str, str]:
    """Page id → the id of the page that it is a copy of: the same text, character by character.

    Of equal pages the one with a date and a page number is kept, among these the first by id, whatever their order.
    """
    kept: dict[str, Page] = {}
    pages = list(pages)
    for page in pages:
        rival = kept.setdefault(page.text, page)
        kept[page.text] = min(page, rival, key=_rank)
    return {page.id: kept[page.text].id for page in pages if kept[page.text].id != page.id}


def _rank(page: Page) -> tuple[bool, bool, str]:
    return page.date is None, page.number is None, page.id


def near(pages: Sequence[Page], *, least: float = ALIKE) -> list[Near]:
    """Pages nearly the same, sorted by the second: each is told beside the first one that it is like.

    The time grows with the number of pages, not of pairs: a page is compared with the first of each bucket that it
    falls into (minima of hashed runs of three letters, one permutation, in bands: Broder 1997, Li et al. 2012).
    """
    ordered = sorted(pages, key=lambda page: page.id)
    sketches = [_sketch(page.text) for page in ordered]
    first: dict[tuple[int, bytes], int] = {}
    found: list[Near] = []
    for number, page in enumerate(ordered):
        others = {first.setdefault(key, number) for key in _bands(sketches[number])} - {number}
        likely = (i for i in sorted(others) if _likely(sketches[i], sketches[number], least))
        pairs = (Near(ordered[i].id, page.id, _alike(ordered[i].text, page.text)) for i in likely)
        found.extend(islice((pair for pair in pairs if pair.alike >= least), 1))
    return found


def _likely(sketch: bytes, other: bytes, least: float) -> bool:
    """Whether two sketches have as many slots in common as pages so alike have, four standard deviations given."""
    import numpy as np

    same = np.frombuffer(sketch, dtype=np.uint64) == np.frombuffer(other, dtype=np.uint64)
    return bool(np.count_nonzero(same) >= (least - 0.17) * _SLOTS)


def _alike(text: str, other: str) -> float:
    """The share of runs of three letters that two texts have in common (Jaccard), to two digits."""
    import numpy as np

    left, right = np.unique(_grams(text)), np.unique(_grams(other))
    common = len(np.intersect1d(left, right, assume_unique=True))
    return round(common / max(1, len(left) + len(right) - common), 2)


def _grams(text: str) -> NDArray[np.uint64]:
    """Hashes of the runs of three letters or digits, sorted; spaces, marks and line ends do not count."""
    import numpy as np

    letters = "".join(filter(str.isalnum, text)).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(letters, dtype=np.uint32).astype(np.uint64)
    mixed = sum((codes[i : len(codes) - 2 + i] * np.uint64(_MIXERS[i]) for i in range(3)), np.uint64(0))
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(_MIXERS[1])
    return np.sort(mixed ^ (mixed >> np.uint64(32)))


def _sketch(text: str) -> bytes:
    """The smallest hash of each of the slots that the range of hashes is parted into."""
    import numpy as np

    grams, slots = _grams(text), np.arange(_SLOTS, dtype=np.uint64)
    smallest = np.append(grams, np.uint64(_EMPTY))[np.searchsorted(grams, slots << np.uint64(64 - 7))]
    smallest[smallest >> np.uint64(64 - 7) != slots] = _EMPTY
    return smallest.tobytes()


def _bands(sketch: bytes) -> list[tuple[int, bytes]]:
    """The sketch in numbered bands, without those of empty slots."""
    size = _ROWS * 8
    bands = ((at, sketch[at : at + size]) for at in range(0, len(sketch), size))
    return [band for band in bands if band[1] != b"\xff" * size]
