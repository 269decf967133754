"""Makes the shipped background: `python -m benchmarks.background`, then commit fingerprints/known/.

It reads the licence texts that Debian and the installed packages carry, and the source of every
second installed package for idiom (what three packages or more have in common). Only keyless
40-bit hashes leave this script.
"""

import re
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np

from fingerprints import background, winnow
from fingerprints.fold import fold
from fingerprints.kind import U64
from fingerprints.stream import Stream
from matcher.lookup import STREAMS

COMMON = Path("/usr/share/common-licenses")
LICENCE = re.compile(r"(licen[cs]e|copying|notice|copyright)[^/]*$", re.IGNORECASE)
PACKAGES = 3  # that must share a piece of idiom
LARGEST = 300_000  # bytes of a file


def licences() -> Iterator[str]:
    """The licence texts at hand, each once."""
    seen = set()
    site = Path(sysconfig.get_path("purelib"))
    files = [path for path in COMMON.glob("*") if path.is_file()] if COMMON.is_dir() else []
    files += [path for path in site.glob("*.dist-info/**/*") if LICENCE.search(path.name)]
    for path in sorted(files):
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if 0 < len(text) <= LARGEST and text not in seen:
            seen.add(text)
            yield text


@cache
def distributions() -> list[str]:
    """Names of the installed distributions, in order."""
    return sorted({dist.metadata["Name"].lower() for dist in metadata.distributions()})


def idiom_side(name: str) -> bool:
    """Every second distribution is read for idiom; the benchmark's negatives are the others."""
    return distributions().index(name.lower()) % 2 == 0


def sources(name: str) -> Iterator[str]:
    """The Python files of an installed distribution."""
    for file in metadata.distribution(name).files or ():
        path = Path(str(file.locate()))
        if path.suffix == ".py" and path.is_file() and path.stat().st_size <= LARGEST:
            yield path.read_text(encoding="utf-8", errors="replace")


def marks(stream: Stream, texts: Iterator[str]) -> U64:
    """The winnowed keyless hashes of texts."""
    found = [np.empty(0, np.uint64)]
    for text in texts:
        grams = stream.read(fold(text), stream.k)
        found.append(grams.hashes[winnow.choose(grams.hashes, stream.w, grams.keep)])
    return np.unique(background.short(np.concatenate(found)))


def idiom(stream: Stream) -> U64:
    """Hashes that several distributions share."""
    counts: defaultdict[int, int] = defaultdict(int)
    for name in distributions():
        if idiom_side(name):
            for mark in marks(stream, sources(name)).tolist():
                counts[mark] += 1
    return np.array(sorted(m for m, count in counts.items() if count >= PACKAGES), np.uint64)


def main() -> None:
    background.FOLDER.mkdir(exist_ok=True)
    for stream in STREAMS:
        known = marks(stream, licences())
        common = idiom(stream)
        everything = np.union1d(known, common)
        path = background.FOLDER / f"{stream.name}.bin"
        path.write_bytes(background.pack(everything))
        size = path.stat().st_size
        print(f"{stream.name}: {len(known)} licence, {len(common)} idiom, {size} bytes")


if __name__ == "__main__":
    main()
