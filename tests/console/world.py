"""A real home with works, vendors and hits of every kind, all written and drawn by us."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from console.services import Services
from fingerprints import keys, originals
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Image, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.protect import Request, protect
from fingerprints.register import Register
from hits.captures import Captures
from hits.follow import catch_up, lag
from hits.hit import hit_id
from hits.index import Index
from hits.index_sqlite import SqliteIndex
from hits.record import Record
from hits.risk import Facts
from hits.seen import SeenPage
from matcher.match import READ, Evidence, Match, NearMiss, Reason, Span
from matcher.page import Matcher
from spiders.sighting import Capture, Sighting
from tests.console import drawn, written
from tests.console.visited import runs, vendors

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """What the tests reach behind the console."""

    home: Path
    keys: Keys
    record: Record
    index: Index
    blobs: Blobs
    desk: Blobs
    added: list[Sighting]

    def services(self, **changes: Any) -> Services:
        """The console's services on this home, as the wiring gives them."""
        made = Services(
            record=self.record,
            index=self.index,
            register=self.register,
            blobs=self.blobs,
            desk=self.desk,
            captures=self.captures,
            public_url="http://127.0.0.1:8080",
            add_suspect=self.suspect,
            protected_content=self.protected,
            lag=lambda: lag(self.record, self.index),
            version="0.1.0",
            now=lambda: NOW,
        )
        return replace(made, **changes)

    def register(self) -> Register:
        """The register, opened for one thread."""
        return Register(self.home, self.keys)

    def protected(self, asset: str, part: str) -> Content | None:
        """The original, read now."""
        with self.register() as register:
            return originals.content(register, asset, part, self.desk)

    def suspect(self, sighting: Sighting) -> Sequence[str]:
        """A picture makes a hit, anything else is a near miss."""
        self.added.append(sighting)
        pictures = [c for c in sighting.contents if isinstance(c, Image)]
        matches = [
            Match(
                asset="aquavalve",
                verdict="copy",
                score=0.91,
                evidence=(pictured("front.jpg", picture.where, 0.91),),
            )
            for picture in pictures[:1]
        ]
        page = SeenPage(
            url=sighting.url,
            place=sighting.place,
            seen_at=sighting.seen_at,
            compared={"texts": 1, "images": len(pictures)},
            near=(
                NearMiss(
                    asset="handbook",
                    part="handbook.md",
                    kind="text_words@1",
                    where="text given by hand",
                    score=0.21,
                    threshold=0.5,
                ),
            ),
        )
        return self.take(sighting, *matches, page=page)

    def take(
        self, sighting: Sighting, *matches: Match, page: SeenPage | None = None, **facts: Any
    ) -> Sequence[str]:
        """Record a sighting as a crawl does, and let the index follow."""
        with self.register() as register:
            assets = {match.asset: register.asset(match.asset) for match in matches}
            party = register.party_of(sighting.seller, sighting.site)
        known = {
            key: Facts(asset=asset, party=party, **facts) for key, asset in assets.items() if asset
        }
        secret = any(one.asset.secrecy == "secret" for one in known.values())
        warc = self.captures.keep(sighting, self.blobs, secret=secret)
        taken = self.record.take(
            sighting, matches, known, lambda _hit, _event: (), page=page, warc=warc
        )
        catch_up(self.record, self.index)
        return taken.hits

    @property
    def captures(self) -> Captures:
        """What is kept as proof."""
        return Captures(self.home / "captures", self.keys)

    def login(self) -> str:
        """The path of a fresh login link."""
        return f"/login/{self.record.sessions.login_link('administrator', NOW)}"


def empty(home: Path) -> World:
    """A new installation."""
    return opened(home, keys.make(home))


def copied(home: Path, original: World) -> World:
    """The same installation in another folder; its works stay where they are."""
    shutil.copytree(original.home, home)
    return opened(home, original.keys)


def opened(home: Path, key: Keys) -> World:
    """What lies in this folder."""
    return World(
        home=home,
        keys=key,
        record=Record.open(f"sqlite:///{home / 'record.db'}", key),
        index=SqliteIndex(home / "index.db"),
        blobs=Blobs(home / "blobs"),
        desk=Blobs(home / "desk"),
        added=[],
    )


