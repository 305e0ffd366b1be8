"""A page and what it is read with → its reading with the evidence behind it: what weighed, what lost and why.

Candidates are weighed and relations proposed once more, by the same functions as in reading; nothing of it is kept
with a reading, so that reading stays lean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg import mentions
from kg.mentions.account import Piece, Weighed, evidence, proposed_by, touching
from kg.model import ENTITY_TYPES, Mention, Page, Passage, Reading, Relation, Span
from kg.reading import Knowledge, read
from kg.relations.candidates import Candidate
from kg.relations.choose import ALLOWED, Key, key
from kg.relations.draw import weighed as weigh_relations
from kg.relations.weigh import Weighed as WeighedRelations

RIVALS = 3
"""Rivals that are told of a name."""
NEAREST = {"partOf", "belongsTo"}
"""Predicates of which a thing keeps its nearest place only."""


class Rival(NamedTuple):
    """A candidate for a name: where it stands on the page, what it would be, its weight, who proposed it and why."""

    spans: tuple[Span, ...]
    words: str
    type: str
    weight: float
    rule: str
    evidence: tuple[Piece, ...]
    chosen: bool


class NameTold(NamedTuple):
    """A name that was found: its entity's place in ``Reading.entities``, itself as a candidate, what lost to it."""

    entity: int
    mention: Mention
    own: Rival
    rivals: tuple[Rival, ...]


class Proposal(NamedTuple):
    """A relation that a rule proposed and that does not stand by itself: the proof's page spans, and why it lost."""

    candidate: Candidate
    spans: tuple[Span, ...]
    reason: str


class RelationTold(NamedTuple):
    """A relation that was drawn, and the other proposals of the same."""

    relation: Relation
    further: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one page; ``weighed`` is None for a page without text."""

    reading: Reading
    names: tuple[NameTold, ...]
    relations: tuple[RelationTold, ...]
    lost: tuple[Proposal, ...]
    weighed: Weighed | None

    def label(self, entity: int) -> str:
        """The name that an entity of the page goes by."""
        return self.reading.entities[entity].name

    def words(self, spans: Sequence[Span]) -> str:
        """The page's own characters, ``⏎`` between pieces."""
        return "⏎".join(self.reading.page.text[start:end] for start, end in spans)


def explain(page: Page, knowledge: Knowledge) -> Explanation:
    """Read a page and account for it."""
    reading = read(page, knowledge)
    weighed = mentions.weigh(reading.passages, knowledge.lexicon) if reading.passages else None
    names = tuple(_names(reading, weighed, knowledge)) if weighed else ()
    proposed = weigh_relations(reading.passages, reading.entities, knowledge.rules, district=reading.district)
    relations, lost = _relations(reading, proposed, knowledge)
    return Explanation(reading, names, relations, lost, weighed)


def rivals_at(told: Explanation, passage: int, span: tuple[int, int], knowledge: Knowledge) -> Iterator[Rival]:
    """The candidates that touch a stretch of a passage, heaviest first."""
    if told.weighed is None:
        return
    base = told.weighed.scene.bases[passage]
    for place in touching(told.weighed, base + span[0], base + span[1]):
        yield _rival(told.reading, told.weighed, place, knowledge)


def _names(reading: Reading, weighed: Weighed, knowledge: Knowledge) -> Iterator[NameTold]:
    owner = {
        (m.passage, m.start, m.end): (number, m)
        for number, entity in enumerate(reading.entities)
        for m in entity.mentions
    }
    place_of = _places(weighed)
    for (passage, start, end), (entity, mention) in sorted(owner.items()):
        base = weighed.scene.bases[passage]
        place = place_of.get((base + start, base + end, ENTITY_TYPES.index(mention.type)))
        if place is None:
            continue
        others = [i for i in touching(weighed, base + start, base + end) if i != place][:RIVALS]
        rivals = tuple(_rival(reading, weighed, i, knowledge) for i in others)
        yield NameTold(entity, mention, _rival(reading, weighed, place, knowledge), rivals)


def _places(weighed: Weighed) -> dict[tuple[int, int, int], int]:
    c = weighed.look.candidates
    rows = zip(c.start.tolist(), c.end.tolist(), c.type.tolist(), strict=True)
    return {row: place for place, row in enumerate(rows)}


def _rival(reading: Reading, weighed: Weighed, place: int, knowledge: Knowledge) -> Rival:
    scene, c = weighed.scene, weighed.look.candidates
    start, end = int(c.start[place]), int(c.end[place])
    number = bisect_right(scene.bases, start) - 1
    base = scene.bases[number]
    spans = reading.passages[number].spans(start - base, end - base)
    lexicon = knowledge.lexicon
    words, weight = scene.text[start:end].replace("\n", "⏎"), round(float(weighed.weight[place]), 2)
    return Rival(
        spans, words, ENTITY_TYPES[c.type[place]], weight,
        proposed_by(weighed, place, lexicon), evidence(weighed, place, lexicon), bool((weighed.places == place).any()),
    )  # fmt: skip


def _relations(
    reading: Reading, weighed: WeighedRelations, knowledge: Knowledge
) -> tuple[tuple[RelationTold, ...], tuple[Proposal, ...]]:
    kept = {(r.subject, r.predicate, r.object): r for r in reading.relations}
    further: dict[tuple[int, str, int], list[Proposal]] = defaultdict(list)
    lost: dict[tuple[int, str, int, str], Proposal] = {}
    for candidate in weighed.hits:
        spans = tuple(span for piece in candidate.pieces for span in reading.passages[candidate.passage].spans(*piece))
        ends = key(candidate)
        relation = kept.get(ends)
        if relation is None:
            told = Proposal(candidate, spans, _reason(candidate, reading, weighed.sure, knowledge))
            lost.setdefault((*ends, candidate.rule), told)
        elif (relation.rule, relation.evidence) != (candidate.rule, spans):
            further[ends].append(Proposal(candidate, spans, ""))
    told_of = tuple(RelationTold(relation, tuple(further[ends])) for ends, relation in kept.items())
    return told_of, tuple(sorted(lost.values(), key=lambda p: (p.spans, p.candidate.rule)))


def _reason(lost: Candidate, reading: Reading, sure: Mapping[Key, float], knowledge: Knowledge) -> str:
    """Why a proposal was not kept, as far as what was kept tells it."""
    subject, object_ = reading.entities[lost.subject], reading.entities[lost.object]
    domain, reach = ALLOWED[lost.predicate]
    if lost.subject == lost.object:
        return "both ends are one thing"
    if subject.type not in domain or object_.type not in reach:
        return f"{lost.predicate} does not lead from {subject.type} to {object_.type}"
    scorer = knowledge.rules.scorer
    if scorer is not None and lost.modality is None and sure.get(key(lost), 0.0) < scorer.least:
        return f"all evidence together makes it {sure.get(key(lost), 0.0):.2f} likely, {scorer.least:.2f} is the least"
    for kept in reading.relations:
        if (kept.subject, kept.object) == (lost.subject, lost.object):
            return f"{kept.predicate} of the two is kept"
    for kept in reading.relations:
        if lost.predicate in NEAREST and (kept.subject, kept.predicate) == (lost.subject, lost.predicate):
            return f"{reading.entities[kept.object].name} is nearer or surer"
    return "it lost the choice among all proposals"


def passage_of(told: Explanation, offset: int) -> tuple[int, Passage, int] | None:
    """The passage that holds a page offset, its number, and the offset in it; None for what no passage has."""
    for number, passage in enumerate(told.reading.passages):
        for place, at in enumerate(passage.offsets):
            if at == offset:
                return number, passage, place
    return None
