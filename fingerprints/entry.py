"""One fingerprint on its way into a snapshot, and what the snapshot tells of it again."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fingerprints.arrays import U32
from fingerprints.kind import Bits, Points, Sketch, Tokens, Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One fingerprint of one part; `lines` is how many lines the part has."""

    asset: str
    part: str
    kind: str
    value: Value
    lines: int
    watched: Sequence[str] = ()  # of a background: the works that are this package themselves


@dataclass(frozen=True, eq=False)
class Known:
    """What a snapshot tells of one entry beside its hashes."""

    asset: str
    part: str
    kind: str
    steps: bytes = b""  # from each start of a line to the next, packed
    hashes: int = 0  # stored; of a sketch its units
    own: int = 0  # of these outside the background
    total: int = 0  # units read
    totals: Mapping[str, int] | None = None  # units read of the same part, by kind
    labels: Sequence[str] = ()  # of a picture's outlines; none of its points
    quality: int = 0  # of a picture
    extra: bytes = b""  # of a picture: a second opinion, or places and thumbnail; of code: a sketch
    watched: Sequence[str] = ()  # of a background: works that stay protected although it is public

    @property
    def prose(self) -> bool:
        """Whether the part is a text, not code."""
        return "text_words@1" in (self.totals or {})

    @cached_property
    def lines(self) -> U32:
        """Offsets of line starts, unpacked when first asked for: most entries only lend a name."""
        steps = np.frombuffer(zlib.decompress(self.steps) if self.steps else b"", "<u4")
        return np.cumsum(steps, dtype=np.uint32)


def known_to_bytes(entry: Entry, totals: Mapping[str, int]) -> bytes:
    """What the snapshot seals of an entry."""
    value = entry.value
    head: dict[str, object] = {"asset": entry.asset, "part": entry.part, "kind": entry.kind}
    body = b""
    if isinstance(value, Bits):
        head |= {"labels": value.labels, "quality": value.quality}
        body = value.extra
    elif isinstance(value, Points):
        head |= {"labels": (), "quality": len(value.words)}
        body = value.body
    elif isinstance(value, Sketch):
        head |= {"labels": (), "hashes": value.count}
        body = value.body
    elif isinstance(value, Tokens):
        head |= {"hashes": len(value.hashes), "own": value.own, "total": value.total}
        head["totals"] = dict(totals)
        head |= {"watched": list(entry.watched)} if entry.watched else {}
        steps = value.lines.astype("<u4")
        steps[1:] -= value.lines[:-1]
        body = zlib.compress(steps.tobytes(), 1)
    text = json.dumps(head, separators=(",", ":")).encode()
    return len(text).to_bytes(4, "little") + text + body


def known_from_bytes(data: bytes) -> Known:
    """The reverse of `known_to_bytes`."""
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    rest = data[4 + size :]
    if "labels" in head:
        head["labels"] = tuple(head["labels"])
        return Known(extra=rest, **head)
    return Known(steps=rest, **head)
