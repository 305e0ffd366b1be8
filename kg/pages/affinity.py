"""A page's lines → how much each pair of lines talks about the same: rare characters and bigrams that both hold.

Names that only one article talks about tie its scattered pieces together, and a headline to its text. Counted on
arrays of code points, since every bigram of the page counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log
from typing import TYPE_CHECKING

from kg.resources import data_files

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ties = NDArray[np.float64]
    Codes = NDArray[np.int64]

_MOST_LINES = 6
_HEAD_BIGRAM, _HEAD_CHARACTER = 2.5, 0.8
_EDGES = "“”‘’《》()、,。!?:;…—-· 0123456789\n"
_PLANE, _BEYOND = 0x110000, 0xFFFF
_SHARES = 60  # the least number that 1 to 6 divide: sums of its parts are exact


@cache
def common() -> frozenset[str]:
    """The commonest bigrams of written Chinese (``data/rules/layout/common.txt``): sharing them says little."""
    files = data_files("rules/layout", "common.txt")
    return frozenset(gram for path in files for gram in path.read_text(encoding="utf-8").split())


@cache
def _common_codes() -> Codes:
    import numpy as np

    return np.array(sorted(ord(gram[0]) * _PLANE + ord(gram[1]) for gram in common()), dtype=np.int64)


def ties(texts: Sequence[str], heads: Sequence[bool]) -> Ties:
    """A symmetric lines × lines matrix: the weight of what two lines share.

    Bigrams in more than six lines, and the commonest of the language, say nothing; a headline's (``heads``) weigh more,
    and its single characters count.
    """
    import numpy as np

    count = len(texts)
    text = "\n".join(texts) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(count), [len(line) + 1 for line in texts])
    words = ~_edges()[np.minimum(codes, _BEYOND)]
    head = np.array(heads, dtype=bool)
    found = _bigram_ties(codes, owner, words) * np.where(head[:, None] | head, _HEAD_BIGRAM, 1.0)
    if words[head[owner]].any():
        found += _character_ties(codes[words], owner[words], head)
    return found.round(6)


@cache
def _edges() -> NDArray[np.bool_]:
    """For each code point whether a bigram with it says nothing; all from ``_BEYOND`` on are as one."""
    import numpy as np

    found = np.zeros(_BEYOND + 1, dtype=bool)
    found[list(map(ord, _EDGES))] = True
    return found


def _bigram_ties(codes: Codes, owner: Codes, words: NDArray[np.bool_]) -> Ties:
    import numpy as np

    count = int(owner[-1]) + 1
    inside = words[:-1] & words[1:]
    grams, lines, starts, sizes = _holders((codes[:-1] * _PLANE + codes[1:])[inside], owner[:-1][inside], count)
    most = max(2, min(_MOST_LINES, count // 2))
    rare = (sizes > 1) & (sizes <= most)
    rare[rare] = ~_among(grams[starts[rare]], _common_codes())
    found = np.zeros(count * count)
    for size in range(2, most + 1):
        where = starts[rare & (sizes == size)]
        one, other = np.triu_indices(size, 1)
        pairs = lines[where[:, None] + one] * count + lines[where[:, None] + other]
        found += np.bincount(pairs.ravel(), minlength=count * count) * log(1 + count / (2.0 * size))
    square = found.reshape(count, count)
    return square + square.T


def _holders(grams: Codes, lines: Codes, count: int) -> tuple[Codes, Codes, Codes, Codes]:
    """The (gram, line) pairs, each once and sorted; where each gram's begin, and how many they are."""
    import numpy as np

    pairs = np.sort(grams * count + lines)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    found = pairs // count
    starts = np.flatnonzero(np.diff(found, prepend=-1))
    return found, pairs - found * count, starts, np.diff(starts, append=len(found))


def _among(codes: Codes, known: Codes) -> NDArray[np.bool_]:
    """Which of ``codes`` are in ``known``, which is sorted."""
    found: NDArray[np.bool_] = known[known.searchsorted(codes).clip(max=len(known) - 1)] == codes
    return found


def _character_ties(codes: Codes, owner: Codes, head: NDArray[np.bool_]) -> Ties:
    """Single characters of headlines that few lines hold."""
    import numpy as np

    count = len(head)
    wanted = np.sort(codes[head[owner]])
    wanted = wanted[np.diff(wanted, prepend=-1) != 0]
    known = _among(codes, wanted)
    place = np.searchsorted(wanted, codes[known])
    holds = np.zeros((len(wanted), count))
    holds[place, owner[known]] = 1.0
    titles, texts = holds * head, holds * ~head
    sizes = texts.sum(axis=1)
    part = np.where((sizes > 0) & (sizes <= _MOST_LINES), _SHARES / np.maximum(sizes, 1.0), 0.0)
    shared = (titles * part[:, None]).T @ texts * (_HEAD_CHARACTER / _SHARES)
    both: Ties = shared + shared.T
    return both
