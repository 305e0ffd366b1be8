"""Who may ask: by which name, from which pages."""

import pytest

from kg.serve.door import Door
from kg.serve.protocol import RefusedError

OTHERS = (
    *("", "evil.example", "evil.example:7890", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil"),
    *('127.0.0.1"', "a b", "[::1", "1:2:3"),
)
OPEN = Door(frozenset({"localhost", "graph.example"}), frozenset({"https://friend.example"}))


def refused(door: Door = OPEN, **headers: str) -> int:
    """The status of the refusal, 0 where the request may come in."""
    try:
        door.check({name.replace("_", "-"): value for name, value in headers.items()}, "http")
    except RefusedError as error:
        return error.status
    return 0


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:7890", "LOCALHOST.", "127.0.0.1:7890", "[::1]:80", "192.168.1.5", "graph.example:80"],
)
def test_its_own_names_and_addresses_may_be_asked(host: str) -> None:
    assert refused(host=host) == 0


@pytest.mark.parametrize("host", OTHERS)
def test_other_names_are_refused(host: str) -> None:
    assert refused(host=host) == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:7890", 0),
        ("https://friend.example", 0),
        ("https://localhost:7890", 403),
        ("http://localhost", 403),
        ("https://evil.example", 403),
        ("null", 403),
        ("https://friend.example.evil", 403),
    ],
)
def test_pages_of_other_origins_are_refused(origin: str, status: int) -> None:
    assert refused(host="localhost:7890", origin=origin) == status


def test_a_star_lets_all_pages_in() -> None:
    assert refused(Door(origins=frozenset("*")), host="localhost", origin="https://evil.example") == 0


def test_requests_that_a_foreign_page_causes_are_refused_but_links_work() -> None:
    told = {"host": "localhost", "sec_fetch_site": "cross-site"}
    assert refused(**told, sec_fetch_mode="no-cors") == 403
    assert refused(**told, sec_fetch_mode="navigate") == 0
    assert refused(host="localhost", sec_fetch_site="same-origin", sec_fetch_mode="cors") == 0
    assert refused(host="localhost", sec_fetch_site="none", sec_fetch_mode="navigate") == 0
