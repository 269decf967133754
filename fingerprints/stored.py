"""Fingerprint values as bytes: little-endian arrays behind a small JSON head.

Values come in two pieces: what may stand open in a store, and places, which are sealed.
"""

import json
import struct
from typing import Any

import numpy as np

from fingerprints.arrays import U32, U64
from fingerprints.errors import CopywatchError
from fingerprints.kind import Bits, Names, Points, Sketch, Tokens, Value

_SIZE = struct.Struct("<I")


def _pack(head: dict[str, Any], *bodies: bytes | memoryview) -> bytes:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return _SIZE.pack(len(text)) + text + b"".join(bodies)


def _unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    (size,) = _SIZE.unpack_from(data)
    return json.loads(data[_SIZE.size : _SIZE.size + size]), data[_SIZE.size + size :]


def _u64(data: bytes) -> U64:
    return np.frombuffer(data, "<u8").astype(np.uint64)


def _u32(data: bytes) -> U32:
    return np.frombuffer(data, "<u4").astype(np.uint32)


def value_to_bytes(value: Value) -> tuple[bytes, bytes]:
    """(public, places): the first may stand open, the second must be sealed."""
    if isinstance(value, Names):
        return _pack({"type": "names", "words": value.words}), b""
    if isinstance(value, Bits):
        head: dict[str, Any] = {"type": "bits", "labels": value.labels, "quality": value.quality}
        rows = value.rows.astype("<u8").tobytes()
        return _pack(head | {"rows": len(value.rows)}, rows, value.extra), b""
    if isinstance(value, Points):
        head = {"type": "points", "count": len(value.words)}
        words, codes = value.words.astype("<u4"), value.codes.astype("<u8")
        return _pack(head, words.tobytes(), codes.tobytes(), value.poses.tobytes()), value.body
    if isinstance(value, Sketch):
        return _pack({"type": "sketch", "count": value.count}), value.body
    head = {
        "type": "tokens",
        "total": value.total,
        "protectable": value.protectable,
        "own": value.own,
        "count": len(value.hashes),
    }
    order = np.argsort(value.hashes, kind="stable")  # open hashes do not tell their order
    public = _pack(head, value.hashes[order].astype("<u8", copy=False).data)
    count = len(order)
    places = np.empty(2 * count + len(value.lines), "<u4")  # no copies: tables are large
    np.take(value.starts, order, out=places[:count], mode="clip")
    np.take(value.ends, order, out=places[count : 2 * count], mode="clip")
    places[2 * count :] = value.lines
    del order
    return public, places.tobytes()


def value_from_bytes(public: bytes, places: bytes) -> Value:
    """The value again; bytes that no version of ours wrote raise CopywatchError."""
    try:
        head, body = _unpack(public)
        if head["type"] == "names":
            return Names(tuple(head["words"]))
        if head["type"] == "bits":
            size = head["rows"] * 32
            rows = _u64(body[:size]).reshape(-1, 4)
            return Bits(rows, tuple(head["labels"]), head["quality"], body[size:])
        if head["type"] == "points":
            return _points(head["count"], body, places)
        if head["type"] == "sketch":
            return Sketch(head["count"], places)
        return _tokens(head, _u64(body), _u32(places))
    except (struct.error, ValueError, KeyError, TypeError, IndexError) as error:
        message = "a stored fingerprint is damaged; protect the work again"
        raise CopywatchError(message) from error


def hashes_from_bytes(public: bytes) -> tuple[U64, int]:
    """Of Tokens the keyed hashes, and how many stand outside the shipped background."""
    head, body = _unpack(public)
    return _u64(body), int(head["own"])


def _points(count: int, body: bytes, places: bytes) -> Points:
    if len(body) != 22 * count:
        raise ValueError(count)
    codes = _u64(body[4 * count : 20 * count]).reshape(-1, 2)
    poses = np.frombuffer(body[20 * count :], np.uint8).reshape(-1, 2)
    return Points(_u32(body[: 4 * count]), codes, poses, places)


def _tokens(head: dict[str, Any], hashes: U64, places: U32) -> Tokens:
    count = head["count"]
    if len(hashes) != count or len(places) < 2 * count:
        raise ValueError(count)
    order = np.argsort(places[:count], kind="stable")
    return Tokens(
        hashes=hashes[order],
        starts=places[:count][order],
        ends=places[count : 2 * count][order],
        lines=places[2 * count :],
        total=head["total"],
        protectable=head["protectable"],
        own=head["own"],
    )
