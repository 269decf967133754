"""What the register stores, and how assets and parties become rows and come back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fingerprints.keys import Keys
from fingerprints.kind import Value
from fingerprints.seal import seal, unseal
from fingerprints.works import Asset, Party, Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an asset as the register knows it."""

    asset: str
    name: str
    original: str  # path or URL of the file it came from
    sha256: str  # of that file
    size: int
    revision: int
    content: str  # text, code, table, image, name; empty where nothing could be read
    kinds: tuple[str, ...]
    protectable: float  # 0 to 1
    refused: str  # why it is not watched for; empty when it is
    recipe: str
    added_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPart:
    """One part that has just been read and fingerprinted."""

    name: str
    original: str = ""
    sha256: str = ""
    size: int = 0
    content: str = "text"
    protectable: float = 0.0
    refused: str = ""
    recipe: str = ""
    values: tuple[tuple[str, Value], ...] = field(default=(), compare=False)
    lines: int = 0


def asset_to_bytes(asset: Asset, keys: Keys) -> tuple[bytes, bool]:
    """The asset as JSON, sealed where it is secret."""
    data = json.dumps(asdict(asset), ensure_ascii=False, sort_keys=True).encode()
    if asset.secrecy == "secret":
        return seal(keys, data, f"asset:{asset.id}"), True
    return data, False


def asset_from_bytes(id_: str, data: bytes, sealed: int, keys: Keys) -> Asset:
    """The asset again."""
    fields = json.loads(unseal(keys, data, f"asset:{id_}") if sealed else data)
    fields["registrations"] = tuple(Registration(**entry) for entry in fields["registrations"])
    for name in ("search_words", "names", "slogans"):
        fields[name] = tuple(fields[name])
    return Asset(**fields)


def origin_to_bytes(asset: str, part: NewPart, keys: Keys) -> bytes:
    """Where the part came from, sealed: paths and plain hashes tell a thief too much."""
    origin = [part.original, part.sha256, part.size]
    return seal(keys, json.dumps(origin).encode(), f"origin:{asset}:{part.name}")


def part_from_row(row: Mapping[str, Any], keys: Keys) -> Part:
    """The part of one row of the table `parts`."""
    about = f"origin:{row['asset']}:{row['name']}"
    original, sha256, size = json.loads(unseal(keys, row["origin"], about))
    return Part(
        asset=row["asset"],
        name=row["name"],
        original=original,
        sha256=sha256,
        size=size,
        revision=row["revision"],
        content=row["content"],
        kinds=tuple(row["kinds"].split(",")) if row["kinds"] else (),
        protectable=row["protectable"],
        refused=row["refused"],
        recipe=row["recipe"],
        added_at=row["added_at"],
    )


def party_from_json(text: str) -> Party:
    """The party again."""
    fields = json.loads(text)
    fields["names"] = tuple(fields["names"])
    fields["domains"] = tuple(fields["domains"])
    return Party(**fields)
