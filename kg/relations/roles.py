"""Where a person and a body stand → the post that the words around them name, for what no rule of posts has read.

The post stands after the body, after the person and a word of being or becoming, or in front of the person.
"""

from __future__ import annotations

import re

from kg.relations.rules import Rules
from kg.relations.scene import SLOT, Scene

_WORDS = rf"[^,。!?;:、\n{SLOT}“”()]"
_AFTER_BODY = re.compile(rf"({_WORDS}{{1,12}})")
_BEFORE_PERSON = re.compile(rf"({_WORDS}{{1,12}})$")
_BECOMES = re.compile(
    rf"{_WORDS}{{0,6}}?(?:当选为|当上了?|当选|当了?|担任|[现原曾历]?任|[原曾就便正也]?是|成为)"
    rf"(?:[{SLOT}]的?){{0,2}}“?({_WORDS}{{1,10}})"
)
_CUT = re.compile("[由派是的和与同被请及为]")
_REACH = 12


def role(scene: Scene, person: int, body: int, rules: Rules) -> str | None:
    """The post of the person in the body, both by their slots' numbers; None where no post stands near them."""
    text, place, other = scene.masked, scene.places[person], scene.places[body]
    after_body = _AFTER_BODY.match(text, other + 1) if other < place else None
    before = _BEFORE_PERSON.search(text, max(0, place - _REACH), place)
    becomes = _BECOMES.match(text, place + 1)
    found = (_post(match.group(1), rules) for match in (after_body, becomes, before) if match is not None)
    return next((post for post in found if post is not None), None)


def _post(words: str, rules: Rules) -> str | None:
    """What of the words is a post: all after their last verb or 的."""
    post: str = rules.expressions["post-noise"].sub("", _CUT.split(words.rstrip("的"))[-1])
    known = rules.expressions["post"].search(post) and not rules.expressions["no-post"].search(post)
    return post if known else None
