"""Makes the 32 edits of every product, looks for each in the snapshot, and keeps what was seen.

Every product's rows lie in the cache as soon as they are made, so that a run goes on where it was
ended; `--fresh` begins anew.
"""

import io
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, field
from pathlib import Path
from random import Random

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from benchmarks.common import cache_root
from benchmarks.images.measure import KEYS, data, named, opened, products
from benchmarks.images.sellers import EDITS, edited
from fingerprints import image_points, snapshot
from fingerprints.image_open import Pixels, open_picture
from fingerprints.snapshot import Entry, Snapshot
from matcher import image_parts
from matcher.image_evidence import Aligned, aligned
from matcher.image_rivals import Rivalry, rivalry
from matcher.image_votes import candidates

UNTOLD = Rivalry(1e6, 0.0)
PEERS = ("phash 64", "phash 256", "dhash 64", "dhash 256", "whash 64", "pdqhash")


@dataclass(frozen=True, slots=True)
class Row:
    """One protected picture laid over one query; mirrored or not, before any choice."""

    protected: str
    mirrored: bool
    numbers: tuple[float, ...]
    visible: float
    agreeing: float
    colour: float
    there: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One picture that was asked; `edit` is empty for strangers and for protected ones as is."""

    source: str
    edit: str
    rows: tuple[Row, ...]
    peers: dict[str, bytes]
    rivals: dict[tuple[str, str], Rivalry] = field(default_factory=dict)

    def between(self, one: str, other: str) -> Rivalry:
        """What tells two protected pictures apart; nothing where they were not compared."""
        if (one, other) in self.rivals:
            return self.rivals[one, other]
        told = self.rivals.get((other, one), UNTOLD)
        return Rivalry(told.differ, -told.lead)


def pool() -> tuple[Path, ...]:
    """Backgrounds and neighbours: every other grocery photo, never asked and never protected."""
    return tuple(sorted((data() / "distractors" / "grocery").iterdir())[::2])


def strangers() -> list[Path]:
    """Pictures that hold nothing protected: the other grocery photos."""
    return sorted((data() / "distractors" / "grocery").iterdir())[1::2]


def protected() -> list[Path]:
    """Product photos and the clothing photos."""
    return [*products(), *sorted((data() / "distractors" / "clothing").iterdir())]


def folder() -> Path:
    """Where a run keeps what it made."""
    return cache_root() / "images"


def run(*, fresh: bool, processes: int = 2) -> None:
    """Everything that is not in the cache yet."""
    if fresh:
        shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True, exist_ok=True)
    todo = [path for path in [*protected(), *strangers()] if not _kept(path).exists()]
    Random(5).shuffle(todo)  # noqa: S311 - so that a part of a run is a fair sample
    with ProcessPoolExecutor(processes) as workers:
        if snapshot.newest(folder() / "snapshots") is None:
            made = workers.map(_describe, protected(), chunksize=16)
            snapshot.write(folder() / "snapshots", made, KEYS)
        for n, _ in enumerate(workers.map(_ask_all, todo)):
            if n % 50 == 0:
                print(f"{n} of {len(todo)} pictures", flush=True)


def read() -> Iterator[Query]:
    """All that was kept."""
    for path in sorted(folder().glob("*.pickle")):
        yield from pickle.loads(path.read_bytes())  # noqa: S301 - our own file


def _kept(path: Path) -> Path:
    return folder() / f"{path.parent.name}-{path.name}.pickle"


def _describe(path: Path) -> Entry:
    pixels = open_picture(str(path)).frames[0]
    return Entry(
        named(path), named(path), image_points.NAME, image_points.describe(pixels, KEYS), 0
    )


_OPENED: dict[int, Snapshot] = {}


def _table() -> Snapshot:
    if 0 not in _OPENED:
        cv2.setNumThreads(1)
        newest = snapshot.newest(folder() / "snapshots")
        assert newest is not None
        _OPENED[0] = Snapshot.open(newest, KEYS)
    return _OPENED[0]


def _ask_all(path: Path) -> None:
    """Products with all their edits; others as they are, clothing for the peers only."""
    queries = []
    if path.parent.name != "clothing":
        queries.append(_ask(path, "", path.read_bytes()))
    else:
        queries.append(
            Query(named(path), "protected", (), peers(open_picture(str(path)).frames[0]))
        )
    if path in set(products()):
        queries += [_ask(path, edit, body) for edit, body in made(path)]
    draft = _kept(path).with_suffix(".making")
    draft.write_bytes(pickle.dumps(queries))
    draft.rename(_kept(path))


def made(path: Path) -> Iterator[tuple[str, bytes]]:
    """The edits of one product that can be made of it, as files."""
    for edit in EDITS:
        body = edited(path, edit, pool())
        if body is not None:
            yield edit, body


def _ask(path: Path, edit: str, body: bytes) -> Query:
    pixels = opened(body).frames[0]
    rows, rivals = _rows(pixels)
    return Query(named(path), edit, rows, peers(pixels), rivals)


def _rows(pixels: Pixels) -> tuple[tuple[Row, ...], dict[tuple[str, str], Rivalry]]:
    table = _table().points
    found = image_parts.described(pixels)
    if len(found) < image_parts.LEAST:
        return (), {}
    chosen, sides = candidates(found, pixels.shape[1], table)
    made = [
        one
        for candidate in chosen
        if (
            one := aligned(
                pixels, sides[candidate.mirrored], table.entry(candidate.entry), candidate
            )
        )
    ]
    return tuple(map(_row, made)), _rivals(pixels, made)


def _row(one: Aligned) -> Row:
    there = tuple((float(x), float(y)) for x, y in one.there)
    return Row(
        one.own.part, one.mirrored, astuple(one.numbers), one.visible, one.agreeing, one.colour,
        there,
    )  # fmt: skip


def _rivals(pixels: Pixels, made: list[Aligned]) -> dict[tuple[str, str], Rivalry]:
    """Of pictures that claim one place: asked of the matcher, so that both mean the same pairs."""
    best = {one.own.part: one for one in sorted(made, key=lambda one: one.score)}
    found: dict[tuple[str, str], Rivalry] = {}

    def compare(one: Aligned, other: Aligned) -> Rivalry:
        found[one.own.part, other.own.part] = told = rivalry(pixels, one, other)
        return told

    image_parts.ranked(list(best.values()), compare)
    return found


def peers(pixels: Pixels) -> dict[str, bytes]:
    """Hashes of the peers of one picture (height, width, 3), as packed bits."""
    image = Pillow.fromarray(pixels)
    made = {
        "phash 64": imagehash.phash(image).hash,
        "phash 256": imagehash.phash(image, 16).hash,
        "dhash 64": imagehash.dhash(image).hash,
        "dhash 256": imagehash.dhash(image, 16).hash,
        "whash 64": imagehash.whash(image).hash,
    }
    packed = {name: np.packbits(bits).tobytes() for name, bits in made.items()}
    return packed | {"pdqhash": _pdq(pixels)}


def _pdq(pixels: Pixels) -> bytes:
    try:
        import pdqhash  # noqa: PLC0415 - a peer that is not in our locks
    except ImportError:
        return b""
    bits: NDArray[np.uint8] = pdqhash.compute(pixels)[0]
    return np.packbits(bits.astype(bool)).tobytes()


def shown(source: str, edit: str) -> Pillow.Image:
    """One query again, for a contact sheet."""
    path = next(p for p in [*protected(), *strangers()] if named(p) == source)
    body = edited(path, edit, pool()) if edit in EDITS else path.read_bytes()
    assert body is not None
    return Pillow.open(io.BytesIO(body)).convert("RGB")
