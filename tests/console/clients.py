"""Browsers without a screen."""

import re
from typing import Any

from starlette.testclient import TestClient

from console.app import build
from tests.console.world import World

ORIGIN = "http://testserver"
JSON = {"accept": "application/json"}


def client(world: World, **changes: Any) -> TestClient:
    """One that sends the origin, as browsers do."""
    base = changes.pop("base_url", ORIGIN)
    app = build(world.services(**changes))
    return TestClient(app, base_url=base, headers={"origin": base}, raise_server_exceptions=False)


def logged_in(world: World, **changes: Any) -> TestClient:
    """The same, after a login link."""
    browser = client(world, **changes)
    assert browser.post(world.login()).status_code == 200
    return browser


def token(browser: TestClient) -> str:
    """What the forms of this session carry."""
    found = re.search(r'data-token="([^"]+)"', browser.get("/health").text)
    assert found is not None
    return found[1]


def decide(browser: TestClient, hit: str, outcome: str, **fields: str) -> Any:
    """Send the decision form."""
    return browser.post(
        f"/hits/{hit}/decide", data={"token": token(browser), "outcome": outcome, **fields}
    )
