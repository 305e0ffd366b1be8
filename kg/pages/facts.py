"""A part of a page → what the search asks about its lines: each line's own weights, seams, and pulls of headlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.pages.affinity import Ties, ties
from kg.pages.joins import cannot_begin, seam_score
from kg.pages.roles import BODY, BYLINE, CAPTION, SHORT, Look, shapes
from kg.pages.weights import Weights

_SHORT_LABEL, _LONG_LABEL = 8, 11
_WINDOW = ((0, 1.0), (1, 0.9), (2, 0.8))


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

    ``before[j]`` are the earlier lines tied to line ``j`` with the part of its ties that each holds, in weights.
    """

    looks: Sequence[Look]
    facts: Sequence[Fact]
    ties: Ties
    before: Sequence[Sequence[tuple[int, float]]]
    text: str
    weights: Weights
    seams: dict[tuple[int, int], float]
    pulls: dict[tuple[int, ...], list[tuple[int, float]]]

    def seam(self, left: int, right: int) -> float:
        """How well line ``right`` goes on with line ``left``."""
        key = (left, right)
        found = self.seams.get(key)
        if found is None:
            found = self.seams[key] = seam_score(self.looks[left], self.looks[right], self.text)
        return found

    def pull(self, heads: tuple[int, ...], j: int) -> float:
        """How much more a headline has to do with the text that begins at ``j`` than with any other text."""
        windows = self.pulls.get(heads)
        if windows is None:
            windows = self.pulls[heads] = self._windows(heads)
        here = dict(windows).get(j, 0.0)
        best = next((weight for k, weight in windows if abs(k - j) >= len(_WINDOW)), 0.0)
        return self.weights.pull * (here - best) / (self.weights.pull_calm + here + best)

    def _windows(self, heads: tuple[int, ...]) -> list[tuple[int, float]]:
        """(first line, ties of the headline with the text there), strongest first."""
        windows: dict[int, float] = {}
        for head in heads:
            for i, weight in self.ties[head].items():
                if self.looks[i].kind in (BODY, CAPTION):
                    for back, part in _WINDOW:
                        windows[i - back] = windows.get(i - back, 0.0) + weight * part
        return sorted(windows.items(), key=lambda window: (-window[1], window[0]))


def sheet(looks: Sequence[Look], weights: Weights | None = None) -> Sheet:
    """Everything the search needs for these lines."""
    weights = weights or Weights()
    texts = [look.text for look in looks]
    shared = ties(texts, [look.kind == SHORT for look in looks])
    facts = [_fact(looks, j, shared[j], weights) for j in range(len(looks))]
    before = [_before(shared[j], j, weights) for j in range(len(looks))]
    return Sheet(looks, facts, shared, before, "\n".join(texts), weights, {}, {})


def _before(tied: dict[int, float], j: int, weights: Weights) -> list[tuple[int, float]]:
    earlier = [(i, weight) for i, weight in tied.items() if i < j]
    scale = weights.tie / (weights.tie_calm + sum(weight for _, weight in earlier))
    return [(i, weight * scale) for i, weight in earlier]


def _fact(looks: Sequence[Look], j: int, tied: dict[int, float], weights: Weights) -> Fact:
    look = looks[j]
    if look.kind == BODY:
        goes_on = (weights.no_start if cannot_begin(look) else 0.0) + (weights.lead_inside if look.lead else 0.0)
        return Fact(begins=_begins(look, looks[j - 1] if j else None, weights), goes_on=goes_on)
    return _headline_fact(looks, j, tied, weights) if look.kind == SHORT else Fact()


def _headline_fact(looks: Sequence[Look], j: int, tied: dict[int, float], weights: Weights) -> Fact:
    look = looks[j]
    following = looks[j + 1] if j + 1 < len(looks) else None
    headed = 0.0
    if following is not None and following.kind == BYLINE:
        headed = weights.before_byline
    elif following is not None and following.lead:
        headed = weights.before_lead
    more = weights.more_headline + (weights.tight if look.tight else 0.0)
    more += weights.kicker if j and shapes().kicker.search(looks[j - 1].text) else 0.0
    opens = weights.opens if shapes().place.search(look.text) else 0.0
    text = next((other for other in looks[j + 1 :] if other.kind != SHORT), None)
    related = max((weight for i, weight in tied.items() if looks[i].kind == BODY), default=0.0)
    return Fact(
        headed=headed,
        section=_section(look, j, following, weights) + _unlike_section(look, j, related, weights),
        heading=_heading(headed, following, text, weights),
        opens=opens,
        more=more - opens,
        subtitle=weights.subtitle if shapes().subtitle.search(look.text) else 0.0,
    )


def _begins(look: Look, before: Look | None, weights: Weights) -> float:
    if cannot_begin(look):
        return weights.no_start
    score = weights.lead_start if look.lead else 0.0
    score += weights.opener if shapes().opener.match(look.text) else 0.0
    score += weights.later if shapes().later.match(look.text) else 0.0
    score += weights.quote_first if look.text[0] == "“" else 0.0
    return score + (weights.closer if before is not None and shapes().closer.search(before.text) else 0.0)


def _unlike_section(look: Look, j: int, related: float, weights: Weights) -> float:
    """A line that has much to do with some text is that text's headline, unless it is made of a section's words."""
    if shapes().section.search(look.text) or (not j and len(look.text) < _LONG_LABEL):
        return 0.0
    return weights.section_related * related / (weights.pull_calm + related)


def _heading(headed: float, following: Look | None, text: Look | None, weights: Weights) -> float:
    score = weights.heading + (weights.heading_before_byline if headed else 0.0)
    if following is None or text is None or text.kind != BODY:
        return score + weights.heading_last
    return score + (weights.heading_before_short if following.kind == SHORT and not following.tight else 0.0)


def _section(look: Look, j: int, following: Look | None, weights: Weights) -> float:
    shape, text = shapes(), look.text
    score = weights.section + (weights.section_first if not j else 0.0)
    score += weights.section_parts if text.count(" ") > 1 or "·" in text else 0.0
    score += weights.section_long if "“" in text or len(text) > 2 * _SHORT_LABEL else 0.0
    score += weights.section_word if shape.section.search(text) else 0.0
    score += weights.section_short if len(text) <= _SHORT_LABEL else 0.0
    score += weights.section_kicker if shape.kicker.search(text) or shape.subtitle.search(text) else 0.0
    if following is None or following.kind != SHORT:
        return score + weights.section_alone
    return score - (weights.tight if following.tight else 0.0)
