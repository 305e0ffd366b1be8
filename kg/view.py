"""networkx graph → one HTML page that shows it, without network or server, the same bytes on every run.

The only door to pyvis. Its own template loads a CDN and does not escape, its ``add_edge`` is quadratic and it writes in
the locale's encoding: here it is given whole lists and an autoescaping template, and the bytes are written here.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import graph as graphs
from kg.dots import dot
from kg.model import ENTITY_TYPES

if TYPE_CHECKING:
    from kg.graph import Graph, Proof
    from kg.ontology import Vocabulary

LIMIT = 5000
"""Entities that a page shows at most unless told: vis-network draws 10,000 in 3 s."""

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_SCRIPTS = ("panel.js", "view.js", "labels.js", "find.js")
_PLAIN = "#8a8f98"


def write(
    graph: Graph,
    path: Path,
    *,
    title: str,
    vocabulary: Vocabulary,
    limit: int | None = LIMIT,
    around: str | None = None,
) -> None:
    """Write the page. Of more than ``limit`` entities the best connected are shown, and the page says so."""
    text = page(graph, title=title, vocabulary=vocabulary, limit=limit, around=around)
    path.write_bytes(text.encode("utf-8"))


def page(
    graph: Graph, *, title: str, vocabulary: Vocabulary, limit: int | None = LIMIT, around: str | None = None
) -> str:
    """The page's text. ``graph`` is as ``graph.load`` gives it; ``vocabulary`` has the names and colours.

    It opens with the facts of the entity whose IRI is ``around``, if given and shown.
    """
    from pyvis.network import Network

    shown = graph if limit is None else graphs.narrow(graph, limit)
    names = sorted(shown)
    number = {iri: i for i, iri in enumerate(names)}
    sources: dict[tuple[str, str, str], int] = {}
    network = Network(directed=True, heading=title, cdn_resources="in_line")
    network.nodes = _nodes(shown, names)
    network.edges = _edges(shown, number, sources, vocabulary)
    network.options = _options(shown, vocabulary)
    about = {
        "title": title,
        "total": len(graph),
        "around": number.get(around or ""),
        "types": _types(shown, vocabulary),
        "predicates": _predicates(shown, vocabulary),
        "sources": [list(source) for source in sources],
        "clusters": [[number[iri] for iri in cells] for part in graphs.clusters(shown) for cells in part],
    }
    network.templateEnv = _environment(about, Path(network.template_dir))
    network.path = "view.html"
    return str(network.generate_html())


def _nodes(graph: Graph, names: Sequence[str]) -> list[dict[str, Any]]:
    weights = graphs.weights(graph)
    dots = {iri: dot(graph.nodes[iri]["label"], weights[iri]) for iri in names}
    places = graphs.layout(graph, {iri: found.box() for iri, found in dots.items()})
    found = []
    for i, iri in enumerate(names):
        entity, drawn = graph.nodes[iri], dots[iri]
        at = drawn.place(places[iri])
        node = {
            "id": i,
            "iri": iri,
            "name": entity["label"],
            "aliases": list(entity["aliases"]),
            "group": entity["type"],
        }
        node |= {"label": drawn.label, "size": drawn.radius, "font": {"size": drawn.font}, "x": at.x, "y": at.y}
        found.append(node)
    return found


def _edges(
    graph: Graph, number: Mapping[str, int], sources: dict[tuple[str, str, str], int], vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    """One edge per fact; facts between the same two entities bend away from each other."""
    side_by_side: Counter[frozenset[str]] = Counter()
    found = []
    for i, (a, b, _, fact) in enumerate(sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])):
        known = vocabulary.predicates.get(fact["predicate"])
        bend = side_by_side[frozenset((a, b))]
        side_by_side[frozenset((a, b))] += 1
        edge = {"id": i, "from": number[a], "to": number[b], "predicate": fact["predicate"], "role": fact["role"]}
        edge |= {"confidence": fact["confidence"], "proofs": [_proof(proof, sources) for proof in fact["evidence"]]}
        if bend:
            edge["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(0.18 * bend, 2)}
        if known is not None and known.symmetric:
            edge["arrows"] = ""
        if fact["evidence"] and all(proof.repaired for proof in fact["evidence"]):
            edge["dashes"] = [6, 4]
        found.append(edge)
    return found


def _proof(proof: Proof, sources: dict[tuple[str, str, str], int]) -> list[Any]:
    """A row for the page: words, spans, rule, confidence, repaired, number of its source."""
    source = sources.setdefault((proof.title, proof.file, proof.article), len(sources))
    return [proof.words, [list(span) for span in proof.spans], proof.rule, proof.confidence, proof.repaired, source]


def _types(graph: Graph, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    counts = Counter(kind for _, kind in graph.nodes(data="type"))
    order = {
        known.term.name: ENTITY_TYPES.index(code) for code, known in vocabulary.types.items() if code in ENTITY_TYPES
    }
    found = []
    for name in sorted(counts, key=lambda n: (order.get(n, len(order)), n)):
        known = vocabulary.classes.get(name)
        zh, en = (known.term.zh, known.term.en) if known else (name, name)
        found.append({"name": name, "zh": zh or name, "en": en or name, "count": counts[name]})
        found[-1]["colour"] = _colour(name, vocabulary)
    return found


def _predicates(graph: Graph, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    counts = Counter(predicate for _, _, predicate in graph.edges(data="predicate"))
    found = []
    for name in sorted(counts, key=lambda n: (-counts[n], n)):
        known = vocabulary.properties.get(name)
        zh, en = (known.zh, known.en) if known else (name, name)
        found.append({"name": name, "zh": zh or name, "en": en or name, "count": counts[name]})
    return found


def _colour(name: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.classes.get(name)
    return (known.colour if known else "") or _PLAIN


def _options(graph: Graph, vocabulary: Vocabulary) -> dict[str, Any]:
    """What vis-network is told; places are given, so nothing moves by itself."""
    face = '"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei",sans-serif'
    many = graph.number_of_edges() > 3000
    groups = {name: {"color": _colour(name, vocabulary)} for _, name in graph.nodes(data="type")}
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "groups": dict(sorted(groups.items())),
        "nodes": {
            "shape": "dot",
            "borderWidth": 1.5,
            "borderWidthSelected": 4,
            "font": {"face": face, "color": "#23262b", "strokeWidth": 3, "strokeColor": "#fbfaf6", "vadjust": -3},
            "scaling": {"label": {"enabled": False, "drawThreshold": 11}},
        },
        "edges": {
            "color": {"color": "#c3beb2", "highlight": "#40444c", "hover": "#40444c"},
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "smooth": False,
            "width": 1,
            "selectionWidth": 1.5,
            "hoverWidth": 1,
        },
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
    }


def _environment(about: dict[str, Any], pyvis_templates: Path) -> Any:
    """A jinja environment that escapes, with our texts, vis-network's own and the digests the page's policy allows."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    library = max(pyvis_templates.glob("lib/vis-*"), key=lambda folder: folder.name)
    scripts = [_text(library / "vis-network.min.js"), *(_text(_TEMPLATES / name) for name in _SCRIPTS)]
    styles = [_text(library / "vis-network.css"), _text(_TEMPLATES / "view.css")]
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    environment.globals.update(
        about=about,
        scripts=[Markup(text) for text in scripts],
        styles=[Markup(text) for text in styles],
        script_digests=" ".join(map(_digest, scripts)),
        style_digests=" ".join(map(_digest, styles)),
    )
    return environment


def _text(path: Path) -> str:
    """A script or style to stand in the page; line ends are as a browser reads them, else its digest would differ."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
