"""Readings of labelled pages → how right their relations are, with and without the scorer, and how sure to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from relation_lessons import FREE, Named, Sheet, verdict

from kg import jsonl, mentions, ontology
from kg.evaluation.facts import BY_PREDICATE, EVIDENCE, RELATION
from kg.evaluation.facts import relations as judged
from kg.evaluation.found import found, labels
from kg.evaluation.names import match
from kg.evaluation.proposals import labelled
from kg.evaluation.tally import Measure, Score, Tally, collect, total
from kg.mentions import Lexicon
from kg.model import PREDICATES, Key, Reading
from kg.relations import draw
from kg.relations.rules import Rules

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


class Read(NamedTuple):
    """One kind of names of all pages, and what a scorer that never saw the page drew between them."""

    title: str
    names: Sequence[Named]
    readings: Sequence[Reading]


def drawn(page: Sheet, given: Named, rules: Rules, lexicon: Lexicon) -> Reading:
    """The page's relations between these names."""
    district = mentions.district(given.entities, lexicon)
    told = draw(page.gold.page, page.layout, page.passages, given.entities, rules, district=district)
    return Reading(page.gold.page, page.layout, page.passages, given.entities, told, district)


def measure(page: Sheet, reading: Reading, vocabulary: ontology.Vocabulary) -> Score:
    """Right, found and labelled relations, as ``kg eval`` counts."""
    keys = [Key(entity.type, entity.name, str(number)) for number, entity in enumerate(reading.entities)]
    there, gold = found(reading, jsonl.record(reading, keys, vocabulary)), labels(page.gold)
    return collect(judged(there, gold, match(there, gold)))


def report(pages: Sequence[Sheet], kinds: Sequence[Read], tools: tuple[Rules, Lexicon], blind: frozenset[str]) -> None:
    """Precision, recall and F1 of rules alone and with the scorer, by predicate too; how far confidence holds."""
    vocabulary = ontology.load()
    for kind in kinds:
        before = [
            measure(page, drawn(page, names, *tools), vocabulary) for page, names in zip(pages, kind.names, strict=True)
        ]
        after = [measure(page, reading, vocabulary) for page, reading in zip(pages, kind.readings, strict=True)]
        for what, kept in (("all", range(len(pages))), ("blind", [n for n, p in enumerate(pages) if p.name in blind])):
            tallies = [total(scores[n] for n in kept).tallies for scores in (before, after)]
            for one in (RELATION, *(Measure(BY_PREDICATE, p) for p in PREDICATES if what == "all")):
                rows = [_figures(found_of.get(one, Tally())) for found_of in tallies]
                print(f"{kind.title:15} {what:5} {len(kept):2} pages  {one.name:15} rules {rows[0]}   scorer {rows[1]}")
            print(
                f"{kind.title:15} {what:5} evidence right: "
                + " → ".join(f"{t[EVIDENCE].precision:.3f}" for t in tallies)
            )
    reliability(pages, kinds[-1])


def _figures(tally: Tally) -> str:
    return f"P {tally.precision:.3f} R {tally.recall:.3f} F1 {tally.f1:.3f}"


def reliability(pages: Sequence[Sheet], kind: Read) -> None:
    """Of the relations that are stated with so much confidence, how many are right?"""
    rows = []
    for page, names, reading in zip(pages, kind.names, kind.readings, strict=True):
        known = labelled(page.gold)
        for told in reading.relations:
            key = (names.partner.get(told.subject, -2), told.predicate, names.partner.get(told.object, -2))
            right = verdict(key, known, page.gold)
            if told.modality is None and right != FREE:
                rows.append((told.confidence, right))
    for low, high in pairwise(_BINS):
        inside = [right for sure, right in rows if low <= sure < high]
        if inside:
            share = sum(inside) / len(inside)
            print(f"confidence {low:.1f} to {min(high, 1.0):.1f}: {share:.3f} right of {len(inside)}")


def blind_pages(folder: Path) -> frozenset[str]:
    """The pages whose first run ``gold/README.md`` notes: relation rules were not written on them."""
    readme = folder / "gold" / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    return frozenset(re.findall(r"(?m)^\| ([a-z]\S+) \| [0-9a-f]{7} \| 0\.", text))
