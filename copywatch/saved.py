"""A saved page, read as the generic spider would read it; nothing is fetched."""

from datetime import UTC, datetime

from fingerprints.errors import Unreadable
from spiders.sighting import Sighting
from spiders.web import addresses, page
from spiders.web.site import offer


def saved_page(data: bytes, url: str) -> Sighting:
    """Title, text, tables, price and seller of a page that a person saved."""
    read = page.read(url, data, "text/html", alone=True)
    if not read.contents and not read.title:
        raise Unreadable("nothing on this page can be read")
    return Sighting(
        url=url,
        place=url if url.startswith("file:") else read.place,
        channel="marketplace" if read.product or read.price else "web",
        site=addresses.site(url) or "this machine",
        seen_at=datetime.now(UTC).isoformat(timespec="seconds"),
        title=read.title,
        contents=tuple(read.contents),
        captured_by="person",
        robots="not asked: brought by a person",
        **offer(read),
    )
