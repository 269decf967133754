"""Asks the matcher for logos in photos that show one, and in photos that show none; keeps all."""

import pickle
import shutil
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2

from benchmarks.common import cache_root
from benchmarks.images.logos_made import AREAS, Made, drawings, made, photo, photos
from benchmarks.images.measure import KEYS
from fingerprints import image_logo, snapshot
from fingerprints.arrays import F64
from fingerprints.image_mark import apart
from fingerprints.image_open import Pixels, open_picture
from fingerprints.kind import Points
from fingerprints.snapshot import Entry, Snapshot
from matcher import logos
from matcher.logos import Shown

EVERY = {0.05: 1, 0.10: 4, 0.20: 4}  # of the logos by area


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One photo that was asked; without a logo its `logo` is empty."""

    photo: str
    logo: str = ""
    area: float = 0.0
    patched: bool = False
    contrast: float = 0.0
    corners: F64 | None = None
    found: tuple[tuple[str, Shown], ...] = ()  # all that was looked at closely
    seconds: float = 0.0  # of the processor

    @property
    def first(self) -> bool:
        """Whether it belongs to the half on which limits are chosen."""
        return half(self.logo or self.photo)


def half(name: str) -> bool:
    """True for the half on which limits are chosen."""
    return zlib.crc32(name.encode()) % 2 == 0


def folder() -> Path:
    """Where a run keeps what it made."""
    return cache_root() / "logos"


def run(*, fresh: bool) -> None:
    """Everything that is not in the cache yet, drawn by chance: a part is a fair sample."""
    if fresh:
        shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    opened = register()
    todo = [one for one in tasks() if not _kept(*one).exists()]
    for n, (path, area) in enumerate(todo):
        _kept(path, area).write_bytes(pickle.dumps(_ask(path, area, opened)))
        if n % 100 == 0:
            print(f"{n} of {len(todo)} pictures", flush=True)


def read() -> list[Asked]:
    """All that was kept."""
    kept = [path for one in tasks() if (path := _kept(*one)).exists()]
    return [pickle.loads(path.read_bytes()) for path in kept]  # noqa: S301 - our own files


def tasks() -> list[tuple[Path, float]]:
    """Photos with a logo and its share of the area, 0 for those without, in any order."""
    marks = [(p, a) for a in AREAS for p in drawings()[:: EVERY[a]]]
    tasks = [*marks, *((path, 0.0) for path in photos())]
    Random(3).shuffle(tasks)  # noqa: S311 - an order, no secret
    return tasks


def _kept(path: Path, area: float) -> Path:
    return folder() / f"{path.parent.name}-{path.stem}-{area}.pickle"


def entries() -> Iterator[Entry]:
    """Every logo as `protect` takes it; `why_refused` tells which it would not keep."""
    for path in drawings():
        white, black = (open_picture(str(path), ground=g).frames[0] for g in ("white", "black"))
        drawn = apart(white, black)
        if drawn is not None:
            value = image_logo.describe(drawn, KEYS)
            yield Entry(path.stem, path.name, image_logo.NAME, value, 0)


def register() -> Snapshot:
    """Of all logos that are not refused."""
    path = snapshot.newest(folder() / "snapshots")
    if path is None:
        kept = [
            one
            for one in entries()
            if isinstance(one.value, Points) and not image_logo.why_refused(one.value)
        ]
        path = snapshot.write(folder() / "snapshots", kept, KEYS)
    return Snapshot.open(path, KEYS)


def _ask(path: Path, area: float, opened: Snapshot) -> Asked:
    one: Made | None = made(path, area) if area else None
    pixels: Pixels = one.pixels if one else photo(path)
    begun = time.process_time()
    seen = logos.compared(pixels, opened.logos)
    seconds = time.process_time() - begun
    found = tuple((opened.entry(each.entry).asset, each) for each in seen)
    if one is None:
        return Asked(f"{path.parent.name}/{path.stem}", found=found, seconds=seconds)
    return Asked(one.photo, one.logo, area, one.patched, one.contrast, one.corners, found, seconds)
