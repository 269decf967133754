"""How many records of strangers a page may show: what is met by chance grows with them."""

from dataclasses import dataclass

import numpy as np

from fingerprints.arrays import I64
from matcher.table_cells import NEAR, Asked


@dataclass(frozen=True, slots=True)
class Tries:
    """How many records of strangers a page may show, of two cells and of three."""

    places: int
    records: tuple[float, float]  # at most
    mixed: tuple[float, float]  # with cells of others nearby, if each column is as frequent


def tries(asked: Asked) -> Tries:
    """What may be cells, once each: numbers and addresses as a whole, else each word."""
    chosen = np.flatnonzero(asked.telling | asked.anchor | asked.upper)
    _, once = np.unique(asked.codes[chosen], return_index=True)
    chosen = chosen[np.sort(once)]
    telling = asked.telling[chosen]
    begin, cover = _runs_of(asked.first[chosen[telling]], asked.last[chosen[telling]])
    words = chosen[~telling]
    at = np.searchsorted(begin, asked.first[words], side="right") - 1
    free = (at < 0) | (asked.first[words] > cover[np.maximum(at, 0)]) if len(begin) else at < 0
    places = np.unique(np.concatenate([begin, asked.first[words[free]]]))
    if not len(places):
        return Tries(0, (0.0, 0.0), (0.0, 0.0))
    where = np.minimum(np.searchsorted(asked.first, places), len(asked) - 1)
    even = asked.regular[where]
    lines = len(np.unique(asked.line[where[even]]))
    loose = places[~even]
    near = np.searchsorted(loose, loose + NEAR, "right") - np.searchsorted(loose, loose - NEAR)
    return Tries(
        places=len(places),
        records=(lines + len(loose) / 2, lines + len(loose) / 3),
        mixed=(lines + near.sum() / 4, lines + (near * near).sum() / 27),
    )


def _runs_of(first: I64, last: I64) -> tuple[I64, I64]:
    """Where runs that overlap begin and end."""
    reach = np.maximum.accumulate(last) if len(last) else last
    begin = np.flatnonzero(np.append(True, first[1:] > reach[:-1])) if len(last) else last
    return first[begin], reach[np.append(begin[1:], len(first)) - 1] if len(last) else last
