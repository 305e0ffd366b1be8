"""The types that flow through Linpu: page, line, article, passage, mention, entity, relation, statement.

Immutable values without behaviour beyond reading themselves; this module imports nothing of ours.
Offsets are Unicode code points: *page* offsets count in ``Page.text`` as decoded, *passage* offsets in
``Passage.text``, the running text of one article after its broken columns were joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

ENTITY_TYPES = (
    "AREA", "STREET", "COMMUNITY", "COMPOUND", "PLACE", "ORG", "PERSON", "PROGRAMME", "EVENT", "AWARD",
)  # fmt: skip
PREDICATES = (
    "partOf", "locatedIn", "belongsTo", "memberOf", "livesIn", "helps", "implements", "covers", "organizes",
    "participatesIn", "cooperatesWith", "receives", "conferredBy",
)  # fmt: skip
SYMMETRIC = frozenset({"cooperatesWith"})

LINE_ROLES = ("section", "kicker", "title", "subtitle", "heading", "byline", "caption", "body", "other")


class Span(NamedTuple):
    """``[start, end)`` in code points of the page."""

    start: int
    end: int


class Line(NamedTuple):
    """One line of a page; ``end`` leaves out the line end, ``number`` counts from 1."""

    number: int
    start: int
    end: int
    role: str


class Join(NamedTuple):
    """Line ``right`` goes on with the sentence that line ``left`` breaks off.

    ``doubled`` characters at the head of ``right`` repeat the tail of ``left`` and are left out of the
    running text; ``lost`` says that characters seem to be missing at the break.
    """

    left: int
    right: int
    doubled: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page file: ``page.text[start:end]`` is always the text that was read."""

    id: str
    text: str
    encoding: str = "utf-8"
    sha256: str = ""
    publication: str | None = None
    date: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """``lines`` are the numbers of the non-empty lines in reading order, headline first."""

    number: int
    lines: tuple[int, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What reading a page's lines gives: every non-empty line with its role, the articles, the joins."""

    lines: tuple[Line, ...]
    articles: tuple[Article, ...]
    joins: tuple[Join, ...]


class PassageLine(NamedTuple):
    """A page line inside a passage, in passage offsets."""

    number: int
    start: int
    end: int
    role: str


class Mend(NamedTuple):
    """At passage offset ``place`` stands ``now`` where the page, misread, has ``was``; either may be empty."""

    place: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The running text of one article, or of one line that belongs to none (``article`` is None).

    ``text`` is normalised one to one (full width to half width, 「」 to “”); lines are parted by ``\\n``
    unless they are joined. ``offsets[i]`` is the page offset of ``text[i]`` (-1 for characters that the
    page does not have, as the ``\\n`` between lines). ``article`` is the index into ``Layout.articles``.
    ``seams`` are the passage offsets where a joined line begins, and the edges of what was mended; ``mends`` are
    in order.
    """

    text: str
    offsets: Sequence[int]
    lines: tuple[PassageLine, ...]
    article: int | None = None
    seams: tuple[int, ...] = ()
    mends: tuple[Mend, ...] = ()

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The page pieces of ``text[start:end]``: one per contiguous stretch, split at joins and line ends.

        What was mended splits none: a character that was left out lies inside its piece.
        """
        pieces: list[Span] = []
        out = {self.offsets[mend.place] - 1 for mend in self.mends if not mend.now}
        first = last = -2
        for at in self.offsets[start:end]:
            if at < 0:
                continue
            if at != last and not (at == last + 1 and last in out):
                if last >= 0:
                    pieces.append(Span(first, last))
                first = at
            last = at + 1
        return (*pieces, Span(first, last)) if last >= 0 else ()

    def crosses_seam(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` holds characters from both sides of a join, or mended ones."""
        return any(start < seam < end for seam in self.seams)


class Mention(NamedTuple):
    """A name in a passage (passage offsets).

    ``name`` is what the mention says in full: the surface, or the form completed from a coordination or a
    repair (``repaired``). ``rule`` names the evidence that decided it. ``weight`` is that evidence's sum.
    """

    passage: int
    start: int
    end: int
    type: str
    name: str
    rule: str
    weight: float = 0.0
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class PageEntity:
    """One thing on one page: its mentions put together. ``rivals`` are other (type, name) readings.

    ``official`` is the district-complete name when the surface is a short form (区民政局 on a page of
    河西区: 河西区民政局); it identifies the entity across pages, ``name`` stays the label.
    """

    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    official: str | None = None
    rivals: tuple[tuple[str, str], ...] = ()


class Relation(NamedTuple):
    """``subject`` and ``object`` index ``Reading.entities``; ``evidence`` is in page offsets, in reading order.

    ``modality`` is None for a fact, else ``planned``, ``negated`` or ``doubtful``.
    """

    subject: int
    predicate: str
    object: int
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    role: str | None = None
    repaired: bool = False
    modality: str | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one page says: a pure function of (page, data, version)."""

    page: Page
    layout: Layout
    passages: tuple[Passage, ...]
    entities: tuple[PageEntity, ...]
    relations: tuple[Relation, ...]
    district: str | None = None


class Key(NamedTuple):
    """What identifies an entity over the corpus; an IRI is minted from it and from nothing else."""

    type: str
    name: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the graph. ``articles`` are (page id, headline line) pairs, sorted."""

    key: Key
    label: str
    aliases: tuple[str, ...]
    articles: tuple[tuple[str, int], ...]


class Evidence(NamedTuple):
    """One proof of a statement; ``spans`` are page offsets, one per contiguous piece."""

    page: str
    article: int
    spans: tuple[Span, ...]
    rule: str
    confidence: float
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple with its evidence. ``modality`` is None for facts; others are kept but not asserted."""

    subject: Key
    predicate: str
    object: Key
    role: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    modality: str | None = None
