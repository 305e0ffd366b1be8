"""A named question → what ``kg query NAME --help`` says of it: titles, parameters, an example from the graph."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import suppress

from kg import questions
from kg.errors import LinpuError
from kg.frames import Request
from kg.questions import ENTITY_CLASSES, Parameter, Question

_PATIENCE = 2.0
"""Seconds that the graph has for an example."""

_FORMS = {
    "predicate": "PREDICATE: its name or label, as partOf or 隶属",
    "date": "DATE: a day, month or year, as 2024-05-06, 2024-05 or 2024",
    "integer": "INTEGER: digits",
    "text": "TEXT: any words",
}


def about(question: Question, *, graph: str, overlay: str | None = None) -> Iterator[str]:
    """The lines of the help. Names in the example are the graph's, where there is one that answers in time."""
    yield f"usage: kg query {questions.usage(question)} [OPTION...]"
    yield ""
    yield f"{question.title} · {question.title_en}"
    yield from filter(None, (question.description, question.description_en))
    if question.parameters:
        yield ""
        yield "parameters:"
        yield from _described(question.parameters)
        yield ""
        yield from _forms(question.parameters)
    yield ""
    yield "example:"
    yield f"  {_example(question, graph, overlay)}"
    yield ""
    yield f"kg query --help tells the options of every question, kg queries {question.name} prints its SPARQL."


def _described(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    shown = [f"--{parameter.name} {parameter.type.upper()}" for parameter in parameters]
    width = max(map(len, shown))
    for option, parameter in zip(shown, parameters, strict=True):
        default = {None: "", "": " (may be left out)"}.get(parameter.default, f" (default: {parameter.default})")
        yield f"  {option:{width}}  {parameter.words}{default}"


def _forms(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    """How values of the types are written."""
    types = dict.fromkeys(parameter.type for parameter in parameters)
    entities = [type_.upper() for type_ in types if type_ in ENTITY_CLASSES]
    if entities:
        yield f"{', '.join(entities)}: a name, an alias, or as street:…; TAB completes it, kg find looks it up"
    yield from (_FORMS[type_] for type_ in types if type_ in _FORMS)
    yield "A parameter that is given twice takes either value."


def _example(question: Question, graph: str, overlay: str | None) -> str:
    """The question with its required parameters, else with its first, as the graph's first answer has them."""
    required = [parameter for parameter in question.parameters if parameter.default is None]
    words, row = ["kg", "query", question.name], _first_row(question, graph, overlay)
    for parameter in required or question.parameters[:1]:
        value = parameter.default or _value(parameter, row, graph) or (parameter.type.upper() if required else "")
        if value:
            words += [f"--{parameter.name}", shlex.quote(value) if re.search(r"[^\w:·-]", value) else value]
    return " ".join(words)


def _first_row(question: Question, graph: str, overlay: str | None) -> Mapping[str, str]:
    """The terms of the first answer, of a question that leaves all open; nothing where there is none."""
    from kg.query import ask

    whole = any(parameter.default is None for parameter in question.parameters)
    asked = Request(text=question.text) if whole else Request(question=question.name, overlay=overlay)
    answer: list[bytes] = []
    with suppress(LinpuError):
        ask(asked._replace(graph=graph, format="json", limit=1, timeout=_PATIENCE), answer.append, lambda _: None)
        rows = json.loads(b"".join(answer)).get("results", {}).get("bindings", [])
        return {name: term["value"] for name, term in rows[0].items()} if rows else {}
    return {}


def _value(parameter: Parameter, row: Mapping[str, str], graph: str) -> str:
    """What the parameter has in the row, by name where that means one thing; else some name of its class."""
    from kg.namespaces import short
    from kg.search import open_named

    told = row.get(parameter.name, "")
    if parameter.type not in ENTITY_CLASSES:
        return re.split("[#/]", told)[-1] if parameter.type == "predicate" else told
    with suppress(LinpuError), open_named(graph) as known:
        if told.startswith(("http:", "https:", "urn:")):
            label = next((found.name for found in known.names.prefixed(told) if found.iri == told), "")
            same = {found.iri for found in known.names.beginning(label) if found.name == label} if label else set()
            return label if len(same) == 1 else short(told, known.prefixes)
        some = known.names.beginning("", ENTITY_CLASSES[parameter.type] or "Community", limit=1)
        return next((found.name for found in some), "")
    return ""
