"""Linpu 邻谱: a knowledge graph of Chinese neighbourhood news in which each fact leads to the words that prove it.

A graph that ``kg build`` made is asked from Python by the names below; each is imported when it is first used.

>>> import kg
>>> with kg.open("graph") as g:
...     [fact.evidence[0].words for fact in g.entity("谊景村社区").facts if fact.predicate == "belongsTo"]
['谊景村社区党委']
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # typing's own would cost every command its import
if TYPE_CHECKING:
    from kg.answer import Answer, Row, Value
    from kg.card import Proof
    from kg.entity import Entity, Fact
    from kg.errors import GraphError, InputError, LinpuError, QueryError, QueryTimeoutError
    from kg.lookup import Found
    from kg.opened import Graph, open

__all__ = [
    "Answer", "Entity", "Fact", "Found", "Graph", "GraphError", "InputError", "LinpuError", "Proof", "QueryError",
    "QueryTimeoutError", "Row", "Value", "__version__", "open",
]  # fmt: skip

_HOMES = {
    "kg.answer": ("Answer", "Row", "Value"),
    "kg.card": ("Proof",),
    "kg.entity": ("Entity", "Fact"),
    "kg.errors": ("GraphError", "InputError", "LinpuError", "QueryError", "QueryTimeoutError"),
    "kg.lookup": ("Found",),
    "kg.opened": ("Graph", "open"),
}


def __getattr__(name: str) -> object:
    """The public name ``name`` from the module that it lives in."""
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(home), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What completion offers."""
    return sorted({*globals(), *__all__})
