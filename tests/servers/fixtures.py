"""The real servers as pytest fixtures: import the names into a conftest and ask for them.

Each fixture gives the start function itself, bound to a folder and stopped when the test ends:
`server = klaus({"pump": {"src/valve.py": b"..."}})`.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.servers import bepasty as bepasty_server
from tests.servers import hgweb as hgweb_server
from tests.servers import klaus as klaus_server
from tests.servers import oscar as oscar_server
from tests.servers import synapse as synapse_server
from tests.servers.oscar import Product
from tests.servers.process import Server
from tests.servers.synapse import Chat

Repositories = Mapping[str, Mapping[str, bytes]]


@pytest.fixture
def klaus(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    with contextlib.ExitStack() as stack:

        def start(repositories: Repositories, **options: str) -> Server:
            folder = tmp_path / "klaus"
            return stack.enter_context(klaus_server.start(folder, repositories, **options))

        yield start


@pytest.fixture
def hgweb(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    with contextlib.ExitStack() as stack:

        def start(repositories: Repositories, **options: str) -> Server:
            folder = tmp_path / "hgweb"
            return stack.enter_context(hgweb_server.start(folder, repositories, **options))

        yield start


@pytest.fixture
def bepasty(tmp_path: Path) -> Iterator[Server]:
    with bepasty_server.start(tmp_path / "bepasty") as server:
        yield server


@pytest.fixture
def oscar(tmp_path: Path) -> Iterator[Callable[[Sequence[Product]], Server]]:
    with contextlib.ExitStack() as stack:

        def start(products: Sequence[Product]) -> Server:
            return stack.enter_context(oscar_server.start(tmp_path / "oscar", products))

        yield start


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with synapse_server.start(tmp_path_factory.mktemp("synapse")) as chat:
        yield chat
