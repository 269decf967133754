"""The join: what the matcher found in a sighting becomes hits, alerts and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from copywatch.config import Owner
from copywatch.owner import authorised
from fingerprints.blobs import Blobs
from fingerprints.parties import party_of
from fingerprints.works import Asset, Party
from hits.captures import Captures, bodies
from hits.looked import Looked
from hits.outbox import Announce
from hits.record import Record
from hits.risk import Facts
from hits.seen import PageState, SeenPage
from matcher.match import HITS, PUBLIC, Examined, Match, NearMiss
from matcher.sentence import stands_in
from spiders.sighting import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one page added to its run: counts, and the hits it touched."""

    looked: Looked
    hits: tuple[str, ...] = ()
    new: tuple[str, ...] = ()  # of these, seen for the first time
    returned: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON for the run's own file."""
        return {"looked": self.looked.to_json(), "hits": self.hits, "gone": self.gone}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Takes sightings into the record; any thread may use it, one at a time."""

    record: Record
    captures: Captures
    blobs: Blobs
    assets: Mapping[str, Asset]
    parties: tuple[Party, ...]
    owner: Owner
    announce: Announce
    run: str = ""
    watch: str = ""

    def take(self, sighting: Sighting, examined: Examined) -> Judged:
        """Record the page and its hits in one transaction, and let go of what became no hit."""
        examined = replace(examined, near=tuple(map(self.unnamed, examined.near)))
        matches = [match for match in examined.matches if match.asset in self.assets]
        hits = [match for match in matches if match.verdict in HITS]
        taken = self.record.take(
            sighting,
            matches,
            self.facts(sighting, {match.asset for match in matches}),
            self.announce,
            self.run,
            watch=self.watch,
            page=self.seen(sighting, examined),
            warc=self.keep(sighting, hits) if hits else {},
        )
        self.let_go(sighting)
        looked = Looked().add(sighting.place, examined)
        return Judged(looked=looked, hits=taken.hits, new=taken.new, returned=taken.returned)

    def unnamed(self, miss: NearMiss) -> NearMiss:
        """A near miss without the name of a secret work's file."""
        asset = self.assets.get(miss.asset)
        return replace(miss, part="") if asset and asset.secrecy == "secret" else miss

    def facts(self, sighting: Sighting, assets: Iterable[str]) -> dict[str, Facts]:
        """What is known beside the page, for each matched work."""
        rule = authorised(self.owner, sighting)
        host = urlsplit(sighting.url).hostname or ""
        confirmed, cleared = self.record.history(sighting.seller, sighting.seller_id, sighting.site)
        return {
            id_: Facts(
                asset=self.assets[id_],
                authorised_by=rule,
                party=party_of(self.parties, sighting.seller, host),
                confirmed_before=confirmed,
                cleared_before=cleared,
            )
            for id_ in assets
        }

    def seen(self, sighting: Sighting, examined: Examined) -> SeenPage:
        """The page as `why` and look-back will want it."""
        hit = any(match.verdict in HITS for match in examined.matches)
        return SeenPage(
            url=sighting.url,
            place=sighting.place,
            channel=sighting.channel,
            site=sighting.site,
            title=sighting.title,
            state="matched" if hit else "clean",
            robots=sighting.robots,
            seen_at=sighting.seen_at,
            run=self.run,
            compared=examined.compared,
            near=examined.near,
            unreadable=examined.unreadable,
            candidates=examined.candidates,
            matches=tuple((m.asset, m.verdict, m.score) for m in examined.matches),
            public=tuple(
                (m.asset, stands_in(m.evidence[0]))
                for m in examined.matches
                if m.verdict == PUBLIC and m.evidence
            ),
            sample=examined.sample,
            piece=self.piece(sighting),
        )

    def piece(self, sighting: Sighting) -> str:
        """A repository comes in batches of files at one address; each has a sample of its own."""
        several = sighting.channel == "code" and sighting.contents
        return sighting.contents[0].where[:500] if several else ""

    def keep(self, sighting: Sighting, hits: list[Match]) -> Mapping[str, Any]:
        """The page and its pictures as WARC records; sealed where a secret work was hit."""
        secret = any(self.assets[match.asset].secrecy == "secret" for match in hits)
        return self.captures.keep(sighting, self.blobs, secret=secret)

    def let_go(self, sighting: Sighting) -> None:
        """Drop fresh bodies; what became a hit lies in its WARC record."""
        for name in bodies(sighting):
            self.blobs.drop(name)

    def unseen(self, item: Mapping[str, Any], at: str) -> Judged:
        """A page that gave no sighting: remembered with its reason; a gone place is a fact."""
        state: PageState = item["state"]
        known = self.record.pages.page(item["url"])
        page = SeenPage(
            url=item["url"],
            place=item.get("place") or (known.place if known else ""),
            state=state,
            why=item["why"],
            robots=item.get("robots", ""),
            seen_at=at,
            run=self.run,
        )
        self.record.pages.put(page)
        if state == "gone":
            whole = self.record.gone(page.url.partition("://")[2].rstrip("/"), at)
            part = self.record.gone(page.place, at, page.url) if page.place else []
            return Judged(looked=Looked(pages=1), gone=(*whole, *part))
        what = "failed" if state == "failed" else "refused"
        return Judged(looked=Looked().count(what, item["why"]))
