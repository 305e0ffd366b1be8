"""The page in a real browser: it loads nothing, complains of nothing, and leads from a search to the proving words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import pytest

from kg import graph, view
from tests import factory
from tests.test_view import EVIL, evil, sample

LAPTOP, PHONE = (1366, 768), (390, 844)


class Watched(NamedTuple):
    """An open page, what it asked the network for beyond its own file, and what it complained of."""

    page: Any
    requests: list[str]
    complaints: list[str]


def opened(
    browser: Any, folder: Path, shown: graph.Graph | None = None, *, size: tuple[int, int] = LAPTOP, limit: int = 5000
) -> Watched:
    file = folder / "图.html"
    view.write(sample() if shown is None else shown, file, title="小河里", vocabulary=factory.vocabulary(), limit=limit)
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    watched = Watched(page, [], [])
    page.on("request", lambda request: request.url == page.url or watched.requests.append(request.url))
    page.on("console", lambda message: watched.complaints.append(message.text))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("dialog", lambda dialog: watched.complaints.append(f"dialog: {dialog.message}"))
    page.goto(file.as_uri())
    watched.requests[:] = [url for url in watched.requests if url != file.as_uri()]
    page.wait_for_selector("#canvas canvas")
    return watched


def click_node(watched: Watched, name: str) -> None:
    script = """name => { const at = network.getPositions()[entities.findIndex(e => e.name === name)];
      const p = network.canvasToDOM(at), box = document.querySelector("#canvas").getBoundingClientRect();
      return [p.x + box.left, p.y + box.top]; }"""
    watched.page.mouse.click(*watched.page.evaluate(script, name))


def click_edge(watched: Watched, predicate: str) -> None:
    script = """predicate => { const fact = facts.find(f => f.predicate === predicate);
      const [a, b] = [fact.from, fact.to].map(id => network.canvasToDOM(network.getPositions()[id]));
      const box = document.querySelector("#canvas").getBoundingClientRect();
      return [(a.x + b.x) / 2 + box.left, (a.y + b.y) / 2 + box.top]; }"""
    watched.page.mouse.move(*watched.page.evaluate(script, predicate))
    watched.page.mouse.click(*watched.page.evaluate(script, predicate))


def panel(watched: Watched) -> str:
    watched.page.wait_for_selector("#panel h2")
    return str(watched.page.inner_text("#panel"))


def drawn(watched: Watched) -> list[str]:
    script = "() => nodes.get().filter(n => !n.hidden).map(n => entities[n.id].name)"
    return list(watched.page.evaluate(script))


def test_a_search_and_a_click_reach_the_proving_words(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path)
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("柳影街")
    assert watched.page.locator("#hits [role=option]").first.inner_text().startswith("柳影街道")
    watched.page.keyboard.press("Enter")
    assert "又名：柳影街" in panel(watched)
    watched.page.click("#panel .facts >> text=小河里社区 >> nth=0")
    watched.page.click("#panel summary")
    shown = panel(watched)
    assert "小河里社区推出“邻里帮”助老服务" in shown
    start = factory.TEXT.index("小河里社区推出")
    for part in (f"{factory.PAGE} · 字符 {start}–{start + 16}", "规则 test.rule · 置信度 0.90", "办起“邻里帮”助老服务"):
        assert part in shown
    assert (watched.requests, watched.complaints) == ([], [])


def test_a_click_on_a_node_and_on_an_edge(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path)
    click_node(watched, "高远山")
    shown = panel(watched)
    assert "（书记）" in shown
    assert "由社区党委书记高远山牵⏎头，每周二上门。" in shown
    watched.page.keyboard.press("Escape")
    watched.page.wait_for_selector("#panel .best")
    click_edge(watched, "belongsTo")
    assert "社区党委" in watched.page.inner_text("#panel blockquote")
    assert (watched.requests, watched.complaints) == ([], [])


def star(arms: int) -> graph.Graph:
    """One street in the middle of so many communities."""
    made: graph.Graph = nx.MultiDiGraph()
    for name, type in [("中山街道", "Street"), *((f"第{i}个社区", "Community") for i in range(arms))]:
        made.add_node(name, label=name, type=type, aliases=())
    for i in range(arms):
        made.add_edge(f"第{i}个社区", "中山街道", "p", predicate="partOf", role=None, confidence=0.9, evidence=())
    return made


def line_labels(watched: Watched) -> list[dict[str, Any]]:
    watched.page.wait_for_timeout(100)  # drawing waits for the next frame
    return list(watched.page.evaluate("() => lineLabels"))


def test_what_lines_say_stands_where_it_can_be_read(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, star(9))
    labels = line_labels(watched)
    assert {label["text"] for label in labels} == {"隶属"}
    assert len(labels) == 9
    taken = """() => entities.map(({id, size, font, name}) => {
      const {x, y} = network.getPositions()[id], half = font.size * name.length / 2, below = y + size;
      return [[x - size, y - size, x + size, below], [x - half, below + 4, x + half, below + font.size]]; }).flat()"""
    boxes = [*watched.page.evaluate(taken), *(label["box"] for label in labels)]
    for label in labels:
        left, top, right, bottom = label["box"]
        others = [box for box in boxes if box != label["box"]]
        assert not [box for box in others if box[0] < right and left < box[2] and box[1] < bottom and top < box[3]]


def test_where_lines_are_dense_only_the_chosen_and_the_one_pointed_at_say_what_they_are(
    browser: Any, tmp_path: Path
) -> None:
    watched = opened(browser, tmp_path, star(60))
    assert line_labels(watched) == []
    script = """() => { const ends = [facts[7].from, facts[7].to], places = network.getPositions();
      const [a, b] = ends.map(id => network.canvasToDOM(places[id]));
      const box = document.querySelector("#canvas").getBoundingClientRect();
      return [a.x * 0.7 + b.x * 0.3 + box.left, a.y * 0.7 + b.y * 0.3 + box.top]; }"""
    at = watched.page.evaluate(script)
    watched.page.mouse.move(*at)
    assert [label["fact"] for label in line_labels(watched)] == [7]
    watched.page.mouse.move(2, 2)
    assert line_labels(watched) == []
    watched.page.mouse.click(*at)
    watched.page.click("#language")
    assert [label["text"] for label in line_labels(watched)] == [factory.vocabulary().properties["partOf"].en]
    assert (watched.requests, watched.complaints) == ([], [])


def test_types_and_relations_can_be_hidden_and_come_back(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path)
    watched.page.click('[data-key="t:Street"]')
    assert "柳影街道" not in drawn(watched)
    assert watched.page.get_attribute('[data-key="t:Street"]', "aria-pressed") == "false"
    assert watched.page.evaluate("() => edges.get().filter(e => e.hidden).length") == 2
    watched.page.click('[data-key="p:memberOf"]')
    assert watched.page.evaluate("() => edges.get().filter(e => e.hidden).length") == 3
    watched.page.fill("#search", "柳影")
    watched.page.keyboard.press("Enter")
    assert "柳影街道" in drawn(watched)
    watched.page.click('[data-key="isolated"]')
    assert "林小满" not in drawn(watched)


def test_all_can_be_done_from_the_keyboard(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path)
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("小河里")
    watched.page.keyboard.press("ArrowDown")
    assert watched.page.get_attribute("#hit1", "aria-selected") == "true"
    watched.page.keyboard.press("Enter")
    assert "小河里社区党委" in panel(watched)
    for _ in range(2):
        watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("() => document.activeElement.className") == "link"
    watched.page.keyboard.press("Enter")
    assert watched.page.inner_text("#panel h2") != "小河里社区党委"


def test_english_at_a_touch(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path)
    watched.page.click("#language")
    assert "8 entities" in watched.page.inner_text("#counts")
    assert watched.page.get_attribute("html", "lang") == "en"
    assert factory.vocabulary().types["STREET"].term.en in watched.page.inner_text("#types")


def test_names_that_look_like_markup_do_nothing(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, evil())
    watched.page.fill("#search", "alert")
    watched.page.keyboard.press("Enter")
    assert watched.page.text_content("#panel h2") == EVIL
    assert watched.page.text_content("#panel blockquote") == EVIL
    assert watched.page.locator("#panel script, #panel blockquote b").count() == 0
    assert (watched.requests, watched.complaints) == ([], [])


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_sticks_out_of_the_screen(browser: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    watched = opened(browser, tmp_path, evil(), size=size)
    watched.page.fill("#search", "很长")
    watched.page.keyboard.press("Enter")
    panel(watched)
    width, height = watched.page.evaluate("() => [document.body.scrollWidth, document.body.scrollHeight]")
    assert (width, height) == size
    canvas = watched.page.locator("#canvas").bounding_box()
    assert canvas["width"] > 350
    assert canvas["height"] > 200


def test_a_phone_opens_the_filters_on_demand(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, size=PHONE)
    assert not watched.page.is_visible("#legend")
    watched.page.click("#filters")
    assert watched.page.is_visible("#legend")
    assert watched.page.get_attribute("#filters", "aria-expanded") == "true"


def test_a_narrowed_graph_says_how_to_see_the_rest(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, limit=3)
    watched.page.wait_for_selector(".warning")
    assert "共 8 个实体" in watched.page.inner_text(".warning")
    assert "kg view --around" in watched.page.inner_text(".warning")


def test_an_empty_graph_opens_without_complaint(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, nx.MultiDiGraph())
    watched.page.fill("#search", "无")
    assert watched.page.inner_text("#hits") == "没有找到"
    assert watched.complaints == []
