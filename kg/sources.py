"""Readings and their keys → pages and articles as the graph tells of them: titles, sections, bylines and who signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.model import Article, Key, Page, Reading


class ArticleSource(NamedTuple):
    """An article as the graph knows it: ``authors`` are the names of its byline, ``creators`` the people they name."""

    number: int
    title: str
    authors: tuple[str, ...] = ()
    creators: tuple[Key, ...] = ()
    section: str | None = None


class PageSource(NamedTuple):
    """A page and its articles; a copy of another page (its id) has none of its own."""

    page: Page
    articles: tuple[ArticleSource, ...]
    copy_of: str | None = None


def sources(readings: Iterable[Reading], keys: Mapping[str, Sequence[Key]]) -> Iterator[PageSource]:
    """Pages with their articles; a name of the byline leads to the page's person of that name, where there is one.

    Of several the one is meant that the article itself names.
    """
    for reading in readings:
        people: dict[tuple[str, int | None], Key] = {}
        for entity, key in zip(reading.entities, keys[reading.page.id], strict=True):
            if entity.type == "PERSON":
                places = {reading.passages[mention.passage].article for mention in entity.mentions}
                for name in (entity.name, *entity.aliases):
                    for place in (None, *places):
                        people.setdefault((name, place), key)
        yield PageSource(
            reading.page,
            tuple(
                ArticleSource(
                    article.number, article.title, article.authors, _people(article, i, people), article.section
                )
                for i, article in enumerate(reading.layout.articles)
            ),
        )


def _people(article: Article, index: int, people: Mapping[tuple[str, int | None], Key]) -> tuple[Key, ...]:
    found = (people.get((name, index)) or people.get((name, None)) for name in article.authors)
    return tuple(key for key in found if key is not None)


def copies(pages: Mapping[str, Page], kept: Mapping[str, str]) -> list[PageSource]:
    """Pages that say what another says; ``kept`` leads from their ids to that page's."""
    return [PageSource(pages[page], (), other) for page, other in kept.items()]
