"""Lines of the graph before stay exactly where they would be written again."""

import random
from collections.abc import Sequence

import pytest

from kg import rdf, reuse
from kg.model import Statement
from kg.rdf import Written
from kg.sources import PageSource
from tests import factory


def write(
    statements: Sequence[Statement], *, pages: Sequence[PageSource] | None = None, before: Written | None = None
) -> Written:
    entities, _, sources = factory.sample()
    known = file(before) if before else reuse.Before()
    return rdf.write(entities, statements, pages or sources, factory.vocabulary(), before=known)


def file(written: Written) -> reuse.Before:
    return reuse.Before("".join(f"{line}\n" for line in sorted(written.lines)).encode(), written.marks)


def test_all_proofs_of_the_same_graph_stay() -> None:
    found = write(factory.sample()[1])
    kept = reuse.kept(file(found), found.marks)
    assert kept.nodes == found.marks.keys()
    proofs = {line for line in found.lines if line.startswith(tuple(found.marks)) or "/evidence/" in line[:40]}
    assert kept.loose == found.lines - proofs
    assert len(proofs) > len(found.lines) / 2


@pytest.mark.parametrize("seed", range(30))
def test_what_stays_is_what_would_be_written(seed: int) -> None:
    chance = random.Random(seed)
    proofs = [factory.proof(words, confidence=c) for words in ("小河里社区", "青禾超市") for c in (0.5, 0.9)]
    ends = [factory.COMMUNITY, factory.STREET, factory.SHOP, factory.PERSON]

    def some() -> list[Statement]:
        made = [
            factory.statement(
                *chance.sample(ends, 1), chance.choice(("partOf", "helps")), chance.choice(ends),
                *chance.sample(proofs, chance.randrange(1, 4)), role=chance.choice((None, "书记")),
                modality=chance.choice((None, "planned")),
            )
            for _ in range(12)
        ]  # fmt: skip
        return list({(s.subject, s.predicate, s.object, s.role, s.modality): s for s in made}.values())

    old, new = some(), some()
    mixed = [*chance.sample(old, len(old) // 2), *new]
    mixed = list({(s.subject, s.predicate, s.object, s.role, s.modality): s for s in mixed}.values())
    before, whole = write(old), write(mixed)
    changed = write(mixed, before=before)
    assert (before.lines - changed.loose) | changed.lines == whole.lines
    assert changed.marks == whole.marks


def test_nothing_stays_of_a_page_with_another_text_or_other_articles() -> None:
    statements = factory.sample()[1]
    (source,) = factory.sample()[2]
    before = write(statements)
    other = source._replace(page=factory.page(factory.TEXT.replace("青禾", "青苗")))
    apart = source._replace(articles=(source.articles[0]._replace(number=2),))
    for pages in ([other], [apart]):
        changed, whole = write(statements, pages=pages, before=before), write(statements, pages=pages)
        assert (changed.lines, changed.marks, changed.loose) == (whole.lines, whole.marks, before.lines)
