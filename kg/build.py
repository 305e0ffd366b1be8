"""Pages → graph: composes the stages in plain order. Read this file first.

Reading a page happens in worker processes and is remembered in the graph; everything after it runs here, over all
pages, into a new generation that takes the old one's place at the very end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kg import archive, background, candidates, corpus, judgements, judging, names, ontology, rdf, reading, statements
from kg.corpus import Corpus, Kept, Options
from kg.errors import GraphError, InputError
from kg.judgements import Judgement
from kg.model import Page, Statement
from kg.namespaces import BASE
from kg.pages.folder import Skipped
from kg.places.amend import amended
from kg.places.index import consult
from kg.places.links import Links, links
from kg.places.location import chosen
from kg.resolve import Resolution, resolve
from kg.stores import generations

VANISHING = 0.2
"""The share of a graph's pages that may vanish in a build without --yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a build did. ``read`` pages were read anew, the others remembered; ``dropped`` are relations by reason;
    ``doubted`` are the facts below the confidence ``least``, which are among ``unasserted``. By the official list
    ``gazetteer`` (None without one) ``linked`` of the ``places`` (streets and communities) have a division, and
    ``mended`` names were mended. ``judged`` counts judgements, ``warnings`` name those that speak of what no page says
    any more."""

    pages: int
    read: int
    entities: int
    facts: int
    unasserted: int
    repaired: int
    seconds: float
    home: str | None
    doubted: int = 0
    least: float = 0.0
    skipped: tuple[Skipped, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    gazetteer: str | None = None
    places: int = 0
    linked: int = 0
    mended: int = 0
    judged: int = 0
    warnings: Sequence[str] = ()


def build(inputs: Sequence[str | Path], graph: Path, options: Options, *, yes: bool = False) -> Summary:
    """The graph becomes exactly the pages of ``inputs``, those that it keeps where there are none.

    Raises InputError when too many pages would vanish or judgements contradict each other.
    """
    if not inputs:
        generations.open_graph(graph).close()
        return _change(graph, options, lambda kept: [packed.page for packed in kept.pages.values()])

    def exactly(kept: Kept) -> list[Page | Skipped]:
        found = _found(inputs, options)
        if not yes:
            _check_vanishing(kept, found, graph)
        return found

    return _change(graph, options, exactly, anew=True)


def add(inputs: Sequence[str | Path], graph: Path, options: Options) -> Summary:
    """The pages of ``inputs`` join the graph's, in place of those of the same id. Raises GraphError without a graph."""

    def with_new(kept: Kept) -> list[Page | Skipped]:
        found = _found(inputs, options)
        come = {page.id for page in found if isinstance(page, Page)}
        return [*(packed.page for key, packed in kept.pages.items() if key not in come), *found]

    generations.open_graph(graph).close()
    return _change(graph, options, with_new)


def remove(pages: Sequence[str], graph: Path, options: Options) -> Summary:
    """The pages of these ids leave the graph. Raises InputError for a page that it does not have."""

    def without(kept: Kept) -> list[Page | Skipped]:
        for page in pages:
            if page not in kept.pages:
                raise InputError(page, "the graph has no such page", "see its pages with kg info --pages")
        return [packed.page for key, packed in kept.pages.items() if key not in pages]

    generations.open_graph(graph).close()
    return _change(graph, options, without)


def _change(
    graph: Path, options: Options, choose: Callable[[Kept], list[Page | Skipped]], *, anew: bool = False
) -> Summary:
    """All stages, from pages to the new generation; ``anew`` does without the old one where it cannot be read."""
    started = time.monotonic()
    with generations.new_generation(graph) as draft:
        kept = _kept(graph, anew=anew)
        heard = _judgements(graph, options, kept)
        digest = reading.digest(options.data)
        pages = corpus.read(choose(kept), options, kept, digest)
        if pages.skipped and not pages.readings:
            raise _nothing_read(pages.skipped, graph)
        base = options.base or kept.base or BASE
        known, home = names.load(options.data), options.home or kept.home
        index = consult(path := chosen(options.places, kept.places))
        readings = amended(index, pages.readings, known, home=home, data=options.data)
        resolution = resolve(readings, known, home=home, judgements=heard.lines, base=base)
        vocabulary = ontology.load()
        judged = resolution.judged
        whole, dropped = statements.state(judged.readings, resolution.keys, vocabulary)
        whole, unmet = judging.strike(whole, judged.wrong, vocabulary, base=base)
        least = kept.min_confidence if options.min_confidence is None else options.min_confidence
        stated = statements.doubted(whole, least)
        articles = rdf.sources(judged.readings, resolution.keys)
        lines = rdf.quads(resolution.entities, stated, articles, vocabulary, base=base, replaced=judged.replaced)
        linked = links(index, resolution, stated, known, readings=judged.readings, changes=readings.changes)
        lines = sorted({*lines, *background.quads(linked, base=base)}) if linked else lines
        archive.write(draft.path, pages.readings.packed)
        candidates.write(draft.path, candidates.candidates(resolution, base=base))
        counts = _counts(pages, resolution, stated, dropped) | _background_counts(linked)
        own = {"index": str(path.resolve())} if path else {}
        counts["doubted"] = sum(s.modality is None and s.confidence < least for s in whole)
        counts |= {"judged": len(heard.lines), "warnings": [*heard.warnings, *judged.warnings, *unmet]}
        kept_counts = {name: count for name, count in counts.items() if name != "read"}
        told = {"home": resolution.home, "base": base, "digest": digest, "min_confidence": least}
        draft.write(lines, {**kept_counts, **told, **own, **heard.kept})
    seconds = time.monotonic() - started
    return Summary(**counts | {"skipped": pages.skipped}, home=resolution.home, seconds=seconds, least=least)


