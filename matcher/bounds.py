"""What alignment can tell of candidates at most, worked out for all of one reading at once.

The same stretches as in `align` and `shared`, but before any region gives way to a larger one, and
before repeats are discounted: so no measured figure is above its bound.
"""

from collections.abc import Sequence

import numpy as np

from fingerprints.arrays import F64, I64, Mask
from fingerprints.tokens_table import TokensTable
from matcher.align import DRIFT, GAP, PAUSE
from matcher.information import Told
from matcher.lookup import Candidate


def bounds(
    candidates: Sequence[Candidate], table: TokensTable, told: Told, step: int, least: float
) -> F64:
    """(n,): bits of all stretches of each candidate, at most.

    Zeros where even all marks one by one tell less than `least` bits.
    """
    found = np.zeros(len(candidates))
    firsts, lasts = zip(*(_units(one, told) for one in candidates), strict=True)
    single = [
        float(_bits(told, *some)[one.own].sum())
        for one, *some in zip(candidates, firsts, lasts, strict=True)
    ]
    some = np.flatnonzero(np.array(single) >= least).tolist()
    if not some:
        return found
    pages = np.concatenate([candidates[n].starts.astype(np.int64) for n in some])
    parts = table.places(np.concatenate([candidates[n].postings for n in some]))[0].astype(np.int64)
    owners = np.repeat(some, [len(candidates[n].starts) for n in some])
    order, stretches = _stretches(owners, pages, parts, step)
    own = np.concatenate([candidates[n].own for n in some])[order]
    first = np.concatenate([firsts[n] for n in some])[order][own]
    last = np.concatenate([lasts[n] for n in some])[order][own]
    owners, stretches = owners[order][own], stretches[own]
    before = np.concatenate([[0], np.where(stretches[1:] == stretches[:-1], last[:-1], 0)])
    bits = _bits(told, np.minimum(np.maximum(first, before), last), last)
    np.add.at(found, owners, bits)
    return found


def _units(one: Candidate, told: Told) -> tuple[I64, I64]:
    """The first unit of each mark, and the first one behind it."""
    first, last = np.searchsorted(told.starts, [one.starts, one.ends])
    return first, last


def _bits(told: Told, first: I64, last: I64) -> F64:
    bits: F64 = told.sums[last] - told.sums[first]
    return bits


def _stretches(owners: I64, pages: I64, parts: I64, step: int) -> tuple[I64, I64]:
    """Pairs in regions of two and more, in the order of the page, and the stretch of each."""
    shifts = parts - pages
    order = np.lexsort((shifts, owners))
    group = np.empty(len(order), np.int64)
    group[order] = np.cumsum(
        _changes(owners[order]) | (np.diff(shifts[order], prepend=shifts[order[:1]]) > DRIFT)
    )
    order = np.lexsort((parts, pages, group))
    here, there = _steps(pages[order]), np.abs(_steps(parts[order]))
    breaks = _changes(group[order]) | (here > GAP) | (there > GAP)
    breaks |= (np.abs(_steps(shifts[order])) > step) | (here > PAUSE)
    stretches: I64 = np.cumsum(breaks)
    return order, stretches


def _steps(values: I64) -> I64:
    return np.diff(values, prepend=values[:1])


def _changes(values: I64) -> Mask:
    changes: Mask = np.diff(values, prepend=values[:1] - 1) != 0
    return changes
