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

from kg import mentions, relations
from kg.evaluation.proposals import Outcome, outcomes
from kg.gold import gold_entities, gold_layout, read_gold
from kg.pages.passages import passages
from kg.relations.draw import candidates
from kg.resources import data_files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="pages, gold and layout folders, in threes")
    parser.add_argument("--write", action="store_true", help="put the confidences into data/rules/relations")
    args = parser.parse_args()
    if len(args.folders) % 3:
        parser.error("give folders in threes: pages, gold, layout")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for start in range(0, len(args.folders), 3):
        for rule, outcome in judged(*args.folders[start : start + 3]):
            counts[rule][outcome] += 1
    confidences = {}
    for rule, count in sorted(counts.items()):
        confidences[rule] = round((count["right"] + 1) / (count["right"] + count["wrong"] + 2), 2)
        told = "  ".join(f"{outcome} {count[outcome]:4}" for outcome in ("right", "may", "wrong"))
        print(f"{rule:26} {told}  {confidences[rule]:.2f}")
    if args.write:
        write(confidences)


def judged(pages: Path, gold: Path, layouts: Path) -> Iterator[Outcome]:
    """An outcome for each relation that a rule states as fact on the pages of a folder."""
    rules, lexicon = relations.load(), mentions.load()
    for file in sorted(gold.glob("*.json")):
        labelled = read_gold(pages, file)
        texts = passages(labelled.page, gold_layout(labelled.page, layouts / file.name))
        entities = gold_entities(labelled, texts)
        district = mentions.district(entities, lexicon)
        yield from outcomes(candidates(texts, entities, rules, district=district), labelled, entities)


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
