"""A folder of pages and their labels → how well the extractor reads them: names, identity, relations, layout, rules.

The pages go the same way as in ``kg extract``; what is compared is what that prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg import corpus, jsonl, mentions, names, ontology, relations
from kg.corpus import Options
from kg.errors import InputError
from kg.evaluation.articles import layouts
from kg.evaluation.facts import BY_PREDICATE, RELATION
from kg.evaluation.facts import relations as judged
from kg.evaluation.found import Found, found, labels
from kg.evaluation.names import entities, identity, match
from kg.evaluation.names import mentions as judged_mentions
from kg.evaluation.proposals import outcomes, tallies
from kg.evaluation.tally import Measure, Score, Tally, collect, total
from kg.gold import GoldPage, gold_entities, gold_layout, read_gold
from kg.model import Key, Layout, Reading
from kg.ontology import Vocabulary
from kg.pages.passages import passages
from kg.places.amend import amended
from kg.places.index import consult
from kg.places.location import chosen
from kg.relations.draw import candidates as propose
from kg.resolve import resolve

GIVEN = Measure("", "relation, names given")
"""Relations drawn between the labels' own mentions: what relation rules can do by themselves."""
BY_PREDICATE_GIVEN = f"{BY_PREDICATE}, names given"


class Labelled(NamedTuple):
    """A labelled page; its layout is labelled where a folder of layouts is given."""

    gold: GoldPage
    layout: Layout | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What relations between given names are drawn with."""

    lexicon: mentions.Lexicon
    rules: relations.Rules
    vocabulary: Vocabulary


def run(pages: Path, gold: Path, layout: Path | None = None, *, options: Options | None = None) -> Score:
    """All measures of the labelled pages together. Raises InputError for labels without a page, or no labels."""
    chosen = options or Options()
    read = extract(pages, chosen)
    knowledge = Knowledge(mentions.load(chosen.data), relations.load(chosen.data), ontology.load())
    scores = []
    for labelled in labelled_pages(pages, gold, layout):
        reading, keys = read[labelled.gold.page.id]
        scores.append(score(labelled, reading, found(reading, jsonl.record(reading, keys, knowledge.vocabulary))))
        scores.append(given(labelled, reading, knowledge))
    return total(scores)


def extract(pages: Path, options: Options) -> dict[str, tuple[Reading, Sequence[Key]]]:
    """Every page of a folder by its id, read and resolved as one corpus. Raises InputError for one that cannot be."""
    read = corpus.read(corpus.find([pages], options), options)
    for page in read.skipped:
        raise InputError(page.id, f"cannot be measured: {page.reason}", "mend it or take it out")
    known = names.load(options.data)
    readings = amended(consult(chosen(options.places)), read.readings, known, home=options.home, data=options.data)
    resolution = resolve(readings, known, home=options.home)
    return {reading.page.id: (reading, resolution.keys[reading.page.id]) for reading in readings}


def labelled_pages(pages: Path, gold: Path, layout: Path | None = None) -> Iterator[Labelled]:
    """The labels of a folder in sorted order. Raises InputError for what is missing."""
    files = sorted(gold.glob("*.json"))
    if not files:
        raise InputError(str(gold), "no labelled page (*.json) there", "give their folder with --gold")
    for file in files:
        labelled = _read_gold(pages, file)
        shape = layout / file.name if layout is not None else None
        yield Labelled(labelled, gold_layout(labelled.page, shape) if shape and shape.is_file() else None)


def score(labelled: Labelled, reading: Reading, page: Found) -> Score:
    """All measures of one page."""
    gold = labels(labelled.gold)
    matched = match(page, gold)
    rows = [*judged_mentions(page, gold), *entities(page, gold, matched), *identity(matched)]
    rows += judged(page, gold, matched)
    if labelled.layout is not None:
        rows += layouts(gold.page.id, reading.layout, labelled.layout)
    return collect(rows)


def given(labelled: Labelled, reading: Reading, knowledge: Knowledge) -> Score:
    """Relations drawn between the labelled names, in the labelled layout if there is one; each rule by itself too."""
    page = labelled.gold.page
    shape = labelled.layout or reading.layout
    texts = passages(page, shape)
    named = tuple(gold_entities(labelled.gold, texts))
    district = mentions.district(named, knowledge.lexicon)
    drawn = relations.draw(page, shape, texts, named, knowledge.rules, district=district)
    told = Reading(page, shape, texts, named, drawn, district)
    keys = [Key(entity.type, entity.name, entity.id) for entity in labelled.gold.entities]
    gold = labels(labelled.gold)
    there = found(told, jsonl.record(told, keys, knowledge.vocabulary))
    whole = collect(judged(there, gold, match(there, gold)))
    proposed = propose(texts, named, knowledge.rules, district=district)
    alone = collect(tallies(outcomes(proposed, labelled.gold, named)))
    return Score({**_as_given(whole), **alone.tallies})


def _as_given(whole: Score) -> dict[Measure, Tally]:
    """Of the figures of relations those that stand beside the plain ones, under names of their own."""
    told = {Measure("", RELATION.name): GIVEN}
    told |= {m: Measure(BY_PREDICATE_GIVEN, m.name) for m in whole.tallies if m.group == BY_PREDICATE}
    return {told[measure]: tally for measure, tally in whole.tallies.items() if measure in told}


def _read_gold(pages: Path, file: Path) -> GoldPage:
    try:
        return read_gold(pages, file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            str(file), f"no labels of a page in {pages} ({error})", "see data/README.md for its form"
        ) from None
