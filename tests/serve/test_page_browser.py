"""The page in a real browser: asks in SPARQL and by name, completes from the graph, shows and saves answers, and loads
nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode

import pytest

from kg import questions
from tests.serve.served import Served
from tests.test_view_browser import LAPTOP, PHONE

HAN = re.compile(r"[\u4e00-\u9fff]")
SCRIPTS = Path(__file__).resolve().parents[2] / "kg" / "templates"


class Watched(NamedTuple):
    """An open page, the addresses that it asked and what it complained of."""

    page: Any
    requests: list[str]
    complaints: list[str]


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    context = browser.new_context(locale="zh-CN", viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    seen = Watched(context.new_page(), [], [])
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    opened(seen, served)
    yield seen
    assert [url for url in seen.requests if not url.startswith((served.address, "data:"))] == []
    context.close()


def opened(watched: Watched, served: Served, path: str = "/") -> None:
    watched.page.goto(served.address + path)
    watched.page.wait_for_selector("body[data-ready]")


def sparql(watched: Watched, text: str) -> None:
    """Put it into the editor."""
    watched.page.click("#tab-sparql")
    watched.page.fill("#text", text)


def run(watched: Watched, text: str) -> None:
    sparql(watched, text)
    watched.page.click("#run")


def write(watched: Watched, text: str) -> None:
    """Type it as a person would; what is offered in between is not taken."""
    sparql(watched, "")
    watched.page.click("#text")
    watched.page.keyboard.type(text)


def table(watched: Watched) -> list[str]:
    watched.page.wait_for_selector("#answer table")
    return [str(row) for row in watched.page.locator("#answer tr").all_inner_texts()]


def test_a_query_is_coloured_asked_and_shown_with_labels(watched: Watched) -> None:
    text = 'SELECT ?c ?n {\n  ?c kg:partOf street:柳影街道 # 一个街道\n  BIND(1 AS ?n) FILTER(?n != "x")\n} ORDER BY ?c'
    sparql(watched, text)
    assert watched.page.locator("#mirror .t-word").all_inner_texts()[:2] == ["SELECT", "BIND"]
    assert watched.page.locator("#mirror .t-name").all_inner_texts() == ["kg:partOf", "street:柳影街道"]
    assert watched.page.locator("#mirror .t-comment").inner_text() == "# 一个街道"
    assert watched.page.inner_text("#mirror").rstrip("\n") == text
    watched.page.keyboard.press("Control+Enter")
    assert table(watched) == ["c\tn", "小河里社区\t1", "𬇕湾社区\t1"]
    assert "2 行" in watched.page.inner_text("#answer .told")
    assert watched.page.evaluate("() => location.search").startswith("?query=SELECT")
    assert watched.complaints == []


def test_a_name_typed_in_chinese_is_completed_from_the_graph(watched: Watched) -> None:
    write(watched, "SELECT ?c { ?c kg:part")
    watched.page.wait_for_selector("#offers li >> text=kg:partOf")
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.type(" 柳影")
    watched.page.wait_for_selector("#offers li >> text=street:柳影街道")
    box, word = watched.page.locator("#offers").bounding_box(), watched.page.locator("#editor").bounding_box()
    assert word["x"] <= box["x"]
    assert word["y"] < box["y"]
    watched.page.keyboard.press("Enter")
    assert watched.page.input_value("#text") == "SELECT ?c { ?c kg:partOf street:柳影街道"
    watched.page.keyboard.type(" }")
    watched.page.keyboard.press("Control+Enter")
    assert sorted(table(watched)[1:]) == ["小河里社区", "𬇕湾社区"]


def test_a_prefix_narrows_what_is_offered_and_escape_closes(watched: Watched) -> None:
    write(watched, "ASK { community:小河")
    watched.page.wait_for_selector("#offers li >> text=community:小河里社区")
    assert watched.page.locator("#offers li").count() == 1
    watched.page.keyboard.press("Escape")
    assert not watched.page.is_visible("#offers")
    assert watched.page.input_value("#text") == "ASK { community:小河"


def test_many_offers_leave_the_text_where_it_is_and_can_be_walked(watched: Watched) -> None:
    write(watched, "SELECT * {\n\n\n\n\n\n ?s kg:")
    watched.page.wait_for_selector("#offers li")
    before = watched.page.locator("#mirror .t-variable").bounding_box()
    for _ in range(12):
        watched.page.keyboard.press("ArrowDown")
    assert watched.page.locator("#mirror .t-variable").bounding_box() == before
    offers, chosen = (watched.page.locator(f"#offers{part}") for part in ("", " [aria-selected=true]"))
    assert offers.bounding_box()["y"] > before["y"]
    assert chosen.get_attribute("id") == watched.page.get_attribute("#text", "aria-activedescendant") == "offers-12"
    assert chosen.bounding_box()["y"] < offers.bounding_box()["y"] + offers.bounding_box()["height"]
    text = chosen.locator("span").first.inner_text()
    watched.page.keyboard.press("Enter")
    assert watched.page.input_value("#text").endswith(f"?s {text}")


def test_a_fault_is_told_and_the_caret_put_there(watched: Watched) -> None:
    run(watched, "SELECT * {\n  ?s kg:partOf }")
    watched.page.wait_for_selector(".fault")
    assert "query, line 2, column 16" in watched.page.inner_text(".fault")
    assert watched.page.evaluate("() => document.querySelector('#text').selectionStart") == 26


def test_a_question_is_a_form_whose_fields_know_the_graph(watched: Watched) -> None:
    watched.page.fill("#filter", "communities-of")
    watched.page.click("[data-name=communities-of-street]")
    watched.page.locator("#parameters input").first.press_sequentially("柳影")
    watched.page.wait_for_selector("#parameters .offers li >> text=柳影街道")
    watched.page.locator("#parameters input").first.fill("柳影街道")
    watched.page.keyboard.press("Enter")
    assert [row.split("\t")[-1] for row in table(watched)[1:]] == ["小河里社区", "𬇕湾社区"]
    assert "question=communities-of-street" in watched.page.evaluate("() => location.search")
    watched.page.click("#answer tbody .link >> nth=1")
    watched.page.wait_for_function("() => /实施/.test(document.querySelector('#answer').innerText)")
    assert "邻里帮" in watched.page.inner_text("#answer")


def test_a_look_alike_in_a_form_offers_the_name_and_is_taken_by_keys(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street")
    field, offers = watched.page.locator("#parameters input"), watched.page.locator("#parameters .offers")
    field.press_sequentially("抑影")
    watched.page.wait_for_selector("#parameters .offers li >> text=柳影街道")
    assert offers.locator("li").all_inner_texts() == ["柳影街道\n柳影街 · 街道"]
    assert offers.bounding_box()["y"] > field.bounding_box()["y"]
    assert field.get_attribute("aria-expanded") == "true"
    watched.page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == offers.locator("li[aria-selected=true]").get_attribute("id")
    watched.page.keyboard.press("Enter")
    assert (field.input_value(), offers.is_visible()) == ("柳影街道", False)
    watched.page.keyboard.press("Enter")
    assert len(table(watched)) == 3
    assert watched.complaints == []


def test_a_field_of_predicates_knows_them_by_their_words(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=least-sure-facts")
    field = watched.page.locator("#parameters input[name=predicate]")
    field.press_sequentially("隶")
    watched.page.wait_for_selector("#parameters .offers li >> text=partOf")
    watched.page.click("#parameters .offers li >> text=partOf")
    assert field.input_value() == "partOf"


def test_names_are_asked_for_after_a_pause_and_only_the_last(watched: Watched) -> None:
    watched.page.click("[data-name=about]")
    watched.page.locator("#parameters input").first.press_sequentially("柳影街", delay=20)
    watched.page.wait_for_selector("#parameters .offers li >> text=柳影街道")
    assert len([url for url in watched.requests if url.endswith("/names")]) == 1
    assert not [url for url in watched.requests if url.endswith("/sparql")]


def test_a_parameter_given_twice_is_asked_twice_and_stays_so(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=about&thing=小河里社区&thing=青禾超市")
    rows = table(watched)[1:]
    fields = watched.page.locator("#parameters input[name=thing]")
    assert [fields.nth(i).input_value() for i in range(fields.count())] == ["小河里社区", "青禾超市"]
    with watched.page.expect_download() as waiting:
        watched.page.click("[data-format=tsv]")
    assert len(Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()) == len(rows) + 1
    watched.page.click("#language")
    fields.nth(1).fill("")
    watched.page.click("#form .run")
    watched.page.wait_for_function("() => !document.querySelector('#answer').innerText.includes('青禾超市')")
    assert "青禾超市" not in unquote(watched.page.evaluate("() => location.search"))
    assert 1 < len(table(watched)) < len(rows) + 1
    watched.page.go_back()
    watched.page.wait_for_function("() => document.querySelectorAll('#parameters input[name=thing]').length === 2")
    watched.page.wait_for_selector("#answer >> text=青禾超市")
    assert len(table(watched)) == len(rows) + 1


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_answer_stands_under_its_question(watched: Watched, served: Served, size: tuple[int, int]) -> None:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(watched, served, "/?question=communities-of-street&street=柳影街道")
    assert table(watched)[0] == "街道\t社区"
    form, answer = (watched.page.locator(part).bounding_box() for part in ("#question", "#answer table"))
    assert 0 < answer["y"] - form["y"] - form["height"] < 150
    assert answer["y"] + answer["height"] < size[1]
    assert not watched.page.is_visible("#text")


def test_the_sparql_of_a_question_has_its_values_and_answers_the_same(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street&street=柳影街道")
    rows = table(watched)[1:]
    watched.page.click("#show")
    watched.page.wait_for_selector("#text")
    text = watched.page.input_value("#text")
    assert text.startswith("# 某街道有哪些社区\nSELECT DISTINCT")
    assert "VALUES ?street { street:柳影街道 }" in text
    watched.page.keyboard.press("Control+Enter")
    watched.page.wait_for_function("() => location.search.startsWith('?query=')")
    watched.page.wait_for_selector("#answer th >> text=street")
    assert table(watched)[1:] == rows
    watched.page.go_back()
    watched.page.wait_for_selector("#answer th >> text=街道")
    assert watched.page.input_value("#parameters input") == "柳影街道"
    assert table(watched)[1:] == rows


def test_ways_between_things_are_told_in_the_reader_s_words(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=paths-between&from=小河里社区&to=柳影街道")
    assert "1\t小河里社区\t→ 隶属" in table(watched)[1]


def test_what_the_editor_had_comes_back_by_undoing(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=shared-programmes")
    sparql(watched, "ASK { # mine\n}")
    watched.page.click("#tab-question")
    watched.page.click("#show")
    watched.page.wait_for_function("() => document.querySelector('#text').value.includes('VALUES ?least { 2 }')")
    watched.page.keyboard.press("Control+z")
    assert watched.page.input_value("#text") == "ASK { # mine\n}"


def test_an_unknown_name_offers_what_was_meant(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street&street=柳")
    watched.page.wait_for_selector(".fault")
    told = "这样问不成\n街道\n图谱里没有叫“柳”的街道。要的是不是下面这个？\n柳影街道 街道 · street:柳影街道"
    assert watched.page.inner_text(".fault").split() == told.split()
    watched.page.click("#language")
    assert 'no street-level division called "柳". Did you mean this?' in watched.page.inner_text(".fault")
    assert "The street" in watched.page.inner_text(".fault")
    watched.page.click("#language")
    watched.page.click(".fault .link >> text=柳影街道")
    assert table(watched)[1:] == ["柳影街道\t小河里社区", "柳影街道\t𬇕湾社区"]


def test_an_unknown_question_in_the_address_is_told(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=no-such")
    assert "没有叫 no-such 的问题" in watched.page.inner_text("#answer")


def test_topics_come_in_the_order_of_kg_queries(watched: Watched) -> None:
    assert watched.page.locator("#topics h3").all_inner_texts() == list(questions.TOPICS.values())
    names = [question.name for those in questions.by_topic(questions.load().values()).values() for question in those]
    shown = watched.page.locator("#topics button")
    assert [shown.nth(i).get_attribute("data-name") for i in range(shown.count())] == names


def test_in_english_every_question_is_english(watched: Watched) -> None:
    watched.page.click("#language")
    shown = watched.page.locator("#topics button")
    assert not HAN.search(watched.page.inner_text("#topics"))
    for i in range(shown.count()):
        shown.nth(i).click()
        assert len(watched.page.inner_text("#description")) > 10
        assert not HAN.search(watched.page.inner_text("#form"))
    watched.page.reload()
    watched.page.wait_for_selector("body[data-ready]")
    assert watched.page.get_attribute("html", "lang") == "en"


def test_all_can_be_reached_by_keyboard(watched: Watched) -> None:
    watched.page.focus("#filter")
    watched.page.keyboard.type("communities-of")
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        watched.page.keyboard.press(key)
    assert watched.page.inner_text("#title") == "某街道有哪些社区"
    watched.page.keyboard.type("柳影街道")
    watched.page.keyboard.press("Enter")
    table(watched)
    watched.page.focus("#tab-question")
    watched.page.keyboard.press("ArrowRight")
    assert watched.page.evaluate("() => document.activeElement.id") == "tab-sparql"
    assert watched.page.is_visible("#text")
    unnamed = """() => [...document.querySelectorAll("button, input, textarea, [role=tabpanel], nav")].filter((each) =>
      each.type !== "hidden" && !each.textContent.trim() && !each.ariaLabel && !each.labels?.length).length"""
    assert watched.page.evaluate(unnamed) == 0


def test_the_table_and_a_link_to_it_are_copied(watched: Watched, served: Served) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(watched, served, "/?question=communities-of-street&street=柳影街道")
    table(watched)
    watched.page.click("[data-copy=copyTable]")
    watched.page.wait_for_selector("[data-copy=copyTable] >> text=已复制")
    copied = "() => navigator.clipboard.readText()"
    assert watched.page.evaluate(copied) == "街道\t社区\n柳影街道\t小河里社区\n柳影街道\t𬇕湾社区"
    watched.page.click("[data-copy=copyLink]")
    watched.page.wait_for_selector("[data-copy=copyLink] >> text=已复制")
    link = watched.page.evaluate(copied)
    watched.page.goto(link)
    assert table(watched)[1:] == ["柳影街道\t小河里社区", "柳影街道\t𬇕湾社区"]


def test_a_link_to_the_endpoint_is_a_table_that_leads_to_the_page(watched: Watched, served: Served) -> None:
    evil = "<img src=x onerror=alert(1)>"
    query = f'SELECT ?c ("{evil}" AS ?x) {{ ?c kg:partOf street:柳影街道 }} ORDER BY ?c'
    watched.page.goto(f"{served.address}/sparql?{urlencode({'query': query})}")
    assert watched.page.locator("tbody tr").all_inner_texts() == [f"小河里社区\t{evil}", f"𬇕湾社区\t{evil}"]
    assert watched.page.evaluate("() => getComputedStyle(document.querySelector('th')).position") == "sticky"
    with watched.page.expect_download() as waiting:
        watched.page.click("text=tsv")
    assert waiting.value.suggested_filename == "answer.tsv"
    watched.page.click("text=小河里社区")
    assert any("邻里帮" in row for row in table(watched))
    assert watched.page.input_value("#parameters input") == "community:小河里社区"
    assert watched.complaints == []


def test_what_goes_wrong_on_the_way_is_told(watched: Watched) -> None:
    watched.page.route("**/sparql", lambda route: route.abort())
    run(watched, "ASK {}")
    watched.page.wait_for_selector("#answer >> text=服务器没有回应")
    watched.page.unroute("**/sparql")
    late = {"status": 504, "body": "query: not finished after 1 s", "content_type": "text/plain"}
    watched.page.route("**/sparql", lambda route: route.fulfill(**late))
    watched.page.click("#run")
    watched.page.wait_for_selector(".fault >> text=超时，没有问完")
    assert "not finished after 1 s" in watched.page.inner_text(".fault")
    half = {"status": 200, "body": '{"head":{"vars":["a"]},"resu', "content_type": "application/sparql-results+json"}
    watched.page.unroute("**/sparql")
    watched.page.route("**/sparql", lambda route: route.fulfill(**half))
    watched.page.click("#run")
    watched.page.wait_for_selector("#answer >> text=答案在半途中断")


def test_a_phone_unfolds_the_questions_and_shows_the_form_of_the_chosen(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert not watched.page.is_visible("#list")
    watched.page.click("#fold")
    watched.page.click("#topics button >> nth=-1")
    assert not watched.page.is_visible("#list")
    box = watched.page.locator("#form .run").bounding_box()
    assert 0 < box["y"] < PHONE[1] - box["height"]


def test_a_dark_screen_gets_a_dark_page(watched: Watched) -> None:
    watched.page.emulate_media(color_scheme="dark")
    colours = "() => ['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])"
    ink, paper = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in watched.page.evaluate(colours))
    assert ink > 600 > 120 > paper


def test_the_address_leads_back_to_a_query(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?query=ASK%20%7B%7D")
    watched.page.wait_for_selector(".truth")
    assert watched.page.inner_text(".truth") == "是"
    assert watched.page.evaluate("() => history.length") == 3  # with the blank page and /
    watched.page.click("#language")
    assert watched.page.inner_text("#run") == "Run"
    assert watched.page.inner_text(".truth") == "Yes"
    assert watched.page.get_attribute("html", "lang") == "en"


def test_a_graph_is_shown_as_turtle_and_saved_in_other_formats(watched: Watched) -> None:
    run(watched, "CONSTRUCT { ?c kg:partOf ?s } { ?c kg:partOf ?s }")
    watched.page.wait_for_selector("pre.shown")
    assert "kg:partOf street:柳影街道" in watched.page.inner_text("pre.shown")
    assert "@prefix" not in watched.page.inner_text("pre.shown")
    with watched.page.expect_download() as waiting:
        watched.page.click("[data-format=nt]")
    assert Path(waiting.value.path()).read_text(encoding="utf-8").count("partOf") == 2
    assert waiting.value.suggested_filename == "answer.nt"


def test_a_table_is_saved_as_csv(watched: Watched) -> None:
    run(watched, "SELECT ?c { ?c kg:partOf street:柳影街道 } ORDER BY ?c")
    table(watched)
    with watched.page.expect_download() as waiting:
        watched.page.click("[data-format=csv]")
    assert (
        Path(waiting.value.path()).read_bytes().decode() == "\ufeffc\r\n小河里社区\r\n𬇕湾社区\r\n"
    )  # as Excel wants it


def test_a_query_can_be_stopped(watched: Watched, served: Served) -> None:
    run(watched, f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(6))} }}")
    watched.page.click("#stop")
    watched.page.wait_for_selector("#answer >> text=已停止")
    assert watched.page.is_enabled("#run")
    run(watched, "ASK {}")
    watched.page.wait_for_selector(".truth")
    assert any("client is gone" in line for line in served.log)


def test_what_looks_like_markup_does_nothing(watched: Watched) -> None:
    evil = "<img src=x onerror=alert(1)><b>b</b>"
    run(watched, f'SELECT ("{evil}" AS ?x) {{}}')
    assert evil in table(watched)[1]
    assert watched.page.locator("#answer img, #answer b, #mirror img").count() == 0
    assert watched.complaints == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_sticks_out_of_the_screen(watched: Watched, size: tuple[int, int]) -> None:
    watched.page.set_viewport_size({"width": size[0], "height": size[1]})
    run(watched, "SELECT * { ?s ?p ?o }")
    table(watched)
    assert watched.page.evaluate("() => document.documentElement.scrollWidth") == size[0]
    assert watched.page.locator("#editor").bounding_box()["width"] > 300


def test_the_scripts_name_no_other_machine() -> None:
    for path in sorted(SCRIPTS.glob("serve*")):
        text = path.read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert "https://" not in text
