"""Adds what a person came across: a page, a leaflet, a phone photo of a booth."""

import hashlib
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console import inbox, thumbs, words
from console.visit import Visit
from fingerprints.content import Code, Content, Image, Text
from fingerprints.errors import Unreadable
from spiders.sighting import Sighting
from spiders.web.addresses import place

PICTURES = 10
TEXT = 200_000
BY_HAND = "added by hand"
FIELDS = ("url", "title", "seller", "country", "price", "currency", "channel", "text")


class Wrong(Exception):
    """What the person has to put right in the form, in words."""


def ask(visit: Visit) -> Response:
    """The empty form; an address may fill some of it in."""
    given = {name: visit.asked(name)[:2000] for name in FIELDS}
    return visit.page("suspect.html", given=given, problem="")


def add(visit: Visit) -> Response:
    """Compare it at once and say what came of it."""
    given = {name: visit.field(name, TEXT) for name in FIELDS}
    try:
        sighting = _sighting(visit, given)
    except Wrong as wrong:
        return visit.page("suspect.html", status=400, given=given, problem=str(wrong))
    ids = visit.services.add_suspect(sighting)
    facts = [("url", sighting.url), ("title", sighting.title), *(("hit", one) for one in ids)]
    return visit.go(f"/suspects/result?{urlencode(facts)}")


def result(visit: Visit) -> Response:
    """The hits, or what was compared and what came nearest."""
    url = visit.asked("url")
    return visit.page(
        "suspect_result.html",
        url=url,
        title=visit.asked("title")[:500],
        hits=visit.services.record.hits(visit.request.query_params.getlist("hit")[:50]),
        seen=visit.services.record.pages.page(url) if url else None,
        names=inbox.asset_names(visit),
    )


def _sighting(visit: Visit, given: dict[str, str]) -> Sighting:
    if not given["title"]:
        raise Wrong("A title is needed: what is it called there?")
    if given["url"] and not words.web_address(given["url"]):
        raise Wrong("The address must start with http:// or https://; or leave it empty.")
    if given["channel"] not in words.CHANNELS:
        raise Wrong("Choose a kind of place.")
    images = _pictures(visit)
    url = given["url"] or _name(given, images)
    return Sighting(
        url=url,
        place=place(url) if given["url"] else url,
        channel=given["channel"],  # type: ignore[arg-type]  # one of CHANNELS, asked above
        site=_host(url) or BY_HAND,
        seen_at=visit.now.isoformat(),
        title=given["title"][:500],
        contents=(*images, *_texts(given)),
        price=_price(given["price"]),
        currency=given["currency"].upper()[:3],
        seller=given["seller"][:300],
        country=given["country"][:60],
        captured_by="person",
        robots="",
    )


def _pictures(visit: Visit) -> list[Image]:
    """The uploaded pictures, kept by their SHA-256; one that cannot be read is refused by name."""
    files = [f for f in visit.form.getlist("pictures") if isinstance(f, UploadFile) and f.size]
    if len(files) > PICTURES:
        raise Wrong(f"At most {PICTURES} pictures at once.")
    found = []
    for number, file in enumerate(files, 1):
        name = words.short(words.clean(file.filename or f"picture {number}"), 100)
        digest = visit.services.blobs.put(file.file.read())
        try:
            thumbs.drawn(visit.services.blobs.path(digest), thumbs.SMALL)
        except Unreadable as error:
            visit.services.blobs.drop(digest)
            raise Wrong(f"{name} {error}.") from error
        found.append(Image(digest, where=name))
    return found


def _texts(given: dict[str, str]) -> list[Content]:
    if not given["text"]:
        return []
    text = Text(given["text"], where="text given by hand")
    if given["channel"] in {"code", "paste"}:
        return [text, Code(given["text"], where="code given by hand")]
    return [text]


def _name(given: dict[str, str], images: list[Image]) -> str:
    """The name of what has no address; the same things added twice are one place."""
    facts = [given["title"], given["seller"], given["country"], *(one.sha256 for one in images)]
    return f"suspect:{hashlib.sha256(chr(10).join(facts).encode()).hexdigest()[:16]}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _price(text: str) -> float | None:
    if not text:
        return None
    try:
        price = float(text.replace(" ", "").replace(",", "."))
    except ValueError as error:
        raise Wrong("The price is a number, such as 12.50.") from error
    if not 0 <= price < 1e12:  # noqa: PLR2004 - also refuses nan
        raise Wrong("The price is a number, such as 12.50.")
    return price
