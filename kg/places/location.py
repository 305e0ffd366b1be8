"""Where the index of places lies: as told, else in the user's data folder; ``-`` is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg.errors import InputError

NONE = "-"
_NAME = "places.index"


def default() -> Path:
    """The place in the user's data folder by the customs of the system."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "linpu" / _NAME


def chosen(told: str | None, kept: str | None = None) -> Path | None:
    """The index to consult: the one that ``told`` or ``$KG_PLACES`` names, else the graph's own, else the user's.

    ``kept`` is the graph's own; the user's lies in the data folder, if it is there; without any the answer is None.
    Raises InputError where one is named that is not there.
    """
    told = told or os.environ.get("KG_PLACES") or kept
    if told == NONE:
        return None
    if not told:
        return default() if default().is_file() else None
    if not Path(told).is_file():
        how = "make it with kg places import, or say --places - to do without"
        raise InputError(told, "no index of places is there", how)
    return Path(told)


def to_write(told: str | None) -> Path:
    """Where an import writes: as told (or by ``$KG_PLACES``), else the user's data folder."""
    told = told or os.environ.get("KG_PLACES")
    return Path(told) if told and told != NONE else default()
