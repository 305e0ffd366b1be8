"""The explanation as an HTML page, its text alone; tests/explain/test_browser.py opens it."""

from html import escape
from html.parser import HTMLParser

from kg.explain import marking
from kg.explain.page import page
from tests import factory
from tests.explain.test_account import told

EVIL = (
    "小河里社区<script>alert(1)</script>办起食堂\n■ 通讯员 林小满\n"
    "“<b onclick=x>邻里</b>”助老服务队来了&amp;，高远山说。\n"
)


class Tags(HTMLParser):
    """Tag names and attributes of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs


def tags(text: str) -> Tags:
    found = Tags()
    found.feed(text)
    return found


def test_the_page_says_what_the_terminal_says() -> None:
    text = page(told(), factory.vocabulary())
    for part in ("柳影街道小河里社区", "chain.partOf", "person.surname", "落选"):
        assert part in text
    for name in told().names:
        assert escape(marking.weighed(name.own.evidence, most=3, sign=1)) in text
    assert f"{len(told().names)} 处名称" in text


def test_nothing_of_the_page_becomes_markup() -> None:
    found = tags(page(told(EVIL), factory.vocabulary()))
    assert "script" not in found.seen
    assert "onclick" not in {name for name, _ in found.attributes}
    assert found.seen.count("b") == tags(page(told(EVIL.replace("<b ", "(b ")), factory.vocabulary())).seen.count("b")


def test_nothing_is_loaded() -> None:
    found = tags(page(told(), factory.vocabulary()))
    assert not {"src", "srcset", "style"} & {name for name, _ in found.attributes}
    assert {"link", "img", "iframe"} & set(found.seen) == set()
    assert all(value and value.startswith("#") for name, value in found.attributes if name == "href")


def test_every_link_leads_somewhere() -> None:
    found = tags(page(told(), factory.vocabulary()))
    there = {value for name, value in found.attributes if name == "id"}
    links = {value[1:] for name, value in found.attributes if name == "href" and value}
    assert links
    assert links <= there


def test_one_part_alone_and_the_same_bytes_again() -> None:
    whole = page(told(), factory.vocabulary())
    assert whole == page(told(), factory.vocabulary())
    assert "chain.partOf" not in page(told(), factory.vocabulary(), only="mentions")
    assert 'class="told"' not in page(told(), factory.vocabulary(), only="relations")
    articles = page(told(), factory.vocabulary(), only="articles")
    assert 'class="name' not in articles
    assert "柳影街道小河里社区推出" in articles
