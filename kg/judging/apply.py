"""Judgements laid over the keys that pages give: what is one gets one key, what is two gets two, IRIs stay valid.

Lines are taken as a set, so their order never matters. Lines that contradict each other stop the build; lines whose
thing no page names any more are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from kg.errors import InputError
from kg.iri import iri
from kg.judgements import Judgement
from kg.judging.board import Board, Heard, Keys, hear
from kg.judging.cut import CutReadings, Cuts, parts
from kg.judging.groups import Canonical, Found, Line, group
from kg.judging.spots import Place, Spot, order, own_key
from kg.model import Key, Reading
from kg.namespaces import BASE, prefixes

Splits = Mapping[Key, frozenset[Place]]


class Wrong(NamedTuple):
    """A fact that a judgement calls wrong: a statement's IRI, else subject, predicate and object."""

    judgement: Judgement
    statement: str = ""
    fact: tuple[Key, str, Key] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """``keys`` and ``raw`` (the keys without judgements) are parallel to the entities of ``readings``.

    ``replaced`` leads from keys that are no more to what stands for them: one, or several after a split. ``apart`` are
    pairs of ``keys`` that are two by a line, whatever else may be like in them. ``labels`` are names as people
    corrected them. ``warnings`` begin with file and line.
    """

    readings: Iterable[Reading]
    keys: Keys
    raw: Keys
    replaced: Mapping[Key, tuple[Key, ...]] = field(default_factory=dict)
    apart: frozenset[tuple[Key, Key]] = frozenset()
    labels: Mapping[Key, str] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    warnings: tuple[str, ...] = ()


def apply(
    readings: Iterable[Reading], keys: Keys, judgements: Sequence[Judgement], *, canonical: Canonical, base: str = BASE
) -> Judged:
    """``keys[page id][i]`` is the key of ``reading.entities[i]``; ``base`` is what the IRIs of lines begin with.

    Raises InputError that names the lines of every contradiction.
    """
    if not judgements:
        return Judged(readings, keys, keys)
    board = Board(readings, keys, frozenset(key for of_page in keys.values() for key in of_page), base)
    heard, found, splits = _settle(board, judgements, canonical)
    if found.contradictions:
        raise _contradicting(judgements, found.contradictions)
    cuts, raw, final = _cut(board, found, splits)
    told = sorted({(j.file, j.line, what) for j, what in heard.problems})
    return Judged(
        CutReadings(readings, cuts) if cuts else readings, final, raw, _replaced(found, splits, final),
        _apart(heard.lines, found, splits), found.labels, _wrong(judgements, heard.lines, found, base),
        tuple(f"{file}:{number}: {what}" for file, number, what in told),
    )  # fmt: skip


def _contradicting(judgements: Sequence[Judgement], contradictions: Sequence[str]) -> InputError:
    count = len(contradictions)
    what = f"{count} contradiction{'s' if count > 1 else ''}, so nothing was changed: {contradictions[0]}"
    error = InputError(min((j.file for j in judgements), default=""), what, "delete or mend one of these lines")
    for text in contradictions[1:]:
        error.add_note(f"  {text}")
    return error


def _settle(board: Board, judgements: Sequence[Judgement], canonical: Canonical) -> tuple[Heard, Found, Splits]:
    """Hear the lines again as long as what they bring about gives a meaning to further ones."""
    board.learn((key, Spot(key)) for key in board.raw)
    while True:
        heard = hear(board, judgements)
        splits = _splits(board, heard.lines)
        lines, gone = _atoms(board, heard.lines, splits)
        found = group([line for line in lines if line.judgement.kind != "wrong"], board.raw, canonical)
        parted = [(own_key(spot), spot) for key in splits for place in splits[key] for spot in [Spot(key, place)]]
        if not board.learn([*parted, *_named(found)]) | board.saw(found):
            return Heard(lines, (*heard.problems, *gone)), found, splits


def _splits(board: Board, lines: Sequence[Line]) -> Splits:
    """Which articles of a key stand alone: those that a line tells apart from others of it, else all of them."""
    found: dict[Key, frozenset[Place]] = {}
    for line in lines:
        if line.judgement.kind == "not same" and line.right and line.left.key == line.right.key:
            key = line.left.key
            named = frozenset(spot.place for spot in (line.left, line.right) if spot.place)
            if line.left != line.right or not named:
                found[key] = found.get(key, frozenset()) | (named or board.places(key))
    return found


