"""Rows of text → a table for a terminal, columns aligned although a Han character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

MEASURED = 200
"""Rows whose cells decide the widths; the rest streams past."""

NARROWEST = 6


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcswidth

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def pad(text: str, columns: int) -> str:
    """``text`` with blanks behind it up to ``columns``."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in pieces of at most ``columns`` columns; breaks anywhere, as Chinese does."""
    if width(text) <= columns:
        return [text]
    pieces, line, used = [], "", 0
    for letter in text:
        size = width(letter)
        if used + size > columns and line:
            pieces.append(line)
            line, used = "", 0
        line += letter
        used += size
    return [*pieces, line]


def draw(head: Sequence[str], rows: Iterable[Sequence[str]], *, columns: int = 0, bold: bool = False) -> Iterator[str]:
    """The lines of a table; cells are wrapped to fit ``columns`` of a terminal (0: as wide as they are)."""
    stream = iter(rows)
    first = [tuple(_clean(cell) for cell in row) for row in islice(stream, MEASURED)]
    widths = [max([width(name), *(width(row[i]) for row in first)]) for i, name in enumerate(head)]
    if columns:
        widths = _fit(widths, [max(NARROWEST, width(name)) for name in head], columns)
    title = "  ".join(pad(name, size) for name, size in zip(head, widths, strict=True)).rstrip()
    yield f"\x1b[1m{title}\x1b[0m" if bold else title
    yield "  ".join("─" * size for size in widths)
    for row in chain(first, stream):
        yield from _lines([_clean(cell) for cell in row], widths if columns else None, widths)


def _lines(row: list[str], limits: list[int] | None, widths: list[int]) -> Iterator[str]:
    cells = [wrap(cell, limits[i]) if limits else [cell] for i, cell in enumerate(row)]
    for line in range(max((len(cell) for cell in cells), default=0)):
        parts = [cell[line] if line < len(cell) else "" for cell in cells]
        yield "  ".join(pad(part, size) for part, size in zip(parts, widths, strict=True)).rstrip()


def _fit(widths: list[int], floors: list[int], columns: int) -> list[int]:
    """Shrink the widest columns until the table fits, none below its floor; what then is too wide stays so."""
    fitted = list(widths)
    over = sum(fitted) + 2 * (len(fitted) - 1) - columns
    while over > 0:
        widest = max(range(len(fitted)), key=lambda i: fitted[i] - floors[i])
        if fitted[widest] <= floors[widest]:
            break
        fitted[widest] -= 1
        over -= 1
    return fitted


def _clean(text: str) -> str:
    """One line without control characters, so that a page's text cannot steer the terminal."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "⏎" if letter == "\n" else " " for letter in text)
