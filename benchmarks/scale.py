"""python -m benchmarks.scale: what a large register costs, each figure beside that of a small one.

Documents are made up: 150 random hashes in each stream, and every twentieth hash from a small pool
that many share. Pages hold strange hashes, and some of the pool. Sizes are compared in one
interleaved run, by processor time. Writes benchmarks/results/scale.md.
"""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Self

import numpy as np

from fingerprints import snapshot
from fingerprints.arrays import U64
from fingerprints.keys import Keys, make
from fingerprints.kind import Tokens
from fingerprints.register import Register
from fingerprints.register_rows import NewPart
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.snapshot_manifest import publish_version, read_manifest
from fingerprints.snapshot_write import write_segment
from fingerprints.winnow import BITS
from fingerprints.works import Asset

KINDS = ("text_chars@1", "text_words@1", "code_tokens@1")
HASHES = 150  # of a document and stream
SHARED, POOL = 20, 4_096  # one of so many hashes comes from a pool of so many
ASKED = (3_000, 30_000)  # grams of a page
ROUNDS, PAGES = 7, 12
RESULT = Path(__file__).parent / "results" / "scale.md"
WRITE = """
import sys, time
from pathlib import Path
from benchmarks.scale import KEYS, Peak, documents
from fingerprints import snapshot
with Peak() as peak:
    snapshot.write(Path(sys.argv[1]), documents(int(sys.argv[2]), 3), KEYS)
print(peak.megabytes, time.process_time())
"""
COMMON = np.random.default_rng(7).integers(0, 1 << BITS, POOL, dtype=np.uint64)
KEYS = Keys(b"the benchmark's key, 32 bytes...")


@dataclass(slots=True)
class Told:
    """Lines of the result."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Print a line and keep it."""
        print(line, flush=True)
        self.lines.append(line)


class Peak(Thread):
    """The most memory of this process's own, looked at twenty times a second.

    Pages of mapped files do not count: the system takes them back when it wants to.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0
        self._over = Event()

    def run(self) -> None:
        """Look until the work is over."""
        while not self._over.wait(0.05):
            status = Path("/proc/self/status").read_text(encoding="ascii")
            held = int(status.split("RssAnon:")[1].split()[0]) // 1024
            self.megabytes = max(self.megabytes, held)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


def tokens(chance: np.random.Generator) -> Tokens:
    """One made-up document in one stream."""
    hashes = chance.integers(0, 1 << BITS, HASHES, dtype=np.uint64)
    hashes[::SHARED] = COMMON[chance.integers(0, POOL, len(hashes[::SHARED]))]
    starts = np.arange(HASHES, dtype=np.uint32) * np.uint32(40)
    lines = np.arange(0, HASHES * 40, 40, dtype=np.uint32)
    return Tokens(hashes, starts, starts + np.uint32(27), lines, HASHES * 40, HASHES * 40, HASHES)


def documents(count: int, seed: int) -> Iterator[Entry]:
    """Made-up documents, one asset each."""
    chance = np.random.default_rng(seed)
    for number in range(count):
        for kind in KINDS:
            yield Entry(f"asset {number}", f"{number}.txt", kind, tokens(chance), HASHES)


def page(chance: np.random.Generator, asked: int, shared: int = 0) -> U64:
    """The hashes of a page of strangers; one of so many comes from the pool."""
    hashes = chance.integers(0, 1 << BITS, asked, dtype=np.uint64)
    if shared:
        hashes[::shared] = COMMON[chance.integers(0, POOL, len(hashes[::shared]))]
    return hashes


def interleaved(tasks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median processor seconds of each task over rounds in which they take turns."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(ROUNDS + 1):
        for name, task in tasks.items():
            before = time.process_time()
            task()
            if number:  # the first round warms up
                taken[name].append(time.process_time() - before)
    return {name: median(seconds) for name, seconds in taken.items()}


@contextmanager
def timed(told: Told, what: str) -> Iterator[None]:
    """Wall and processor time of a step."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    told.say(
        f"- {what}: {1e3 * (time.perf_counter() - wall):.0f} ms "
        f"({1e3 * (time.process_time() - cpu):.0f} ms of processor time)"
    )


def looked(told: Told, snapshots: dict[str, Snapshot]) -> None:
    """Looking a page up, in ms, and beside the first one's cost."""
    told.say("\n| register | grams of a page | of them shared | ms a page | beside the first |")
    told.say("|:---|---:|---:|---:|---:|")
    for asked in ASKED:
        for shared in (0, 400, 40):
            chance = np.random.default_rng(asked)
            pages = [page(chance, asked, shared) for _ in range(PAGES)]
            cost = interleaved({name: _finder(one, pages) for name, one in snapshots.items()})
            first = next(iter(cost.values()))
            for name, seconds in cost.items():
                share = f"1 of {shared}" if shared else "none"
                told.say(
                    f"| {name} | {asked:,} | {share} | {1e3 * seconds / PAGES:.2f} "
                    f"| {seconds / first:.2f} |"
                )
    told.say("")


def _finder(opened: Snapshot, pages: Sequence[U64]) -> Callable[[], object]:
    tables = [table for kind in KINDS if (table := opened.table(kind))]
    return lambda: [table.find(hashes) for hashes in pages for table in tables]


