"""What each choice of the search in ``articles.py`` is worth: one number for one thing that a reader would say.

Set by hand and by trial on labelled pages and on pages cut up at random; in log-odds-like units, 0 says nothing.
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    """The weights; positive speaks for a choice."""

    # a line of text goes on with an article
    after_headline: float = 2.5
    far_headline: float = -0.5
    next_line: float = 2.0
    next_join: float = 2.0
    far_join: float = -0.2
    far_paragraph: float = -5.0
    turn: float = -1.5  # a far paragraph right after a broken line: the column turned
    lost: float = -3.5  # a sentence whose end is nowhere
    least_seam: float = -2.9
    over_caption: float = -0.5
    lead_inside: float = -6.0
    after_signature: float = -5.0
    second_signature: float = -5.0
    first_signature: float = 1.0
    # a line of text begins an article
    headless: float = -2.0
    headless_turn: float = -1.0
    no_start: float = -2.0
    lead_start: float = 1.5
    opener: float = 1.0
    quote_first: float = 0.3
    later: float = -1.5
    closer: float = 0.5
    # what lines have in common
    tie: float = 4.0
    tie_calm: float = 12.0
    pull: float = 7.0
    pull_calm: float = 6.0
    # a short line
    new_headline: float = -0.5
    more_headline: float = 0.3
    kicker: float = 1.5
    opens: float = 0.8  # a place's name alone opens a headline
    subtitle: float = 2.0
    tight: float = 1.5
    before_byline: float = 2.0
    before_lead: float = 1.5
    adopt: float = 1.0
    left_headline: float = -1.0
    left_heading: float = -3.0
    heading: float = 1.0
    heading_before_short: float = -1.5
    heading_broken: float = -1.0
    heading_last: float = -4.0
    heading_before_byline: float = -5.0
    section: float = -1.5
    section_first: float = 3.0
    section_next: float = 1.0
    section_word: float = 2.5
    section_short: float = 0.8
    section_parts: float = 1.0
    section_long: float = -1.0
    section_kicker: float = -3.0
    section_related: float = -2.5
    section_alone: float = -1.5
    # bylines and captions
    lone_byline: float = -6.0
    credit: float = 1.0
    caption_headline: float = 0.5
    # what is left undone at the end of the page
    no_text: float = -5.0
    no_headline: float = -2.5
    no_author: float = -0.7
