"""Which parts of a work are disguised, read from the originals."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from copywatch.drill.excerpt import LEAST
from copywatch.drill.pictures.photo import Photo, photo
from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Image, Table, Text
from fingerprints.errors import ConfigurationError, CopywatchError, Unreadable
from fingerprints.read.languages import language
from fingerprints.register import Register
from fingerprints.register_rows import Part

WRITTEN, PICTURED = {"text", "code", "table"}, {"image"}  # names have no disguise
LONGEST = 100_000  # characters of a part that are disguised
ROOMY = 1_500  # bytes of a file that surely gives twenty lines
SMALLEST = 5  # lines of the smallest excerpt that is tried


@dataclass(frozen=True, slots=True)
class Piece:
    """One text, program or table of a work as it is disguised."""

    part: str
    body: str
    language: str  # empty for prose

    @property
    def is_code(self) -> bool:
        return bool(self.language)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What can be disguised, and what stands in the way of more."""

    pieces: tuple[Piece, ...]
    photos: tuple[Photo, ...]
    parts: int  # of the work, of all sorts
    lost: tuple[str, ...] = ()  # originals that are not where they were
    unreadable: tuple[str, ...] = ()  # "part: reason"

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that are disguised."""
        return tuple(one.part for one in self.pieces) + tuple(one.part for one in self.photos)


@dataclass(slots=True)
class _Read:
    """Parts that were read, and why others were not."""

    pieces: list[Piece] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    small: int = 0  # letters and digits of the largest text that is too small

    def add(self, part: Part, content: Content | None, blobs: Blobs) -> None:
        """Keep it, or say why not."""
        piece = _piece(part, content)
        if isinstance(content, Image):
            try:
                self.photos.append(photo(part.name, blobs.path(content.sha256)))
            except Unreadable as reason:
                self.unreadable.append(f"{part.name}: {reason}")
        elif piece is None:
            self.lost.append(part.original or part.name)
        elif _letters(piece.body) < SMALLEST * LEAST:
            self.small = max(self.small, _letters(piece.body))
        else:
            self.pieces.append(piece)

    def enough(self, most: int) -> bool:
        """Whether there are so many, or as many failures."""
        read = len(self.pieces) + len(self.photos)
        return max(read, len(self.lost) + len(self.unreadable)) >= most


def choose(register: Register, asset: str, most: int, blobs: Blobs) -> Chosen:
    """So many texts and so many pictures, the same each time; raises in words without any."""
    if register.asset(asset) is None:
        raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
    every = register.parts(asset)
    texts, pictures = (
        _read(register, _usable(every, sorts), most, blobs) for sorts in (WRITTEN, PICTURED)
    )
    lost = tuple(dict.fromkeys(texts.lost + pictures.lost))
    if not texts.pieces and not pictures.photos:
        raise CopywatchError(_nothing(asset, every, [*lost, *pictures.unreadable], texts.small))
    return Chosen(
        tuple(texts.pieces), tuple(pictures.photos), len(every), lost, tuple(pictures.unreadable)
    )


def _usable(every: Sequence[Part], sorts: set[str]) -> list[Part]:
    """Watched parts of these sorts, in an order that is the same each time."""
    usable = [part for part in every if part.content in sorts and not part.refused]
    chance = random.Random(usable[0].asset if usable else "")  # noqa: S311 - a choice, no secret
    return sorted(usable, key=lambda part: (part.size < ROOMY, chance.random()))


def _read(register: Register, parts: Sequence[Part], most: int, blobs: Blobs) -> _Read:
    read = _Read()
    for part in parts:
        if read.enough(most):
            break
        read.add(part, originals.content(register, part.asset, part.name, blobs), blobs)
    return read


def _piece(part: Part, content: Content | None) -> Piece | None:
    if isinstance(content, Code):
        name = content.language or language(part.name) or "unknown"
        return Piece(part.name, _cut(content.body), name)
    if isinstance(content, Text):
        return Piece(part.name, _cut(content.body), "")
    if isinstance(content, Table):
        return Piece(part.name, _cut("\n".join(map("\t".join, content.rows))), "")
    return None


def _cut(body: str) -> str:
    """The first so many characters, whole lines."""
    return body if len(body) <= LONGEST else body[:LONGEST].rpartition("\n")[0] or body[:LONGEST]


def _letters(body: str) -> int:
    return sum(map(str.isalnum, body))


def _nothing(asset: str, every: Sequence[Part], lost: Sequence[str], small: int) -> str:
    watched = {part.content for part in every if not part.refused}
    if not watched & (WRITTEN | PICTURED):
        if "name" in watched:
            return (
                f"{asset} holds names only, and a name has no disguise here: try `copywatch scan`."
            )
        return f"Nothing of {asset} is watched for, so there is nothing to disguise."
    if lost:
        return (
            f"{asset}: the original is not where it was, or has changed: {lost[0]}. Put it back, "
            "or protect it again, with --keep to have a sealed copy."
        )
    return (
        f"{asset} is too small: its largest part has {small} letters and digits. The smallest "
        f"excerpt that is tried has {SMALLEST} lines with {SMALLEST * LEAST}."
    )
