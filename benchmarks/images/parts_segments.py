"""imagehash's crop_resistant_hash on a sample of the same queries: it costs 200 times phash.

Two pictures are as far apart as their nearest two segments (Steinebach, Liu and Yannikos 2014
count segments that are near; on our pictures the nearest pair finds more than that count).
"""

import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image as Pillow

from benchmarks.images.measure import named, opened, products
from benchmarks.images.parts_counted import PROTECTED, Both, both, told
from benchmarks.images.parts_run import folder, made, protected, strangers
from benchmarks.images.parts_score import Pair, alike
from benchmarks.images.sellers import EDITS
from fingerprints.arrays import I64, U8

SHARE = 10  # of so many pictures one is asked
FAR = 26  # of 64 bits, from which a pair cannot matter


def sampled(path: Path) -> bool:
    """Whether a picture is asked, with all its edits."""
    return zlib.crc32(named(path).encode()) % SHARE == 0


def run(processes: int = 2) -> None:
    """Everything that is not in the cache yet."""
    (folder() / "segments").mkdir(parents=True, exist_ok=True)
    asked = [(path, True) for path in [*products(), *strangers()] if sampled(path)]
    todo = [(path, False) for path in protected()] + asked
    with ProcessPoolExecutor(processes) as workers:
        for n, _ in enumerate(workers.map(_keep, *zip(*todo, strict=True))):
            if n % 100 == 0:
                print(f"{n} of {len(todo)} pictures in segments", flush=True)


def _kept(path: Path, edit: str) -> Path:
    return folder() / "segments" / f"{zlib.crc32(f'{named(path)} {edit}'.encode()):08x}.npy"


def _keep(path: Path, asked: bool) -> None:  # noqa: FBT001 - one of two columns of a map
    bodies = [("", path.read_bytes())]
    if asked and path in set(products()):
        bodies += made(path)
    for edit, body in bodies:
        if not _kept(path, edit).exists():
            image = Pillow.fromarray(opened(body).frames[0])
            hashes = imagehash.crop_resistant_hash(image).segment_hashes
            np.save(_kept(path, edit), np.array([np.packbits(one.hash) for one in hashes]))


def counted(pairs: Sequence[Pair]) -> tuple[Both, Both, int, int]:
    """Its curves and ours on the sample, how many copies were asked, and wrong pairs possible."""
    shelf = [(named(path), np.load(_kept(path, ""))) for path in protected()]
    stored: U8 = np.concatenate([rows for _, rows in shelf])
    first = np.cumsum([0, *(len(rows) for _, rows in shelf[:-1])])
    names = [name for name, _ in shelf]
    rows: list[tuple[float, bool, str]] = []
    asked = edits = 0
    for source, edit, own in _queries():
        asked, edits = asked + 1, edits + bool(edit)
        for at, bits in enumerate(apart(stored, first, own)):
            mine = names[at] == source
            if bits <= FAR and (edit or not mine):
                rows.append((-bits, mine, "" if mine else alike(source, names[at])))
    possible = asked * PROTECTED - sum(1 for source, _, _ in _queries() if source in names)
    of = {named(path) for path in [*products(), *strangers()] if sampled(path)}
    ours = [(p.score, p.right, p.alike) for p in told(pairs) if p.source in of]
    return both(rows, edits, possible), both(ours, edits, possible), edits, possible


def apart(stored: U8, first: I64, own: U8) -> list[int]:
    """Bits between a picture's segments (k, 8) and the nearest of each protected picture's.

    `stored` (n, 8) holds these one after another, `first` where each picture begins.
    """
    bits = np.bitwise_count(stored[:, None] ^ own[None]).sum(axis=2, dtype=np.int64).min(axis=1)
    nearest: list[int] = np.minimum.reduceat(bits, first).tolist()
    return nearest


def _queries() -> Iterator[tuple[str, str, U8]]:
    for path in [*products(), *strangers()]:
        if sampled(path):
            for edit in ("", *EDITS):
                if _kept(path, edit).exists():
                    yield named(path), edit, np.load(_kept(path, edit))
