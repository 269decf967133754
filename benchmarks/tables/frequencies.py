"""Makes fingerprints/known/cell_words.bin: how common names, towns and words are, as numbers only.

`python -m benchmarks.tables.frequencies`, then commit. Of each word
or phrase only two slot numbers and a number of bits are kept: no list can be read from the file.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks.tables import lists
from fingerprints import cell_bits
from fingerprints.arrays import F64, U64
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
    """The smallest number of bits that any list gives a word or phrase of a slot."""
    told = np.full(cell_bits.SLOTS, 255, np.uint8)
    for shared in shares():
        codes, bits = _read(shared)
        values = np.clip(np.round(bits * cell_bits.STEP), 1, 254).astype(np.uint8)
        for places in cell_bits.slots(codes):
            np.minimum.at(told, places, values)
    told[told == 255] = 0
    return told


def _read(shared: Mapping[str, float]) -> tuple[U64, F64]:
    """Codes of the words and phrases of a list (the sum of a phrase's words), and their bits."""
    found = marks("\n".join(fold(name).text.replace("\n", " ") for name in shared))
    breaks = np.flatnonzero(found.points == ord("\n"))
    line = np.searchsorted(breaks, found.starts)
    codes = np.zeros(len(shared), np.uint64)
    np.add.at(codes, line, found.codes)
    bits = -np.log2(np.array(list(shared.values())))
    good = (codes > 0) & (bits <= RAREST)
    return codes[good], bits[good]


def main() -> None:
    told = slots()
    cell_bits.FILE.write_bytes(cell_bits.pack(told))
    print(f"{np.count_nonzero(told)} slots, {cell_bits.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
