"""The door: login links, the session cookie, and a limit on attempts."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from console import errors, shown
from console.services import Services
from console.visit import Visit
from hits.sessions import SESSION_LIFE, Session

ATTEMPTS = 10
WINDOW = timedelta(minutes=10)
TOKEN = 100  # characters at most


@dataclass(slots=True)
class Throttle:
    """At most ATTEMPTS wrong login links within WINDOW, whoever sends them."""

    failed: deque[datetime] = field(default_factory=deque)

    def shut(self, now: datetime) -> bool:
        """Whether the door stays shut for a while."""
        while self.failed and self.failed[0] < now - WINDOW:
            self.failed.popleft()
        return len(self.failed) >= ATTEMPTS


def cookie_name(services: Services) -> str:
    """`__Host-` binds the cookie to this host and to TLS (RFC 6265bis); plain HTTP cannot."""
    return "__Host-copywatch" if services.https else "copywatch"


def session(request: Request, services: Services) -> Session | None:
    """Who is logged in with this request."""
    token = request.cookies.get(cookie_name(services), "")
    return services.record.sessions.find(token[:TOKEN], services.now()) if token else None


def closed(visit: Visit) -> Response:
    """The answer to somebody who is not logged in."""
    if "application/json" in visit.request.headers.get("accept", ""):
        return JSONResponse({"error": "log in"}, status_code=401)
    return _door(401, "You are not logged in", "This console shows what only your team may see.")


def ask(visit: Visit) -> Response:
    """The login page."""
    if visit.user:
        return visit.go("/")
    return _door(200, "Log in", "This console shows what only your team may see.")


def offer(visit: Visit) -> Response:
    """What a login link opens. It is used up by the POST only, so that a chat's preview cannot."""
    return HTMLResponse(shown.fill("door.html", link=visit.part("token")[:TOKEN]))


def enter(visit: Visit) -> Response:
    """Use the login link up and start a session."""
    services, throttle = visit.services, visit.request.app.state.throttle
    if throttle.shut(visit.now):
        raise errors.Refusal(
            429, "Too many attempts", "Wait ten minutes, then make a new login link."
        )
    token = services.record.sessions.redeem(visit.part("token")[:TOKEN], visit.now)
    if not token:
        throttle.failed.append(visit.now)
        return _door(
            403, "This link does not work", "It was used before, or it is too old. Make a new one."
        )
    response = visit.go("/")
    response.set_cookie(
        cookie_name(services),
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        secure=services.https,
        httponly=True,
        samesite="lax",  # a link in an alert must find its reader logged in
    )
    return response


def leave(visit: Visit) -> Response:
    """Log out: the session is forgotten here, not only in the browser."""
    name = cookie_name(visit.services)
    visit.services.record.sessions.end(visit.request.cookies.get(name, ""))
    response = visit.go("/login")
    response.delete_cookie(name, secure=visit.services.https, httponly=True, samesite="lax")
    return response


def _door(status: int, title: str, text: str) -> Response:
    return HTMLResponse(shown.fill("door.html", link="", title=title, text=text), status)
