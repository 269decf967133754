"""Protects the product photos, looks at every edited copy and every stranger, and counts."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image as Pillow

from benchmarks.images.edits import edited
from fingerprints import bounded, image_hash, snapshot
from fingerprints.bits_table import BitsTable
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.errors import Unreadable
from fingerprints.image_open import Picture, open_picture
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Context
from fingerprints.snapshot import Entry, Snapshot
from matcher import image_outlines
from matcher.image_verdict import SMALL, Comparison
from matcher.match import Verdict

SETS = ("spree", "saleor", "solidus", "oscar")
STRANGERS = ("clothing", "grocery")
KEYS = Keys(bytes(range(32)))


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one picture about one protected picture."""

    protected: str
    verdict: str  # after all candidates were ranked
    alone: str  # if this had been the only protected picture
    distance: int
    light: float
    colour: float
    small: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture that was looked at."""

    source: str
    edit: str  # empty: the picture as it is
    told: tuple[Told, ...]
    problem: str
    rivals: dict[str, bytes]  # imagehash's own hashes


@dataclass(frozen=True, slots=True)
class Shelf:
    """The protected side, as a snapshot has it."""

    bits: BitsTable


def data() -> Path:
    """The folder of pictures."""
    return Path(os.environ.get("COPYWATCH_BENCH_DATA", "../shared/data")) / "images"


def products() -> list[Path]:
    """The protected pictures."""
    return [path for name in SETS for path in sorted((data() / "products" / name).iterdir())]


def opened(body: bytes) -> Picture:
    """A file as the matcher opens it."""
    with tempfile.NamedTemporaryFile(suffix=".image") as file:
        file.write(body)
        file.flush()
        return open_picture(file.name)


def strangers() -> list[Path]:
    """Pictures that have nothing to do with them."""
    return [
        path for name in STRANGERS for path in sorted((data() / "distractors" / name).iterdir())
    ]


def named(path: Path) -> str:
    """How results call a picture."""
    return f"{path.parent.name}/{path.name}"


def protect(folder: Path) -> None:
    """Fingerprint all products into a table below `folder`."""
    with ProcessPoolExecutor(2) as pool:
        made = pool.map(_fingerprint, products(), [folder] * len(products()), chunksize=8)
        rows = list(zip(map(named, products()), made, strict=True))
    entries = [Entry(name, name, image_hash.NAME, bits, 0) for name, bits in rows]
    snapshot.write(folder / "snapshots", entries, KEYS)


def _fingerprint(path: Path, folder: Path) -> Bits:
    context = Context(KEYS, Blobs(folder / "blobs"))
    return image_hash.look(Image(context.blobs.put(path.read_bytes())), context)


def look_at_all(folder: Path) -> Iterator[list[Looked]]:
    """Every edit of every product, every product and every stranger as it is."""
    paths = [*products(), *strangers()]
    with ProcessPoolExecutor(2) as pool:
        yield from pool.map(_look_at, paths, [folder] * len(paths), chunksize=8)


def _look_at(path: Path, folder: Path) -> list[Looked]:
    newest = snapshot.newest(folder / "snapshots")
    assert newest is not None
    shelf = Shelf(Snapshot.open(newest, KEYS).bits)
    versions = [("", path.read_bytes())]
    if path.parent.name in SETS:
        versions += edited(path)
    return [_look(named(path), edit, body, shelf) for edit, body in versions]


def _look(source: str, edit: str, body: bytes, shelf: Shelf) -> Looked:
    with tempfile.TemporaryDirectory() as folder:
        context = Context(KEYS, Blobs(Path(folder)))
        image = Image(context.blobs.put(body), where=source)
        try:
            bits = image_hash.look(image, context, mirrored=True)
        except Unreadable as problem:
            return Looked(source, edit, (), str(problem), {})
        if refused := image_hash.why_refused(bits):
            return Looked(source, edit, (), refused, {})
        picture: Picture = bounded.call(open_picture, str(context.blobs.path(image.sha256)))
    found, _ = image_outlines.judge(bits, source, shelf, context)
    near = shelf.bits.near(bits.rows, image_outlines.NEAR_BITS)
    ranked = {asset: verdict for asset, verdict, _ in found}
    told = tuple(
        _told(one, ranked) for one in image_outlines.comparisons(bits, near, shelf.bits, context)
    )
    return Looked(source, edit, told, "", _rivals(picture))


def _told(one: Comparison, ranked: dict[str, Verdict]) -> Told:
    return Told(
        one.entry.asset,
        ranked.get(one.entry.asset, ""),
        one.verdict or "",
        one.distance,
        round(one.light, 1),
        round(one.colour or 0.0, 1),
        small=min(one.page.longest, one.protected.longest) < SMALL,
    )


def _rivals(picture: Picture) -> dict[str, bytes]:
    image = Pillow.fromarray(picture.frames[0])
    return {
        "imagehash.phash, 64 bits": np.packbits(imagehash.phash(image).hash).tobytes(),
        "imagehash.phash, 256 bits": np.packbits(imagehash.phash(image, 16).hash).tobytes(),
        "imagehash.dhash, 64 bits": np.packbits(imagehash.dhash(image).hash).tobytes(),
        "imagehash.dhash, 256 bits": np.packbits(imagehash.dhash(image, 16).hash).tobytes(),
    }
