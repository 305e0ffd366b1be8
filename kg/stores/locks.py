"""Locks on open files between processes: shared for readers, exclusive for builders, never waited for.

Importing portalocker takes longer than all else that a query imports, so it is used only where there is no ``flock``.
"""

from __future__ import annotations

import sys
from typing import IO, Any

from kg.errors import GraphError


def take(handle: IO[Any], *, shared: bool) -> bool:
    """Lock an open file until it is closed; False when another holds it. Raises GraphError where locks do not work."""
    try:
        return _take(handle, shared)
    except OSError as error:
        raise GraphError(str(handle.name), f"cannot be locked: {error}", "put the graph on a local disk") from error


def _take(handle: IO[Any], shared: bool) -> bool:
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    import portalocker

    try:
        portalocker.lock(handle, (portalocker.LOCK_SH if shared else portalocker.LOCK_EX) | portalocker.LOCK_NB)
    except portalocker.AlreadyLocked:
        return False
    return True
