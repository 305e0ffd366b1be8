"""Passages → the named entities of a page. Candidates come from many kinds of evidence, a weighted choice decides them
all at once, and forms of one name are put together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kg.mentions.account import Weighed
from kg.mentions.candidates import Candidates, rule_name, select
from kg.mentions.choose import choose
from kg.mentions.coreference import entities
from kg.mentions.decode import first_look, second_look
from kg.mentions.lexicon import KNOWN, Lexicon, load
from kg.mentions.lists import noun_after
from kg.mentions.misreadings import difference, misread_names, misread_words
from kg.mentions.scene import Scene, prepare
from kg.model import ENTITY_TYPES, Mend, Mention, PageEntity, Passage
from kg.pages.passages import mended, misread

__all__ = ["Lexicon", "district", "find", "load", "mentions", "read", "weigh"]

_OWN = 6.0
"""What a user's own name weighs more than what the page says of it: as much as the surest evidence of a page."""
_COUNTY = frozenset("区县旗")
_SHORT_FORM = re.compile(r"\((?:以下)?(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,14})[”’]?\)")


def mentions(passages: Sequence[Passage], lexicon: Lexicon) -> list[Mention]:
    """The names in the passages of one page, in order, without overlaps."""
    if not passages:
        return []
    scene, look, weight, places = weigh(passages, lexicon)
    found = select(look.candidates, places)
    passage = np.searchsorted(scene.bases, found.start, "right") - 1
    columns = (found.start, found.end, found.type, found.rule, passage)
    rows = zip(*(array.tolist() for array in columns), weight[places].tolist(), strict=True)
    names = [
        _mention(scene, (start, end), (number, kind), rule_name(lexicon, rule), round(sure, 3))
        for start, end, kind, rule, number, sure in rows
    ]
    if not any(passage.mends for passage in passages):
        return names
    return [name._replace(repaired=True) if _repaired(passages[name.passage], name) else name for name in names]


def _repaired(passage: Passage, name: Mention) -> bool:
    return any(name.start <= mend.place < name.end for mend in passage.mends)


def weigh(passages: Sequence[Passage], lexicon: Lexicon) -> Weighed:
    """Every candidate of a page (of one passage at least) with its weight, and which of them were chosen."""
    scene = prepare(passages, lexicon)
    look, weight = second_look(scene, first_look(scene, lexicon), lexicon, lexicon.weights)
    weight = _with_own(scene, look.candidates, weight, lexicon)
    return Weighed(scene, look, weight, np.array(choose(look.candidates.start, look.candidates.end, weight), np.int64))


def _with_own(scene: Scene, c: Candidates, weight: NDArray[np.float64], lexicon: Lexicon) -> NDArray[np.float64]:
    """A name that the user's own list gives is found wherever it stands, or a longer name that holds it, where the page
    speaks for that one more."""
    if not lexicon.own:
        return weight
    sure = np.zeros(len(weight), np.bool_)
    reach = scene.reach[KNOWN]
    for start in np.flatnonzero(reach).tolist():
        name = scene.text[start : int(reach[start])]
        if name in lexicon.own:
            kind = ENTITY_TYPES.index(lexicon.known[name])
            holds = (c.start <= start) & (c.end >= reach[start])
            alone = (c.start == start) & (c.end == reach[start])
            sure |= np.where(alone, c.type == kind, holds & (weight > 0))
    return np.where(sure, np.maximum(weight, 0.0) + _OWN, weight)


def _mention(scene: Scene, span: tuple[int, int], told: tuple[int, int], rule: str, weight: float) -> Mention:
    (start, end), (passage, kind) = span, told
    type_, name = ENTITY_TYPES[kind], scene.text[start:end]
    if not name.isalnum():
        name = name.replace("\n", "")
        name = name.replace(" ", "") if type_ == "PERSON" else name
    if rule == "coordination":
        name += noun_after(scene.text, end, kind)
    base = scene.bases[passage]
    return Mention(passage, start - base, end - base, type_, name, rule, weight)


def find(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[PageEntity, ...]:
    """The entities of one page, in the order of their first mentions."""
    return _entities(passages, mentions(passages, lexicon), lexicon)


def read(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[tuple[Passage, ...], tuple[PageEntity, ...]]:
    """The passages with misread names mended, and the entities of the page in them (see ``misreadings``)."""
    texts = _mended(passages, misread_words(passages, lexicon.misreadings))
    found = mentions(texts, lexicon)
    again = _mended(texts, misread_names(texts, found, lexicon.lookalikes))
    if again is not texts:
        texts, found = again, mentions(again, lexicon)
    return _one_form(tuple(texts), _entities(texts, found, lexicon), lexicon)


def _one_form(
    passages: tuple[Passage, ...], found: tuple[PageEntity, ...], lexicon: Lexicon
) -> tuple[tuple[Passage, ...], tuple[PageEntity, ...]]:
    """Forms that were put together as misreadings of one name are mended to it too."""
    mends = [
        (mention.passage, mend._replace(place=mention.start + mend.place))
        for entity in found
        for mention in entity.mentions
        if mention.name != entity.name and passages[mention.passage].text.startswith(mention.name, mention.start)
        if (mend := difference(mention.name, entity.name, lexicon.lookalikes)) is not None
        if len(mend.was) == len(mend.now)
    ]
    if not mends:
        return passages, found
    texts = tuple(_mended(passages, mends))
    return texts, tuple(
        replace(entity, mentions=tuple(_renamed(m, entity, texts) for m in entity.mentions)) for entity in found
    )


def _renamed(mention: Mention, entity: PageEntity, texts: Sequence[Passage]) -> Mention:
    passage = texts[mention.passage]
    mended_now = _repaired(passage, mention) and passage.text.startswith(entity.name, mention.start)
    return mention._replace(name=entity.name, repaired=True) if mended_now else mention


def _mended(passages: Sequence[Passage], mends: Iterable[tuple[int, Mend]]) -> Sequence[Passage]:
    """The very same passages when there is nothing to mend."""
    wanted: dict[int, list[Mend]] = defaultdict(list)
    for number, mend in mends:
        wanted[number].append(mend)
    if not wanted:
        return passages
    return tuple(mended(p, wanted[i]) if i in wanted else p for i, p in enumerate(passages))


def _entities(passages: Sequence[Passage], found: Sequence[Mention], lexicon: Lexicon) -> tuple[PageEntity, ...]:
    surfaces = [misread(passages[m.passage], m.start, m.end) for m in found]
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
    named = Counter((mention.type, mention.name) for entity in page_entities for mention in entity.mentions)
    counts: Counter[str] = Counter()
    for (kind, name), times in named.items():
        full = _county(kind, name, lexicon)
        if full is not None:
            counts[full] += times
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def _county(kind: str, name: str, lexicon: Lexicon) -> str | None:
    """The county-level area that a name is or starts with."""
    if kind == "AREA":
        full = lexicon.areas.get(name, name)
        known = lexicon.levels.get(full)
        return full if known == "county" or (known is None and full[-1] in _COUNTY and len(full) > 1) else None
    for size in range(min(9, len(name)), 2, -1) if name[:2] in lexicon.openings else ():
        if lexicon.levels.get(name[:size]) == "county":
            return name[:size]
    return None
