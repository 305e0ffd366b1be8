"""What a named question was given → terms: names are looked up among the labels of the parameter's class.

A name that means several things, or nothing, is an error that lists the candidates; nothing is guessed.
"""

from __future__ import annotations

import re

from kg.errors import Candidate, Fault, InputError
from kg.lookup import Found, Reader, as_iri, named, replaced, short
from kg.model import PREDICATES
from kg.namespaces import XSD
from kg.questions import ENTITY_CLASSES, Parameter, Question
from kg.results import written
from kg.stores import Term


def terms(question: Question, values: dict[str, list[str]], reader: Reader) -> dict[str, list[str]]:
    """Terms in N-Triples form per parameter; parameters that stay open are left out.

    Raises InputError for parameters the question has not, required ones that are missing, and unknown names.
    """
    from difflib import get_close_matches

    known = {parameter.name for parameter in question.parameters}
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, 1)
            how = f"did you mean --{near[0]}?" if near else f"see kg queries {question.name}"
            fault = Fault("parameter", "", name, tuple(map(Candidate, near)))
            raise InputError(question.name, f"has no parameter {name}", how, fault=fault)
    found: dict[str, list[str]] = {}
    for parameter in question.parameters:
        given = values.get(parameter.name) or ([parameter.default] if parameter.default else [])
        if not given and parameter.default is None:
            fault = Fault("missing", parameter.name)
            what = f"--{parameter.name} is missing"
            raise InputError(question.name, what, f"give it: {parameter.words}", fault=fault)
        if given:
            found[parameter.name] = [written(_term(parameter, value, reader)) for value in given]
    return found


def _term(parameter: Parameter, value: str, reader: Reader) -> Term:
    if parameter.type == "text":
        return Term("literal", value)
    if parameter.type == "integer":
        if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
            fault = Fault("integer", parameter.name, value)
            raise InputError(f"--{parameter.name}", f"{value} is no whole number", "write digits only", fault=fault)
        return Term("literal", value, XSD + "integer")
    if parameter.type == "date":
        return Term("literal", _date(parameter, value))
    iri = as_iri(value, reader.prefixes)
    if parameter.type == "predicate":
        return Term("iri", iri or reader.prefixes["kg"] + _predicate(parameter, value))
    if iri is not None:
        return Term("iri", replaced(reader, iri)[0])
    return Term("iri", one(reader, value, ENTITY_CLASSES[parameter.type], where=f"--{parameter.name}").iri)


def _date(parameter: Parameter, value: str) -> str:
    """2024, 2024-05, 2024/5/6 and 2024年5月6日 as ISO 8601 writes them: texts that sort as the days do."""
    import datetime

    if re.fullmatch(r"\d{4}([-/.年]\d{1,2}([-/.月]\d{1,2})?)?[年月日]?", value, re.ASCII):
        numbers = [int(number) for number in re.findall(r"\d+", value)]
        try:
            day = datetime.date(*(*numbers, 1, 1)[:3]).isoformat()
        except ValueError:
            pass
        else:
            return day[: (0, 4, 7, 10)[len(numbers)]]
    how, fault = "write a day, month or year, as 2024-05-06", Fault("date", parameter.name, value)
    raise InputError(f"--{parameter.name}", f"{value} is no date", how, fault=fault)


def _predicate(parameter: Parameter, value: str) -> str:
    """The local name of a predicate given by it, in whatever case, or by its label in Chinese or English."""
    if value in PREDICATES:
        return value
    from difflib import get_close_matches

    from kg import ontology

    properties = ontology.load().properties
    if value in properties:
        return value
    forms = {form.casefold(): name for name, term in properties.items() for form in (name, term.zh, term.en) if form}
    if value.casefold() in forms:
        return forms[value.casefold()]
    near = get_close_matches(value.casefold(), forms, 1)
    how = f"did you mean {forms[near[0]]}?" if near else "write one of the ontology, as partOf or 隶属"
    fault = Fault("predicate", parameter.name, value, tuple(Candidate(forms[form]) for form in near))
    raise InputError(f"--{parameter.name}", f"{value} is no predicate", how, fault=fault)


def one(reader: Reader, name: str, class_name: str = "", *, where: str) -> Found:
    """The one entity called ``name``; InputError with the candidates where there are several, or the nearest names."""
    if not name.strip():
        raise InputError(where, "no name is given", "give one, as kg find prints them")
    candidates = named(reader, name, class_name)
    if len({found.iri for found in candidates}) == 1:
        return candidates[0]
    kind, what, how = "several", f"{name} means several things", "give one of these instead"
    if not candidates:
        from kg.search import names_of, search

        candidates = search(names_of(reader), name, class_name, limit=8)
        kind, what = "unknown", f"no {class_name or 'entity'} is called {name}"
        how = "did you mean" if candidates else "try kg find"
    offered = tuple(Candidate(short(each.iri, reader.prefixes), each.label, each.type) for each in candidates[:20])
    more = len(candidates) - len(offered)
    error = InputError(where, what, how, fault=Fault(kind, where.removeprefix("--"), name, offered, more))
    for each in offered:
        error.add_note(f"  {each.name}  {each.label} ({each.type})")
    if more:
        error.add_note(f"  … {more} more: kg find {name} --limit 0")
    raise error


def iri_of(reader: Reader, name: str, class_name: str = "", *, where: str) -> str:
    """The IRI of what ``name`` calls: a label, alias, prefixed name or IRI. Raises InputError with candidates."""
    iri = as_iri(name, reader.prefixes)
    if iri is None:
        return one(reader, name, class_name, where=where).iri
    if reader.store.query(f"ASK {{ <{iri}> ?p ?o }}") is not True:
        raise InputError(where, f"the graph does not know {name}", "look for it with kg find")
    iri, parts = replaced(reader, iri)
    if parts:
        error = InputError(where, f"{name} was split into several things", "give one of these instead")
        for part in parts:
            error.add_note(f"  {short(part, reader.prefixes)}")
        raise error
    return iri
