"""What can stop a request, in words for the person who made it."""

from dataclasses import dataclass


@dataclass
class Refusal(Exception):
    """A request that is answered with a page of plain words and this status."""

    status: int
    title: str
    words: str


def not_here(what: str = "This page") -> Refusal:
    """404."""
    return Refusal(
        404,
        f"{what} is not here",
        "The address may be mistyped, or what it named was removed from this installation.",
    )


def not_from_here() -> Refusal:
    """403 for a POST that did not come from our own pages."""
    return Refusal(
        403,
        "This form was not sent from the console",
        "For your safety nothing was changed. Open the page again and send the form from there.",
    )


def too_large(limit: int) -> Refusal:
    """413."""
    return Refusal(
        413,
        "That is too large",
        f"A form may hold {limit // 1_000_000 or 1} MB in all. Nothing was changed; "
        "send fewer or smaller files.",
    )
