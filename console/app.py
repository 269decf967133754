"""Builds the console from its services; every route goes through the gate."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from console import errors, headers, shown
from console.door import Throttle
from console.gate import guard
from console.routes import RULES
from console.services import Services
from fingerprints.errors import CopywatchError

Handler = Callable[[Request, Exception], Awaitable[Response]]
WORDS = {404: "This page is not here", 405: "That cannot be done here"}


def build(services: Services) -> Starlette:
    """The console as an ASGI application."""
    app = Starlette(
        routes=[Route(r.path, guard(r, services), methods=[r.method]) for r in RULES],
        exception_handlers={
            errors.Refusal: _stopped(services, _refusal),
            HTTPException: _stopped(services, _http),
            CopywatchError: _stopped(services, _known),
            Exception: _stopped(services, _unknown),
        },
    )
    app.router.redirect_slashes = False  # a redirect would pass the gate by
    app.state.throttle = Throttle()
    return app


def _stopped(services: Services, read: Callable[[Exception], errors.Refusal]) -> Handler:
    """A handler that says in plain words what stopped the request."""

    async def handler(request: Request, error: Exception) -> Response:
        refusal = read(error)
        response: Response
        if "application/json" in request.headers.get("accept", ""):
            response = JSONResponse({"error": refusal.title}, status_code=refusal.status)
        else:
            page = shown.fill("stopped.html", title=refusal.title, text=refusal.words)
            response = HTMLResponse(page, status_code=refusal.status)
        return headers.secure(response, https=services.https)

    return handler


def _refusal(error: Exception) -> errors.Refusal:
    assert isinstance(error, errors.Refusal)
    return error


def _http(error: Exception) -> errors.Refusal:
    assert isinstance(error, HTTPException)
    title = WORDS.get(error.status_code, "That did not work")
    return errors.Refusal(error.status_code, title, "Go back, or start again from the inbox.")


def _known(error: Exception) -> errors.Refusal:
    return errors.Refusal(503, "That does not work right now", str(error))


def _unknown(_error: Exception) -> errors.Refusal:
    return errors.Refusal(
        500,
        "Something went wrong here",
        "Nothing you did caused it. The log on the machine where Copywatch runs says more.",
    )
