"""Which parts of a work are disguised, read from the originals."""

import random
from dataclasses import dataclass

from copywatch.drill.excerpt import LEAST
from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Table, Text
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.read.languages import language
from fingerprints.register import Register
from fingerprints.register_rows import Part

DISGUISED = {"text", "code", "table"}  # disguises of pictures are a drill of their own
LONGEST = 100_000  # characters of a part that are disguised
ROOMY = 1_500  # bytes of a file that surely gives twenty lines
SMALLEST = 5  # lines of the smallest excerpt that is tried


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a work as it is disguised."""

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
    parts: int  # of the work, of all sorts
    lost: tuple[str, ...] = ()  # originals that are not where they were


def choose(register: Register, asset: str, most: int, blobs: Blobs) -> Chosen:
    """So many parts of a work, the same ones each time; raises in words when there is none."""
    if register.asset(asset) is None:
        raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
    every = register.parts(asset)
    usable = [part for part in every if part.content in DISGUISED and not part.refused]
    if not usable:
        raise CopywatchError(_nothing(asset, every))
    chance = random.Random(asset)  # noqa: S311 - a choice, no secret
    usable.sort(key=lambda part: (part.size < ROOMY, chance.random()))
    pieces: list[Piece] = []
    lost: list[str] = []
    small = 0
    for part in usable:
        if len(pieces) >= most or len(lost) >= most:
            break
        content = originals.content(register, asset, part.name, blobs)
        piece = _piece(part, content)
        if content is None or piece is None:
            lost.append(part.original or part.name)
        elif _letters(piece.body) < SMALLEST * LEAST:
            small = max(small, _letters(piece.body))
        else:
            pieces.append(piece)
    if not pieces:
        raise CopywatchError(_unusable(asset, lost, small))
    return Chosen(tuple(pieces), len(every), tuple(dict.fromkeys(lost)))


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


def _nothing(asset: str, parts: list[Part]) -> str:
    kinds = {part.content for part in parts if not part.refused}
    if "image" in kinds:
        return (
            f"{asset} holds pictures only. The drill disguises text, code and tables; "
            "disguises of pictures come with a later version."
        )
    if "name" in kinds:
        return f"{asset} holds names only, and a name has no disguise here: try `copywatch scan`."
    return f"Nothing of {asset} is watched for, so there is nothing to disguise."


def _unusable(asset: str, lost: list[str], small: int) -> str:
    if lost:
        return (
            f"{asset}: the original is not where it was, or has changed: {lost[0]}. Put it back, "
            "or protect it again, with --keep to have a sealed copy."
        )
    return (
        f"{asset} is too small: its largest part has {small} letters and digits. The smallest "
        f"excerpt that is tried has {SMALLEST} lines with {SMALLEST * LEAST}."
    )
