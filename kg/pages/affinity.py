"""A page's lines → how much each pair of lines talks about the same: rare characters and bigrams that both hold.

Names that only one article talks about tie its scattered pieces together, and a headline to its text. Counted on
arrays of code points, since every bigram of the page counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

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


@lru_cache(maxsize=4)
def _codes(grams: frozenset[str]) -> Codes:
    import numpy as np

    return np.array(sorted(ord(gram[0]) * _PLANE + ord(gram[1]) for gram in grams), dtype=np.int64)


def ties(texts: Sequence[str], heads: Sequence[bool], common: frozenset[str]) -> Ties:
    """A symmetric lines × lines matrix: the weight of what two lines share.

    Bigrams in more than six lines, and the ``common`` ones of the language, say nothing; a headline's (``heads``)
    weigh more, and its single characters count (those beyond the basic plane as one).
    """
    import numpy as np

    count = len(texts)
    text = "\n".join(texts) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(count), [len(line) + 1 for line in texts])
    basic = np.minimum(codes, _BEYOND)
    words = ~_edges()[basic]
    head = np.array(heads, dtype=bool)
    found = _bigram_ties(codes, owner, words, _codes(common)) * np.where(head[:, None] | head, _HEAD_BIGRAM, 1.0)
    if words[head[owner]].any():
        found += _character_ties(basic[words], owner[words], head)
    return found.round(6)


@cache
def _edges() -> NDArray[np.bool_]:
    """For each code point whether a bigram with it says nothing; all from ``_BEYOND`` on are as one."""
    import numpy as np

    found = np.zeros(_BEYOND + 1, dtype=bool)
    found[list(map(ord, _EDGES))] = True
    return found


def _bigram_ties(codes: Codes, owner: Codes, words: NDArray[np.bool_], known: Codes) -> Ties:
    import numpy as np

    count = int(owner[-1]) + 1
    inside = words[:-1] & words[1:]
    pairs = np.sort((codes[:-1] * _PLANE + codes[1:])[inside] * count + owner[:-1][inside])
    pairs = pairs[_changes(pairs)]
    grams = pairs // count
    starts = np.flatnonzero(_changes(grams))
    sizes = np.append(starts[1:], len(grams)) - starts
    most = max(2, min(_MOST_LINES, count // 2))
    rare = (sizes > 1) & (sizes <= most)
    asked = grams[starts[rare]]
    rare[rare] = known[known.searchsorted(asked).clip(max=len(known) - 1)] != asked
    among = np.repeat(rare, sizes)
    grams, lines = grams[among], (pairs - grams * count)[among]
    weights = np.repeat(np.log(1 + count / (2.0 * sizes[rare])), sizes[rare])
    found = np.zeros(count * count)
    for apart in range(1, most):
        same = grams[apart:] == grams[:-apart]
        both = lines[:-apart][same] * count + lines[apart:][same]
        found += np.bincount(both, weights[apart:][same], minlength=count * count)
    square = found.reshape(count, count)
    return square + square.T


def _changes(ordered: Codes) -> NDArray[np.bool_]:
    """Where a number is not the one before it."""
    import numpy as np

    found = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=found[1:])
    return found


def _character_ties(codes: Codes, owner: Codes, head: NDArray[np.bool_]) -> Ties:
    """Single characters of headlines that few lines hold."""
    import numpy as np

    count = len(head)
    wanted = np.sort(codes[head[owner]])
    wanted = wanted[_changes(wanted)]
    place = np.zeros(_BEYOND + 1, dtype=np.int16)
    place[wanted] = np.arange(1, len(wanted) + 1)
    rows = place[codes]
    known = rows > 0
    holds = np.zeros((len(wanted), count), dtype=np.float32)  # all sums are whole and small, so exact
    holds[rows[known] - 1, owner[known]] = 1.0
    sizes = holds[:, ~head].sum(axis=1)
    few = (sizes > 0) & (sizes <= _MOST_LINES)
    holds = holds[few]
    shared = np.zeros((count, count))
    shared[np.ix_(head, ~head)] = (holds[:, head] * (_SHARES / sizes[few])[:, None]).T @ holds[:, ~head]
    shared *= _HEAD_CHARACTER / _SHARES
    both: Ties = shared + shared.T
    return both
