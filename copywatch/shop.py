"""Protects an own shop: each product page becomes a work with title, text, pictures and price."""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from copywatch.crawl import Tell, follow, manners
from copywatch.installation import Installation
from copywatch.job import Job
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image, Text
from fingerprints.errors import CopywatchError
from fingerprints.kind import Context
from fingerprints.protect import protect_contents
from fingerprints.protect_plan import slug
from fingerprints.protect_report import AssetReport, Report
from fingerprints.works import Asset
from spiders.choose import choose
from spiders.sighting import Sighting, read_sighting

PICTURES = 20  # of one product
SHARED = 4  # product pages that show the same picture


def protect_shop(
    installation: Installation, url: str, pages: int, tell: Tell, allow: Sequence[str] = ()
) -> Report:
    """Read the shop politely and protect every page that offers a product."""
    with tempfile.TemporaryDirectory(prefix="copywatch-") as scratch:
        folder = Path(scratch)
        spider, args = choose(url)
        section = installation.config.crawl
        feed = folder / "feed.jsonl"
        job = Job(
            home=str(folder),
            run="shop",
            watch="",
            spider=spider,
            targets=tuple(args.pop("targets", ())) or (url,),
            pages=pages,
            snapshot="",
            args=args,
            settings={**manners(section), "COPYWATCH_ALLOW": [*section.allow, *allow]},
            feed=str(feed),
        )
        follow([sys.executable, "-m", "copywatch.crawler", str(job.write())], tell)
        found = list(products(feed))
        if not found:
            raise CopywatchError(f"{url}: {nothing(feed)}")
        context = Context(installation.keys, Blobs(folder / "blobs"))
        common = furniture(found)
        return Report(tuple(one(installation, seen, context, common) for seen in found))


def lines(feed: Path) -> Iterator[dict[str, Any]]:
    """What the spider said, line by line."""
    if feed.exists():
        yield from map(json.loads, feed.read_text(encoding="utf-8").splitlines())


def nothing(feed: Path) -> str:
    """Why a shop gave no product: it could not be read, or offers none."""
    told = list(lines(feed))
    refused = [line for line in told if line.get("type") == "unseen"]
    if refused and len(refused) == len(told):
        own = " If it is yours, say --allow HOST:PORT." if refused[0]["reason"] == "address" else ""
        return f"{refused[0]['why']}.{own}"
    return (
        "no page there offers a product (a price or schema.org Product markup). "
        "Name a product or category page, or protect the pictures as files."
    )


def products(feed: Path) -> Iterator[Sighting]:
    """The product pages of a feed, each place once."""
    places: set[str] = set()
    for values in lines(feed):
        if values.get("type") != "sighting":
            continue
        sighting = read_sighting(values)
        if sighting.channel == "marketplace" and sighting.place not in places:
            places.add(sighting.place)
            yield sighting


def furniture(found: Sequence[Sighting]) -> set[str]:
    """Pictures that many pages share (logos, banners) belong to the shop, not to a product."""
    shown = Counter(
        picture
        for sighting in found
        for picture in {c.sha256 for c in sighting.contents if isinstance(c, Image)}
    )
    return {picture for picture, times in shown.items() if times >= SHARED}


def one(
    installation: Installation, sighting: Sighting, context: Context, common: set[str]
) -> AssetReport:
    """One product page as a work."""
    path = urlsplit(sighting.url).path.strip("/")
    asset = Asset(
        id=slug(path or sighting.place)[-80:].strip("-"),
        title=sighting.title or path,
        right="design",
        secrecy="public",
        price_low=sighting.price,
        price_high=sighting.price,
        currency=sighting.currency,
        url=sighting.url,
    )
    pictures = [c for c in sighting.contents if isinstance(c, Image) and c.sha256 not in common]
    pictures = pictures[:PICTURES]
    texts = [c for c in sighting.contents if isinstance(c, Text)]
    named: list[tuple[str, Content]] = [
        (f"picture-{number}", picture) for number, picture in enumerate(pictures, start=1)
    ]
    named += [("text" if n == 1 else f"text-{n}", text) for n, text in enumerate(texts, start=1)]
    return protect_contents(asset, named, installation.register, context, root=sighting.url)
