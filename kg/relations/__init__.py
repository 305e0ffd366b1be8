"""Names in a page's passages → the relations between them; the rules are data (``data/rules/relations``)."""

from kg.relations.draw import draw
from kg.relations.rules import Rules, load

__all__ = ["Rules", "draw", "load"]
