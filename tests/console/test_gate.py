"""Every route passes the gate: who may, where a form comes from, and what each answer carries."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from console import may
from console.headers import POLICY
from console.routes import RULES
from tests.console.clients import JSON, ORIGIN, client, decide, logged_in, token
from tests.console.world import World, listing_id

CLOSED = [rule for rule in RULES if rule.action != "stand at the door"]
POSTS = [rule for rule in RULES if rule.method == "POST" and rule.action != "stand at the door"]


def address(path: str) -> str:
    return re.sub(r"\{\w+(:path)?\}", "x", path)


@pytest.mark.parametrize("rule", CLOSED, ids=lambda rule: f"{rule.method} {rule.path}")
def test_nobody_gets_in_without_a_session(bare: World, rule: Any) -> None:
    answer = client(bare).request(rule.method, address(rule.path))
    assert answer.status_code == 401
    assert "copywatch login-link" in answer.text


def test_the_application_has_no_route_beside_the_table(bare: World) -> None:
    app: Any = client(bare).app
    assert [route.path for route in app.routes] == [rule.path for rule in RULES]
    assert not app.router.redirect_slashes


def test_nobody_may_anything_but_stand_at_the_door() -> None:
    allowed = {action for action in may.ROLES["administrator"] if may.may("", action)}
    assert allowed == {"stand at the door"}
    assert all(may.may("administrator", rule.action) for rule in RULES)


@pytest.mark.parametrize("rule", POSTS, ids=lambda rule: rule.path)
def test_a_form_without_its_token_changes_nothing(browser: TestClient, rule: Any) -> None:
    path = rule.path.replace("{hit}", listing_id())
    answer = browser.post(path, data={"outcome": "confirmed", "hit": listing_id()})
    assert answer.status_code == 403
    assert "not sent from the console" in answer.text
    assert "data-status>open<" in browser.get(f"/hits/{listing_id()}").text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_a_form_from_elsewhere_is_refused_even_with_a_token(
    browser: TestClient, origin: str
) -> None:
    facts = {"token": token(browser), "outcome": "confirmed"}
    path = f"/hits/{listing_id()}/decide"
    assert browser.post(path, data=facts, headers={"origin": origin}).status_code == 403
    del browser.headers["origin"]
    assert browser.post(path, data=facts).status_code == 403


def test_behind_a_proxy_forms_come_from_the_public_address(world: World) -> None:
    browser = logged_in(world, public_url="http://copies.example")
    browser.headers["origin"] = "http://copies.example"
    assert decide(browser, listing_id(), "confirmed").status_code == 200


def test_the_token_of_another_session_is_refused(world: World) -> None:
    mine, other = logged_in(world), logged_in(world)
    facts = {"token": token(other), "outcome": "confirmed"}
    assert mine.post(f"/hits/{listing_id()}/decide", data=facts).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/works/nothing", "/hits/none", "/static/style.css"]
)
def test_every_answer_carries_the_strict_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in POLICY


def test_an_error_of_ours_is_told_in_plain_words_with_the_same_headers(world: World) -> None:
    def broken() -> int:
        raise RuntimeError("a protected sentence")

    browser = client(world, lag=broken)
    browser.post(world.login(), follow_redirects=False)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "a protected sentence" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_pages_are_never_stored_and_tls_is_remembered_where_there_is_tls(world: World) -> None:
    assert client(world).get("/login").headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in client(world).get("/login").headers
    secure = client(world, public_url="https://copies.example").get("/login")
    assert "strict-transport-security" in secure.headers


def test_a_form_that_is_too_large_is_refused(browser: TestClient) -> None:
    facts = {"token": token(browser), "outcome": "confirmed", "note": "x" * 100_000}
    answer = browser.post(f"/hits/{listing_id()}/decide", data=facts)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_broken_form_is_refused_in_plain_words(browser: TestClient) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x", "x-token": token(browser)}
    answer = browser.post("/suspects", content=b"--x\r\n\x00\x00: no header\r\n\r\n", headers=kind)
    assert answer.status_code == 400
    assert "could not be read" in answer.text


def test_a_script_gets_errors_as_json(browser: TestClient) -> None:
    answer = browser.get("/hits/none", headers=JSON)
    assert answer.status_code == 404
    assert answer.json() == {"error": "This hit is not here"}


def test_a_wrong_method_is_told_in_plain_words(browser: TestClient) -> None:
    answer = browser.delete("/works", headers={"origin": ORIGIN})
    assert answer.status_code == 405
    assert "cannot be done here" in answer.text


def test_only_our_own_files_are_served(browser: TestClient) -> None:
    assert browser.get("/static/console.js").status_code == 200
    for name in ("app.py", "..%2fapp.py", "%2e%2e/app.py", "style.css.bak"):
        assert browser.get(f"/static/{name}").status_code == 404
