"""``/names`` of a real server: what a name being typed may mean, whoever builds meanwhile, however old the graph is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kg.namespaces import BASE, ONTOLOGY, RDF, RDFS, SKOS
from kg.stores import generations, nametable
from tests.serve.served import CSV, FORM, JSON, Served, serving

NAMES = (
    ("community", "Community", "谊景村社区"), ("org", "Organization", "谊景村社区党委"), ("place", "Place", "小谊景村"),
    ("person", "Person", "王宜景"), ("street", "Street", "友谊路街道"),
)  # fmt: skip


def lines(*names: tuple[str, str, str]) -> list[str]:
    """Sorted N-Quads of entities with these prefixes, classes and labels; the first is also called 谊社."""
    return sorted(
        line
        for number, (prefix, class_name, name) in enumerate(names)
        for line in (
            f"<{BASE}{prefix}/{name}> <{RDF}type> <{ONTOLOGY}{class_name}> .",
            f'<{BASE}{prefix}/{name}> <{RDFS}label> "{name}"@zh .',
            *([] if number else [f'<{BASE}{prefix}/{name}> <{SKOS}altLabel> "谊社"@zh .']),
        )
    )


def built(folder: Path, *names: tuple[str, str, str]) -> Path:
    with generations.new_generation(folder) as draft:
        draft.write(lines(*names), {"home": None, "pages": 1, "warnings": []})
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = built(tmp_path_factory.mktemp("names") / "graph", *NAMES)
    with serving("--graph", str(graph), "--cors", "https://friend.example") as running:
        yield running


def labels(served: Served, text: str, **fields: str) -> list[str]:
    answer = served.get("/names", JSON, text=text, **fields)
    assert (answer.status, answer.type) == (200, JSON)
    return [row["label"]["value"] for row in json.loads(answer.text)["results"]["bindings"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("谊景", ["谊景村社区", "谊景村社区党委", "小谊景村", "王宜景"]),
        ("宜景村", ["小谊景村", "谊景村社区", "谊景村社区党委"]),
        (" 谊社 ", ["谊景村社区"]),
        ("海棠", []),
    ],
)
def test_beginnings_come_before_names_that_hold_the_text_and_look_alikes(
    served: Served, text: str, found: list[str]
) -> None:
    assert labels(served, text) == found


def test_a_type_and_a_limit_narrow(served: Served) -> None:
    assert labels(served, "谊景", type="Community") == ["谊景村社区"]
    assert labels(served, "谊景", type="entity", limit="2") == ["谊景村社区", "谊景村社区党委"]
    assert labels(served, "谊景", type="", limit="0") == labels(served, "谊景")


def test_the_name_found_stands_beside_the_label_in_any_format_of_rows(served: Served) -> None:
    answer = served.get("/names", CSV, text="谊社", labels="1")
    assert answer.text == "entity,label,class,name\r\ncommunity:谊景村社区,谊景村社区,kg:Community,谊社\r\n"
    page = served.get("/names", "text/html", text="谊社").text
    assert ">community:谊景村社区</a>" in page
    assert ">kg:Community</td><td>谊社</td>" in page
    assert '<a class="bar" href="/">Ask</a>' in page
    form = {"Content-Type": FORM, "Accept": JSON}
    posted = served.send("POST", "/names", f"text={quote('谊社')}".encode(), form)
    assert posted.body == served.get("/names", JSON, text="谊社").body


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "no name, or several"),
        ("?text=%20", "no name, or several"),
        ("?text=a&text=b", "no name, or several"),
        ("?text=a&type=org&type=street", "no name, or several"),
        ("?text=a&type=house", "type=house is no type; use one of area, street"),
        ("?text=a&limit=x", "limit=x is no number"),
        ("?text=%ff", "not UTF-8"),
    ],
)
def test_what_is_no_name_is_refused(served: Served, query: str, said: str) -> None:
    answer = served.get(f"/names{query}")
    assert (answer.status, said in answer.text) == (400, True)


def test_signs_of_patterns_and_of_turtle_are_looked_for_as_they_stand(served: Served) -> None:
    for text in (".*", "[谊", "(?", '"\\', "谊\x00", "𠮷" * 5000):
        assert labels(served, text) == []


def test_it_stands_behind_the_same_door_as_queries(served: Served) -> None:
    host, path = urlsplit(served.address).netloc, f"/names?text={quote('谊景')}"
    assert served.send("GET", path, headers={"Host": "evil.example"}).status == 421
    assert served.send("GET", path, headers={"Origin": "https://evil.example"}).status == 403
    assert served.send("GET", path, headers={"Origin": f"http://{host}"}).status == 200
    friend = served.send("GET", path, headers={"Origin": "https://friend.example"})
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    head = served.send("HEAD", path)
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(friend.body)))
    assert served.send("PUT", path).status == 405


def test_a_new_generation_brings_its_names(tmp_path: Path) -> None:
    graph = built(tmp_path / "graph", *NAMES)
    with serving("--graph", str(graph)) as served:
        assert labels(served, "橘") == []
        built(graph, ("place", "Place", "橘园"))
        assert labels(served, "橘") == ["橘园"]
        assert labels(served, "谊景") == []


def test_a_graph_of_an_older_version_answers_the_same_from_its_store(served: Served, tmp_path: Path) -> None:
    graph = built(tmp_path / "graph", *NAMES)
    os.remove(graph / "generations" / generations.current(graph) / nametable.NAMES)
    with serving("--graph", str(graph)) as older:
        for text in ("谊景", "宜景村", "谊社", "海棠", "友"):
            assert labels(older, text) == labels(served, text)
