"""One work for `works ASSET`: its numbers, and its fingerprints that flood or did."""

from dataclasses import asdict

from copywatch.cli.output import line, say, table
from copywatch.installation import Installation
from copywatch.telling import now
from fingerprints.errors import ConfigurationError
from fingerprints.works import Asset
from hits.flood import Flood, named

SHOWN = 8  # characters of an id


def show(installation: Installation, asset: Asset, *, as_json: bool) -> None:
    """The work as a line of JSON, or as tables."""
    register = installation.register
    facts = {
        "id": asset.id,
        "title": asset.shown,
        "right": asset.right,
        "parts": len(register.parts(asset.id)),
        "given_to": register.given_to(asset.id),
        "hits": installation.record.tally("asset").get(asset.id, 0),
    }
    known = installation.record.quarantine.known(asset.id)
    if as_json:
        line({**facts, "quarantine": [_json(flood, asset) for flood in known]})
        return
    table("", list(facts), [[str(value) for value in facts.values()]])
    rows = [
        [flood.id[:SHOWN], named(flood, asset), _state(flood), str(flood.silent)] for flood in known
    ]
    if rows:
        table("Quarantine", ["id", "fingerprint", "state", "hits nobody was told of"], rows)
        say(f"The hits: copywatch hits list --silent --asset {asset.id}")
    if any(flood.since for flood in known):
        say(f"Let one out: copywatch works {asset.id} --release ID")


def release(installation: Installation, asset: Asset, part: str, by: str) -> None:
    """Let out every kind of a part, or what the beginning of an id names."""
    quarantine = installation.record.quarantine
    inside = quarantine.inside(asset.id)
    begins = part if len(part) >= SHOWN else "no id"
    chosen = [one for one in inside if one.part == part or one.id.startswith(begins)]
    if not chosen:
        where = f"`copywatch works {asset.id}` shows what is"
        raise ConfigurationError(f"nothing named {part} is in quarantine: {where}")
    for flood in chosen:
        quarantine.release(flood.id, by, now().isoformat(timespec="seconds"))
        say(f"{named(flood, asset)} is out of quarantine; the count begins anew.")
        if flood.silent:
            say(f"  {flood.silent} open hits came meanwhile, and nobody was or will be told: "
                f"{installation.public_url}/?silent={flood.id}")  # fmt: skip


def _json(flood: Flood, asset: Asset) -> dict[str, object]:
    """A part of a secret work is named by its id only."""
    hidden = {"part": ""} if asset.secrecy == "secret" else {}
    return {**asdict(flood), **hidden}


def _state(flood: Flood) -> str:
    if flood.since:
        return f"in quarantine since {flood.since[:16]}, after {flood.hits} new hits"
    if flood.confirmed_at > flood.released_at:
        return f"a hit was confirmed {flood.confirmed_at[:16]}"
    return f"released {flood.released_at[:16]} by {flood.released_by}"
