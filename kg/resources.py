"""Where the shipped ontology, queries and data lie, in a checkout and in a wheel, and what a user lays over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def shared_root() -> Path:
    """The folder that holds ``ontology/``, ``queries/`` and ``data/``."""
    package = Path(__file__).resolve().parent
    installed = package / "_share"
    return installed if installed.is_dir() else package.parent


def data_files(kind: str, suffix: str, overlay: Path | None = None) -> list[Path]:
    """The files of ``data/<kind>`` in sorted order, then those of ``<overlay>/<kind>`` (a user's own)."""
    roots = [shared_root() / "data" / kind]
    if overlay is not None:
        roots.append(overlay / kind)
    return [path for root in roots for path in sorted(root.rglob(f"*{suffix}"))]


def content(file: Path) -> Iterator[str]:
    """The lines of a data file that are neither empty nor remarks."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
