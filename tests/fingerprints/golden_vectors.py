"""What every machine must compute from the texts in golden/; run it to write the vectors anew."""

import struct
import sys
from pathlib import Path

from fingerprints.keys import Keys
from fingerprints.streams import STREAMS

FOLDER = Path(__file__).parent / "golden"
VECTORS = FOLDER / "vectors.bin"
KEYS = Keys(bytes(range(32)))


def vectors() -> bytes:
    """For each text and stream: units read, hashes kept; then hashes, starts and ends.

    Everything is little-endian: two of 4 bytes, then 8, 4 and 4 bytes a hash.
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
    return b"".join(pieces)


if __name__ == "__main__":
    if "--write" in sys.argv:
        VECTORS.write_bytes(vectors())
    sys.stdout.buffer.write(vectors())
