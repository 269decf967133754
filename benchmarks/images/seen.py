"""python -m benchmarks.images.seen: what look-back finds of a picture that is protected later.

Of every picture on a page seen one outline is kept (32 bytes); a new picture's outlines are
compared with them. Every fifth product in its 32 edits, against all of the protected pictures.
"""

import sys
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.common import wilson
from benchmarks.images import measure, parts_run
from benchmarks.images.sellers import EDITS, edited
from fingerprints import image_hash
from fingerprints.arrays import U64
from fingerprints.image_open import open_picture
from hits.look import RADIUS

EVERY = 5
RESULT = Path("benchmarks/results/image_seen.md")
HEAD = """# Pictures: look-back

`python -m benchmarks.images.seen`. Of a picture on a page that was seen 32 bytes are kept, its
keyed outline; `copywatch lookback` finds pages on which one lies within {radius} of 256 bits of an
outline of a picture protected later (the whole, or without its border). This is the weak tier:
parts, mirrored and turned copies are found by the next visit, not by look-back. Asked: {asked}
products in 32 edits. Wrong: pairs with other products, of {possible:,}.

| edit | found (95 %) |
|---|---|
"""


def main() -> int:
    """Print and write the table."""
    shelf = {measure.named(path): _outlines(path) for path in parts_run.protected()}
    asked = measure.products()[::EVERY]
    found: dict[str, list[bool]] = defaultdict(list)
    wrong = 0
    for path in asked:
        own = measure.named(path)
        for edit in EDITS:
            seen = _seen(path, edit)
            if seen is not None:
                near = {name for name, rows in shelf.items() if _near(seen, rows)}
                found[edit].append(own in near)
                wrong += len(near - {own})
    count = sum(map(len, found.values()))
    possible = count * (len(shelf) - 1)
    text = HEAD.format(radius=RADIUS, asked=len(asked), possible=possible)
    text += "".join(_row(edit, some) for edit, some in found.items())
    text += _row("all", [one for some in found.values() for one in some])
    text += f"\nWrong: {wrong} ({wrong / possible * 1e6:.1f} per million).\n"
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _row(edit: str, some: list[bool]) -> str:
    low, high = wilson(sum(some), len(some))
    return f"| {edit} | {sum(some) / len(some):.2f} ({low:.2f} to {high:.2f}) of {len(some)} |\n"


def _outlines(path: Path) -> U64:
    return image_hash.describe(open_picture(str(path)), bytes(16), measure.KEYS).rows


def _seen(path: Path, edit: str) -> U64 | None:
    """The outline that is kept of an edited copy on a page."""
    body = edited(path, edit, parts_run.pool())
    if body is None:
        return None
    file = parts_run.folder() / f"{zlib.crc32(edit.encode())}.seen"
    file.write_bytes(body)
    rows = _outlines(file)
    file.unlink()
    return rows[0] if len(rows) else None


def _near(seen: U64, rows: U64) -> bool:
    apart = np.bitwise_count(rows ^ seen).sum(axis=1)
    return bool((apart <= RADIUS).any())


if __name__ == "__main__":
    sys.exit(main())
