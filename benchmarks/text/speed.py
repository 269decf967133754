"""How fast the streams are beside copydetect: `python -m benchmarks.text.speed`.

CPU time per megabyte of source, in interleaved rounds over the same files; copydetect reads each
file with the settings it ships with, as one of its fingerprints (it keys nothing, and its hashes
change from process to process).
"""

import hashlib
import json
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks import peers_env
from benchmarks.text import sources
from fingerprints import winnow
from fingerprints.fold import Folded, fold
from fingerprints.keys import Keys
from fingerprints.stream import Grams, Stream
from fingerprints.streams import STREAMS, read_all

RESULTS = Path("benchmarks/results/speed.md")
SIZES = (3_000, 40_000)  # characters of a file
FILES = 24  # of a language
ROUNDS = 7
EACH, TOGETHER = 15.0, 10.0  # times as fast as copydetect, at least
ALL, PAGE = "all together", "page: all grams keyed"
ENDINGS = {"python": "py", "javascript": "js", "java": "java", "c": "c", "go": "go"}
KEYS = Keys(bytes(range(32)))
PEER = """
import io, json, sys, time
from copydetect import CodeFingerprint
for line in sys.stdin:
    name, bodies = json.loads(line)
    before = time.process_time()
    for body in bodies:
        CodeFingerprint(name, 25, 6, fp=io.StringIO(body))  # noise 25, guarantee 30: its defaults
    print(time.process_time() - before, flush=True)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One way to read the files of one language (or of all), beside copydetect."""

    what: str
    language: str
    megabytes: float
    speed: float  # megabytes in a second of CPU, best round
    ratio: float  # times as fast as copydetect, median of the rounds


def texts() -> dict[str, list[str]]:
    """Files of each language; Python's own library where no archive was fetched."""
    found = [one for group in "AB" for one in sources.load(group, "protected")]
    own = Path(sysconfig.get_path("stdlib")).glob("*.py")
    bodies = {
        language: [one.body for one in found if one.language == language] for language in ENDINGS
    }
    bodies["python"] = bodies["python"] or [path.read_text(encoding="utf-8") for path in own]
    return {language: chosen for language, all_ in bodies.items() if (chosen := _some(all_))}


def _some(bodies: list[str]) -> list[str]:
    """The same files on every machine, of an ordinary size."""
    usual = [body for body in bodies if SIZES[0] <= len(body) <= SIZES[1]]
    return sorted(usual, key=lambda body: hashlib.sha256(body.encode()).digest())[:FILES]


def _stored(stream: Stream, grams: Grams) -> None:
    """What a protected text costs: choose, then key."""
    chosen = winnow.choose(grams.hashes, stream.w, grams.keep)
    winnow.keyed(grams.hashes[chosen], KEYS, stream.name)


def _one(stream: Stream) -> Callable[[str], None]:
    return lambda body: _stored(stream, stream.read(fold(body), stream.k))


def _all(body: str) -> None:
    grams = read_all(body)
    for stream in STREAMS:
        _stored(stream, grams[stream.name])


def _page(body: str) -> None:
    folded: Folded = fold(body)
    for name, grams in read_all(folded).items():
        winnow.keyed(grams.hashes[grams.keep], KEYS, name)


WAYS: dict[str, Callable[[str], None]] = {
    **{stream.name: _one(stream) for stream in STREAMS},
    ALL: _all,
    PAGE: _page,
}


class _Peer:
    """copydetect in its own environment and process; tells its own CPU time."""

    def __enter__(self) -> Self:
        command = [str(peers_env.python()), "-c", PEER]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, language: str, bodies: list[str]) -> float:
        """Seconds of CPU for these files."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([f"a.{ENDINGS[language]}", bodies]) + "\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def _ours(way: Callable[[str], None], bodies: list[str]) -> float:
    before = time.process_time()
    for body in bodies:
        way(body)
    return time.process_time() - before


Seconds = dict[tuple[str, str], list[float]]  # by what and language, one for each round
OTHER = "copydetect"


def _rounds(files: dict[str, list[str]]) -> Seconds:
    taken: Seconds = {}
    with _Peer() as peer:
        for number in range(ROUNDS + 1):
            for language, bodies in files.items():
                seconds = {OTHER: peer.read(language, bodies)}
                seconds |= {what: _ours(way, bodies) for what, way in WAYS.items()}
                for what, spent in seconds.items() if number else ():  # the first one warms up
                    taken.setdefault((what, language), []).append(spent)
    return taken


def measure() -> list[Row]:
    """Every way for every language and for all files together."""
    files = texts()
    taken = _rounds(files)
    sizes = {language: sum(map(len, bodies)) / 1e6 for language, bodies in files.items()}
    return list(_rows(taken, sizes))


def _rows(taken: Seconds, sizes: dict[str, float]) -> Iterator[Row]:
    for what in (OTHER, *WAYS):
        pooled = [sum(rounds) for rounds in zip(*(taken[what, one] for one in sizes), strict=True)]
        other = [sum(rounds) for rounds in zip(*(taken[OTHER, one] for one in sizes), strict=True)]
        yield _row(what, "all", sum(sizes.values()), pooled, other)
        for language, size in sizes.items():
            yield _row(what, language, size, taken[what, language], taken[OTHER, language])


def _row(what: str, language: str, size: float, own: list[float], other: list[float]) -> Row:
    ratios = [theirs / ours for ours, theirs in zip(own, other, strict=True)]
    return Row(what, language, size, size / min(own), statistics.median(ratios))


def failures(rows: list[Row]) -> list[str]:
    """Floors that broke, over all files together."""
    floors = {stream.name: EACH for stream in STREAMS} | {ALL: TOGETHER}
    return [
        f"{row.what}: {row.ratio:.1f} times copydetect, below {floors[row.what]:.0f}"
        for row in rows
        if row.language == "all" and row.ratio < floors.get(row.what, 0)
    ]


def table(rows: list[Row]) -> str:
    """The rows as Markdown: speed, and in brackets how many times copydetect's."""
    languages = list(dict.fromkeys(row.language for row in rows))
    cells = {(row.what, row.language): f"{row.speed:.1f} ({row.ratio:.1f})" for row in rows}
    lines = [f"| MB/s of CPU | {' | '.join(languages)} |", "|---" * (len(languages) + 1) + "|"]
    lines += [
        f"| {what} | {' | '.join(cells[what, one] for one in languages)} |"
        for what in dict.fromkeys(row.what for row in rows)
    ]
    return "\n".join(lines)


def page(rows: list[Row]) -> str:
    """The page of results."""
    size = next(row.megabytes for row in rows)
    return f"""# Speed of the streams

Made by `python -m benchmarks.text.speed`: {size:.1f} MB, {FILES} files of a language at most, of
{SIZES[0]:,} to {SIZES[1]:,} characters each, {ROUNDS} interleaved rounds, CPU time. In brackets:
times as fast as copydetect 0.5.0 (median of the rounds). Ours is folding, lexing, all grams,
winnowing and keying; "{ALL}" shares what can be shared; "{PAGE}" is what a page
costs before look-up. At least {EACH:.0f} times each and {TOGETHER:.0f} times together are promised.

{table(rows)}
"""


def main() -> int:
    """Measure, write the page, and give 1 when a floor broke."""
    rows = measure()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(page(rows), encoding="utf-8")
    print(page(rows))
    broken = failures(rows)
    for line in broken:
        print(line)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
