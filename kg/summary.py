"""What a build did, counted: told to the user, and kept in the graph for ``kg info``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import duplicates
from kg.corpus import Corpus
from kg.model import Statement
from kg.pages.folder import Skipped
from kg.places.links import Links
from kg.resolve import Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a build did. ``read`` pages were read anew, the others remembered; ``dropped`` are relations by reason;
    ``doubted`` are the facts below the confidence ``least``, which are among ``unasserted``. By the official list
    ``gazetteer`` (None without one) ``linked`` of the ``places`` (streets and communities) have a division, and
    ``mended`` names were mended. ``judged`` counts judgements, ``warnings`` name those that speak of what no page says
    any more; ``copies`` are pages with the page that counts in their place, ``near`` are pages nearly the same, which
    all count."""

    pages: int
    read: int
    entities: int
    facts: int
    unasserted: int
    repaired: int
    seconds: float
    home: str | None
    doubted: int = 0
    least: float = 0.0
    skipped: tuple[Skipped, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    gazetteer: str | None = None
    places: int = 0
    linked: int = 0
    mended: int = 0
    judged: int = 0
    warnings: Sequence[str] = ()
    copies: Sequence[tuple[str, str]] = ()
    near: Sequence[duplicates.Near] = ()


def counts(
    pages: Corpus, resolution: Resolution, stated: Sequence[Statement], dropped: Mapping[str, int]
) -> dict[str, Any]:
    """Pages, entities and facts of a graph, by the names of ``Summary``."""
    facts = [statement for statement in stated if statement.modality is None]
    return {
        "pages": len(pages.readings),
        "read": pages.fresh,
        "entities": len(resolution.entities),
        "facts": len(facts),
        "unasserted": len(stated) - len(facts),
        "repaired": sum(proof.repaired for statement in stated for proof in statement.evidence),
        "dropped": dict(sorted(dropped.items())),
        "skipped": [f"{page.id}: {page.reason}" for page in pages.skipped],
        "copies": sorted(pages.copies.items()),
        "near": duplicates.near([packed.page for packed in pages.distinct.packed]),
    }


def linked(links: Links | None) -> dict[str, Any]:
    """What the official list gave, nothing without one."""
    if links is None:
        return {}
    source = f"{links.index.source} ({links.index.year})"
    return {"gazetteer": source, "places": links.places, "linked": links.linked, "mended": len(links.mended)}
