"""What holds for every test: Ctrl-C means what it means on a terminal; nobody's own index of places is consulted;
where pages are tried in a browser, it is one of the machine's."""

import os
import shutil
import signal
from collections.abc import Iterator
from typing import Any

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_configure() -> None:
    """A shell starts background jobs with SIGINT ignored, and so would be all that the tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["KG_PLACES"] = "-"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if BROWSER is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing, and CI must not go on without it")
        pytest.skip("chromium is missing: the page was not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        yield opened
        opened.close()
