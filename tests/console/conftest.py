"""A home in use, and the console on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from console.app import build
from tests.console import world as worlds
from tests.console.world import World

ORIGIN = "http://testserver"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A home with works, vendors and hits."""
    made = worlds.full(tmp_path / "home")
    yield made
    made.record.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[World]:
    """A new installation."""
    made = worlds.empty(tmp_path / "home")
    yield made
    made.record.close()


def client(world: World, **changes: object) -> TestClient:
    """A browser without a screen that sends the origin, as browsers do."""
    app = build(world.services(**changes))
    return TestClient(app, headers={"origin": ORIGIN}, follow_redirects=True)


def logged_in(world: World, **changes: object) -> TestClient:
    """The same, after a login link."""
    browser = client(world, **changes)
    assert browser.post(world.login()).status_code == 200
    return browser


@pytest.fixture
def browser(world: World) -> TestClient:
    """Logged in on the home in use."""
    return logged_in(world)
