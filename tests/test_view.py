"""Graph → the page's text: what stands in it, escaped, the same on every run."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx

from kg import graph, iri, view
from kg.stores import oxigraph
from tests import factory

EVIL = "</script><script>alert(1)</script><!--\"'&\u2028{{ 7*7 }}<b>"


def sample() -> graph.Graph:
    return graph.load(oxigraph.from_lines(factory.sample_lines()))


def page(shown: graph.Graph | None = None, title: str = "小河里", limit: int | None = None) -> str:
    return view.page(sample() if shown is None else shown, title=title, vocabulary=factory.vocabulary(), limit=limit)


def evil() -> graph.Graph:
    proof = graph.Proof(EVIL, ((3, 9),), EVIL, 0.5, True, "article:x", EVIL, EVIL)
    made: graph.Graph = nx.MultiDiGraph()
    made.add_node("a", label=EVIL, type="Person", aliases=(EVIL,))
    made.add_node("b", label="很长的名字" * 60, type=EVIL, aliases=())
    made.add_edge("a", "b", "s", predicate=EVIL, role=EVIL, confidence=0.5, evidence=(proof,))
    return made


class Tags(HTMLParser):
    """Counts start tags and keeps the texts of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": [], "h1": []}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside in self.texts:
            self.texts[self.inside][-1] += data


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    return tags


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_nodes_carry_names_aliases_iris_and_places() -> None:
    nodes = {node["name"]: node for node in data(page())["nodes"]}
    street = nodes["柳影街道"]
    assert (street["aliases"], street["iri"], street["group"]) == (["柳影街"], iri.iri(factory.STREET), "Street")
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == 8


def test_edges_carry_the_fact_and_its_proofs() -> None:
    found = data(page())
    names = {node["id"]: node["name"] for node in found["nodes"]}
    [post] = [edge for edge in found["edges"] if edge["predicate"] == "memberOf"]
    assert (names[post["from"]], names[post["to"]], post["role"]) == ("高远山", "小河里社区党委", "书记")
    [[words, spans, rule, confidence, repaired, source]] = post["proofs"]
    assert [factory.TEXT[start:end] for start, end in spans] == words.split("⏎")
    assert (rule, confidence, repaired) == ("test.rule", 0.9, False)
    assert found["about"]["sources"][source][:2] == ["小河里社区办起“邻里帮”助老服务", factory.PAGE]


def test_types_and_predicates_are_named_coloured_and_counted_by_the_vocabulary() -> None:
    about = data(page())["about"]
    vocabulary = factory.vocabulary()
    community = next(each for each in about["types"] if each["name"] == "Community")
    known = vocabulary.types["COMMUNITY"]
    assert community == {
        "name": "Community", "zh": known.term.zh, "en": known.term.en, "colour": known.colour, "count": 2,
    }  # fmt: skip
    assert [each["name"] for each in about["types"]][:2] == ["Street", "Community"]
    assert next((each["name"], each["count"]) for each in about["predicates"]) == ("partOf", 2)


def test_facts_between_the_same_two_bend_apart_and_repaired_ones_are_dashed() -> None:
    shown = evil()
    shown.add_edge("b", "a", "t", predicate="cooperatesWith", role=None, confidence=0.9, evidence=())
    first, second = data(page(shown))["edges"]
    assert "smooth" not in first
    assert second["smooth"]["roundness"] > 0
    assert ("dashes" in first, "dashes" in second) == (True, False)
    assert ("arrows" in first, second["arrows"]) == (False, "")


def test_the_page_loads_nothing() -> None:
    tags = parsed(page())
    assert not [attrs for _, attrs in tags.found if attrs.keys() & {"src", "href", "srcset", "action"}]
    assert not re.search(r"@import|url\((?!['\"]?data:)", "".join(tags.texts["style"]))


def test_the_policy_allows_exactly_the_pages_own_scripts_and_styles() -> None:
    tags = parsed(page())
    [policy] = [a["content"] for tag, a in tags.found if tag == "meta" and a.get("http-equiv")]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = [t for t, (_, a) in zip(tags.texts["script"], tags_of(tags, "script"), strict=True) if "type" not in a]
    for text in scripts + tags.texts["style"]:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.count("sha256-") == len(scripts) + len(tags.texts["style"])


def tags_of(tags: Tags, name: str) -> list[tuple[str, dict[str, str | None]]]:
    return [found for found in tags.found if found[0] == name]


def test_the_licence_of_the_drawing_library_stays() -> None:
    assert "@license" in page()
    assert "http://www.apache.org/licenses/LICENSE-2.0" in page()


def test_names_that_look_like_markup_are_only_text() -> None:
    plain, attacked = parsed(page()), parsed(page(evil(), title=EVIL))
    assert [tag for tag, _ in attacked.found] == [tag for tag, _ in plain.found]
    assert attacked.texts["title"] == attacked.texts["h1"] == [EVIL]
    first = data(page(evil()))["nodes"][0]
    assert (first["name"], first["aliases"]) == (EVIL, [EVIL])


def test_a_type_or_predicate_that_the_vocabulary_lacks_is_shown_by_its_name() -> None:
    about = data(page(evil()))["about"]
    assert EVIL in {each["zh"] for each in about["types"]}
    assert [each["zh"] for each in about["predicates"]] == [EVIL]


def test_the_page_opens_at_the_entity_it_is_around() -> None:
    found = data(view.page(sample(), title="x", vocabulary=factory.vocabulary(), around=iri.iri(factory.STREET)))
    assert found["nodes"][found["about"]["around"]]["name"] == "柳影街道"
    assert data(page())["about"]["around"] is None


def test_more_than_the_limit_is_narrowed_and_said() -> None:
    found = data(page(limit=3))
    assert len(found["nodes"]) == 3
    assert found["about"]["total"] == 8


def test_an_empty_graph_is_a_page_too() -> None:
    assert data(page(nx.MultiDiGraph()))["nodes"] == []


def test_the_file_is_utf_8_under_any_locale_and_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kg import view; from tests import test_view as t;"
        "view.write(t.sample(), Path(sys.argv[1]), title='x', vocabulary=t.factory.vocabulary())"
    )
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONPATH": "."}
        root = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], env=environment, check=True, cwd=root)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert "小河里" in (tmp_path / "1").read_bytes().decode("utf-8")
