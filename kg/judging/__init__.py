"""Judgements and the keys of all pages' entities → keys as people see them: ``apply`` is the only door.

It stands between drawing keys from pages and making entities of them, so that judgements outlast every rebuild.
"""

from kg.judging.apply import Judged, apply

__all__ = ["Judged", "apply"]
