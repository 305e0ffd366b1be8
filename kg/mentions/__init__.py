"""Passages → the named entities of a page. Candidates come from many kinds of evidence, a weighted choice decides them
all at once, and forms of one name are put together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.mentions.account import Weighed
from kg.mentions.candidates import Candidates, rule_name, select
from kg.mentions.coreference import entities
from kg.mentions.decode import chosen, first_look, second_look
from kg.mentions.lexicon import KNOWN, Lexicon, load
from kg.mentions.lists import noun_after
from kg.mentions.scene import Scene, prepare
from kg.model import ENTITY_TYPES, Mention, PageEntity, Passage

__all__ = ["Lexicon", "district", "find", "load", "mentions", "weigh"]

_OWN = 6.0
"""What a user's own name weighs more than what the page says of it: as much as the surest evidence of a page."""
_COUNTY = frozenset("区县旗")
_SHORT_FORM = re.compile(r"\((?:以下)?(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,14})[”’]?\)")


def mentions(passages: Sequence[Passage], lexicon: Lexicon) -> list[Mention]:
    """The names in the passages of one page, in order, without overlaps."""
    if not passages:
        return []
    scene, look, weight, places = weigh(passages, lexicon)
    rows = zip(*(array.tolist() for array in select(look.candidates, places)), weight[places].tolist(), strict=True)
    return [
        _mention(scene, (start, end), kind, rule_name(lexicon, rule), round(sure, 3))
        for start, end, kind, rule, _, sure in rows
    ]


def weigh(passages: Sequence[Passage], lexicon: Lexicon) -> Weighed:
    """Every candidate of a page (of one passage at least) with its weight, and which of them were chosen."""
    scene = prepare(passages, lexicon)
    look, weight = second_look(scene, first_look(scene, lexicon), lexicon, lexicon.weights)
    weight = _with_own(scene, look.candidates, weight, lexicon)
    return Weighed(scene, look, weight, np.array(chosen(look.candidates, weight), np.int64))


def _with_own(scene: Scene, c: Candidates, weight: NDArray[np.float64], lexicon: Lexicon) -> NDArray[np.float64]:
    """A name that the user's own list gives is found wherever it stands, unless a surer name holds it."""
    if not lexicon.own:
        return weight
    sure = np.zeros(len(weight), np.bool_)
    reach = scene.reach[KNOWN]
    for start in np.flatnonzero(reach).tolist():
        name = scene.text[start : int(reach[start])]
        if name in lexicon.own:
            kind = ENTITY_TYPES.index(lexicon.known[name])
            sure |= (c.start == start) & (c.end == reach[start]) & (c.type == kind)
    return np.where(sure, np.maximum(weight, 0.0) + _OWN, weight)


def _mention(scene: Scene, span: tuple[int, int], kind: int, rule: str, weight: float) -> Mention:
    (start, end), type_ = span, ENTITY_TYPES[kind]
    passage = bisect_right(scene.bases, start) - 1
    name = scene.text[start:end].replace("\n", "")
    if type_ == "PERSON":
        name = name.replace(" ", "")
    if rule == "coordination":
        name += noun_after(scene.text, end, kind)
    base = scene.bases[passage]
    return Mention(passage, start - base, end - base, type_, name, rule, weight)


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
    """The county-level area that the page names most, alone or inside other names, by its full name; else None."""
    counts: Counter[str] = Counter()
    for entity in page_entities:
        for mention in entity.mentions:
            full = _county(mention, lexicon)
            if full is not None:
                counts[full] += 1
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def _county(mention: Mention, lexicon: Lexicon) -> str | None:
    """The county-level area that a name is or starts with."""
    if mention.type == "AREA":
        full = lexicon.areas.get(mention.name, mention.name)
        known = lexicon.levels.get(full)
        return full if known == "county" or (known is None and full[-1] in _COUNTY and len(full) > 1) else None
    for size in range(min(9, len(mention.name)), 2, -1):
        if lexicon.levels.get(mention.name[:size]) == "county":
            return mention.name[:size]
    return None
