"""The part of the background that is pictures: stock photos, templates, what is not ours.

They stand in the snapshot beside those of works, with an asset "background:ORIGIN", so that they
claim places like any other and no work is found where one of them fits better.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fingerprints import image_hash, image_points, stored
from fingerprints.content import Image
from fingerprints.entry import Entry
from fingerprints.errors import Unreadable
from fingerprints.keys import Keys
from fingerprints.kind import Context, Value
from fingerprints.seal import seal, unseal
from fingerprints.snapshot_segment import mark

PREFIX = "background:"
SMALLEST = 200  # pixels on either side: smaller ones are icons, which no crawl fetches
Pictures = Mapping[str, Sequence[tuple[str, Value]]]  # by name: kinds with their values


def origin_of(asset: str) -> str:
    """The origin of a public picture; empty for a work."""
    return asset.removeprefix(PREFIX) if asset.startswith(PREFIX) else ""


def describe(image: Image, context: Context) -> list[tuple[str, Value]]:
    """The fingerprints of one picture; Unreadable in words where it has none."""
    picture = image_hash.opened(image, context)
    if min(picture.width, picture.height) < SMALLEST:
        raise Unreadable(f"a picture below {SMALLEST} pixels on a side is an icon")
    bits = image_hash.describe(picture, bytes.fromhex(image.sha256), context.keys)
    if why := image_hash.why_refused(bits):
        raise Unreadable(why)
    points = image_points.describe(picture.frames[0], context.keys)
    some: list[tuple[str, Value]] = [(image_hash.NAME, bits)]
    return [*some, (image_points.NAME, points)] if len(points.words) else some


@dataclass(frozen=True, slots=True, eq=False)
class PublicPictures:
    """The public pictures in one register's database; whoever calls holds the transaction."""

    database: sqlite3.Connection
    keys: Keys

    def save(self, origin: str, pictures: Pictures) -> None:
        """Store the pictures of an origin that has none."""
        rows = []
        for part, values in pictures.items():
            for kind, value in values:
                public, places = stored.value_to_bytes(value)
                sealed = seal(self.keys, places, _about(origin, part, kind))
                rows.append((origin, part, kind, public, sealed))
        query = "INSERT INTO background_pictures VALUES (?, ?, ?, ?, ?)"
        self.database.executemany(query, rows)

    def marks(self, origin: str) -> list[int]:
        """What the snapshot knows the pictures of an origin by."""
        query = "SELECT DISTINCT part FROM background_pictures WHERE origin = ?"
        parts = self.database.execute(query, (origin,)).fetchall()
        return [mark(self.keys, PREFIX + origin, row["part"]) for row in parts]

    def entries(self, origin: str) -> Iterator[Entry]:
        """The fingerprints of an origin."""
        query = "SELECT * FROM background_pictures WHERE origin = ? ORDER BY part, kind"
        for row in self.database.execute(query, (origin,)):
            part, kind = row["part"], row["kind"]
            places = unseal(self.keys, row["places"], _about(origin, part, kind))
            value = stored.value_from_bytes(row["value"], places)
            yield Entry(PREFIX + origin, part, kind, value, 0)


def _about(origin: str, part: str, kind: str) -> str:
    return f"places:{PREFIX}{origin}:{part}:{kind}"
