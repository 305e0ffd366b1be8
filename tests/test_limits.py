"""What limits do to a process of its own."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource")


def told(memory: int, timeout: float) -> list[int]:
    """The soft limits of data, processor and core files, and the hard one of the processor, once these were set."""
    kind = "DATA" if sys.platform == "linux" else "AS"
    text = (
        f"import resource as r; from kg import limits; limits.apply({memory}, {timeout}); "
        f"print(r.getrlimit(r.RLIMIT_{kind})[0], *r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_CORE)[0])"
    )
    data, soft, hard, core = map(int, subprocess.check_output([sys.executable, "-c", text], text=True).split())
    return [data, soft, hard, core]


def test_memory_and_processor_are_limited_beyond_what_is_used() -> None:
    data, soft, hard, core = told(300, 5)
    assert 300 << 20 < data < 500 << 20
    assert 7 <= soft <= 12
    assert hard == resource.getrlimit(resource.RLIMIT_CPU)[1]
    assert core == 0


def test_nought_is_no_limit() -> None:
    assert told(0, 0)[:2] == [resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU)]
