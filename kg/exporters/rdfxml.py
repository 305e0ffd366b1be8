"""Sorted N-Quads lines → RDF/XML, streamed subject by subject.

XML 1.0 cannot hold control characters; they become U+FFFD here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from kg import nquads
from kg.errors import InputError
from kg.exporters import Options
from kg.literals import unescape
from kg.namespaces import PROVENANCE, prefixes

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def write(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence the provenance beside it. Raises InputError for a property XML cannot name."""
    known = prefixes(options.base)
    by_namespace = {iri: prefix for prefix, iri in known.items()}
    declared = "".join(f"\n    xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in known.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    for subject, pairs in nquads.blocks(nquads.triples(lines, *([PROVENANCE] if options.evidence else []))):
        yield f"  <rdf:Description {_reference(subject, 'about')}>\n"
        for predicate, objects in pairs:
            opening, closing = _tags(unescape(predicate[1:-1]), by_namespace)
            yield from (f"    {_property(opening, closing, token)}\n" for token in objects)
        yield "  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _reference(token: str, name: str) -> str:
    if token.startswith("_:"):
        return f'rdf:nodeID="{token[2:]}"'
    return f"rdf:{name}={quoteattr(unescape(token[1:-1]))}"


def _tags(iri: str, known: dict[str, str]) -> tuple[str, str]:
    found = _NAME.search(iri, max(iri.rfind("/"), iri.rfind("#")) + 1)
    if found is None or not found.start():
        raise InputError(iri, "cannot be written as a property in RDF/XML", "export as Turtle")
    namespace, local = iri[: found.start()], found[0]
    if namespace in known:
        return f"{known[namespace]}:{local}", f"{known[namespace]}:{local}"
    return f"p:{local} xmlns:p={quoteattr(namespace)}", f"p:{local}"


def _property(opening: str, closing: str, token: str) -> str:
    if not token.startswith('"'):
        return f"<{opening} {_reference(token, 'resource')}/>"
    found = nquads.term(token)
    about = ""
    if found.language:
        about = f" xml:lang={quoteattr(found.language)}"
    elif found.datatype:
        about = f" rdf:datatype={quoteattr(found.datatype)}"
    # A bare carriage return would be read back as a line feed.
    text = escape(_FORBIDDEN.sub("\ufffd", found.value), {"\r": "&#13;"})
    return f"<{opening}{about}>{text}</{closing}>"
