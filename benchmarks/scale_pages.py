"""python -m benchmarks.scale_pages: what a page costs against 1e5 protected documents of real text.

Protected: files of the pinned archives, one asset each, in three registers that hold one another.
Pages: innocent pages of projects of half B of which nothing is protected. The whole path of a page
(`Matcher.examine`) by processor time, all registers in turns. Pages that hit (they hold code of a
protected project) are told apart. Writes benchmarks/results/scale_pages.md.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from benchmarks.archives import Archive, archives, present
from benchmarks.common import machine
from benchmarks.text import sources
from benchmarks.text.measure import KEYS, content
from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.kind import Context
from fingerprints.snapshot import Entry, Snapshot
from matcher.match import HITS
from matcher.page import Matcher

RESULT = Path(__file__).parent / "results" / "scale_pages.md"
MOST, PARTS = 100_000, (100, 10, 1)  # documents; the registers hold one of so many
PAGES, ROUNDS = 300, 3
ASKING = 5  # one of so many innocent projects of half B gives pages, the others works
SHORTEST, LONGEST = 600, 60_000  # characters of a file
Stored = tuple[bytes, list[Entry]]  # a digest of the text, and what is stored of it


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one page in each register, the best round, and whether one hit."""

    seconds: tuple[float, ...]
    hit: bool


def _share(name: str, of: int) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % of == 0


def _asks(archive: Archive) -> bool:
    innocent = (archive.group, archive.role) == ("B", "negative")
    return present(archive) and innocent and _share(archive.name, ASKING)


def _stored(folder: Path, archive: Archive) -> list[Stored]:
    """What is stored of one archive's files, each file an asset."""
    context = Context(KEYS, Blobs(folder / "blobs"))
    found: list[Stored] = []
    for one in sources.files(archive, sources.VENDORED.search):
        if SHORTEST <= len(one.body) <= LONGEST:
            lines = one.body.count("\n") + 1
            taken = kinds.take(content(one), context)
            entries = [Entry(one.name, one.name, kind, value, lines) for kind, value in taken]
            found.append((hashlib.sha256(one.body.encode()).digest(), entries))
    return found


def _protected(folder: Path, most: int, kept: dict[int, list[Entry]]) -> Iterator[Entry]:
    """Entries of so many different documents; those of smaller registers are kept as well."""
    giving = [one for one in archives() if present(one) and one.group != "tool" and not _asks(one)]
    giving.sort(key=sources.rank)
    seen: set[bytes] = set()
    with Pool(2) as pool:
        for many in pool.imap(partial(_stored, folder), giving):
            for mark, entries in many:
                if mark in seen or not entries or len(seen) >= most:
                    continue
                seen.add(mark)
                for part in kept:
                    if _share(entries[0].asset, part):
                        kept[part] += entries
                yield from entries


def registers(folder: Path, most: int) -> list[Snapshot]:
    """The registers, the smallest first."""
    kept: dict[int, list[Entry]] = {part: [] for part in PARTS if part > 1}
    whole = snapshot.write(folder / "1", _protected(folder, most, kept), KEYS)
    paths = [snapshot.write(folder / f"{part}", some, KEYS) for part, some in kept.items()]
    return [Snapshot.open(path, KEYS) for path in (*paths, whole)]


def pages(most: int) -> list[Content]:
    """Innocent pages, the same ones on every machine."""
    names = tuple(f"{one.name}/" for one in archives() if _asks(one))
    found = [one for one in sources.load("B", "negative") if one.name.startswith(names)]
    found.sort(key=sources.rank)
    return [content(one) for one in found[:most]]


def costs(matchers: Sequence[Matcher], asked: Sequence[Content]) -> list[Cost]:
    """Every page in every register, in turns; the quickest of the rounds."""
    found = []
    for page in asked:
        best = [float("inf")] * len(matchers)
        hit = False
        for _ in range(ROUNDS):
            for number, matcher in enumerate(matchers):
                before = time.process_time()
                matches = matcher.examine([page]).matches
                best[number] = min(best[number], time.process_time() - before)
                hit = hit or any(match.verdict in HITS for match in matches)
        found.append(Cost(tuple(best), hit))
    return found


def told(opened: Sequence[Snapshot], found: Sequence[Cost]) -> str:
    """The result as a page."""
    lines = [
        "| works | entries | ms a page | beside the first | median page beside the first |",
        "|---:|---:|---:|---:|---:|",
    ]
    for title, chosen in (("no hit", [one for one in found if not one.hit]), ("all", found)):
        lines.append(f"| **{len(chosen)} pages, {title}** | | | | |")
        sums = [sum(each) for each in zip(*(one.seconds for one in chosen), strict=True)]
        for number, one in enumerate(opened):
            ratios = sorted(cost.seconds[number] / cost.seconds[0] for cost in chosen)
            works = len({one.entry(entry).asset for entry in one.numbers.tolist()})
            lines.append(
                f"| {works:,} | {one.size:,} | {1e3 * sums[number] / len(chosen):.2f} "
                f"| {sums[number] / sums[0]:.2f} | {ratios[len(ratios) // 2]:.2f} |"
            )
    assert __doc__ is not None
    return "\n".join(
        ["# A page against a large register", "", __doc__, machine("numpy"), "", *lines]
    )


def main() -> None:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_pages", description=__doc__)
    parser.add_argument("--documents", type=int, default=MOST)
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = registers(folder, given.documents)
        context = Context(KEYS, Blobs(folder / "blobs"))
        matchers = [Matcher(one, context) for one in opened]
        text = told(opened, costs(matchers, pages(given.pages)))
    print(text)
    RESULT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
