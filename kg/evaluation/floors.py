"""Figures → those below the floors that a file sets. Floors lie a little below what was once measured."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import InputError
from kg.evaluation.report import named

SLACK = 0.015
"""How far below the measured figure a floor is written, before it is rounded down to a hundredth."""
KEPT = (
    "mention.f1", "entity.f1", "identity.f1", "relation.f1", "relation, names given.f1", "strict.f1", "label.share",
    "evidence.share", "roles.share", "by least confidence.0.90.p", "article.f1", "order.f1", "join.f1", "author.f1",
)  # fmt: skip


class Low(NamedTuple):
    """A figure below its floor."""

    name: str
    value: float
    floor: float


def below(told: Mapping[str, Any], file: Path) -> list[Low]:
    """The figures below the floors of ``file``. Raises InputError for a floor of something that was not measured."""
    found = []
    for name, floor in read(file).items():
        value = named(told, name)
        if value is None:
            raise InputError(str(file), f"{name} was not measured", "take it out, or give --layout")
        if value < floor:
            found.append(Low(name, value, floor))
    return found


def read(file: Path) -> dict[str, float]:
    """The floors of a file, by the name of the figure."""
    try:
        return {name: float(floor) for name, floor in tomllib.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise InputError(str(file), f"no file of floors ({error})", 'write lines such as "mention.f1" = 0.80') from None


def write(told: Mapping[str, Any], file: Path) -> None:
    """Set the floors of ``file`` to a little below the figures now."""
    lines = ["# Least figures of kg eval; kg eval --write-floors sets them anew.\n"]
    for name in KEPT:
        value = named(told, name)
        if value is not None:
            lines.append(f'"{name}" = {math.floor((value - SLACK) * 100) / 100:.2f}\n')
    file.write_text("".join(lines), encoding="utf-8")
