"""A part of a page → what the search asks about its lines: each line's own weights, seams, and pulls of headlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.pages.affinity import ties
from kg.pages.joins import Running, cannot_begin, seam_score
from kg.pages.roles import BODY, BYLINE, CAPTION, SHORT, Look
from kg.pages.weights import Weights
from kg.pages.words import Shapes, Words, shipped

if TYPE_CHECKING:
    from kg.pages.affinity import Ties

_SHORT_LABEL, _LONG_LABEL = 8, 11
_FURTHER = ((1, 0.9), (2, 0.8))


class Fact(NamedTuple):
    """What speaks for one line's readings, in weights, whatever the reading of the others.

    ``begins``: the first text of an article; ``goes_on``: a further paragraph; ``headed``: the last line of a headline;
    ``section``: a section label; ``heading``: a heading inside an article; ``opens``,
    ``more``: the first, a further line of a headline.
    """

    begins: float = 0.0
    goes_on: float = 0.0
    headed: float = 0.0
    section: float = 0.0
    heading: float = 0.0
    opens: float = 0.0
    more: float = 0.0
    subtitle: float = 0.0


class Sheet(NamedTuple):
    """The lines of one part of a page and everything known of them; the dicts remember what was asked.

    ``shares[j][i]`` is the part of line ``j``'s ties to earlier lines that line ``i`` holds, in weights,
    ``tied[j]`` their sum;
    ``windows[h][j]`` what headline ``h`` has to do with the text that begins at ``j``.
    """

    looks: Sequence[Look]
    facts: Sequence[Fact]
    shares: Sequence[Sequence[float]]
    tied: Sequence[float]
    windows: Ties
    running: Running
    weights: Weights
    words: Words
    seams: dict[tuple[int, int], float]
    pulls: dict[tuple[int, ...], Sequence[float]]

    def seam(self, left: int, right: int) -> float:
        """How well line ``right`` goes on with line ``left``."""
        key = (left, right)
        found = self.seams.get(key)
        if found is None:
            found = self.seams[key] = seam_score(self.looks[left], self.looks[right], self.running, self.words)
        return found

    def pull(self, heads: tuple[int, ...], j: int) -> float:
        """How much more a headline has to do with the text that begins at ``j`` than with any other text."""
        found = self.pulls.get(heads)
        if found is None:
            windows = self.windows[list(heads)].sum(axis=0, keepdims=True)
            found = self.pulls[heads] = _pulls(windows, self.weights)[0]
        return found[j]


def sheet(looks: Sequence[Look], words: Words | None = None, weights: Weights | None = None) -> Sheet:
    """Everything the search needs for these lines."""
    import numpy as np

    words, weights = words or shipped(), weights or Weights()
    texts = [look.text for look in looks]
    if not looks:
        return Sheet((), (), (), (), np.zeros((0, 0)), Running("", {}, {}, {}), weights, words, {}, {})
    shared = ties(texts, [look.kind == SHORT for look in looks], words.common)
    related = (shared * [look.kind == BODY for look in looks]).max(axis=1).tolist()
    ground = _Ground(looks, words.shapes, weights)
    facts = [_fact(ground, j, related[j]) for j in range(len(looks))]
    earlier = np.tril(shared, -1)
    shares = earlier * (weights.tie / (weights.tie_calm + earlier.sum(axis=1)))[:, None]
    running = Running("\n".join(texts), {}, {}, {})
    tied = shares.sum(axis=1).tolist()
    windows = _windows(looks, shared)
    short = [j for j, look in enumerate(looks) if look.kind == SHORT]
    pulls: dict[tuple[int, ...], Sequence[float]] = {}
    pulls.update(zip([(j,) for j in short], _pulls(windows[short], weights), strict=True))
    return Sheet(looks, facts, shares.tolist(), tied, windows, running, weights, words, {}, pulls)


def _windows(looks: Sequence[Look], shared: Ties) -> Ties:
    """The ties of each line with the text that begins at each line: with its first lines most."""
    texts = shared * [look.kind in (BODY, CAPTION) for look in looks]
    found = texts.copy()
    for ahead, part in _FURTHER:
        found[:, :-ahead] += texts[:, ahead:] * part
    return found


def _pulls(windows: Ties, weights: Weights) -> Sequence[Sequence[float]]:
    """For each headline (a row) and each line how much more they have to do with each other than the headline with the
    best that stands elsewhere.
    """
    import numpy as np

    away = len(_FURTHER) + 1
    best = np.zeros(windows.shape)
    best[:, away:] = np.maximum.accumulate(windows, axis=1)[:, :-away]
    after = np.maximum.accumulate(windows[:, ::-1], axis=1)[:, ::-1]
    best[:, :-away] = np.maximum(best[:, :-away], after[:, away:])
    found: list[list[float]] = (weights.pull * (windows - best) / (weights.pull_calm + windows + best)).tolist()
    return found


class _Ground(NamedTuple):
    """What the facts of a line rest on besides its ties."""

    looks: Sequence[Look]
    shape: Shapes
    weights: Weights


def _fact(ground: _Ground, j: int, related: float) -> Fact:
    look, weights = ground.looks[j], ground.weights
    if look.kind == BODY:
        goes_on = (weights.no_start if cannot_begin(look, ground.shape) else 0.0) + (
            weights.lead_inside if look.lead else 0.0
        )
        return Fact(begins=_begins(ground, j), goes_on=goes_on)
    return _headline_fact(ground, j, related) if look.kind == SHORT else Fact()


def _headline_fact(ground: _Ground, j: int, related: float) -> Fact:
    looks, shape, weights = ground
    look = looks[j]
    following = looks[j + 1] if j + 1 < len(looks) else None
    headed = 0.0
    if following is not None and following.kind == BYLINE:
        headed = weights.before_byline
    elif following is not None and following.lead:
        headed = weights.before_lead
    more = weights.more_headline + (weights.tight if look.tight else 0.0)
    more += weights.kicker if j and shape.kicker.search(looks[j - 1].text) else 0.0
    opens = weights.opens if shape.place.search(look.text) else 0.0
    text = next((other for other in looks[j + 1 :] if other.kind != SHORT), None)
    return Fact(
        headed=headed,
        section=_section(ground, j, following) + _unlike_section(ground, j, related),
        heading=_heading(headed, following, text, weights),
        opens=opens,
        more=more - opens,
        subtitle=weights.subtitle if shape.subtitle.search(look.text) else 0.0,
    )


def _begins(ground: _Ground, j: int) -> float:
    looks, shape, weights = ground
    look, before = looks[j], looks[j - 1] if j else None
    if cannot_begin(look, shape):
        return weights.no_start
    score = weights.lead_start if look.lead else 0.0
    score += weights.opener if shape.opener.match(look.text) else 0.0
    score += weights.later if shape.later.match(look.text) else 0.0
    score += weights.quote_first if look.text[0] == "“" else 0.0
    return score + (weights.closer if before is not None and shape.closer.search(before.text) else 0.0)


def _unlike_section(ground: _Ground, j: int, related: float) -> float:
    """A line that has much to do with some text is that text's headline, unless it is made of a section's words."""
    look, weights = ground.looks[j], ground.weights
    if ground.shape.section.search(look.text) or (not j and len(look.text) < _LONG_LABEL):
        return 0.0
    return weights.section_related * related / (weights.pull_calm + related)


def _heading(headed: float, following: Look | None, text: Look | None, weights: Weights) -> float:
    score = weights.heading + (weights.heading_before_byline if headed else 0.0)
    if following is None or text is None or text.kind != BODY:
        return score + weights.heading_last
    return score + (weights.heading_before_short if following.kind == SHORT and not following.tight else 0.0)


def _section(ground: _Ground, j: int, following: Look | None) -> float:
    looks, shape, weights = ground
    text = looks[j].text
    score = weights.section + (weights.section_first if not j else 0.0)
    score += weights.section_parts if text.count(" ") > 1 or "·" in text else 0.0
    score += weights.section_long if "“" in text or len(text) > 2 * _SHORT_LABEL else 0.0
    score += weights.section_word if shape.section.search(text) else 0.0
    score += weights.section_short if len(text) <= _SHORT_LABEL else 0.0
    score += weights.section_kicker if shape.kicker.search(text) or shape.subtitle.search(text) else 0.0
    if following is None or following.kind != SHORT:
        return score + weights.section_alone
    return score - (weights.tight if following.tight else 0.0)
