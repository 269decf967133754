"""Fingerprints that flood, in words: on the health page, at their work, and as a mark on hits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.responses import Response

from console import errors, words
from console.services import Check
from console.visit import Visit
from fingerprints.works import Asset
from hits.flood import Flood, named
from hits.record import Record

LISTED = 3  # named in one sentence
WHAT = "Its hits are kept and marked, and nobody is told of what rests on it alone."


@dataclass(frozen=True, slots=True)
class Line:
    """A fingerprint as the page of its work lists it."""

    flood: Flood
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a hit, and the sentence that explains it."""

    words: str
    why: str


def check(record: Record, assets: Iterable[Asset]) -> Check:
    """What doctor and the health page say."""
    inside = record.quarantine.inside()
    if not inside:
        return Check(name="Quarantine", state="good", words="no fingerprint floods")
    works = {asset.id: asset for asset in assets}
    told = [f"{_work(one, works)}: {_named(one, works)}" for one in inside[:LISTED]]
    more = f" and {len(inside) - LISTED} more" if len(inside) > LISTED else ""
    silent = words.count(sum(one.silent for one in inside), "open hit")
    floods = "floods" if len(inside) == 1 else "flood"
    said = (
        f"{'; '.join(told)}{more} {floods}. Nobody was told of {silent}. See the page of the work "
        f"or `copywatch works {inside[0].asset}`; confirming a hit or a release ends it"
    )
    return Check(name="Quarantine", state="warn", words=said)


def lines(visit: Visit, asset: Asset) -> list[Line]:
    """Those of a work in quarantine, and those that left hits behind of which nobody was told."""
    known = visit.services.record.quarantine.known(asset.id)
    return [Line(flood, _named(flood, {asset.id: asset})) for flood in known]


def marks(visit: Visit, ids: Sequence[str]) -> Mapping[str, Mark]:
    """Marks by hit."""
    found = visit.services.record.quarantine.marks(ids)
    if not found:
        return {}
    with visit.services.register() as register:
        works = {asset.id: asset for asset in register.assets()}
    return {
        key: _mark(_named(mark.flood, works), now=bool(mark.flood.since), silent=mark.silent)
        for key, mark in found.items()
    }


def _mark(name: str, *, now: bool, silent: bool) -> Mark:
    told = "Nobody was told of this hit." if silent else "This hit was told before."
    if now:
        return Mark(f"in quarantine: {name} floods", f"{told} {WHAT}")
    return Mark(f"nobody was told: {name} flooded", f"{told} It came while that was in quarantine.")


def name_of(visit: Visit, flood: str) -> str:
    """What a filter for the silent hits of a fingerprint is called."""
    with visit.services.register() as register:
        works = {asset.id: asset for asset in register.assets()}
    known = visit.services.record.quarantine.known()
    return next((_named(one, works) for one in known if one.id == flood), "a fingerprint")


def release(visit: Visit) -> Response:
    """Let a fingerprint out; its work's page says how many hits nobody was told of."""
    record, key = visit.services.record, visit.part("flood")
    found = next((one for one in record.quarantine.inside() if one.id == key), None)
    if found is None or not record.quarantine.release(key, visit.user, visit.now.isoformat()):
        raise errors.not_here("This quarantine")
    return visit.go(f"/works/{quote(found.asset)}?{urlencode({'released': key})}#quarantine")


def _named(flood: Flood, works: Mapping[str, Asset]) -> str:
    return named(flood, works.get(flood.asset), words.kind)


def _work(flood: Flood, works: Mapping[str, Asset]) -> str:
    asset = works.get(flood.asset)
    return asset.shown if asset else flood.asset
