"""Scene → all candidates that its own evidence gives; choosing comes later."""

from __future__ import annotations

import numpy as np

from kg.mentions.candidates import Candidates, distinct, select
from kg.mentions.heads import headed, known, quoted
from kg.mentions.introduced import introduced
from kg.mentions.lexicon import Lexicon
from kg.mentions.lists import listed
from kg.mentions.persons import persons
from kg.mentions.scene import Flags, Ints, Scene, member

_FULL = 3
"""Characters that a full name of an area has at least: 永年区, not 郊区."""


def candidates(scene: Scene, lexicon: Lexicon) -> Candidates:
    """All candidates of a scene, without doubles, sorted by start, end and type."""
    areas, *others = known(scene, lexicon)
    found = distinct(
        [areas, *others, *headed(scene, lexicon), quoted(scene, lexicon), *persons(scene, lexicon),
         *introduced(scene, lexicon), listed(scene, lexicon)]
    )  # fmt: skip
    unfit = _in_doctrine(scene, found, lexicon) | _sentences(scene, found) | _cut(found, areas)
    return select(found, ~unfit)


def _cut(c: Candidates, areas: Candidates) -> Flags:
    """Which candidates begin with the last character of a listed area's full name (区教育局 in 永年区教育局)."""
    full = areas.end[areas.end - areas.start >= _FULL]
    found: Flags = np.isin(c.start, full - 1)
    return found


def _sentences(scene: Scene, c: Candidates) -> Flags:
    """Which candidates hold a whole sentence, spoken in quotation marks."""
    stops: Ints = np.concatenate((np.zeros(1, np.int64), np.cumsum(member(scene.codes, "。!?;"))))
    found: Flags = stops[c.end] > stops[c.start]
    return found


def _in_doctrine(scene: Scene, c: Candidates, lexicon: Lexicon) -> Flags:
    """Which candidates lie in, or run into, what is said of a doctrine."""
    inside = np.zeros(len(scene.text) + 1, np.int64)
    for match in lexicon.doctrines.finditer(scene.text):
        inside[match.start() : match.end()] = 1
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(inside)))
    touched = sums[c.end] - sums[c.start]
    found: Flags = (touched > 0) & (inside[c.start] + inside[c.end - 1] > 0)
    return found
