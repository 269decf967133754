"""A home in use, the console on it, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from tests.console import live
from tests.console import world as worlds
from tests.console.clients import logged_in
from tests.console.world import World


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made once; each test gets a copy."""
    made = worlds.full(tmp_path_factory.mktemp("console") / "home")
    made.record.close()
    return made


@pytest.fixture
def world(tmp_path: Path, template: World) -> Iterator[World]:
    """A home with works, vendors and hits."""
    made = worlds.copied(tmp_path / "home", template)
    yield made
    made.record.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[World]:
    """A new installation."""
    made = worlds.empty(tmp_path / "bare")
    yield made
    made.record.close()


@pytest.fixture
def browser(world: World) -> TestClient:
    """Logged in on the home in use, without a screen."""
    return logged_in(world)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The real browser."""
    with live.chromium() as started:
        yield started
