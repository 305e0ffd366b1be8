"""Passages → the named entities of a page. Candidates come from many kinds of evidence, a weighted choice decides them
all at once, and forms of one name are put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.mentions.coreference import entities
from kg.mentions.decode import chosen, first_look, second_look, weigh_all
from kg.mentions.features import PageCounts
from kg.mentions.lexicon import Lexicon, load
from kg.mentions.scene import prepare
from kg.model import Mention, PageEntity, Passage

__all__ = ["Lexicon", "district", "find", "load", "mentions"]

_COUNTY = frozenset("区县旗市")
_SHORT_FORM = re.compile(r"\((?:以下)?(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,14})[”’]?\)")


def mentions(passages: Sequence[Passage], lexicon: Lexicon) -> list[Mention]:
    """The names in the passages of one page, in order, without overlaps."""
    scenes = [prepare(passage, index, lexicon) for index, passage in enumerate(passages)]
    counts = PageCounts("\n".join(passage.text for passage in passages))
    found = weigh_all(first_look(scenes, counts, lexicon), lexicon.weights)
    found = second_look(scenes, found, counts=counts, lexicon=lexicon, weights=lexicon.weights)
    result = []
    for scene, row in zip(scenes, found, strict=True):
        for c, _, weight in chosen(row):
            surface = scene.text[c.start : c.end].replace("\n", "")
            name = c.name or (surface.replace(" ", "") if c.type == "PERSON" else surface)
            result.append(Mention(scene.index, c.start, c.end, c.type, name, c.rule, round(weight, 3)))
    return sorted(result)


def find(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[PageEntity, ...]:
    """The entities of one page, in the order of their first mentions."""
    found = mentions(passages, lexicon)
    surfaces = [passages[m.passage].text[m.start : m.end] for m in found]
    return entities(found, surfaces, lexicon, short=_short_forms(passages, found))


def _short_forms(passages: Sequence[Passage], found: Sequence[Mention]) -> dict[str, str]:
    """Short form → the name that stands right before the bracket that introduces it."""
    ends = {(m.passage, m.end): m.name for m in found}
    shorts = {}
    for index, passage in enumerate(passages):
        for match in _SHORT_FORM.finditer(passage.text):
            name = ends.get((index, match.start()))
            if name is not None:
                shorts[match.group(1).strip("“”‘’")] = name
    return shorts


def district(page_entities: Sequence[PageEntity], lexicon: Lexicon) -> str | None:
    """The county-level area that the page names most, by its full name; None where it names none."""
    counts: Counter[str] = Counter()
    for entity in page_entities:
        if entity.type == "AREA":
            names = {lexicon.areas.get(n, n) for n in (entity.name, *entity.aliases)}
            full = next((n for n in sorted(names, key=lambda n: (-len(n), n)) if n[-1] in _COUNTY and len(n) > 1), None)
            if full is not None and lexicon.levels.get(full, "county") == "county":
                counts[full] += len(entity.mentions)
    return max(counts, key=lambda n: (counts[n], n)) if counts else None
