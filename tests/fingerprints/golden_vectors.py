"""What every machine must compute from the texts in golden/; run it to write the vectors anew."""

import struct
import sys
from pathlib import Path

from fingerprints import code_sketch
from fingerprints.blobs import Blobs
from fingerprints.content import Code
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.streams import STREAMS

FOLDER = Path(__file__).parent / "golden"
VECTORS = FOLDER / "vectors.bin"
KEYS = Keys(bytes(range(32)))


def vectors() -> bytes:
    """For each text and stream: units read, hashes kept; then hashes, starts and ends.

    Everything is little-endian: two of 4 bytes, then 8, 4 and 4 bytes a hash. Then the sketch:
    how many units (4 bytes), the code of each (2), and where each starts (4).
    """
    pieces = []
    for path in sorted(FOLDER.glob("*.txt")):
        body = path.read_bytes().decode()
        for stream in STREAMS:
            tokens = stream.take(body, KEYS)
            if tokens is None:
                pieces.append(struct.pack("<2I", 0, 0))
                continue
            pieces.append(struct.pack("<2I", tokens.total, len(tokens.hashes)))
            pieces.append(tokens.hashes.astype("<u8").tobytes())
            pieces += [side.astype("<u4").tobytes() for side in (tokens.starts, tokens.ends)]
        sketch = code_sketch.take(Code(body), Context(KEYS, Blobs(FOLDER)))
        assert sketch is not None
        units, starts = code_sketch.opened(sketch.body, sketch.count)
        pieces += [struct.pack("<I", sketch.count), units.astype("<u2").tobytes()]
        pieces.append(starts.astype("<u4").tobytes())
    return b"".join(pieces)


if __name__ == "__main__":
    if "--write" in sys.argv:
        VECTORS.write_bytes(vectors())
    sys.stdout.buffer.write(vectors())
