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


def candidates(scene: Scene, lexicon: Lexicon) -> Candidates:
    """All candidates of a scene, without doubles, sorted by start, end and type."""
    found = distinct(
        [*known(scene, lexicon), *headed(scene, lexicon), quoted(scene, lexicon), *persons(scene, lexicon),
         *introduced(scene, lexicon), listed(scene, lexicon)]
    )  # fmt: skip
    return select(found, ~(_in_doctrine(scene, found, lexicon) | _sentences(scene, found)))


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
