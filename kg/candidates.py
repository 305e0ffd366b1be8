"""Compared pairs of keys → candidates with the sentences that name each side, kept beside the graph's other files.

``kg review`` shows them without opening a page or the store; a build writes them anew each time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kg.comparators import order
from kg.comparison import Compared, Reason
from kg.context import sentence
from kg.errors import GraphError
from kg.iri import iri
from kg.model import Key, PageEntity, Reading
from kg.namespaces import BASE
from kg.resolve import Resolution

FILE = "candidates.jsonl"
MOST = 2000
"""Pairs kept of each sort: nobody judges more, and each needs its sentences."""
SEEN = 2
"""Sentences kept for a side, each of another page."""


class Seen(NamedTuple):
    """A sentence that names one side: its page, the headline's line of its article (0 for none), its words."""

    page: str
    article: int
    words: str


class Side(NamedTuple):
    """One thing of a pair as its pages by themselves give it; ``pages`` counts those that name it."""

    iri: str
    type: str
    name: str
    pages: int
    seen: tuple[Seen, ...]


class Candidate(NamedTuple):
    """A pair that could be one thing, or that was made one (``merged``), with the reasons of its comparison."""

    left: Side
    right: Side
    score: int
    reasons: tuple[Reason, ...]
    merged: bool


def candidates(resolution: Resolution, *, base: str = BASE) -> list[Candidate]:
    """What is offered, best first, then what was merged; at most MOST of each."""
    pairs = [(pair, False) for pair in resolution.offered[:MOST]] + [(pair, True) for pair in resolution.merged[:MOST]]
    sides = _sides(resolution, {key for pair, _ in pairs for key in (pair.left, pair.right)}, base)
    return [_candidate(pair, sides, merged=merged) for pair, merged in pairs]


def write(folder: Path, found: Iterable[Candidate]) -> None:
    """Into a generation's folder, one JSON object a line."""
    with open(folder / FILE, "w", encoding="utf-8", newline="\n") as handle:
        for candidate in found:
            handle.write(line(candidate) + "\n")


def read(folder: Path) -> list[Candidate]:
    """The candidates of a generation. Raises GraphError where it has none written."""
    path = folder / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [_from(json.loads(each)) for each in lines]
    except (OSError, ValueError, KeyError) as error:
        raise GraphError(str(path), f"cannot be read ({error})", "build the graph again") from error


def line(candidate: Candidate) -> str:
    """One JSON object on one line."""
    left, right = (
        {**side._asdict(), "seen": [seen._asdict() for seen in side.seen]} for side in (candidate.left, candidate.right)
    )
    told = {
        "left": left,
        "right": right,
        "score": candidate.score,
        "reasons": [reason._asdict() for reason in candidate.reasons],
        "merged": candidate.merged,
    }
    return json.dumps(told, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _from(value: dict[str, Any]) -> Candidate:
    left, right = (
        Side(**{**value[side], "seen": tuple(Seen(**seen) for seen in value[side]["seen"])})
        for side in ("left", "right")
    )
    return Candidate(left, right, value["score"], tuple(Reason(**r) for r in value["reasons"]), value["merged"])


def _candidate(pair: Compared, sides: dict[Key, Side], *, merged: bool) -> Candidate:
    return Candidate(sides[pair.left], sides[pair.right], pair.score, pair.reasons, merged)


def _sides(resolution: Resolution, wanted: set[Key], base: str) -> dict[Key, Side]:
    names: dict[Key, dict[str, int]] = {key: defaultdict(int) for key in wanted}
    pages: dict[Key, set[str]] = {key: set() for key in wanted}
    seen: dict[Key, list[Seen]] = {key: [] for key in wanted}
    for reading in resolution.judged.readings if wanted else ():
        for entity, key in _named(reading, resolution.drawn[reading.page.id], wanted):
            names[key][entity.name] += len(entity.mentions)
            if reading.page.id not in pages[key] and len(seen[key]) < SEEN:
                seen[key].extend(_seen(reading, entity))
            pages[key].add(reading.page.id)
    return {
        key: Side(
            iri(key, base), key.type, min(names[key], key=lambda n: (-names[key][n], n), default=key.name),
            len(pages[key]), tuple(sorted(seen[key])),
        )
        for key in sorted(wanted, key=order)
    }  # fmt: skip


def _named(reading: Reading, keys: Sequence[Key], wanted: set[Key]) -> Iterator[tuple[PageEntity, Key]]:
    return ((entity, key) for entity, key in zip(reading.entities, keys, strict=True) if key in wanted)


def _seen(reading: Reading, entity: PageEntity) -> Iterator[Seen]:
    """The sentence of the entity's first mention."""
    for mention in entity.mentions[:1]:
        passage = reading.passages[mention.passage]
        at = passage.article
        number = 0 if at is None else reading.layout.articles[at].number
        words = sentence(reading, passage.spans(mention.start, mention.end))
        yield Seen(reading.page.id, number, words)
