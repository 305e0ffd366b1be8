"""Pages → graph: composes the stages in plain order. Read this file first.

Reading a page happens in worker processes and is remembered in the graph; everything after it runs here, over all
pages, into a new generation that takes the old one's place at the very end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from kg import (
    archive,
    background,
    candidates,
    corpus,
    judgements,
    judging,
    names,
    ontology,
    packing,
    rdf,
    reading,
    reuse,
    statements,
    summary,
)
from kg.candidates import Candidate
from kg.corpus import Corpus, Kept, Options
from kg.errors import GraphError, InputError
from kg.judgements import Judgement
from kg.model import Page
from kg.namespaces import BASE
from kg.pages.folder import Skipped
from kg.places.amend import amended
from kg.places.index import consult
from kg.places.links import links
from kg.places.location import chosen
from kg.resolve import resolve, unspoken
from kg.sources import copies, sources
from kg.stores import generations
from kg.stores.draft import LINES, Draft
from kg.summary import Summary

VANISHING = 0.2
"""The share of a graph's pages that may vanish in a build without --yes."""


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
    with generations.new_generation(graph, anew=anew) as draft, ExitStack() as stack:
        kept = _kept(graph, anew=anew)
        heard = judgements.heard(graph, options.judgements, (kept.judgements, kept.judged))
        digest = reading.digest(options.data)
        pages = corpus.read(choose(kept), options, kept, digest)
        if pages.skipped and not pages.readings:
            raise _nothing_read(pages.skipped, graph)
        stack.enter_context(packing.uncollected())
        base = options.base or kept.base or BASE
        before = _before(draft, kept) if (kept.digest, kept.base) == (digest, base) else reuse.Before()
        made = _made(pages, heard.lines, (options, kept), before)
        archive.write(draft.path, pages.readings.packed)
        written = made.written
        archive.write_marks(draft.path, written.marks)
        candidates.write(draft.path, made.candidates)
        counts = {**made.counts, "judged": len(heard.lines), "warnings": [*heard.warnings, *made.warnings]}
        told = {"home": made.home, "base": base, "digest": digest, "min_confidence": made.least}
        kept_counts = {name: count for name, count in counts.items() if name != "read"}
        meta = {**kept_counts, **told, **made.own, **heard.kept}
        if before.lines:
            draft.change(before.lines, written.loose - written.lines, written.lines - written.loose, meta)
        else:
            draft.write(sorted(written.lines), meta)
    seconds = time.monotonic() - started
    return Summary(**counts | {"skipped": pages.skipped}, home=made.home, seconds=seconds, least=made.least)


class _Made(NamedTuple):
    """A graph's lines, and what is kept and told beside them."""

    written: rdf.Written
    candidates: Sequence[Candidate]
    counts: dict[str, Any]
    warnings: Sequence[str]
    home: str | None
    least: float
    own: Mapping[str, str]


def _made(pages: Corpus, heard: Sequence[Judgement], told: tuple[Options, Kept], before: reuse.Before) -> _Made:
    """The stages from readings to lines; ``told`` is what the user says and what the graph remembers."""
    options, kept = told
    base, home = options.base or kept.base or BASE, options.home or kept.home
    known, vocabulary = names.load(options.data), ontology.load()
    index = consult(path := chosen(options.places, kept.places))
    readings = amended(index, pages.distinct, known, home=home, data=options.data)
    resolution = resolve(readings, known, home=home, judgements=heard, base=base)
    judged = resolution.judged
    whole, dropped = statements.state(judged.readings, resolution.keys, vocabulary)
    whole, unmet = judging.strike(whole, judged.wrong, vocabulary, base=base)
    least = kept.min_confidence if options.min_confidence is None else options.min_confidence
    stated = statements.doubted(whole, least)
    by_id = {packed.page.id: packed.page for packed in pages.readings.packed}
    articles = [*sources(judged.readings, resolution.keys), *copies(by_id, pages.copies)]
    written = rdf.write(
        resolution.entities, stated, articles, vocabulary, base=base, replaced=judged.replaced, before=before
    )
    linked = links(index, resolution, stated, known, readings=judged.readings, changes=readings.changes)
    if linked:
        written = written._replace(lines=written.lines | set(background.quads(linked, base=base)))
    doubted = sum(s.modality is None and s.confidence < least for s in whole)
    counts = {**summary.counts(pages, resolution, stated, dropped), **summary.linked(linked), "doubted": doubted}
    offered = candidates.candidates(resolution, base=base)
    own = {"index": str(path.resolve())} if path else {}
    warnings = [*unspoken(readings, known, resolution.home), *judged.warnings, *unmet]
    return _Made(written, offered, counts, warnings, resolution.home, least, own)


def _before(draft: Draft, kept: Kept) -> reuse.Before:
    """The graph that the draft begins from, where it begins from one."""
    if draft.before is None or not kept.pages:
        return reuse.Before()
    try:
        lines = (draft.before / LINES).read_bytes()
    except OSError:
        return reuse.Before()
    whole = lines.count(b"\n") == kept.quads
    return reuse.Before(lines, archive.read_marks(draft.before)) if whole else reuse.Before()


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
            return Kept(pages, meta.get("digest", ""), *own, *judged, meta.get("quads", 0))
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
