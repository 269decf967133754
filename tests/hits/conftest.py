"""What the suites run on: SQLite; Elasticsearch and PostgreSQL where they can be run."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hits.index import Index
from hits.index_elastic import ElasticIndex
from hits.index_sqlite import SqliteIndex
from hits.record import Record
from tests.elastic.nodes import VERSIONS, Node, node, runnable
from tests.hits import postgres

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
    names = elastic.client.indices.get(index=f"{elastic.alias}-v*").body
    elastic.client.indices.delete(index=",".join(names))
    elastic.close()


@pytest.fixture(params=ELASTIC)
def server(request: pytest.FixtureRequest, nodes: Nodes) -> Node:
    """A running Elasticsearch of each version."""
    return nodes.of(request.param)


RECORDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for all tests; asked for only where there is one."""
    programs = postgres.programs()
    assert programs is not None
    with postgres.server(programs) as url:
        yield url


@pytest.fixture(params=RECORDS)
def record_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new and empty record on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}"
    address: str = request.getfixturevalue("postgres_url")
    name = f"t{uuid4().hex}"
    driver = address.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(f"{driver}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"{address}/{name}"


@pytest.fixture
def record(record_url: str) -> Iterator[Record]:
    """A new record on each engine."""
    with Record.open(record_url) as opened:
        yield opened
