"""The labelled pairs: IR-Plag (copies and independent solutions) and obfuscated Java programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.data import root
from benchmarks.resemblance.fit import Labels
from fingerprints.arrays import F64
from matcher.resemblance_read import Traits, read
from matcher.resemblance_signs import SIGNS, signs

NAMES = tuple(SIGNS)


@dataclass(frozen=True, slots=True)
class Pair:
    """A work and a suspect; `level` is 0 for an independent solution, else how far disguised."""

    group: str  # what is left out together: the task, or the program the suspect was made from
    level: int
    work: str
    suspect: str
    name: str
    against: str = ""  # of obfuscated Java: the program it is compared with
    file: str = ""  # of IR-Plag: where the suspect lies
    original: str = ""


@dataclass(frozen=True)
class Pairs:
    """Pairs with their signs, worked out once."""

    all: tuple[Pair, ...]

    @cached_property
    def copies(self) -> Labels:
        """Which are copies."""
        return np.array([pair.level > 0 for pair in self.all])

    @cached_property
    def groups(self) -> list[str]:
        """What is left out together."""
        return list(dict.fromkeys(pair.group for pair in self.all))

    @cached_property
    def traits(self) -> tuple[tuple[Traits, Traits], ...]:
        """Both sides, each text read once."""
        known = {text: read(text) for pair in self.all for text in (pair.work, pair.suspect)}
        return tuple((known[pair.work], known[pair.suspect]) for pair in self.all)

    @cached_property
    def signs(self) -> F64:
        """One row for each pair, one column for each of NAMES."""
        rows = [signs(work, suspect) for work, suspect in self.traits]
        return np.array([[row[name] for name in NAMES] for row in rows])

    def of(self, group: str) -> Labels:
        """Which pairs belong to a group."""
        return np.array([pair.group == group for pair in self.all])

    def columns(self, without: tuple[str, ...]) -> F64:
        """The signs but these."""
        keep = [n for n, name in enumerate(NAMES) if name not in without]
        return self.signs[:, keep]


def irplag() -> Pairs | None:
    """460 pairs of a task's original and a suspect; None where the set is missing."""
    return _gathered(_irplag())


def java() -> Pairs | None:
    """270 pairs: each variant against its own program (a copy) and the two others."""
    return _gathered(_java())


def _gathered(pairs: Iterator[Pair]) -> Pairs | None:
    found = tuple(pairs)
    return Pairs(found) if found else None


def _irplag() -> Iterator[Pair]:
    for case in sorted((root() / "code" / "irplag").glob("case-*")):
        original = next((case / "original").rglob("*.java"))
        work = original.read_text(encoding="utf-8", errors="replace")
        for path in sorted(case.rglob("*.java")):
            if path == original:
                continue
            parts = path.relative_to(case).parts
            level = int(parts[1].removeprefix("L")) if parts[0] == "plagiarized" else 0
            text = path.read_text(encoding="utf-8", errors="replace")
            name = "/".join((case.name, *parts[:-1]))
            yield Pair(case.name, level, work, text, name, file=str(path), original=str(original))


def _java() -> Iterator[Pair]:
    folder = root() / "code" / "obfuscated-java"

    def program(name: str) -> str:
        files = sorted((folder / name).rglob("*.java"))
        return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)

    bases = {path.name: program(f"base/{path.name}") for path in sorted(folder.glob("base/*"))}
    for variant in sorted(folder.glob("variants/*/*")):
        own, level = variant.parent.name.split("-")
        text = program(f"variants/{variant.parent.name}/{variant.name}")
        for name, work in bases.items():
            found = int(level) if name == own else 0
            yield Pair(own, found, work, text, f"{level}/{variant.name}", against=name)