def full(home: Path) -> World:
    """An installation in use."""
    world = empty(home)
    _protect(world)
    with world.register() as register:
        vendors(register)
    _hits(world)
    runs(world.record, NOW)
    return world


def _protect(world: World) -> None:
    works = world.home / "works"
    drawn.save(drawn.valve(), works / "aquavalve" / "front.jpg")
    drawn.save(drawn.drawing(), works / "aquavalve" / "drawing.jpg")
    written.save(works)
    paths = tuple(sorted(path for path in works.iterdir()))
    with world.register() as register:
        protect(Request(paths=paths, names=("Aquavalve",), owner="Linnet Valves GmbH"), register)


def pictured(part: str, where: str, score: float) -> Evidence:
    return Evidence(
        kind="image_hash@1",
        part=part,
        where=where,
        score=score,
        part_share=1.0,
        page_share=1.0,
        details={"edit": "resized, grey"},
    )


def matched(world: World, content: Content) -> Match:
    """What the matcher itself says of it."""
    with world.register() as register:
        snapshot = register.snapshot()
    examined = Matcher(snapshot, Context(world.keys, world.blobs)).examine([content])
    return examined.matches[0]


def seen(number: int, hours: float = 0, **values: Any) -> Sighting:
    """A sighting at a shop, some hours ago."""
    at = NOW - timedelta(hours=hours)
    place = values.pop("place", f"harbour-deals.example/item/{number}")
    facts: dict[str, Any] = {
        "url": f"https://{place}",
        "place": place,
        "channel": "marketplace",
        "site": place.partition("/")[0],
        "seen_at": at.isoformat(),
        "robots": "allowed by robots.txt",
    }
    return Sighting(**(facts | values))


def _hits(world: World) -> None:
    _shop(world)
    _others(world)
    _texts(world)
    hostile(world)


def _shop(world: World) -> None:
    found = Image(world.blobs.put(drawn.jpeg(drawn.stolen())), where="img.gallery")
    other = Image(world.blobs.put(drawn.jpeg(drawn.lamp())), where="img.banner")
    page = b"<html><title>Gate valve</title><body>Brass gate valve DN50</body></html>"
    capture = Capture(
        sha256=world.blobs.put(page),
        url="https://harbour-deals.example/item/4471",
        fetched_at=(NOW - timedelta(hours=3)).isoformat(),
    )
    listing = seen(
        4471,
        26,
        title="Brass gate valve DN50 with red handle, factory price, free shipping",
        contents=(other, found, Text("Brass gate valve DN50", where="main")),
        price=14.9,
        currency="EUR",
        seller="Brightway Metals",
        seller_id="8842",
        country="CN",
        captures=(capture,),
    )
    match = matched(world, found)
    world.take(listing, match, confirmed_before=2)
    later = NOW - timedelta(hours=3)
    world.take(replace(listing, price=11.5, seen_at=later.isoformat()), match, confirmed_before=2)
    for number, seller in enumerate(("Dockside Tools", "Dockside Tools", "Pipe & More"), 9001):
        again = seen(
            number,
            40 + number % 7,
            title=f"Gate valve brass 2 inch, lot {number}",
            contents=(found,),
            seller=seller,
            price=19.0 + number % 5,
            currency="USD",
            country="VN",
        )
        world.take(again, replace(match, score=0.9))
    ours = seen(
        7,
        80,
        place="outlet.example/valve",
        title="Aquavalve V7",
        contents=(found,),
        seller="Outlet",
    )
    world.take(ours, match, authorised_by="seller: Outlet")
    world.record.gone("harbour-deals.example/item/9003", NOW.isoformat())


