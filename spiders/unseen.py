"""What could not be seen, and why: refusals and failures are facts too, never silence."""

from typing import Any, Literal

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

State = Literal["refused", "failed", "gone", "challenge"]
GONE = frozenset({404, 410})
FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (CannotResolveHostError, "unknown host", "there is no such site, or its name did not resolve"),
    (DownloadTimeoutError, "timeout", "the site did not answer in time"),
    (DownloadConnectionRefusedError, "no connection", "the site did not accept a connection"),
    (DownloadCancelledError, "too large", "the answer is larger than the limit"),
    (ResponseDataLossError, "cut off", "the answer broke off before its end"),
)


class NotSeen(IgnoreRequest):
    """A page that gave nothing: `reason` is counted, `why` is told to people."""

    def __init__(self, state: State, reason: str, why: str) -> None:
        super().__init__(why)
        self.state: State = state
        self.reason = reason
        self.why = why


def of_status(status: int) -> NotSeen | None:
    """What an HTTP status means for the page; None when it is an answer."""
    if status in GONE:
        return NotSeen("gone", str(status), f"the page is gone (HTTP {status})")
    if status in (401, 403, 407):
        return NotSeen("challenge", str(status), f"the site asks for a login (HTTP {status})")
    if status >= 400:  # noqa: PLR2004
        return NotSeen("failed", str(status), f"the site answered with an error (HTTP {status})")
    return None


def of_error(error: BaseException) -> NotSeen:
    """What an exception of a download means; every one has a reason to be counted under."""
    if isinstance(error, NotSeen):
        return error
    if isinstance(error, HttpError):
        status = int(error.response.status)
        return of_status(status) or NotSeen("failed", str(status), f"unexpected HTTP {status}")
    for kind, reason, why in FAILURES:
        if isinstance(error, kind):
            return NotSeen("failed", reason, why)
    return of_words(error)


def of_words(error: BaseException) -> NotSeen:
    """Scrapy tells some refusals apart by their words only."""
    words = f"{type(error).__name__} {error}"
    if "during decompression" in words:
        return NotSeen("failed", "too large", "the answer unpacks to more than the limit")
    if "max redirections" in words:
        return NotSeen("failed", "redirects", "the site redirects too often")
    if "certificate" in words.lower() or "SSL" in words or "VerificationError" in words:
        return NotSeen("failed", "certificate", "the site's certificate does not prove who it is")
    return NotSeen("failed", type(error).__name__, "the site could not be read")


def item(url: str, seen: NotSeen, *, place: str = "", robots: str = "") -> dict[str, Any]:
    """The plain JSON line for a page that gave no sighting."""
    return {
        "type": "unseen",
        "url": url,
        "place": place,
        "state": seen.state,
        "reason": seen.reason,
        "why": seen.why,
        "robots": robots,
    }
