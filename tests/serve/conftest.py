"""A server of the sample graph, for tests of the page in a browser."""

from collections.abc import Iterator

import pytest

from tests import factory
from tests.serve.served import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = factory.sample_graph(tmp_path_factory.mktemp("page") / "graph")
    with serving("--graph", str(graph), "--timeout", "60") as running:
        yield running
