"""Judgements and the keys of all pages' entities → keys as people see them (``apply``); no wrong facts (``strike``).

``apply`` stands between drawing keys from pages and making entities of them, so that judgements outlast every rebuild.
"""

from kg.judging.apply import Judged, Wrong, apply
from kg.judging.strike import strike

__all__ = ["Judged", "Wrong", "apply", "strike"]
