"""A page's lines → how much each pair of lines talks about the same: rare characters and bigrams that both hold.

Names that only one article talks about tie its scattered pieces together, and a headline to its text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from math import log

from kg.resources import data_files

_MOST_LINES = 6
_HEAD_BIGRAM, _HEAD_CHARACTER = 2.5, 0.8
_EDGES = frozenset("“”‘’《》()、,。!?:;…—-· 0123456789")

Ties = list[dict[int, float]]


@cache
def common() -> frozenset[str]:
    """The commonest bigrams of written Chinese (``data/rules/layout/common.txt``): sharing them says little."""
    files = data_files("rules/layout", "common.txt")
    return frozenset(gram for path in files for gram in path.read_text(encoding="utf-8").split())


def ties(texts: Sequence[str], heads: Sequence[bool]) -> Ties:
    """For every line the lines that share rare bigrams with it, and with what weight (symmetric).

    Bigrams in more than six lines, and the commonest of the language, say nothing; a headline's (``heads``) weigh more,
    and its single characters count.
    """
    grams = [set(map(str.__add__, text, text[1:])) for text in texts]
    once: set[str] = set()
    shared: set[str] = set()
    for mine in grams:
        shared |= once & mine
        once |= mine
    shared -= common()
    holders: dict[str, list[int]] = defaultdict(list)
    for i, mine in enumerate(grams):
        for gram in mine & shared:
            holders[gram].append(i)
    most = max(2, min(_MOST_LINES, len(texts) // 2))
    weight = [0.0, 0.0] + [log(1 + len(texts) / (2.0 * count)) for count in range(2, most + 1)]
    together = Counter(
        tuple(where) for gram, where in holders.items() if len(where) <= most and _EDGES.isdisjoint(gram)
    )
    found: Ties = [{} for _ in texts]
    for where, count in sorted(together.items()):
        _tie(found, where, count * weight[len(where)], heads)
    _tie_characters(found, texts, heads)
    return found


def _tie(found: Ties, where: Sequence[int], weight: float, heads: Sequence[bool]) -> None:
    for x, i in enumerate(where):
        row = found[i]
        for j in where[x + 1 :]:
            value = weight * _HEAD_BIGRAM if heads[i] or heads[j] else weight
            row[j] = found[j][i] = row.get(j, 0.0) + value


def _tie_characters(found: Ties, texts: Sequence[str], heads: Sequence[bool]) -> None:
    """Single characters of headlines that few lines hold."""
    wanted = {character for text, head in zip(texts, heads, strict=True) if head for character in text} - _EDGES
    holders: dict[str, list[int]] = defaultdict(list)
    for j, (text, head) in enumerate(zip(texts, heads, strict=True)):
        if not head:
            for character in wanted.intersection(text):
                holders[character].append(j)
    for i, (text, head) in enumerate(zip(texts, heads, strict=True)):
        for character in sorted(wanted.intersection(text)) if head else ():
            where = holders[character]
            if 0 < len(where) <= _MOST_LINES:
                for j in where:
                    found[i][j] = found[j][i] = found[i].get(j, 0.0) + _HEAD_CHARACTER / len(where)
