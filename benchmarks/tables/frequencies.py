"""Makes fingerprints/known/cell_words.bin: how common names, towns and words are, as numbers only.

`python -m benchmarks.tables.frequencies`, then commit. Of each word only a slot number and a
number of bits is kept: no list can be read from the file.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks.tables import lists
from fingerprints import cell_bits
from fingerprints.cell_marks import marks
from fingerprints.fold import fold

RAREST = 14.5  # bits: rarer words are told as unknown
DOMAINS = (
    "com net org de uk fr it es nl pl ru cn io info eu gmail gmx web yahoo hotmail outlook icloud"
)
COMMON = 4.0  # bits of what stands in every address


def shares() -> Iterator[Mapping[str, float]]:
    """All lists."""
    yield from lists.first_names().values()
    yield from lists.last_names().values()
    yield from lists.towns().values()
    yield from lists.words().values()
    yield dict.fromkeys(DOMAINS.split(), 2.0**-COMMON)


def slots() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """The smallest number of bits that any list gives a word of a slot."""
    told = np.zeros(cell_bits.SLOTS, np.uint8)
    for shared in shares():
        names = list(shared)
        found = marks("\n".join(fold(name).text.replace("\n", " ") for name in names))
        breaks = np.flatnonzero(found.points == ord("\n"))
        line = np.searchsorted(breaks, found.starts)
        bits = -np.log2(np.array(list(shared.values())))[line]
        good = (found.codes > 0) & (bits <= RAREST)
        places = cell_bits.slot(found.codes[good])
        values = np.clip(np.round(bits[good] * cell_bits.STEP), 1, 255).astype(np.uint8)
        before = np.where(told[places] > 0, told[places], 255)
        told[places] = 255
        np.minimum.at(told, places, np.minimum(before, values))
    return told


def main() -> None:
    told = slots()
    cell_bits.FILE.write_bytes(cell_bits.pack(told))
    print(f"{np.count_nonzero(told)} words, {cell_bits.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