def _atoms(board: Board, lines: Sequence[Line], splits: Splits) -> tuple[tuple[Line, ...], list[tuple[Judgement, str]]]:
    """Lines between what the splits leave whole; those that speak of a thing of which nothing is left are told."""
    empty = {key for key in splits if board.places(key) <= splits[key]}
    kept: list[Line] = []
    problems: list[tuple[Judgement, str]] = []
    for line in lines:
        ends = [_atom(spot, splits) for spot in (line.left, line.right) if spot]
        apart = line.judgement.kind == "not same"
        lost = [spot for spot in ends if spot.place is None and spot.key in empty]
        if apart and line.left == line.right and line.left.place:
            problems.append((line.judgement, "both are one thing in one article; name two articles"))
        elif lost and not apart:
            what = f"<{iri(lost[0].key, board.base)}>: was split into its articles; name one with @page#line"
            problems.append((line.judgement, what))
        else:
            kept.append(Line(line.judgement, *ends))
    return tuple(kept), problems


def _atom(spot: Spot, splits: Splits) -> Spot:
    return spot if spot.place in splits.get(spot.key, ()) else Spot(spot.key)


def _named(found: Found) -> list[tuple[Key, Spot]]:
    """The keys that lines bring about, with a spot that each means."""
    means: dict[Key, Spot] = {}
    for spot in sorted(found.final, key=order):
        means.setdefault(found.final[spot], spot)
    former = [(old, means[key]) for old, keys in found.former.items() for key in keys]
    return [*means.items(), *former]


def _cut(board: Board, found: Found, splits: Splits) -> tuple[Cuts, Keys, Keys]:
    """What to cut on which page, and the keys before and after, parallel to the entities of the cut readings."""
    cuts: dict[str, dict[int, frozenset[int]]] = {}
    raw: dict[str, tuple[Key, ...]] = {}
    final: dict[str, tuple[Key, ...]] = {}
    for page, keys in board.keys.items():
        atoms = [Spot(key) for key in keys]
        for index, key in enumerate(keys):
            alone = frozenset(n for p, n in splits.get(key, ()) if p == page)
            if alone:
                pieces = parts(board.seen[page][index].articles, alone)
                first, *more = [Spot(key, (page, min(piece))) if piece <= alone else Spot(key) for piece in pieces]
                atoms[index] = first
                atoms += more
                cuts.setdefault(page, {})[index] = alone
        raw[page] = tuple(spot.key for spot in atoms)
        final[page] = tuple(_final(spot, found) for spot in atoms)
    return cuts, raw, final


def _final(spot: Spot, found: Found) -> Key:
    return found.final.get(spot) or own_key(spot)


def _replaced(found: Found, splits: Splits, final: Keys) -> dict[Key, tuple[Key, ...]]:
    live = {key for of_page in final.values() for key in of_page}
    stands: dict[Key, set[Key]] = defaultdict(set)
    for old, keys in found.former.items():
        stands[old] |= keys
    for key, places in splits.items():
        stands[key] |= {_final(Spot(key, place), found) for place in places}
    pairs = ((old, tuple(sorted(stands[old] & live, key=_sortable))) for old in sorted(stands, key=_sortable))
    return {old: keys for old, keys in pairs if keys and old not in live}


def _apart(lines: Sequence[Line], found: Found, splits: Splits) -> frozenset[tuple[Key, Key]]:
    """The pairs that ``not same`` lines name; of a key split into all its articles, all that no line put together."""
    pairs: set[tuple[Key, Key]] = set()
    for line in lines:
        if line.judgement.kind == "not same" and line.right:
            spots = [line.left, line.right]
            if line.left == line.right:
                spots = [Spot(line.left.key, place) for place in splits[line.left.key]]
            keys = sorted({_final(spot, found) for spot in spots}, key=_sortable)
            pairs.update(combinations(keys, 2))
    return frozenset(pairs)


def _sortable(key: Key) -> tuple[str, str, str]:
    return key.type, key.name, key.scope or ""


def _wrong(judgements: Sequence[Judgement], lines: Sequence[Line], found: Found, base: str) -> tuple[Wrong, ...]:
    """The facts that lines call wrong, by the keys that their ends have now."""
    known = prefixes(base)
    statements = [j for j in judgements if j.kind == "wrong" and not j.right]
    wrong = [Wrong(j, _statement(j.left, known)) for j in statements]
    for line in lines:
        if line.judgement.kind == "wrong" and line.right:
            ends = [_final(spot, found) for spot in (line.left, line.right)]
            wrong.append(Wrong(line.judgement, fact=(ends[0], line.judgement.right.partition(" ")[0], ends[1])))
    return tuple(sorted(wrong, key=lambda w: (w.judgement.file, w.judgement.line)))


def _statement(text: str, known: Mapping[str, str]) -> str:
    prefix, _, local = text.partition(":")
    return text.strip("<>") if prefix not in known else known[prefix] + local
