"""The protected tables of a snapshot: what they look like, and rows that pairs of cells have."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from fingerprints import cells, table_marks, table_pairs, winnow
from fingerprints.arrays import I64, Mask
from fingerprints.keys import Keys
from fingerprints.snapshot import Snapshot
from fingerprints.table_pairs import Profile
from fingerprints.tokens_table import TokensTable
from matcher.table_cells import Asked
from matcher.table_rows import Shared

SECOND = 2_000  # rows whose other pairs are asked for


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The protected tables of a snapshot, and what their columns look like."""

    keys: Keys
    table: TokensTable
    profiles: dict[int, Profile]  # by entry
    shapes: Mask


_OPENED: WeakKeyDictionary[Snapshot, Tables] = WeakKeyDictionary()


def opened(snapshot: Snapshot) -> Tables | None:
    """Those of a snapshot, read once; None where it has none."""
    found = _OPENED.get(snapshot)
    table = snapshot.table(table_pairs.NAME)
    if found is not None or table is None:
        return found
    profiles = {n: table_pairs.profile(snapshot.entry(n).lines) for n in _entries(table)}
    shapes = np.zeros(cells.SHAPES + 1, bool)  # the last one stands for no shape
    for profile in profiles.values():
        for some in profile.shapes.values():
            shapes[list(some)] = True
    _OPENED[snapshot] = found = Tables(snapshot.keys, table, profiles, shapes)
    return found


def _entries(table: TokensTable) -> list[int]:
    """The entries that own pairs."""
    owners: set[int] = set()
    count = len(table)
    for at in range(0, count, 1 << 20):
        some = table.owner(np.arange(at, min(at + (1 << 20), count)))
        owners.update(np.flatnonzero(np.bincount(some)).tolist())
    return sorted(owners)


def no_pairs() -> tuple[I64, I64]:
    """Nothing to ask for."""
    return np.empty(0, np.int64), np.empty(0, np.int64)


def look(asked: Asked, first: I64, second: I64, tables: Tables) -> tuple[Shared, I64]:
    """The postings of pairs of cells, and who owns them."""
    public = cells.pairs(asked.codes[first], asked.codes[second])
    table = tables.table
    place, postings = table.find(winnow.keyed(public, tables.keys, table_pairs.NAME))
    starts, sizes = (values.astype(np.int64) for values in table.places(postings))
    shared = Shared(*table_marks.unpacked(starts, sizes), first[place], second[place])
    return shared, table.owner(postings).astype(np.int64)


def together(found: Sequence[tuple[Shared, I64]]) -> tuple[Shared, I64]:
    """What several look-ups gave, as one."""
    names = ("rows", "numbers", "levels", "first", "second")
    whole = (np.concatenate([getattr(one, name) for one, _ in found]) for name in names)
    return Shared(*whole), np.concatenate([owners for _, owners in found])


def others(shared: Shared, owners: I64) -> tuple[I64, I64]:
    """Pairs of cells of a row that were not asked for, since neither of them is an anchor."""
    row = owners << 32 | shared.rows
    order = np.argsort(row, kind="stable")
    edges = np.flatnonzero(np.diff(row[order], prepend=-1, append=-1))
    many = np.flatnonzero(np.diff(edges) > 1)[:SECOND]
    first: list[int] = []
    second: list[int] = []
    for at in many.tolist():
        group = order[edges[at] : edges[at + 1]]
        known = set(zip(shared.first[group].tolist(), shared.second[group].tolist(), strict=True))
        places = sorted({place for pair in known for place in pair})[:16]
        more = [
            (one, other)
            for n, one in enumerate(places)
            for other in places[n + 1 :]
            if (one, other) not in known and (other, one) not in known
        ]
        first += [one for one, _ in more]
        second += [other for _, other in more]
    return np.array(first, np.int64), np.array(second, np.int64)
