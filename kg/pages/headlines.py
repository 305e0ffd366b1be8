"""The lines of one headline → which is the title, which a kicker above it, which a subtitle below it.

A title says what is new; kickers and subtitles say where, at what event, or in which kind of article.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.words import Shapes


def head_roles(texts: Sequence[str], shape: Shapes) -> list[str]:
    """``kicker``, ``title`` or ``subtitle`` for each line in reading order; at least one is the title."""
    roles = [_role(text, i, len(texts), shape) for i, text in enumerate(texts)]
    titles = [i for i, role in enumerate(roles) if role == "title"]
    if texts and not titles:
        roles[-1] = "title"
    named = [i for i in titles if shape.named.match(texts[i])]
    free = [i for i in titles if i not in named]
    if named and free:
        for i in named:
            roles[i] = "kicker" if i < free[0] else "subtitle" if i > free[-1] else "title"
    return roles


def _role(text: str, i: int, count: int, shape: Shapes) -> str:
    if shape.subtitle.search(text) and (i or not shape.dash.match(text)):
        return "subtitle" if i else "kicker"
    return "kicker" if i < count - 1 and shape.kicker.search(text) else "title"