def _others(world: World) -> None:
    photo = Image(world.blobs.put(drawn.jpeg(drawn.booth())), where="booth.jpg")
    fair = seen(
        1,
        30,
        place="valveworld.example/2026/brightway",
        title="Brightway Metals, hall 4, booth B12",
        channel="trade_show",
        contents=(
            photo,
            Text("We show the AQUAVAIVE gate valve, the best of its class.", where="p"),
        ),
        seller="Brightway Metals",
        country="DE",
    )
    name = Evidence(
        kind="names@1",
        part="names",
        where="p",
        score=0.93,
        spans=((Span(0, 9), Span(12, 21)),),
        details={"name": "Aquavalve", "written": "AQUAVAIVE", "change": "one letter changed"},
    )
    world.take(fair, Match(asset="aquavalve-name", verdict="name", score=0.93, evidence=(name,)))


def _texts(world: World) -> None:
    code, spans = written.stolen_code()
    repo = seen(
        1,
        5,
        place="git.example/pipeworks/controller",
        url="https://git.example/pipeworks/controller/blob/main/src/pump.py",
        title="pipeworks/controller: src/pump.py",
        channel="code",
        contents=(Code(code, language="python", where="src/pump.py"),),
        seller="pipeworks",
        robots="no robots.txt",
    )
    proof = Evidence(
        kind="code_tokens@1",
        part="valve.py",
        where="src/pump.py",
        score=0.88,
        spans=spans,
        part_share=0.92,
        page_share=0.6,
        details={"unit": "lines", "shared": 23, "of": 24, "renamed": True},
    )
    reasons = (Reason("aligned lines", 0.8, "23 of 24 lines"), Reason("renamed", -0.05))
    world.take(
        repo,
        Match(asset="firmware", verdict="copy", score=0.88, evidence=(proof,), reasons=reasons),
    )
    body, marks = written.stolen_text()
    paste = seen(
        1,
        12,
        place="paste.example/Xk29",
        title="handbook notes",
        channel="paste",
        contents=(Text(body, where="page"),),
    )
    words = Evidence(
        kind="text_words@1",
        part="handbook.md",
        where="page",
        score=0.74,
        spans=marks,
        unwrapped=("html", "base64"),
        part_share=0.4,
        page_share=0.5,
        details={"unit": "words", "shared": 51, "of": 122},
    )
    world.take(paste, Match(asset="handbook", verdict="part copy", score=0.74, evidence=(words,)))


HOSTILE = "<script>document.title='run'</script><img src=x onerror=alert(1)>"


def hostile(world: World) -> Sequence[str]:
    """A listing that attacks whoever looks at it."""
    broken = Image(world.blobs.put(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"), where="img.bad")
    listing = seen(
        666,
        50,
        title=f"{HOSTILE} \u202egnp.exe\u202c \x00 {'A' * 5000}",
        url="javascript:alert(document.cookie)",
        contents=(broken, Text(f"{HOSTILE}\n\u202eAquavalve\x00 {'long ' * 4000}", where=HOSTILE)),
        seller='"><svg onload=alert(1)>',
        country="<b>",
        currency="€€€",
        price=1e300,
        robots="<i>none</i>",
        meta_robots="nofollow",
    )
    evidence = (
        pictured("front.jpg", "img.bad", 0.6),
        Evidence(
            kind="names@1",
            part="names",
            where=HOSTILE,
            score=0.5,
            spans=((Span(0, 9), Span(0, 20)), (Span(0, 9), Span(10**9, 10**9 + 5))),
            details={"name": "Aquavalve", HOSTILE: HOSTILE},
        ),
    )
    match = Match(asset="aquavalve", verdict="part copy", score=0.6, evidence=evidence)
    return world.take(listing, match)


def listing_id() -> str:
    """The hit with the two pictures."""
    return hit_id("aquavalve", "harbour-deals.example/item/4471")


def name_read(digest: str) -> Match:
    """A name whose words were read in the picture with this SHA-256."""
    evidence = Evidence(
        kind="names@1",
        part="names",
        where="https://shop.example/front.jpg",
        score=1.0,
        unwrapped=(READ,),
        details={"name": "Aquavalve", "written": "Aquavalve", "change": "", "sha256": digest},
    )
    return Match(asset="aquavalve-name", verdict="name", score=1.0, evidence=(evidence,))
