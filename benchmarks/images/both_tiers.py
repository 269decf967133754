"""All pictures that `benchmarks.images.parts` protects, with outlines and features, made once."""

import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.images import measure, parts_run
from fingerprints import image_hash, image_points, snapshot
from fingerprints.image_open import open_picture
from fingerprints.snapshot import Entry, Snapshot


def folder() -> Path:
    """Where the snapshot lies, and what is asked of it."""
    return parts_run.folder() / "both"


def opened() -> Snapshot:
    """The snapshot; made where there is none."""
    path = snapshot.newest(folder() / "snapshots")
    if path is None:
        with ProcessPoolExecutor(2) as workers:
            some = workers.map(_described, parts_run.protected(), chunksize=8)
            entries = (entry for pair in some for entry in pair)
            path = snapshot.write(folder() / "snapshots", entries, measure.KEYS)
    return Snapshot.open(path, measure.KEYS)


def _described(path: Path) -> list[Entry]:
    picture = open_picture(str(path))
    name, keys = measure.named(path), measure.KEYS
    bits = image_hash.describe(picture, zlib.crc32(name.encode()).to_bytes(16, "big"), keys)
    points = image_points.describe(picture.frames[0], keys)
    return [
        Entry(name, name, image_hash.NAME, bits, 0),
        Entry(name, name, image_points.NAME, points, 0),
    ]
