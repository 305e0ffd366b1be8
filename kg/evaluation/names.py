"""Found mentions and entities against labels: right span and type, right things, rightly put together, well named.

The match of found with labelled entities that this makes is what relations are judged through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.evaluation.found import Cells, Found, FoundMention, Labels, plain
from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, MISSED, Fault, Measure, Tally

Rows = Iterator[tuple[Measure, Tally] | Fault]

MENTION, ENTITY, IDENTITY, LABEL = (Measure("", name) for name in ("mention", "entity", "identity", "label"))
BY_TYPE, BY_MENTION_RULE = "by type", "by mention rule"


@dataclass(frozen=True, slots=True)
class Match:
    """Found entity id → labelled id, one to one; ``exact`` pairs share an exactly right mention.

    ``defensible`` found entities matched none but overlap with one marked ``may``; ``aligned`` are (labelled mention,
    found id, labelled id) of all mentions that overlap by half or more with the right type.
    """

    to_label: Mapping[str, str]
    exact: frozenset[tuple[str, str]]
    defensible: frozenset[str]
    aligned: tuple[tuple[Cells, str, str], ...]


def match(page: Found, gold: Labels) -> Match:
    """Put found and labelled entities together by the mentions that they share, the largest share first."""
    shared: Counter[tuple[str, str]] = Counter()
    aligned, exact = [], set()
    for mention in page.mentions:
        best = _nearest(mention.cells, gold)
        if best is None or _overlap(best, mention.cells) < 0.5:
            continue
        pair = (mention.entity, gold.mentions[best])
        if page.types[pair[0]] not in gold.entities[pair[1]].types:
            continue
        weight = _overlap(best, mention.cells)
        shared[pair] += weight  # type: ignore[assignment]  # a Counter of floats
        aligned.append((best, *pair))
        if best == mention.cells:
            exact.add(pair)
            shared[pair] += 1
    to_label: dict[str, str] = {}
    for pair, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if pair[0] not in to_label and pair[1] not in to_label.values():
            to_label[pair[0]] = pair[1]
    defensible = {p for p, g in shared if gold.entities[g].may and p not in to_label}
    return Match(to_label, frozenset(exact), frozenset(defensible), tuple(aligned))


def _nearest(mention: Cells, gold: Labels) -> Cells | None:
    touched = (gold.at[i] for i in mention if i in gold.at)
    return max(touched, key=lambda labelled: _overlap(labelled, mention), default=None)


def _overlap(a: Cells, b: Cells) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def mentions(page: Found, gold: Labels) -> Rows:
    """Each found mention: span and type both right? Then each label that was not found."""
    hit: set[Cells] = set()
    for mention in page.mentions:
        key = _labelled(mention, gold)
        kind = page.types[mention.entity]
        if key is not None and key not in hit and kind in gold.entities[gold.mentions[key]].types:
            hit.add(key)
            label = gold.entities[gold.mentions[key]]
            if not label.may:
                yield from _each(FOUND_RIGHT, label.type, mention.rule)
        elif not _defensible(mention, gold):
            yield from _each(FOUND_WRONG, kind, mention.rule)
            yield _fault("false mention", f"{kind} {_words(gold, mention.cells)} ({mention.rule})", gold, mention.cells)
    for key, entity in gold.mentions.items():
        label = gold.entities[entity]
        if not label.may and key not in hit:
            yield MENTION, MISSED
            yield Measure(BY_TYPE, label.type), MISSED
            yield _fault("missed mention", f"{label.type} {_words(gold, key)}", gold, key)


def _each(tally: Tally, kind: str, rule: str) -> Rows:
    yield MENTION, tally
    yield Measure(BY_TYPE, kind), tally
    yield Measure(BY_MENTION_RULE, rule), tally


def _labelled(mention: FoundMention, gold: Labels) -> Cells | None:
    """The label with exactly these cells; of a broken name, one with those of a piece."""
    if mention.cells in gold.mentions:
        return mention.cells
    pieces = mention.pieces if len(mention.pieces) > 1 else ()
    return next((piece for piece in pieces if piece in gold.mentions), None)


def _defensible(mention: FoundMention, gold: Labels) -> bool:
    near = {gold.mentions[gold.at[i]] for i in mention.cells if i in gold.at}
    return bool(near) and all(gold.entities[g].may for g in near)


def entities(page: Found, gold: Labels, matched: Match) -> Rows:
    """Each found entity, each label that was missed, and the labels of those that match."""
    present = dict.fromkeys(gold.mentions.values())
    for found_id in page.types:
        label = gold.entities.get(matched.to_label.get(found_id, ""))
        if label is not None and not label.may:
            yield ENTITY, FOUND_RIGHT
            named = plain(page.labels[found_id]) == plain(label.name)
            yield LABEL, Tally(named, 1)
            if not named:
                yield Fault("label", f"{page.labels[found_id]} for {label.name}", gold.page.id)
        elif label is None and found_id not in matched.defensible:
            yield ENTITY, FOUND_WRONG
            yield Fault("false entity", f"{page.types[found_id]} {page.labels[found_id]}", gold.page.id)
    hit = set(matched.to_label.values())
    for missed in present:
        if missed not in hit and not gold.entities[missed].may:
            yield ENTITY, MISSED
            yield Fault("missed entity", f"{gold.entities[missed].type} {gold.entities[missed].name}", gold.page.id)


def identity(matched: Match) -> Rows:
    """B-cubed over the mentions that both sides have."""
    of_found: dict[str, set[Cells]] = defaultdict(set)
    of_label: dict[str, set[Cells]] = defaultdict(set)
    for mention, found_id, label in matched.aligned:
        of_found[found_id].add(mention)
        of_label[label].add(mention)
    for _, found_id, label in matched.aligned:
        common = len(of_found[found_id] & of_label[label])
        yield IDENTITY, Tally(common / len(of_found[found_id]), 1, common / len(of_label[label]), 1)


def _words(gold: Labels, mention: Cells) -> str:
    return "".join(gold.page.text[i] for i in sorted(mention))


def _fault(kind: str, what: str, gold: Labels, mention: Cells) -> Fault:
    return Fault(kind, what, gold.page.id, min(mention, default=-1), max(mention, default=-2) + 1)