def scattered(folder: Path, path: Path, size: int) -> Path:
    """That snapshot with a sixth more documents in three more segments: the most there are."""
    more = [write_segment(folder, documents(size // 18, seed), KEYS) for seed in (50, 51, 52)]
    segments = [*read_manifest(path, KEYS).segments, *(one for one in more if one)]
    return publish_version(folder, segments, KEYS)


def bytes_told(told: Told, opened: Snapshot) -> None:
    """Bytes of each array for one posting."""
    table = opened.table(KINDS[0])
    assert table is not None
    sizes = opened.segments[0].arrays.sizes()
    each = {
        name.partition("/")[2]: size / len(table)
        for name, size in sizes.items()
        if name.startswith(KINDS[0])
    }
    held = sum(each.values()) - each["places"]
    told.say(
        f"- bytes a posting: {held:.2f} in the look-up ("
        + ", ".join(f"{name} {size:.2f}" for name, size in each.items() if name != "places")
        + f"), {each['places']:.2f} of sealed places"
    )


def opened_in(told: Told, path: Path, keys: Keys) -> None:
    """How long a worker takes to open a snapshot."""
    taken = []
    for _ in range(21):
        before = time.perf_counter()
        pickle.loads(pickle.dumps(Snapshot.open(path, keys))).table(KINDS[0])  # noqa: S301 - our own
        taken.append((time.perf_counter() - before) / 2)
    told.say(f"- opening: {1e3 * median(taken):.1f} ms ({1e3 * max(taken):.1f} ms at most)")


def home_of(folder: Path, size: int) -> Register:
    """A home with so many works of one part each, saved without waiting for the disk."""
    register = Register(folder, make(folder))
    chance = np.random.default_rng(5)
    register._database.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - a benchmark's own home
    for number in range(size):
        _save(register, f"work {number}", chance)
    return register


def _save(register: Register, name: str, chance: np.random.Generator) -> None:
    values = tuple((kind, tokens(chance)) for kind in KINDS)
    part = NewPart(
        name="a.txt", sha256=f"{chance.integers(1 << 60):x}", values=values, lines=HASHES
    )
    register.save(Asset(id=name, title=name), [part], root=f"/works/{name}")


def added(told: Told, register: Register) -> None:
    """From the register to a worker that finds the document, one document at a time."""
    chance = np.random.default_rng(77)
    totals = []
    for number in range(12):
        steps = [time.perf_counter()]
        name = f"new {number}"
        register.id_at(f"/works/{name}")
        _save(register, name, chance)
        steps.append(time.perf_counter())
        path = register.publish()
        steps.append(time.perf_counter())
        opened = Snapshot.open(path, register.keys)
        (entry, *_) = register.entries(name)
        table = opened.table(entry.kind)
        assert table is not None
        assert isinstance(entry.value, Tokens)
        _, postings = table.find(entry.value.hashes)
        assert name in {opened.entry(int(n)).asset for n in np.unique(table.owner(postings))}
        steps.append(time.perf_counter())
        totals.append(np.diff(steps))
    save, publish, find = (1e3 * np.array(totals)).max(axis=0)
    whole = 1e3 * np.array(totals).sum(axis=1)
    told.say(
        f"- one document more: searchable after {np.median(whole):.0f} ms ({whole.max():.0f} ms at "
        f"most, of 12); at most {save:.0f} ms to save, {publish:.0f} to publish, {find:.0f} to find"
    )


def written(told: Told, folder: Path, size: int) -> Snapshot:
    """Write a snapshot in a process of its own, so that its memory can be told."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(folder), str(size)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    memory, seconds = done.stdout.split()
    told.say(
        f"- writing {size:,} documents, {3 * HASHES * size:,} postings: {float(seconds):.1f} s of "
        f"processor time (with making them up), at most {memory} MB of memory of its own"
    )
    newest = snapshot.newest(folder)
    assert newest is not None
    return Snapshot.open(newest, KEYS)


def of_home(told: Told, folder: Path, size: int) -> None:
    """A real register of that size, and one document more."""
    with home_of(folder, size) as register:
        with timed(told, f"publishing a register of {size:,} works for the first time"):
            register.publish()
        added(told, register)
        told.say(f"- segments afterwards: {len(register.snapshot().segments)}")


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--home", action="store_true", help="also a real register of that size")
    given = parser.parse_args()
    most = given.documents
    told = Told()
    told.say(f"# A large register\n\nPython {sys.version[:6]}, numpy {np.__version__}, "
             f"{os.cpu_count()} processors. {HASHES} hashes a document and stream, three streams; "
             f"one hash of {SHARED} is shared, from a pool of {POOL:,}.\n")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        sizes = (most // 100, most // 10, most)
        opened = {f"{size:,}": written(told, Path(name) / str(size), size) for size in sizes}
        whole = opened[f"{most:,}"]
        bytes_told(told, whole)
        opened_in(told, whole.path, KEYS)
        split = scattered(whole.path.parent, whole.path, most)
        opened[f"{7 * most // 6:,} in four segments"] = Snapshot.open(split, KEYS)
        opened_in(told, split, KEYS)
        looked(told, opened)
        if given.home:
            of_home(told, Path(name) / "home", most)
    RESULT.write_text("\n".join(told.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
