"""Settings → a server that listens until Ctrl-C. The only door to uvicorn."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.frames import Request
from kg.query import ask

if TYPE_CHECKING:
    from kg.serve.app import Settings

CONNECTIONS = 200
_LAST = 1
"""Seconds that answers still have when the server is told to end."""


def check_installed() -> None:
    """Raises InputError where the extra is missing."""
    try:
        import starlette
        import uvicorn
    except ImportError as error:
        how = "install what kg serve needs: pip install 'linpu[serve]', or '.[serve]' in its folder"
        raise InputError("serve", f"{error.name} is missing", how) from None
    del starlette, uvicorn


def check_graph(graph: str) -> None:
    """Raises GraphError where there is no graph that can be asked."""
    ask(Request("ASK {}", graph=graph), lambda _: None, lambda _: None)


@contextmanager
def loaded(files: list[str]) -> Iterator[str]:
    """A graph folder that holds these RDF files for as long as the ``with`` lasts. Raises InputError."""
    from kg.stores import generations
    from kg.worker import open_reader

    with TemporaryDirectory(prefix="linpu-serve-") as folder:
        with open_reader("", tuple(files)) as reader:
            lines = list(reader.store.lines())
        with generations.new_generation(Path(folder)) as draft:
            draft.write(lines, {"home": None, "pages": 0, "warnings": []})
        yield folder


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises InputError where it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise InputError("serve", f"{host}: {error.strerror or error}", "give an address of this machine") from error
    try:
        if os.name == "posix":  # elsewhere it would let two servers share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        return listening
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        how = "give another with --port, or 0 for any" if taken else "give an address of this machine, a port over 1023"
        what = "is taken" if taken else f"cannot be listened on: {error.strerror or error}"
        raise InputError("serve", f"port {port} of {host} {what}", how) from error


def run(settings: Settings, listening: socket.socket, ready: Callable[[], object]) -> None:
    """Serve on the socket until the process is interrupted; then KeyboardInterrupt. ``ready`` is called first."""
    import asyncio

    import uvicorn

    from kg.serve.app import application

    config = uvicorn.Config(
        application(settings),
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=_LAST,
        h11_max_incomplete_event_size=1 << 17,
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            ready()
        await serving

    with suppress(asyncio.CancelledError):
        asyncio.run(serve())
