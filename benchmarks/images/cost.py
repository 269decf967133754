"""python -m benchmarks.images.cost: CPU time of the cascade beside imagehash.phash, interleaved.

A stream of 90 % unrelated and 10 % edited pictures against what `benchmarks.images.parts` has
protected, decoding apart; then the search alone against 1e5 pictures. The words of these are drawn
from the real ones, a third of them moved to a random word.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import cv2
import imagehash
import numpy as np
from PIL import Image

from benchmarks.images.measure import KEYS, products
from benchmarks.images.parts_run import folder, pool, strangers
from benchmarks.images.sellers import EDITS, edited
from fingerprints import image_hash, snapshot
from fingerprints.image_features import features
from fingerprints.image_open import Picture, open_picture
from fingerprints.image_words import WORDS
from fingerprints.points_table import PointsPart, PointsTable
from fingerprints.snapshot import Snapshot
from matcher import image_parts
from matcher.image_votes import candidates

STREAM, EDITED = 90, 10
COPIES = 105  # of about 950 pictures: 1e5


def main() -> None:
    """Print the table."""
    cv2.setNumThreads(1)
    newest = snapshot.newest(folder() / "snapshots")
    assert newest is not None
    table = Snapshot.open(newest, KEYS).points
    large = _grown(table)
    stream = _stream()
    _measure(stream[0], table, large, defaultdict(list))  # imports and pages come in
    spent: dict[str, list[float]] = defaultdict(list)
    for picture in stream:
        _measure(picture, table, large, spent)
    base = float(np.mean(spent["phash"]))
    for name, seconds in spent.items():
        mean = float(np.mean(seconds))
        print(f"| {name} | {mean * 1000:.2f} ms | {mean / base:.1f} |")


def _stream() -> list[Picture]:
    pictures = [open_picture(str(path)) for path in strangers()[:STREAM]]
    scratch = folder() / "cost.image"
    for n, path in enumerate(products()[:: len(products()) // EDITED][:EDITED]):
        body = edited(path, list(EDITS)[3 * n], pool())
        scratch.write_bytes(body or path.read_bytes())
        pictures.insert(10 * n, open_picture(str(scratch)))
    scratch.unlink()
    return pictures


def _measure(
    picture: Picture, table: PointsTable, large: PointsTable, spent: dict[str, list[float]]
) -> None:
    def timed(name: str, call: Callable[[], Any]) -> Any:
        before = time.process_time()
        made = call()
        spent[name].append(time.process_time() - before)
        return made

    pixels = picture.frames[0]
    timed("phash", lambda: imagehash.phash(Image.fromarray(pixels)))
    timed("tier 1", lambda: image_hash.describe(picture, bytes(32), KEYS, mirrored=True))
    timed("tier 2, all", lambda: image_parts.placed(pixels, table))
    how = image_parts.LONGEST, image_parts.MOST, image_parts.STRONGEST
    found = timed("of it features", lambda: features(pixels, *how))
    width = pixels.shape[1]
    timed("of it search, as protected", lambda: candidates(found, width, table))
    timed("search, 1e5", lambda: candidates(found, width, large))


def _grown(table: PointsTable) -> PointsTable:
    """The same table with COPIES times the pictures."""
    part = table.parts[0]
    dice = np.random.default_rng(2)
    words = np.tile(part.words, COPIES)
    moved = dice.random(len(words)) < 1 / 3
    words[moved] = dice.integers(0, WORDS, int(moved.sum()), dtype=np.uint32)
    order = np.argsort(words, kind="stable")
    step = int(part.owners.max()) + 1
    owners = np.concatenate([part.owners + n * step for n in range(COPIES)])
    codes = np.tile(part.codes, (COPIES, 1))[order]
    codes[::2] ^= dice.integers(0, 1 << 63, codes[::2].shape, dtype=np.uint64)
    grown = PointsPart(
        words[order], codes, np.tile(part.poses, (COPIES, 1))[order], owners[order],
        part.ranks, part.members, part.bounds, None, 0, np.zeros(step * COPIES, np.uint64),
    )  # fmt: skip
    return PointsTable([grown], table.known, table.keys)


if __name__ == "__main__":
    main()
