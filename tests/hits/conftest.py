"""What the index suite runs on: SQLite, and each Elasticsearch that a Java is here for."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from hits.index import Index
from hits.index_elastic import ElasticIndex
from hits.index_sqlite import SqliteIndex
from tests.elastic.nodes import VERSIONS, Node, node, runnable

# Without any Java these tests are left out by their mark; asked for all the same, they fail.
SERVERS = sorted(runnable()) or sorted(VERSIONS)
MARKS = (pytest.mark.elastic, pytest.mark.timeout(400))  # the first test waits for the server
ELASTIC = [pytest.param(version, marks=MARKS) for version in SERVERS]


@dataclass(slots=True)
class Nodes:
    """Servers by version, each started when it is first asked for."""

    stack: ExitStack
    running: dict[str, Node] = field(default_factory=dict)

    def of(self, version: str) -> Node:
        """The running node of this version."""
        if version not in self.running:
            java = runnable().get(version)
            assert java is not None, (
                f"Elasticsearch {version} needs Java {VERSIONS[version]}, Maven"
            )
            self.running[version] = self.stack.enter_context(node(version, java))
        return self.running[version]


@pytest.fixture(scope="session")
def nodes() -> Iterator[Nodes]:
    """One server per version, for all tests."""
    with ExitStack() as stack:
        yield Nodes(stack)


@pytest.fixture(params=["sqlite", *ELASTIC])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of each engine."""
    if request.param == "sqlite":
        yield SqliteIndex(tmp_path / "index.db")
        return
    server: Nodes = request.getfixturevalue("nodes")
    elastic = ElasticIndex.connect(server.of(request.param).url, alias=f"test-{uuid4().hex}")
    yield elastic
    names = elastic.client.indices.get(index=f"{elastic.alias}-*").body
    elastic.client.indices.delete(index=",".join(names))
    elastic.close()


@pytest.fixture(params=ELASTIC)
def server(request: pytest.FixtureRequest, nodes: Nodes) -> Node:
    """A running Elasticsearch of each version."""
    return nodes.of(request.param)
