"""One segment of a snapshot: an immutable file of entries and their tables, opened."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from fingerprints.arrays import U32, U64, Mask
from fingerprints.bits_table import WORDS, BitsPart
from fingerprints.entry import Known, known_from_bytes
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.names_table import Row, opened_names, sealed_names
from fingerprints.points_table import COLUMNS, LISTED, PHOTOS, WORDS_OF, PointsPart
from fingerprints.seal import unseal
from fingerprints.snapshot_arrays import Arrays, Writer
from fingerprints.snapshot_manifest import SEGMENTS, Listed, segment_path
from fingerprints.tokens_table import PARTS, TokensPart, places_purpose

SEALED, OFFSETS, MARKS, ENDS = "entries/sealed", "entries/offsets", "entries/marks", "entries/ends"
NAMES = "names/sealed"
OWNERS, OUTLINES = "outlines/owners", tuple(f"outlines/word{n}" for n in range(WORDS))


def mark(keys: Keys, asset: str, part: str) -> int:
    """What tells one part from all others without naming it: 64 bits under the register key."""
    digest = hashlib.blake2b(
        f"{asset}\0{part}".encode(), key=keys.sub("marks of parts"), digest_size=8
    )
    return int.from_bytes(digest.digest(), "little")


def about(mark_: int) -> str:
    """What a sealed entry is bound to; it stays when segments are merged."""
    return f"entry of part {mark_:016x}"


class Segment:
    """Arrays are mapped; entries are unsealed one by one when they are asked for."""

    def __init__(self, folder: Path, listed: Listed, keys: Keys, first: int = 0) -> None:
        """ConfigurationError where the file is missing, cut or another one."""
        self.listed = listed
        self.keys = keys
        self.first = first  # number of its first entry in the snapshot
        path = segment_path(folder, listed.name)
        try:
            self.arrays = Arrays(path, listed.size, listed.directory)
        except (OSError, ValueError) as error:
            message = (
                f"The snapshot's file {path} is missing or damaged. Delete the folder {folder}; "
                "the next command that needs it writes it again from the register."
            )
            raise ConfigurationError(message) from error
        self.nonce: str = self.arrays.facts["nonce"]
        self.kinds: list[str] = self.arrays.facts["kinds"]

    @cached_property
    def marks(self) -> U64:
        """The mark of each entry's part, rising."""
        return self.arrays[MARKS]

    @cached_property
    def dead(self) -> Mask | None:
        """Which entries no longer count; None where all do."""
        if not len(self.listed.dead):
            return None
        dead = np.zeros(self.listed.entries, bool)
        dead[self.listed.dead] = True
        return dead

    def having(self, marks: U64) -> U32:
        """Entries of parts with these marks."""
        return np.flatnonzero(np.isin(self.marks, marks)).astype(np.uint32)

    def sealed(self, number: int) -> bytes:
        """An entry as it is stored."""
        start, end = self.arrays[OFFSETS][number : number + 2].tolist()
        return self.arrays[SEALED][start:end].tobytes()

    def known(self, number: int) -> Known:
        """What is known of an entry of this segment."""
        return known_from_bytes(
            unseal(self.keys, self.sealed(number), about(int(self.marks[number])))
        )

    def names(self) -> Iterator[Row]:
        """Names with their entry of this segment."""
        if NAMES in self.arrays:
            for entry, word in opened_names(self.arrays[NAMES], self.keys, self.nonce):
                if self.dead is None or not self.dead[entry]:
                    yield entry, word

    def tokens(self, kind: str) -> TokensPart | None:
        """The table of a kind; None where the segment has none of it."""
        if kind not in self.kinds:
            return None
        return TokensPart(
            **{part: self.arrays[f"{kind}/{part}"] for part in PARTS},
            marks=self.marks,
            ends=self.arrays[ENDS],
            dead=self.dead,
            keys=self.keys,
            purpose=places_purpose(kind, self.nonce),
        )

    def outlines(self) -> BitsPart | None:
        """The outlines of pictures; None where the segment has none."""
        if OWNERS not in self.arrays:
            return None
        words = tuple(self.arrays[name] for name in OUTLINES)
        return BitsPart(words, self.arrays[OWNERS], self.marks, self.dead, self.first)

    def points(self, group: str = PHOTOS) -> PointsPart | None:
        """The local features of one of GROUPS; None where the segment has none."""
        if f"{group}/{WORDS_OF}" not in self.arrays:
            return None
        arrays = {name: self.arrays[f"{group}/{name}"] for name in COLUMNS}
        return PointsPart(**arrays, dead=self.dead, first=self.first, marks=self.marks)

    def logos(self) -> U32:
        """Entries that are logos, the dead ones too."""
        return self.arrays[LISTED] if LISTED in self.arrays else np.empty(0, np.uint32)

    def damaged(self) -> list[str]:
        """Arrays whose checksum is wrong; reads everything."""
        return [f"{self.listed.name}: {name}" for name in self.arrays.damaged()]

    def sound(self) -> "Segment":
        """Itself, read whole first: damage is never copied under a new checksum."""
        if damaged := self.damaged():
            message = f"A segment of the snapshot is damaged ({', '.join(damaged)})."
            raise CopywatchError(message)
        return self


class NewSegment(Writer):
    """A segment that is being written."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        super().__init__(folder / SEGMENTS)
        self.root = folder
        self.keys = keys
        self.nonce = secrets.token_hex(8)
        self.kinds: list[str] = []  # of Tokens

    def add_names(self, rows: Sequence[Row]) -> None:
        """Names with their entry."""
        if rows:
            self.add(NAMES, sealed_names(rows, self.keys, self.nonce))

    def listed(self, entries: int) -> Listed:
        """The file under its own name, which no manifest knows yet."""
        name = secrets.token_hex(8)
        path = segment_path(self.root, name)
        draft = path.with_suffix(".making")
        try:
            size, directory = self.finish(draft, {"nonce": self.nonce, "kinds": self.kinds})
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        return Listed(name, size, directory, entries, np.empty(0, np.uint32))
