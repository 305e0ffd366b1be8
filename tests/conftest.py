"""What holds for every test: Ctrl-C means what it means on a terminal; nobody's own index of places is consulted."""

import os
import signal


def pytest_configure() -> None:
    """A shell starts background jobs with SIGINT ignored, and so would be all that the tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["KG_PLACES"] = "-"
