"""A graph → what can be suggested from it: its prefixes, the ontology's terms, the questions, names as they are typed.

The graph is opened anew when a build has swapped another generation in, so that a shell left open knows the new names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg import lookup, search
from kg.errors import LinpuError
from kg.lookup import Found, Reader
from kg.results import GRAPH_FORMATS, ROW_FORMATS
from kg.search import Names
from kg.shell.suggest import MOST, Known, Suggestion, TermName, suggest


class Suggester:
    """Suggests over the graph in the folder ``graph``; ``close`` it."""

    __slots__ = ("_commands", "_graph", "_known", "_reader", "_terms")

    def __init__(self, graph: str, commands: Mapping[str, str]) -> None:
        self._graph, self._commands = graph, commands
        self._reader: Reader | None = None
        self._known: Known | None = None
        self._terms: tuple[TermName, ...] = ()

    def suggest(self, before: str) -> list[Suggestion]:
        """What may follow the text before the cursor; nothing where the graph cannot be opened or asked now."""
        try:
            return suggest(before, self._current())
        except LinpuError:
            return []

    def close(self) -> None:
        """Let go of the graph."""
        if self._reader is not None:
            self._reader.__exit__()
        self._reader = self._known = None

    def _current(self) -> Known:
        from kg.stores import generations
        from kg.worker import open_reader

        name = generations.current(Path(self._graph))
        generation = self._reader.generation if self._reader else None
        if self._known is None or generation is None or generation.path.name != name:
            self.close()
            self._reader = open_reader(self._graph)
            self._terms = self._terms or terms()
            self._known = known(self._reader, self._terms, self._commands)
        return self._known


def known(reader: Reader, named: Sequence[TermName], commands: Mapping[str, str]) -> Known:
    """What can be suggested of the graph that ``reader`` reads."""
    from kg import questions

    asked = search.Named(search.names_of(reader), reader.prefixes)
    return Known(
        prefixes=reader.prefixes,
        terms=named,
        questions=questions.load(),
        commands=commands,
        formats=(*ROW_FORMATS, *GRAPH_FORMATS),
        names=lambda typed, class_name: _names(asked.names, typed, class_name),
        prefixed=lambda typed: list(search.prefixed(asked, typed, limit=MOST)),
        short=lambda iri: lookup.short(iri, reader.prefixes),
    )


def terms() -> tuple[TermName, ...]:
    """The ontology's classes and properties."""
    from kg import ontology

    vocabulary = ontology.load()
    found = [*(each.term for each in vocabulary.classes.values()), *vocabulary.properties.values()]
    return tuple(TermName(f"kg:{term.name}", term.zh, term.en) for term in found)


def _names(names: Names, typed: str, class_name: str) -> list[Found]:
    """Names that begin as typed, else such as hold it."""
    found = list(names.beginning(typed, class_name, limit=MOST))
    return found or search.containing(names, typed, class_name, limit=MOST)
