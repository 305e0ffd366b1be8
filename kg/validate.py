"""Lines of a graph + ``ontology/shapes.ttl`` → what violates the shapes.

pyshacl does it up to 100,000 triples (13 s); above, the same constraints run as SPARQL, generated from the same file.
What is checked is the default graph together with ``graph:provenance`` and ``graph:gazetteer``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import nquads
from kg.errors import InputError
from kg.namespaces import GAZETTEER, PROVENANCE, RDF, XSD
from kg.resources import shared_root
from kg.stores import Solutions
from kg.stores.oxigraph import OxigraphStore, from_lines

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SHACL = "http://www.w3.org/ns/shacl#"
LARGE = 100_000
"""Triples above which SPARQL takes over from pyshacl."""

_TARGETS = {
    "targetClass": "?focus a {0} .",
    "targetSubjectsOf": "?focus {0} ?target .",
    "targetObjectsOf": "?target {0} ?focus .",
}
_VALUE_TESTS = {
    "class": "NOT EXISTS {{ ?value a {0} }}",
    "datatype": "(!isLiteral(?value) || datatype(?value) != {0} || !{1})",
    "nodeKind": "!isIRI(?value)",
    "pattern": "(isBlank(?value) || !regex(str(?value), {0}))",
    "minLength": "(isBlank(?value) || strlen(str(?value)) < {0})",
    "minInclusive": "!coalesce(?value >= {0}, false)",
    "maxInclusive": "!coalesce(?value <= {0}, false)",
    "in": "?value NOT IN ({0})",
    "or": "NOT EXISTS {{ ?value a ?class FILTER(?class IN ({0})) }}",
    "lessThan": "EXISTS {{ ?focus {0} ?other FILTER(!coalesce(?value < ?other, false)) }}",
}
_COUNT_TESTS = {"minCount": "<", "maxCount": ">"}
_SILENT = {*_TARGETS, "property", "path", "message", "severity", "name", "description"}
_CASTABLE = {XSD + name for name in ("integer", "decimal", "boolean", "dateTime", "double", "float")}


class Violation(NamedTuple):
    """``focus`` and ``path`` are IRIs (the path is empty for the node itself), ``constraint`` as in ``sh:minCount``."""

    focus: str
    path: str
    constraint: str
    value: str
    message: str


class Report(NamedTuple):
    """``violations`` in sorted order; ``method`` is ``shacl`` or ``sparql``; ``triples`` is how many were checked."""

    violations: tuple[Violation, ...]
    method: str
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.violations


def validate(lines: Iterable[str], *, shapes: Path | None = None, language: str = "en", large: int = LARGE) -> Report:
    """Check sorted N-Quads lines against the shapes; messages are in ``language`` (``zh`` or ``en``).

    Raises InputError when the shapes cannot be read, or hold what the SPARQL way does not know.
    """
    from rdflib import Graph

    path = shapes or shared_root() / "ontology" / "shapes.ttl"
    try:
        shapes_graph = Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise InputError(str(path), f"cannot be read as Turtle: {error}", "reinstall, or mend the file") from error
    triples = [f"{t.subject} {t.predicate} {t.object} ." for t in nquads.triples(lines, PROVENANCE, GAZETTEER)]
    if len(triples) <= large:
        return Report(tuple(sorted(set(_by_shacl(triples, shapes_graph, language)))), "shacl", len(triples))
    store = from_lines(triples)
    return Report(tuple(sorted(set(_by_sparql(store, shapes_graph, language)))), "sparql", len(triples))


def _by_shacl(triples: list[str], shapes: Graph, language: str) -> Iterator[Violation]:
    import pyshacl
    from rdflib import Graph, URIRef
    from rdflib.namespace import SH

    data = Graph().parse(data="\n".join(triples) + "\n", format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    for result in results.subjects(URIRef(RDF + "type"), SH.ValidationResult):
        component = str(results.value(result, SH.sourceConstraintComponent)).removeprefix(SHACL)
        name = component.removesuffix("ConstraintComponent")
        focus, path, value = (results.value(result, SH[each]) for each in ("focusNode", "resultPath", "value"))
        # What violates a count is a number of values, none of them.
        shown = "" if value is None or name in ("MinCount", "MaxCount") else str(value)
        message = _message(results, result, SH.resultMessage, language)
        yield Violation(str(focus), str(path or ""), name[0].lower() + name[1:], shown, message)


def _by_sparql(store: OxigraphStore, shapes: Graph, language: str) -> Iterator[Violation]:
    from rdflib.namespace import RDF as RDFNS
    from rdflib.namespace import SH

    for shape in sorted(shapes.subjects(RDFNS.type, SH.NodeShape), key=str):
        targets = [
            pattern.format(target.n3())
            for name, pattern in _TARGETS.items()
            for target in sorted(shapes.objects(shape, SH[name]), key=str)
        ]
        target = " UNION ".join(f"{{ {each} }}" for each in targets)
        for holder in (shape, *shapes.objects(shape, SH.property)):
            path = shapes.value(holder, SH.path)
            message = _message(shapes, holder, SH.message, language)
            for name, query in _queries(shapes, holder, target, path.n3() if path is not None else ""):
                for focus, value in _pairs(store, query):
                    yield Violation(focus, str(path or ""), name, value, message)


def _queries(shapes: Graph, holder: Node, target: str, path: str) -> Iterator[tuple[str, str]]:
    """(constraint, query for ?focus and ?value) of each constraint of a node or property shape."""
    values = f"?focus {path} ?value ." if path else "BIND(?focus AS ?value)"
    for predicate, argument in sorted(shapes.predicate_objects(holder)):
        name = str(predicate).removeprefix(SHACL)
        if name in _COUNT_TESTS:
            test = f"HAVING(COUNT(DISTINCT ?value) {_COUNT_TESTS[name]} {argument})"
            yield name, f"SELECT ?focus {{ {target} OPTIONAL {{ {values} }} }} GROUP BY ?focus {test}"
        elif name in _VALUE_TESTS:
            test = _VALUE_TESTS[name].format(_argument(shapes, name, argument), _well_formed(argument))
            yield name, f"SELECT DISTINCT ?focus ?value {{ {target} {values} FILTER({test}) }}"
        elif name not in _SILENT and str(predicate).startswith(SHACL):
            raise InputError("shapes.ttl", f"sh:{name} has no SPARQL form here", "add one to kg/validate.py")


def _argument(shapes: Graph, name: str, argument: Any) -> str:
    from rdflib.collection import Collection
    from rdflib.namespace import SH

    if name == "in":
        return ", ".join(each.n3() for each in Collection(shapes, argument))
    if name == "or":
        classes = [shapes.value(each, SH["class"]) for each in Collection(shapes, argument)]
        if not all(classes):
            raise InputError("shapes.ttl", "sh:or of other than sh:class has no SPARQL form here", "use classes")
        return ", ".join(each.n3() for each in classes if each is not None)
    return str(argument.n3())


def _well_formed(datatype: Any) -> str:
    """A literal of a datatype must also be in its lexical space; strings always are."""
    return f"coalesce(isLiteral(<{datatype}>(str(?value))), false)" if str(datatype) in _CASTABLE else "true"


def _pairs(store: OxigraphStore, query: str) -> Iterator[tuple[str, str]]:
    result = store.query(query)
    if isinstance(result, Solutions):
        for focus, *value in result.rows:
            yield focus.value if focus else "", value[0].value if value and value[0] else ""


def _message(graph: Graph, node: Node, predicate: Node, language: str) -> str:
    """The message in the language, else any; pyshacl and the shapes give the same."""
    found = sorted((getattr(each, "language", None) != language, str(each)) for each in graph.objects(node, predicate))
    return found[0][1] if found else ""
