"""One page → all that it says: layout, passages, names, relations. Pure, so that any process can do it.

``load`` reads the data once; ``digest`` tells whether a reading kept from before still holds.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg import mentions, relations
from kg.model import Page, Reading
from kg.namesakes import parted
from kg.packing import Packed, pack, uncollected
from kg.pages.layout import layout
from kg.pages.passages import passages
from kg.pages.words import Words
from kg.pages.words import load as load_words
from kg.resources import data_files

_DATA = ("gazetteer", "rules", "weights")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading needs besides the page."""

    lexicon: mentions.Lexicon
    rules: relations.Rules
    words: Words


def load(overlay: Path | None = None) -> Knowledge:
    """The shipped names and rules, those of the folder ``overlay`` laid over them. Raises InputError."""
    return Knowledge(mentions.load(overlay), relations.load(overlay), load_words(overlay))


def read(page: Page, knowledge: Knowledge) -> Reading:
    """Read one page."""
    with uncollected():  # nothing of it goes in circles
        shape = layout(page, knowledge.words)
        texts, entities = mentions.read(passages(page, shape), knowledge.lexicon)
        district = mentions.district(entities, knowledge.lexicon)
        drawn = relations.draw(page, shape, texts, entities, knowledge.rules, district=district)
        return parted(Reading(page, shape, texts, entities, drawn, district))


def reader(overlay: Path | None = None) -> Callable[[Page], Packed]:
    """A function that reads and packs, with its data loaded: what each worker prepares for itself."""
    with uncollected():
        knowledge = load(overlay)
    # What is loaded stays: the garbage collector need not go through it again and again.
    gc.freeze()
    return lambda page: Packed(page, pack(read(page, knowledge)))


def digest(overlay: Path | None = None) -> str:
    """Changes whenever the data or the program change what a page may give."""
    found = hashlib.sha256()
    code = sorted(Path(__file__).parent.rglob("*.py"))
    for path in [*code, *(path for kind in _DATA for path in data_files(kind, "", overlay) if path.is_file())]:
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()
