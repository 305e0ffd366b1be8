"""What a judgement's line names → spots: a key, whole or only as far as one article says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.judging.cut import articles
from kg.model import Key, PageEntity, Reading

Place = tuple[str, int]
"""Page id and headline line; 0 for what stands in no article."""


class Spot(NamedTuple):
    """A key as pages give it; ``place`` None for all of it that no judgement split off."""

    key: Key
    place: Place | None = None


class Reference(NamedTuple):
    """``iri`` or ``name``, the other empty; ``page`` empty and ``article`` None where the line tells none."""

    iri: str
    name: str
    page: str = ""
    article: int | None = None


class Sighting(NamedTuple):
    """A key on a page: the articles that name it, and the forms that it has there."""

    key: Key
    articles: tuple[int, ...]
    names: frozenset[str]


def own_key(spot: Spot) -> Key:
    """The key of a spot that nothing was said of but that it stands alone: the article joins its scope."""
    if spot.place is None:
        return spot.key
    page, number = spot.place
    article = f"{page}-{number}" if number else page
    return spot.key._replace(scope=article if spot.key.scope is None else f"{spot.key.scope}-{article}")


def order(spot: Spot) -> tuple[str, str, str, str, int]:
    """Spots sort by it; their own order knows no None."""
    page, number = spot.place or ("", 0)
    return spot.key.type, spot.key.name, spot.key.scope or "", page, number


def refer(text: str, pages: Collection[str], prefixes: Mapping[str, str]) -> Reference | str:
    """What ``text`` names, else what is wrong with it. An ``@`` parts thing and article where a page's id follows."""
    text = unicodedata.normalize("NFC", text)
    at = text.find("@")
    while at > 0:
        page, number = _article(text[at + 1 :], pages)
        if page:
            iri = _expanded(text[:at], prefixes)
            return Reference(iri, "" if iri else text[:at], page, number)
        at = text.find("@", at + 1)
    iri = _expanded(text, prefixes)
    return Reference(iri, "") if iri else f"{text}: the graph has no such page"


def _article(text: str, pages: Collection[str]) -> tuple[str, int | None]:
    if text in pages:
        return text, None
    page, _, number = text.rpartition("#")
    return (page, int(number)) if page in pages and number.isascii() and number.isdecimal() else ("", None)


def _expanded(text: str, prefixes: Mapping[str, str]) -> str:
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + local
    return text if text.startswith(("http://", "https://", "urn:")) else ""


def sight(
    readings: Iterable[Reading], keys: Mapping[str, Sequence[Key]], pages: Collection[str]
) -> dict[str, tuple[Sighting, ...]]:
    """What stands on those of ``pages`` that there are."""
    found = {}
    for reading in readings:
        if reading.page.id in pages:
            found[reading.page.id] = tuple(
                Sighting(key, articles(reading, entity), _forms(entity, key))
                for entity, key in zip(reading.entities, keys[reading.page.id], strict=True)
            )
    return found


def _forms(entity: PageEntity, key: Key) -> frozenset[str]:
    return frozenset(filter(None, (key.name, entity.name, entity.official, *entity.aliases)))
