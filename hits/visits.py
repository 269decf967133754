"""Visits as they lie in the record: packed, and sealed where the work is secret."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fingerprints.errors import ConfigurationError
from fingerprints.keys import Keys
from fingerprints.seal import seal, unseal
from hits.hit import Seen
from matcher.match import Evidence, Match, Reason, Span
from spiders.sighting import read_sighting

ABOUT = "visit:"
FLEETING = {"seen_at", "query"}  # differ between two visits to an unchanged page
FLEETING_CAPTURE = {"headers", "fetched_at"}


def visit_id(hit: str, sighting: Mapping[str, Any], match: Mapping[str, Any]) -> str:
    """The same for every visit that found the page unchanged."""
    lasting = {key: value for key, value in sighting.items() if key not in FLEETING}
    lasting["captures"] = [
        {key: value for key, value in capture.items() if key not in FLEETING_CAPTURE}
        for capture in sighting["captures"]
    ]
    text = json.dumps([hit, lasting, match], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def pack(seen: Mapping[str, Any], visit: str, keys: Keys | None, *, secret: bool) -> bytes:
    """The bytes to store; a secret work's visits are readable with the register key only."""
    plain = zlib.compress(json.dumps(seen).encode())
    return seal(_key(keys), plain, ABOUT + visit) if secret else plain


def unpack(data: bytes, visit: str, keys: Keys | None, *, sealed: bool) -> Seen:
    """What `pack` stored."""
    plain = unseal(_key(keys), data, ABOUT + visit) if sealed else data
    fields = json.loads(zlib.decompress(plain))
    return Seen(
        sighting=read_sighting(fields["sighting"]),
        match=match_from_json(fields["match"]),
        warc=fields["warc"],
    )


def match_to_json(match: Match) -> dict[str, Any]:
    """The match as plain JSON."""
    fields: dict[str, Any] = json.loads(json.dumps(asdict(match)))
    return fields


def match_from_json(fields: Mapping[str, Any]) -> Match:
    """Rebuild what `match_to_json` wrote."""
    return Match(
        asset=fields["asset"],
        verdict=fields["verdict"],
        score=fields["score"],
        evidence=tuple(_evidence(one) for one in fields["evidence"]),
        reasons=tuple(Reason(**reason) for reason in fields["reasons"]),
    )


def _evidence(fields: Mapping[str, Any]) -> Evidence:
    spans = tuple((Span(**ours), Span(**theirs)) for ours, theirs in fields["spans"])
    return Evidence(**{**fields, "spans": spans, "unwrapped": tuple(fields["unwrapped"])})


def _key(keys: Keys | None) -> Keys:
    if keys is None:
        message = (
            "This hit belongs to a secret work and is sealed: the register key is needed. "
            "Put register.key back in the home or set COPYWATCH_KEY."
        )
        raise ConfigurationError(message)
    return keys
