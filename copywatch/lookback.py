"""Matches a work with the samples kept of every page ever seen."""

from copywatch.installation import Installation
from fingerprints.errors import ConfigurationError
from fingerprints.kind import Bits, Tokens
from hits.seen import Past

LEAST = 3  # shared hashes of a sampled stream before a page is worth a second look


def look_back(installation: Installation, asset: str) -> list[Past]:
    """Pages of the past that share fingerprints with the work, the strongest first."""
    if installation.register.asset(asset) is None:
        raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
    found: dict[tuple[str, str], Past] = {}
    for entry in installation.register.entries():
        if entry.asset != asset:
            continue
        for past in _past(installation, entry.kind, entry.value):
            key = (past.url, past.kind)
            if key not in found or past.shared > found[key].shared:
                found[key] = past
    return sorted(found.values(), key=lambda past: (-past.shared, past.url))


def _past(installation: Installation, kind: str, value: object) -> list[Past]:
    pages = installation.record.pages
    if isinstance(value, Tokens):
        return pages.lookback(kind, value.hashes, least=LEAST)
    if isinstance(value, Bits):
        return pages.lookback(kind, value.rows)
    return []
