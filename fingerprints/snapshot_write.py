"""Writes entries as segments, and a snapshot of them, in bounded memory."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from fingerprints.entry import Entry, known_to_bytes
from fingerprints.keys import Keys
from fingerprints.kind import Bits, Names, Points, Sketch, Tokens
from fingerprints.seal import seal
from fingerprints.snapshot_manifest import SEGMENTS, Listed, publish_version, segment_path
from fingerprints.snapshot_merge import merge
from fingerprints.snapshot_points import write_points
from fingerprints.snapshot_segment import (
    ENDS,
    MARKS,
    OFFSETS,
    OUTLINES,
    OWNERS,
    SEALED,
    NewSegment,
    Segment,
    about,
    mark,
)
from fingerprints.snapshot_tokens import packed, write_tokens
from fingerprints.tokens_table import SIZES, START

HELD = 48 << 20  # bytes of fingerprints that are held in memory at once


def write(folder: Path, entries: Iterable[Entry], keys: Keys) -> Path:
    """Write a new snapshot below `folder` and return its path; the highest number is the newest."""
    segment = write_segment(folder, entries, keys)
    return publish_version(folder, [segment] if segment else [], keys)


def write_segment(folder: Path, entries: Iterable[Entry], keys: Keys) -> Listed | None:
    """One segment of all entries, those of one part in a row; None where there are none."""
    (folder / SEGMENTS).mkdir(parents=True, exist_ok=True, mode=0o700)
    written: list[Listed] = []
    try:
        written.extend(_write(folder, run, keys) for run in _runs(entries))
        if len(written) < 2:  # noqa: PLR2004 - nothing to merge
            return written.pop() if written else None
        opened = [Segment(folder, listed, keys) for listed in written]
        return merge(folder, opened, keys).listed
    finally:
        for listed in written:
            segment_path(folder, listed.name).unlink()


def _runs(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries that fit into memory together; a part is never torn."""
    run: list[Entry] = []
    held = 0
    for entry in entries:
        if held > HELD and (entry.asset, entry.part) != (run[-1].asset, run[-1].part):
            yield run
            run, held = [], 0
        run.append(entry)
        held += _size(entry)
    if run:
        yield run


def _size(entry: Entry) -> int:
    value = entry.value
    if isinstance(value, Tokens):
        return value.hashes.nbytes * 2 + value.lines.nbytes + 500
    if isinstance(value, Sketch):
        return 500 + len(value.body)
    if isinstance(value, Points):
        return 500 + 2 * value.codes.nbytes + len(value.body)
    return 500 + (value.rows.nbytes + len(value.extra) if isinstance(value, Bits) else 0)


def _write(folder: Path, run: Sequence[Entry], keys: Keys) -> Listed:
    """One segment of entries that lie in memory."""
    marks = np.array([mark(keys, entry.asset, entry.part) for entry in run], np.uint64)
    order = np.argsort(marks, kind="stable")
    entries, marks = [run[place] for place in order.tolist()], marks[order]
    with NewSegment(folder, keys) as made:
        made.add(MARKS, marks)
        made.add(ENDS, np.array([_end(entry) for entry in entries], np.uint32))
        _write_entries(made, entries, marks.tolist())
        made.add_names(
            [
                (number, word)
                for number, entry in enumerate(entries)
                if isinstance(entry.value, Names)
                for word in entry.value.words
            ]
        )
        _write_outlines(made, entries)
        write_points(made, entries)
        for kind in sorted({e.kind for e in entries if isinstance(e.value, Tokens)}):
            values = [
                (number, entry.value)
                for number, entry in enumerate(entries)
                if entry.kind == kind and isinstance(entry.value, Tokens)
            ]
            if any(len(value.hashes) for _, value in values):
                made.kinds.append(kind)
                write_tokens(made, kind, values, keys, made.nonce)
        return made.listed(len(entries))


def _end(entry: Entry) -> int:
    """Where the last span ends, as places tell it."""
    value = entry.value
    if not isinstance(value, Tokens) or not len(value.hashes):
        return 0
    places = packed(value)
    return int(((places >> START) + (places & SIZES)).max())


def _write_entries(made: NewSegment, entries: Sequence[Entry], marks: Sequence[int]) -> None:
    totals: dict[int, dict[str, int]] = {}
    for entry, one in zip(entries, marks, strict=True):
        if isinstance(entry.value, Tokens) and len(entry.value.hashes):
            totals.setdefault(one, {})[entry.kind] = entry.value.total
    ends = [0]
    for entry, one in zip(entries, marks, strict=True):
        sealed = seal(made.keys, known_to_bytes(entry, totals.get(one, {})), about(one))
        made.add(SEALED, np.frombuffer(sealed, np.uint8))
        ends.append(ends[-1] + len(sealed))
    made.add(OFFSETS, np.array(ends, np.uint64))


def _write_outlines(made: NewSegment, entries: Sequence[Entry]) -> None:
    for number, entry in enumerate(entries):
        if isinstance(entry.value, Bits) and len(entry.value.rows):
            rows = entry.value.rows
            owners = np.stack([np.full(len(rows), number), np.arange(len(rows))], axis=1)
            made.add(OWNERS, owners.astype("<u4"))
            for column, name in enumerate(OUTLINES):
                made.add(name, rows[:, column])
