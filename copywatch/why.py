"""Why a page is or is not a hit, from what was remembered of it."""

from dataclasses import asdict, dataclass
from typing import Any

from copywatch.installation import Installation
from copywatch.opinion import Opinion, opinions
from copywatch.plain import clean
from fingerprints.errors import ConfigurationError
from hits.hit import Hit
from hits.looked import compared_words
from hits.seen import SeenPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The answer for one page; `page` is None where it was never seen."""

    url: str
    page: SeenPage | None
    hits: tuple[Hit, ...]
    names: dict[str, str]  # shown names of works, by id
    asset: str = ""
    opinions: tuple[Opinion, ...] = ()  # on the code of hits whose original can be read

    @property
    def seen(self) -> bool:
        """Whether any crawl or saved scan has dealt with the page."""
        return self.page is not None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, samples left out."""
        page = asdict(self.page) if self.page else None
        if page:
            page.pop("sample")
        return {
            "url": self.url,
            "page": page,
            "hits": [asdict(hit) for hit in self.hits],
            "resemblance": [opinion.to_json() for opinion in self.opinions],
        }

    def words(self) -> str:
        """The answer for a person."""
        if self.page is None:
            return (
                f"{self.url} was never seen. Watch it (`copywatch watch {self.url}`), or bring it: "
                f"`copywatch scan FILE --url {self.url} --save`."
            )
        return "\n".join(clean(text) for text in (*self._page(self.page), *self._hits(self.page)))

    def _page(self, page: SeenPage) -> list[str]:
        said = [f"{page.url}: seen {page.seen_at}, {page.state}"]
        said += [f"Why: {page.why}"] if page.why else []
        said += [f"robots.txt: {page.robots}"] if page.robots else []
        said.append(f"Compared: {compared_words(page.compared)}")
        said += [f"Not readable: {text}" for text in page.unreadable]
        return said

    def _hits(self, page: SeenPage) -> list[str]:
        said = [
            f"Hit: {self.name(hit.asset)}, {hit.verdict}, score {hit.score:.2f}: {hit.sentence} "
            f"(status {hit.status})"
            for hit in self.hits
        ]
        said += [
            f"An opinion on {self.name(o.asset)}, {o.part}: {o.resembles.words()}"
            for o in self.opinions
        ]
        hit_assets = {hit.asset for hit in self.hits}
        public = dict(page.public)
        said += [
            f"Alike, but no hit: {self.name(asset)}, {verdict}, "
            + (f"it {public[asset]}" if asset in public else f"score {score:.2f}")
            for asset, verdict, score in page.matches
            if asset not in hit_assets and self.asset in {"", asset}
        ]
        near = [miss for miss in page.near if self.asset in {"", miss.asset}]
        said += [
            f"Nearest miss: {self.name(m.asset)}{', ' if m.part else ''}{m.part} ({m.kind}): "
            f"{m.score:.2f}, a hit from {m.threshold:.2f} on"
            for m in near
        ]
        shared = [c for c in page.candidates if self.asset in {"", c[0]}]
        if not shared and not self.hits:
            said.append("It shares no fingerprint with any protected work.")
        return said

    def name(self, asset: str) -> str:
        """What a work may be called."""
        return self.names.get(asset, asset)


def explain(installation: Installation, url: str, asset: str = "") -> Why:
    """Everything remembered of a page; a work that is not protected is a slip."""
    if asset and installation.register.asset(asset) is None:
        raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
    page = installation.record.pages.page(url)
    hits = installation.record.hits_of(place=page.place) if page and page.place else []
    mine = tuple(hit for hit in hits if asset in {"", hit.asset})
    return Why(
        url=url,
        page=page,
        hits=mine,
        names={a.id: a.shown for a in installation.register.assets()},
        asset=asset,
        opinions=opinions(installation, mine),
    )
