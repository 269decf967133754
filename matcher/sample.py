"""What is kept of every page for look-back: a sample that a work protected later can meet.

Of each stream the smallest keyed hashes that winnowing chooses on both sides (a bottom-k sketch:
Broder 1997), so that a shared run gives shared hashes, and as many of them as the page has room.
What everybody writes takes no room. Pictures are kept as their outlines.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from fingerprints import background, image_hash, winnow
from fingerprints.arrays import I64, U64, Mask
from fingerprints.stream import Grams

HASH = 6  # bytes of a hash
HASHES = 560  # of a page, all streams together
CHANCE = 4 * HASHES
OUTLINE = 32  # bytes of a picture's outline
PICTURES = 30  # outlines of a page
COST = 10 / 3  # hashes that leave their room to one outline: 10 bytes of the index against 3


def of_grams(
    stream: str, w: int, grams: Grams, kept: I64, keyed: U64, *, known: Mask | None = None
) -> U64:
    """The smallest keyed hashes of one text; `keyed` are those of the grams at `kept`.

    Chosen by winnowing, outside the background; more than any page has room for may be cut. The
    background is asked where it is not told which of the kept grams it has.
    """
    chosen = winnow.choose(grams.hashes, w, grams.keep)
    places = np.searchsorted(kept, chosen)
    if known is not None:
        return keyed[places[~known[places]]]
    hashes = keyed[places]
    if len(hashes) > CHANCE:  # the background is asked for those that have a chance only
        lowest = np.argpartition(hashes, CHANCE)[:CHANCE]
        hashes, chosen = hashes[lowest], chosen[lowest]
    own = ~background.known(stream, grams.hashes[chosen])
    return hashes[own]


def packed(samples: Iterable[tuple[str, U64]]) -> Mapping[str, bytes]:
    """The sample of a page by kind: hashes of 6 bytes, outlines of 32, all little-endian."""
    by_kind: dict[str, list[U64]] = {}
    for kind, hashes in samples:
        by_kind.setdefault(kind, []).append(hashes)
    data = {}
    outlines = by_kind.pop(image_hash.NAME, [])
    if outlines:
        rows = np.unique(np.stack(outlines), axis=0)[:PICTURES].astype("<u8")
        data[image_hash.NAME] = rows.tobytes()
        room = HASHES - int(COST * len(rows))
    else:
        room = HASHES
    whole = {
        kind: _each_once(np.concatenate(parts) if len(parts) > 1 else parts[0])
        for kind, parts in by_kind.items()
    }
    sizes = shared_out({kind: len(hashes) for kind, hashes in whole.items()}, room)
    for kind, size in sizes.items():
        if size:
            rows = whole[kind][:size].astype("<u8")
            data[kind] = rows.view(np.uint8).reshape(-1, 8)[:, :HASH].tobytes()
    return data


def _each_once(hashes: U64) -> U64:
    """Sorted; numpy's own `unique` takes ten times as long for so few."""
    ordered = np.sort(hashes)
    return ordered[winnow.firsts(ordered)]


def shared_out(wanted: Mapping[str, int], room: int) -> dict[str, int]:
    """The same room for each kind; what one does not need goes to the others."""
    given: dict[str, int] = {}
    for left, (kind, size) in enumerate(sorted(wanted.items(), key=lambda item: (item[1], item))):
        given[kind] = min(size, room // (len(wanted) - left))
        room -= given[kind]
    return given


def unpacked(data: bytes) -> U64:
    """The hashes that `packed` wrote; a damaged end is left out."""
    words = np.zeros((len(data) // HASH, 8), np.uint8)
    words[:, :HASH] = np.frombuffer(data[: len(words) * HASH], np.uint8).reshape(-1, HASH)
    return words.view("<u8").ravel().astype(np.uint64)


def outlines(data: bytes) -> U64:
    """The outlines that `packed` wrote, four words each."""
    whole = data[: len(data) // OUTLINE * OUTLINE]
    return np.frombuffer(whole, "<u8").reshape(-1, 4).astype(np.uint64)
