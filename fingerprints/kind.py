"""What a fingerprint is: a named, versioned pure function from content to a value."""

from collections.abc import Callable
from dataclasses import dataclass

from fingerprints.arrays import U8, U32, U64
from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.keys import Keys


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Keyed, winnowed hashes in page order with their half-open character spans in the body."""

    hashes: U64  # (n,)
    starts: U32  # (n,)
    ends: U32  # (n,)
    lines: U32  # (l,) offset of the first character of each line
    total: int  # normalised units (characters, words, tokens or rows) that were read
    protectable: int  # of these, units that carry enough information to be found again
    own: int = 0  # hashes that stand outside the background of licences and idiom


@dataclass(frozen=True, slots=True)
class Names:
    """Public words: brand names, slogans, product and company names."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bits:
    """Keyed 256-bit outlines of one picture's variants; `quality` 0 to 100, 0 means flat."""

    rows: U64  # (variants, 4)
    labels: tuple[str, ...]  # what each variant is: "whole", "trimmed", "mirrored", ...
    quality: int
    extra: bytes = b""  # keyed second opinion (colour, detail) that verification reads


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Keyed local features of one picture; `body` (places, thumbnail) is sealed where it lies."""

    words: U32  # (n,) keyed cell of the vocabulary
    codes: U64  # (n, 2) keyed bits inside the cell
    poses: U8  # (n, 2) angle in 256 steps of a turn, size in 16 steps of a doubling
    body: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Keyed units of one source file in their order; `body` is sealed where it lies."""

    count: int
    body: bytes  # packed units and places


Value = Tokens | Names | Bits | Points | Sketch


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may use beside the content: the register key and the stored bytes."""

    keys: Keys
    blobs: Blobs
    logo: bool = False  # pictures are logos, to be found inside others


@dataclass(frozen=True, slots=True)
class Kind:
    """`take` gives None for content that this kind cannot describe."""

    name: str  # name@version
    take: Callable[[Content, Context], Value | None]
