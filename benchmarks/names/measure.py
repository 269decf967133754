"""One half of the labelled set through the real matcher: what was told, rightly and wrongly."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from benchmarks.names import corpus
from benchmarks.names.brands import HERE, watched
from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.snapshot import Snapshot
from matcher.match import HITS
from matcher.page import Matcher

KEYS = Keys(b"the benchmark's key, 32 bytes...")
NEAR = 3  # characters by which a told place may miss the written one


@dataclass(frozen=True, slots=True)
class Case:
    """One page: a sentence, where it stands, and the name in it (none for a negative)."""

    half: str
    way: str  # of writing, or why a negative is hard
    name: str  # of a negative: the one that is easily seen there
    text: str
    where: str = "text"
    written: str = ""

    @property
    def positive(self) -> bool:
        """A name stands there."""
        return bool(self.written)


@dataclass(slots=True)
class Half:
    """What one half gave."""

    found: dict[str, list[bool]] = field(default_factory=dict)  # by way
    pages: dict[str, list[bool]] = field(default_factory=dict)  # by reason: told wrongly
    wrong: list[tuple[str, str]] = field(default_factory=list)  # name told, text
    missed: list[Case] = field(default_factory=list)
    seconds: float = 0.0
    characters: int = 0

    @property
    def recall(self) -> tuple[int, int]:
        """Names told, and asked."""
        told = [one for ones in self.found.values() for one in ones]
        return sum(told), len(told)

    @property
    def false(self) -> tuple[int, int]:
        """Pages without a name on which one was told, and all of them."""
        told = [one for ones in self.pages.values() for one in ones]
        return sum(told), len(told)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, dialect="excel-tab")


def positives() -> list[Case]:
    """The names as they are written."""
    return [
        Case(r["half"], r["way"], r["name"], r["text"], r["where"], r["written"])
        for r in _rows("positives.tsv")
    ]


def negatives() -> list[Case]:
    """The real sentences, each compared with its checksum."""
    found = []
    for row in _rows("negatives.tsv"):
        place = (row["archive"], row["file"], int(row["offset"]), int(row["length"]))
        text = corpus.at(*place)
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            message = f"another text than the labelled one in {row['archive']}, {row['file']}"
            raise SystemExit(message)
        found.append(Case(row["half"], row["why"], row["name"], text))
    return found


def matcher(half: str, folder: Path) -> Matcher:
    """A matcher that watches all names of a half, each a work of its own."""
    context = Context(KEYS, Blobs(folder / "blobs"))
    entries = [
        snapshot.Entry(name.word, name.word, kind, value, 0)
        for name in watched()
        if name.half == half
        for kind, value in kinds.take(
            Text(name.word, where="slogan" if name.slogan else "name"), context
        )
    ]
    path = snapshot.write(folder / "snapshots", entries, KEYS)
    return Matcher(Snapshot.open(path, KEYS), context)


def measure(half: str, cases: list[Case], folder: Path) -> Half:
    """Every page of a half; a name counts where it stands, and any other name is wrong."""
    ours, result = matcher(half, folder), Half()
    before = process_time()
    for case in cases:
        if case.half == half:
            _one(ours, case, result)
            result.characters += len(case.text)
    result.seconds = process_time() - before
    return result


def _one(ours: Matcher, case: Case, result: Half) -> None:
    told = names_told(ours, case)
    if not case.positive:
        result.pages.setdefault(case.way, []).append(bool(told))
    else:
        start = case.text.index(case.written)
        end = start + len(case.written)
        places = told.pop(case.name, [])
        hit = any(a < end + NEAR and b > start - NEAR for a, b in places)
        result.found.setdefault(case.way, []).append(hit)
        if not hit:
            result.missed.append(case)
    result.wrong += [(name, case.text) for name in told]


def names_told(ours: Matcher, case: Case) -> dict[str, list[tuple[int, int]]]:
    """Places by name."""
    examined = (
        ours.examine([], title=case.text)
        if case.where == "title"
        else ours.examine([Text(case.text)])
    )
    return {
        match.asset: [(on.start, on.end) for e in match.evidence for _, on in e.spans]
        for match in examined.matches
        if match.verdict in HITS
    }
