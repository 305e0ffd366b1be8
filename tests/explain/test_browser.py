"""The HTML page in a real browser: nothing is loaded, nothing complains, a name leads to its evidence by a link."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.explain.page import page
from tests import factory
from tests.explain.test_account import told
from tests.explain.test_page import EVIL
from tests.test_view_browser import LAPTOP, PHONE, Watched


def opened(browser: Any, folder: Path, text: str, size: tuple[int, int] = LAPTOP) -> Watched:
    file = folder / "版.html"
    file.write_text(page(told(text), factory.vocabulary()), encoding="utf-8")
    shown = browser.new_page(viewport={"width": size[0], "height": size[1]})
    watched = Watched(shown, [], [])
    shown.on("request", lambda request: request.url == file.as_uri() or watched.requests.append(request.url))
    shown.on("console", lambda message: watched.complaints.append(message.text))
    shown.on("pageerror", lambda error: watched.complaints.append(str(error)))
    shown.on("dialog", lambda dialog: watched.complaints.append(f"dialog: {dialog.message}"))
    shown.goto(file.as_uri())
    return watched


def test_a_click_on_a_name_leads_to_its_evidence(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, factory.TEXT)
    watched.page.click("a.name >> text=高远山")
    target = watched.page.locator(".told:target")
    assert "person.surname" in target.inner_text()
    assert "支持" in target.inner_text()
    colour = "e => getComputedStyle(e).backgroundColor"
    street, person = (watched.page.locator(f"a.{kind}").first.evaluate(colour) for kind in ("STREET", "PERSON"))
    assert street != person
    assert (watched.requests, watched.complaints) == ([], [])


def test_text_that_looks_like_markup_does_nothing(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, EVIL)
    assert "<script>alert(1)</script>" in watched.page.inner_text("body")
    assert watched.page.locator("script").count() == 0
    assert (watched.requests, watched.complaints) == ([], [])


def test_nothing_sticks_out_of_a_phone(browser: Any, tmp_path: Path) -> None:
    watched = opened(browser, tmp_path, factory.TEXT, PHONE)
    assert watched.page.evaluate("() => document.body.scrollWidth") <= PHONE[0]
