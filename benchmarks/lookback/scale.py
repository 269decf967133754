"""A million pages: what they take on the disk, and how long a new document looks for its copies.

Most pages are made up (random hashes, as many as real pages keep, pictures on some), for their
hashes are random on real pages too; among them stand pages with real excerpts.
"""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.lookback.quality import LINES, part, sample
from benchmarks.lookback.sources import around, excerpt, foreign, works
from benchmarks.text.sources import Document
from fingerprints.blobs import Blobs
from hits.look import Part, look
from hits.look_index import LookIndex
from hits.record import Record
from hits.samples import to_bytes
from matcher.sample import HASHES, packed

DOCUMENT = (250, 400)  # lines of the document that looks back
PLANTED = 20  # pages with an excerpt, of each document
ASKED = 15  # documents
BATCH = 5_000
SEEN_AT = "2026-03-01T10:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a run gave; sizes in bytes, times in seconds."""

    pages: int
    row_bytes: float  # of a page in the record, beyond its address
    index_bytes: float
    build: float  # of the whole index
    cold: float  # the first document, nothing in memory
    times: tuple[float, ...]
    cpu: tuple[float, ...]
    lines: tuple[int, ...]
    found: int  # planted pages
    planted: int
    others: int  # made-up pages that were listed
    pictures: float  # one picture looked for


def measure(folder: Path, count: int) -> Scale:
    """Build a record of so many pages in a folder of its own, ask, and clean up."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        return _measure(folder, count)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path, count: int) -> Scale:
    chance = random.Random(11)  # noqa: S311 - the same pages every time
    asked, planted = _plans(chance, Blobs(folder / "blobs"))
    path = folder / "record.db"
    Record.open(f"sqlite:///{path}").close()
    _pages(path, count + len(planted))
    bare = path.stat().st_size
    _samples(path, count, planted, chance)
    full = path.stat().st_size
    record = Record.open(f"sqlite:///{path}")
    index = LookIndex(folder / "seen", record.database)
    begin = time.perf_counter()
    index.catch_up()
    build = time.perf_counter() - begin
    _forget_cache(folder)
    times, cpu, found, others = [], [], 0, 0
    for work in asked:
        begin, used = time.perf_counter(), time.process_time()
        past = look(index, [work])
        times.append(time.perf_counter() - begin)
        cpu.append(time.process_time() - used)
        mine = {_url(count + n) for n, (name, _) in enumerate(planted) if name == work.name}
        found += sum(one.url in mine for one in past)
        others += sum(int(one.url.rpartition("/")[2]) < count for one in past)
    outline = np.random.default_rng(5).integers(0, 2**64 - 1, (1, 4), np.uint64)
    begin = time.perf_counter()
    look(index, [Part("a.jpg", {"image_hash@1": outline})])
    pictures = time.perf_counter() - begin
    index_bytes = sum(file.stat().st_size for file in (folder / "seen").glob("*"))
    record.close()
    return Scale(
        pages=count + len(planted),
        row_bytes=(full - bare) / (count + len(planted)),
        index_bytes=index_bytes / (count + len(planted)),
        build=build,
        cold=times[0],
        times=tuple(times[1:]),
        cpu=tuple(cpu[1:]),
        lines=tuple(_lines(work) for work in asked),
        found=found,
        planted=len(planted),
        others=others,
        pictures=pictures,
    )


_LINES: dict[str, int] = {}


def _lines(work: Part) -> int:
    return _LINES[work.name]


def _plans(chance: random.Random, blobs: Blobs) -> tuple[list[Part], list[tuple[str, bytes]]]:
    """Documents of about 300 lines, and pages with 20 lines of them among 200 of others."""
    ours = works("B")
    theirs = [page for page in foreign("B") if not page.prose]
    fit = [w for w in ours if not w.prose and DOCUMENT[0] <= w.body.count("\n") <= DOCUMENT[1]]
    asked: list[Document] = chance.sample(fit, min(ASKED, len(fit)))
    planted = []
    for work in asked:
        _LINES[work.name] = work.body.count("\n")
        for _ in range(PLANTED):
            text = excerpt(work, LINES, chance)
            if text is not None:
                page = sample(around(text, theirs, chance, 200))
                planted.append((work.name, to_bytes(page)))
    return [part(work, blobs) for work in asked], planted


def _url(number: int) -> str:
    return f"https://a.example/{number}"


def _pages(path: Path, count: int) -> None:
    with sqlite3.connect(path) as database:
        _quick(database)
        database.executemany(
            "INSERT INTO pages (id, url, variant, place, seen_at, body) VALUES (?,?,?,?,?,'{}')",
            ((f"{n:024x}", _url(n), f"a.example/{n}", "a.example", SEEN_AT) for n in range(count)),
        )
    database.close()


def _quick(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = OFF")


def _samples(
    path: Path, count: int, planted: list[tuple[str, bytes]], chance: random.Random
) -> None:
    """Rows in the order of their numbers, as crawls write them; the planted ones come last."""
    with sqlite3.connect(path) as database:
        _quick(database)
        rows = enumerate(_made_up(count, chance))
        database.executemany(
            "INSERT INTO samples (number, page, piece, data) VALUES (?, ?, '', ?)",
            ((n + 1, f"{n:024x}", data) for n, data in rows),
        )
        database.executemany(
            "INSERT INTO samples (number, page, piece, data) VALUES (?, ?, '', ?)",
            ((count + n + 1, f"{count + n:024x}", d) for n, (_, d) in enumerate(planted)),
        )
        database.execute(
            "INSERT OR REPLACE INTO sequence VALUES ('samples', ?)", (count + len(planted),)
        )
    database.close()


def _made_up(count: int, chance: random.Random) -> Iterator[bytes]:
    """Full samples: every page is as large as a page may be; a third shows up to 30 pictures."""
    source = np.random.default_rng(2)
    kinds = ("text_chars@1", "text_words@1", "code_tokens@1")
    for _ in range(count):
        hashes = source.integers(0, 2**48, (3, HASHES // 3 + 1), np.uint64)
        streams = list(zip(kinds, hashes, strict=True))
        shown = chance.randrange(1, 31) if chance.random() < 1 / 3 else 0
        rows = [
            ("image_hash@1", row) for row in source.integers(0, 2**64 - 1, (shown, 4), np.uint64)
        ]
        yield to_bytes(packed([*streams, *rows]))


def _forget_cache(folder: Path) -> None:
    """The next read comes from the disk."""
    for file in [folder / "record.db", *(folder / "seen").glob("*.seg")]:
        handle = os.open(file, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)
