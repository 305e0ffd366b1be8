"""Labelled pages, with the labels' own mentions → each relation rule's precision; --write puts it into the data.

    python benchmarks/rule_precision.py PAGES GOLD LAYOUT [PAGES GOLD LAYOUT …] [--write]

Prints rule, right, defensible (marked ``may``), wrong and the confidence (right + 1) / (right + wrong + 2): a rule seen
once is trusted little.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.gold import GoldPage, gold_entities, gold_layout, read_gold
from kg.model import SYMMETRIC, PageEntity
from kg.pages.passages import passages
from kg.relations import load
from kg.relations.candidates import Candidate
from kg.relations.draw import candidates
from kg.resources import data_files

ALIKE = {"belongsTo": "locatedIn", "locatedIn": "belongsTo"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="pages, gold and layout folders, in threes")
    parser.add_argument("--write", action="store_true", help="put the confidences into data/rules/relations")
    args = parser.parse_args()
    if len(args.folders) % 3:
        parser.error("give folders in threes: pages, gold, layout")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for start in range(0, len(args.folders), 3):
        for rule, outcome in outcomes(*args.folders[start : start + 3]):
            counts[rule][outcome] += 1
    confidences = {}
    for rule, count in sorted(counts.items()):
        confidences[rule] = round((count["right"] + 1) / (count["right"] + count["wrong"] + 2), 2)
        told = "  ".join(f"{outcome} {count[outcome]:4}" for outcome in ("right", "may", "wrong"))
        print(f"{rule:26} {told}  {confidences[rule]:.2f}")
    if args.write:
        write(confidences)


def outcomes(pages: Path, gold: Path, layouts: Path) -> Iterator[tuple[str, str]]:
    """(rule, right | may | wrong) once for each relation that a rule states as fact."""
    rules = load()
    for file in sorted(gold.glob("*.json")):
        labelled = read_gold(pages, file)
        layout = gold_layout(labelled.page, layouts / file.name)
        found = passages(labelled.page, layout)
        entities = gold_entities(labelled, found)
        stated = {(c.rule, c.subject, c.predicate, c.object): c for c in candidates(found, entities, rules)}
        known = relations_of(labelled)
        for candidate in stated.values():
            if candidate.modality is None:
                yield candidate.rule, judge(candidate, (labelled, entities), known)


def relations_of(labelled: GoldPage) -> dict[tuple[int, str, int], bool]:
    """The labelled relations by entity index → whether they are only defensible."""
    index = {entity.id: number for number, entity in enumerate(labelled.entities)}
    known = {}
    for relation in labelled.relations:
        subject, obj = index[relation.subject], index[relation.object]
        may = relation.may or labelled.entities[subject].may or labelled.entities[obj].may
        known[subject, relation.predicate, obj] = may
        if relation.predicate in SYMMETRIC:
            known[obj, relation.predicate, subject] = may
    return known


def judge(
    candidate: Candidate, page: tuple[GoldPage, list[PageEntity]], known: dict[tuple[int, str, int], bool]
) -> str:
    """Right, may or wrong, as score.py counts."""
    labelled, entities = page
    subject, predicate, obj = candidate.subject, candidate.predicate, candidate.object
    keys = [(subject, predicate, obj)]
    if predicate in ALIKE and entities[subject].type == "ORG":
        keys.append((subject, ALIKE[predicate], obj))
    for key in keys:
        if key in known:
            return "may" if known[key] else "right"
    return "may" if labelled.entities[subject].may or labelled.entities[obj].may else "wrong"


def write(confidences: dict[str, float]) -> None:
    """Replace the confidence of each rule block and of each line of a ``[confidence]`` table."""
    for path in data_files("rules/relations", ".toml"):
        text = path.read_text(encoding="utf-8")
        for rule, value in confidences.items():
            name = re.escape(rule)
            text = re.sub(rf'(id = "{name}"\n(?:(?!\[\[).*\n)*?confidence = )[\d.]+', rf"\g<1>{value}", text)
            text = re.sub(rf'(?m)^("{name}" = )[\d.]+$', rf"\g<1>{value}", text)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
