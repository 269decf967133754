"""Makes the shipped background: `python -m benchmarks.background`, then commit fingerprints/known/.

It reads the licence texts that a Debian machine carries, and what two or more projects of the
group "background" have in common: licences, generated files, copied helpers, idiom. Only keyless
40-bit hashes leave this script, and for each the number of its origin: a licence, or the two
projects that share it. `--origins` numbers the hashes that are there, and leaves them as they are.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.text import sources
from benchmarks.text.sources import Document
from fingerprints import background, winnow
from fingerprints.arrays import U64
from fingerprints.fold import fold
from fingerprints.protect_licences import MARKS, WORD, is_licence
from fingerprints.stream import Stream
from fingerprints.streams import STREAMS

COMMON = Path("/usr/share/common-licenses")
PROJECTS = 2  # that must share a piece
COPIED = 30  # hashes that two projects share beyond chance: below it is idiom
LICENCES = {
    "permission is hereby granted free of charge": "the MIT licence",
    "redistribution and use in source and binary": "the BSD licence",
    "permission to use copy modify and or distribute": "the ISC licence",
    "this is free and unencumbered software": "the Unlicense",
    "boost software license": "the Boost licence",
    "this software is provided as is without any": "the zlib licence",
    "apache license version 2 0": "the Apache-2.0 licence",
    "licensed under the apache license": "the Apache-2.0 licence",
    "gnu lesser general public license": "the LGPL licence",
    "gnu affero general public license": "the AGPL licence",
    "mozilla public license": "the MPL-2.0 licence",
    "eclipse public license": "the EPL licence",
    "creative commons": "a Creative Commons licence",
}  # by how their mark in `protect_licences` begins


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


def origins(documents: Sequence[Document]) -> dict[str, list[str]]:
    """The texts of each licence, by what it is called, from the machine and the projects."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(COMMON.glob("*")):
        if path.is_file() and not path.is_symlink():
            found[f"the {path.name} licence"].append(path.read_text(encoding="utf-8"))
    for document in documents:
        if is_licence(document.body):
            folded = " ".join(WORD.findall(document.body.casefold()))
            phrases = [phrase for phrase, _ in MARKS if phrase in folded]
            names = {
                name
                for start, name in LICENCES.items()
                if any(phrase.startswith(start) for phrase in phrases)
            }
            for name in names if len(names) == 1 else ():  # a text of several tells of none
                found[name].append(document.body)
    return found


def numbered(
    stream: Stream, documents: Sequence[Document], licences: Mapping[str, list[str]]
) -> dict[int, str]:
    """The origin of hashes that the shipped table has: a licence, else the only two projects."""
    told: dict[int, list[str]] = defaultdict(list)
    for project, group in groupby(documents, key=lambda document: document.project):
        for mark in marks(stream, (document.body for document in group)).tolist():
            told[mark].append(project)
    pairs = {mark: " and ".join(some) for mark, some in told.items() if len(some) == PROJECTS}
    sizes = Counter(pairs.values())
    names = {mark: name for mark, name in pairs.items() if sizes[name] >= COPIED}
    named: dict[int, Counter[str]] = defaultdict(Counter)
    for name, texts in licences.items():
        for text in texts:
            for mark in marks(stream, [text]).tolist():
                named[mark][name] += 1
    names |= {mark: counts.most_common(1)[0][0] for mark, counts in named.items()}
    return {mark: names[mark] for mark in background.table(stream.name).tolist() if mark in names}


def name_all() -> None:
    """Write the origins: two bytes for each hash, and the list of names."""
    documents = sorted(sources.load("background", "train"), key=lambda one: one.project)
    texts = origins(documents)
    found = {stream.name: numbered(stream, documents, texts) for stream in STREAMS}
    names = [
        background.COMMON,
        *sorted({name for some in found.values() for name in some.values()}),
    ]
    numbers = {name: number for number, name in enumerate(names)}
    for stream, some in found.items():
        row = [numbers[some.get(mark, background.COMMON)] for mark in background.table(stream)]
        path = background.FOLDER / f"{stream}.origins.bin"
        path.write_bytes(np.array(row, "<u2").tobytes())
        print(f"{stream}: {len(some)} of {len(row)} have a name, {path.stat().st_size} bytes")
    text = json.dumps(names, ensure_ascii=False, indent=0)
    (background.FOLDER / background.NAMES).write_text(text + "\n", encoding="utf-8")
    print(f"{len(names)} names")


def main() -> None:
    """Write one file for each stream, and where its hashes come from."""
    if "--origins" not in sys.argv:
        write()
    background.table.cache_clear()
    name_all()


def write() -> None:
    """Write the hashes of each stream."""
    background.FOLDER.mkdir(exist_ok=True)
    for stream in STREAMS:
        known, common = marks(stream, licences()), shared(stream)
        path = background.FOLDER / f"{stream.name}.bin"
        path.write_bytes(background.pack(np.union1d(known, common)))
        size = path.stat().st_size
        print(f"{stream.name}: {len(known)} of licences, {len(common)} shared, {size} bytes")


if __name__ == "__main__":
    main()