class _Heard(NamedTuple):
    """A graph's judgements; ``kept`` is what the graph remembers of where they stand."""

    lines: tuple[Judgement, ...] = ()
    warnings: tuple[str, ...] = ()
    kept: Mapping[str, str] = MappingProxyType({})


def _judgements(graph: Path, options: Options, kept: Kept) -> _Heard:
    """The lines of the graph's file, none where it never had one; a warning where it is gone."""
    file = judgements.file_of(graph, options.judgements, kept.judgements)
    if options.judgements or kept.judgements:
        return _Heard(judgements.read(file), kept={"judgements": judgements.kept_as(graph, file)})
    if file.exists():
        return _Heard(judgements.read(file))
    gone = f"{file.name}: is gone; the graph was built with {kept.judged} judgements, and is without them now"
    return _Heard(warnings=(gone,) if kept.judged else ())


def _counts(
    pages: Corpus, resolution: Resolution, stated: Sequence[Statement], dropped: Mapping[str, int]
) -> dict[str, Any]:
    facts = [statement for statement in stated if statement.modality is None]
    return {
        "pages": len(pages.readings),
        "read": pages.fresh,
        "entities": len(resolution.entities),
        "facts": len(facts),
        "unasserted": len(stated) - len(facts),
        "repaired": sum(proof.repaired for statement in stated for proof in statement.evidence),
        "dropped": dict(sorted(dropped.items())),
        "skipped": [f"{page.id}: {page.reason}" for page in pages.skipped],
    }


def _background_counts(linked: Links | None) -> dict[str, Any]:
    if linked is None:
        return {}
    source = f"{linked.index.source} ({linked.index.year})"
    return {"gazetteer": source, "places": linked.places, "linked": linked.linked, "mended": len(linked.mended)}


def _kept(graph: Path, *, anew: bool) -> Kept:
    if not generations.exists(graph):
        return Kept()
    try:
        with generations.open_graph(graph) as current:
            meta = current.meta
            pages = {packed.page.id: packed for packed in archive.read(current.path)}
            least = meta.get("min_confidence", 0.0)
            judged = meta.get("judgements"), meta.get("judged", 0)
            own = meta.get("home"), meta.get("base"), least, meta.get("index")
            return Kept(pages, meta.get("digest", ""), *own, *judged)
    except GraphError:
        if anew:
            return Kept()
        raise


def _found(inputs: Sequence[str | Path], options: Options) -> list[Page | Skipped]:
    found = corpus.find(inputs, options)
    if not found:
        raise InputError(", ".join(map(str, inputs)), "holds no pages", "give a folder with .txt files in it")
    return found


def _nothing_read(skipped: Sequence[Skipped], graph: Path) -> InputError:
    """A graph of no page helps nobody, least of all in place of one that has some."""
    what = f"none of {len(skipped)} pages could be read, so nothing was changed"
    return _with_reasons(InputError(str(graph), what, "mend them"), skipped)


def _with_reasons(error: InputError, skipped: Sequence[Skipped]) -> InputError:
    for page in skipped[:20]:
        error.add_note(f"  {page.id}: {page.reason}")
    return error


def _check_vanishing(kept: Kept, found: Sequence[Page | Skipped], graph: Path) -> None:
    gone = set(kept.pages) - {page.id for page in found if isinstance(page, Page)}
    if len(gone) > VANISHING * len(kept.pages):
        what = f"{len(gone)} of its {len(kept.pages)} pages would vanish (such as {min(gone)})"
        error = InputError(str(graph), what, "say --yes if that is meant, or add single pages with kg add")
        raise _with_reasons(error, [page for page in found if isinstance(page, Skipped)])
