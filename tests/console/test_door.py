"""A login link works once and gives a session that this console can end."""

from datetime import timedelta

from tests.console.clients import client, logged_in, token
from tests.console.world import NOW, World


def test_a_login_link_works_once(world: World) -> None:
    link = world.login()
    assert client(world).post(link).status_code == 200
    second = client(world).post(link)
    assert second.status_code == 403
    assert "This link does not work" in second.text


def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    link = world.login()
    assert "Log in" in client(world).get(link).text
    assert client(world).post(link).status_code == 200


def test_a_link_grows_old(world: World) -> None:
    link = world.login()
    later = client(world, now=lambda: NOW + timedelta(hours=1))
    assert later.post(link).status_code == 403


def test_a_session_ends_by_itself(world: World) -> None:
    moments = [NOW]
    browser = logged_in(world, now=lambda: moments[-1])
    assert browser.get("/works").status_code == 200
    moments.append(NOW + timedelta(days=8))
    assert browser.get("/works").status_code == 401


def test_logging_out_ends_the_session_here_and_not_only_in_the_browser(world: World) -> None:
    browser = logged_in(world)
    cookie = browser.cookies["copywatch"]
    assert browser.post("/logout", data={"token": token(browser)}).status_code == 200
    thief = client(world)
    thief.cookies.set("copywatch", cookie)
    assert thief.get("/").status_code == 401


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(world: World) -> None:
    answer = client(world).post(world.login(), follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("copywatch=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_with_tls_the_cookie_is_bound_to_the_host(world: World) -> None:
    address = "https://copies.example"
    browser = client(world, public_url=address, base_url=address)
    answer = browser.post(world.login(), follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-copywatch=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert browser.get("/").status_code == 200


def test_only_hashes_of_sessions_and_links_are_stored(world: World) -> None:
    browser, link = logged_in(world), world.login()
    world.record.close()
    stored = b"".join(path.read_bytes() for path in world.home.glob("record.db*"))
    assert browser.cookies["copywatch"].encode() not in stored
    assert link.rpartition("/")[2].encode() not in stored


def test_guessing_links_shuts_the_door_for_a_while(world: World) -> None:
    moments = [NOW]
    browser = client(world, now=lambda: moments[-1])
    for number in range(10):
        assert browser.post(f"/login/guess{number}").status_code == 403
    shut = browser.post(world.login())
    assert shut.status_code == 429
    assert "Too many attempts" in shut.text
    moments.append(NOW + timedelta(minutes=11))
    assert browser.post(world.login()).status_code == 200


def test_who_is_logged_in_does_not_see_the_login_page_again(world: World) -> None:
    assert logged_in(world).get("/login").url.path == "/"
    assert "copywatch login-link" in client(world).get("/login").text
