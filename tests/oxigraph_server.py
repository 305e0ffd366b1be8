"""The real Oxigraph server, of the package ``oxigraph``, with a graph's export loaded: a SPARQL server of others."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen


def program() -> str:
    """Where the server's program lies: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    assert found, "install the tests' needs: pip install '.[test]'"
    return found


@contextmanager
def served(export: Path, folder: Path) -> Iterator[str]:
    """The address of its endpoint, while it runs."""
    location = ["--location", str(folder / "store")]
    subprocess.run([program(), "load", *location, "--file", str(export)], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen([program(), "serve-read-only", *location, "--bind", address], stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://{address}/")
        yield f"http://{address}/query"
    finally:
        server.kill()
        server.wait()


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no server at {address}")
