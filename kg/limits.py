"""Limits of memory and processor → the process that asks for them, where the system knows such."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def apply(memory: int, timeout: float) -> None:
    """Let this process take ``memory`` MB and ``timeout`` seconds of the processor more than it has (0: no limit).

    From then on Ctrl-C ends it at once.
    """
    try:
        import resource
    except ImportError:
        return
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Address space counts what is only set aside too: 512 MB of it are too few now and then to open a store at all.
    data = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    most = (memory << 20) + _held() if memory else 0
    seconds = int(time.process_time() + timeout) + 2 if timeout else 0
    limits = ((resource.RLIMIT_CORE, 0), (data, most), (resource.RLIMIT_CPU, seconds))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]  # stays: the next request may be given more
        try:
            resource.setrlimit(kind, (most or (0 if kind == resource.RLIMIT_CORE else hard), hard))
        except (ValueError, OSError):
            continue


def _held() -> int:
    """Bytes of data that this process holds before the query: the forking process's are among them."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[5]) * os.sysconf("SC_PAGESIZE") if statm.is_file() else 0
