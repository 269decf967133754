"""The gate: every request passes here, and only here it is decided who may."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive

from console import door, errors, headers, may
from console.services import Services
from console.visit import Visit

KILOBYTES_64 = 64_000
FILES = 12
TOO_LARGE = "too large"
FIELDS = 1000  # a page of ticked hits is far below


@dataclass(frozen=True, slots=True)
class Rule:
    """One route: what it does, who may (by action), and how much it takes in."""

    method: str
    path: str
    action: may.Action
    handler: Callable[[Visit], Response]
    limit: int = KILOBYTES_64


def guard(rule: Rule, services: Services) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint for a rule; handlers are synchronous and run in a thread."""

    async def endpoint(request: Request) -> Response:
        session = await run_in_threadpool(door.session, request, services)
        visit = Visit(request=request, services=services, session=session)
        if not may.may(visit.user, rule.action):
            return headers.secure(door.closed(visit), https=services.https)
        if rule.method == "POST":
            visit = await _with_form(visit, rule)
        try:
            response = await run_in_threadpool(rule.handler, visit)
        finally:
            await visit.form.close()  # uploads lie in files of their own
        return headers.secure(response, https=services.https)

    return endpoint


async def _with_form(visit: Visit, rule: Rule) -> Visit:
    """The visit with its form; refused unless it comes from a page of this console."""
    request = visit.request
    if not _ours(request, visit.services):
        raise errors.not_from_here()
    capped = Request(request.scope, _capped(request.receive, rule.limit))
    try:
        form = await capped.form(max_files=FILES, max_fields=FIELDS, max_part_size=rule.limit)
    except (HTTPException, MultiPartException) as error:
        said = str(getattr(error, "detail", "")) or getattr(error, "message", "")
        if said == TOO_LARGE:
            raise errors.too_large(rule.limit) from error
        raise errors.Refusal(400, "That form could not be read", said) from error
    if visit.session and not _token_fits(visit, form):
        raise errors.not_from_here()
    return Visit(request=request, services=visit.services, session=visit.session, form=form)


def _ours(request: Request, services: Services) -> bool:
    """Browsers name the page's origin on every POST (Fetch); without one nothing is done."""
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    public = urlsplit(services.public_url)
    return request.headers.get("origin", "") in {here, f"{public.scheme}://{public.netloc}"}


def _token_fits(visit: Visit, form: FormData) -> bool:
    given = form.get("token") or visit.request.headers.get("x-token", "")
    return isinstance(given, str) and hmac.compare_digest(given.encode(), visit.token.encode())


def _capped(receive: Receive, limit: int) -> Receive:
    """A receive that stops a body which is larger than it may be, before it fills the disk."""
    seen = 0

    async def capped() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise MultiPartException(TOO_LARGE)  # the one error after which uploads are closed
        return message

    return capped
