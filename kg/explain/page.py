"""An explained page → one HTML page that needs neither network nor script, the same bytes on every run.

The template escapes all that it is given; a policy in the page's head lets the browser load nothing and run nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from kg.explain import marking
from kg.explain.account import Explanation
from kg.model import ENTITY_TYPES
from kg.ontology import Vocabulary

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_PLAIN = "#8a8f98"


def page(told: Explanation, vocabulary: Vocabulary, *, only: str | None = None) -> str:
    """The page's text; ``only`` is ``mentions``, ``articles``, ``relations`` or None for all."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    kinds = [kind for kind in ENTITY_TYPES if any(name.own.type == kind for name in told.names)]
    style = _style(kinds, vocabulary)
    return environment.get_template("explain.html").render(
        told=told,
        sections=list(marking.sections(told)),
        kinds=[(kind, _words(kind, vocabulary)) for kind in kinds],
        predicates={name: known.term.zh or name for name, known in vocabulary.predicates.items()},
        weighed=marking.weighed,
        place=marking.place,
        shows=lambda part: only in (None, part),
        style=style,
        digest=f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'",
    )


def _words(kind: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.types.get(kind)
    return (known.term.zh if known else "") or kind


def _style(kinds: Iterable[str], vocabulary: Vocabulary) -> str:
    """The shared style and a colour for each type, the ontology's own."""
    # Line ends are as a browser reads them, else the digest would differ.
    shared = (_TEMPLATES / "explain.css").read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    rows = []
    for kind in kinds:
        known = vocabulary.types.get(kind)
        colour = (known.colour if known else "") or _PLAIN
        rows.append(f".{kind} {{ background: {colour}33; border-color: {colour}; }}\n")
    return shared + "".join(rows)
