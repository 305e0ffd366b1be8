"""Two characters → how much likelier the second is right after the first than anywhere: what a seam is judged by.

Counted by ``benchmarks/count_neighbours.py`` from the marked articles. Texts are normalised (``passages.normalise``),
and all digits are one character.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_DIGITS = str.maketrans("123456789", "000000000")


def plain(text: str) -> str:
    """A normalised text with all digits as one character."""
    return text.translate(_DIGITS)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """``rows`` hold for a character the log of how much likelier others are after it: ``unseen``, then ``character
    value`` pairs, parted by tabs. They are read when asked, since a page asks few of thousands.
    """

    rows: Mapping[str, str]

    def after(self, first: str, second: str) -> float:
        """Natural logarithm of P(second | first) / P(second); 0 where nothing is known of ``first``."""
        row = self.rows.get(plain(first))
        if row is None:
            return 0.0
        at = row.find(f"\t{plain(second)}")
        return float(row[at + 2 : row.find("\t", at + 1)] if at >= 0 else row[: row.find("\t")])


def read(lines: Iterable[str]) -> Neighbours:
    """The table of lines ``character TAB unseen TAB second+value TAB … TAB``; ``# `` begins a remark."""
    return Neighbours({line[0]: line[2:].rstrip("\n") for line in lines if not line.startswith("# ")})
