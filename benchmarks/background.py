"""Makes the shipped background: `python -m benchmarks.background`, then commit fingerprints/known/.

It reads the licence texts that a Debian machine carries, and what two or more projects of the
group "background" have in common: licences, generated files, copied helpers, idiom. Only keyless
40-bit hashes leave this script.
"""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.text import sources
from fingerprints import background, winnow
from fingerprints.fold import fold
from fingerprints.kind import U64
from fingerprints.stream import Stream
from matcher.lookup import STREAMS

COMMON = Path("/usr/share/common-licenses")
PROJECTS = 2  # that must share a piece


def licences() -> list[str]:
    """The licence texts at hand."""
    return [path.read_text(encoding="utf-8") for path in sorted(COMMON.glob("*")) if path.is_file()]


def marks(stream: Stream, texts: Iterable[str]) -> U64:
    """The winnowed keyless hashes of texts, each once."""
    found = [np.empty(0, np.uint64)]
    for text in texts:
        grams = stream.read(fold(text), stream.k)
        found.append(grams.hashes[winnow.choose(grams.hashes, stream.w, grams.keep)])
    return np.unique(background.short(np.concatenate(found)))


def shared(stream: Stream) -> U64:
    """Hashes that several projects have."""
    documents = sources.load("background", "train")
    documents.sort(key=lambda document: document.project)
    found = [
        marks(stream, (document.body for document in group))
        for _, group in groupby(documents, key=lambda document: document.project)
    ]
    hashes, counts = np.unique(np.concatenate(found), return_counts=True)
    return hashes[counts >= PROJECTS]


def main() -> None:
    """Write one file for each stream."""
    background.FOLDER.mkdir(exist_ok=True)
    for stream in STREAMS:
        known, common = marks(stream, licences()), shared(stream)
        path = background.FOLDER / f"{stream.name}.bin"
        path.write_bytes(background.pack(np.union1d(known, common)))
        size = path.stat().st_size
        print(f"{stream.name}: {len(known)} of licences, {len(common)} shared, {size} bytes")


if __name__ == "__main__":
    main()
